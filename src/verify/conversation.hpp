// From a patient's answers to the conversation that the engine has with them.
#pragma once

#include <cstdint>
#include <random>

#include "engine/walk.hpp"
#include "verify/patient.hpp"

namespace palpate {

struct Conversation {
  Answers answers;  // those used, in the order of asking
  Walk walk;
};

/// What the production engine makes of `patient`: each question is answered when it is asked.
[[nodiscard]] Conversation converse(const Dialog& dialog, const Assignment& patient);

/// Random patients that reach the deep ends of a dialogue: most have nothing dangerous, some have
/// one thing, few have many.
class Sampler {
 public:
  Sampler(const Dialog& dialog, std::uint64_t seed) : dialog_(&dialog), random_(seed) {}

  /// With `may_stop`, some patients leave questions unanswered.
  Assignment next(bool may_stop = false);

  /// Somebody with next to nothing that warns, so that most get a suggestion.
  Assignment next_healthy();

 private:
  bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  Assignment patient(double tick, double not_sure, double stop);
  Value answer(const Fact& fact, double tick, double not_sure);
  std::uint64_t ticks(const Fact& fact, double tick);
  std::uint64_t number(const Fact& fact);
  std::uint64_t codes(const Fact& fact, double not_sure);

  const Dialog* dialog_;
  std::mt19937_64 random_;
};

}  // namespace palpate
