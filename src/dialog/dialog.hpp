// A loaded dialogue: immutable values, indices instead of names, every reference resolved and
// checked.
//
// load.hpp makes one from files; nothing else does. A Dialog that exists has passed every check
// that needs no solver, so code that reads it looks nothing up and fails on nothing.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/condition.hpp"
#include "dialog/meanings.hpp"
#include "dialog/signs.hpp"
#include "dialog/value.hpp"

namespace palpate {

using FactIndex = std::uint16_t;
using NodeIndex = std::uint16_t;
using FlagIndex = std::uint16_t;
using RowIndex = std::uint16_t;       // of matrix, gates, scores, schedule rows or notes
using TechniqueIndex = std::uint8_t;  // at most max_techniques
using ScheduleIndex = std::uint8_t;
using TextIndex = std::uint32_t;  // of Dialog::text_keys and Locale::texts

constexpr std::size_t max_options = 64;
constexpr std::size_t max_grid_items = 16;
constexpr std::size_t max_grid_options = 14;
constexpr std::size_t max_techniques = 16;

enum class FactKind : std::uint8_t { yes_no, choice, choices, number, grid };
constexpr std::array<std::string_view, 5> fact_kind_names{"yes_no", "choice", "choices", "number",
                                                          "grid"};

/// What a patient says of a fact that is not the open question.
enum class Told : std::uint8_t {
  no,      // is not listened to
  answer,  // answers it; it is not asked any more
  cued,    // number: the same, but only with a word of its question beside it
  ticks,   // choices: counts as ticked, and the question is still asked
};
constexpr std::array<std::string_view, 4> told_names{"no", "answer", "cued", "ticks"};

/// Days ago, both included, that an option stands for.
struct DayRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
};
constexpr std::int32_t max_days = 100'000;

/// Options shown under one heading.
struct OptionGroup {
  std::string id;
  std::uint16_t first = 0;
  std::uint16_t count = 0;
};

struct GridItem {
  std::string id;
  std::vector<std::string> options;
  Condition when;  // asked only when this is true
};

/// An answer that contradicts an earlier one: while `when` is true of it, it is not accepted and
/// `text` says why.
struct Refusal {
  Condition when;
  TextIndex text = 0;
};

struct Fact {
  std::string id;
  FactKind kind = FactKind::choice;
  std::vector<std::string> options;  // yes_no: "yes", "no"
  std::vector<OptionGroup> groups;   // empty, or covering all options in order
  std::int32_t min = 0;              // number, inclusive
  std::int32_t max = 0;
  bool none = false;      // choices: "none of these" is an answer
  bool not_sure = false;  // "not sure" is an answer
  bool safety = false;
  bool warns = false;  // an emergency or urgent flag looks at it
  Told told = Told::no;
  bool may_be_mentioned = false;   // choices: what is said unasked counts as a tick. True where
                                   // such a flag looks at it, and for Told::ticks
  bool between_is_higher = false;  // number: "6 or 7" is 7; otherwise it is no answer
  std::vector<DayRange> days;      // choice: by option, or empty
  std::uint64_t emergency_options = 0;  // choices: options that an emergency flag looks at
  std::optional<FactIndex> repeats;  // asks that fact again in other words; the answers are merged
  std::vector<GridItem> items;
  std::optional<std::uint8_t> shortcut;  // grid: one tap gives every item this option
  std::vector<Refusal> refusals;
};

/// A named condition (values: "false", "true") or a first-match table over facts.
struct Derived {
  struct Case {
    Condition when;
    std::uint8_t value = 0;
  };
  std::string id;
  std::vector<std::string> values;
  std::vector<Case> cases;

  /// True for a condition with a name: where no case is true its value is "false", not none.
  bool is_named_condition() const {
    return values.size() == 2 && values[0] == "false" && values[1] == "true";
  }
};

enum class NodeKind : std::uint8_t { say, ask, decide, end };

struct Edge {
  Condition when;  // always for the last edge of a node
  NodeIndex to = 0;
};

struct Node {
  std::string id;
  NodeKind kind = NodeKind::end;
  std::vector<TextIndex> says;  // say
  FactIndex fact = 0;           // ask
  std::string title;            // decide, end: plain words for drawings
  std::vector<Edge> next;       // empty only for end
  bool looks_at_flags = false;  // an edge depends on flags or the disposition
};

