// Small cryptographic helpers: keyed hashes and token text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace palpate {

/// HMAC-SHA-256 of `bytes` under `key`, as 64 lower-case hex digits.
[[nodiscard]] std::string hmac_sha256_hex(const std::array<std::uint8_t, 32>& key,
                                          std::string_view bytes);

/// `bytes` in the URL-safe base64 alphabet, without padding.
[[nodiscard]] std::string base64url(std::string_view bytes);

/// `bytes` as lower-case hex digits.
[[nodiscard]] std::string hex(std::string_view bytes);

}  // namespace palpate
