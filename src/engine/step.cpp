#include "engine/step.hpp"

#include <algorithm>

#include "engine/stepper.hpp"

namespace palpate {
namespace {

/// The facts that a conversation at `node` may still ask, by FactIndex.
std::vector<bool> facts_ahead(const Dialog& dialog, NodeIndex node) {
  std::vector<bool> ahead(dialog.facts.size(), false);
  std::vector<bool> seen(dialog.nodes.size(), false);
  std::vector<NodeIndex> open{node};
  while (!open.empty()) {
    const Node& at = dialog.nodes[open.back()];
    seen[open.back()] = true;
    open.pop_back();
    if (at.kind == NodeKind::ask) ahead[at.fact] = true;
    for (const Edge& edge : at.next) {
      if (!seen[edge.to]) open.push_back(edge.to);
    }
  }
  return ahead;
}

void put(Answers& answers, const Answer& answer) {
  auto old = find_answer(answers, answer.fact);
  if (old != answers.end()) {
    answers[static_cast<std::size_t>(old - answers.begin())].value = answer.value;
  } else {
    answers.push_back(answer);
  }
}

}  // namespace

Answers::const_iterator find_answer(const Answers& answers, FactIndex fact) {
  return std::find_if(answers.begin(), answers.end(),
                      [fact](const Answer& answer) { return answer.fact == fact; });
}

Answers Stepper::before(FactIndex fact) const {
  Answers kept;
  for (FactIndex asked : step_.walk.asked) {
    if (asked == fact) break;
    kept.push_back(*find_answer(step_.state.answers, asked));
  }
  return kept;
}

void Stepper::handle(const GiveAnswer& given) {
  if (!open_question()) {
    step_.event = is_final() ? Event::final : Event::ended;
    return;
  }
  if (step_.state.check) {
    step_.event = Event::not_an_option;
    return;
  }
  FactIndex fact = *open_question();
  Answers earlier = before(fact);
  if (!is_valid(dialog_, fact, given.value, earlier, step_.state.signs)) {
    step_.event = Event::not_an_option;
    return;
  }
  step_.understood = Answer{fact, given.value};
  if (std::optional<TextIndex> refusal =
          refusal_of(dialog_, *step_.understood, earlier, step_.state.signs)) {
    step_.refusal = refusal;
    step_.event = Event::refused;
    return;
  }
  accept(*step_.understood);
}

void Stepper::accept(const Answer& answer) {
  State state = step_.state;
  put(state.answers, answer);
  settle(std::move(state), Event::answered);
}

/// Goes on with `state`. Answers whose question may still come are kept: the walk takes them up
/// when it gets there. The others are dropped.
void Stepper::settle(State state, Event event) {
  state.changing.reset();
  state.check.reset();
  state.misses = 0;
  step_.walk = walk(dialog_, state.answers, state.signs);
  const std::vector<bool> may_come = facts_ahead(dialog_, step_.walk.path.back());
  for (FactIndex fact : step_.walk.unused) {
    if (step_.walk.outcome || !may_come[fact]) step_.dropped.push_back(fact);
  }
  if (!step_.dropped.empty()) {
    std::erase_if(state.answers, [this](const Answer& kept) {
      return std::find(step_.dropped.begin(), step_.dropped.end(), kept.fact) !=
             step_.dropped.end();
    });
    step_.walk = walk(dialog_, state.answers, state.signs);
  }
  step_.state = std::move(state);
  step_.event = event;
}

/// What `told` makes of the answer to its fact, or nothing if that is no answer or is so already.
std::optional<Answer> Stepper::as_told(const State& state, const ToldFact& told) const {
  const Fact& fact = dialog_.facts[told.fact];
  const auto known = find_answer(state.answers, told.fact);
  Value value = told.value;
  if (known != state.answers.end()) {
    // What was ticked for safety's sake is never taken away by a sentence.
    if (told.adds || (fact.told == Told::ticks && fact.warns)) {
      value.bits |= known->value.bits;
      value.not_sure = value.not_sure || known->value.not_sure;
    }
    if (value == known->value) return std::nullopt;
  }
  if (fact.kind == FactKind::grid || !is_valid(dialog_, told.fact, value, state.answers))
    return std::nullopt;
  const Answer answer{told.fact, value};
  if (refusal_of(dialog_, answer, before(told.fact), state.signs)) return std::nullopt;
  return answer;
}

void Stepper::handle(const TellFacts& tell) {
  if (is_final()) {
    step_.event = Event::final;
    return;
  }
  State state = step_.state;
  Answers told;
  Mentions noted;
  for (const ToldFact& each : tell.told) {
    const bool is_open = open_question() == each.fact;
    const bool is_answered = find_answer(state.answers, each.fact) != state.answers.end();
    if (dialog_.facts[each.fact].told == Told::ticks && !is_open && !is_answered) {
      add_to(noted, {each.fact, each.value});
      add_to(state.signs, {each.fact, each.value});
    } else if (const std::optional<Answer> answer = as_told(state, each)) {
      put(state.answers, *answer);
      told.push_back(*answer);
    }
  }
  if (told.empty() && noted.empty()) return tell.check ? handle(AskCheck{*tell.check}) : miss();
  settle(std::move(state), Event::told);
  if (!is_final()) step_.state.check = tell.check;
  step_.told = std::move(told);
  step_.noted = std::move(noted);
}

void Stepper::handle(const Back& /*back*/) {
  if (step_.state.check) {
    step_.event = Event::nothing_to_undo;
    return;
  }
  if (is_final()) {
    step_.event = Event::final;
    return;
  }
  State state = step_.state;
  if (!state.changing && step_.walk.asked.empty()) {
    step_.event = Event::nothing_to_undo;
    return;
  }
  state.misses = 0;
  if (state.changing) {
    state.changing.reset();  // keep the earlier answer after all
  } else {
    state.answers.erase(find_answer(state.answers, step_.walk.asked.back()));
  }
  step_ = look(dialog_, state);
  step_.event = Event::went_back;
}

void Stepper::handle(const ChangeAnswer& change) {
  if (step_.state.check) {
    step_.event = Event::not_answered;
    return;
  }
  if (is_final()) {
    step_.event = Event::final;
    return;
  }
  const std::vector<FactIndex>& asked = step_.walk.asked;
  if (std::find(asked.begin(), asked.end(), change.fact) == asked.end()) {
    step_.event = Event::not_answered;
    return;
  }
  State state = step_.state;
  state.misses = 0;
  state.changing = change.fact;
  step_ = look(dialog_, state);
  step_.event = Event::changing;
}

void Stepper::handle(const Restart& /*restart*/) {
  State fresh;
  fresh.language = step_.state.language;
  step_ = look(dialog_, fresh);
  step_.event = Event::restarted;
}

void Stepper::handle(const SwitchLanguage& language) {
  if (language.locale >= dialog_.locales.size()) {
    step_.event = Event::not_an_option;
    return;
  }
  step_.state.language = language.locale;
  step_.state.misses = 0;
  step_.event = Event::language_changed;
}

Step start(const Dialog& dialog) {
  return look(dialog, State{});
}

Step look(const Dialog& dialog, const State& state) {
  Step step;
  step.state = state;
  step.walk = walk(dialog, state.answers, state.signs);
  if (state.changing) {
    bool answered = std::find(step.walk.asked.begin(), step.walk.asked.end(), *state.changing) !=
                    step.walk.asked.end();
    if (answered) {
      step.walk.question = state.changing;
      step.walk.outcome.reset();
    } else {
      step.state.changing.reset();
    }
  }
  return step;
}

Step step(const Dialog& dialog, const Locale& locale, const State& state, const Input& input) {
  const Locale& spoken = state.language ? dialog.locales[*state.language] : locale;
  return Stepper(dialog, spoken, state).take(input);
}

bool changes_state(Event event) {
  switch (event) {
    case Event::answered:
    case Event::told:
    case Event::not_understood:
    case Event::sign_noted:
    case Event::checking:
    case Event::check_denied:
    case Event::went_back:
    case Event::changing:
    case Event::restarted:
    case Event::language_changed:
      return true;
    default:
      return false;
  }
}

}  // namespace palpate
