// Claims about one conversation: invariants, the shape of the graph, questions, what can happen.
#include <algorithm>

#include "verify/prover.hpp"

namespace palpate {
namespace {

Claim claim_of(std::string id, std::string text, std::string finding = "") {
  Claim claim;
  claim.id = std::move(id);
  claim.text = std::move(text);
  claim.finding = std::move(finding);
  return claim;
}

}  // namespace

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

  // Of conversations that have not ended; every other answer than a refused one leads on.
  Solver open(formula_, options_.limit);
  Claim claim = claim_of("no_dead_end", "every question has an answer that leads on");
  Found found = open.find({formula_.any_of(encoding_.stuck)});
  if (found != Found::no) {
    claim.verdict = found == Found::yes ? Verdict::broken : Verdict::gave_up;
    claim.finding = "the solver gave up";
  }
  if (found == Found::yes) {
    claim.finding = "at the last question of this conversation every answer is refused";
    PlainestPatient plainest(formula_, dialog_, patient_, encoding_, open);
    FoundPatient patient = plainest.find({formula_.any_of(encoding_.stuck)});
    replay(claim, patient.patient);
  }
  report_.solver_questions += open.questions();
  add(std::move(claim));
}

void Prover::prove_loaded() {
  // A Dialog exists only if these hold: the loader refuses files in which they do not.
  add(claim_of("locales.complete", "every language has every text (checked on loading)"));
  add(claim_of("words.distinct",
               "no words stand for two answers of one question (checked on loading)"));
  add(claim_of("graph.acyclic",
               "no way leads in a circle, and every way leads to an end (checked on loading)"));
}

void Prover::prove_question_bounds() {
  Claim claim =
      claim_of("questions.bounded", "no conversation has more than " +
                                        std::to_string(dialog_.max_questions) + " questions");
  PlainestPatient plainest(formula_, dialog_, patient_, encoding_, solver_);
  // The longest conversation of random patients is nearly the longest there is.
  Sampler sampler(dialog_, 3);
  std::size_t most = 0;
  constexpr int tries = 256;
  for (int i = 0; i < tries; ++i)
    most = std::max(most, converse(dialog_, sampler.next()).walk.asked.size());
  Found more = Found::yes;
  while (more == Found::yes) {
    more = solver_.find(
        {formula_.at_least(static_cast<std::uint32_t>(most) + 1, encoding_.questions)});
    if (more == Found::yes) {
      most = static_cast<std::size_t>(
          std::count_if(encoding_.asked.begin(), encoding_.asked.end(),
                        [this](Literal literal) { return solver_.value(literal); }));
    }
  }
  FoundPatient longest =
      plainest.find({formula_.at_least(static_cast<std::uint32_t>(most), encoding_.questions)});
  report_.longest = converse(dialog_, longest.patient);
  if (more == Found::gave_up) {
    claim.verdict = Verdict::gave_up;
    claim.finding = "the solver gave up";
  } else if (most > static_cast<std::size_t>(dialog_.max_questions)) {
    claim.verdict = Verdict::broken;
    claim.finding = "this conversation has " + std::to_string(most) + " questions";
    replay(claim, longest.patient);
  }
  add(std::move(claim));
  FoundPatient shortest = plainest.find({encoding_.disposition[0]});
  if (shortest.found == Found::yes)
    report_.shortest_suggestion = converse(dialog_, shortest.patient);
}

std::vector<Possibility> Prover::reachable_parts() {
  std::vector<Possibility> parts;
  auto add_each = [&](std::string_view kind, std::string_view what, const auto& rows,
                      const std::vector<Literal>& happens) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      parts.push_back({claim_of("reachable." + std::string(kind) + "." + rows[i].id,
                                "some conversation " + std::string(what) + " " + rows[i].id,
                                "no conversation " + std::string(what) + " " + rows[i].id +
                                    "; remove it, or mend what keeps it from happening"),
                       happens[i]});
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
                       encoding_.edges[n][e]});
    }
  }
  return parts;
}

void Prover::prove_reachable() {
  std::vector<Possibility> parts = reachable_parts();
  for (const Invariant& invariant : dialog_.invariants) {
    parts.push_back({claim_of("reachable.invariant." + invariant.id,
                              "some conversation is what " + invariant.id + " is about",
                              invariant.id + " holds for want of cases: no conversation is as its "
                                             "\"reachable\" says"),
                     encoding_.end->is_true(invariant.reachable)});
  }
  settle(std::move(parts));
}

}  // namespace palpate
