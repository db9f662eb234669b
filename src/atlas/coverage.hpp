// What a set of conversations exercised of a dialogue, and what it left out.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/walk.hpp"

namespace palpate {

/// True stands for exercised. Made by no_coverage(), filled by add().
struct Coverage {
  std::array<std::vector<bool>, rule_kind_names.size()> rules;  // by RuleKind, then row
  std::vector<bool> nodes;                                      // passed
  std::vector<std::vector<bool>> edges;                         // by node: taken
  std::vector<std::vector<bool>> answers;                       // by fact, as answer_choices()
};

/// Nothing exercised yet.
[[nodiscard]] Coverage no_coverage(const Dialog& dialog);

/// Adds what the conversation `walk`, which had `answers`, exercised: rows that fired, nodes
/// passed, ways taken, answers used. Of two ways from a node to the same target the first one whose
/// condition is true was taken.
void add(const Dialog& dialog, const Answers& answers, const Walk& walk, Coverage& coverage);

/// The answers to a question that coverage counts, in the words of the first locale: options,
/// "none of these" and "not sure" where offered; of a grid those of every item; any number is one.
[[nodiscard]] std::vector<std::string> answer_choices(const Dialog& dialog, FactIndex fact);

/// A table with one line a kind, then all that is missing, in plain words.
[[nodiscard]] std::string to_text(const Dialog& dialog, const Coverage& coverage);

/// True if every rule row, node and edge was exercised; answers need not be.
[[nodiscard]] bool is_complete(const Coverage& coverage);

}  // namespace palpate