/// Risk levels, lowest first; none is the level of a conversation without flags. `caution` blocks
/// nothing.
enum class Level : std::uint8_t { none, caution, clearance, urgent, emergency };
constexpr std::array<std::string_view, 5> level_names{"none", "caution", "clearance", "urgent",
                                                      "emergency"};

/// What a conversation ends with. Ordered: a higher one is never replaced by a lower one.
enum class Disposition : std::uint8_t { suggestion, clearance, urgent, emergency };
constexpr std::array<std::string_view, 4> disposition_names{"suggestion", "clearance", "urgent",
                                                            "emergency"};

/// What every rule row carries: a reason in the reader's words and where it comes from.
struct Basis {
  TextIndex why = 0;
  std::vector<std::uint16_t> sources;  // of Dialog::sources
  std::string grade;  // "G", "R", "P", "C", "S" or a mix, as in sources.json's legend; may be empty
};

struct Flag {
  std::string id;
  Level level = Level::caution;
  Trigger trigger;
  TextIndex text = 0;
  std::optional<TextIndex> closing;  // said after the text
  std::optional<Condition>
      clearable;                // while true, the dialogue's clearance condition lifts the flag
  bool looks_at_cells = false;  // its trigger depends on the matrix
  bool exclusive = false;       // its text stands alone: no other flag, no closing (self-harm)
  Basis basis;
};

enum class Cell : std::uint8_t { ok, adapt, clear, avoid };
constexpr std::array<std::string_view, 4> cell_names{"ok", "adapt", "clear", "avoid"};

enum class RowKind : std::uint8_t { condition, medicine, situation };
constexpr std::array<std::string_view, 3> row_kind_names{"condition", "medicine", "situation"};

struct MatrixRow {
  std::string id;
  RowKind kind = RowKind::condition;
  Trigger trigger;
  std::vector<Cell> cells;           // one a technique
  std::optional<TextIndex> note;     // for the therapist, when adapted
  std::optional<TextIndex> blocked;  // said with the flag that a "clear" or "avoid" cell raises
  Basis basis;
};

struct Technique {
  std::string id;
  TextIndex name = 0;
  TextIndex about = 0;
  std::optional<Cell> when_cleared;    // a "clear" cell becomes this once a clinician has said OK
  std::optional<Condition> asked_for;  // true when the user asked for this technique
};

struct Gate {
  std::string id;
  std::uint32_t removes = 0;  // bit = TechniqueIndex
  Trigger trigger;
  bool safeguard = false;  // says on purpose what other rows say too
  Basis basis;
};

struct ScoreRow {
  std::string id;
  Trigger trigger;
  std::vector<std::int32_t> points;  // one a technique
  Basis basis;
};

struct Schedule {
  std::string id;
  TextIndex text = 0;
  std::int32_t days = 0;  // between sessions at the soonest, at least 7
};

struct ScheduleRow {
  std::string id;
  ScheduleIndex schedule = 0;
  Trigger trigger;
  TextIndex limit = 0;
  Basis basis;
};

enum class NoteKind : std::uint8_t { disclaimer, warning, advice };
constexpr std::array<std::string_view, 3> note_kind_names{"disclaimer", "warning", "advice"};

struct Note {
  std::string id;
  NoteKind kind = NoteKind::advice;
  Trigger trigger;
  std::optional<Condition> first_when;  // moves the note to the front of its kind
  TextIndex text = 0;
  Basis basis;
};

/// The four shapes of a claim about every finished conversation.
enum class InvariantKind : std::uint8_t {
  never,    // `when` is true of none
  implies,  // where `when` is true, `then` is true
  adding,  // one more ticked option of `subjects` never lowers the disposition nor adds a technique
  changing,  // another answer to `subjects` (of `among`, unless 0) never changes the disposition
};
constexpr std::array<std::string_view, 4> invariant_kind_names{"never", "implies", "adding",
                                                               "changing"};

/// A fact, or one item of a grid.
struct Subject {
  FactIndex fact = 0;
  std::uint8_t item = no_item;

  friend bool operator==(const Subject&, const Subject&) = default;
};

/// What must hold for every finished conversation, whatever is answered; palpate-check proves it.
struct Invariant {
  std::string id;
  std::string text;  // in plain words
  InvariantKind kind = InvariantKind::never;
  Condition when;
  Condition then;
  std::vector<Subject> subjects;
  std::uint64_t among = 0;  // bit = option of every subject
  Condition reachable;  // true of some finished conversation, so that the claim is about something
  std::vector<std::uint16_t> sources;  // of Dialog::sources
};

