// The bearer tokens of bridges. A token is compared by its hash and in constant time; an empty one
// never matches.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace palpate::transport {

constexpr std::size_t min_bridge_token_bytes = 32;
constexpr std::size_t max_tokens_per_bridge = 2;  // the old and the new one while they are rotated

class BridgeKeys {
 public:
  /// Reads lines of `name token`; empty lines and lines that begin with "#" count for nothing.
  /// Fails with invalid_argument, naming the line, when a token is missing, too short, or the third
  /// of its name, and when there is no line at all.
  static Result<BridgeKeys> parse(std::string_view text);

  /// The name of the bridge that holds `token`, or nothing.
  std::optional<std::string> find(std::string_view token) const;

  bool empty() const { return keys_.empty(); }

 private:
  struct Key {
    std::string name;
    std::array<std::uint8_t, 32> hash;
  };
  std::vector<Key> keys_;
};

}  // namespace palpate::transport
