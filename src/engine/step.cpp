#include "engine/step.hpp"

#include <algorithm>

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
    FactIndex fact = *open_question();
    Answers earlier = before(fact);
    if (!is_valid(dialog_, fact, given.value, earlier)) {
      step_.event = Event::not_an_option;
      return;
    }
    step_.understood = Answer{fact, given.value};
    if (std::optional<TextIndex> refusal = refusal_of(dialog_, *step_.understood, earlier)) {
      step_.refusal = refusal;
      step_.event = Event::refused;
      return;
    }
    accept(*step_.understood);
  }

  void accept(const Answer& answer) {
    State state;
    state.answers = step_.state.answers;
    auto old = find_answer(state.answers, answer.fact);
    if (old != state.answers.end()) {
      state.answers[static_cast<std::size_t>(old - state.answers.begin())].value = answer.value;
    } else {
      state.answers.push_back(answer);
    }
    step_.walk = walk(dialog_, state.answers);
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
      step_.walk = walk(dialog_, state.answers);
    }
    step_.state = std::move(state);
    step_.event = Event::answered;
  }

  void handle(const Say& say) {
    FactIndex fact = open_question().value_or(0);
    std::uint32_t items = grid_items_asked(dialog_, fact, before(fact));
    Understanding understanding = understand(dialog_, locale_, fact, items, say.text);
    if (open_question() && understanding.value) return handle(GiveAnswer{*understanding.value});
    if (!understanding.command) {
      if (!open_question()) {
        step_.event = is_final() ? Event::final : Event::ended;
        return;
      }
      ++step_.state.misses;
      step_.event = Event::not_understood;
      return;
    }
    switch (*understanding.command) {
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

  void handle(const Back&) {
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
  step.walk = walk(dialog, state.answers);
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
    case Event::went_back:
    case Event::changing:
    case Event::restarted:
      return true;
    default:
      return false;
  }
}

}  // namespace palpate
