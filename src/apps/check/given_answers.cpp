#include "apps/check/given_answers.hpp"

#include <algorithm>
#include <charconv>

#include "atlas/stories.hpp"
#include "base/spelling.hpp"
#include "dialog/answer_names.hpp"

namespace palpate::check {
namespace {

Error wrong(std::string message) {
  return {Errc::invalid_argument, std::move(message)};
}

template <class Names>
std::string listed(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string instead(const std::string& word, const std::vector<std::string>& names) {
  const std::string nearest = nearest_name(word, names);
  return nearest.empty() ? "; there are: " + listed(names) : "; did you mean \"" + nearest + "\"?";
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What else could be said to `fact`.
std::vector<std::string> possible(const Fact& fact) {
  std::vector<std::string> names = fact.options;
  if (fact.none) names.emplace_back("none");
  if (fact.not_sure) names.emplace_back("not_sure");
  return names;
}

class Reader {
 public:
  explicit Reader(const Dialog& dialog) : dialog_(dialog), patient_(dialog.facts.size()) {}

  /// What is wrong with `word`, or "".
  std::string take(const std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos)
      return "\"" + word + "\" is no answer; write fact=value, for example severity=6";
    std::string name = word.substr(0, equals);
    const std::string value = word.substr(equals + 1);
    std::string item;
    if (const std::size_t dot = name.find('.'); dot != std::string::npos) {
      item = name.substr(dot + 1);
      name.resize(dot);
    }
    std::optional<FactIndex> fact = dialog_.find_fact(name);
    if (!fact) {
      std::vector<std::string> names;
      for (const Fact& each : dialog_.facts) names.push_back(each.id);
      return "there is no fact called \"" + name + "\"" + instead(name, names);
    }
    const Fact& asked = dialog_.facts[*fact];
    if (asked.kind == FactKind::grid) return take_items(*fact, item, value);
    if (!item.empty()) return "\"" + name + "\" is no grid, so that it has no \"" + item + "\"";
    std::optional<Value> read = read_value(asked, value);
    const bool is_offered = read && (!read->not_sure || asked.not_sure) &&
                            (asked.kind != FactKind::choices || *read != Value{} || asked.none);
    if (!is_offered) return no_such_answer(asked, value);
    patient_[*fact] = *read;
    return "";
  }

  Assignment patient() { return std::move(patient_); }

 private:
  static std::optional<Value> read_value(const Fact& fact, const std::string& text) {
    if (fact.kind == FactKind::number) {
      if (text == "not_sure") return Value{0, true};
      std::optional<std::int64_t> number = whole_number(text);
      return number ? value_of_number(fact, *number) : std::nullopt;
    }
    if (fact.kind == FactKind::choices) return value_of_options(fact, split(text));
    return value_of_option(fact, text);
  }

  static std::string no_such_answer(const Fact& fact, const std::string& value) {
    const std::string start = "\"" + fact.id + "\" has no answer \"" + value + "\"";
    if (fact.kind == FactKind::number)
      return start + "; it is a number from " + std::to_string(fact.min) + " to " +
             std::to_string(fact.max);
    return start + instead(value, possible(fact));
  }

  std::string take_items(FactIndex index, const std::string& item, const std::string& value) {
    const Fact& grid = dialog_.facts[index];
    std::vector<std::string> items;
    for (const GridItem& each : grid.items) items.push_back(each.id);
    if (!item.empty() && std::find(items.begin(), items.end(), item) == items.end())
      return "\"" + grid.id + "\" has no \"" + item + "\"" + instead(item, items);
    if (!patient_[index]) patient_[index] = Value{};
    for (unsigned i = 0; i < items.size(); ++i) {
      if (!item.empty() && items[i] != item) continue;
      std::optional<Value> code = value_of_items(grid, {{items[i], value}});
      if (!code || (value == "not_sure" && !grid.not_sure)) {
        std::vector<std::string> options = grid.items[i].options;
        if (grid.not_sure) options.emplace_back("not_sure");
        return "\"" + grid.id + "." + items[i] + "\" has no answer \"" + value + "\"" +
               instead(value, options);
      }
      set_grid_item(*patient_[index], i, grid_item(*code, i));
    }
    return "";
  }

  const Dialog& dialog_;
  Assignment patient_;
};

}  // namespace

Result<Assignment> given_answers(const Dialog& dialog, const std::vector<std::string>& words) {
  Reader reader(dialog);
  for (const std::string& word : words) {
    if (std::string mistake = reader.take(word); !mistake.empty()) return wrong(std::move(mistake));
  }
  return reader.patient();
}

Result<Assignment> answers_of_story(const Dialog& dialog, const std::string& text) {
  Result<Story> story = read_story(text);
  if (!story) return story.error();
  Result<std::vector<Stood>> stood = play(dialog, *story);
  if (!stood) return stood.error();
  Assignment patient(dialog.facts.size());
  for (const Answer& answer : stood->back().answers) patient[answer.fact] = answer.value;
  return patient;
}

void answer_plainly(const Dialog& dialog, Assignment& patient) {
  const std::vector<Domain> domains = domains_of(dialog);
  for (std::size_t i = 0; i < patient.size(); ++i) {
    const Fact& fact = dialog.facts[i];
    if (fact.kind == FactKind::grid) {
      if (!patient[i]) patient[i] = Value{};
      for (unsigned item = 0; item < fact.items.size(); ++item) {
        if (grid_item(*patient[i], item) == 0) set_grid_item(*patient[i], item, 1);
      }
      continue;
    }
    if (patient[i]) continue;
    Value value;
    if (fact.kind == FactKind::number) {
      value.bits = static_cast<std::uint64_t>(domains[i].plain_number());
    } else if (fact.kind != FactKind::choices || !fact.none) {
      value.bits = 1;
    }
    patient[i] = value;
  }
}

}  // namespace palpate::check
