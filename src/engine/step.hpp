// One turn of a conversation: State x Input -> Step.
//
// step() is pure and total: every Input is accepted, nothing outside the result changes. What a
// patient says unexpectedly is not an error: the question is asked again, and more helpfully each
// time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/walk.hpp"
#include "understand/understand.hpp"

namespace palpate {

/// All that a conversation must keep between two turns.
struct State {
  Answers answers;
  std::optional<FactIndex>
      changing;    // this earlier question is open again; the other answers are kept meanwhile
  int misses = 0;  // inputs in a row that were not understood
  Mentions signs;  // what was said of other questions, unasked
  std::optional<Answer> check;          // a sign of which it is asked now whether it is happening
  std::optional<std::size_t> language;  // of Dialog::locales, once the patient asked for another

  friend bool operator==(const State&, const State&) = default;
};

// What can be done in a turn.
struct GiveAnswer {
  Value value;  // to the open question
};
struct Say {
  std::string text;  // as typed
  Today today = {};  // for "since Tuesday"
};
struct TellFacts {
  std::vector<ToldFact> told;        // of the open question, of others, and of answered ones
  std::optional<Answer> check = {};  // a sign besides, of which it is asked next if it is happening
};
struct SwitchLanguage {
  std::size_t locale = 0;  // of Dialog::locales
};
struct AnswerCheck {
  Truth happening = Truth::unknown;  // unknown: "not sure"
};
struct NoteSigns {
  Mentions signs;  // of facts that warn: ticks, "not sure", or both
};
struct AskCheck {
  Answer sign;
};
struct Back {};
struct ChangeAnswer {
  FactIndex fact;
};
struct Restart {};
struct AskWhy {};
struct AskHelp {};
using Input = std::variant<GiveAnswer, Say, TellFacts, AnswerCheck, NoteSigns, AskCheck, Back,
                           ChangeAnswer, Restart, SwitchLanguage, AskWhy, AskHelp>;

/// What became of the input.
enum class Event : std::uint8_t {
  answered,       // the answer was taken; the conversation went on
  not_an_option,  // GiveAnswer with a value that the question does not have: state unchanged
  refused,        // the answer contradicts an earlier one (Step::refusal says why): state unchanged
  told,           // several facts, or another than was asked, were taken from one line; a sign in
                  // it is asked about next
  not_understood,  // Say: misses counts up
  sign_noted,      // something was said that counts like a tick; the conversation goes on or ends
  checking,        // something was said of which it is asked first whether it is happening
  check_denied,    // it is not; back to the question
  went_back,
  changing,  // the earlier question is open again
  restarted,
  language_changed,
  explained,        // why this is asked: state unchanged
  topic_answered,   // a question of the patient, see Step::topic: state unchanged
  change_which,     // "change", without a word of what: state unchanged
  helped,           // state unchanged
  nothing_to_undo,  // Back at the first question: state unchanged
  not_answered,     // ChangeAnswer of a fact without an answer: state unchanged
  ended,            // an answer after the end: state unchanged
  final,  // Back or ChangeAnswer after emergency or urgent: only a restart leads on; state
          // unchanged
};

struct Step {
  State state;
  Walk walk;  // of the new state; while changing, `walk.question` is the reopened fact
  Event event = Event::answered;
  std::vector<FactIndex> dropped;  // answers that no longer apply, removed by this turn
  Mentions noted;                  // by NoteSigns
  std::optional<TextIndex> refusal;
  std::optional<Answer> understood;  // what Say, GiveAnswer or NoteSigns was taken to mean
  bool is_estimate = false;          // Say: of several numbers the higher was taken
  Answers told;                      // by TellFacts: the answers as they stand now
  std::optional<std::size_t> topic;  // of Locale::topics
};

/// A new conversation.
[[nodiscard]] Step start(const Dialog& dialog);

/// Where a stored conversation stands; for resume.
[[nodiscard]] Step look(const Dialog& dialog, const State& state);

/// Advances `state` by one input. Typed text is read in `locale`, or in the language that the
/// patient asked for.
[[nodiscard]] Step step(const Dialog& dialog, const Locale& locale, const State& state,
                        const Input& input);

/// True when Event `event` changed the state, so that the turn must be stored.
[[nodiscard]] bool changes_state(Event event);

}  // namespace palpate
