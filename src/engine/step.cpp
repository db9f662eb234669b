#include "engine/step.hpp"

#include <algorithm>

#include "understand/signs.hpp"
#include "understand/understand.hpp"

namespace palpate {
namespace {

Answers::const_iterator find_answer(const Answers& answers, FactIndex fact) {
  return std::find_if(answers.begin(), answers.end(),
                      [fact](const Answer& answer) { return answer.fact == fact; });
}

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

  /// The answers that stood when `fact` was asked, which decide what can be answered to it.
  Answers before(FactIndex fact) const {
    Answers kept;
    for (FactIndex asked : step_.walk.asked) {
      if (asked == fact) break;
      kept.push_back(*find_answer(step_.state.answers, asked));
    }
    return kept;
  }

  std::optional<FactIndex> open_question() const { return step_.walk.question; }

  void handle(const GiveAnswer& given) {
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

  void accept(const Answer& answer) {
    State state;
    state.answers = step_.state.answers;
    state.signs = step_.state.signs;
    auto old = find_answer(state.answers, answer.fact);
    if (old != state.answers.end()) {
      state.answers[static_cast<std::size_t>(old - state.answers.begin())].value = answer.value;
    } else {
      state.answers.push_back(answer);
    }
    step_.walk = walk(dialog_, state.answers, state.signs);
    // An answer whose question may still come is kept: the walk takes it up when it gets there.
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
    step_.event = Event::answered;
  }

  void handle(const Say& say) {
    const FactIndex fact = open_question().value_or(0);
    const std::vector<FoundSign> signs = find_signs(dialog_, locale_, say.text);
    if (note_certain_emergency(signs)) return;
    if (step_.state.check) return handle_check(say.text);
    const std::uint32_t items = grid_items_asked(dialog_, fact, before(fact), step_.state.signs);
    const Understanding understanding = understand(dialog_, locale_, fact, items, say.text);
    const bool is_answer = open_question() && understanding.value;
    if (ask_about_other_sign(signs, is_answer ? &*understanding.value : nullptr)) return;
    if (is_answer) return handle(GiveAnswer{*understanding.value});
    if (understanding.command) return obey(*understanding.command);
    if (!open_question()) {
      step_.event = is_final() ? Event::final : Event::ended;
      return;
    }
    ++step_.state.misses;
    step_.event = Event::not_understood;
  }

  void obey(Command command) {
    switch (command) {
      case Command::back:
        return handle(Back{});
      case Command::restart:
        return handle(Restart{});
      case Command::why:
        return handle(AskWhy{});
      case Command::help:
        return handle(AskHelp{});
    }
  }

  // Mentions: what somebody says of another question than the open one.

  /// With the sign the conversation would end as an emergency.
  bool is_emergency_with(const Answer& sign) const {
    const Walk walk = palpate::walk(dialog_, step_.state.answers, signs_with(sign));
    return walk.outcome && walk.outcome->disposition == Disposition::emergency;
  }

  Mentions signs_with(const Answer& sign) const {
    Mentions signs = step_.state.signs;
    add_to(signs, sign);
    return signs;
  }

  static void add_to(Mentions& signs, const Answer& sign) {
    auto known = std::find_if(signs.begin(), signs.end(),
                              [&](const Answer& said) { return said.fact == sign.fact; });
    if (known == signs.end()) {
      signs.push_back(sign);
    } else {
      known->value.bits |= sign.value.bits;
      known->value.not_sure = known->value.not_sure || sign.value.not_sure;
    }
  }

  static Answer answer_of(const FoundSign& sign) {
    return {sign.fact, {std::uint64_t{1} << sign.option, false}};
  }

  /// True if that much was ticked or said before.
  bool is_known(const Answer& sign) const {
    auto has = [&](const Answer& given) {
      return given.fact == sign.fact && (given.value.bits & sign.value.bits) == sign.value.bits &&
             (given.value.not_sure || !sign.value.not_sure);
    };
    const State& state = step_.state;
    return std::any_of(state.answers.begin(), state.answers.end(), has) ||
           std::any_of(state.signs.begin(), state.signs.end(), has);
  }

  /// Clear words for an emergency need no question: every such sign counts.
  bool note_certain_emergency(const std::vector<FoundSign>& signs) {
    Mentions noted;
    for (const FoundSign& sign : signs) {
      if (!sign.certain || is_known(answer_of(sign))) continue;
      if (is_emergency_with(answer_of(sign))) add_to(noted, answer_of(sign));
    }
    if (noted.empty()) return false;
    handle(NoteSigns{std::move(noted)});
    return true;
  }

  /// Asks about the first sign that `answer`, taken for an answer to the open question, does not
  /// say anyhow.
  bool ask_about_other_sign(const std::vector<FoundSign>& signs, const Value* answer) {
    for (const FoundSign& sign : signs) {
      const Answer said = answer_of(sign);
      const bool is_answered = answer != nullptr && open_question() == sign.fact &&
                               (answer->bits & said.value.bits) != 0;
      if (is_answered || is_known(said)) continue;
      handle(AskCheck{said});
      return true;
    }
    return false;
  }

  /// Puts what was said to the answer that it belongs to. An emergency at its own question is an
  /// answer; anything less leaves the question open, since nothing was said of the rest. "Not sure"
  /// stays, whatever is answered when it is asked again.
  void take_up(State& state, const Answer& sign) const {
    const auto given = find_answer(state.answers, sign.fact);
    if (given != state.answers.end() && !sign.value.not_sure) {
      state.answers[static_cast<std::size_t>(given - state.answers.begin())].value.bits |=
          sign.value.bits;
    } else if (open_question() == sign.fact && is_emergency_with(sign)) {
      state.answers.push_back(sign);
    } else {
      add_to(state.signs, sign);
    }
  }

  void handle(const NoteSigns& note) {
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

  void handle(const AskCheck& ask) {
    step_.state.check = ask.sign;
    step_.state.misses = 0;
    step_.event = Event::checking;
  }

  void handle(const AnswerCheck& answer) {
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
  void handle_check(std::string_view text) {
    constexpr int most_misses = 2;
    if (std::optional<Truth> happening = understand_check(locale_, text))
      return handle(AnswerCheck{*happening});
    if (std::optional<Command> command = understand_command(locale_, text)) return obey(*command);
    if (++step_.state.misses >= most_misses) return handle(AnswerCheck{Truth::unknown});
    step_.event = Event::not_understood;
  }

  void handle(const Back&) {
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

  void handle(const ChangeAnswer& change) {
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

  void handle(const Restart&) {
    step_ = start(dialog_);
    step_.event = Event::restarted;
  }

  void handle(const AskWhy&) { step_.event = Event::explained; }
  void handle(const AskHelp&) { step_.event = Event::helped; }

  const Dialog& dialog_;
  const Locale& locale_;
  Step step_;
};

}  // namespace

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
  return Stepper(dialog, locale, state).take(input);
}

bool changes_state(Event event) {
  switch (event) {
    case Event::answered:
    case Event::not_understood:
    case Event::sign_noted:
    case Event::checking:
    case Event::check_denied:
    case Event::went_back:
    case Event::changing:
    case Event::restarted:
      return true;
    default:
      return false;
  }
}

}  // namespace palpate
