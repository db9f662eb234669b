#include "understand/typed_message.hpp"

#include "understand/sign_scope.hpp"

namespace palpate {

TypedMessage::TypedMessage(const Locale& locale, std::string_view typed) : locale_(locale) {
  cut_text(typed, text_);
  signs_ = mark_text(locale.signs, text_);
  blot_out(static_cast<ConceptIndex>(SignCue::idioms), text_, signs_);
  scopes_ = sign_scopes(locale.signs, text_, signs_);
  if (!is_too_long()) meanings_ = mark_text(locale.meanings.lexicon, text_);
}

}  // namespace palpate
