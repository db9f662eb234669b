#include "conversation/replay.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "base/strict_json.hpp"

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
  if (!value) return unchanged(dialog, state);
  // To the open question the engine knows best what is an answer: while an earlier one is changed,
  // the answers after it do not count.
  if (look(dialog, state).walk.question == fact) {
    return step(dialog, locale, state, GiveAnswer{*value});
  }
  if (!is_valid(dialog, *fact, *value, state.answers, state.signs)) return unchanged(dialog, state);
  return keep_answer(dialog, state, *fact, *value);
}

/// The answer that was taken back then, whatever was asked last in this dialogue. Without a fact
/// only a change was given up.
Step replay_back(const Dialog& dialog, State state, const TurnRecord& turn) {
  if (auto fact = dialog.find_fact(turn.fact)) {
    std::erase_if(state.answers, [&](const Answer& answer) { return answer.fact == *fact; });
  }
  state.changing.reset();
  state.misses = 0;
  Step step = look(dialog, state);
  step.event = Event::went_back;
  return step;
}

/// The fact that `before` has an answer to and `after` has not, or nothing.
std::string taken_back(const Dialog& dialog, const State& before, const State& after) {
  for (const Answer& answer : before.answers) {
    const bool kept = std::any_of(after.answers.begin(), after.answers.end(),
                                  [&](const Answer& now) { return now.fact == answer.fact; });
    if (!kept) return dialog.facts[answer.fact].id;
  }
  return {};
}

void set_answer(const Dialog& dialog, const std::optional<Answer>& answer, TurnRecord& turn) {
  if (!answer) return;
  turn.fact = dialog.facts[answer->fact].id;
  turn.value = write_value(dialog, answer->fact, answer->value);
}

/// Values by the names of their facts, as one JSON object.
std::string write_facts(const Dialog& dialog, const Answers& signs) {
  std::string text = "{";
  for (const Answer& sign : signs) {
    if (text.size() > 1) text += ",";
    text += "\"" + dialog.facts[sign.fact].id + "\":" + write_value(dialog, sign.fact, sign.value);
  }
  return text + "}";
}

/// What a newer dialogue does not know any more was not said.
Answers read_facts(const Dialog& dialog, const std::string& text) {
  Answers facts;
  auto parsed = parse_strict_json(text);
  const auto* value = std::get_if<boost::json::value>(&parsed);
  const auto* object = value != nullptr ? value->if_object() : nullptr;
  if (object == nullptr) return facts;
  for (const auto& [name, said] : *object) {
    auto fact = dialog.find_fact(name);
    if (!fact) continue;
    if (auto read = parse_value(dialog, *fact, boost::json::serialize(said)))
      facts.push_back({*fact, *read});
  }
  return facts;
}

Mentions read_signs(const Dialog& dialog, const std::string& text) {
  Mentions signs = read_facts(dialog, text);
  std::erase_if(signs,
                [&](const Answer& sign) { return !dialog.facts[sign.fact].may_be_mentioned; });
  return signs;
}

/// The sign that is asked about beside the facts that were told: of the turn's fact, under
/// check_name, which no fact is called.
std::optional<Answer> read_told_check(const Dialog& dialog, const TurnRecord& turn) {
  const auto fact = dialog.find_fact(turn.fact);
  auto parsed = parse_strict_json(turn.value);
  const auto* value = std::get_if<boost::json::value>(&parsed);
  if (!fact || value == nullptr || !value->is_object()) return std::nullopt;
  const auto* sign = value->get_object().if_contains(check_name);
  if (sign == nullptr || !dialog.facts[*fact].may_be_mentioned) return std::nullopt;
  const auto read = parse_value(dialog, *fact, boost::json::serialize(*sign));
  return read ? std::optional(Answer{*fact, *read}) : std::nullopt;
}

Step replay_told(const Dialog& dialog, const Locale& locale, const State& state,
                 const TurnRecord& turn) {
  TellFacts tell;
  for (const Answer& fact : read_facts(dialog, turn.value))
    tell.told.push_back({fact.fact, fact.value, false});
  tell.check = read_told_check(dialog, turn);
  return tell.told.empty() ? unchanged(dialog, state) : step(dialog, locale, state, tell);
}

/// The locale called `name`, if the dialogue still has it.
std::optional<std::size_t> find_locale(const Dialog& dialog, const std::string& name) {
  for (std::size_t i = 0; i < dialog.locales.size(); ++i) {
    if (dialog.locales[i].id == name) return i;
  }
  return std::nullopt;
}

std::string language_of(const Dialog& dialog, const State& state) {
  return state.language ? dialog.locales[*state.language].id : std::string();
}

Step replay_restart(const Dialog& dialog, const Locale& locale, State state,
                    const TurnRecord& turn) {
  state.language = find_locale(dialog, turn.value);
  return step(dialog, locale, state, Restart{});
}

