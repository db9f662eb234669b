// Token buckets: how many frames a conversation or a connection may send.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "transport/limits.hpp"

namespace palpate::transport {

/// Holds up to `burst` tokens and gains `per_second` of them. Times are milliseconds of a steady
/// clock.
class TokenBucket {
 public:
  /// A rate of 0 is no limit.
  TokenBucket(double per_second, double burst) : rate_(per_second), burst_(burst), tokens_(burst) {}

  /// Takes one token if there is one.
  bool take(std::int64_t now_ms);
  bool is_full(std::int64_t now_ms) const;

 private:
  double rate_;
  double burst_;
  double tokens_;
  std::int64_t last_ms_ = 0;
};

/// The rate of one conversation: a few at once, and not too many in a minute.
class ConversationRate {
 public:
  explicit ConversationRate(const Limits& limits);

  bool take(std::int64_t now_ms);
  bool is_idle(std::int64_t now_ms) const;

 private:
  TokenBucket second_;
  TokenBucket minute_;
};

/// The rates of a bridge connection: of all its frames, and of each of its conversations.
class BridgeRate {
 public:
  explicit BridgeRate(const Limits& limits);

  bool take_any(std::int64_t now_ms) { return all_.take(now_ms); }
  bool take(std::string_view conversation, std::int64_t now_ms);

 private:
  static constexpr std::size_t max_conversations = 20'000;  // whose rate is remembered

  void forget_idle(std::int64_t now_ms);

  Limits limits_;
  TokenBucket all_;
  std::unordered_map<std::string, ConversationRate> conversations_;
};

}  // namespace palpate::transport
