#include "engine/evaluate.hpp"

#include <algorithm>
#include <bit>

namespace palpate {
namespace {

class Evaluator {
 public:
  Evaluator(const Dialog& dialog, const Facts& facts, const Consequences& so_far)
      : dialog_(dialog), facts_(facts), so_far_(so_far) {}

  Truth truth(std::uint32_t root) const {
    const ConditionNode& node = dialog_.condition_nodes[root];
    switch (node.op) {
      case Op::all:
        return count(node, node.count);
      case Op::any:
        return node.count == 0 ? Truth::no : count(node, 1);
      case Op::at_least_of:
        return count(node, static_cast<std::uint32_t>(node.low));
      case Op::negation:
        return negate(child(node, 0));
      case Op::certainly:
        return truth_of(child(node, 0) == Truth::yes);
      case Op::derived_is:
        return derived(node);
      default:
        return node.op < Op::derived_is ? about_fact(node) : truth_of(about_outcome(node));
    }
  }

 private:
  Truth child(const ConditionNode& node, std::uint32_t i) const {
    return truth(dialog_.condition_children[node.first + i]);
  }

  /// At least `wanted` children are true.
  Truth count(const ConditionNode& node, std::uint32_t wanted) const {
    std::uint32_t yes = 0;
    std::uint32_t unknown = 0;
    for (std::uint32_t i = 0; i < node.count; ++i) {
      Truth t = child(node, i);
      yes += t == Truth::yes;
      unknown += t == Truth::unknown;
      if (yes + unknown + (node.count - i - 1) < wanted) return Truth::no;
    }
    if (yes >= wanted) return Truth::yes;
    return yes + unknown >= wanted ? Truth::unknown : Truth::no;
  }

  Truth derived(const ConditionNode& node) const {
    const Derived& fact = dialog_.derived[node.subject];
    for (const Derived::Case& row : fact.cases) {
      Truth t = row.when.is_always() ? Truth::yes : truth(row.when.root);
      if (t == Truth::yes) return truth_of((node.mask >> row.value & 1U) != 0);
      if (t == Truth::unknown) return Truth::unknown;
    }
    // No case: a named condition is false; a table has no value, which is not one of those asked
    // for.
    return truth_of(fact.is_named_condition() && (node.mask & 1U) != 0);
  }

  Truth about_fact(const ConditionNode& node) const {
    const std::optional<Value>& value = facts_[node.subject];
    if (node.item != no_item) return about_item(node, value);
    if (!value && facts_.has_signs()) return about_sign(node, facts_.sign(node.subject));
    if (node.op == Op::is_not_sure) return truth_of(value && value->not_sure);
    if (node.op == Op::is_known) return truth_of(value && !value->not_sure);
    if (!value) return Truth::unknown;
    switch (node.op) {
      case Op::one_of:
        return value->not_sure ? Truth::unknown : truth_of((value->bits & node.mask) != 0);
      case Op::in_range: {
        if (value->not_sure) return Truth::unknown;
        auto number = static_cast<std::int64_t>(value->bits);
        return truth_of(number >= node.low && number <= node.high);
      }
      case Op::has_any:
        if (std::popcount(value->bits & node.mask) >= node.low) return Truth::yes;
        return value->not_sure && std::popcount(node.mask) >= node.low ? Truth::unknown : Truth::no;
      case Op::has_all:
        if ((value->bits & node.mask) == node.mask) return Truth::yes;
        return value->not_sure ? Truth::unknown : Truth::no;
      case Op::is_none:
        if (value->bits != 0) return Truth::no;
        return value->not_sure ? Truth::unknown : Truth::yes;
      default:
        return Truth::unknown;
    }
  }

  /// Of a question that was not asked: what was said of it is true, all else is unknown.
  static Truth about_sign(const ConditionNode& node, const Value& said) {
    bool holds = false;
    switch (node.op) {
      case Op::is_known:
        return Truth::no;
      case Op::is_not_sure:
        return truth_of(said.not_sure);
      case Op::has_any:
        holds = std::popcount(said.bits & node.mask) >= node.low;
        break;
      case Op::has_all:
        holds = node.mask != 0 && (said.bits & node.mask) == node.mask;
        break;
      case Op::is_none:
        return said.bits != 0 ? Truth::no : Truth::unknown;
      default:
        break;
    }
    return holds ? Truth::yes : Truth::unknown;
  }

  static Truth about_item(const ConditionNode& node, const std::optional<Value>& value) {
    unsigned code = value ? grid_item(*value, node.item) : 0;
    if (node.op == Op::is_not_sure) return truth_of(code == grid_not_sure);
    if (node.op == Op::is_known) return truth_of(code != 0 && code != grid_not_sure);
    if (code == 0 || code == grid_not_sure) return Truth::unknown;
    return truth_of((node.mask >> (code - 1) & 1U) != 0);
  }

  bool about_outcome(const ConditionNode& node) const {
    switch (node.op) {
      case Op::disposition_in:
        return (node.mask >> static_cast<unsigned>(so_far_.disposition) & 1U) != 0;
      case Op::clearable:
        return so_far_.clearable;
      case Op::flag_raised:
        return so_far_.raised[node.subject];
      case Op::cell_in:
        return (node.mask >> static_cast<unsigned>(so_far_.cells[node.subject]) & 1U) != 0;
      case Op::rows:
        return rows(node);
      case Op::primary_in:
        return so_far_.primary && (node.mask >> *so_far_.primary & 1U) != 0;
      case Op::allowed_has:
        return (so_far_.allowed & node.mask) == node.mask;
      case Op::schedule_in:
        return so_far_.schedule && (node.mask >> *so_far_.schedule & 1U) != 0;
      case Op::allowed_within:
        return (so_far_.allowed & ~node.mask) == 0;
      case Op::flag_lifted:
        return so_far_.lifted[node.subject];
      default:
        return so_far_.finished != nullptr && about_end(node, *so_far_.finished);
    }
  }

