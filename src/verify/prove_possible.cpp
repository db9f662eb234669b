// Claims that something can happen: patients show nearly all of them, the solver settles the rest.
#include "verify/prover.hpp"

namespace palpate {

Prover::Open Prover::open(const Shown& shown, std::size_t first, std::size_t end) const {
  Open open;
  for (std::size_t i = first; i < end; ++i) {
    if (!shown[i] && possibilities_[i].happens != never) open.push_back(i);
  }
  return open;
}

void Prover::try_patients(Open& open, Shown& shown, std::size_t count,
                          const std::function<Assignment()>& next) {
  Simulation simulation(formula_);
  for (std::size_t done = 0; done < count && !open.empty(); done += Simulation::lanes) {
    for (unsigned lane = 0; lane < Simulation::lanes; ++lane)
      patient_.set(simulation, lane, of_case(next()));
    simulation.run();
    const std::uint64_t ended = simulation.word(encoding_.ended);
    std::erase_if(open, [&](std::size_t i) {
      const bool happens = (simulation.word(possibilities_[i].happens) & ended) != 0;
      if (happens) shown[i] = true;
      return happens;
    });
  }
}

void Prover::try_fitting(Shown& shown) {
  constexpr std::size_t rounds = 8;
  for (std::size_t i : open(shown, 0, first_row())) {
    if (possibilities_[i].hints.empty()) continue;
    Open one{i};
    try_patients(one, shown, rounds * Simulation::lanes, [&] {
      Assignment patient = sampler_.next_healthy();
      for (const Trigger& hint : possibilities_[i].hints) sampler_.fit(patient, hint);
      return patient;
    });
  }
}

void Prover::ask_solver(Shown& shown, std::size_t first, std::size_t end) {
  auto still_open = [&] { return open(shown, first, end); };
  for (Open open = still_open(); !open.empty(); open = still_open()) {
    std::vector<Literal> any;
    for (std::size_t i : open) any.push_back(possibilities_[i].happens);
    const Found found = solver_.find({formula_.any_of(any)});
    gave_up_ = gave_up_ || found == Found::gave_up;
    if (found != Found::yes) return;
    for (std::size_t i : open) {
      if (solver_.value(possibilities_[i].happens)) shown[i] = true;
    }
    const Assignment patient = assignment_of(
        domains_, patient_.said(), [this](Literal literal) { return solver_.value(literal); });
    // What is rare for the same reason is likely to be shown by a patient like this one.
    open = still_open();
    try_patients(open, shown, 4 * sampler_.things(), [&] { return sampler_.next_like(patient); });
  }
}

std::vector<Claim> Prover::can_happen() const {
  std::vector<Claim> claims;
  for (const Possibility& possibility : possibilities_) {
    claims.push_back(possibility.claim);
    const bool is_undecided = gave_up_ && possibility.happens != never;
    claims.back().verdict = is_undecided ? Verdict::gave_up : Verdict::broken;
    if (is_undecided) claims.back().finding = "the solver gave up";
  }
  return claims;
}

}  // namespace palpate
