// The counterexample that a clinician reads with the least effort: the fewest questions, then the
// plainest answers.
#pragma once

#include "verify/encoding.hpp"
#include "verify/solver.hpp"

namespace palpate {

struct FoundPatient {
  Found found = Found::no;
  Assignment patient;  // where found
};

class PlainestPatient {
 public:
  PlainestPatient(Formula& formula, const Dialog& dialog, const Patient& patient,
                  const Encoding& encoding, Solver& solver);

  /// A patient for whom all of `goal` holds, and no other has fewer questions. Literals of
  /// `rather` are made true one after the other where that is possible.
  FoundPatient find(std::vector<Literal> goal, const std::vector<Literal>& rather = {});

 private:
  void fewest_questions();
  void plain_answer(FactIndex fact);
  /// Makes `literal` true from now on if it can be.
  bool prefer(Literal literal);
  bool is_possible_with(Literal literal);

  Formula& formula_;
  const Dialog& dialog_;
  const Patient& patient_;
  const Encoding& encoding_;
  Solver& solver_;
  std::vector<Literal> goal_;
};

}  // namespace palpate
