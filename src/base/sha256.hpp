// SHA-256, for content hashes and for tokens that are stored only as their hash.
#pragma once

#include <string>
#include <string_view>

namespace palpate {

/// SHA-256 of `bytes` as 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace palpate
