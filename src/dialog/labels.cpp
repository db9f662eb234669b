#include "dialog/labels.hpp"

namespace palpate {
namespace {

/// The question whose labels `fact` uses, when its own has none.
const QuestionText& question(const Locale& locale, FactIndex fact) {
  return locale.questions[fact];
}

FactIndex first_of(const Dialog& dialog, FactIndex fact) {
  return dialog.facts[fact].repeats.value_or(fact);
}

void append_listed(std::string& list, const std::string& label) {
  if (!list.empty()) list += "; ";  // labels have commas of their own
  list += label;
}

}  // namespace

std::string option_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                         std::size_t option) {
  for (FactIndex from : {fact, first_of(dialog, fact)}) {
    const auto& options = question(locale, from).options;
    if (option < options.size() && !options[option].label.empty()) return options[option].label;
  }
  const Fact& asked = dialog.facts[fact];
  if (asked.kind == FactKind::yes_no) {
    const OptionText& words = asked.options[option] == "yes" ? locale.words.yes : locale.words.no;
    return words.label;
  }
  return asked.options[option];
}

std::string item_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                       std::size_t item) {
  for (FactIndex from : {fact, first_of(dialog, fact)}) {
    const auto& items = question(locale, from).items;
    if (item < items.size() && !items[item].label.empty()) return items[item].label;
  }
  return dialog.facts[fact].items[item].id;
}

std::string item_option_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                              std::size_t item, std::size_t option) {
  for (FactIndex from : {fact, first_of(dialog, fact)}) {
    const auto& items = question(locale, from).item_options;
    if (item < items.size() && option < items[item].size() && !items[item][option].label.empty()) {
      return items[item][option].label;
    }
  }
  return dialog.facts[fact].items[item].options[option];
}

std::string group_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                        std::size_t group) {
  for (FactIndex from : {fact, first_of(dialog, fact)}) {
    const auto& groups = question(locale, from).groups;
    if (group < groups.size() && !groups[group].empty()) return groups[group];
  }
  return dialog.facts[fact].groups[group].id;
}

std::string none_label(const Locale& locale, FactIndex fact) {
  const auto& own = question(locale, fact).none;
  return own ? own->label : locale.words.none.label;
}

std::string not_sure_label(const Locale& locale, FactIndex fact) {
  const auto& own = question(locale, fact).not_sure;
  return own ? own->label : locale.words.not_sure.label;
}

std::string answer_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                         const Value& value) {
  const Fact& asked = dialog.facts[fact];
  std::string label;
  if (asked.kind == FactKind::number) {
    if (!value.not_sure) {
      label = std::to_string(static_cast<std::int64_t>(value.bits));
      const std::string& unit = question(locale, fact).unit;
      if (!unit.empty()) label += " " + unit;
    }
  } else if (asked.kind == FactKind::grid) {
    for (std::size_t item = 0; item < asked.items.size(); ++item) {
      const unsigned code = grid_item(value, static_cast<unsigned>(item));
      if (code == 0) continue;
      append_listed(label, item_label(dialog, locale, fact, item) + ": " +
                               (code == grid_not_sure
                                    ? not_sure_label(locale, fact)
                                    : item_option_label(dialog, locale, fact, item, code - 1)));
    }
  } else {
    for (std::size_t option = 0; option < asked.options.size(); ++option) {
      if ((value.bits >> option & 1U) != 0) {
        append_listed(label, option_label(dialog, locale, fact, option));
      }
    }
    if (label.empty() && !value.not_sure) label = none_label(locale, fact);
  }
  if (value.not_sure) append_listed(label, not_sure_label(locale, fact));
  return label;
}

}  // namespace palpate
