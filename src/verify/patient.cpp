#include "verify/patient.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

namespace palpate {
namespace {

/// Options of an item, with "not sure" as the last where it is offered.
std::size_t codes_of(const Fact& fact, std::size_t item) {
  return fact.items[item].options.size() + (fact.not_sure ? 1 : 0);
}

Choice choice_of(Formula& formula, std::size_t count, std::size_t fact,
                 const std::optional<Case>& only) {
  if (only && only->fact == fact) return Formula::fixed(count, only->option);
  return formula.one_of(count);
}

}  // namespace

Domain::Domain(const Dialog& dialog, FactIndex index, const Dialog* other)
    : fact_(&dialog.facts[index]) {
  switch (fact_->kind) {
    case FactKind::yes_no:
    case FactKind::choice:
    case FactKind::choices:
      slots_ = fact_->options.size();
      break;
    case FactKind::number: {
      add_bounds(dialog, index);
      std::optional<FactIndex> same = other != nullptr ? other->find_fact(fact_->id) : std::nullopt;
      if (same && other->facts[*same].kind == FactKind::number) add_bounds(*other, *same);
      std::sort(bounds_.begin(), bounds_.end());
      bounds_.erase(std::unique(bounds_.begin(), bounds_.end()), bounds_.end());
      std::erase_if(bounds_, [this](std::int32_t bound) {
        return bound < fact_->min || bound > fact_->max + 1;
      });
      slots_ = bounds_.size() - 1;
      break;
    }
    case FactKind::grid:
      for (std::size_t item = 0; item < fact_->items.size(); ++item) {
        first_of_item_.push_back(slots_);
        slots_ += codes_of(*fact_, item);
      }
  }
}

void Domain::add_bounds(const Dialog& dialog, FactIndex index) {
  const Fact& fact = dialog.facts[index];
  bounds_.insert(bounds_.end(), {fact.min, fact.max + 1});
  FactIndex named = fact.repeats.value_or(index);
  for (const ConditionNode& node : dialog.condition_nodes) {
    if (node.op == Op::in_range && node.subject == named)
      bounds_.insert(bounds_.end(), {node.low, node.high + 1});
  }
}

std::size_t Domain::slot_of(const Value& value) const {
  if (value.not_sure) return slots_;
  if (fact_->kind != FactKind::number)
    return static_cast<std::size_t>(std::countr_zero(value.bits));
  auto above =
      std::upper_bound(bounds_.begin(), bounds_.end(), static_cast<std::int64_t>(value.bits));
  return static_cast<std::size_t>(above - bounds_.begin()) - 1;
}

std::vector<bool> Domain::slots_of(const Value& value) const {
  std::vector<bool> result(slots_, false);
  if (fact_->kind == FactKind::number) {
    if (!value.not_sure) result[slot_of(value)] = true;
  } else if (fact_->kind == FactKind::grid) {
    for (std::uint8_t item = 0; item < fact_->items.size(); ++item) {
      unsigned code = grid_item(value, item);
      std::size_t option = code == grid_not_sure ? fact_->items[item].options.size() : code - 1;
      if (code != 0) result[first_of_item_[item] + option] = true;
    }
  } else {
    for (std::size_t i = 0; i < slots_; ++i) result[i] = (value.bits >> i & 1U) != 0;
  }
  return result;
}

std::int32_t Domain::plain_number() const {
  constexpr std::int32_t plainly_at_most = 40;
  return fact_->min + std::min((fact_->max - fact_->min) / 3, plainly_at_most);
}

Value Domain::value_of(const std::vector<bool>& slots, bool not_sure) const {
  Value value{0, not_sure};
  for (std::size_t i = 0; i < slots_; ++i) {
    if (!slots[i]) continue;
    if (fact_->kind == FactKind::number) {
      value.bits =
          static_cast<std::uint64_t>(std::clamp(plain_number(), bounds_[i], bounds_[i + 1] - 1));
    } else if (fact_->kind == FactKind::grid) {
      auto next = std::upper_bound(first_of_item_.begin(), first_of_item_.end(), i);
      auto item = static_cast<unsigned>(next - first_of_item_.begin()) - 1;
      auto option = static_cast<unsigned>(i - first_of_item_[item]);
      set_grid_item(value, item,
                    option == fact_->items[item].options.size() ? grid_not_sure : option + 1);
    } else {
      value.bits |= std::uint64_t{1} << i;
    }
  }
  return value;
}

double Domain::log2_size() const {
  double not_sure = fact_->not_sure ? 1 : 0;
  auto options = static_cast<double>(fact_->options.size());
  switch (fact_->kind) {
    case FactKind::yes_no:
    case FactKind::choice:
      return std::log2(options + not_sure);
    case FactKind::choices:
      // Every set of ticks, alone or with "not sure"; the empty set only where "none" is offered.
      return std::log2(std::exp2(options) * (1 + not_sure) - (fact_->none ? 0 : 1));
    case FactKind::number:
      return std::log2(static_cast<double>(fact_->max) - fact_->min + 1 + not_sure);
    case FactKind::grid:
      break;
  }
  double sum = 0;
  for (std::size_t item = 0; item < fact_->items.size(); ++item)
    sum += std::log2(static_cast<double>(codes_of(*fact_, item)));
  return sum;
}

std::vector<Domain> domains_of(const Dialog& dialog, const Dialog* other) {
  std::vector<Domain> domains;
  for (std::size_t i = 0; i < dialog.facts.size(); ++i)
    domains.emplace_back(dialog, static_cast<FactIndex>(i), other);
  return domains;
}

Patient::Patient(Formula& formula, const Dialog& dialog, const std::vector<Domain>& domains,
                 bool may_stop, const std::optional<Case>& only)
    : domains_(&domains),
      dialog_(&dialog),
      said_{std::vector<SymbolicValue>(dialog.facts.size()),
            std::vector<SymbolicValue>(dialog.facts.size())},
      choices_(dialog.facts.size()),
      ticks_(dialog.facts.size()),
      not_sure_(dialog.facts.size(), never) {
  for (std::size_t i = 0; i < dialog.facts.size(); ++i) {
    given_.push_back(may_stop ? formula.variable() : always);
    const Fact& fact = dialog.facts[i];
    SymbolicValue& answer = said_.answers[i];
    switch (fact.kind) {
      case FactKind::choices: {
        not_sure_[i] = fact.not_sure ? formula.variable() : never;
        answer.not_sure = not_sure_[i];
        std::vector<Literal> others{answer.not_sure};
        for (std::size_t slot = 0; slot < domains[i].slots(); ++slot) {
          ticks_[i].push_back(formula.variable());
          if (slot > 0) others.push_back(ticks_[i].back());
        }
        answer.slots = ticks_[i];
        // Where "none" is no answer, something is ticked: the first option, if nothing else is.
        if (!fact.none) answer.slots[0] = formula.either(ticks_[i][0], !formula.any_of(others));
        break;
      }
      case FactKind::grid:
        for (std::size_t item = 0; item < fact.items.size(); ++item) {
          choices_[i].push_back(formula.one_of(codes_of(fact, item)));
          const std::vector<Literal>& codes = choices_[i].back().options;
          answer.slots.insert(answer.slots.end(), codes.begin(), codes.end());
        }
        break;
      default:
        choices_[i].push_back(
            choice_of(formula, domains[i].slots() + (fact.not_sure ? 1 : 0), i, only));
        answer.slots = choices_[i].back().options;
        if (fact.not_sure) {
          answer.not_sure = answer.slots.back();
          answer.slots.pop_back();
        }
    }
    answer.known = given_[i];
    answer.not_sure = formula.both(answer.not_sure, answer.known);
    for (Literal& slot : answer.slots) slot = formula.both(slot, answer.known);
    if (!fact.may_be_mentioned) continue;
    SymbolicValue& mention = said_.mentions[i];
    for (std::size_t slot = 0; slot < domains[i].slots(); ++slot)
      mention.slots.push_back(formula.variable());
    if (fact.not_sure) mention.not_sure = formula.variable();
  }
}

SymbolicPatient without_mentions(std::vector<SymbolicValue> answers) {
  const std::size_t facts = answers.size();
  return {std::move(answers), std::vector<SymbolicValue>(facts)};
}

void Patient::set(Simulation& simulation, unsigned lane, const Assignment& assignment) const {
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    const std::optional<Value>& value = assignment[i];
    if (given_[i] != always) simulation.set_lane(given_[i], lane, value.has_value());
    if (!value) continue;
    const Fact& fact = dialog_->facts[i];
    switch (fact.kind) {
      case FactKind::choices:
        for (std::size_t slot = 0; slot < fact.options.size(); ++slot)
          simulation.set_lane(ticks_[i][slot], lane, (value->bits >> slot & 1U) != 0);
        if (fact.not_sure) simulation.set_lane(not_sure_[i], lane, value->not_sure);
        break;
      case FactKind::grid:
        for (std::uint8_t item = 0; item < fact.items.size(); ++item) {
          const std::size_t codes = codes_of(fact, item);
          const unsigned code = grid_item(*value, item);
          const std::size_t chosen = code == grid_not_sure ? codes - 1
                                     : code == 0           ? codes
                                                           : code - 1;
          simulation.choose(choices_[i][item], lane, chosen);
        }
        break;
      default:
        simulation.choose(choices_[i][0], lane, (*domains_)[i].slot_of(*value));
    }
  }
  set_mentions(simulation, lane, assignment.mentions);
}

void Patient::set_mentions(Simulation& simulation, unsigned lane, const Mentions& mentions) const {
  std::vector<Value> by_fact(said_.mentions.size());
  for (const Answer& mention : mentions) by_fact[mention.fact] = mention.value;
  for (std::size_t i = 0; i < by_fact.size(); ++i) {
    const SymbolicValue& mention = said_.mentions[i];
    for (std::size_t slot = 0; slot < mention.slots.size(); ++slot)
      simulation.set_lane(mention.slots[slot], lane, (by_fact[i].bits >> slot & 1U) != 0);
    if (mention.not_sure != never) simulation.set_lane(mention.not_sure, lane, by_fact[i].not_sure);
  }
}

}  // namespace palpate
