#include "verify/moment.hpp"

#include <algorithm>
#include <bit>

namespace palpate {
namespace {

Disposition disposition_of(Level level) {
  return level <= Level::caution ? Disposition::suggestion
                                 : static_cast<Disposition>(static_cast<int>(level) - 1);
}
static_assert(static_cast<int>(Level::emergency) - 1 == static_cast<int>(Disposition::emergency));

}  // namespace

Switches Switches::on(const Dialog& dialog) {
  auto all = [](const auto& rows) { return std::vector<Literal>(rows.size(), always); };
  return {all(dialog.flags),  all(dialog.matrix),        all(dialog.gates),
          all(dialog.scores), all(dialog.schedule_rows), all(dialog.notes)};
}

Moment::Moment(Formula& formula, const Dialog& dialog, const std::vector<Domain>& domains,
               const Switches& switches, std::vector<SymbolicValue> facts)
    : formula_(&formula),
      dialog_(&dialog),
      domains_(&domains),
      switches_(&switches),
      facts_(std::move(facts)) {}

SymbolicTruth Moment::truth(Condition condition) {
  if (condition.is_always()) return {always, never};
  if (auto known = cache_.find(condition.root); known != cache_.end()) return known->second;
  SymbolicTruth result = compute(dialog_->condition_nodes[condition.root]);
  cache_.emplace(condition.root, result);
  return result;
}

Literal Moment::fires(const Trigger& trigger) {
  Literal yes = is_true(trigger.condition);
  return trigger.unless ? !yes : yes;
}

SymbolicTruth Moment::compute(const ConditionNode& node) {
  auto child = [&] { return truth({dialog_->condition_children[node.first]}); };
  switch (node.op) {
    case Op::all:
      return count(node, node.count);
    case Op::any:
      return node.count == 0 ? SymbolicTruth{never, always} : count(node, 1);
    case Op::at_least_of:
      return count(node, static_cast<std::size_t>(node.low));
    case Op::negation: {
      SymbolicTruth inner = child();
      return {inner.no, inner.yes};
    }
    case Op::certainly: {
      Literal yes = child().yes;
      return {yes, !yes};
    }
    case Op::derived_is:
      return derived(node);
    default:
      break;
  }
  if (node.op < Op::derived_is) return about_fact(node);
  Literal holds = about_outcome(node);
  return {holds, !holds};
}

SymbolicTruth Moment::count(const ConditionNode& node, std::size_t wanted) {
  std::vector<Literal> yes, not_no;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    SymbolicTruth part = truth({dialog_->condition_children[node.first + i]});
    yes.push_back(part.yes);
    not_no.push_back(!part.no);
  }
  return {formula_->at_least(wanted, yes), !formula_->at_least(wanted, not_no)};
}

SymbolicTruth Moment::derived(const ConditionNode& node) {
  const Derived& fact = dialog_->derived[node.subject];
  std::vector<Literal> yes, no;
  Literal still = always;  // every case so far is certainly not true
  for (const Derived::Case& row : fact.cases) {
    SymbolicTruth here = truth(row.when);
    std::vector<Literal>& side = (node.mask >> row.value & 1U) != 0 ? yes : no;
    side.push_back(formula_->both(still, here.yes));
    still = formula_->both(still, here.no);
  }
  bool is_false_meant = fact.is_named_condition() && (node.mask & 1U) != 0;
  (is_false_meant ? yes : no).push_back(still);
  return {formula_->any_of(yes), formula_->any_of(no)};
}

std::vector<Literal> Moment::masked(const std::vector<Literal>& literals, std::uint64_t mask) {
  std::vector<Literal> chosen;
  for (std::size_t i = 0; i < literals.size() && i < 64; ++i) {
    if ((mask >> i & 1U) != 0) chosen.push_back(literals[i]);
  }
  return chosen;
}

