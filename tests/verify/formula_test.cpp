// The formula means what it says: against plain arithmetic, for every valuation; and the solver
// finds what is there.
#include "verify/formula.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "verify/solver.hpp"

namespace palpate {
namespace {

constexpr std::size_t inputs = 6;
constexpr unsigned valuations = 1U << inputs;  // as many as a Simulation has lanes

/// A formula over six variables; lane i of the simulation is valuation i.
class AllValuations : public ::testing::Test {
 protected:
  AllValuations() {
    for (std::size_t i = 0; i < inputs; ++i) variables_.push_back(formula_.variable());
  }

  /// The value of `literal` for each valuation, as bits.
  std::uint64_t truth(Literal literal) {
    Simulation simulation(formula_);
    for (unsigned lane = 0; lane < valuations; ++lane) {
      for (std::size_t i = 0; i < inputs; ++i)
        simulation.set_lane(variables_[i], lane, is_set(lane, i));
    }
    simulation.run();
    return simulation.word(literal);
  }

  static bool is_set(unsigned valuation, std::size_t i) { return (valuation >> i & 1U) != 0; }

  template <class Predicate>
  static std::uint64_t expected(Predicate predicate) {
    std::uint64_t bits = 0;
    for (unsigned lane = 0; lane < valuations; ++lane)
      bits |= static_cast<std::uint64_t>(predicate(lane)) << lane;
    return bits;
  }

