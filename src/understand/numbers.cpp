#include "understand/numbers.hpp"

#include <algorithm>
#include <charconv>

#include "understand/normalise.hpp"

namespace palpate {

std::optional<std::int32_t> number_of(const CommonWords& words, const std::string& word) {
  std::int32_t number = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error == std::errc{} && end == word.data() + word.size()) return number;
  auto found = words.numbers.find(word);
  if (found != words.numbers.end()) return found->second;
  return std::nullopt;
}

std::optional<std::int32_t> single_number(const CommonWords& words,
                                          const std::vector<std::string>& tokens,
                                          std::int32_t scale) {
  std::vector<std::int32_t> numbers;
  bool after_number = false;
  for (const std::string& token : tokens) {
    if (std::any_of(token.begin(), token.end(),
                    [](unsigned char c) { return std::isdigit(c) != 0; }) &&
        !number_of(words, token)) {
      return std::nullopt;  // "7b", "3rd": not a plain number
    }
    std::optional<std::int32_t> number = number_of(words, token);
    if (!number) {
      // "treinta y cinco" is one number; so is "twenty and five".
      const bool joins_words = std::find(words.separators.begin(), words.separators.end(), token) !=
                               words.separators.end();
      after_number = after_number && joins_words;
      continue;
    }
    bool is_word = std::isdigit(static_cast<unsigned char>(token[0])) == 0;
    bool joins =
        after_number && is_word && numbers.back() >= 20 && numbers.back() % 10 == 0 && *number < 10;
    if (joins) {
      numbers.back() += *number;  // "forty four"
    } else {
      numbers.push_back(*number);
    }
    after_number = is_word;
  }
  // "7 / 10" and "7 out of 10": the second number is the scale, not an answer.
  if (numbers.size() == 2 && numbers[1] == scale && numbers[0] <= scale && tokens.size() >= 3) {
    bool is_scale = std::find(tokens.begin(), tokens.end(), "of") != tokens.end() ||
                    (tokens.size() == 3 && tokens[1] == separator_token);
    if (is_scale) numbers.pop_back();
  }
  if (numbers.size() != 1) return std::nullopt;
  return numbers.front();
}

}  // namespace palpate
