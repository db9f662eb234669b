// The Truth of a condition, and everything that a set of facts implies: cells, flags, disposition.
// Inside the room only.
#pragma once

#include <vector>

#include "engine/walk.hpp"

namespace palpate {

/// Facts as conditions see them: the answers used so far, repeated questions merged into the first,
/// and what was said unasked.
class Facts {
 public:
  explicit Facts(const Dialog& dialog, const Mentions& signs = {});

  /// Takes an answer; a sign counts as ticked in it.
  void add(FactIndex fact, const Value& value);
  /// The answer to `fact`, if it was asked.
  const std::optional<Value>& operator[](FactIndex fact) const { return known_[fact]; }
  /// What was said of `fact` unasked.
  Value sign(FactIndex fact) const { return signs_.empty() ? Value{} : signs_[fact]; }
  bool has_signs() const { return !signs_.empty(); }

 private:
  const Dialog* dialog_;
  std::vector<std::optional<Value>> known_;
  std::vector<Value> signs_;  // by FactIndex; empty: none
};

/// What follows from facts, filled in as far as it is known: matrix rows first, then flags, then
/// the outcome.
struct Consequences {
  std::vector<RowIndex> rows;  // applied matrix rows
  std::vector<Cell> cells;     // strictest raw cell a technique, before any clinician's OK
  std::vector<bool> raised;    // by FlagIndex
  std::vector<bool> lifted;    // by FlagIndex
  Disposition disposition = Disposition::suggestion;
  bool clearable = false;
  std::optional<TechniqueIndex> primary;
  std::uint32_t allowed = 0;  // bit = TechniqueIndex
  std::optional<ScheduleIndex> schedule;
  const Walk* finished = nullptr;  // of an ended conversation: for conditions of invariants
};

/// Truth of `condition`. Unanswered and "not sure" are unknown; what follows from facts is never
/// unknown.
[[nodiscard]] Truth evaluate(const Dialog& dialog, const Facts& facts, const Consequences& so_far,
                             Condition condition);

/// True if a row with this trigger fires.
[[nodiscard]] bool fires(const Dialog& dialog, const Facts& facts, const Consequences& so_far,
                         const Trigger& trigger);

/// Matrix rows, cells, flags and disposition of `facts`; no outcome yet.
[[nodiscard]] Consequences infer(const Dialog& dialog, const Facts& facts);

/// True if an emergency flag is raised; much cheaper than infer().
[[nodiscard]] bool is_emergency(const Dialog& dialog, const Facts& facts);

/// Recomputes the disposition and `clearable` from the raised flags.
void settle(const Dialog& dialog, const Facts& facts, Consequences& consequences);

}  // namespace palpate