struct Source {
  std::string key;
  std::string title;
  std::string url;  // may be empty
};

// Texts of a locale.

struct OptionText {
  std::string label;
  std::vector<std::string> words;  // other ways to say it, as typed by people
  std::vector<std::string> hints;  // words that mean it where nothing else is said
};

struct QuestionText {
  std::string text;
  std::string title;                                  // "Age", "Where": before what was understood
  std::string why;                                    // shown on "why do you ask?"
  std::string help;                                   // shown on "help"
  std::string min_label, max_label, unit;             // number; may be empty
  std::vector<OptionText> options;                    // as Fact::options
  std::vector<std::string> groups;                    // as Fact::groups
  std::vector<OptionText> items;                      // as Fact::items
  std::vector<std::vector<OptionText>> item_options;  // as Fact::items[i].options
  std::optional<OptionText> none, not_sure,
      shortcut;  // where the dialogue has its own words for these
};

/// Words that mean the same at every question ("none of these", "not sure", "back" ...), as their
/// authors wrote them; Locale::meanings has them compiled.
struct CommonWords {
  OptionText none, not_sure, yes, no;
  std::map<std::string, std::int32_t> numbers;            // "seven" -> 7
  std::map<std::string, std::vector<std::string>> lists;  // by the names of word_list_names
  SpellingHabits habits;
  std::vector<std::string>
      ordinary;  // lines of words that are spelled right, and mean nothing here
};

struct Locale {
  std::string id;                       // "en"
  std::string name;                     // "English"
  std::vector<std::string> texts;       // by TextIndex
  std::vector<QuestionText> questions;  // by FactIndex
  CommonWords words;
  std::map<std::string, std::string>
      chat;  // fixed keys, see chat_text_keys in lint.cpp: what the engine and clients say

  std::vector<std::string> called;  // what people call the language, in any language
  std::vector<Topic> topics;
  Signs signs;        // red flags in typed words; empty where the locale has none
  Meanings meanings;  // all else that is typed
};

/// The numbers of a country. `texts`: placeholder ("EMERGENCY") -> locale or "" -> text.
struct Region {
  std::string id;  // "UK"; the region for "unknown" is "default"
  std::map<std::string, std::map<std::string, std::string>> texts;
  std::map<std::string, std::string> call;  // placeholder -> number to dial, where there is one
};

// The whole.

struct Dialog {
  std::string id;
  std::string version;
  std::string content_hash;  // SHA-256 in hex over all its files, names included
  std::int32_t max_questions = 20;

  std::vector<Fact> facts;
  std::vector<Derived> derived;
  std::vector<Node> nodes;
  NodeIndex start = 0;
  Condition clearance;  // a clinician has said OK
  bool has_clearance = false;
  FlagIndex referral_flag = 0;  // raised when no technique or no schedule is left

  std::vector<Flag> flags;
  std::vector<Technique> techniques;
  std::vector<TechniqueIndex> gentlest_first;
  std::vector<MatrixRow> matrix;
  std::vector<Gate> gates;
  std::vector<ScoreRow> scores;
  std::vector<Schedule> schedules;
  std::vector<ScheduleRow> schedule_rows;
  TextIndex schedule_caveat = 0;
  Basis matrix_basis;  // why a technique that the matrix forbids is left out
  std::vector<Note> notes;
  std::vector<Invariant> invariants;
  std::vector<Source> sources;

  std::vector<ConditionNode> condition_nodes;
  std::vector<std::uint32_t> condition_children;

  std::vector<std::string> text_keys;
  std::vector<Locale> locales;  // the first is the default
  std::vector<Region> regions;

  /// The fact, flag ... called `id`, or nothing.
  std::optional<FactIndex> find_fact(std::string_view id) const;
  std::optional<FlagIndex> find_flag(std::string_view id) const;
  std::optional<TechniqueIndex> find_technique(std::string_view id) const;
  /// The best locale for a BCP 47 tag: exact, then its language ("en-GB" -> "en"), then the
  /// default.
  const Locale& locale_for(std::string_view tag) const;
  /// The region called `id` in any case, else "default".
  const Region& region_for(std::string_view id) const;
};

}  // namespace palpate
