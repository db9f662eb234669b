// The tables of signs.hpp: words by hash, misspellings by the word with one letter left out,
// phrases by their first word.
#include <algorithm>
#include <bit>

#include "dialog/signs.hpp"

namespace palpate {
namespace {

/// The plain letter of U+00C0..U+00FF.
constexpr std::string_view latin_1_letters =
    "aaaaaa"
    "\x01"
    "ceeeeiiii"
    "\x01"
    "nooooo"
    "\x01\x01"
    "uuuuy"
    "\x01\x01"
    "aaaaaa"
    "\x01"
    "ceeeeiiii"
    "\x01"
    "nooooo"
    "\x01\x01"
    "uuuuy"
    "\x01"
    "y";

void add_near(Signs& signs, std::string_view text, SignWord word) {
  signs.near.add(SignTable::hash(text), word);
  for (std::size_t left_out = 0; left_out < text.size(); ++left_out) {
    std::string shorter(text);
    shorter.erase(left_out, 1);
    signs.near.add(SignTable::hash(shorter), word);
  }
}

void add_word(Signs& signs, SignWord word) {
  std::string_view text = signs.words[word];
  if (word == any_sign_word || text.starts_with('#')) return;
  if (text.ends_with('*')) {
    text.remove_suffix(1);
    signs.stems.add(SignTable::hash(text), word);
    if (text.size() >= min_typo_stem) add_near(signs, text, word);
  } else {
    signs.exact.add(SignTable::hash(text), word);
    if (text.size() >= min_typo_letters) add_near(signs, text, word);
  }
}

}  // namespace

std::string fold_sign_word(std::string_view word) {
  std::string folded;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto c = static_cast<unsigned char>(word[i]);
    const auto after = static_cast<unsigned char>(i + 1 < word.size() ? word[i + 1] : '\0');
    if (c >= 'A' && c <= 'Z') {
      folded += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      folded += static_cast<char>(c);
    } else if (c == 0xC3 && after >= 0x80 && after <= 0xBF && latin_1_letters[after - 0x80U] != 1) {
      folded += latin_1_letters[after - 0x80U];
      ++i;
    } else if (c == 0xE2 && after == 0x80 && i + 2 < word.size()) {
      i += 2;  // a curly quote
    } else if (c != '\'') {
      return {};
    }
  }
  return folded;
}

void SignTable::add(std::uint64_t hash, std::uint16_t number) {
  added_.emplace_back(hash, number);
}

void SignTable::freeze() {
  std::sort(added_.begin(), added_.end());
  added_.erase(std::unique(added_.begin(), added_.end()), added_.end());
  slots_.assign(std::bit_ceil(2 * added_.size() + 2), {});
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < added_.size();) {
    std::size_t end = i;
    Slot slot{added_[i].first, static_cast<std::uint32_t>(numbers_.size()), 0};
    for (; end < added_.size() && added_[end].first == slot.hash; ++end, ++slot.count)
      numbers_.push_back(added_[end].second);
    std::size_t at = mix(slot.hash) & mask;
    while (slots_[at].count != 0) at = (at + 1) & mask;
    slots_[at] = slot;
    i = end;
  }
  added_.clear();
  added_.shrink_to_fit();
}

void compile_signs(Signs& signs, const std::vector<std::string>& ordinary) {
  for (std::size_t i = 0; i < signs.words.size(); ++i) add_word(signs, static_cast<SignWord>(i));
  // A word that is spelled right is known, and stands in no phrase.
  for (const std::string& word : ordinary) signs.exact.add(SignTable::hash(word), any_sign_word);
  signs.exact.freeze();
  signs.stems.freeze();
  signs.near.freeze();

  signs.starts.assign(signs.words.size() + 1, 0);
  for (const SignPhrase& phrase : signs.phrases) ++signs.starts[phrase.words.front() + 1U];
  for (std::size_t i = 1; i < signs.starts.size(); ++i) signs.starts[i] += signs.starts[i - 1];
  signs.first_phrases.resize(signs.phrases.size());
  std::vector<std::uint32_t> next(signs.starts.begin(), signs.starts.end());
  for (std::uint32_t i = 0; i < signs.phrases.size(); ++i) {
    const std::vector<SignWord>& words = signs.phrases[i].words;
    signs.first_phrases[next[words.front()]++] = {words.size() > 1 ? words[1] : no_sign_word,
                                                  signs.phrases[i].concept_index, i};
  }
  for (std::size_t word = 0; word < signs.words.size(); ++word) {
    std::stable_sort(signs.first_phrases.begin() + signs.starts[word],
                     signs.first_phrases.begin() + signs.starts[word + 1],
                     [](const SignStart& a, const SignStart& b) { return a.second < b.second; });
  }
}

}  // namespace palpate
