// Words and short phrases of a language, each with a meaning, compiled into tables that
// understand/typed_text.hpp goes over once a message.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palpate {

using ConceptIndex = std::uint16_t;  // what a phrase means, to the owner of the lexicon
using WordIndex = std::uint16_t;     // of Lexicon::words
constexpr WordIndex any_word = 0;    // "_" in a phrase
constexpr WordIndex no_word = 0xFFFF;
constexpr std::size_t min_typo_letters = 5;  // shorter words must be spelled right
constexpr std::size_t min_typo_stem = 6;     // the same for "swollen*"
constexpr std::size_t min_sound_letters = 4;

struct Phrase {
  ConceptIndex concept_index = 0;
  std::vector<WordIndex> words;  // without fillers, if two words are left
};

/// Where a phrase is found: thousands begin with "no", and few of them go on as a message does.
struct PhraseStart {
  WordIndex second = 0;  // no_word if there is one word
  ConceptIndex concept_index = 0;
  std::uint32_t phrase = 0;
};

/// Hash of a string to a short list of numbers. Never changed after `freeze`.
class WordTable {
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
struct NumberRange {
  double low = 0;
  double high = 0;
  WordIndex word = 0;
};

/// The range that "#38..43" stands for, `word` unset; nothing if `text` is none.
[[nodiscard]] std::optional<NumberRange> number_range(std::string_view text);

/// How people of a language spell who do not spell as a dictionary does.
struct SpellingHabits {
  std::vector<std::pair<std::string, std::string>> words;   // "q" is "que"
  std::vector<std::pair<std::string, std::string>> sounds;  // "v" sounds as "b": the first that
                                                            // fits counts
};

/// SpellingHabits::sounds by their first letter.
class SoundRules {
 public:
  SoundRules() = default;
  explicit SoundRules(const SpellingHabits& habits);

  bool empty() const { return rules_.empty(); }
  /// `word`, folded, as it sounds: two words that sound alike become the same.
  std::string sound_of(std::string_view word) const;

 private:
  static constexpr std::size_t letters = 256;
  std::vector<std::pair<std::string, std::string>> rules_;  // of one letter in their order
  std::array<std::uint16_t, letters + 1> first_{};          // of rules_, by letter
};

struct Lexicon {
  std::vector<std::string> words;  // folded; a stem ends with "*", a range begins with "#"
  std::vector<Phrase> phrases;
  std::vector<bool> is_filler;  // by word: skipped inside phrases

  // Compiled.
  WordTable exact;  // word -> index of `words`
  WordTable stems;  // beginning of a word -> index of `words`
  SoundRules sound_rules;
  WordTable sounds;       // sound of a word -> index of `words`
  WordTable sound_stems;  // of the beginning of a word
  WordTable near;  // a word, or a stem of min_typo_stem, with one letter left out -> of `words`
  std::vector<NumberRange> ranges;
  std::vector<std::uint32_t> starts;  // of `phrases` by first word: first_phrases[starts[w]...]
  std::vector<PhraseStart> first_phrases;  // of one first word by the second
};

/// Fills the compiled tables; `ordinary` are further words that are spelled right.
void compile(Lexicon& lexicon, const std::vector<std::string>& ordinary,
             const SpellingHabits& habits);

}  // namespace palpate
