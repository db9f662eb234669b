// A Boolean formula as a graph in which equal parts are one: everything that a dialogue can say
// about a conversation becomes a Literal of one Formula.
//
// The same graph is given to the solver and is evaluated on concrete answers, so what is proved
// and what is compared with the engine is the same thing.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace palpate {

/// A node of a Formula, or its negation.
class Literal {
 public:
  constexpr Literal() = default;  // true
  constexpr Literal(std::uint32_t node, bool negated) : code_(node * 2 + (negated ? 1U : 0U)) {}

  constexpr std::uint32_t node() const { return code_ / 2; }
  constexpr bool negated() const { return (code_ & 1U) != 0; }
  constexpr std::uint32_t code() const { return code_; }
  constexpr Literal operator!() const { return {node(), !negated()}; }

  friend constexpr bool operator==(Literal, Literal) = default;

 private:
  std::uint32_t code_ = 0;
};

constexpr Literal always{0, false};
constexpr Literal never{0, true};

/// Literals that stand for a number of at least 0, lowest bit first.
using Number = std::vector<Literal>;

/// Options of which exactly one is true. Option i is chosen when the variables before i are true
/// and its own is false.
struct Choice {
  std::vector<Literal> options;
  std::vector<Literal> variables;
};

class Formula {
 public:
  Formula();

  /// A new variable.
  Literal variable();

  Literal all_of(std::vector<Literal> parts);
  Literal any_of(std::vector<Literal> parts);
  Literal both(Literal a, Literal b) { return all_of({a, b}); }
  Literal either(Literal a, Literal b) { return any_of({a, b}); }
  Literal differ(Literal a, Literal b);
  Literal choose(Literal condition, Literal then, Literal otherwise);
  /// At least `count` of `parts` are true.
  Literal at_least(std::size_t count, const std::vector<Literal>& parts);

  /// The sum of `weights[i]` over the true `parts[i]`, plus `constant`.
  Number sum(const std::vector<Literal>& parts, const std::vector<std::uint32_t>& weights,
             std::uint32_t constant = 0);
  Literal at_least(std::uint32_t limit, const Number& number);
  /// a > b.
  Literal greater(const Number& a, const Number& b);

  /// A choice of one in `count`, whatever its new variables are.
  Choice one_of(std::size_t count);
  /// The choice of `option` in `count`, without variables.
  static Choice fixed(std::size_t count, std::size_t option);

  std::size_t size() const { return first_.size(); }
  bool is_variable(std::uint32_t node) const { return node != 0 && count_[node] == 0; }
  /// The literals that node `node` is the conjunction of; none for a variable and for `always`.
  std::span<const Literal> parts(std::uint32_t node) const {
    return {parts_.data() + first_[node], count_[node]};
  }

 private:
  Literal conjunction(std::vector<Literal>& parts);

  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> count_;
  std::vector<Literal> parts_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> known_;  // hash of a conjunction -> node
};

/// Values of all nodes for 64 valuations of the variables at once.
class Simulation {
 public:
  static constexpr unsigned lanes = 64;

  explicit Simulation(const Formula& formula) : formula_(&formula), words_(formula.size(), 0) {
    words_[0] = ~std::uint64_t{0};
  }

  /// The 64 values of the variable `literal`.
  void set(Literal variable, std::uint64_t values) {
    if (variable.node() >= words_.size()) words_.resize(formula_->size(), 0);
    words_[variable.node()] = variable.negated() ? ~values : values;
  }
  void set_lane(Literal variable, unsigned lane, bool value) {
    if (variable.node() >= words_.size()) words_.resize(formula_->size(), 0);
    std::uint64_t bit = std::uint64_t{1} << lane;
    if (value != variable.negated()) {
      words_[variable.node()] |= bit;
    } else {
      words_[variable.node()] &= ~bit;
    }
  }
  /// Makes `option` the one of `choice` in one lane.
  void choose(const Choice& choice, unsigned lane, std::size_t option) {
    for (std::size_t i = 0; i < choice.variables.size(); ++i)
      set_lane(choice.variables[i], lane, i < option);
  }
  std::uint64_t word(Literal literal) const {
    std::uint64_t word = words_[literal.node()];
    return literal.negated() ? ~word : word;
  }
  /// Computes every node from the variables; formulas made since the construction count as well.
  void run();
  /// How many nodes have a value.
  std::size_t size() const { return words_.size(); }
  bool value(Literal literal, unsigned lane) const { return (word(literal) >> lane & 1U) != 0; }

 private:
  const Formula* formula_;
  std::vector<std::uint64_t> words_;
};

}  // namespace palpate
