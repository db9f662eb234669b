#include "understand/understand.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "understand/candidates.hpp"
#include "understand/normalise.hpp"
#include "understand/numbers.hpp"

namespace palpate {
namespace {

/// True if a word of `phrase` is one of `list`.
template <class List>
bool has_word(const std::string& phrase, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view word) {
    return contains_phrase(phrase, std::string(word));
  });
}

/// Words that deny. What is left of a line around the options found in it must not hold one: "no
/// chest pain" does not tick chest pain, while "cant breathe" may be a way to say it.
constexpr std::array denials = std::to_array<std::string_view>(
    {"no",      "not",   "never",  "none",    "nothing", "nil",    "nobody",  "without", "hardly",
     "barely",  "dont",  "doesnt", "didnt",   "isnt",    "arent",  "aint",    "wasnt",   "werent",
     "havent",  "hasnt", "wont",   "wouldnt", "cant",    "cannot", "couldnt", "unable",  "nor",
     "neither", "sin",   "ni",     "nada",    "nunca",   "ningun", "ninguna", "tampoco"});

/// Words that make a number beside them another one: "under 18", "nearly 18", "more than 8".
constexpr std::array number_shifters = std::to_array<std::string_view>(
    {"under", "below", "over", "above", "than", "nearly", "almost", "turning", "until", "till",
     "yet", "before", "since", "ago", "menos", "mas", "casi"});

/// Units that a number is not in, unless the question speaks of them.
constexpr std::array time_units = std::to_array<std::string_view>(
    {"hour", "hours", "day", "days", "week",   "weeks",   "month", "months", "year", "years",
     "hora", "horas", "dia", "dias", "semana", "semanas", "mes",   "meses",  "ano",  "anos"});

/// `phrase` without the words that change nothing at its ends: "can we go back please" is "go
/// back".
std::string without_around(const CommonWords& words, std::string phrase) {
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string& word : words.around) {
      const std::string around = phrase_of(word);
      if (phrase.starts_with(around + " ")) {
        phrase.erase(0, around.size() + 1);
        cut = true;
      }
      if (phrase.ends_with(" " + around)) {
        phrase.resize(phrase.size() - around.size() - 1);
        cut = true;
      }
    }
  }
  return phrase;
}

/// True if `phrase` is `word`, or begins with it where it ends in "*".
bool is_command_word(const std::string& word, const std::string& phrase) {
  return word.ends_with('*') ? phrase.starts_with(phrase_of(word) + " ")
                             : phrase_of(word) == phrase;
}

std::optional<Command> command_of(const CommonWords& words, const std::string& phrase) {
  const std::array lists{
      std::pair{&words.back, Command::back}, std::pair{&words.restart, Command::restart},
      std::pair{&words.why, Command::why}, std::pair{&words.help, Command::help}};
  for (const auto& [list, command] : lists) {
    for (const std::string& word : *list) {
      if (is_command_word(word, phrase)) return command;
    }
  }
  return std::nullopt;
}

bool says(const OptionText& what, const std::string& phrase) {
  if (phrase_of(what.label) == phrase) return true;
  return std::any_of(what.words.begin(), what.words.end(),
                     [&](const std::string& word) { return phrase_of(word) == phrase; });
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
        phrase_(joined(tokens_)),
        bare_(without_around(words_, phrase_)) {}

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
    // "back" may be the answer where a label speaks of the back; "/back" is never one.
    bool in_a_label = !text_.starts_with('/') &&
                      std::any_of(question_.options.begin(), question_.options.end(),
                                  [this](const OptionText& option) {
                                    return contains_phrase(phrase_of(option.label), bare_);
                                  });
    if (in_a_label) return std::nullopt;
    return command_of(words_, bare_);
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
    return std::find_if(candidate.phrases.begin(), candidate.phrases.end(),
                        [this](const std::string& phrase) {
                          return phrase == phrase_ || phrase == bare_;
                        }) != candidate.phrases.end();
  }

  /// The candidate that the whole line is.
  std::optional<std::size_t> whole(const Candidates& candidates) const {
    std::optional<std::size_t> found = candidates.exact(phrase_);
    return found || bare_ == phrase_ ? found : candidates.exact(bare_);
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
    if (has_word(phrase_, denials) || has_word(phrase_, number_shifters)) return std::nullopt;
    std::string spoken_of = phrase_of(question_.unit + " " + question_.text);
    bool other_unit = std::any_of(time_units.begin(), time_units.end(), [&](std::string_view unit) {
      return contains_phrase(phrase_, std::string(unit)) &&
             !contains_phrase(spoken_of, std::string(unit));
    });
    if (other_unit) return std::nullopt;
    std::optional<std::int32_t> number = single_number(words_, tokens_, fact_.max);
    if (!number || *number < fact_.min || *number > fact_.max) return std::nullopt;
    return Value{static_cast<std::uint64_t>(*number), false};
  }

  std::optional<Value> choice() const {
    std::vector<Candidate> all = option_candidates();
    if (fact_.not_sure) all.push_back(not_sure_candidate());
    Candidates candidates(words_, std::move(all));
    std::optional<std::size_t> found = whole(candidates);
    if (!found && fact_.kind != FactKind::yes_no) {
      // "yes, but not massage" is no yes, so a yes or no must be the whole line.
      std::string rest = phrase_;
      std::vector<std::size_t> inside = candidates.inside(rest, fact_.options.size());
      if (inside.size() == 1 && !has_word(rest, denials)) found = inside.front();
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
    std::optional<std::size_t> one = whole(candidates);
    // "no please" and "no doctor" may be a cry for help: "none" is only what says nothing else.
    if (fact_.none && one == none && !candidates.exact(phrase_)) one.reset();
    if (one) {
      picked.push_back(*one);
    } else if (!pick_parts(candidates, picked)) {
      picked = inside_parts(candidates);
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

  /// Options found inside the sentences of the line. "None" and "not sure" are never found there:
  /// silence about the rest is no answer. Unless something found is an emergency sign, every part
  /// of the line must hold something.
  std::vector<std::size_t> inside_parts(const Candidates& candidates) const {
    std::string rest = phrase_;
    std::vector<std::size_t> picked = candidates.inside(rest, fact_.options.size());
    if (has_word(rest, denials)) return {};
    for (std::size_t index : picked) {
      if ((fact_.emergency_options >> index & 1U) != 0) return picked;
    }
    for (const std::vector<std::string>& part : split(tokens_, words_.separators)) {
      std::string phrase = joined(part);
      if (candidates.inside(phrase, fact_.options.size()).empty()) return {};
    }
    return picked;
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
  std::string bare_;  // phrase_ without what changes nothing around it
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

std::optional<Truth> understand_check(const Locale& locale, std::string_view text) {
  const std::string phrase = phrase_of(text);
  const std::string bare = without_around(locale.words, phrase);
  if (says(locale.words.not_sure, bare)) return Truth::unknown;
  if (says(locale.words.yes, bare)) return Truth::yes;
  // A sign is put aside only by what is nothing but a "no".
  if (says(locale.words.no, phrase)) return Truth::no;
  return std::nullopt;
}

std::optional<Command> understand_command(const Locale& locale, std::string_view text) {
  return command_of(locale.words, without_around(locale.words, phrase_of(text)));
}

}  // namespace palpate
