#include "verify/conversation.hpp"

#include <algorithm>
#include <array>

namespace palpate {
namespace {

/// The code that a patient has for each item, where the item is asked.
Value only_items(const Value& codes, std::uint32_t asked) {
  Value value;
  for (unsigned i = 0; i < max_grid_items; ++i) {
    if ((asked >> i & 1U) != 0) set_grid_item(value, i, grid_item(codes, i));
  }
  return value;
}

}  // namespace

Conversation converse(const Dialog& dialog, const Assignment& patient) {
  Conversation result;
  Answers all;
  for (std::size_t i = 0; i < patient.size(); ++i) {
    if (patient[i] && dialog.facts[i].kind != FactKind::grid)
      all.push_back({static_cast<FactIndex>(i), *patient[i]});
  }
  // Which items of a grid are asked is known when it is asked; there are few grids.
  std::vector<bool> tried(patient.size(), false);
  while (true) {
    result.walk = walk(dialog, all);
    std::optional<FactIndex> question = result.walk.question;
    if (!question || tried[*question] || !patient[*question]) break;
    tried[*question] = true;
    if (dialog.facts[*question].kind != FactKind::grid) break;
    all.push_back(
        {*question, only_items(*patient[*question], grid_items_asked(dialog, *question, all))});
  }
  for (FactIndex fact : result.walk.asked) {
    result.answers.push_back(*std::find_if(
        all.begin(), all.end(), [&](const Answer& answer) { return answer.fact == fact; }));
  }
  result.walk.unused.clear();
  return result;
}

Assignment Sampler::next(bool may_stop) {
  constexpr std::array tick_chances{0.002, 0.01, 0.04, 0.15, 0.4};
  constexpr std::array not_sure_chances{0.0, 0.0, 0.02, 0.2};
  constexpr std::array stop_chances{0.0, 0.01, 0.1};
  double tick = tick_chances[below(tick_chances.size())];
  double not_sure = not_sure_chances[below(not_sure_chances.size())];
  double stop = may_stop ? stop_chances[below(stop_chances.size())] : 0.0;
  return patient(tick, not_sure, stop);
}

Assignment Sampler::next_healthy() {
  constexpr double tick = 0.004;
  return patient(tick, 0.0, 0.0);
}

Assignment Sampler::patient(double tick, double not_sure, double stop) {
  Assignment patient(dialog_->facts.size());
  for (std::size_t i = 0; i < patient.size(); ++i) {
    if (!chance(stop)) patient[i] = answer(dialog_->facts[i], tick, not_sure);
  }
  return patient;
}

Value Sampler::answer(const Fact& fact, double tick, double not_sure) {
  bool is_not_sure = fact.not_sure && fact.kind != FactKind::grid && chance(not_sure);
  if (is_not_sure && fact.kind != FactKind::choices) return {0, true};
  switch (fact.kind) {
    case FactKind::yes_no:
    case FactKind::choice:
      return {std::uint64_t{1} << below(fact.options.size()), false};
    case FactKind::choices: {
      std::uint64_t bits = ticks(fact, tick);
      if (bits == 0 && !fact.none && !is_not_sure)
        bits = std::uint64_t{1} << below(fact.options.size());
      return {bits, is_not_sure};
    }
    case FactKind::number:
      return {number(fact), false};
    case FactKind::grid:
      return {codes(fact, not_sure), false};
  }
  return {};
}

std::uint64_t Sampler::ticks(const Fact& fact, double tick) {
  std::size_t count = fact.options.size();
  // Where an answer is needed, one option is enough for most; what a short list asks about (the
  // kind of pain) is ticked more often than what a long one warns of.
  if (!fact.none && chance(0.7)) return std::uint64_t{1} << below(count);
  double chance_of_each = fact.none && count > 6 ? tick : std::max(tick, 0.2);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (chance(chance_of_each)) bits |= std::uint64_t{1} << i;
  }
  return bits;
}

std::uint64_t Sampler::number(const Fact& fact) {
  auto low = static_cast<std::uint64_t>(fact.min);
  auto high = static_cast<std::uint64_t>(fact.max);
  switch (below(8)) {
    case 0:
      return low;
    case 1:
      return high;
    case 2:
      return std::min(high, low + below(12));
    default:
      return low + below(high - low + 1);
  }
}

std::uint64_t Sampler::codes(const Fact& fact, double not_sure) {
  Value value;
  bool all_the_same = chance(0.3);
  std::uint64_t same = below(4);
  for (unsigned i = 0; i < fact.items.size(); ++i) {
    std::uint64_t count = fact.items[i].options.size();
    auto code = static_cast<unsigned>(1 + (all_the_same ? same % count : below(count)));
    set_grid_item(value, i, fact.not_sure && chance(not_sure) ? grid_not_sure : code);
  }
  return value.bits;
}

}  // namespace palpate
