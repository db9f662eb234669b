// Stored turns back to a state. Inside the room only.
#pragma once

#include <string_view>
#include <vector>

#include "conversation/ports.hpp"
#include "conversation/render.hpp"

namespace palpate {

/// The values of TurnRecord::event.
namespace turn_events {
constexpr std::string_view start = "start";
constexpr std::string_view answer = "answer";      // tapped, or sent as a value
constexpr std::string_view said = "said";          // an answer understood from typed text
constexpr std::string_view estimate = "estimate";  // the same, the higher of two numbers
constexpr std::string_view told = "told";  // several facts from one line, or of another question
constexpr std::string_view miss = "miss";  // typed text that was not understood; it is not kept
constexpr std::string_view sign = "sign";  // something said, or confirmed, of a question not asked
constexpr std::string_view check = "check";    // it is asked whether that is happening
constexpr std::string_view denied = "denied";  // it is not
constexpr std::string_view back = "back";
constexpr std::string_view change = "change";
constexpr std::string_view restart = "restart";    // its value is the language, if one was chosen
constexpr std::string_view language = "language";  // its value is the locale
}  // namespace turn_events

/// What `step`, made from `before`, has to be stored as. Leaves conversation, turn, request and
/// time to the caller.
[[nodiscard]] TurnRecord record_of(const Dialog& dialog, const State& before, const Step& step,
                                   bool typed);

/// The step that `turn` made from `state`. What a newer dialogue no longer knows is passed over;
/// answers to questions that come elsewhere now are kept for when they are reached.
[[nodiscard]] Step replay_turn(const Dialog& dialog, const Locale& locale, const State& state,
                               const TurnRecord& turn);

/// Where the replay of the first `count` turns has to begin: `start` and `restart` forget all that
/// was before.
[[nodiscard]] std::size_t first_to_replay(const std::vector<TurnRecord>& turns, std::size_t count);

/// The state from which `turns[index]` was made.
[[nodiscard]] State state_before(const Dialog& dialog, const Locale& locale,
                                 const std::vector<TurnRecord>& turns, std::size_t index);

/// How the turn that `turn` made was told.
[[nodiscard]] Origin origin_of(const TurnRecord& turn);

}  // namespace palpate
