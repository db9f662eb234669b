#include "understand/understand.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "understand/normalise.hpp"
#include "understand/numbers.hpp"

namespace palpate {
namespace {

constexpr std::size_t shortest_prefix = 3;

/// One possible answer and every phrase that means it.
struct Candidate {
  std::string label;
  std::vector<std::string> phrases;
};

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

/// A list of candidates, numbered from 1 as they are shown.
class Candidates {
 public:
  Candidates(const CommonWords& words, std::vector<Candidate> all)
      : words_(words), all_(std::move(all)) {}

  std::size_t size() const { return all_.size(); }

  /// The candidate that `phrase` is: by number, by a whole phrase, or by the start of one label
  /// only.
  std::optional<std::size_t> exact(const std::string& phrase) const {
    if (std::all_of(phrase.begin(), phrase.end(),
                    [](unsigned char c) { return std::isdigit(c) != 0; })) {
      std::optional<std::int32_t> number = number_of(words_, phrase);
      if (number && *number >= 1 && static_cast<std::size_t>(*number) <= all_.size()) {
        return static_cast<std::size_t>(*number) - 1;
      }
      return std::nullopt;
    }
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (std::find(all_[i].phrases.begin(), all_[i].phrases.end(), phrase) !=
          all_[i].phrases.end())
        return i;
    }
    return by_prefix(phrase);
  }

  /// Every candidate of which a phrase stands inside `text`; a phrase inside a longer one that was
  /// found does not count.
  std::vector<std::size_t> inside(std::string text) const {
    std::vector<std::pair<std::string, std::size_t>> phrases;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      for (const std::string& phrase : all_[i].phrases) phrases.emplace_back(phrase, i);
    }
    std::stable_sort(phrases.begin(), phrases.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    std::vector<std::size_t> found;
    for (const auto& [phrase, index] : phrases) {
      if (phrase.size() < shortest_prefix || !contains_phrase(text, phrase)) continue;
      std::size_t at = (" " + text + " ").find(" " + phrase + " ");
      text.replace(at, phrase.size(), std::string(phrase.size(), '|'));
      if (std::find(found.begin(), found.end(), index) == found.end()) found.push_back(index);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  std::optional<std::size_t> by_prefix(const std::string& phrase) const {
    if (phrase.size() < shortest_prefix) return std::nullopt;
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!all_[i].label.starts_with(phrase)) continue;
      if (only) return std::nullopt;
      only = i;
    }
    return only;
  }

  const CommonWords& words_;
  std::vector<Candidate> all_;
};

/// Words that deny. A sentence with one of them is not searched for options: "no chest pain" does
/// not tick chest pain.
bool denies(const std::vector<std::string>& tokens) {
  constexpr std::array denials = std::to_array<std::string_view>(
      {"no",   "not",    "never", "none",   "without", "dont",   "doesnt", "didnt",
       "isnt", "havent", "hasnt", "wont",   "cant",    "cannot", "nor",    "neither",
       "sin",  "ni",     "nunca", "ningun", "ninguna", "tampoco"});
  return std::any_of(tokens.begin(), tokens.end(), [&](const std::string& token) {
    return std::find(denials.begin(), denials.end(), token) != denials.end();
  });
}

class Reader {
 public:
  Reader(const Dialog& dialog, const Locale& locale, FactIndex index, std::uint32_t grid_items,
         std::string_view text)
      : fact_(dialog.facts[index]),
        question_(locale.questions[index]),
        words_(locale.words),
        grid_items_(grid_items),
        text_(text),
        tokens_(words_of(text)),
        phrase_(joined(tokens_)) {}

  std::optional<Value> read() const {
    if (tokens_.empty()) return std::nullopt;
    switch (fact_.kind) {
      case FactKind::number:
        return number();
      case FactKind::yes_no:
      case FactKind::choice:
        return choice();
      case FactKind::choices:
        return choices();
      case FactKind::grid:
        return grid();
    }
    return std::nullopt;
  }

