// Rows without effect: a row is there twice, in a way, if no advice changes when it is gone.
#include "verify/prover.hpp"

namespace palpate {
namespace {

/// True where the two conversations end with other advice: disposition, flags, techniques, their
/// order, schedule or notes.
Literal advice_differs(Formula& formula, const Encoding& a, const Encoding& b) {
  std::vector<Literal> ways;
  auto each = [&](const auto& left, const auto& right) {
    for (std::size_t i = 0; i < left.size(); ++i) ways.push_back(formula.differ(left[i], right[i]));
  };
  each(a.disposition, b.disposition);
  each(a.raised, b.raised);
  each(a.allowed, b.allowed);
  each(a.schedule_rows, b.schedule_rows);
  each(a.notes, b.notes);
  for (std::size_t t = 0; t < a.allowed.size(); ++t) {
    for (std::size_t u = 0; u < a.allowed.size(); ++u) {
      ways.push_back(formula.all_of(
          {a.allowed[t], a.allowed[u], formula.differ(a.beats[t][u], b.beats[t][u])}));
    }
  }
  return formula.any_of(ways);
}

}  // namespace

void Prover::list_rows() {
  for (std::size_t i = 0; i < dialog_.matrix.size(); ++i) {
    const MatrixRow& row = dialog_.matrix[i];
    Literal shown = never;
    if (row.note) shown = formula_.either(shown, encoding_.disposition[0]);
    if (row.blocked) shown = formula_.either(shown, encoding_.disposition[1]);
    rows_.push_back({"matrix." + row.id, row.trigger, &switches_.matrix[i], encoding_.rows[i],
                     formula_.both(shown, encoding_.rows[i])});
  }
  for (std::size_t i = 0; i < dialog_.gates.size(); ++i) {
    const Gate& gate = dialog_.gates[i];
    Row row{"gate." + gate.id, gate.trigger, &switches_.gates[i], encoding_.gates[i], never};
    if (gate.safeguard) {
      safeguards_.push_back(safeguard(row));
    } else {
      rows_.push_back(std::move(row));
    }
  }
  for (std::size_t i = 0; i < dialog_.scores.size(); ++i) {
    const ScoreRow& score = dialog_.scores[i];
    rows_.push_back(
        {"score." + score.id, score.trigger, &switches_.scores[i], encoding_.scores[i], never});
  }
  // A second conversation in which one of the rows, whichever is chosen, is gone.
  off_ = formula_.one_of(rows_.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) *rows_[i].enabled = !off_.options[i];
  differs_ = differs_with(switches_);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Possibility row;
    row.claim = claim_of("matters." + rows_[i].id,
                         "some advice would be another one without " + rows_[i].id,
                         "no advice would change without " + rows_[i].id +
                             ": other rows say all that it says; remove it, or narrow the others");
    const Literal matters = formula_.both(off_.options[i], differs_);
    if (rows_[i].fires != never) row.happens = formula_.either(rows_[i].shown, matters);
    possibilities_.push_back(std::move(row));
  }
}

Literal Prover::differs_with(const Switches& switches) {
  Encoding other = encode(formula_, dialog_, domains_, patient_.said(), switches);
  return formula_.both(other.ended, advice_differs(formula_, encoding_, other));
}

Violation Prover::safeguard(const Row& row) {
  Violation violation;
  violation.claim =
      claim_of("safeguard." + row.id, "what " + row.id + " says on purpose, other rows say too",
               "without " + row.id +
                   " this conversation gets other advice: a row that it doubles has "
                   "become weaker; mend that row, or take \"safeguard\" away");
  if (row.fires == never) return violation;
  *row.enabled = never;
  violation.broken = differs_with(switches_);
  *row.enabled = always;
  return violation;
}

void Prover::try_rows(Shown& shown) {
  constexpr int rounds = 32;
  Simulation simulation(formula_);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (possibilities_[first_row() + i].happens == never) continue;
    for (int round = 0; round < rounds && !shown[first_row() + i]; ++round) {
      for (unsigned lane = 0; lane < Simulation::lanes; ++lane) {
        Assignment patient = sampler_.next_healthy();
        sampler_.fit(patient, rows_[i].trigger);
        patient_.set(simulation, lane, of_case(std::move(patient)));
        simulation.choose(off_, lane, i);
      }
      simulation.run();
      const std::uint64_t matters = simulation.word(encoding_.ended) &
                                    (simulation.word(differs_) | simulation.word(rows_[i].shown));
      if (matters != 0) shown[first_row() + i] = true;
    }
  }
}

}  // namespace palpate
