// The pieces of which answers to one question are made. Inside the room only.
#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "understand/answers.hpp"

namespace palpate {

class AnswerParts {
 public:
  AnswerParts(const Dialog& dialog, const Line& line, FactIndex fact);

  /// An option, none or not sure by its number, label, id, or the unambiguous start of its label,
  /// and nothing else in the line.
  std::optional<Value> bare() const;

  /// The options that are named and not put aside, longest phrases first served; with hints, where
  /// asked for.
  std::vector<Found> options(bool hints) const;

  /// Something of that kind is said of this question, not inside a longer phrase of it. "Maybe" is
  /// not sure where nothing else is said but what is around.
  bool says(MeaningKind kind) const;
  bool begins_with(MeaningKind kind) const;
  /// Every word belongs to one of `kinds` or is around.
  bool is_all_of(std::initializer_list<MeaningKind> kinds) const;
  bool has_cue(SignCue cue) const;

  /// "1, 3 and 4", "1-3", "the first two": option numbers and nothing else.
  std::optional<Value> counted() const;
  /// "All but the last", "everything except arms".
  std::optional<Value> all_but() const;
  /// The options that `found` stands for, as bits.
  std::uint64_t bits(const Found& found) const;
  /// The options whose numbers stand alone between commas.
  std::uint64_t numbered_parts() const;

  /// The line says "none" and nothing else.
  bool is_none() const;
  /// The first part of the line is "none".
  bool begins_with_none() const;
  /// A part of the line between commas holds none of `found`, and something that may be meant: a
  /// word that nobody knows, or, where signs are heeded, one of a sign.
  bool leaves_something(const std::vector<Found>& found, bool heeds_signs) const;
  /// The options that are named and denied or taken back.
  std::uint64_t denied_options() const;

  /// The words of `found` mean none, not sure, yes or no at every question.
  bool is_common(const Found& found) const;
  /// The option is named, put aside or not.
  bool mentions(std::int32_t option) const;

  /// The phrase for a number of this question.
  const Found* value() const;
  /// A cue of this question stands beside the number.
  bool is_cued(const Quantity& quantity, std::uint32_t distance, bool others_nearer = false) const;
  /// A part of the line between commas is this number, and what is around and not `used` (by token)
  /// for another answer.
  bool is_part(const Quantity& quantity, const std::vector<bool>& used) const;

 private:
  /// Tokens between commas and separators.
  struct Part {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  // one past the last
  };

  bool is_mine(const Meaning& meaning) const;
  bool is_weak_none() const;
  std::vector<Part> parts() const;
  std::vector<Found> named(bool hints) const;
  bool is_none_part(const Part& part) const;
  bool says_zero() const;
  bool cover_none(std::vector<bool>& covered) const;
  void cover_ticks(std::vector<bool>& covered) const;
  bool is_number_of_options(const Quantity& quantity) const;
  std::vector<bool> around_and_counts() const;
  bool is_none_with_talk() const;
  bool is_well(const Found& found) const;
  bool is_long_over(const Found& found) const;
  bool is_idiom(const Found& found) const;
  bool is_mere_no(const Found& none) const;
  bool counts_something(const Quantity& quantity) const;
  std::optional<Value> by_label() const;
  std::optional<Value> by_number() const;
  std::optional<Value> of_candidate(std::size_t candidate) const;
  std::size_t candidates() const;

  const Dialog& dialog_;
  const Fact& fact_;
  FactIndex index_;
  FactIndex base_;  // the fact that this one repeats, or itself
  const Line& line_;
  const Meant& meant_;
  std::vector<bool> around_;  // by token: changes nothing, or says how many options there are
  std::vector<Found> mine_;   // of this question, or of all; none inside a longer one
};

/// The answer to a grid of which `items` are asked.
[[nodiscard]] std::optional<Value> read_grid(const Fact& fact, FactIndex index, const Line& line,
                                             std::uint32_t items);

}  // namespace palpate