  std::optional<Command> command() const {
    const std::array lists{
        std::pair{&words_.back, Command::back}, std::pair{&words_.restart, Command::restart},
        std::pair{&words_.why, Command::why}, std::pair{&words_.help, Command::help}};
    for (const auto& [list, command] : lists) {
      for (const std::string& word : *list) {
        if (phrase_of(word) == phrase_) return command;
      }
    }
    return std::nullopt;
  }

 private:
  std::vector<Candidate> option_candidates() const {
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < fact_.options.size(); ++i)
      all.push_back(candidate(fact_.options[i], question_.options[i]));
    return all;
  }

  Candidate none_candidate() const { return merged("none", question_.none, words_.none); }
  Candidate not_sure_candidate() const {
    return merged("not_sure", question_.not_sure, words_.not_sure);
  }

  static Candidate merged(const std::string& id, const std::optional<OptionText>& own,
                          const OptionText& common) {
    Candidate made = candidate(id, own.value_or(common));
    Candidate general = candidate(id, common);
    made.phrases.insert(made.phrases.end(), general.phrases.begin(), general.phrases.end());
    return made;
  }

  bool is(const Candidate& candidate) const {
    return std::find(candidate.phrases.begin(), candidate.phrases.end(), phrase_) !=
           candidate.phrases.end();
  }

  std::optional<Value> number() const {
    if (fact_.not_sure && is(not_sure_candidate())) return Value{0, true};
    // "-3" and "7.5" are not among the answers; their digits alone would be another number.
    for (std::size_t i = 0; i + 1 < text_.size(); ++i) {
      bool before_digit = std::isdigit(static_cast<unsigned char>(text_[i + 1])) != 0;
      bool after_digit = i > 0 && std::isdigit(static_cast<unsigned char>(text_[i - 1])) != 0;
      if (before_digit && text_[i] == '-' && !after_digit) return std::nullopt;
      if (before_digit && after_digit && (text_[i] == '.' || text_[i] == ',')) return std::nullopt;
    }
    std::optional<std::int32_t> number = single_number(words_, tokens_, fact_.max);
    if (!number || *number < fact_.min || *number > fact_.max) return std::nullopt;
    return Value{static_cast<std::uint64_t>(*number), false};
  }

  std::optional<Value> choice() const {
    std::vector<Candidate> all = option_candidates();
    if (fact_.not_sure) all.push_back(not_sure_candidate());
    Candidates candidates(words_, std::move(all));
    std::optional<std::size_t> found = candidates.exact(phrase_);
    if (!found && !denies(tokens_)) {
      std::vector<std::size_t> inside = candidates.inside(phrase_);
      if (inside.size() == 1) found = inside.front();
    }
    if (!found) return std::nullopt;
    if (*found == fact_.options.size()) return Value{0, true};
    return Value{std::uint64_t{1} << *found, false};
  }

  /// Options 0..n-1, then none and not sure where they are offered.
  std::optional<Value> choices() const {
    std::vector<Candidate> all = option_candidates();
    std::size_t none = all.size();
    if (fact_.none) all.push_back(none_candidate());
    std::size_t not_sure = all.size();
    if (fact_.not_sure) all.push_back(not_sure_candidate());
    Candidates candidates(words_, std::move(all));
    std::vector<std::size_t> picked;
    if (std::optional<std::size_t> whole = candidates.exact(phrase_)) {
      picked.push_back(*whole);
    } else if (!pick_parts(candidates, picked)) {
      if (denies(tokens_)) return std::nullopt;
      picked = candidates.inside(phrase_);
    }
    if (picked.empty()) return std::nullopt;
    Value value;
    for (std::size_t index : picked) {
      if (index < fact_.options.size()) {
        value.bits |= std::uint64_t{1} << index;
      } else if (fact_.none && index == none) {
        if (picked.size() > 1)
          return std::nullopt;  // "none" beside something else says nothing clear
      } else if (index == not_sure) {
        value.not_sure = true;
      }
    }
    return value;
  }

