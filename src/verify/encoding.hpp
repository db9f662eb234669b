// Every conversation of a dialogue as one formula: the symbolic twin of walk().
//
// A conversation is its answers, so whether it comes by a node is a formula over the answers; no
// turn is ever unrolled. Of two nodes on one way the earlier one comes first in the graph's order,
// so the facts known at a node are those whose question lies before it and was come by.
#pragma once

#include <memory>
#include <vector>

#include "verify/moment.hpp"

namespace palpate {

/// What walk() computes, as literals over a patient's answers.
struct Encoding {
  std::vector<Literal> visited;             // by NodeIndex
  std::vector<std::vector<Literal>> edges;  // by NodeIndex, edge: taken
  std::vector<Literal> asked;               // by FactIndex: its answer was used
  std::vector<Literal> waiting;             // by FactIndex: the conversation stays at this question
  std::vector<Literal> stuck;               // by FactIndex: whatever is answered there is refused
  Literal ended = never;
  Number questions;  // how many answers were used

  std::vector<Literal> rows;  // matrix rows applied
  std::vector<Literal> raised, lifted;
  std::array<Literal, 4> disposition;  // exactly one

  // Of an ended conversation.
  std::vector<Literal> gates, scores;  // fired, with a suggestion
  std::vector<Number> points;          // by technique: its score plus `points_offset`
  std::uint32_t points_offset = 0;
  std::vector<std::vector<Literal>> beats;  // [t][u]: t is ranked before u if both are allowed
  std::vector<Literal> allowed, primary;    // by technique
  std::vector<Literal> schedule_rows;       // chosen
  std::vector<Literal> notes;               // shown

  // Before the choice, of an ended conversation that no flag stops.
  Literal may_suggest = never;
  std::vector<Literal> schedule_fires;  // the row's own condition is true

  std::unique_ptr<Moment> end;  // where it stands; for conditions of invariants
};

/// Encodes the conversation that this patient has.
Encoding encode(Formula& formula, const Dialog& dialog, const std::vector<Domain>& domains,
                const SymbolicPatient& patient, const Switches& switches);

/// The nodes of `dialog`, each before those that it leads to.
std::vector<NodeIndex> in_order(const Dialog& dialog);

}  // namespace palpate
