#include <algorithm>

#include "atlas/coverage.hpp"
#include "atlas/describe.hpp"

namespace palpate {
namespace {

constexpr std::array<std::string_view, rule_kind_names.size()> kind_titles{
    "flags", "matrix rows", "gates", "score rows", "schedule rows", "notes"};

std::string padded(std::string text, std::size_t width, bool right) {
  if (text.size() >= width) return text;
  const std::string blanks(width - text.size(), ' ');
  return right ? blanks + text : text + blanks;
}

struct Count {
  std::size_t covered = 0;
  std::size_t of = 0;

  void add(const std::vector<bool>& list) {
    covered += static_cast<std::size_t>(std::count(list.begin(), list.end(), true));
    of += list.size();
  }
};

/// Rounded down, so that 100 means all.
std::string line(std::string_view title, const Count& count) {
  const std::size_t per_cent = count.of == 0 ? 100 : 100 * count.covered / count.of;
  return padded(std::string(title), 16, false) + padded(std::to_string(count.covered), 8, true) +
         padded(std::to_string(count.of), 8, true) + padded(std::to_string(per_cent), 8, true) +
         " %\n";
}

struct RowText {
  const std::string& id;
  const Trigger& trigger;
};

RowText row_of(const Dialog& dialog, RuleKind kind, std::size_t row) {
  switch (kind) {
    case RuleKind::flag:
      return {dialog.flags[row].id, dialog.flags[row].trigger};
    case RuleKind::matrix:
      return {dialog.matrix[row].id, dialog.matrix[row].trigger};
    case RuleKind::gate:
      return {dialog.gates[row].id, dialog.gates[row].trigger};
    case RuleKind::score:
      return {dialog.scores[row].id, dialog.scores[row].trigger};
    case RuleKind::schedule:
      return {dialog.schedule_rows[row].id, dialog.schedule_rows[row].trigger};
    case RuleKind::note:
      break;
  }
  return {dialog.notes[row].id, dialog.notes[row].trigger};
}

class Missing {
 public:
  Missing(const Dialog& dialog, const Coverage& coverage) : dialog_(dialog), coverage_(coverage) {}

  std::string text() {
    for (std::size_t kind = 0; kind < coverage_.rules.size(); ++kind) rules(kind);
    for (std::size_t i = 0; i < coverage_.nodes.size(); ++i) {
      if (!coverage_.nodes[i])
        note("node", dialog_.nodes[i].id, node_title(dialog_, static_cast<NodeIndex>(i)));
    }
    for (std::size_t i = 0; i < coverage_.edges.size(); ++i) edges(i);
    for (std::size_t i = 0; i < coverage_.answers.size(); ++i) answers(static_cast<FactIndex>(i));
    return text_.empty() ? "Nothing is missing.\n" : "Missing:\n" + text_;
  }

 private:
  void note(std::string_view kind, const std::string& name, const std::string& words) {
    text_ += "  " + padded(std::string(kind), 10, false) + name + ": " + words + "\n";
  }

  void rules(std::size_t kind) {
    for (std::size_t row = 0; row < coverage_.rules[kind].size(); ++row) {
      if (coverage_.rules[kind][row]) continue;
      const RowText found = row_of(dialog_, static_cast<RuleKind>(kind), row);
      note(rule_kind_names[kind], found.id, describe(dialog_, found.trigger));
    }
  }

  void edges(std::size_t index) {
    const Node& node = dialog_.nodes[index];
    for (std::size_t i = 0; i < node.next.size(); ++i) {
      if (coverage_.edges[index][i]) continue;
      const bool is_else = node.next.size() > 1 && i + 1 == node.next.size();
      note("edge", node.id + " -> " + dialog_.nodes[node.next[i].to].id,
           is_else ? "else" : describe(dialog_, node.next[i].when));
    }
  }

  void answers(FactIndex fact) {
    const std::vector<std::string> names = answer_choices(dialog_, fact);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!coverage_.answers[fact][i]) note("answer", dialog_.facts[fact].id, names[i]);
    }
  }

  const Dialog& dialog_;
  const Coverage& coverage_;
  std::string text_;
};

}  // namespace

std::string to_text(const Dialog& dialog, const Coverage& coverage) {
  std::string text = padded("", 16, false) + padded("covered", 8, true) + padded("of", 8, true) +
                     padded("", 10, true) + "\n";
  for (std::size_t kind = 0; kind < coverage.rules.size(); ++kind) {
    Count count;
    count.add(coverage.rules[kind]);
    text += line(kind_titles[kind], count);
  }
  Count nodes;
  nodes.add(coverage.nodes);
  Count edges;
  for (const std::vector<bool>& list : coverage.edges) edges.add(list);
  Count answers;
  for (const std::vector<bool>& list : coverage.answers) answers.add(list);
  text += line("nodes", nodes) + line("edges", edges) + line("answers", answers);
  return text + "\n" + Missing(dialog, coverage).text();
}

}  // namespace palpate
