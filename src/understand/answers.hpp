// A message as an answer to one question. Inside the room only.
#pragma once

#include <optional>

#include "understand/days_ago.hpp"

namespace palpate {

/// Everything that is read of a message once, whatever the question.
struct Line {
  Line(const TypedMessage& message, const Today& today);

  Meant meant;
  bool broken_number = false;
  std::vector<Quantity> quantities;
  std::vector<CalendarDate> dates;
  Birth birth;
  std::optional<std::int32_t> days;       // ago, the more recent of several times
  std::optional<std::int32_t> told_days;  // the same, where nobody asked
  std::string squeezed;                   // letters and digits of the whole line
  std::vector<bool> names_option;         // by fact: an option of it is named, put aside or not
  std::vector<bool> hints_option;         // by fact: one is named or hinted at
  std::vector<bool> names_value;          // by fact: a phrase for a number of it
};

/// The answer to `fact` that `line` is, asked with the grid items `items` (bits).
///
/// Options are known by their number (1 is the first; after the last come "none of these" and "not
/// sure", where offered), id, label, the unambiguous start of a label, other words, misspelled too,
/// and by a length of time where options have one. What is denied, asked or said of others is not
/// taken. "None" is only what says nothing else.
[[nodiscard]] std::optional<Value> answer_in(const Dialog& dialog, const Line& line, FactIndex fact,
                                             std::uint32_t items);

/// The answer that needs no words of the question around it: its number, label or id.
[[nodiscard]] std::optional<Value> bare_answer_in(const Dialog& dialog, const Line& line,
                                                  FactIndex fact);

/// What `line` says of `fact` while something else is asked: only what is clear without the
/// question, in words that are not `used` (by token) for another. Of several options those that are
/// named; never "none", never "not sure". A number needs a word of its question beside it, unless
/// it stands alone between commas in a `loose` reading, which takes hints for options as well.
[[nodiscard]] std::optional<Value> told_in(const Dialog& dialog, const Line& line, FactIndex fact,
                                           const std::vector<bool>& used, bool loose);

/// The options of `fact` that are named and denied: "knots, not an ache".
[[nodiscard]] std::uint64_t denied_in(const Dialog& dialog, const Line& line, FactIndex fact);

/// The tokens that name options of `fact`.
[[nodiscard]] std::vector<bool> tokens_of_answer(const Dialog& dialog, const Line& line,
                                                 FactIndex fact);

}  // namespace palpate
