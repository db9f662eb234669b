// One proof on its way: the formula, the solver and the claims so far. Inside the room only.
#pragma once

#include "verify/plainest.hpp"
#include "verify/prove.hpp"

namespace palpate {

/// A claim and the literal that is true where it is broken.
struct Violation {
  Claim claim;
  Literal broken = never;
};

/// A claim that something can happen, and the literal that is true where it does.
struct Possibility {
  Claim claim;
  Literal happens = never;
};

/// A rule row that may be switched off.
struct Row {
  std::string id;
  Literal* enabled = nullptr;  // of Switches
  Literal shown = never;       // where its own words are read
};

class Prover {
 public:
  Prover(const Dialog& dialog, const ProofOptions& options);

  Report run();

 private:
  void compare_with_engine();
  // prove_claims.cpp: claims about one conversation
  void prove_invariants();
  void prove_shape();
  void prove_loaded();
  void prove_question_bounds();
  void prove_reachable();
  std::vector<Possibility> reachable_parts();
  // prove_rows.cpp
  void prove_rows_matter();
  Literal differs_without(const Row& row, Switches& switches);
  Violation safeguard(const Row& row, Switches& switches);
  /// Marks the rows for which a random patient's advice changes when they are switched off.
  void try_rows(const std::vector<Row>& rows, Switches& switches,
                std::vector<Possibility>& possibilities);

  /// Settles claims that something never happens.
  void settle(std::vector<Violation> violations);
  /// Settles claims that something can happen; `finding` ends the sentence about what never does.
  void settle(std::vector<Possibility> possibilities);
  /// The counterexample of `assignment`, replayed; a difference from the formula is a gave_up.
  void replay(Claim& claim, const Assignment& assignment);
  void add(Claim claim) { report_.claims.push_back(std::move(claim)); }
  void progress(std::string_view what) const;

  const Dialog& dialog_;
  const ProofOptions& options_;
  Formula formula_;
  std::vector<Domain> domains_;
  Patient patient_;
  Switches on_;
  Encoding encoding_;
  Solver solver_;  // of conversations that have ended
  Report report_;
};

/// Claims about two conversations that differ in some answers: prove_pairs.cpp.
class PairProver {
 public:
  PairProver(const Dialog& dialog, const ProofOptions& options, Formula& formula,
             const Patient& patient, const Encoding& first, const Switches& on);

  /// The claims, in the order of the dialogue.
  std::vector<Claim> run();

  std::size_t solver_questions() const { return questions_; }

 private:
  struct Second;
  void prove_more(std::vector<Claim>& claims);
  void prove_changes(std::vector<Claim>& claims);
  Claim change_claim(const std::vector<Subject>& subjects, std::uint64_t among, Claim claim);
  Literal lower(const Encoding& second);
  Literal adds(const Encoding& second);
  void settle(Claim& claim, Second& second, std::vector<Literal> goal);

  const Dialog& dialog_;
  const ProofOptions& options_;
  Formula& formula_;
  const Patient& patient_;
  const Encoding& first_;
  const Switches& on_;
  std::size_t questions_ = 0;
};

}  // namespace palpate