SymbolicTruth Moment::about_fact(const ConditionNode& node) {
  const SymbolicValue& value = facts_[node.subject];
  if (node.item != no_item) return about_item(node, value);
  Literal sure = formula_->both(value.known, !value.not_sure);
  switch (node.op) {
    case Op::is_not_sure:
      return {value.not_sure, !value.not_sure};
    case Op::is_known:
      return {sure, !sure};
    case Op::one_of: {
      Literal yes = formula_->any_of(masked(value.slots, node.mask));
      return {yes, formula_->both(sure, !yes)};
    }
    case Op::in_range: {
      const std::vector<std::int32_t>& bounds = (*domains_)[node.subject].bounds();
      std::vector<Literal> inside;
      for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
        if (bounds[i] >= node.low && bounds[i] <= node.high) inside.push_back(value.slots[i]);
      }
      Literal yes = formula_->any_of(inside);
      return {yes, formula_->both(sure, !yes)};
    }
    default:
      return about_ticks(node, value);
  }
}

SymbolicTruth Moment::about_ticks(const ConditionNode& node, const SymbolicValue& value) {
  Literal sure = formula_->both(value.known, !value.not_sure);
  std::vector<Literal> ticks = masked(value.slots, node.mask);
  switch (node.op) {
    case Op::has_any: {
      auto wanted = static_cast<std::size_t>(node.low);
      Literal yes = formula_->at_least(wanted, ticks);
      // "Not sure" leaves open what else may be ticked; not, when there is not so much to tick.
      bool possible = static_cast<std::size_t>(std::popcount(node.mask)) >= wanted;
      return {yes, formula_->both(possible ? sure : value.known, !yes)};
    }
    case Op::has_all: {
      // Of a question that was not asked only what was mentioned is known.
      if (ticks.empty()) ticks.push_back(value.known);
      Literal yes = formula_->all_of(ticks);
      return {yes, formula_->both(sure, !yes)};
    }
    case Op::is_none: {
      Literal some = formula_->any_of(value.slots);
      return {formula_->both(sure, !some), some};
    }
    default:
      return {};
  }
}

SymbolicTruth Moment::about_item(const ConditionNode& node, const SymbolicValue& value) {
  const Fact& fact = dialog_->facts[node.subject];
  const GridItem& item = fact.items[node.item];
  std::size_t first = (*domains_)[node.subject].slot_of(node.item, 0);
  std::vector<Literal> options(
      value.slots.begin() + static_cast<std::ptrdiff_t>(first),
      value.slots.begin() + static_cast<std::ptrdiff_t>(first + item.options.size()));
  Literal not_sure = fact.not_sure ? value.slots[first + item.options.size()] : never;
  Literal known = formula_->any_of(options);
  switch (node.op) {
    case Op::is_not_sure:
      return {not_sure, !not_sure};
    case Op::is_known:
      return {known, !known};
    default: {
      Literal yes = formula_->any_of(masked(options, node.mask));
      return {yes, formula_->both(known, !yes)};
    }
  }
}

Literal Moment::about_outcome(const ConditionNode& node) {
  switch (node.op) {
    case Op::disposition_in:
      return formula_->any_of(
          masked({found_.disposition.begin(), found_.disposition.end()}, node.mask));
    case Op::clearable:
      return found_.clearable;
    case Op::flag_raised:
      return found_.raised[node.subject];
    case Op::cell_in: {
      const std::array<Literal, 4>& at_least = found_.cells[node.subject];
      std::vector<Literal> ways;
      for (std::size_t cell = 0; cell < at_least.size(); ++cell) {
        Literal above = cell + 1 < at_least.size() ? at_least[cell + 1] : never;
        if ((node.mask >> cell & 1U) != 0) ways.push_back(formula_->both(at_least[cell], !above));
      }
      return formula_->any_of(ways);
    }
    case Op::rows: {
      std::vector<Literal> counted;
      for (std::size_t i = 0; i < dialog_->matrix.size(); ++i) {
        const MatrixRow& row = dialog_->matrix[i];
        bool cell = node.subject == no_subject ||
                    (node.mask >> static_cast<unsigned>(row.cells[node.subject]) & 1U) != 0;
        bool kind = (node.kinds >> static_cast<unsigned>(row.kind) & 1U) != 0;
        if (cell && kind) counted.push_back(found_.rows[i]);
      }
      return formula_->at_least(static_cast<std::size_t>(node.low), counted);
    }
    case Op::primary_in:
      return formula_->any_of(masked(found_.primary, node.mask));
    case Op::allowed_has:
      return formula_->all_of(masked(found_.allowed, node.mask));
    case Op::schedule_in:
      return formula_->any_of(masked(found_.schedule, node.mask));
    default:
      return about_end(node);
  }
}

