// Claims about one conversation: invariants, the shape of the graph, questions, what can happen.
#include <algorithm>

#include "verify/prover.hpp"

namespace palpate {

void Prover::prove_invariants() {
  std::vector<Violation> violations;
  for (const Invariant& invariant : dialog_.invariants) {
    if (invariant.kind > InvariantKind::implies) continue;  // two conversations: prove_pairs
    Violation violation;
    violation.claim = claim_of(invariant.id, invariant.text);
    violation.claim.sources = invariant.sources;
    violation.broken = encoding_.end->is_true(invariant.when);
    if (invariant.kind == InvariantKind::implies) {
      violation.broken = formula_.both(violation.broken, !encoding_.end->is_true(invariant.then));
    }
    violations.push_back(std::move(violation));
  }
  settle(std::move(violations));
}

void Prover::prove_shape() {
  std::vector<Violation> violations;
  auto holds = [&](std::string id, std::string text, std::string finding, Literal broken) {
    violations.push_back({claim_of(std::move(id), std::move(text), std::move(finding)), broken});
  };
  holds("schedule.complete", "a schedule row fits every suggestion",
        "no schedule row fits this conversation, so that it ends without a suggestion; add a row",
        formula_.both(encoding_.may_suggest, !formula_.any_of(encoding_.schedule_fires)));
  std::vector<Literal> twice;
  for (std::size_t i = 0; i < encoding_.schedule_fires.size(); ++i) {
    for (std::size_t j = i + 1; j < encoding_.schedule_fires.size(); ++j)
      twice.push_back(formula_.both(encoding_.schedule_fires[i], encoding_.schedule_fires[j]));
  }
  holds("schedule.disjoint", "never do two schedule rows fit",
        "two schedule rows fit this conversation; narrow one of them",
        formula_.both(encoding_.may_suggest, formula_.any_of(twice)));
  holds("suggestion.whole", "a suggestion has one technique, which is allowed, and one schedule",
        "something is missing in this suggestion",
        formula_.both(encoding_.disposition[0],
                      !formula_.both(formula_.any_of(encoding_.primary),
                                     formula_.any_of(encoding_.schedule_rows))));
  holds("no_technique_without_suggestion",
        "who is sent elsewhere is offered no technique and no schedule",
        "this conversation offers a technique although it ends without a suggestion",
        formula_.both(!encoding_.disposition[0],
                      formula_.either(formula_.any_of(encoding_.allowed),
                                      formula_.any_of(encoding_.schedule_rows))));
  settle(std::move(violations));
}

/// Of conversations that have not ended; every other answer than a refused one leads on.
void Prover::prove_no_dead_end() {
  Solver open(formula_, options_.limit);
  Claim claim = claim_of("no_dead_end", "every question has an answer that leads on");
  const Literal stuck = formula_.any_of(encoding_.stuck);
  const Found found = open.find({stuck});
  if (found == Found::gave_up) {
    claim.verdict = Verdict::gave_up;
    claim.finding = "the solver gave up";
  }
  if (found == Found::yes) {
    claim.verdict = Verdict::broken;
    claim.finding = "at the last question of this conversation every answer is refused";
    PlainestPatient plainest(formula_, dialog_, patient_, encoding_, open);
    const FoundPatient patient = plainest.find({stuck});
    if (patient.found == Found::yes) replay(claim, patient.patient);
  }
  other_questions_ += open.questions();
  must_hold_.push_back(std::move(claim));
}

void Prover::bound_questions() {
  Claim claim =
      claim_of("questions.bounded", "no conversation has more than " +
                                        std::to_string(dialog_.max_questions) + " questions");
  auto asked = [this] {
    return static_cast<std::size_t>(
        std::count_if(encoding_.asked.begin(), encoding_.asked.end(),
                      [this](Literal literal) { return solver_.value(literal); }));
  };
  auto at_least = [this](std::size_t count) {
    return formula_.at_least(static_cast<std::uint32_t>(count), encoding_.questions);
  };
  // The longest conversation of random patients is nearly the longest there is.
  constexpr int tries = 128;
  for (int i = 0; i < tries; ++i) {
    const Conversation conversation = converse(dialog_, of_case(sampler_.next()));
    most_questions_ = std::max(most_questions_, conversation.walk.asked.size());
  }
  Found found = Found::yes;
  while ((found = solver_.find({at_least(most_questions_ + 1)})) == Found::yes)
    most_questions_ = asked();
  if (found == Found::gave_up) {
    claim.verdict = Verdict::gave_up;
    claim.finding = "the solver gave up";
  } else if (most_questions_ > static_cast<std::size_t>(dialog_.max_questions)) {
    claim.verdict = Verdict::broken;
    claim.finding = "this conversation has " + std::to_string(most_questions_) + " questions";
    claim.counterexample = Counterexample{longest(), std::nullopt};
  }
  must_hold_.push_back(std::move(claim));
  const Literal suggestion = encoding_.disposition[0];
  for (found = solver_.find({suggestion}); found == Found::yes;
       found = solver_.find({suggestion, !at_least(*fewest_questions_)})) {
    fewest_questions_ = asked();
  }
}

Conversation Prover::longest() {
  const auto most = static_cast<std::uint32_t>(most_questions_);
  return plainest(formula_.at_least(most, encoding_.questions));
}

Conversation Prover::shortest_suggestion() {
  return plainest(encoding_.disposition[0]);
}

Conversation Prover::plainest(Literal wanted) {
  PlainestPatient plainest(formula_, dialog_, patient_, encoding_, solver_);
  const FoundPatient found = plainest.find({wanted});
  if (found.found == Found::yes) return converse(dialog_, found.patient);
  return converse(dialog_, Assignment(dialog_.facts.size()));
}

void Prover::list_reachable() {
  std::vector<Possibility>& parts = possibilities_;
  auto add_each = [&](std::string_view kind, std::string_view what, const auto& rows,
                      const std::vector<Literal>& happens) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Possibility part{claim_of("reachable." + std::string(kind) + "." + rows[i].id,
                                "some conversation " + std::string(what) + " " + rows[i].id,
                                "no conversation " + std::string(what) + " " + rows[i].id +
                                    "; remove it, or mend what keeps it from happening"),
                       happens[i],
                       {}};
      if constexpr (requires { rows[i].trigger; }) part.hints.push_back(rows[i].trigger);
      parts.push_back(std::move(part));
    }
  };
  add_each("node", "comes by", dialog_.nodes, encoding_.visited);
  add_each("flag", "raises", dialog_.flags, encoding_.raised);
  add_each("matrix", "fires the matrix row", dialog_.matrix, encoding_.rows);
  add_each("gate", "fires the gate", dialog_.gates, encoding_.gates);
  add_each("score", "fires the score row", dialog_.scores, encoding_.scores);
  add_each("schedule", "gets the schedule row", dialog_.schedule_rows, encoding_.schedule_rows);
  add_each("note", "shows the note", dialog_.notes, encoding_.notes);
  add_each("technique", "suggests first", dialog_.techniques, encoding_.primary);
  for (std::size_t n = 0; n < dialog_.nodes.size(); ++n) {
    const Node& node = dialog_.nodes[n];
    for (std::size_t e = 0; e < node.next.size(); ++e) {
      std::string way = "goes from " + node.id + " to " + dialog_.nodes[node.next[e].to].id +
                        " (way " + std::to_string(e + 1) + ")";
      parts.push_back({claim_of("reachable.edge." + node.id + "." + std::to_string(e + 1),
                                "some conversation " + way,
                                "no conversation " + way +
                                    "; the ways before it take everything, or its condition "
                                    "never holds there"),
                       encoding_.edges[n][e],
                       {{node.next[e].when, false}}});
    }
  }
  for (const Invariant& invariant : dialog_.invariants) {
    parts.push_back({claim_of("reachable.invariant." + invariant.id,
                              "some conversation is what " + invariant.id + " is about",
                              invariant.id + " holds for want of cases: no conversation is as its "
                                             "\"reachable\" says"),
                     encoding_.end->is_true(invariant.reachable),
                     {{invariant.reachable, false}}});
  }
}

}  // namespace palpate
