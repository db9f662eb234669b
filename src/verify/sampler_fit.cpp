// Patients made to fit a condition, so that what is rare is found without the solver.
#include <algorithm>

#include "verify/sampler.hpp"

namespace palpate {

void Sampler::fit(Assignment& patient, Condition condition, bool wanted) {
  if (condition.is_always()) return;
  const ConditionNode& node = dialog_->condition_nodes[condition.root];
  auto child = [&](std::size_t i) {
    return Condition{dialog_->condition_children[node.first + i]};
  };
  switch (node.op) {
    case Op::all:
    case Op::any:
      if ((node.op == Op::all) == wanted) {
        for (std::size_t i = 0; i < node.count; ++i) fit(patient, child(i), wanted);
      } else if (node.count != 0) {
        fit(patient, child(below(node.count)), wanted);
      }
      break;
    case Op::negation:
      fit(patient, child(0), !wanted);
      break;
    case Op::certainly:
      fit(patient, child(0), wanted);
      break;
    case Op::at_least_of: {
      const std::uint64_t first = below(node.count);
      const std::size_t count = wanted ? static_cast<std::size_t>(node.low) : node.count;
      for (std::size_t i = 0; i < count; ++i) fit(patient, child((first + i) % node.count), wanted);
      break;
    }
    case Op::derived_is:
      fit_derived(patient, node, wanted);
      break;
    case Op::flag_raised:
      if (wanted) fit(patient, dialog_->flags[node.subject].trigger);
      break;
    case Op::note_shown:
      if (wanted) fit(patient, dialog_->notes[node.subject].trigger);
      break;
    default:
      if (node.op >= Op::derived_is || !patient[node.subject]) return;
      if (wanted) make_asked(patient, node);
      fit_fact(*patient[node.subject], node, wanted);
  }
}

void Sampler::make_asked(Assignment& patient, const ConditionNode& node) {
  // Ways lead forward only, so this ends.
  fit(patient, asked_when_[node.subject]);
  if (node.item != no_item) fit(patient, dialog_->facts[node.subject].items[node.item].when);
}

void Sampler::fit_derived(Assignment& patient, const ConditionNode& node, bool wanted) {
  const Derived& derived = dialog_->derived[node.subject];
  std::vector<Condition> ways;
  for (const Derived::Case& row : derived.cases) {
    if (((node.mask >> row.value & 1U) != 0) == wanted) ways.push_back(row.when);
  }
  if (!ways.empty()) {
    fit(patient, ways[below(ways.size())]);
  } else {
    for (const Derived::Case& row : derived.cases) fit(patient, row.when, false);
  }
}

unsigned Sampler::pick(std::uint64_t mask, std::size_t count, bool wanted) {
  if (count == 0) return 64;
  const std::uint64_t first = below(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto bit = static_cast<unsigned>((first + i) % count);
    if (((mask >> bit & 1U) != 0) == wanted) return bit;
  }
  return 64;
}

void Sampler::fit_fact(Value& value, const ConditionNode& node, bool wanted) {
  const Fact& fact = dialog_->facts[node.subject];
  if (node.item != no_item) {
    fit_item(value, node, wanted);
    return;
  }
  switch (node.op) {
    case Op::is_not_sure:
    case Op::is_known:
      if ((node.op == Op::is_not_sure) == wanted) {
        value = {fact.kind == FactKind::choices ? value.bits : 0, true};
      } else if (value.not_sure) {
        value = answer(fact, 0, 0);
      }
      break;
    case Op::one_of:
      if (unsigned option = pick(node.mask, fact.options.size(), wanted); option < 64)
        value = {std::uint64_t{1} << option, false};
      break;
    case Op::in_range: {
      const std::int32_t low = std::max(node.low, fact.min), high = std::min(node.high, fact.max);
      if (wanted && low <= high) {
        value = {
            static_cast<std::uint64_t>(low) + below(static_cast<std::uint64_t>(high - low) + 1),
            false};
      } else if (!wanted) {
        value = {static_cast<std::uint64_t>(low > fact.min ? fact.min : fact.max), false};
      }
      break;
    }
    default:
      fit_ticks(value, node, wanted);
  }
}

void Sampler::fit_ticks(Value& value, const ConditionNode& node, bool wanted) {
  const std::size_t options = dialog_->facts[node.subject].options.size();
  switch (node.op) {
    case Op::has_any:
      if (!wanted) value.bits &= ~node.mask;
      for (std::int32_t i = 0; wanted && i < node.low; ++i) {
        const unsigned option = pick(node.mask & ~value.bits, options, true);
        if (option < 64) value.bits |= std::uint64_t{1} << option;
      }
      break;
    case Op::has_all:
      if (wanted) {
        value.bits |= node.mask;
      } else if (unsigned option = pick(node.mask, options, true); option < 64) {
        value.bits &= ~(std::uint64_t{1} << option);
      }
      break;
    case Op::is_none:
      value = wanted || options == 0 ? Value{} : Value{std::uint64_t{1} << below(options), false};
      break;
    default:
      break;
  }
}

void Sampler::fit_item(Value& value, const ConditionNode& node, bool wanted) {
  const std::size_t options = dialog_->facts[node.subject].items[node.item].options.size();
  switch (node.op) {
    case Op::is_not_sure:
    case Op::is_known:
      set_grid_item(value, node.item,
                    (node.op == Op::is_not_sure) == wanted
                        ? grid_not_sure
                        : 1 + static_cast<unsigned>(below(options)));
      break;
    default:
      if (unsigned option = pick(node.mask, options, wanted); option < 64)
        set_grid_item(value, node.item, option + 1);
  }
}

}  // namespace palpate
