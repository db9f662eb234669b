#include "atlas/drawing.hpp"

#include <algorithm>
#include <set>

#include "atlas/describe.hpp"

namespace palpate {
namespace {

/// Collects the facts that a condition looks at.
class FactFinder {
 public:
  explicit FactFinder(const Dialog& dialog) : dialog_(dialog) {}

  void look(Condition condition) {
    if (!condition.is_always()) look(condition.root);
  }

  const std::set<FactIndex>& found() const { return found_; }

 private:
  void look(std::uint32_t root) {
    const ConditionNode& node = dialog_.condition_nodes[root];
    for (std::uint32_t i = 0; i < node.count; ++i) look(dialog_.condition_children[node.first + i]);
    if (node.op == Op::derived_is) {
      for (const Derived::Case& row : dialog_.derived[node.subject].cases) look(row.when);
    } else if (node.op == Op::cell_in || node.op == Op::rows) {
      look_at_rows(node);
    } else if (node.op >= Op::one_of && node.op < Op::derived_is) {
      found_.insert(node.subject);
    }
  }

  void look_at_rows(const ConditionNode& node) {
    for (const MatrixRow& row : dialog_.matrix) {
      const bool has_cell = node.subject == no_subject ||
                            (node.mask >> static_cast<unsigned>(row.cells[node.subject]) & 1U) != 0;
      const bool is_kind =
          node.op == Op::cell_in || (node.kinds >> static_cast<unsigned>(row.kind) & 1U) != 0;
      if (has_cell && is_kind) look(row.trigger.condition);
    }
  }

  const Dialog& dialog_;
  std::set<FactIndex> found_;
};

std::string without_braces(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '{' || c == '}'; }),
             text.end());
  return text;
}

}  // namespace

std::vector<std::vector<FlagIndex>> flags_by_fact(const Dialog& dialog) {
  std::vector<std::vector<FlagIndex>> flags(dialog.facts.size());
  for (std::size_t i = 0; i < dialog.flags.size(); ++i) {
    FactFinder finder(dialog);
    finder.look(dialog.flags[i].trigger.condition);
    for (FactIndex fact : finder.found()) flags[fact].push_back(static_cast<FlagIndex>(i));
  }
  for (std::size_t fact = 0; fact < flags.size(); ++fact) {
    if (dialog.facts[fact].repeats) flags[fact] = flags[*dialog.facts[fact].repeats];
    std::stable_sort(flags[fact].begin(), flags[fact].end(), [&](FlagIndex a, FlagIndex b) {
      return dialog.flags[a].level > dialog.flags[b].level;
    });
  }
  return flags;
}

std::vector<std::size_t> depths(const Dialog& dialog) {
  std::vector<std::size_t> depth(dialog.nodes.size(), 0);
  // The graph has no circle, so the longest way is found after as many rounds as there are nodes.
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < dialog.nodes.size(); ++i) {
      for (const Edge& edge : dialog.nodes[i].next) {
        if (depth[edge.to] > depth[i]) continue;
        depth[edge.to] = depth[i] + 1;
        changed = true;
      }
    }
  }
  return depth;
}

std::string edge_label(const Dialog& dialog, const Node& node, std::size_t edge,
                       std::size_t longest_label) {
  if (node.next.size() == 1) return "";
  if (edge + 1 == node.next.size()) return "else";
  Wording wording;
  wording.longest_label = longest_label;
  if (node.kind == NodeKind::ask) wording.about = node.fact;
  return without_braces(describe(dialog, node.next[edge].when, wording));
}

std::string drawn_title(const Dialog& dialog, NodeIndex node, std::size_t longest_label) {
  Wording wording;
  wording.longest_label = longest_label;
  return without_braces(node_title(dialog, node, wording));
}

}  // namespace palpate
