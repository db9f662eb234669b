#include "verify/prove.hpp"

#include <algorithm>

#include "verify/compare.hpp"
#include "verify/prover.hpp"

namespace palpate {

std::size_t Report::count(Verdict verdict) const {
  return static_cast<std::size_t>(std::count_if(
      claims.begin(), claims.end(), [&](const Claim& claim) { return claim.verdict == verdict; }));
}

Report prove(const Dialog& dialog, const ProofOptions& options) {
  return Prover(dialog, options).run();
}

Prover::Prover(const Dialog& dialog, const ProofOptions& options)
    : dialog_(dialog),
      options_(options),
      domains_(domains_of(dialog)),
      patient_(formula_, dialog, domains_),
      on_(Switches::on(dialog)),
      encoding_(encode(formula_, dialog, domains_, patient_.answers(), on_)),
      solver_(formula_, options.limit) {
  solver_.require(encoding_.ended);
  for (const Domain& domain : domains_) report_.log2_answers += domain.log2_size();
}

Report Prover::run() {
  progress("comparing formula and engine");
  compare_with_engine();
  progress("proving the invariants");
  prove_invariants();
  progress("proving the shape of the graph");
  prove_shape();
  prove_loaded();
  progress("counting questions");
  prove_question_bounds();
  progress("looking for what can never happen");
  prove_reachable();
  progress("comparing pairs of conversations");
  PairProver pairs(dialog_, options_, formula_, patient_, encoding_, on_);
  for (Claim& claim : pairs.run()) add(std::move(claim));
  report_.solver_questions += pairs.solver_questions();
  progress("looking for rows without effect");
  prove_rows_matter();
  report_.solver_questions += solver_.questions();
  return std::move(report_);
}

void Prover::progress(std::string_view what) const {
  if (options_.progress) options_.progress(what);
}

void Prover::compare_with_engine() {
  Claim claim{"engine_agrees",
              "formula and engine say the same of " + std::to_string(options_.compared) +
                  " random patients, whatever the order of their answers",
              {},
              Verdict::proved,
              "",
              std::nullopt};
  std::string difference = compare_at_random(dialog_, options_.compared, 1);
  if (!difference.empty()) {
    claim.verdict = Verdict::gave_up;
    claim.finding = "formula and engine differ, so that nothing is proved: " + difference;
  }
  add(std::move(claim));
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
  for (Violation& violation : violations) open.push_back(&violation);
  auto still_open = [](const Violation* violation) {
    return violation->claim.verdict == Verdict::proved && !violation->claim.counterexample;
  };
  // One question for all of them, as long as none is broken.
  while (!open.empty()) {
    std::vector<Literal> any;
    for (Violation* violation : open) any.push_back(violation->broken);
    Found found = solver_.find({formula_.any_of(any)});
    if (found == Found::no) break;
    for (Violation* violation : open) {
      bool is_broken = found == Found::yes && solver_.value(violation->broken);
      if (is_broken) violation->claim.verdict = Verdict::broken;
      if (found == Found::gave_up) violation->claim.verdict = Verdict::gave_up;
    }
    std::erase_if(open, [&](Violation* violation) { return !still_open(violation); });
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
      replay(violation.claim, found.patient);
    }
    if (violation.claim.verdict == Verdict::proved) violation.claim.finding = "";
    add(std::move(violation.claim));
  }
}

void Prover::settle(std::vector<Possibility> possibilities) {
  std::vector<Possibility*> open;
  for (Possibility& possibility : possibilities) open.push_back(&possibility);
  // Random patients find almost everything; the solver is asked about the rest.
  Sampler sampler(dialog_, 2);
  Simulation simulation(formula_);
  constexpr unsigned lanes = 64;
  for (std::uint64_t done = 0; done < options_.sampled && !open.empty(); done += lanes) {
    for (unsigned lane = 0; lane < lanes; ++lane) patient_.set(simulation, lane, sampler.next());
    simulation.run();
    std::uint64_t ended = simulation.word(encoding_.ended);
    std::erase_if(open, [&](Possibility* possibility) {
      return (simulation.word(possibility->happens) & ended) != 0;
    });
  }
  while (!open.empty()) {
    std::vector<Literal> any;
    for (Possibility* possibility : open) any.push_back(possibility->happens);
    Found found = solver_.find({formula_.any_of(any)});
    if (found == Found::yes) {
      std::erase_if(open, [&](Possibility* one) { return solver_.value(one->happens); });
      continue;
    }
    for (Possibility* possibility : open) {
      Claim& claim = possibility->claim;
      claim.verdict = found == Found::no ? Verdict::broken : Verdict::gave_up;
      if (found == Found::gave_up) claim.finding = "the solver gave up";
      if (found == Found::no && claim.finding.empty()) claim.finding = "no conversation comes here";
    }
    break;
  }
  for (Possibility& possibility : possibilities) {
    if (possibility.claim.verdict == Verdict::proved) possibility.claim.finding = "";
    add(std::move(possibility.claim));
  }
}

}  // namespace palpate