  Formula formula_;
  std::vector<Literal> variables_;
};

TEST_F(AllValuations, ConjunctionsAndDisjunctionsAreTrueWhereTheyMustBe) {
  const Literal a = variables_[0], b = variables_[1], c = variables_[2];
  EXPECT_EQ(truth(formula_.all_of({a, !b, c})),
            expected([](unsigned v) { return is_set(v, 0) && !is_set(v, 1) && is_set(v, 2); }));
  EXPECT_EQ(truth(formula_.any_of({a, !b})),
            expected([](unsigned v) { return is_set(v, 0) || !is_set(v, 1); }));
  EXPECT_EQ(truth(formula_.differ(a, b)),
            expected([](unsigned v) { return is_set(v, 0) != is_set(v, 1); }));
  EXPECT_EQ(truth(formula_.choose(a, b, c)),
            expected([](unsigned v) { return is_set(v, 0) ? is_set(v, 1) : is_set(v, 2); }));
}

TEST_F(AllValuations, WhatIsAlwaysOrNeverTrueIsAConstant) {
  const Literal a = variables_[0];
  EXPECT_EQ(formula_.all_of({a, !a}), never);
  EXPECT_EQ(formula_.any_of({a, !a}), always);
  EXPECT_EQ(formula_.all_of({}), always);
  EXPECT_EQ(formula_.any_of({}), never);
  EXPECT_EQ(formula_.both(a, never), never);
  EXPECT_EQ(formula_.either(a, always), always);
  EXPECT_EQ(formula_.both(a, a), a);
}

TEST_F(AllValuations, EqualPartsAreOneNode) {
  const Literal first = formula_.all_of({variables_[0], variables_[1]});
  const std::size_t size = formula_.size();
  EXPECT_EQ(formula_.all_of({variables_[1], variables_[0]}), first);
  EXPECT_EQ(formula_.size(), size);
}

TEST_F(AllValuations, CountsArePlainCounts) {
  for (std::size_t count = 0; count <= inputs + 1; ++count) {
    EXPECT_EQ(truth(formula_.at_least(count, variables_)), expected([&](unsigned v) {
                return static_cast<std::size_t>(std::popcount(v)) >= count;
              }))
        << count;
  }
}

TEST_F(AllValuations, SumsAndTheirOrderArePlainArithmetic) {
  const std::vector<std::uint32_t> weights{3, 1, 4, 2, 7, 1};
  const std::vector<std::uint32_t> others{2, 2, 2, 5, 1, 9};
  auto sum = [](const std::vector<std::uint32_t>& each, std::uint32_t constant, unsigned v) {
    for (std::size_t i = 0; i < inputs; ++i) constant += is_set(v, i) ? each[i] : 0;
    return constant;
  };
  const Number a = formula_.sum(variables_, weights, 5);
  const Number b = formula_.sum(variables_, others);
  for (std::uint32_t limit = 0; limit <= 25; ++limit) {
    EXPECT_EQ(truth(formula_.at_least(limit, a)),
              expected([&](unsigned v) { return sum(weights, 5, v) >= limit; }))
        << limit;
  }
  EXPECT_EQ(truth(formula_.greater(a, b)),
            expected([&](unsigned v) { return sum(weights, 5, v) > sum(others, 0, v); }));
  EXPECT_EQ(truth(formula_.greater(b, a)),
            expected([&](unsigned v) { return sum(others, 0, v) > sum(weights, 5, v); }));
}

TEST_F(AllValuations, AChoiceHasExactlyOneOptionAlways) {
  const Choice choice = formula_.one_of(5);
  Simulation simulation(formula_);
  for (unsigned lane = 0; lane < 5; ++lane) simulation.choose(choice, lane, lane);
  simulation.run();
  for (unsigned lane = 0; lane < 5; ++lane) {
    for (std::size_t option = 0; option < 5; ++option)
      EXPECT_EQ(simulation.value(choice.options[option], lane), option == lane);
  }
  const Choice fixed = Formula::fixed(3, 1);
  EXPECT_EQ(fixed.options, (std::vector<Literal>{never, always, never}));
  EXPECT_TRUE(fixed.variables.empty());
}

/// A random formula over the variables.
Literal random_literal(Formula& formula, const std::vector<Literal>& variables,
                       std::mt19937& random, int depth) {
  const Literal leaf = variables[random() % variables.size()];
  if (depth == 0) return random() % 2 == 0 ? leaf : !leaf;
  std::vector<Literal> parts;
  for (std::size_t i = 0; i < 2 + random() % 3; ++i)
    parts.push_back(random_literal(formula, variables, random, depth - 1));
  switch (random() % 4) {
    case 0:
      return formula.all_of(parts);
    case 1:
      return formula.any_of(parts);
    case 2:
      return formula.at_least(std::size_t{2}, parts);
    default:
      return formula.differ(parts[0], parts[1]);
  }
}

TEST_F(AllValuations, TheSolverFindsWhatThereIsAndNothingElse) {
  std::mt19937 random(7);
  int possible = 0, impossible = 0;
  Solver solver(formula_, std::chrono::seconds(60));
  for (int i = 0; i < 200; ++i) {
    const Literal a = random_literal(formula_, variables_, random, 2);
    const Literal b = random_literal(formula_, variables_, random, 2);
    const std::uint64_t both = truth(a) & truth(b);
    const Found found = solver.find({a, b});
    ASSERT_EQ(found, both != 0 ? Found::yes : Found::no) << i;
    ++(both != 0 ? possible : impossible);
    if (found != Found::yes) continue;
    unsigned valuation = 0;
    for (std::size_t v = 0; v < inputs; ++v)
      valuation |= static_cast<unsigned>(solver.value(variables_[v])) << v;
    EXPECT_TRUE((both >> valuation & 1U) != 0) << "its example is none";
    EXPECT_TRUE(solver.value(a));
  }
  EXPECT_GT(possible, 50);
  EXPECT_GT(impossible, 5);
}

TEST_F(AllValuations, WhatIsRequiredHoldsFromThenOn) {
  Solver solver(formula_, std::chrono::seconds(60));
  solver.require(variables_[0]);
  EXPECT_EQ(solver.find({!variables_[0]}), Found::no);
  EXPECT_EQ(solver.find({variables_[1]}), Found::yes);
  EXPECT_TRUE(solver.value(variables_[0]));
  EXPECT_EQ(solver.questions(), 2U);
}

}  // namespace
}  // namespace palpate
