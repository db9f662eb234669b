// What is denied, asked, supposed, past or of somebody else in a message, word by word. After NegEx
// and ConText (Chapman 2001, Harkema 2009), with lists of a single "no" and runs without commas.
// Inside the room only.
#pragma once

#include <cstdint>
#include <vector>

#include "dialog/signs.hpp"
#include "understand/typed_text.hpp"

namespace palpate {

/// Bits of a token.
enum SignScope : std::uint8_t {
  sign_denied = 1,
  sign_asked = 2,
  sign_supposed = 4,
  sign_past = 8,
  sign_over = 16,
  sign_other = 32,       // of somebody else
  sign_other_past = 64,  // of somebody else, in the past
};

/// The bits of each token of `text`, of which the signs know `marks`.
[[nodiscard]] std::vector<std::uint8_t> sign_scopes(const Signs& signs, const TypedText& text,
                                                    const Marks& marks);

}  // namespace palpate
