#include "transport/shared_state.hpp"

#include <algorithm>
#include <chrono>

namespace palpate::transport {

bool Counts::add(const std::string& key, std::int64_t limit) {
  auto& count = counts_[key];
  if (count >= limit) return false;  // a limit is at least 1, so no empty entry stays
  ++count;
  return true;
}

void Counts::remove(const std::string& key) {
  const auto found = counts_.find(key);
  if (found != counts_.end() && --found->second <= 0) counts_.erase(found);
}

SharedState::SharedState(ServerOptions options_in, std::vector<StaticFile> files_in,
                         Random& random_in, Log log_in)
    : options(std::move(options_in)),
      files(std::move(files_in)),
      random(random_in),
      log(std::move(log_in)),
      now_ms(steady_now_ms()) {
  options.policy.files.clear();
  for (const StaticFile& file : files) options.policy.files.push_back(file.path);
}

std::int64_t steady_now_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

std::optional<Slot> Slot::take(SharedState& state, Kind kind, std::string key) {
  const Limits& limits = state.options.limits;
  bool taken = true;
  switch (kind) {
    case Kind::connection:
      taken = state.connections < limits.connections;
      if (taken) ++state.connections;
      break;
    case Kind::refused:
      taken = state.refused < limits.refused_connections;
      if (taken) ++state.refused;
      break;
    case Kind::address:
      taken = state.addresses.add(key, limits.connections_per_address);
      break;
    case Kind::bridge:
      taken = state.bridges.add(key, limits.connections_per_bridge);
      break;
  }
  if (!taken) return std::nullopt;
  Slot slot;
  slot.state_ = &state;
  slot.kind_ = kind;
  slot.key_ = std::move(key);
  return slot;
}

Slot::Slot(Slot&& other) noexcept
    : state_(std::exchange(other.state_, nullptr)),
      kind_(other.kind_),
      key_(std::move(other.key_)) {}

Slot& Slot::operator=(Slot&& other) noexcept {
  std::swap(state_, other.state_);
  std::swap(kind_, other.kind_);
  std::swap(key_, other.key_);
  return *this;
}

Slot::~Slot() {
  if (!state_) return;
  switch (kind_) {
    case Kind::connection:
      --state_->connections;
      break;
    case Kind::refused:
      --state_->refused;
      break;
    case Kind::address:
      state_->addresses.remove(key_);
      break;
    case Kind::bridge:
      state_->bridges.remove(key_);
      break;
  }
}

boost::asio::ip::address plain(const boost::asio::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
}

std::string address_key(const boost::asio::ip::address& address) {
  const auto plain_address = plain(address);
  if (plain_address.is_v4()) return plain_address.to_string();
  auto bytes = plain_address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return boost::asio::ip::make_address_v6(bytes).to_string() + "/64";
}

}  // namespace palpate::transport
