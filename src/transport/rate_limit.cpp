#include "transport/rate_limit.hpp"

#include <algorithm>

namespace palpate::transport {

bool TokenBucket::take(std::int64_t now_ms) {
  if (rate_ <= 0) return true;
  if (last_ms_ == 0) last_ms_ = now_ms;
  tokens_ = std::min(burst_, tokens_ + rate_ * static_cast<double>(now_ms - last_ms_) / 1000.0);
  last_ms_ = now_ms;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

bool TokenBucket::is_full(std::int64_t now_ms) const {
  if (rate_ <= 0) return true;
  return tokens_ + rate_ * static_cast<double>(now_ms - last_ms_) / 1000.0 >= burst_;
}

ConversationRate::ConversationRate(const Limits& limits)
    : second_(static_cast<double>(limits.client_rate), static_cast<double>(limits.client_burst)),
      minute_(static_cast<double>(limits.client_per_minute) / 60.0,
              static_cast<double>(limits.client_per_minute)) {}

bool ConversationRate::take(std::int64_t now_ms) {
  return second_.take(now_ms) && minute_.take(now_ms);
}

bool ConversationRate::is_idle(std::int64_t now_ms) const {
  return second_.is_full(now_ms) && minute_.is_full(now_ms);
}

BridgeRate::BridgeRate(const Limits& limits)
    : limits_(limits),
      all_(static_cast<double>(limits.bridge_rate), static_cast<double>(limits.bridge_rate)) {}

bool BridgeRate::take(std::string_view conversation, std::int64_t now_ms) {
  if (limits_.client_rate <= 0 && limits_.client_per_minute <= 0) return true;
  std::string key(conversation);
  auto found = conversations_.find(key);
  if (found == conversations_.end()) {
    if (conversations_.size() >= max_conversations) forget_idle(now_ms);
    found = conversations_.emplace(std::move(key), ConversationRate(limits_)).first;
  }
  return found->second.take(now_ms);
}

// When all are busy, which the rate of the whole connection hardly allows, all are forgotten: that
// bounds the memory, and the whole connection's rate still holds.
void BridgeRate::forget_idle(std::int64_t now_ms) {
  std::erase_if(conversations_, [&](const auto& entry) { return entry.second.is_idle(now_ms); });
  if (conversations_.size() >= max_conversations) conversations_.clear();
}

}  // namespace palpate::transport
