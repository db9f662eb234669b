// A typed message, read once: whoever looks for signs or for an answer looks here.
#pragma once

#include <string_view>

#include "dialog/dialog.hpp"
#include "understand/typed_text.hpp"

namespace palpate {

/// Nobody answers a question with more words; of longer messages only the signs are looked for.
constexpr std::size_t max_answer_tokens = 400;

class TypedMessage {
 public:
  /// Reads `typed` (UTF-8, any bytes). `locale` must outlive it.
  TypedMessage(const Locale& locale, std::string_view typed);
  TypedMessage(const TypedMessage&) = delete;
  TypedMessage& operator=(const TypedMessage&) = delete;

  const Locale& locale() const { return locale_; }
  const TypedText& text() const { return text_; }
  const Marks& signs() const { return signs_; }        // of Locale::signs, without idioms
  const Marks& meanings() const { return meanings_; }  // of Locale::meanings; none if too long
  bool is_too_long() const { return text_.tokens.size() > max_answer_tokens; }

  /// The SignScope bits of a token.
  std::uint8_t scope(std::uint32_t token) const { return scopes_[token]; }

 private:
  const Locale& locale_;
  TypedText text_;
  Marks signs_, meanings_;
  std::vector<std::uint8_t> scopes_;
};

}  // namespace palpate
