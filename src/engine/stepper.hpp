// Inside of step(): what each input does to the state. step.cpp has answers and navigation,
// step_typed.cpp typed words and what is said unasked. Inside the room only.
#pragma once

#include "engine/step.hpp"
#include "understand/signs.hpp"

namespace palpate {

class Stepper {
 public:
  Stepper(const Dialog& dialog, const Locale& locale, const State& state)
      : dialog_(dialog), locale_(locale), step_(look(dialog, state)) {}

  Step take(const Input& input) {
    std::visit([this](const auto& one) { handle(one); }, input);
    return std::move(step_);
  }

 private:
  bool is_final() const {
    return step_.walk.outcome && step_.walk.outcome->disposition >= Disposition::urgent;
  }
  std::optional<FactIndex> open_question() const { return step_.walk.question; }
  /// The answers that stood when `fact` was asked, which decide what can be answered to it.
  Answers before(FactIndex fact) const;

  // step.cpp
  void handle(const GiveAnswer& given);
  void handle(const TellFacts& tell);
  void handle(const Back& back);
  void handle(const ChangeAnswer& change);
  void handle(const Restart& restart);
  void handle(const SwitchLanguage& language);
  void handle(const AskWhy& /*ask*/) { step_.event = Event::explained; }
  void handle(const AskHelp& /*ask*/) { step_.event = Event::helped; }
  void accept(const Answer& answer);
  void settle(State state, Event event);
  std::optional<Answer> as_told(const State& state, const ToldFact& told) const;

  // step_typed.cpp
  void handle(const Say& say);
  void handle(const NoteSigns& note);
  void handle(const AskCheck& ask);
  void handle(const AnswerCheck& answer);
  void obey(const Understanding& understanding);
  void obey(Command command);
  void miss();
  TellFacts facts_of(const Understanding& understanding) const;
  void put_listed_aside(std::vector<FoundSign>& signs, const Understanding& understood) const;
  bool is_emergency_with(const Answer& sign) const;
  bool is_known(const Answer& sign) const;
  bool note_certain_emergency(const std::vector<FoundSign>& signs);
  bool ask_about_other_sign(const std::vector<FoundSign>& signs, const Understanding& understood);
  bool is_said(const Understanding& understood, const Answer& sign) const;
  void take_up(State& state, const Answer& sign) const;
  void handle_check(const TypedMessage& message);

  const Dialog& dialog_;
  const Locale& locale_;
  Step step_;
};

/// Adds `sign` to what is known of its fact.
void add_to(Mentions& signs, const Answer& sign);

/// The answer to `fact` in `answers`.
[[nodiscard]] Answers::const_iterator find_answer(const Answers& answers, FactIndex fact);

}  // namespace palpate
