#include "conversation/texts.hpp"

#include <algorithm>

#include "dialog/chat_texts.hpp"

namespace palpate {
namespace {

bool is_name(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string in_plain_words(std::string_view placeholder) {
  std::string words(placeholder);
  for (char& c : words) {
    if (c == '_') c = ' ';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return words;
}

std::string filling(const Audience& audience, std::string_view name, Fillings fillings) {
  for (const auto& [key, text] : fillings) {
    if (key == name) return std::string(text);
  }
  if (name == clinic_phone_placeholder) {
    if (!audience.clinic_phone.empty()) return audience.clinic_phone;
    return chat(audience, "the_clinic");
  }
  std::string text = region_text(audience, name);
  return text.empty() ? in_plain_words(name) : text;
}

/// The question whose labels `fact` uses, when its own has none.
const QuestionText& question(const Audience& audience, FactIndex fact) {
  return audience.locale->questions[fact];
}

FactIndex first_of(const Dialog& dialog, FactIndex fact) {
  return dialog.facts[fact].repeats.value_or(fact);
}

void append_listed(std::string& list, const std::string& label) {
  if (!list.empty()) list += "; ";  // labels have commas of their own
  list += label;
}

}  // namespace

std::string region_text(const Audience& audience, std::string_view placeholder) {
  const auto& texts = audience.region->texts;
  auto found = texts.find(std::string(placeholder));
  if (found == texts.end()) return {};
  auto text = found->second.find(audience.locale->id);
  if (text == found->second.end()) text = found->second.find("");
  return text == found->second.end() ? std::string() : text->second;
}

std::string region_number(const Audience& audience, std::string_view placeholder) {
  auto found = audience.region->call.find(std::string(placeholder));
  return found == audience.region->call.end() ? std::string() : found->second;
}

std::string fill(const Audience& audience, std::string_view text, Fillings fillings) {
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t open = text.find('{', at);
    if (open == std::string_view::npos) break;
    std::size_t close = open + 1;
    while (close < text.size() && is_name(text[close])) ++close;
    result += text.substr(at, open - at);
    if (close > open + 1 && close < text.size() && text[close] == '}') {
      result += filling(audience, text.substr(open + 1, close - open - 1), fillings);
      at = close + 1;
    } else {
      result += '{';
      at = open + 1;
    }
  }
  if (at < text.size()) result += text.substr(at);
  return result;
}

std::string text_of(const Audience& audience, TextIndex text, Fillings fillings) {
  return fill(audience, audience.locale->texts[text], fillings);
}

std::string chat(const Audience& audience, std::string_view key, Fillings fillings) {
  auto found = audience.locale->chat.find(std::string(key));
  return found == audience.locale->chat.end() ? std::string()
                                              : fill(audience, found->second, fillings);
}

std::string option_label(const Dialog& dialog, const Audience& audience, FactIndex fact,
                         std::size_t option) {
  for (FactIndex from : {fact, first_of(dialog, fact)}) {
    const auto& options = question(audience, from).options;
    if (option < options.size() && !options[option].label.empty()) return options[option].label;
  }
  const Fact& asked = dialog.facts[fact];
  if (asked.kind == FactKind::yes_no) {
    const OptionText& words =
        asked.options[option] == "yes" ? audience.locale->words.yes : audience.locale->words.no;
    return words.label;
  }
  return asked.options[option];
}

std::string item_label(const Dialog& dialog, const Audience& audience, FactIndex fact,
                       std::size_t item) {
  for (FactIndex from : {fact, first_of(dialog, fact)}) {
    const auto& items = question(audience, from).items;
    if (item < items.size() && !items[item].label.empty()) return items[item].label;
  }
  return dialog.facts[fact].items[item].id;
}

std::string item_option_label(const Dialog& dialog, const Audience& audience, FactIndex fact,
                              std::size_t item, std::size_t option) {
  for (FactIndex from : {fact, first_of(dialog, fact)}) {
    const auto& items = question(audience, from).item_options;
    if (item < items.size() && option < items[item].size() && !items[item][option].label.empty()) {
      return items[item][option].label;
    }
  }
  return dialog.facts[fact].items[item].options[option];
}

std::string group_label(const Dialog& dialog, const Audience& audience, FactIndex fact,
                        std::size_t group) {
  for (FactIndex from : {fact, first_of(dialog, fact)}) {
    const auto& groups = question(audience, from).groups;
    if (group < groups.size() && !groups[group].empty()) return groups[group];
  }
  return dialog.facts[fact].groups[group].id;
}

std::string none_label(const Audience& audience, FactIndex fact) {
  const auto& own = question(audience, fact).none;
  return own ? own->label : audience.locale->words.none.label;
}

std::string not_sure_label(const Audience& audience, FactIndex fact) {
  const auto& own = question(audience, fact).not_sure;
  return own ? own->label : audience.locale->words.not_sure.label;
}

std::string answer_label(const Dialog& dialog, const Audience& audience, FactIndex fact,
                         const Value& value) {
  const Fact& asked = dialog.facts[fact];
  std::string label;
  if (asked.kind == FactKind::number) {
    if (!value.not_sure) {
      label = std::to_string(static_cast<std::int64_t>(value.bits));
      const std::string& unit = question(audience, fact).unit;
      if (!unit.empty()) label += " " + unit;
    }
  } else if (asked.kind == FactKind::grid) {
    for (std::size_t item = 0; item < asked.items.size(); ++item) {
      const unsigned code = grid_item(value, static_cast<unsigned>(item));
      if (code == 0) continue;
      append_listed(label, item_label(dialog, audience, fact, item) + ": " +
                               (code == grid_not_sure
                                    ? not_sure_label(audience, fact)
                                    : item_option_label(dialog, audience, fact, item, code - 1)));
    }
  } else {
    for (std::size_t option = 0; option < asked.options.size(); ++option) {
      if ((value.bits >> option & 1U) != 0) {
        append_listed(label, option_label(dialog, audience, fact, option));
      }
    }
    if (label.empty() && !value.not_sure) label = none_label(audience, fact);
  }
  if (value.not_sure) append_listed(label, not_sure_label(audience, fact));
  return label;
}

}  // namespace palpate
