// Red-flag signs of a language: concepts (lists of words and short phrases) and patterns that
// combine them, compiled at load into tables that understand/signs.hpp goes over once a message.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palpate {

/// A list of words with a meaning for how the rest is read. Authors write them under "cues".
enum class SignCue : std::uint8_t {
  fillers,         // skipped inside phrases: "my", "really"
  no,              // denies the things named after it, a whole list: "no", "without"
  not_,            // denies what is said after it: "don't", "never"
  not_denials,     // hold a word that denies, and deny nothing: "not just", "no idea why"
  ends,            // end what a denial reaches: "but"
  joins,           // stand between the parts of a list: "and", "or"
  subjects,        // after a comma or a join, a denial does not reach over them: "my", "i"
  verbs,           // anywhere in the next part, they end a denial: "are", "feels"
  denied_before,   // deny what stands before them: "ruled out"
  self,            // the writer: "i", "my"
  others,          // somebody else: "dad", "she"
  others_past,     // somebody else's past: "had", "died"
  reports,         // behind somebody else, they make the writer the subject again: "says"
  now,             // cancel the past: "now", "since"
  past,            // "years ago", "back in"
  over,            // "all clear", "fine now"
  asks,            // a sentence that begins with it asks
  asks_with_mark,  // the same, if it ends with a question mark
  presupposes,     // asks, but says that it is so: "is it normal that"
  supposes,        // "if", "in case"
  idioms,          // their words mean nothing: "killing me"
  ordinary,        // words spelled right, which are no misspelling of another: "lying"
};
constexpr std::array<std::string_view, 22> sign_cue_names{
    "fillers",     "no",       "not",           "not_denials", "ends",   "joins",
    "subjects",    "verbs",    "denied_before", "self",        "others", "others_past",
    "reports",     "now",      "past",          "over",        "asks",   "asks_with_mark",
    "presupposes", "supposes", "idioms",        "ordinary"};

/// Index of a concept: the cues first, then those of the author in the order of the file.
using ConceptIndex = std::uint16_t;
using SignWord = std::uint16_t;        // index of Signs::words
constexpr SignWord any_sign_word = 0;  // "_" in a phrase
constexpr SignWord no_sign_word = 0xFFFF;
constexpr std::size_t min_typo_letters = 5;  // shorter words must be spelled right
constexpr std::size_t min_typo_stem = 6;     // the same for "swollen*"

struct SignPhrase {
  ConceptIndex concept_index = 0;
  std::vector<SignWord> words;  // without fillers, if two words are left
};

/// Where a phrase is found: thousands begin with "no", and few of them go on as a message does.
struct SignStart {
  SignWord second = 0;  // no_sign_word if there is one word
  ConceptIndex concept_index = 0;
  std::uint32_t phrase = 0;
};

struct SignPattern {
  std::string id;
  std::uint16_t fact = 0;  // of kind choices
  std::uint8_t option = 0;
  std::vector<std::vector<ConceptIndex>> all;  // one concept of each list
  std::vector<ConceptIndex> unless;            // in the same sentence
  std::uint16_t within = 10;                   // words between a concept and the first one
  bool ordered = false;                        // in the order of `all`
  bool across = false;                         // anywhere in the message
  bool check = false;                          // never certain
  bool anyone = false;                         // also of somebody else, now
  bool even_asked = false;                     // certain also in a question or after "if"
};

/// Hash of a string to a short list of numbers. Never changed after `freeze`.
class SignTable {
 public:
  static constexpr std::uint64_t seed = 14695981039346656037ULL;
  static constexpr std::uint64_t next(std::uint64_t hash, char c) {
    return (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  static constexpr std::uint64_t hash(std::string_view text) {
    std::uint64_t value = seed;
    for (char c : text) value = next(value, c);
    return value;
  }

  void add(std::uint64_t hash, std::uint16_t number);
  void freeze();
  /// Calls `found(number)` for each number of `hash`.
  template <class Found>
  void find(std::uint64_t hash, Found found) const {
    if (slots_.empty()) return;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = mix(hash) & mask; slots_[i].count != 0; i = (i + 1) & mask) {
      if (slots_[i].hash != hash) continue;
      for (std::uint32_t k = 0; k < slots_[i].count; ++k) found(numbers_[slots_[i].first + k]);
      return;
    }
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  static constexpr std::uint64_t mix(std::uint64_t hash) { return hash ^ (hash >> 29U); }

  std::vector<std::pair<std::uint64_t, std::uint16_t>> added_;
  std::vector<Slot> slots_;
  std::vector<std::uint16_t> numbers_;
};

/// A range of numbers that stands for a word: "#38..43".
struct SignRange {
  double low = 0;
  double high = 0;
  SignWord word = 0;
};

struct Signs {
  std::vector<std::string> words;     // folded; a stem ends with "*", a range begins with "#"
  std::vector<std::string> concepts;  // names; the cues first
  std::vector<SignPhrase> phrases;
  std::vector<SignPattern> patterns;
  std::uint16_t denial_reach = 8;  // words that a denial reaches

  // Compiled.
  SignTable exact;  // word -> index of `words`
  SignTable stems;  // beginning of a word -> index of `words`
  SignTable near;   // a word, or a stem of min_typo_stem, with one letter left out -> of `words`
  std::vector<SignRange> ranges;
  std::vector<std::uint32_t> starts;     // of `phrases` by first word: first_phrases[starts[w]...]
  std::vector<SignStart> first_phrases;  // of one first word by the second
  std::vector<bool> is_filler;           // by word
};

/// `word` as typed words are compared: small letters, no accents, no apostrophes. Empty if it holds
/// anything but letters of western Europe and digits.
[[nodiscard]] std::string fold_sign_word(std::string_view word);

/// Fills the compiled tables; `ordinary` are further words that are spelled right.
void compile_signs(Signs& signs, const std::vector<std::string>& ordinary);

}  // namespace palpate
