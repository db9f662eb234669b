// What palpate-check proves: every claim about a dialogue, its verdict, and the conversation that
// breaks it.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "verify/conversation.hpp"

namespace palpate {

enum class Verdict : std::uint8_t { proved, broken, gave_up };
constexpr std::array<std::string_view, 3> verdict_names{"proved", "broken", "gave_up"};

/// A conversation that breaks a claim, as the production engine has it.
struct Counterexample {
  Conversation conversation;
  std::optional<Conversation> other;  // of a claim about two conversations: the second
};

struct Claim {
  std::string id;                      // "G9_weak_bones", "reachable.gate.H2"
  std::string text;                    // in plain words
  std::vector<std::uint16_t> sources;  // of Dialog::sources
  Verdict verdict = Verdict::proved;
  std::string finding;  // what is wrong and what to do; empty when proved
  std::optional<Counterexample> counterexample;
};

struct ProofOptions {
  /// For one question to the solver.
  std::chrono::milliseconds limit{60'000};
  /// Told what is being proved; may be empty.
  std::function<void(std::string_view)> progress;
  /// Random patients on whom formula and engine are compared.
  std::uint64_t compared = 512;
  /// Random patients with whom the search for reachable rows begins; the solver finds the rest.
  std::uint64_t sampled = 4096;
};

struct Report {
  std::vector<Claim> claims;
  double log2_answers = 0;  // how many ways there are to answer every question, as a power of 2
  Conversation longest;     // most questions
  std::optional<Conversation> shortest_suggestion;
  std::size_t solver_questions = 0;

  /// The claims with this verdict.
  std::size_t count(Verdict verdict) const;
};

/// Proves or breaks every claim about `dialog`: its invariants and what holds for every dialogue.
[[nodiscard]] Report prove(const Dialog& dialog, const ProofOptions& options = {});

}  // namespace palpate