Step replay_language(const Dialog& dialog, const Locale& locale, const State& state,
                     const TurnRecord& turn) {
  const auto language = find_locale(dialog, turn.value);
  return language ? step(dialog, locale, state, SwitchLanguage{*language})
                  : unchanged(dialog, state);
}

Step replay_sign(const Dialog& dialog, const Locale& locale, const State& state,
                 const TurnRecord& turn) {
  if (turn.event == turn_events::sign) {
    Mentions signs = read_signs(dialog, turn.value);
    if (signs.empty()) return unchanged(dialog, state);
    return step(dialog, locale, state, NoteSigns{std::move(signs)});
  }
  auto fact = dialog.find_fact(turn.fact);
  auto value = fact ? parse_value(dialog, *fact, turn.value) : std::nullopt;
  if (!value || !dialog.facts[*fact].may_be_mentioned) return unchanged(dialog, state);
  return step(dialog, locale, state, AskCheck{Answer{*fact, *value}});
}

bool forgets_all(const TurnRecord& turn) {
  return turn.event == turn_events::start || turn.event == turn_events::restart;
}

}  // namespace

TurnRecord record_of(const Dialog& dialog, const State& before, const Step& step, bool typed) {
  TurnRecord turn;
  switch (step.event) {
    case Event::not_understood:
      turn.event = turn_events::miss;
      break;
    case Event::sign_noted:
      turn.event = turn_events::sign;
      turn.value = write_facts(dialog, step.noted);
      break;
    case Event::checking:
      turn.event = turn_events::check;
      set_answer(dialog, step.state.check, turn);
      break;
    case Event::check_denied:
      turn.event = turn_events::denied;
      break;
    case Event::went_back:
      turn.event = turn_events::back;
      turn.fact = taken_back(dialog, before, step.state);
      break;
    case Event::told: {
      turn.event = turn_events::told;
      Answers facts = step.told;
      facts.insert(facts.end(), step.noted.begin(), step.noted.end());
      turn.value = write_facts(dialog, facts);
      if (const std::optional<Answer>& check = step.state.check) {
        turn.fact = dialog.facts[check->fact].id;
        turn.value.back() = ',';
        turn.value += "\"" + std::string(check_name) +
                      "\":" + write_value(dialog, check->fact, check->value) + "}";
      }
      break;
    }
    case Event::restarted:
      turn.event = turn_events::restart;
      turn.value = language_of(dialog, step.state);
      break;
    case Event::language_changed:
      turn.event = turn_events::language;
      turn.value = language_of(dialog, step.state);
      break;
    case Event::changing:
      turn.event = turn_events::change;
      if (step.state.changing) turn.fact = dialog.facts[*step.state.changing].id;
      break;
    default:
      turn.event = typed ? turn_events::said : turn_events::answer;
      if (step.is_estimate) turn.event = turn_events::estimate;
      set_answer(dialog, step.understood, turn);
  }
  return turn;
}

Step replay_turn(const Dialog& dialog, const Locale& locale, const State& state,
                 const TurnRecord& turn) {
  if (turn.event == turn_events::start) return start(dialog);
  if (turn.event == turn_events::answer || turn.event == turn_events::said ||
      turn.event == turn_events::estimate) {
    Step step = replay_answer(dialog, locale, state, turn);
    step.is_estimate = turn.event == turn_events::estimate;
    return step;
  }
  if (turn.event == turn_events::told) return replay_told(dialog, locale, state, turn);
  if (turn.event == turn_events::language) return replay_language(dialog, locale, state, turn);
  if (turn.event == turn_events::back) return replay_back(dialog, state, turn);
  if (turn.event == turn_events::sign || turn.event == turn_events::check) {
    return replay_sign(dialog, locale, state, turn);
  }
  if (turn.event == turn_events::denied) {
    return step(dialog, locale, state, AnswerCheck{Truth::no});
  }
  if (turn.event == turn_events::restart) return replay_restart(dialog, locale, state, turn);
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

std::size_t first_to_replay(const std::vector<TurnRecord>& turns, std::size_t count) {
  while (count > 1 && !forgets_all(turns[count - 1])) --count;
  return count == 0 ? 0 : count - 1;
}

State state_before(const Dialog& dialog, const Locale& locale, const std::vector<TurnRecord>& turns,
                   std::size_t index) {
  State state;
  if (forgets_all(turns[index])) return state;
  for (std::size_t at = first_to_replay(turns, index); at < index; ++at) {
    state = replay_turn(dialog, locale, state, turns[at]).state;
  }
  return state;
}

Origin origin_of(const TurnRecord& turn) {
  const bool typed = turn.event == turn_events::said || turn.event == turn_events::estimate;
  return typed ? Origin::typed : Origin::tapped;
}

}  // namespace palpate
