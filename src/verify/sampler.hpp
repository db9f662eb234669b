// Random patients that reach the deep ends of a dialogue.
#pragma once

#include <random>

#include "verify/patient.hpp"

namespace palpate {

/// Most have nothing dangerous, some have one thing, few have many.
class Sampler {
 public:
  Sampler(const Dialog& dialog, std::uint64_t seed);

  /// From now on patients answer these questions alone; for a case in which no other is asked.
  void answer_only(const std::vector<bool>& facts);

  /// With `may_stop`, some patients leave questions unanswered.
  Assignment next(bool may_stop = false);

  /// Somebody with next to nothing that warns, so that most get a suggestion.
  Assignment next_healthy();

  /// `patient`, but for a few answers, and for one question where they have the next of all options
  /// of all questions, one after the other, and sometimes a second one.
  Assignment next_like(Assignment patient);

  /// How many options there are.
  std::size_t things() const { return things_.size(); }

  /// Changes `patient` so that `condition` is likely to be true of them: what it says of answers is
  /// made to hold, of alternatives a random one. What it says of the outcome is left to chance.
  void fit(Assignment& patient, Condition condition) { fit(patient, condition, true); }
  void fit(Assignment& patient, const Trigger& trigger) {
    fit(patient, trigger.condition, !trigger.unless);
  }

 private:
  /// 0 <= x < 1.
  double fraction() { return static_cast<double>(random_() >> 11U) * 0x1.0p-53; }
  bool chance(double probability) { return probability > 0 && fraction() < probability; }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  Assignment patient(double tick, double not_sure, double stop);
  void mention(Assignment& patient);
  Value answer(const Fact& fact, double tick, double not_sure);
  std::uint64_t ticks(const Fact& fact, double tick);
  std::uint64_t number(const Fact& fact);
  std::uint64_t codes(const Fact& fact, double not_sure);

  // sampler_fit.cpp
  void fit(Assignment& patient, Condition condition, bool wanted);
  /// Lets the question that `node` is about be asked.
  void make_asked(Assignment& patient, const ConditionNode& node);
  void fit_derived(Assignment& patient, const ConditionNode& node, bool wanted);
  void fit_fact(Value& value, const ConditionNode& node, bool wanted);
  void fit_ticks(Value& value, const ConditionNode& node, bool wanted);
  void fit_item(Value& value, const ConditionNode& node, bool wanted);
  /// A random one of the `count` lowest bits that is in `mask`, or not; 64 if there is none.
  unsigned pick(std::uint64_t mask, std::size_t count, bool wanted);

  const Dialog* dialog_;
  std::mt19937_64 random_;
  std::vector<FactIndex> facts_;                     // that are answered
  std::vector<std::pair<FactIndex, Value>> things_;  // every option of every question
  std::size_t next_thing_ = 0;
  std::vector<Condition> asked_when_;  // by fact: of the way to its question, where it has one
};

}  // namespace palpate
