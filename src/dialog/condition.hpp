// Conditions as data: a condition of a dialogue file, compiled to a flat tree of nodes.
//
// Every leaf is a subset of a finite domain, so that negation, overlap and implication are exact
// and the proof (src/README.md) can encode it. engine/evaluate.hpp gives a condition its Truth.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace palpate {

enum class Op : std::uint8_t {
  // inner nodes over children [first, first + count)
  all,
  any,
  negation,
  certainly,    // true if the child is true, else false: never unknown
  at_least_of,  // at least `low` of the children
  // leaves over the fact `subject`
  one_of,       // choice or yes_no: the option is in `mask`
  has_any,      // choices: at least `low` options of `mask` are ticked
  has_all,      // choices: every option of `mask` is ticked
  is_none,      // choices: answered "none of these"
  in_range,     // number: low <= value <= high
  item_one_of,  // grid: the option of item `item` is in `mask`
  is_known,     // answered, and not "not sure" (a grid item when `item` is set)
  is_not_sure,  // answered "not sure" (a grid item when `item` is set)
  // leaves over what follows from the facts
  derived_is,      // derived fact `subject` has a value in `mask`
  disposition_in,  // the disposition's level is in `mask` (bit = Level)
  clearable,       // every flag that now blocks a suggestion may be lifted by a clinician's OK
  flag_raised,     // flag `subject` is raised
  cell_in,         // the strictest matrix cell of technique `subject` is in `mask` (bit = Cell)
  rows,        // at least `low` applied matrix rows: of `kinds`, with a cell of `mask` in technique
               // `subject`
  primary_in,  // the suggested technique is in `mask`
  allowed_has,  // every technique of `mask` is allowed
  schedule_in,  // the schedule is in `mask`
  // leaves over a finished conversation; only invariants use them
  allowed_within,  // every allowed technique is in `mask`
  flag_lifted,     // flag `subject` is raised, and a clinician's OK lifts it
  note_shown,      // note `subject` is shown
  fact_asked,      // the answer to fact `subject` was used
  node_passed,     // the conversation came by node `subject`
  questions_in,    // low <= number of answers used <= high
};

constexpr std::uint16_t no_subject = std::numeric_limits<std::uint16_t>::max();
constexpr std::uint8_t no_item = std::numeric_limits<std::uint8_t>::max();

struct ConditionNode {
  Op op = Op::all;
  std::uint8_t item = no_item;
  std::uint8_t kinds = 0;  // Op::rows: bit = RowKind
  std::uint16_t subject = no_subject;
  std::uint32_t first = 0;  // inner nodes: children, in Dialog::condition_children
  std::uint32_t count = 0;
  std::int32_t low = 0;
  std::int32_t high = 0;
  std::uint64_t mask = 0;
};

/// A condition of a Dialog: the index of its root in Dialog::condition_nodes. The default is
/// "always".
struct Condition {
  static constexpr std::uint32_t always = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t root = always;

  bool is_always() const { return root == always; }
};

/// When a rule row fires: `when` it is true, or `unless` it is true (so that unknown fires as
/// well).
struct Trigger {
  Condition condition;
  bool unless = false;
};

}  // namespace palpate
