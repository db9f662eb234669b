// What the raised flags say at the end. A flag speaks in its own words; one that a matrix cell
// raised also lets the conditions behind that cell speak, so that the patient knows which of their
// answers it was.
#include <algorithm>

#include "conversation/render_parts.hpp"
#include "conversation/texts.hpp"

namespace palpate {
namespace {

using protocol::Message;

std::string_view kind_of(Level level) {
  return level <= Level::caution ? std::string_view("info")
                                 : level_names[static_cast<std::size_t>(level)];
}

/// The leaves of `condition` that look at a matrix cell, where they can make it true.
void find_cell_leaves(const Dialog& dialog, std::uint32_t root,
                      std::vector<const ConditionNode*>& leaves) {
  const ConditionNode& node = dialog.condition_nodes[root];
  if (node.op == Op::cell_in) leaves.push_back(&node);
  if (node.op != Op::all && node.op != Op::any && node.op != Op::at_least_of) return;
  for (std::uint32_t child = 0; child < node.count; ++child) {
    find_cell_leaves(dialog, dialog.condition_children[node.first + child], leaves);
  }
}

bool raises(const MatrixRow& row, const std::vector<const ConditionNode*>& leaves) {
  return std::any_of(leaves.begin(), leaves.end(), [&](const ConditionNode* leaf) {
    const Cell cell = row.cells[leaf->subject];
    return cell >= Cell::clear && (leaf->mask >> static_cast<unsigned>(cell) & 1U) != 0;
  });
}

void add_blocked(const Dialog& dialog, const Audience& audience, const Walk& walk, const Flag& flag,
                 std::vector<Message>& messages) {
  std::vector<const ConditionNode*> leaves;
  if (!flag.trigger.condition.is_always()) {
    find_cell_leaves(dialog, flag.trigger.condition.root, leaves);
  }
  if (leaves.empty()) return;
  for (const Rule& rule : walk.outcome->rules) {
    if (rule.kind != RuleKind::matrix) continue;
    const MatrixRow& row = dialog.matrix[rule.row];
    if (!row.blocked || !raises(row, leaves)) continue;
    messages.push_back({std::string(kind_of(flag.level)), dialog.text_keys[*row.blocked],
                        text_of(audience, *row.blocked)});
  }
}

}  // namespace

std::vector<Message> render_flag_messages(const Dialog& dialog, const Audience& audience,
                                          const Walk& walk) {
  std::vector<Message> messages;
  if (!walk.outcome) return messages;
  std::vector<const Flag*> speaking;
  Level highest = Level::none;
  for (const RaisedFlag& raised : walk.flags) {
    const Flag& flag = dialog.flags[raised.flag];
    if (raised.lifted || flag.level < highest) continue;
    if (flag.level > highest) speaking.clear();
    highest = flag.level;
    speaking.push_back(&flag);
  }
  const bool alone = std::any_of(speaking.begin(), speaking.end(),
                                 [](const Flag* flag) { return flag->exclusive; });
  if (alone) std::erase_if(speaking, [](const Flag* flag) { return !flag->exclusive; });
  auto say = [&](Level level, TextIndex text) {
    messages.push_back(
        {std::string(kind_of(level)), dialog.text_keys[text], text_of(audience, text)});
  };
  std::optional<TextIndex> closing;
  for (const Flag* flag : speaking) {
    say(flag->level, flag->text);
    add_blocked(dialog, audience, walk, *flag, messages);
    if (!closing) closing = flag->closing;
  }
  if (closing && !alone) say(highest, *closing);
  return messages;
}

}  // namespace palpate