  static bool about_end(const ConditionNode& node, const Walk& walk) {
    auto has = [&](const auto& list) {
      return std::find(list.begin(), list.end(), node.subject) != list.end();
    };
    auto questions = static_cast<std::int64_t>(walk.asked.size());
    switch (node.op) {
      case Op::note_shown:
        return walk.outcome && has(walk.outcome->notes);
      case Op::fact_asked:
        return has(walk.asked);
      case Op::node_passed:
        return has(walk.path);
      case Op::questions_in:
        return questions >= node.low && questions <= node.high;
      default:
        return false;
    }
  }

  bool rows(const ConditionNode& node) const {
    std::int32_t found = 0;
    for (RowIndex index : so_far_.rows) {
      const MatrixRow& row = dialog_.matrix[index];
      if ((node.kinds >> static_cast<unsigned>(row.kind) & 1U) == 0) continue;
      if (node.subject != no_subject &&
          (node.mask >> static_cast<unsigned>(row.cells[node.subject]) & 1U) == 0)
        continue;
      ++found;
    }
    return found >= node.low;
  }

  const Dialog& dialog_;
  const Facts& facts_;
  const Consequences& so_far_;
};

Disposition disposition_of(Level level) {
  switch (level) {
    case Level::emergency:
      return Disposition::emergency;
    case Level::urgent:
      return Disposition::urgent;
    case Level::clearance:
      return Disposition::clearance;
    default:
      return Disposition::suggestion;
  }
}

}  // namespace

Facts::Facts(const Dialog& dialog, const Mentions& signs)
    : dialog_(&dialog), known_(dialog.facts.size()) {
  if (signs.empty()) return;
  signs_.resize(dialog.facts.size());
  for (const Answer& said : signs) signs_[said.fact] = said.value;
}

void Facts::add(FactIndex fact, const Value& value) {
  auto with_sign = [this](FactIndex of, Value answer) {
    return Value{answer.bits | sign(of).bits, answer.not_sure || sign(of).not_sure};
  };
  const Fact& declared = dialog_->facts[fact];
  known_[fact] = declared.kind == FactKind::choices ? with_sign(fact, value) : value;
  if (!declared.repeats) return;
  std::optional<Value>& first = known_[*declared.repeats];
  if (declared.kind == FactKind::choices && first) {
    first = with_sign(*declared.repeats, {first->bits | value.bits, value.not_sure});
  } else {
    first = value;
  }
}

Truth evaluate(const Dialog& dialog, const Facts& facts, const Consequences& so_far,
               Condition condition) {
  if (condition.is_always()) return Truth::yes;
  return Evaluator(dialog, facts, so_far).truth(condition.root);
}

bool fires(const Dialog& dialog, const Facts& facts, const Consequences& so_far,
           const Trigger& trigger) {
  return (evaluate(dialog, facts, so_far, trigger.condition) == Truth::yes) != trigger.unless;
}

namespace {

/// The matrix part of infer().
Consequences infer_cells(const Dialog& dialog, const Facts& facts) {
  Consequences found;
  found.cells.assign(dialog.techniques.size(), Cell::ok);
  for (std::size_t i = 0; i < dialog.matrix.size(); ++i) {
    const MatrixRow& row = dialog.matrix[i];
    if (!fires(dialog, facts, found, row.trigger)) continue;
    found.rows.push_back(static_cast<RowIndex>(i));
    for (std::size_t t = 0; t < row.cells.size(); ++t)
      found.cells[t] = std::max(found.cells[t], row.cells[t]);
  }
  return found;
}

}  // namespace

bool is_emergency(const Dialog& dialog, const Facts& facts) {
  std::optional<Consequences> cells;
  const Consequences none;
  for (const Flag& flag : dialog.flags) {
    if (flag.level != Level::emergency) continue;
    if (flag.looks_at_cells && !cells) cells = infer_cells(dialog, facts);
    if (fires(dialog, facts, flag.looks_at_cells ? *cells : none, flag.trigger)) return true;
  }
  return false;
}

Consequences infer(const Dialog& dialog, const Facts& facts) {
  Consequences found = infer_cells(dialog, facts);
  found.raised.assign(dialog.flags.size(), false);
  found.lifted.assign(dialog.flags.size(), false);
  for (std::size_t i = 0; i < dialog.flags.size(); ++i) {
    found.raised[i] = fires(dialog, facts, found, dialog.flags[i].trigger);
  }
  settle(dialog, facts, found);
  return found;
}

void settle(const Dialog& dialog, const Facts& facts, Consequences& consequences) {
  bool cleared =
      dialog.has_clearance && evaluate(dialog, facts, consequences, dialog.clearance) == Truth::yes;
  consequences.disposition = Disposition::suggestion;
  bool may_all_be_lifted = true;
  for (std::size_t i = 0; i < dialog.flags.size(); ++i) {
    if (!consequences.raised[i]) continue;
    const Flag& flag = dialog.flags[i];
    bool may_be_lifted =
        flag.clearable && evaluate(dialog, facts, consequences, *flag.clearable) == Truth::yes;
    consequences.lifted[i] = may_be_lifted && cleared;
    if (consequences.lifted[i]) continue;
    if (flag.level >= Level::clearance) may_all_be_lifted = may_all_be_lifted && may_be_lifted;
    consequences.disposition = std::max(consequences.disposition, disposition_of(flag.level));
  }
  consequences.clearable = consequences.disposition == Disposition::clearance && may_all_be_lifted;
}

}  // namespace palpate
