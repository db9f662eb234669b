// A typed message as tokens, sentences and the concepts that occur in it. Inside the room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialog/signs.hpp"

namespace palpate {

struct SignToken {
  std::string_view text;
  std::uint32_t sentence = 0;
  std::uint32_t first_word = 0;  // of SignText::words
  std::uint32_t word_count = 0;
  bool comma_before = false;
  bool filler = false;
};

struct SignSentence {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // one past the last token
  bool question_mark = false;
};

/// A concept at the tokens `begin` to `end`, both included.
struct SignOccurrence {
  ConceptIndex concept_index = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct SignText {
  std::string folded;  // what the tokens point into
  std::vector<SignToken> tokens;
  std::vector<SignSentence> sentences;
  std::vector<SignWord> words;
  std::vector<SignOccurrence> occurrences;  // in the order of their first token
};

/// Cuts `text` into tokens and finds every concept of `signs` in it, but for the words of idioms.
/// The tokens point into `made`, which must not be moved.
void read_sign_text(const Signs& signs, std::string_view text, SignText& made);

/// Appends every word of `signs` that `token` is, spelled right or with one mistake.
void find_sign_words(const Signs& signs, std::string_view token, std::vector<SignWord>& words);

}  // namespace palpate
