#include "understand/candidates.hpp"

#include <algorithm>
#include <cctype>

#include "understand/normalise.hpp"
#include "understand/numbers.hpp"

namespace palpate {
namespace {

constexpr std::size_t shortest_phrase = 3;

std::ptrdiff_t count_words(const std::string& phrase) {
  return 1 + std::count(phrase.begin(), phrase.end(), ' ');
}

}  // namespace

Candidate candidate(const std::string& id, const OptionText& text) {
  Candidate made{phrase_of(text.label), {phrase_of(text.label), phrase_of(id)}};
  for (const std::string& word : text.words) made.phrases.push_back(phrase_of(word));
  return made;
}

std::string joined(const std::vector<std::string>& tokens) {
  std::string phrase;
  for (const std::string& token : tokens) {
    if (token == separator_token) continue;
    if (!phrase.empty()) phrase += ' ';
    phrase += token;
  }
  return phrase;
}

bool contains_phrase(const std::string& text, const std::string& phrase) {
  return !phrase.empty() && (" " + text + " ").find(" " + phrase + " ") != std::string::npos;
}

std::vector<std::vector<std::string>> split(const std::vector<std::string>& tokens,
                                            const std::vector<std::string>& separators) {
  std::vector<std::vector<std::string>> parts(1);
  for (const std::string& token : tokens) {
    bool separates = token == separator_token ||
                     std::find(separators.begin(), separators.end(), token) != separators.end();
    if (!separates) {
      parts.back().push_back(token);
    } else if (!parts.back().empty()) {
      parts.emplace_back();
    }
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

std::optional<std::size_t> Candidates::exact(const std::string& phrase) const {
  bool is_number = std::all_of(phrase.begin(), phrase.end(),
                               [](unsigned char c) { return std::isdigit(c) != 0; });
  if (is_number) {
    std::optional<std::int32_t> number = number_of(words_, phrase);
    if (!number || *number < 1 || static_cast<std::size_t>(*number) > all_.size())
      return std::nullopt;
    return static_cast<std::size_t>(*number) - 1;
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const std::vector<std::string>& phrases = all_[i].phrases;
    if (std::find(phrases.begin(), phrases.end(), phrase) != phrases.end()) return i;
  }
  return by_prefix(phrase);
}

std::vector<std::size_t> Candidates::inside(std::string& text, std::size_t count) const {
  std::vector<std::pair<std::string, std::size_t>> phrases;
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::string& phrase : all_[i].phrases) phrases.emplace_back(phrase, i);
  }
  std::stable_sort(phrases.begin(), phrases.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  std::vector<std::size_t> found;
  for (const auto& [phrase, index] : phrases) {
    if (phrase.size() < shortest_phrase || !contains_phrase(text, phrase)) continue;
    std::size_t at = (" " + text + " ").find(" " + phrase + " ");
    text.replace(at, phrase.size(), std::string(phrase.size(), '|'));
    if (std::find(found.begin(), found.end(), index) == found.end()) found.push_back(index);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<std::size_t> Candidates::by_prefix(const std::string& phrase) const {
  if (phrase.size() < shortest_phrase) return std::nullopt;
  bool is_one_word = phrase.find(' ') == std::string::npos;
  std::optional<std::size_t> only;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (!all_[i].label.starts_with(phrase)) continue;
    if (is_one_word && count_words(all_[i].label) > 2) continue;  // too little of a long label
    if (only) return std::nullopt;
    only = i;
  }
  return only;
}

}  // namespace palpate
