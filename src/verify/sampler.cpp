#include "verify/sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace palpate {

Sampler::Sampler(const Dialog& dialog, std::uint64_t seed)
    : dialog_(&dialog), random_(seed), asked_when_(dialog.facts.size()) {
  for (const Node& node : dialog.nodes) {
    for (const Edge& edge : node.next) {
      const Node& to = dialog.nodes[edge.to];
      if (to.kind == NodeKind::ask && !edge.when.is_always()) asked_when_[to.fact] = edge.when;
    }
  }
  answer_only(std::vector<bool>(dialog.facts.size(), true));
}

void Sampler::answer_only(const std::vector<bool>& facts) {
  facts_.clear();
  things_.clear();
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!facts[i]) continue;
    const auto index = static_cast<FactIndex>(i);
    facts_.push_back(index);
    if (dialog_->facts[i].kind == FactKind::grid) continue;
    for (std::size_t option = 0; option < dialog_->facts[i].options.size(); ++option)
      things_.emplace_back(index, Value{std::uint64_t{1} << option, false});
  }
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
  Assignment healthy = patient(tick, 0.0, 0.0);
  healthy.mentions.clear();
  return healthy;
}

Assignment Sampler::next_like(Assignment patient) {
  constexpr double other_answer = 0.1;
  constexpr double tick = 0.004;
  for (FactIndex fact : facts_) {
    if (chance(other_answer)) patient[fact] = answer(dialog_->facts[fact], tick, 0.0);
  }
  if (things_.empty()) return patient;
  const auto& [index, value] = things_[next_thing_++ % things_.size()];
  const Fact& fact = dialog_->facts[index];
  patient[index] = value;
  if (fact.kind == FactKind::choices && chance(0.2))
    patient[index]->bits |= std::uint64_t{1} << below(fact.options.size());
  return patient;
}

Assignment Sampler::patient(double tick, double not_sure, double stop) {
  Assignment patient(dialog_->facts.size());
  for (FactIndex fact : facts_) {
    if (!chance(stop)) patient[fact] = answer(dialog_->facts[fact], tick, not_sure);
  }
  constexpr double says_something = 0.15;
  if (chance(says_something)) mention(patient);
  return patient;
}

void Sampler::mention(Assignment& patient) {
  for (FactIndex index : facts_) {
    const Fact& fact = dialog_->facts[index];
    if (!fact.may_be_mentioned || !chance(0.2)) continue;
    Value said{std::uint64_t{1} << below(fact.options.size()), fact.not_sure && chance(0.2)};
    if (fact.not_sure && chance(0.1)) said = {0, true};
    patient.mentions.push_back({index, said});
  }
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
  if (chance_of_each <= 0) return 0;
  // From one tick to the next: most lists of what warns have none.
  std::uint64_t bits = 0;
  const double log_of_miss = std::log1p(-chance_of_each);
  double at = std::log1p(-fraction()) / log_of_miss;
  for (; at < static_cast<double>(count); at += 1 + std::log1p(-fraction()) / log_of_miss)
    bits |= std::uint64_t{1} << static_cast<unsigned>(at);
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
