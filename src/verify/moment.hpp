// One place of a conversation as literals: which facts are known there, and all that follows from
// them. The symbolic twin of engine/evaluate.hpp; tests/verify compares the two.
#pragma once

#include <array>
#include <vector>

#include "verify/patient.hpp"

namespace palpate {

/// Kleene's three values: neither is unknown, never both.
struct SymbolicTruth {
  Literal yes = never;
  Literal no = never;
};

/// Whether each rule row is there at all; so that one formula tells what a row is good for.
struct Switches {
  std::vector<Literal> flags, matrix, gates, scores, schedule, notes;

  /// Everything switched on.
  static Switches on(const Dialog& dialog);
};

/// What follows from facts, as palpate::Consequences; filled in as far as it is known.
struct SymbolicConsequences {
  std::vector<Literal> rows;                  // applied matrix rows
  std::vector<std::array<Literal, 4>> cells;  // by technique: the strictest cell is this or more
  std::vector<Literal> raised, lifted;
  std::array<Literal, 4> disposition{always, never, never, never};  // exactly one
  Literal clearable = never;
  std::vector<Literal> primary, allowed, schedule;  // by technique, technique, schedule
  std::vector<Literal> asked, passed, shown;        // by fact, node, note
  Number questions;
};

class Moment {
 public:
  Moment(Formula& formula, const Dialog& dialog, const std::vector<Domain>& domains,
         const Switches& switches, std::vector<SymbolicValue> facts);

  SymbolicTruth truth(Condition condition);
  Literal is_true(Condition condition) { return truth(condition).yes; }
  Literal fires(const Trigger& trigger);

  /// Computes rows, cells, flags and the disposition; once.
  void infer();
  /// Some emergency flag is raised.
  Literal is_emergency();
  /// Recomputes `lifted`, the disposition and `clearable` from the raised flags.
  void settle();

  const SymbolicConsequences& found() const { return found_; }
  /// Changes what followed; conditions are evaluated anew after it.
  SymbolicConsequences& change() {
    cache_.clear();
    return found_;
  }
  Formula& formula() { return *formula_; }

 private:
  SymbolicTruth compute(const ConditionNode& node);
  SymbolicTruth count(const ConditionNode& node, std::size_t wanted);
  SymbolicTruth derived(const ConditionNode& node);
  SymbolicTruth about_fact(const ConditionNode& node);
  SymbolicTruth about_item(const ConditionNode& node, const SymbolicValue& value);
  SymbolicTruth about_ticks(const ConditionNode& node, const SymbolicValue& value);
  Literal about_outcome(const ConditionNode& node);
  Literal about_end(const ConditionNode& node);
  Literal any_slot(const SymbolicValue& value, const ConditionNode& node);
  std::vector<Literal> masked(const std::vector<Literal>& literals, std::uint64_t mask);
  void infer_cells();

  Formula* formula_;
  const Dialog* dialog_;
  const std::vector<Domain>* domains_;
  const Switches* switches_;
  std::vector<SymbolicValue> facts_;
  SymbolicConsequences found_;
  bool has_cells_ = false;
  bool is_inferred_ = false;
  std::unordered_map<std::uint32_t, SymbolicTruth> cache_;  // by condition root
};

}  // namespace palpate
