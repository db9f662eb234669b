#include "conversation/replay.hpp"

#include <algorithm>

namespace palpate {
namespace {

Step unchanged(const Dialog& dialog, const State& state) {
  return look(dialog, state);
}

/// Keeps an answer whose question is not the open one: the dialogue is newer and asks in another
/// order.
Step keep_answer(const Dialog& dialog, State state, FactIndex fact, const Value& value) {
  auto known = std::find_if(state.answers.begin(), state.answers.end(),
                            [&](const Answer& answer) { return answer.fact == fact; });
  if (known == state.answers.end()) {
    state.answers.push_back({fact, value});
  } else {
    known->value = value;
  }
  state.changing.reset();
  state.misses = 0;
  Step step = look(dialog, state);
  step.understood = Answer{fact, value};
  return step;
}

Step replay_answer(const Dialog& dialog, const Locale& locale, const State& state,
                   const TurnRecord& turn) {
  auto fact = dialog.find_fact(turn.fact);
  if (!fact) return unchanged(dialog, state);
  auto value = parse_value(dialog, *fact, turn.value);
  if (!value || !is_valid(dialog, *fact, *value, state.answers)) return unchanged(dialog, state);
  if (look(dialog, state).walk.question != fact) return keep_answer(dialog, state, *fact, *value);
  return step(dialog, locale, state, GiveAnswer{*value});
}

}  // namespace

TurnRecord record_of(const Dialog& dialog, const Step& step, bool typed) {
  TurnRecord turn;
  switch (step.event) {
    case Event::not_understood:
      turn.event = turn_events::miss;
      break;
    case Event::went_back:
      turn.event = turn_events::back;
      break;
    case Event::restarted:
      turn.event = turn_events::restart;
      break;
    case Event::changing:
      turn.event = turn_events::change;
      if (step.state.changing) turn.fact = dialog.facts[*step.state.changing].id;
      break;
    default:
      turn.event = typed ? turn_events::said : turn_events::answer;
      if (step.understood) {
        turn.fact = dialog.facts[step.understood->fact].id;
        turn.value = write_value(dialog, step.understood->fact, step.understood->value);
      }
  }
  return turn;
}

Step replay_turn(const Dialog& dialog, const Locale& locale, const State& state,
                 const TurnRecord& turn) {
  if (turn.event == turn_events::start) return start(dialog);
  if (turn.event == turn_events::answer || turn.event == turn_events::said) {
    return replay_answer(dialog, locale, state, turn);
  }
  if (turn.event == turn_events::back) return step(dialog, locale, state, Back{});
  if (turn.event == turn_events::restart) return step(dialog, locale, state, Restart{});
  if (turn.event == turn_events::change) {
    auto fact = dialog.find_fact(turn.fact);
    return fact ? step(dialog, locale, state, ChangeAnswer{*fact}) : unchanged(dialog, state);
  }
  // A miss: its text is not kept, and all that it did was to be counted.
  State missed = state;
  ++missed.misses;
  Step step = look(dialog, missed);
  step.event = Event::not_understood;
  return step;
}

Origin origin_of(const TurnRecord& turn) {
  return turn.event == turn_events::said ? Origin::typed : Origin::tapped;
}

}  // namespace palpate
