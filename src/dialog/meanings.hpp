// What words mean in answers, commands and questions of a language: everything that people type but
// for the red-flag signs, as one lexicon.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialog/lexicon.hpp"

namespace palpate {

/// Kinds of meanings. Those of `word_list_names` are lists of "words" in a locale file.
enum class MeaningKind : std::uint8_t {
  // Of one question: Meaning::fact.
  option,       // Meaning::number is the option
  hint,         // an option, where no other is said
  item,         // grid: number is the item
  item_option,  // grid: number is the option; of Meaning::item, or of all items
  shortcut,     // grid
  value,        // number: a phrase for a number
  several,      // choices: number is an index of Meanings::sets
  aside,        // choices: what is none of the options: "paracetamol"
  cue,          // number: a number beside it is the answer to this question
  name,         // the question itself: "my age"
  // Of one question, or of all where Meaning::fact is no_fact.
  none,
  not_sure,
  yes,
  no,
  // Of all questions.
  maybe,     // not sure, where nothing else is said
  number,    // Meaning::number
  vague,     // "couple": a number where a unit follows
  ordinal,   // number: the option, from 0; -1 is the last
  unit,      // number: a TimeUnit
  moment,    // number: days ago
  weekday,   // number: 0 is Monday
  month,     // number: 1 is January
  date,      // number: month * 100 + day, of the last year that had it
  topic,     // number: of Locale::topics
  language,  // number: of Dialog::locales
  // Lists of words.
  back,
  restart,
  why,
  help,
  change,     // "change": of an earlier answer
  correct,    // "actually": what follows corrects an earlier answer
  add,        // "i forgot": what follows comes to an earlier answer
  retract,    // "i said": what follows is wrong
  around,     // "please": changes nothing beside an answer
  separator,  // "and"
  close,      // "that's all": where something was told before, nothing else is meant
  well,       // "is fine": what stands before it is no complaint
  plain,      // known, and no symptom, illness or medicine: "doctor"
  all,        // "everything"
  except,
  first,  // "first": of several options
  last,
  one_of,  // "number", "option": an option's number follows
  between,
  range,   // "or", "to": between the two ends
  out_of,  // "out of": the scale follows
  half,
  single,  // "a": one, where a unit follows
  more,    // "over": a longer time
  less,
  shift,   // "under", "nearly": the number beside it is another one
  become,  // "I'll be": the number that follows is reached soon
  was,     // what follows was so before
  now,
  since,   // a month or year follows: "since", "in"
  begin,   // tells when it began: "since", "for", "started"
  nth,     // behind a number: a day of the month: "20th"
  on_day,  // the same before it: "el día"
  born,    // a date is that of one's birth
  asks,    // begins a question
  speak,   // asks for a language
};
constexpr std::size_t first_word_list = static_cast<std::size_t>(MeaningKind::back);
constexpr std::array<std::string_view, 36> word_list_names{
    "back",       "restart", "why",    "help",  "change", "correct", "add",   "retract", "around",
    "separators", "close",   "well",   "plain", "all",    "except",  "first", "last",    "one_of",
    "between",    "range",   "out_of", "half",  "single", "more",    "less",  "shift",   "become",
    "was",        "now",     "since",  "begin", "nth",    "on_day",  "born",  "asks",    "speak"};

enum class TimeUnit : std::uint8_t { hour, day, week, month, year };
constexpr std::array<std::string_view, 5> time_unit_names{"hour", "day", "week", "month", "year"};

constexpr std::uint16_t no_fact = 0xFFFF;
constexpr std::uint8_t every_item = 0xFF;

struct Meaning {
  MeaningKind kind = MeaningKind::around;
  std::uint16_t fact = no_fact;
  std::uint8_t item = every_item;
  std::int32_t number = 0;
  bool begins = false;  // the phrase begins a line, whatever follows: "why do you *"
};

/// A line that is an answer as a whole, letters and digits only.
struct WholeLine {
  std::string text;  // squeezed
  bool is_label = false;
  std::string label;       // its words, with a space before and behind each
  std::uint8_t words = 0;  // of the label
};

/// Possible answers to a question as they are shown: its options, then none and not sure.
using WholeLines = std::vector<std::vector<WholeLine>>;

/// A question that patients often ask, and its answer.
struct Topic {
  std::string id;
  std::string text;
  bool is_small_talk = false;  // "hello": only where nothing else is said
};

struct Meanings {
  Lexicon lexicon;
  std::vector<Meaning> meanings;        // by ConceptIndex
  std::vector<std::uint64_t> sets;      // of options: "my whole back"
  std::vector<WholeLines> whole_lines;  // by fact
  std::vector<std::uint8_t> units;      // by fact: bits of TimeUnit that its question speaks of
};

/// The letters and digits of `text`, folded.
[[nodiscard]] std::string squeezed(std::string_view text);

}  // namespace palpate
