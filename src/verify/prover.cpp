#include "verify/prover.hpp"

#include <algorithm>

#include "verify/compare.hpp"

namespace palpate {

Claim claim_of(std::string id, std::string text, std::string finding) {
  Claim claim;
  claim.id = std::move(id);
  claim.text = std::move(text);
  claim.finding = std::move(finding);
  return claim;
}

Prover::Prover(const Dialog& dialog, const ProofOptions& options, Half half,
               const std::optional<Case>& only, std::size_t count)
    : dialog_(dialog),
      options_(options),
      half_(half),
      only_(only),
      cases_(count),
      domains_(domains_of(dialog)),
      patient_(formula_, dialog, domains_, false, only),
      on_(Switches::on(dialog)),
      encoding_(encode(formula_, dialog, domains_, patient_.said(), on_)),
      solver_(formula_, options.limit),
      sampler_(dialog, only ? 2 + only->option : 1),
      switches_(on_) {
  solver_.require(encoding_.ended);
  std::vector<bool> asked;
  for (Literal literal : encoding_.asked) asked.push_back(literal != never);
  sampler_.answer_only(asked);
  if (half_ == Half::invariants) return;
  list_reachable();
  list_rows();
}

void Prover::sample(Shown& shown) {
  if (half_ == Half::invariants) return;
  Open open = this->open(shown, 0, first_row());
  try_patients(open, shown, options_.sampled / cases_, [&] { return sampler_.next(); });
  try_fitting(shown);
  try_rows(shown);
}

void Prover::solve(Shown& shown) {
  if (half_ == Half::invariants) {
    prove_invariants();
    prove_shape();
    prove_no_dead_end();
    return;
  }
  bound_questions();
  PairProver pairs(dialog_, options_, formula_, patient_, encoding_, on_);
  for (Claim& claim : pairs.run()) must_hold_.push_back(std::move(claim));
  other_questions_ += pairs.solver_questions();
  settle(std::move(safeguards_));
  ask_solver(shown, 0, first_row());
  // These look at two conversations, and so at a formula twice as large.
  ask_solver(shown, first_row(), possibilities_.size());
}

Assignment Prover::of_case(Assignment patient) const {
  if (only_) patient[only_->fact] = only_->value(dialog_);
  return patient;
}

void Prover::replay(Claim& claim, const Assignment& assignment) {
  Conversation conversation = converse(dialog_, assignment);
  Simulation simulation(formula_);
  patient_.set(simulation, 0, assignment);
  simulation.run();
  std::string differs = difference(dialog_, encoding_, simulation, 0, conversation.walk);
  if (!differs.empty()) {
    claim.verdict = Verdict::gave_up;
    claim.finding = "the engine does not confirm the counterexample: " + differs;
  }
  claim.counterexample = Counterexample{std::move(conversation), std::nullopt};
}

void Prover::settle(std::vector<Violation> violations) {
  std::vector<Violation*> open;
  for (Violation& violation : violations) {
    if (violation.broken != never) open.push_back(&violation);
  }
  // One question for many of them, as long as none is broken.
  constexpr std::size_t at_once = 64;
  while (!open.empty()) {
    std::vector<Violation*> some(
        open.begin(), open.begin() + static_cast<std::ptrdiff_t>(std::min(at_once, open.size())));
    std::vector<Literal> any;
    for (Violation* violation : some) any.push_back(violation->broken);
    const Found found = solver_.find({formula_.any_of(any)});
    for (Violation* violation : some) {
      const bool is_broken = found == Found::yes && solver_.value(violation->broken);
      if (is_broken) violation->claim.verdict = Verdict::broken;
      if (found == Found::gave_up) violation->claim.verdict = Verdict::gave_up;
    }
    const bool is_settled = found != Found::yes;
    std::erase_if(open, [&](Violation* violation) {
      const bool is_one = std::find(some.begin(), some.end(), violation) != some.end();
      return is_one && (is_settled || violation->claim.verdict != Verdict::proved);
    });
  }
  for (Violation& violation : violations) {
    if (violation.claim.verdict == Verdict::gave_up) {
      violation.claim.finding = "the solver gave up";
      Found alone = solver_.find({violation.broken});
      if (alone != Found::gave_up) {
        violation.claim.finding = "";
        violation.claim.verdict = alone == Found::no ? Verdict::proved : Verdict::broken;
      }
    }
    if (violation.claim.verdict == Verdict::broken) {
      PlainestPatient plainest(formula_, dialog_, patient_, encoding_, solver_);
      FoundPatient found = plainest.find({violation.broken});
      if (violation.claim.finding.empty()) violation.claim.finding = "this conversation breaks it";
      if (found.found == Found::yes) replay(violation.claim, found.patient);
    }
    if (violation.claim.verdict == Verdict::proved) violation.claim.finding = "";
    must_hold_.push_back(std::move(violation.claim));
  }
}

}  // namespace palpate
