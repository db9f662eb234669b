// Typed text as words that can be compared: case, accents, quotes, width and punctuation do not
// matter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace palpate {

/// Longer texts are cut here; nobody answers a question with more.
constexpr std::size_t max_understood_bytes = 4096;

/// The token that stands for a comma, semicolon, slash, plus, ampersand or line end between two
/// answers.
constexpr std::string_view separator_token = ",";

/// The words of `text` (UTF-8; broken bytes count as spaces), separators as separator_token, never
/// twice in a row.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

/// The same without separators, joined by spaces; for comparing whole phrases.
[[nodiscard]] std::string phrase_of(std::string_view text);

/// `text` (UTF-8) with case, width and accents folded as in words_of. Letters and digits stay,
/// ASCII punctuation stays, quotes go, a line end is "." and everything else is a space or ",".
[[nodiscard]] std::string folded_text(std::string_view text);

}  // namespace palpate
