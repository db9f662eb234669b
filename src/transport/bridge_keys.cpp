#include "transport/bridge_keys.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>

namespace palpate::transport {
namespace {

std::array<std::uint8_t, 32> hash_of(std::string_view token) {
  std::array<std::uint8_t, 32> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), hash.data());
  return hash;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_token(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

Error mistake(std::size_t line, const std::string& what) {
  return {Errc::invalid_argument, "line " + std::to_string(line) + ": " + what};
}

}  // namespace

Result<BridgeKeys> BridgeKeys::parse(std::string_view text) {
  BridgeKeys result;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const auto space = line.find(' ');
    if (space == std::string_view::npos) {
      return mistake(number, "must be a bridge's name, a space, and its token");
    }
    const std::string name(line.substr(0, space));
    const auto token = line.substr(space + 1);
    if (!is_name(name)) {
      return mistake(number, "a bridge's name is 1 to 64 of a-z, 0-9, \"_\" and \"-\"");
    }
    if (token.size() < min_bridge_token_bytes || !is_token(token)) {
      return mistake(number, "the token of \"" + name + "\" must be at least " +
                                 std::to_string(min_bridge_token_bytes) +
                                 " visible characters (openssl rand -hex 32 makes a good one)");
    }
    const auto same_name = std::count_if(result.keys_.begin(), result.keys_.end(),
                                         [&](const Key& key) { return key.name == name; });
    if (static_cast<std::size_t>(same_name) == max_tokens_per_bridge) {
      return mistake(number, "\"" + name + "\" has two tokens already, the old and the new one");
    }
    const auto hash = hash_of(token);
    if (std::any_of(result.keys_.begin(), result.keys_.end(),
                    [&](const Key& key) { return key.hash == hash; })) {
      return mistake(number, "this token stands there twice");
    }
    result.keys_.push_back({name, hash});
  }
  if (result.keys_.empty()) {
    return Error{Errc::invalid_argument, "it holds no token; leave the option out for no bridges"};
  }
  return result;
}

std::optional<std::string> BridgeKeys::find(std::string_view token) const {
  if (token.empty()) return std::nullopt;
  const auto hash = hash_of(token);
  const Key* found = nullptr;
  for (const Key& key : keys_) {  // all of them, so that the time tells nothing
    if (CRYPTO_memcmp(key.hash.data(), hash.data(), hash.size()) == 0) found = &key;
  }
  if (!found) return std::nullopt;
  return found->name;
}

}  // namespace palpate::transport
