// The tables of lexicon.hpp: words by hash, misspellings by the word with one letter left out,
// phrases by their first word.
#include "dialog/lexicon.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

namespace palpate {
namespace {

void add_near(Lexicon& lexicon, std::string_view text, WordIndex word) {
  lexicon.near.add(WordTable::hash(text), word);
  for (std::size_t left_out = 0; left_out < text.size(); ++left_out) {
    std::string shorter(text);
    shorter.erase(left_out, 1);
    lexicon.near.add(WordTable::hash(shorter), word);
  }
}

void add_sound(Lexicon& lexicon, std::string_view text, WordIndex word) {
  const bool stem = text.ends_with('*');
  if (stem) text.remove_suffix(1);
  if (lexicon.sound_rules.empty() || text.size() < min_sound_letters) return;
  WordTable& table = stem ? lexicon.sound_stems : lexicon.sounds;
  table.add(WordTable::hash(lexicon.sound_rules.sound_of(text)), word);
}

void add_word(Lexicon& lexicon, WordIndex word) {
  std::string_view text = lexicon.words[word];
  if (word == any_word || text.starts_with('#')) return;
  add_sound(lexicon, text, word);
  if (text.ends_with('*')) {
    text.remove_suffix(1);
    lexicon.stems.add(WordTable::hash(text), word);
    if (text.size() >= min_typo_stem) add_near(lexicon, text, word);
  } else {
    lexicon.exact.add(WordTable::hash(text), word);
    if (text.size() >= min_typo_letters) add_near(lexicon, text, word);
  }
}

}  // namespace

std::optional<NumberRange> number_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (!text.starts_with('#') || dots == std::string_view::npos) return std::nullopt;
  NumberRange made;
  auto number = [](std::string_view digits, double& value) {
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  if (!number(text.substr(1, dots - 1), made.low) || !number(text.substr(dots + 2), made.high) ||
      made.low > made.high)
    return std::nullopt;
  return made;
}

void WordTable::add(std::uint64_t hash, std::uint16_t number) {
  added_.emplace_back(hash, number);
}

void WordTable::freeze() {
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

SoundRules::SoundRules(const SpellingHabits& habits) : rules_(habits.sounds) {
  auto letter = [](const auto& rule) { return static_cast<unsigned char>(rule.first.front()); };
  std::stable_sort(rules_.begin(), rules_.end(),
                   [&](const auto& a, const auto& b) { return letter(a) < letter(b); });
  for (const auto& rule : rules_) ++first_[letter(rule) + 1U];
  for (std::size_t i = 1; i < first_.size(); ++i)
    first_[i] = static_cast<std::uint16_t>(first_[i] + first_[i - 1]);
}

std::string SoundRules::sound_of(std::string_view word) const {
  std::string sound;
  for (std::size_t at = 0; at < word.size();) {
    const auto letter = static_cast<unsigned char>(word[at]);
    const auto* rule = rules_.data() + first_[letter];
    const auto* end = rules_.data() + first_[letter + 1U];
    while (rule < end && !word.substr(at).starts_with(rule->first)) ++rule;
    if (rule == end) {
      sound += word[at++];
    } else {
      sound += rule->second;
      at += rule->first.size();
    }
  }
  return sound;
}

void compile(Lexicon& lexicon, const std::vector<std::string>& ordinary,
             const SpellingHabits& habits) {
  lexicon.sound_rules = SoundRules(habits);
  for (std::size_t i = 0; i < lexicon.words.size(); ++i)
    add_word(lexicon, static_cast<WordIndex>(i));
  for (const auto& [typed, meant] : habits.words) {
    const auto word = std::find(lexicon.words.begin(), lexicon.words.end(), meant);
    if (word != lexicon.words.end())
      lexicon.exact.add(WordTable::hash(typed),
                        static_cast<std::uint16_t>(word - lexicon.words.begin()));
  }
  // A word that is spelled right is known, and stands in no phrase.
  for (const std::string& word : ordinary) lexicon.exact.add(WordTable::hash(word), any_word);
  lexicon.exact.freeze();
  lexicon.stems.freeze();
  lexicon.near.freeze();
  lexicon.sounds.freeze();
  lexicon.sound_stems.freeze();

  lexicon.starts.assign(lexicon.words.size() + 1, 0);
  for (const Phrase& phrase : lexicon.phrases) ++lexicon.starts[phrase.words.front() + 1U];
  for (std::size_t i = 1; i < lexicon.starts.size(); ++i)
    lexicon.starts[i] += lexicon.starts[i - 1];
  lexicon.first_phrases.resize(lexicon.phrases.size());
  std::vector<std::uint32_t> next(lexicon.starts.begin(), lexicon.starts.end());
  for (std::uint32_t i = 0; i < lexicon.phrases.size(); ++i) {
    const std::vector<WordIndex>& words = lexicon.phrases[i].words;
    lexicon.first_phrases[next[words.front()]++] = {words.size() > 1 ? words[1] : no_word,
                                                    lexicon.phrases[i].concept_index, i};
  }
  for (std::size_t word = 0; word < lexicon.words.size(); ++word) {
    std::stable_sort(
        lexicon.first_phrases.begin() + lexicon.starts[word],
        lexicon.first_phrases.begin() + lexicon.starts[word + 1],
        [](const PhraseStart& a, const PhraseStart& b) { return a.second < b.second; });
  }
}

}  // namespace palpate
