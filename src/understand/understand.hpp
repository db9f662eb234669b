// What a typed line means where a question is open. Pure; nothing is guessed: what is not clear is
// not understood.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "dialog/dialog.hpp"
#include "understand/quantities.hpp"
#include "understand/typed_message.hpp"

namespace palpate {

/// Things to do that can be typed at every question.
enum class Command : std::uint8_t { back, restart, why, help, change };

/// Where the conversation stands.
struct Asked {
  std::optional<FactIndex> open;    // the question
  std::uint32_t items = 0;          // of it, where it is a grid: those that are asked, as bits
  std::vector<FactIndex> answered;  // questions answered, in order
  Today today = {};                 // for "since Tuesday"
  bool is_told = false;             // something was told of the open question before
  std::vector<std::pair<FactIndex, Value>> given = {};  // what was answered
};

/// Something said of a fact that may not be the open question.
struct ToldFact {
  FactIndex fact = 0;
  Value value;
  bool adds = false;  // comes to what was answered before, where it does not replace it

  friend bool operator==(const ToldFact&, const ToldFact&) = default;
};

/// One of these is set, or `told` holds something, or nothing was understood. With `told` there may
/// be a `value`.
struct Understanding {
  std::optional<Value> value;   // an answer that the open question has
  bool is_estimate = false;     // the higher of two numbers, or the like: say so
  std::vector<ToldFact> told;   // of other questions
  std::vector<bool> answering;  // with `value`: the tokens that name options
  std::optional<Command> command;
  std::optional<FactIndex> changed;   // with Command::change: the question to open again
  std::optional<std::size_t> topic;   // of Locale::topics: a question that is answered
  std::optional<std::size_t> locale;  // of Dialog::locales: speak this language
};

/// Reads `message` as an answer to the open question (answers.hpp says how), as a command, a
/// question on a known topic, a wish for another language, a correction of an earlier answer
/// ("actually it's 8", "sorry, I'm 45"), or as several facts in one line. Of facts that are not
/// asked only what their dialogue lets patients tell is taken, never that something is not so.
[[nodiscard]] Understanding understand(const Dialog& dialog, const TypedMessage& message,
                                       const Asked& asked);

/// Whether `message` says that something is happening: yes, no, or "not sure" (unknown); nothing
/// where it says none of these. "No" is only what says nothing else.
[[nodiscard]] std::optional<Truth> understand_check(const TypedMessage& message);

/// The command that the whole of `message` is.
[[nodiscard]] std::optional<Command> understand_command(const TypedMessage& message);

}  // namespace palpate
