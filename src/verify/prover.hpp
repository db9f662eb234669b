// One case of a proof: its formula, its solver and what it found. Inside the room only.
//
// A large formula costs more to solve than the same in parts. So a proof goes by cases, the answers
// to the first choice that the dialogue asks for; each case is a formula of its own. Each is proved
// in two halves that know nothing of each other, so that two processors are enough for speed.
#pragma once

#include <atomic>
#include <deque>
#include <functional>

#include "verify/plainest.hpp"
#include "verify/prove.hpp"
#include "verify/sampler.hpp"

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
  std::vector<Trigger> hints;  // patients made to fit these are likely to show it
};

/// A rule row that may be switched off.
struct Row {
  std::string id;
  Trigger trigger;
  Literal* enabled = nullptr;  // of Switches
  Literal fires = never;
  Literal shown = never;  // where its own words are read
};

/// What some case has shown to be possible, by the place of the Possibility; the cases share it.
using Shown = std::deque<std::atomic<bool>>;

[[nodiscard]] Claim claim_of(std::string id, std::string text, std::string finding = "");

/// The claims about one conversation that something never happens, and all others.
enum class Half : std::uint8_t { invariants, others };

class Prover {
 public:
  /// Of all patients, or of those of `only`, which is one of `count` cases.
  Prover(const Dialog& dialog, const ProofOptions& options, Half half,
         const std::optional<Case>& only, std::size_t count);

  Half half() const { return half_; }

  /// How many claims are about what can happen.
  std::size_t possibilities() const { return possibilities_.size(); }

  /// Notes in `shown` what random patients, and patients made to fit, show without the solver.
  void sample(Shown& shown);

  /// Settles the claims about what must hold, and notes in `shown` what else can happen.
  void solve(Shown& shown);

  /// Claims about what must hold in every case, and about what can happen in some; each in the same
  /// order in every case. The latter are broken where this case alone does not show them.
  std::vector<Claim>& must_hold() { return must_hold_; }
  std::vector<Claim> can_happen() const;

  /// How many questions the longest conversation has, and the shortest with a suggestion.
  std::size_t most_questions() const { return most_questions_; }
  std::optional<std::size_t> fewest_questions() const { return fewest_questions_; }
  /// The plainest conversations with so many; not begun where the solver gives up.
  Conversation longest();
  Conversation shortest_suggestion();

  std::size_t solver_questions() const { return solver_.questions() + other_questions_; }

 private:
  // prove_claims.cpp: claims about one conversation
  void prove_invariants();
  void prove_shape();
  void prove_no_dead_end();
  void bound_questions();
  void list_reachable();
  Conversation plainest(Literal wanted);
  // prove_rows.cpp
  void list_rows();
  /// True where an ended conversation ends with other advice when only the rows of `switches` are
  /// there.
  Literal differs_with(const Switches& switches);
  Violation safeguard(const Row& row);
  /// Notes the rows for which a patient made to fit them gets other advice when they are switched
  /// off.
  void try_rows(Shown& shown);

  // prove_possible.cpp
  using Open = std::vector<std::size_t>;  // places of possibilities that nothing has shown
  /// Those from `first` up to before `end`.
  Open open(const Shown& shown, std::size_t first, std::size_t end) const;
  /// Takes away from `open` what one of `count` patients shows.
  void try_patients(Open& open, Shown& shown, std::size_t count,
                    const std::function<Assignment()>& next);
  /// Patients who fit what each is about.
  void try_fitting(Shown& shown);
  /// Takes away what the solver finds, until it finds no more.
  void ask_solver(Shown& shown, std::size_t first, std::size_t end);

  /// Settles claims that something never happens.
  void settle(std::vector<Violation> violations);
  /// The counterexample of `assignment`, replayed; a difference from the formula is a gave_up.
  void replay(Claim& claim, const Assignment& assignment);
  /// `patient`, as one of this case.
  Assignment of_case(Assignment patient) const;

  const Dialog& dialog_;
  const ProofOptions& options_;
  Half half_;
  std::optional<Case> only_;
  std::size_t cases_;
  Formula formula_;
  std::vector<Domain> domains_;
  Patient patient_;
  Switches on_;
  Encoding encoding_;
  Solver solver_;  // of conversations that have ended
  Sampler sampler_;

  std::vector<Claim> must_hold_;
  std::vector<Possibility> possibilities_;
  bool gave_up_ = false;  // on what can happen
  std::size_t most_questions_ = 0;
  std::optional<std::size_t> fewest_questions_;
  std::size_t other_questions_ = 0;

  // Of the rows, which are the last of the possibilities.
  std::size_t first_row() const { return possibilities_.size() - rows_.size(); }
  Switches switches_;
  std::vector<Row> rows_;
  std::vector<Violation> safeguards_;
  Choice off_;  // which of them is gone in the second conversation
  Literal differs_ = never;
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
