// Text as it is compared: case, accents, width and quotes do not matter.
#pragma once

#include <string>
#include <string_view>

namespace palpate {

/// `text` (UTF-8) with case, width, accents and compatibility forms folded. Letters, digits and
/// ASCII punctuation stay; quotes and marks go; a line end is "."; a dash that is none of ASCII is
/// ","; everything else, broken bytes included, is a space.
[[nodiscard]] std::string fold_text(std::string_view text);

/// `word` folded, or empty if it is no single word of letters and digits.
[[nodiscard]] std::string fold_word(std::string_view word);

}  // namespace palpate
