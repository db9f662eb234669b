// Typed words, and what somebody says of another question than the open one.
#include <algorithm>

#include "engine/stepper.hpp"

namespace palpate {
namespace {

Answer answer_of(const FoundSign& sign) {
  return {sign.fact, {std::uint64_t{1} << sign.option, false}};
}

Mentions with(Mentions signs, const Answer& sign) {
  add_to(signs, sign);
  return signs;
}

}  // namespace

void add_to(Mentions& signs, const Answer& sign) {
  auto known = std::find_if(signs.begin(), signs.end(),
                            [&](const Answer& said) { return said.fact == sign.fact; });
  if (known == signs.end()) {
    signs.push_back(sign);
  } else {
    known->value.bits |= sign.value.bits;
    known->value.not_sure = known->value.not_sure || sign.value.not_sure;
  }
}

void Stepper::handle(const Say& say) {
  const TypedMessage message(locale_, say.text);
  std::vector<FoundSign> signs = find_signs(message, open_question());
  if (step_.state.check) {
    if (!note_certain_emergency(signs)) handle_check(message);
    return;
  }
  Asked asked;
  asked.open = open_question();
  asked.answered = step_.walk.asked;
  for (const Answer& answer : step_.state.answers)
    asked.given.emplace_back(answer.fact, answer.value);
  asked.today = say.today;
  asked.is_told =
      asked.open &&
      std::any_of(step_.state.signs.begin(), step_.state.signs.end(), [&](const Answer& sign) {
        return sign.fact == *asked.open && sign.value.bits != 0;
      });
  if (asked.open)
    asked.items = grid_items_asked(dialog_, *asked.open, before(*asked.open), step_.state.signs);
  const Understanding understanding = understand(dialog_, message, asked);
  put_listed_aside(signs, understanding);
  if (note_certain_emergency(signs)) return;
  if (ask_about_other_sign(signs, understanding)) return;
  obey(understanding);
}

/// "Angina" in a list of illnesses is first of all the answer to it: nothing is certain about it
/// that only names what the list asks, and what is not certain needs no question.
void Stepper::put_listed_aside(std::vector<FoundSign>& signs,
                               const Understanding& understood) const {
  if (!understood.value || dialog_.facts[*open_question()].told != Told::ticks) return;
  auto is_listed = [&](const FoundSign& sign) {
    for (std::uint32_t i = sign.begin; i <= sign.end; ++i) {
      if (!understood.answering[i]) return false;
    }
    return sign.fact != *open_question();
  };
  std::erase_if(signs, [&](const FoundSign& sign) { return !sign.certain && is_listed(sign); });
  for (FoundSign& sign : signs) sign.certain = sign.certain && !is_listed(sign);
}

void Stepper::obey(const Understanding& understanding) {
  if (understanding.locale) return handle(SwitchLanguage{*understanding.locale});
  if (understanding.changed) return handle(ChangeAnswer{*understanding.changed});
  if (understanding.command) return obey(*understanding.command);
  if (understanding.topic) {
    step_.topic = understanding.topic;
    step_.event = Event::topic_answered;
    return;
  }
  if (!understanding.told.empty()) return handle(facts_of(understanding));
  if (!understanding.value) return miss();
  step_.is_estimate = understanding.is_estimate;
  handle(GiveAnswer{*understanding.value});
}

/// Everything that was understood as an answer, to the open question first.
TellFacts Stepper::facts_of(const Understanding& understanding) const {
  TellFacts tell;
  if (understanding.value) tell.told.push_back({*open_question(), *understanding.value, false});
  tell.told.insert(tell.told.end(), understanding.told.begin(), understanding.told.end());
  return tell;
}

void Stepper::miss() {
  if (!open_question()) {
    step_.event = is_final() ? Event::final : Event::ended;
    return;
  }
  ++step_.state.misses;
  step_.event = Event::not_understood;
}

void Stepper::obey(Command command) {
  switch (command) {
    case Command::back:
      return handle(Back{});
    case Command::restart:
      return handle(Restart{});
    case Command::why:
      return handle(AskWhy{});
    case Command::help:
      return handle(AskHelp{});
    case Command::change:
      step_.event = is_final() ? Event::final : Event::change_which;
      return;
  }
}

/// With the sign the conversation would end as an emergency.
bool Stepper::is_emergency_with(const Answer& sign) const {
  const Walk walk = palpate::walk(dialog_, step_.state.answers, with(step_.state.signs, sign));
  return walk.outcome && walk.outcome->disposition == Disposition::emergency;
}

/// True if that much was ticked or said before.
bool Stepper::is_known(const Answer& sign) const {
  auto has = [&](const Answer& given) {
    return given.fact == sign.fact && (given.value.bits & sign.value.bits) == sign.value.bits &&
           (given.value.not_sure || !sign.value.not_sure);
  };
  const State& state = step_.state;
  return std::any_of(state.answers.begin(), state.answers.end(), has) ||
         std::any_of(state.signs.begin(), state.signs.end(), has);
}

/// Clear words for an emergency need no question: every such sign counts.
bool Stepper::note_certain_emergency(const std::vector<FoundSign>& signs) {
  Mentions noted;
  for (const FoundSign& sign : signs) {
    if (!sign.certain || is_known(answer_of(sign))) continue;
    if (is_emergency_with(answer_of(sign))) add_to(noted, answer_of(sign));
  }
  if (noted.empty()) return false;
  handle(NoteSigns{std::move(noted)});
  return true;
}

/// Asks about the first sign that what was understood does not say anyhow.
bool Stepper::ask_about_other_sign(const std::vector<FoundSign>& signs,
                                   const Understanding& understood) {
  for (const FoundSign& sign : signs) {
    const Answer said = answer_of(sign);
    if (is_said(understood, said) || is_known(said)) continue;
    // What else was said is kept.
    TellFacts tell = facts_of(understood);
    tell.check = said;
    handle(tell);
    return true;
  }
  return false;
}

bool Stepper::is_said(const Understanding& understood, const Answer& sign) const {
  if (understood.value && open_question() == sign.fact)
    return (understood.value->bits & sign.value.bits) != 0;
  // An answer to a question that comes later would be heard too late.
  return std::any_of(understood.told.begin(), understood.told.end(), [&](const ToldFact& told) {
    const std::vector<FactIndex>& asked = step_.walk.asked;
    const bool is_heard = dialog_.facts[told.fact].told == Told::ticks ||
                          std::find(asked.begin(), asked.end(), told.fact) != asked.end();
    return is_heard && told.fact == sign.fact && (told.value.bits & sign.value.bits) != 0;
  });
}

/// Puts what was said to the answer that it belongs to. An emergency at its own question is an
/// answer; anything less leaves the question open, since nothing was said of the rest. "Not sure"
/// stays, whatever is answered when it is asked again.
void Stepper::take_up(State& state, const Answer& sign) const {
  const auto given = find_answer(state.answers, sign.fact);
  const std::vector<FactIndex>& asked = step_.walk.asked;
  const bool is_asked = std::find(asked.begin(), asked.end(), sign.fact) != asked.end();
  if (is_asked && given != state.answers.end() && !sign.value.not_sure) {
    state.answers[static_cast<std::size_t>(given - state.answers.begin())].value.bits |=
        sign.value.bits;
  } else if (open_question() == sign.fact && is_emergency_with(sign)) {
    state.answers.push_back(sign);
  } else {
    add_to(state.signs, sign);
  }
}

void Stepper::handle(const NoteSigns& note) {
  State state = step_.state;
  // Several together are heard together, at the beginning; one ends where it belongs.
  for (const Answer& sign : note.signs) {
    if (note.signs.size() > 1) {
      add_to(state.signs, sign);
    } else {
      take_up(state, sign);
    }
  }
  state.check.reset();
  state.changing.reset();
  state.misses = 0;
  step_ = look(dialog_, state);
  step_.noted = note.signs;
  step_.event = Event::sign_noted;
}

void Stepper::handle(const AskCheck& ask) {
  step_.state.check = ask.sign;
  step_.state.misses = 0;
  step_.event = Event::checking;
}

void Stepper::handle(const AnswerCheck& answer) {
  if (!step_.state.check) {
    step_.event = Event::not_an_option;
    return;
  }
  Answer sign = *step_.state.check;
  if (answer.happening == Truth::no) {
    step_.state.check.reset();
    step_.state.misses = 0;
    step_.event = Event::check_denied;
    return;
  }
  // "Not sure" of an emergency is not sure of its question, which needs care the same day.
  if (answer.happening == Truth::unknown && is_emergency_with(sign) &&
      dialog_.facts[sign.fact].not_sure)
    sign.value = Value{0, true};
  handle(NoteSigns{{sign}});
}

/// What was typed where it was asked whether something is happening. Nobody is kept there: who
/// says nothing that is understood is not sure.
void Stepper::handle_check(const TypedMessage& message) {
  constexpr int most_misses = 2;
  if (std::optional<Truth> happening = understand_check(message))
    return handle(AnswerCheck{*happening});
  if (std::optional<Command> command = understand_command(message)) return obey(*command);
  const Understanding wish = understand(dialog_, message, Asked{});
  if (wish.locale) return handle(SwitchLanguage{*wish.locale});
  if (++step_.state.misses >= most_misses) return handle(AnswerCheck{Truth::unknown});
  step_.event = Event::not_understood;
}

}  // namespace palpate
