// Random answers that reach the deep ends of a dialogue: most people have nothing dangerous, some
// have one thing.
#pragma once

#include <random>

#include "engine/step.hpp"

namespace palpate::test {

class RandomPatient {
 public:
  RandomPatient(const Dialog& dialog, std::uint64_t seed) : dialog_(&dialog), random_(seed) {
    // Each patient is healthy to another degree, so that first flags do not hide the later
    // questions.
    tick_chance_ = std::array{0.003, 0.02, 0.1, 0.4}[random_() % 4];
    not_sure_chance_ = std::array{0.0, 0.0, 0.02, 0.2}[random_() % 4];
  }

  std::mt19937_64& random() { return random_; }
  bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  /// A value that `fact` has, given the answers so far.
  Value answer(FactIndex index, const Answers& answers) {
    const Fact& fact = dialog_->facts[index];
    if (fact.not_sure && fact.kind != FactKind::grid && chance(not_sure_chance_)) {
      Value value{0, true};
      if (fact.kind == FactKind::choices && chance(0.3)) value.bits = ticks(fact);
      return value;
    }
    switch (fact.kind) {
      case FactKind::yes_no:
      case FactKind::choice:
        return {std::uint64_t{1} << below(fact.options.size()), false};
      case FactKind::choices: {
        std::uint64_t bits = ticks(fact);
        if (bits == 0 && !fact.none) bits = std::uint64_t{1} << below(fact.options.size());
        return {bits, false};
      }
      case FactKind::number:
        return {number(fact), false};
      case FactKind::grid:
        return grid(index, fact, answers);
    }
    return {};
  }

 private:
  std::uint64_t ticks(const Fact& fact) {
    // Where an answer is needed (the areas), one option is enough for most.
    if (!fact.none && chance(0.7)) return std::uint64_t{1} << below(fact.options.size());
    // What a massage is for (the type of pain) is ticked more often than what is dangerous.
    double chance_of_each =
        fact.none && fact.options.size() > 6 ? tick_chance_ : std::max(tick_chance_, 0.25);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < fact.options.size(); ++i) {
      if (chance(chance_of_each)) bits |= std::uint64_t{1} << i;
    }
    return bits;
  }

  /// Every number, the ends and small ones more often.
  std::uint64_t number(const Fact& fact) {
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

  Value grid(FactIndex index, const Fact& fact, const Answers& answers) {
    Value value;
    std::uint32_t asked = grid_items_asked(*dialog_, index, answers);
    bool all_the_same = chance(0.3);
    unsigned same = static_cast<unsigned>(below(4));
    for (unsigned i = 0; i < fact.items.size(); ++i) {
      if ((asked >> i & 1U) == 0) continue;
      unsigned count = static_cast<unsigned>(fact.items[i].options.size());
      unsigned code = 1 + (all_the_same ? same % count : static_cast<unsigned>(below(count)));
      if (fact.not_sure && chance(not_sure_chance_)) code = grid_not_sure;
      set_grid_item(value, i, code);
    }
    return value;
  }

  const Dialog* dialog_;
  std::mt19937_64 random_;
  double tick_chance_ = 0.1;
  double not_sure_chance_ = 0.0;
};

}  // namespace palpate::test
