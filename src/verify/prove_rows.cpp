// Rows without effect: a row is there twice, in a way, if no advice changes when it is gone.
#include <algorithm>
#include <numeric>

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

void Prover::prove_rows_matter() {
  Switches switches = on_;
  std::vector<Row> rows;
  for (std::size_t i = 0; i < dialog_.matrix.size(); ++i) {
    const MatrixRow& row = dialog_.matrix[i];
    Literal shown = never;
    if (row.note) shown = formula_.either(shown, encoding_.disposition[0]);
    if (row.blocked) shown = formula_.either(shown, encoding_.disposition[1]);
    rows.push_back(
        {"matrix." + row.id, &switches.matrix[i], formula_.both(shown, encoding_.rows[i])});
  }
  std::vector<Violation> safeguards;
  for (std::size_t i = 0; i < dialog_.gates.size(); ++i) {
    Row row{"gate." + dialog_.gates[i].id, &switches.gates[i], never};
    if (dialog_.gates[i].safeguard) {
      safeguards.push_back(safeguard(row, switches));
    } else {
      rows.push_back(std::move(row));
    }
  }
  settle(std::move(safeguards));
  for (std::size_t i = 0; i < dialog_.scores.size(); ++i)
    rows.push_back({"score." + dialog_.scores[i].id, &switches.scores[i]});
  if (rows.empty()) return;
  std::vector<Possibility> possibilities;
  for (const Row& row : rows) {
    Claim claim;
    claim.id = "matters." + row.id;
    claim.text = "some advice would be another one without " + row.id;
    claim.finding = "no advice would change without " + row.id +
                    ": other rows say all that it says; remove it, or narrow the others";
    possibilities.push_back({std::move(claim), row.shown});
  }
  try_rows(rows, switches, possibilities);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (possibilities[i].happens == always) continue;
    possibilities[i].happens = formula_.either(rows[i].shown, differs_without(rows[i], switches));
  }
  settle(std::move(possibilities));
}

Literal Prover::differs_without(const Row& row, Switches& switches) {
  // With one row gone almost all of the second formula is the first one.
  *row.enabled = never;
  Encoding without = encode(formula_, dialog_, domains_, patient_.answers(), switches);
  *row.enabled = always;
  return formula_.both(without.ended, advice_differs(formula_, encoding_, without));
}

Violation Prover::safeguard(const Row& row, Switches& switches) {
  Violation violation;
  violation.claim.id = "safeguard." + row.id;
  violation.claim.text = "what " + row.id + " says on purpose, other rows say too";
  violation.claim.finding = "without " + row.id +
                            " this conversation gets other advice: a row that it doubles has "
                            "become weaker; mend that row, or take \"safeguard\" away";
  violation.broken = differs_without(row, switches);
  return violation;
}

void Prover::try_rows(const std::vector<Row>& rows, Switches& switches,
                      std::vector<Possibility>& possibilities) {
  constexpr unsigned lanes = 64;
  Choice off = formula_.one_of(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) *rows[i].enabled = !off.options[i];
  Encoding without = encode(formula_, dialog_, domains_, patient_.answers(), switches);
  Literal differs = formula_.both(without.ended, advice_differs(formula_, encoding_, without));
  for (const Row& row : rows) *row.enabled = always;

  Sampler sampler(dialog_, 4);
  Simulation simulation(formula_);
  std::vector<std::size_t> open(rows.size());
  std::iota(open.begin(), open.end(), std::size_t{0});
  for (std::uint64_t tried = 0; tried < options_.sampled / 8 && !open.empty(); ++tried) {
    Assignment patient = sampler.next_healthy();
    for (unsigned lane = 0; lane < lanes; ++lane) patient_.set(simulation, lane, patient);
    for (std::size_t first = 0; first < open.size(); first += lanes) {
      std::size_t count = std::min<std::size_t>(lanes, open.size() - first);
      for (unsigned lane = 0; lane < count; ++lane)
        simulation.choose(off, lane, open[first + lane]);
      simulation.run();
      for (unsigned lane = 0; lane < count; ++lane) {
        Possibility& row = possibilities[open[first + lane]];
        bool happens = simulation.value(differs, lane) || simulation.value(row.happens, lane);
        if (happens) row.happens = always;
      }
    }
    std::erase_if(open, [&](std::size_t i) { return possibilities[i].happens == always; });
  }
}

}  // namespace palpate
