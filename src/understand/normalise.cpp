#include "understand/normalise.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace palpate {
namespace {

/// Case, width and compatibility forms folded, accents taken off.
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

bool is_separator(UChar32 c) {
  return c == ',' || c == ';' || c == '/' || c == '+' || c == '&' || c == '\n';
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  icu::UnicodeString letters = folded(text.substr(0, max_understood_bytes));
  std::vector<std::string> words;
  icu::UnicodeString word;
  auto finish = [&] {
    if (word.isEmpty()) return;
    std::string utf8;
    word.toUTF8String(utf8);
    words.push_back(std::move(utf8));
    word.remove();
  };
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    UChar32 c = letters.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK || is_quote(c)) continue;
    if (u_isalnum(c) != 0) {
      word.append(c);
      continue;
    }
    finish();
    if (is_separator(c) && !words.empty() && words.back() != separator_token)
      words.emplace_back(separator_token);
  }
  finish();
  if (!words.empty() && words.back() == separator_token) words.pop_back();
  return words;
}

std::string phrase_of(std::string_view text) {
  std::string phrase;
  for (const std::string& word : words_of(text)) {
    if (word == separator_token) continue;
    if (!phrase.empty()) phrase += ' ';
    phrase += word;
  }
  return phrase;
}

std::string folded_text(std::string_view text) {
  icu::UnicodeString letters = folded(text);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    UChar32 c = letters.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK || is_quote(c)) continue;
    if (u_isalnum(c) != 0 || (c > ' ' && c < 0x7F)) {
      kept.append(c);
    } else if (c == '\n') {
      kept.append(u'.');
    } else {
      kept.append(u_charType(c) == U_DASH_PUNCTUATION || is_separator(c) ? u',' : u' ');
    }
  }
  std::string utf8;
  kept.toUTF8String(utf8);
  return utf8;
}

}  // namespace palpate
