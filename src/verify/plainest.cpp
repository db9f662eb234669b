#include "verify/plainest.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace palpate {

PlainestPatient::PlainestPatient(Formula& formula, const Dialog& dialog, const Patient& patient,
                                 const Encoding& encoding, Solver& solver)
    : formula_(formula), dialog_(dialog), patient_(patient), encoding_(encoding), solver_(solver) {}

FoundPatient PlainestPatient::find(std::vector<Literal> goal, const std::vector<Literal>& rather) {
  goal_ = std::move(goal);
  FoundPatient result;
  result.found = solver_.find(goal_);
  if (result.found != Found::yes) return result;
  for (const SymbolicValue& mention : patient_.mentions()) {
    for (Literal tick : mention.slots) prefer(!tick);
    prefer(!mention.not_sure);
  }
  fewest_questions();
  for (Literal literal : rather) prefer(literal);
  for (NodeIndex node : in_order(dialog_)) {
    if (dialog_.nodes[node].kind != NodeKind::ask) continue;
    FactIndex fact = dialog_.nodes[node].fact;
    if (solver_.value(encoding_.asked[fact])) plain_answer(fact);
  }
  result.patient = assignment_of(patient_.domains(), patient_.said(),
                                 [this](Literal literal) { return solver_.value(literal); });
  return result;
}

void PlainestPatient::fewest_questions() {
  auto asked = static_cast<std::uint32_t>(
      std::count_if(encoding_.asked.begin(), encoding_.asked.end(),
                    [this](Literal literal) { return solver_.value(literal); }));
  while (asked > 0 && is_possible_with(!formula_.at_least(asked, encoding_.questions))) {
    asked = static_cast<std::uint32_t>(
        std::count_if(encoding_.asked.begin(), encoding_.asked.end(),
                      [this](Literal literal) { return solver_.value(literal); }));
  }
  goal_.push_back(!formula_.at_least(asked + 1, encoding_.questions));
}

bool PlainestPatient::is_possible_with(Literal literal) {
  goal_.push_back(literal);
  bool possible = solver_.find(goal_) == Found::yes;
  goal_.pop_back();
  return possible;
}

bool PlainestPatient::prefer(Literal literal) {
  if (!solver_.value(literal) && !is_possible_with(literal)) return false;
  goal_.push_back(literal);
  return true;
}

void PlainestPatient::plain_answer(FactIndex index) {
  const Fact& fact = dialog_.facts[index];
  const SymbolicValue& answer = patient_.answers()[index];
  const Domain& domain = patient_.domains()[index];
  switch (fact.kind) {
    case FactKind::choices:
      prefer(!answer.not_sure);
      // From the last: where something must be ticked, the first option is the plainest.
      for (std::size_t i = answer.slots.size(); i-- > 0;) prefer(!answer.slots[i]);
      break;
    case FactKind::yes_no:
    case FactKind::choice:
      (void)std::any_of(answer.slots.begin(), answer.slots.end(),
                        [this](Literal option) { return prefer(option); });
      break;
    case FactKind::number: {
      std::vector<std::size_t> ranges(domain.slots());
      std::iota(ranges.begin(), ranges.end(), std::size_t{0});
      auto distance = [&](std::size_t range) {
        std::int32_t low = domain.bounds()[range];
        std::int32_t high = domain.bounds()[range + 1] - 1;
        return std::abs(std::clamp(domain.plain_number(), low, high) - domain.plain_number());
      };
      std::stable_sort(ranges.begin(), ranges.end(),
                       [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); });
      (void)std::any_of(ranges.begin(), ranges.end(),
                        [&](std::size_t range) { return prefer(answer.slots[range]); });
      break;
    }
    case FactKind::grid:
      for (std::uint8_t item = 0; item < fact.items.size(); ++item) {
        unsigned option = 0;
        while (option < fact.items[item].options.size() &&
               !prefer(answer.slots[domain.slot_of(item, option)]))
          ++option;
      }
      break;
  }
}

}  // namespace palpate
