// The wire types of palpate.v1: what a client is told, as plain values. src/protocol/README.md is
// the manual.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace palpate::protocol {

/// One thing that is said. `kind` tells a client how to show it: "info", "notice" (what was
/// understood, dropped or not understood), "explanation" (why, help), "emergency", "urgent",
/// "clearance".
struct Message {
  std::string kind;
  std::string id;  // the text's key in the dialogue, stable across locales
  std::string text;
};

struct Option {
  std::string id;
  std::string label;
  std::string group;  // id of its group, or empty
};

struct Group {
  std::string id;
  std::string label;
};

struct GridRow {
  std::string id;
  std::string label;
  std::vector<Option> options;
};

/// Everything that a client needs to draw the open question.
struct Ask {
  std::string fact;
  std::string kind;  // yes_no, choice, choices, number, grid
  std::string text;
  std::vector<Option> options;           // yes_no, choice, choices
  std::vector<Group> groups;             // headings over runs of options, in order
  std::vector<GridRow> items;            // grid: the rows to answer
  std::optional<Option> none;            // choices: the "none of these" answer, id "none"
  std::optional<Option> not_sure;        // the "not sure" answer, id "not_sure"
  std::optional<Option> shortcut;        // grid: one tap gives every row this option id
  std::optional<std::int64_t> min, max;  // number
  std::string min_label, max_label, unit;
  std::vector<std::string> told;  // choices: ids of options that were told before; they count
  bool changing = false;          // an earlier question, open again
  std::string current;            // the earlier answer as a label, when changing
};

struct Technique {
  std::string id;
  std::string name;
  std::string about;
};

/// A technique left out, with every reason in words: clauses, or one whole sentence where the user
/// asked for it.
struct LeftOut {
  std::string id;
  std::string name;
  bool asked_for = false;
  std::vector<std::string> reasons;
};

struct Note {
  std::string id;
  std::string kind;  // disclaimer, warning, advice
  std::string text;
};

struct Citation {
  std::string key;
  std::string title;
  std::string url;
};

/// A rule row that fired: why, in words, and where it comes from.
struct Rule {
  std::string kind;  // flag, matrix, gate, score, schedule, note
  std::string id;
  std::string why;
  std::vector<std::string> sources;  // keys, see Result::sources
};

struct Plan {
  std::string id;  // weekly, every_2_weeks, monthly, monthly_or_as_needed, quarterly
  std::string text;
  std::string limit;
  std::string caveat;
  std::int64_t days = 0;  // between two sessions
};

/// A number to call, for a tap-to-call link. `number` is empty where the region has none to dial.
struct Call {
  std::string label;
  std::string number;
};

struct Flag {
  std::string id;
  std::string level;  // caution, clearance, urgent, emergency
  bool lifted = false;
};

struct Result {
  std::string disposition;  // suggestion, clearance, urgent, emergency
  std::string title;        // one line, for the card's head
  std::optional<Technique> primary;
  std::vector<Technique> allowed;  // the others that are possible too
  std::vector<LeftOut> left_out;
  std::optional<Plan> schedule;
  std::vector<Note> notes;                 // disclaimer, warnings, advice, heaviest first
  std::vector<std::string> for_therapist;  // what to tell the therapist
  std::vector<Rule> rules;
  std::vector<Citation> sources;  // of all rules named here
  std::optional<Call> call;       // emergency and urgent
  std::string dialogue;
  std::string version;
  std::string content_hash;
};

struct Progress {
  int answered = 0;
  int about = 0;  // questions in all, roughly
};

/// What was asked and answered so far, in the order of the questions.
struct Exchange {
  std::string fact;
  std::string question;
  std::string answer;  // as a label
};

/// One turn: what the server says in answer to one frame.
struct Turn {
  std::string reply_to;      // id of the frame answered; empty if it had none
  std::string conversation;  // on bridge connections
  std::int64_t turn = 0;
  std::string token;   // on the first turn only
  std::string locale;  // of the texts: the patient may have asked for another one
  std::vector<Message> messages;
  std::optional<Ask> ask;
  std::optional<Result> result;
  std::vector<Flag> flags;
  Progress progress;
  std::vector<std::string> dropped;  // facts whose answers no longer apply
  std::vector<Exchange>
      transcript;  // on resume, and after every turn that changed an earlier answer
  bool has_transcript = false;
  std::optional<std::string> text;  // render "plain": the whole turn as plain text
};

/// A frame that could not be carried out; the conversation stands as it stood.
struct Failure {
  std::string reply_to;
  std::string conversation;
  std::string code;          // stable, see error_codes in frames.hpp
  std::string message;       // for people; never what was sent
  std::optional<Turn> turn;  // the current turn, where that helps: stale_turn, not_an_option
};

}  // namespace palpate::protocol
