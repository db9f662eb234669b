#include <algorithm>

#include "conversation/render_parts.hpp"
#include "conversation/texts.hpp"

namespace palpate {
namespace {

using protocol::Ask;

void add_options(const Dialog& dialog, const Audience& audience, FactIndex index, Ask& ask) {
  const Fact& fact = dialog.facts[index];
  for (std::size_t option = 0; option < fact.options.size(); ++option) {
    ask.options.push_back(
        {fact.options[option], option_label(dialog, *audience.locale, index, option), {}});
  }
  for (std::size_t group = 0; group < fact.groups.size(); ++group) {
    const OptionGroup& shown = fact.groups[group];
    ask.groups.push_back({shown.id, group_label(dialog, *audience.locale, index, group)});
    for (std::size_t at = shown.first; at < std::size_t{shown.first} + shown.count; ++at) {
      ask.options[at].group = shown.id;
    }
  }
}

void add_items(const Dialog& dialog, const Audience& audience, FactIndex index, const State& state,
               Ask& ask) {
  const Fact& fact = dialog.facts[index];
  const std::uint32_t asked = grid_items_asked(dialog, index, state.answers, state.signs);
  for (std::size_t item = 0; item < fact.items.size(); ++item) {
    if ((asked >> item & 1U) == 0) continue;
    protocol::GridRow row{
        fact.items[item].id, item_label(dialog, *audience.locale, index, item), {}};
    for (std::size_t option = 0; option < fact.items[item].options.size(); ++option) {
      row.options.push_back({fact.items[item].options[option],
                             item_option_label(dialog, *audience.locale, index, item, option),
                             {}});
    }
    ask.items.push_back(std::move(row));
  }
  if (!fact.shortcut || ask.items.empty()) return;
  const auto& own = audience.locale->questions[index].shortcut;
  const std::string& option = fact.items.front().options[*fact.shortcut];
  ask.shortcut = protocol::Option{option, own ? own->label : option, {}};
}

/// Whether what was said is happening now.
Ask render_check(const Dialog& dialog, const Audience& audience, const Answer& sign) {
  const CommonWords& words = audience.locale->words;
  Ask ask;
  ask.fact = check_name;
  ask.kind = fact_kind_names[static_cast<std::size_t>(FactKind::yes_no)];
  ask.text = chat(audience, "check_sign",
                  {{"answer", answer_label(dialog, *audience.locale, sign.fact, sign.value)}});
  ask.options = {{"yes", words.yes.label, {}}, {"no", words.no.label, {}}};
  ask.not_sure = protocol::Option{"not_sure", words.not_sure.label, {}};
  return ask;
}

}  // namespace

std::optional<Ask> render_ask(const Dialog& dialog, const Audience& audience, const Step& step) {
  if (step.state.check) return render_check(dialog, audience, *step.state.check);
  if (!step.walk.question) return std::nullopt;
  const FactIndex index = *step.walk.question;
  const Fact& fact = dialog.facts[index];
  const QuestionText& question = audience.locale->questions[index];
  Ask ask;
  ask.fact = fact.id;
  ask.kind = fact_kind_names[static_cast<std::size_t>(fact.kind)];
  ask.text = fill(audience, question.text);
  if (fact.kind == FactKind::number) {
    ask.min = fact.min;
    ask.max = fact.max;
    ask.min_label = question.min_label;
    ask.max_label = question.max_label;
    ask.unit = question.unit;
  } else if (fact.kind == FactKind::grid) {
    add_items(dialog, audience, index, step.state, ask);
  } else {
    add_options(dialog, audience, index, ask);
  }
  if (fact.kind == FactKind::choices && fact.none) {
    ask.none = protocol::Option{"none", none_label(*audience.locale, index), {}};
  }
  if (fact.not_sure) {
    ask.not_sure = protocol::Option{"not_sure", not_sure_label(*audience.locale, index), {}};
  }
  for (const Answer& sign : step.state.signs) {
    if (sign.fact != index) continue;
    for (std::size_t option = 0; option < fact.options.size(); ++option) {
      if ((sign.value.bits >> option & 1U) != 0) ask.told.push_back(fact.options[option]);
    }
  }
  if (step.state.changing == index) {
    ask.changing = true;
    for (const Answer& answer : step.state.answers) {
      if (answer.fact == index)
        ask.current = answer_label(dialog, *audience.locale, index, answer.value);
    }
  }
  return ask;
}

}  // namespace palpate
