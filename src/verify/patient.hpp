// An unknown patient: the answer to every question as literals, asked or not.
#pragma once

#include <optional>
#include <vector>

#include "engine/walk.hpp"
#include "verify/formula.hpp"

namespace palpate {

/// A concrete answer to every question, by FactIndex; a grid has a code for every item. Nothing
/// where the patient would not answer. And what the patient mentions without being asked.
struct Assignment {
  Assignment() = default;
  explicit Assignment(std::size_t facts) : answers(facts) {}

  std::optional<Value>& operator[](std::size_t fact) { return answers[fact]; }
  const std::optional<Value>& operator[](std::size_t fact) const { return answers[fact]; }
  std::size_t size() const { return answers.size(); }

  std::vector<std::optional<Value>> answers;
  Mentions mentions;
};

/// An answer as literals. Each slot and `not_sure` implies `known`. Slots:
///  choice, yes_no  one an option, at most one true
///  choices         one an option
///  number          one a range of numbers that no condition tells apart
///  grid            for each item one an option, and one for "not sure" where it is offered
struct SymbolicValue {
  Literal known = never;
  Literal not_sure = never;
  std::vector<Literal> slots;
};

/// Which answers to a fact the conditions of a dialogue can tell apart.
class Domain {
 public:
  /// With `other`, also what its fact of the same name and its conditions can tell apart.
  Domain(const Dialog& dialog, FactIndex fact, const Dialog* other = nullptr);

  std::size_t slots() const { return slots_; }
  std::size_t slot_of(std::uint8_t item, unsigned option) const {
    return first_of_item_[item] + option;
  }
  /// number: the first number of each range, and one past the last.
  const std::vector<std::int32_t>& bounds() const { return bounds_; }
  /// choice, yes_no, number: the slot that is true for `value`; slots() for "not sure".
  std::size_t slot_of(const Value& value) const;
  /// The slots that are true for `value`.
  std::vector<bool> slots_of(const Value& value) const;
  /// A value with these slots true; of a range the plainest number.
  Value value_of(const std::vector<bool>& slots, bool not_sure) const;
  /// How many answers there are, as a power of 2.
  double log2_size() const;
  /// The number that needs no explanation: about a third of the way up, and not far.
  std::int32_t plain_number() const;

 private:
  void add_bounds(const Dialog& dialog, FactIndex fact);

  const Fact* fact_;
  std::size_t slots_ = 0;
  std::vector<std::size_t> first_of_item_;
  std::vector<std::int32_t> bounds_;
};

std::vector<Domain> domains_of(const Dialog& dialog, const Dialog* other = nullptr);

/// What a patient says: asked, and unasked; both by FactIndex.
struct SymbolicPatient {
  std::vector<SymbolicValue> answers;
  std::vector<SymbolicValue> mentions;  // known is never; without slots where nothing is mentioned
};

/// The concrete patient where literals have the values that `value` gives.
template <class ValueOf>
Assignment assignment_of(const std::vector<Domain>& domains, const SymbolicPatient& patient,
                         ValueOf value) {
  auto value_of = [&](std::size_t fact, const SymbolicValue& said) {
    std::vector<bool> slots;
    for (Literal slot : said.slots) slots.push_back(value(slot));
    return domains[fact].value_of(slots, value(said.not_sure));
  };
  Assignment result(patient.answers.size());
  for (std::size_t i = 0; i < patient.answers.size(); ++i) {
    if (value(patient.answers[i].known)) result[i] = value_of(i, patient.answers[i]);
    if (patient.mentions[i].slots.empty()) continue;
    const Value said = value_of(i, patient.mentions[i]);
    if (said != Value{}) result.mentions.push_back({static_cast<FactIndex>(i), said});
  }
  return result;
}

/// All patients who give one answer to one choice: a case of a proof by cases.
struct Case {
  FactIndex fact = 0;
  std::size_t option = 0;  // Fact::options.size() is "not sure"

  Value value(const Dialog& dialog) const {
    const bool not_sure = option == dialog.facts[fact].options.size();
    return not_sure ? Value{0, true} : Value{std::uint64_t{1} << option, false};
  }
};

/// The same answers, and nothing mentioned.
[[nodiscard]] SymbolicPatient without_mentions(std::vector<SymbolicValue> answers);

class Patient {
 public:
  /// New variables for every fact of `dialog`, but for the one that `only` decides. With
  /// `may_stop`, a question may stay unanswered.
  Patient(Formula& formula, const Dialog& dialog, const std::vector<Domain>& domains,
          bool may_stop = false, const std::optional<Case>& only = std::nullopt);

  const SymbolicPatient& said() const { return said_; }
  const std::vector<SymbolicValue>& answers() const { return said_.answers; }
  const std::vector<SymbolicValue>& mentions() const { return said_.mentions; }
  const std::vector<Domain>& domains() const { return *domains_; }

  /// Makes lane `lane` of `simulation` the patient `assignment`, who is one of the case.
  void set(Simulation& simulation, unsigned lane, const Assignment& assignment) const;

 private:
  void set_mentions(Simulation& simulation, unsigned lane, const Mentions& mentions) const;

  const std::vector<Domain>* domains_;
  const Dialog* dialog_;
  SymbolicPatient said_;
  std::vector<std::vector<Choice>> choices_;  // by fact: one, or one an item of a grid
  std::vector<std::vector<Literal>> ticks_;   // by fact of kind choices
  std::vector<Literal> not_sure_;             // by fact of kind choices
  std::vector<Literal> given_;                // by fact
};

}  // namespace palpate
