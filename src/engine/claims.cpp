#include "engine/claims.hpp"

#include <algorithm>

#include "engine/evaluate.hpp"

namespace palpate {
namespace {

Facts facts_at_end(const Dialog& dialog, const Answers& answers, const Walk& finished) {
  Facts facts(dialog, finished.signs);
  for (FactIndex fact : finished.asked) {
    auto answer = std::find_if(answers.begin(), answers.end(),
                               [&](const Answer& given) { return given.fact == fact; });
    if (answer != answers.end()) facts.add(fact, answer->value);
  }
  return facts;
}

/// Matrix rows and cells are inferred again, as a Walk does not keep them; all else is the Walk's.
Consequences consequences_at_end(const Dialog& dialog, const Facts& facts, const Walk& finished) {
  Consequences found = infer(dialog, facts);
  found.raised.assign(dialog.flags.size(), false);
  for (const RaisedFlag& raised : finished.flags) found.raised[raised.flag] = true;
  settle(dialog, facts, found);  // for `clearable`
  found.lifted.assign(dialog.flags.size(), false);
  for (const RaisedFlag& raised : finished.flags) found.lifted[raised.flag] = raised.lifted;
  found.disposition = finished.disposition;
  found.finished = &finished;
  if (!finished.outcome) return found;
  found.disposition = finished.outcome->disposition;
  found.primary = finished.outcome->primary;
  for (TechniqueIndex technique : finished.outcome->allowed)
    found.allowed |= std::uint32_t{1} << technique;
  if (finished.outcome->schedule_row)
    found.schedule = dialog.schedule_rows[*finished.outcome->schedule_row].schedule;
  return found;
}

}  // namespace

std::vector<Truth> truths_at_end(const Dialog& dialog, const Answers& answers, const Walk& finished,
                                 const std::vector<Condition>& conditions) {
  Facts facts = facts_at_end(dialog, answers, finished);
  Consequences found = consequences_at_end(dialog, facts, finished);
  std::vector<Truth> truths;
  truths.reserve(conditions.size());
  for (Condition condition : conditions)
    truths.push_back(evaluate(dialog, facts, found, condition));
  return truths;
}

Truth truth_at_end(const Dialog& dialog, const Answers& answers, const Walk& finished,
                   Condition condition) {
  return truths_at_end(dialog, answers, finished, {condition}).front();
}

bool breaks(const Dialog& dialog, const Invariant& invariant, const Answers& answers,
            const Walk& finished) {
  if (invariant.kind > InvariantKind::implies) return false;
  std::vector<Truth> truths =
      truths_at_end(dialog, answers, finished, {invariant.when, invariant.then});
  if (truths[0] != Truth::yes) return false;
  return invariant.kind == InvariantKind::never || truths[1] != Truth::yes;
}

bool breaks(const Dialog& dialog, const Invariant& invariant, const Walk& before,
            const Walk& after) {
  if (!before.outcome || !after.outcome) return false;
  Disposition earlier = before.outcome->disposition;
  Disposition now = after.outcome->disposition;
  if (invariant.kind == InvariantKind::changing) return earlier != now;
  if (invariant.kind != InvariantKind::adding) return false;
  if (now < earlier) return true;
  if (earlier != Disposition::suggestion || now != Disposition::suggestion) return false;
  auto allows = [](const Walk& walk, std::size_t technique) {
    const std::vector<TechniqueIndex>& allowed = walk.outcome->allowed;
    return std::find(allowed.begin(), allowed.end(), technique) != allowed.end();
  };
  for (std::size_t technique = 0; technique < dialog.techniques.size(); ++technique) {
    if (allows(after, technique) && !allows(before, technique)) return true;
  }
  return false;
}

}  // namespace palpate