  /// Every part of the line as one option each; false if one of them is none.
  bool pick_parts(const Candidates& candidates, std::vector<std::size_t>& picked) const {
    std::vector<std::vector<std::string>> parts = split(tokens_, words_.separators);
    for (const std::vector<std::string>& part : parts) {
      std::optional<std::size_t> found = candidates.exact(joined(part));
      if (found) {
        picked.push_back(*found);
        continue;
      }
      for (const std::string& token : part) {  // "1 3 4"
        bool is_number = std::all_of(token.begin(), token.end(),
                                     [](unsigned char c) { return std::isdigit(c) != 0; });
        std::optional<std::size_t> one = is_number ? candidates.exact(token) : std::nullopt;
        if (!one) {
          picked.clear();
          return false;
        }
        picked.push_back(*one);
      }
    }
    return true;
  }

  // Grid.

  std::vector<unsigned> asked_items() const {
    std::vector<unsigned> items;
    for (unsigned i = 0; i < fact_.items.size(); ++i) {
      if ((grid_items_ >> i & 1U) != 0) items.push_back(i);
    }
    return items;
  }

  Candidates item_candidates(unsigned item) const {
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < fact_.items[item].options.size(); ++i) {
      all.push_back(candidate(fact_.items[item].options[i], question_.item_options[item][i]));
    }
    if (fact_.not_sure) all.push_back(not_sure_candidate());
    return {words_, std::move(all)};
  }

  unsigned item_code(unsigned item, std::size_t candidate) const {
    return candidate == fact_.items[item].options.size() ? grid_not_sure
                                                         : static_cast<unsigned>(candidate) + 1;
  }

  std::optional<Value> grid() const {
    const std::vector<unsigned> items = asked_items();
    Value value;
    std::optional<unsigned> for_all;
    if (fact_.not_sure && is(not_sure_candidate())) for_all = grid_not_sure;
    if (fact_.shortcut && question_.shortcut && is(candidate("", *question_.shortcut)))
      for_all = *fact_.shortcut + 1U;
    if (for_all) {
      for (unsigned item : items) set_grid_item(value, item, *for_all);
      return value;
    }
    std::vector<std::vector<std::string>> parts = split(tokens_, words_.separators);
    if (parts.size() == 1 && parts[0].size() == items.size() && items.size() > 1) {  // "1 2 1 1"
      std::vector<std::string> words = parts[0];
      parts.clear();
      for (const std::string& word : words) parts.push_back({word});
    }
    if (parts.size() != items.size()) return std::nullopt;
    std::uint32_t answered = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      std::string phrase = joined(parts[i]);
      unsigned item = items[i];
      std::optional<std::size_t> option = item_candidates(item).exact(phrase);
      if (!option) {
        std::optional<unsigned> named = named_item(phrase, items);
        if (!named) return std::nullopt;
        item = *named;
        option = item_candidates(item).exact(phrase);
      }
      if (!option || (answered >> item & 1U) != 0) return std::nullopt;
      set_grid_item(value, item, item_code(item, *option));
      answered |= 1U << item;
    }
    return value;
  }

  /// The item whose name begins `phrase`, which is cut off.
  std::optional<unsigned> named_item(std::string& phrase,
                                     const std::vector<unsigned>& items) const {
    for (unsigned item : items) {
      Candidate names = candidate(fact_.items[item].id, question_.items[item]);
      for (const std::string& name : names.phrases) {
        if (name.empty() || !phrase.starts_with(name + " ")) continue;
        phrase.erase(0, name.size() + 1);
        return item;
      }
    }
    return std::nullopt;
  }

  const Fact& fact_;
  const QuestionText& question_;
  const CommonWords& words_;
  std::uint32_t grid_items_;
  std::string_view text_;
  std::vector<std::string> tokens_;
  std::string phrase_;
};

}  // namespace

Understanding understand(const Dialog& dialog, const Locale& locale, FactIndex fact,
                         std::uint32_t grid_items, std::string_view text) {
  Reader reader(dialog, locale, fact, grid_items, text);
  Understanding understanding;
  bool is_command_only = text.starts_with('/');
  if (!is_command_only) understanding.value = reader.read();
  if (!understanding.value) understanding.command = reader.command();
  return understanding;
}

}  // namespace palpate
