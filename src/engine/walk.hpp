// A conversation is its answers: walk() computes everything that follows from them.
//
// walk() is pure and total: the same dialogue and answers give the same Walk, whatever their order,
// and every set of answers gives one. Back, change, resume, replay and proof all rest on this.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dialog/dialog.hpp"

namespace palpate {

struct Answer {
  FactIndex fact = 0;
  Value value;

  friend bool operator==(const Answer&, const Answer&) = default;
};

/// At most one answer a fact, in the order in which they were given.
using Answers = std::vector<Answer>;

/// What a patient has said without being asked: for each fact (of kind choices, never one that
/// repeats) at most one value, whose ticks are true and which says nothing of all else.
using Mentions = std::vector<Answer>;

enum class RuleKind : std::uint8_t { flag, matrix, gate, score, schedule, note };
constexpr std::array<std::string_view, 6> rule_kind_names{"flag",  "matrix",   "gate",
                                                          "score", "schedule", "note"};

/// A rule row that fired, by its place in the Dialog.
struct Rule {
  RuleKind kind = RuleKind::flag;
  RowIndex row = 0;

  friend bool operator==(const Rule&, const Rule&) = default;
};

struct RaisedFlag {
  FlagIndex flag = 0;
  bool lifted = false;  // by a clinician's OK: raised, but it no longer blocks

  friend bool operator==(const RaisedFlag&, const RaisedFlag&) = default;
};

/// A technique that is not suggested, and every row that removed it.
struct LeftOut {
  TechniqueIndex technique = 0;
  Cell cell = Cell::ok;  // the strictest matrix cell
  bool asked_for = false;
  std::vector<Rule> because;

  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

/// What a finished conversation comes to. Without Disposition::suggestion there is no technique and
/// no schedule.
struct Outcome {
  Disposition disposition = Disposition::suggestion;
  std::optional<TechniqueIndex> primary;
  std::vector<TechniqueIndex> allowed;  // primary first, then by score, ties gentlest first
  std::vector<LeftOut> left_out;        // in the dialogue's order; only with a suggestion
  std::vector<std::int32_t> scores;     // one a technique; only with a suggestion
  std::optional<RowIndex> schedule_row;
  std::vector<RowIndex> notes;  // in the order to show
  std::vector<Rule> rules;      // every row that fired

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct Walk {
  std::vector<NodeIndex>
      path;  // every node visited, in order; the last is the open question or the end
  std::vector<FactIndex> asked;       // facts whose answers were used, in path order
  std::optional<FactIndex> question;  // the fact that is asked now; nothing when ended
  std::vector<RaisedFlag> flags;      // highest level first, then in the dialogue's order
  Disposition disposition = Disposition::suggestion;  // of the flags raised so far
  std::vector<FactIndex> unused;                      // answers whose question is not on the path
  std::optional<Outcome> outcome;                     // when ended
  Mentions signs;                                     // that were taken into account

  friend bool operator==(const Walk&, const Walk&) = default;
};

/// Follows the graph as far as `answers` reach. Answers with a value that the fact does not have
/// are as if not given. What was said unasked counts as ticked in the answer to its question; until
/// that is asked, and where it never is, it is known and all else about it is not. An emergency in
/// it ends the conversation at its beginning, whatever was answered.
[[nodiscard]] Walk walk(const Dialog& dialog, const Answers& answers, const Mentions& signs = {});

/// True if `value` is an answer that `fact` has; `answers` are those given so far, `signs` what was
/// said besides (a grid asks only what applies).
[[nodiscard]] bool is_valid(const Dialog& dialog, FactIndex fact, const Value& value,
                            const Answers& answers, const Mentions& signs = {});

/// The items of the grid `fact` that apply now, as bits.
[[nodiscard]] std::uint32_t grid_items_asked(const Dialog& dialog, FactIndex fact,
                                             const Answers& answers, const Mentions& signs = {});

/// Why `answer` contradicts `answers`, if a rule of its fact says so.
[[nodiscard]] std::optional<TextIndex> refusal_of(const Dialog& dialog, const Answer& answer,
                                                  const Answers& answers,
                                                  const Mentions& signs = {});

/// How many questions are left at least roughly, if nothing special comes up; for showing progress
/// only.
[[nodiscard]] int questions_ahead(const Dialog& dialog, const Answers& answers,
                                  const Mentions& signs = {});

}  // namespace palpate
