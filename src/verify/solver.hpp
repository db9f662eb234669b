// Z3 behind a small face: is there a patient for whom these literals are true?
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "verify/formula.hpp"

namespace palpate {

enum class Found : std::uint8_t { yes, no, gave_up };

class Solver {
 public:
  /// Looks at most `limit` for each answer, then gives up.
  Solver(const Formula& formula, std::chrono::milliseconds limit);
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  /// From now on `literal` is true.
  void require(Literal literal);

  /// Are there values of the variables with which all of `wanted` and all that is required hold?
  /// A yes was checked against the formula.
  Found find(const std::vector<Literal>& wanted);

  /// The value of any literal in what find() found last.
  bool value(Literal literal);

  /// How often find() was asked.
  std::size_t questions() const { return questions_; }

 private:
  struct Z3;
  Found ask(const std::vector<Literal>& wanted);

  const Formula* formula_;
  std::chrono::milliseconds limit_;
  std::vector<Literal> required_;
  std::unique_ptr<Z3> z3_;
  Simulation model_;
  std::size_t questions_ = 0;
};

}  // namespace palpate