Literal Moment::about_end(const ConditionNode& node) {
  switch (node.op) {
    case Op::allowed_within:
      return !formula_->any_of(masked(found_.allowed, ~node.mask));
    case Op::flag_lifted:
      return found_.lifted[node.subject];
    case Op::note_shown:
      return found_.shown[node.subject];
    case Op::fact_asked:
      return found_.asked[node.subject];
    case Op::node_passed:
      return found_.passed[node.subject];
    case Op::questions_in: {
      Literal enough = formula_->at_least(static_cast<std::uint32_t>(node.low), found_.questions);
      Literal more =
          formula_->at_least(static_cast<std::uint32_t>(node.high) + 1, found_.questions);
      return formula_->both(enough, !more);
    }
    default:
      return never;
  }
}

void Moment::infer_cells() {
  if (has_cells_) return;
  has_cells_ = true;
  std::size_t techniques = dialog_->techniques.size();
  std::vector<std::array<std::vector<Literal>, 4>> ways(techniques);
  for (std::size_t i = 0; i < dialog_->matrix.size(); ++i) {
    const MatrixRow& row = dialog_->matrix[i];
    Literal applied = formula_->both(switches_->matrix[i], fires(row.trigger));
    found_.rows.push_back(applied);
    for (std::size_t t = 0; t < techniques; ++t) {
      for (std::size_t cell = 1; cell <= static_cast<std::size_t>(row.cells[t]); ++cell)
        ways[t][cell].push_back(applied);
    }
  }
  found_.cells.assign(techniques, {always, never, never, never});
  for (std::size_t t = 0; t < techniques; ++t) {
    for (std::size_t cell = 1; cell < 4; ++cell)
      found_.cells[t][cell] = formula_->any_of(ways[t][cell]);
  }
}

Literal Moment::is_emergency() {
  std::vector<Literal> flags;
  for (std::size_t i = 0; i < dialog_->flags.size(); ++i) {
    const Flag& flag = dialog_->flags[i];
    if (flag.level != Level::emergency) continue;
    if (flag.looks_at_cells) infer_cells();
    flags.push_back(formula_->both(switches_->flags[i], fires(flag.trigger)));
  }
  return formula_->any_of(flags);
}

void Moment::infer() {
  if (is_inferred_) return;
  is_inferred_ = true;
  infer_cells();
  found_.lifted.assign(dialog_->flags.size(), never);
  for (std::size_t i = 0; i < dialog_->flags.size(); ++i) {
    found_.raised.push_back(formula_->both(switches_->flags[i], fires(dialog_->flags[i].trigger)));
  }
  settle();
}

void Moment::settle() {
  Literal cleared = dialog_->has_clearance ? is_true(dialog_->clearance) : never;
  std::array<std::vector<Literal>, 4> at_least;  // by disposition
  std::vector<Literal> never_lifted;
  for (std::size_t i = 0; i < dialog_->flags.size(); ++i) {
    const Flag& flag = dialog_->flags[i];
    Literal may = flag.clearable ? is_true(*flag.clearable) : never;
    found_.lifted[i] = formula_->all_of({found_.raised[i], may, cleared});
    Literal counts = formula_->both(found_.raised[i], !found_.lifted[i]);
    if (flag.level >= Level::clearance) never_lifted.push_back(formula_->both(counts, !may));
    for (int level = 1; level <= static_cast<int>(disposition_of(flag.level)); ++level)
      at_least[static_cast<std::size_t>(level)].push_back(counts);
  }
  Literal above = never;
  for (std::size_t level = 3; level > 0; --level) {
    Literal reached = formula_->any_of(at_least[level]);
    found_.disposition[level] = formula_->both(reached, !above);
    above = reached;
  }
  found_.disposition[0] = !above;
  found_.clearable = formula_->both(found_.disposition[1], !formula_->any_of(never_lifted));
  cache_.clear();
}

}  // namespace palpate
