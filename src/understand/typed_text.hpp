// A typed message as tokens and sentences, and the phrases of a lexicon that occur in it. Inside
// the room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialog/lexicon.hpp"

namespace palpate {

struct Token {
  std::string_view text;
  std::uint32_t sentence = 0;
  bool comma_before = false;
};

struct Sentence {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // one past the last token
  bool question_mark = false;
};

struct TypedText {
  std::string folded;  // what the tokens point into
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
};

/// Cuts `text` into tokens, which point into `made`; it must not be moved.
void cut_text(std::string_view text, TypedText& made);

/// A concept at the tokens `begin` to `end`, both included.
struct Occurrence {
  ConceptIndex concept_index = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What a lexicon knows of a message.
struct Marks {
  std::vector<WordIndex> words;         // that the tokens are
  std::vector<std::uint32_t> first;     // of `words`, by token; one more than there are tokens
  std::vector<bool> filler;             // by token
  std::vector<bool> known;              // by token: spelled as a word that the lexicon knows
  std::vector<Occurrence> occurrences;  // in the order of their first token
};

/// Finds every phrase of `lexicon` in `text`.
[[nodiscard]] Marks mark_text(const Lexicon& lexicon, const TypedText& text);

/// Takes away what lies in an occurrence of `blotting` or overlaps one, unless it is longer and
/// holds it.
void blot_out(ConceptIndex blotting, const TypedText& text, Marks& marks);

/// Appends every word of `lexicon` that `token` is, spelled right or with one mistake; true if the
/// word is known.
bool find_words(const Lexicon& lexicon, std::string_view token, std::vector<WordIndex>& words);

}  // namespace palpate
