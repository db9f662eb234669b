// Which words a typed token is. A word that is known is never taken for a misspelling of another.
#include <algorithm>
#include <charconv>

#include "understand/typed_text.hpp"

namespace palpate {
namespace {

constexpr std::size_t max_typo_letters = 24;

/// True if one letter inserted, left out, replaced or swapped makes `a` into `b`.
bool is_one_edit(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
  if (i >= a.size()) return true;
  if (a.substr(i + 1) == b.substr(i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         a.substr(i + 2) == b.substr(i + 2);
}

/// People rarely mistype the first letter; "lying" is not "dying".
bool begins_alike(std::string_view a, std::string_view b) {
  return a[0] == b[0] || (a[0] == b[1] && a[1] == b[0]);
}

/// Calls `found` with the hash of `text` and of `text` without each of its letters.
template <class Found>
void each_shorter(std::string_view text, Found found) {
  found(WordTable::hash(text));
  std::uint64_t before = WordTable::seed;
  for (std::size_t left_out = 0; left_out < text.size(); ++left_out) {
    std::uint64_t hash = before;
    for (std::size_t i = left_out + 1; i < text.size(); ++i) hash = WordTable::next(hash, text[i]);
    found(hash);
    before = WordTable::next(before, text[left_out]);
  }
}

/// Words that sound as `token` does; false if there is none.
bool find_sounding_alike(const Lexicon& lexicon, std::string_view token,
                         std::vector<WordIndex>& words) {
  if (lexicon.sound_rules.empty()) return false;
  const std::size_t before = words.size();
  auto add = [&words](std::uint16_t word) { words.push_back(word); };
  const std::string sound = lexicon.sound_rules.sound_of(token);
  std::uint64_t hash = WordTable::seed;
  for (char c : sound) {
    hash = WordTable::next(hash, c);
    lexicon.sound_stems.find(hash, add);
  }
  lexicon.sounds.find(hash, add);
  return words.size() > before;
}

void find_misspelled(const Lexicon& lexicon, std::string_view token,
                     std::vector<WordIndex>& words) {
  const std::size_t first = words.size();
  auto add = [&](WordIndex word) {
    if (std::find(words.begin() + static_cast<std::ptrdiff_t>(first), words.end(), word) ==
        words.end())
      words.push_back(word);
  };
  for (std::size_t length = min_typo_stem - 1; length <= token.size(); ++length) {
    std::string_view beginning = token.substr(0, length);
    const bool whole = length == token.size();
    each_shorter(beginning, [&](std::uint64_t hash) {
      lexicon.near.find(hash, [&](std::uint16_t number) {
        std::string_view word = lexicon.words[number];
        const bool stem = word.ends_with('*');
        if (stem) word.remove_suffix(1);
        if ((whole || stem) && begins_alike(beginning, word) && is_one_edit(beginning, word))
          add(number);
      });
    });
  }
}

}  // namespace

bool find_words(const Lexicon& lexicon, std::string_view token, std::vector<WordIndex>& words) {
  bool known = false;
  auto add = [&](std::uint16_t word) {
    known = true;
    if (word != any_word) words.push_back(word);
  };
  std::uint64_t hash = WordTable::seed;
  for (char c : token) {
    hash = WordTable::next(hash, c);
    lexicon.stems.find(hash, add);
  }
  lexicon.exact.find(hash, add);
  if (token[0] >= '0' && token[0] <= '9') {
    double number = 0;
    std::from_chars(token.data(), token.data() + token.size(), number);
    for (const NumberRange& range : lexicon.ranges) {
      if (number >= range.low && number <= range.high) words.push_back(range.word);
    }
  } else if (!known && token.size() >= min_sound_letters && token.size() <= max_typo_letters) {
    if (!find_sounding_alike(lexicon, token, words) && token.size() >= min_typo_letters)
      find_misspelled(lexicon, token, words);
  }
  return known;
}

}  // namespace palpate
