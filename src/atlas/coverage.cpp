#include "atlas/coverage.hpp"

#include <algorithm>

#include "atlas/describe.hpp"
#include "dialog/labels.hpp"
#include "engine/claims.hpp"

namespace palpate {
namespace {

std::size_t row_count(const Dialog& dialog, RuleKind kind) {
  switch (kind) {
    case RuleKind::flag:
      return dialog.flags.size();
    case RuleKind::matrix:
      return dialog.matrix.size();
    case RuleKind::gate:
      return dialog.gates.size();
    case RuleKind::score:
      return dialog.scores.size();
    case RuleKind::schedule:
      return dialog.schedule_rows.size();
    case RuleKind::note:
      break;
  }
  return dialog.notes.size();
}

/// True for the answer choices, in the order of answer_choices(), that `value` has.
std::vector<bool> choices_of(const Fact& fact, const Value& value) {
  std::vector<bool> has;
  if (fact.kind == FactKind::grid) {
    for (std::size_t item = 0; item < fact.items.size(); ++item) {
      const unsigned code = grid_item(value, static_cast<unsigned>(item));
      for (std::size_t option = 0; option < fact.items[item].options.size(); ++option)
        has.push_back(code == option + 1);
      if (fact.not_sure) has.push_back(code == grid_not_sure);
    }
    return has;
  }
  if (fact.kind == FactKind::number) {
    has.push_back(!value.not_sure);
  } else {
    for (std::size_t option = 0; option < fact.options.size(); ++option)
      has.push_back((value.bits >> option & 1U) != 0);
  }
  if (fact.none) has.push_back(value == Value{});
  if (fact.not_sure) has.push_back(value.not_sure);
  return has;
}

/// Which way out of the node at `place` of the path was taken. Conditions of a node are about the
/// answers up to it, so the conversation is walked again with these alone.
std::size_t edge_taken(const Dialog& dialog, const Answers& answers, const Walk& walk,
                       std::size_t place) {
  const std::vector<Edge>& edges = dialog.nodes[walk.path[place]].next;
  const NodeIndex to = walk.path[place + 1];
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].to == to) candidates.push_back(i);
  }
  if (candidates.size() == 1) return candidates.front();
  Answers so_far;
  for (std::size_t i = 0; i <= place; ++i) {
    const Node& node = dialog.nodes[walk.path[i]];
    if (node.kind != NodeKind::ask) continue;
    auto given = std::find_if(answers.begin(), answers.end(),
                              [&](const Answer& answer) { return answer.fact == node.fact; });
    if (given != answers.end()) so_far.push_back(*given);
  }
  const Walk until = palpate::walk(dialog, so_far);
  for (std::size_t i : candidates) {
    if (truth_at_end(dialog, so_far, until, edges[i].when) == Truth::yes) return i;
  }
  return candidates.back();
}

}  // namespace

Coverage no_coverage(const Dialog& dialog) {
  Coverage coverage;
  for (std::size_t kind = 0; kind < coverage.rules.size(); ++kind)
    coverage.rules[kind].assign(row_count(dialog, static_cast<RuleKind>(kind)), false);
  coverage.nodes.assign(dialog.nodes.size(), false);
  for (const Node& node : dialog.nodes) coverage.edges.emplace_back(node.next.size(), false);
  for (const Fact& fact : dialog.facts)
    coverage.answers.emplace_back(choices_of(fact, Value{}).size(), false);
  return coverage;
}

void add(const Dialog& dialog, const Answers& answers, const Walk& walk, Coverage& coverage) {
  for (NodeIndex node : walk.path) coverage.nodes[node] = true;
  for (std::size_t i = 0; i + 1 < walk.path.size(); ++i)
    coverage.edges[walk.path[i]][edge_taken(dialog, answers, walk, i)] = true;
  for (const RaisedFlag& raised : walk.flags)
    coverage.rules[static_cast<std::size_t>(RuleKind::flag)][raised.flag] = true;
  if (walk.outcome) {
    for (const Rule& rule : walk.outcome->rules)
      coverage.rules[static_cast<std::size_t>(rule.kind)][rule.row] = true;
  }
  for (const Answer& answer : answers) {
    if (std::find(walk.asked.begin(), walk.asked.end(), answer.fact) == walk.asked.end()) continue;
    const std::vector<bool> has = choices_of(dialog.facts[answer.fact], answer.value);
    std::vector<bool>& covered = coverage.answers[answer.fact];
    for (std::size_t i = 0; i < has.size(); ++i) covered[i] = covered[i] || has[i];
  }
}

std::vector<std::string> answer_choices(const Dialog& dialog, FactIndex index) {
  const Fact& fact = dialog.facts[index];
  const Locale& locale = dialog.locales.front();
  const std::string not_sure = not_sure_label(locale, index);
  std::vector<std::string> names;
  if (fact.kind == FactKind::grid) {
    for (std::size_t item = 0; item < fact.items.size(); ++item) {
      const std::string label = item_label(dialog, locale, index, item) + ": ";
      for (std::size_t option = 0; option < fact.items[item].options.size(); ++option)
        names.push_back(label + item_option_label(dialog, locale, index, item, option));
      if (fact.not_sure) names.push_back(label + not_sure);
    }
    return names;
  }
  if (fact.kind == FactKind::number) names.emplace_back("a number");
  for (std::size_t option = 0; option < fact.options.size(); ++option)
    names.push_back(option_label(dialog, locale, index, option));
  if (fact.none) names.push_back(none_label(locale, index));
  if (fact.not_sure) names.push_back(not_sure);
  return names;
}

bool is_complete(const Coverage& coverage) {
  auto all = [](const std::vector<bool>& covered) {
    return std::find(covered.begin(), covered.end(), false) == covered.end();
  };
  return std::all_of(coverage.rules.begin(), coverage.rules.end(), all) && all(coverage.nodes) &&
         std::all_of(coverage.edges.begin(), coverage.edges.end(), all);
}

}  // namespace palpate
