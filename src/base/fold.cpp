#include "base/fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace palpate {
namespace {

icu::UnicodeString folded(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
  auto raw = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (U_FAILURE(status) != 0) return raw;
  icu::UnicodeString once = fold->normalize(raw, status);
  icu::UnicodeString twice = decompose->normalize(once, status);
  return U_FAILURE(status) != 0 ? raw : twice;
}

bool is_quote(UChar32 c) {
  return c == '\'' || c == 0x2018 || c == 0x2019 || c == '`' || c == 0xB4 || c == 0x2BC;
}

/// Marks that change nothing: accents, and the frame of a keycap digit.
bool is_mark(UChar32 c) {
  return u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The same as below for ASCII, which most people type.
std::string fold_ascii(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (char c : text) {
    if (c == '\'' || c == '`') continue;
    if (c == '\n') {
      kept += '.';
    } else if (c < ' ' || c == 0x7F) {
      kept += ' ';
    } else {
      kept += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return kept;
}

}  // namespace

std::string fold_text(std::string_view text) {
  if (is_ascii(text)) return fold_ascii(text);
  icu::UnicodeString letters = folded(text);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    UChar32 c = letters.char32At(i);
    if (is_mark(c) || is_quote(c)) continue;
    if (u_isalnum(c) != 0 || (c > ' ' && c < 0x7F)) {
      kept.append(c);
    } else if (c == '\n') {
      kept.append(u'.');
    } else {
      kept.append(u_charType(c) == U_DASH_PUNCTUATION ? u',' : u' ');
    }
  }
  std::string utf8;
  kept.toUTF8String(utf8);
  return utf8;
}

std::string fold_word(std::string_view word) {
  std::string folded = fold_text(word);
  const bool is_word = std::all_of(folded.begin(), folded.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
  return is_word ? folded : std::string();
}

}  // namespace palpate
