// Stories (dialogs/README.md): written conversations, played by the engine alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/step.hpp"

namespace palpate {

/// One line of a story.
struct StoryTurn {
  enum class Kind : std::uint8_t { answer, say, back, change, restart, why, help };
  Kind kind = Kind::answer;
  std::string text;        // answer: its JSON as in palpate.v1; say: as typed; change: a fact's id
  std::string expect_ask;  // the fact that must be open before; empty: whichever is
};

struct Story {
  std::string title;
  std::string locale;
  std::string region;
  std::vector<StoryTurn> turns;
};

/// A story from the text of its file. What must come of it is not read; tests/stories holds that.
/// Fails with invalid_argument, naming the place.
[[nodiscard]] Result<Story> read_story(std::string_view text);

/// Where a conversation stood after a turn.
struct Moment {
  Answers answers;
  Walk walk;
};

/// The conversation after its start and after every turn, without the moments at which an earlier
/// question was open again. Fails with invalid_argument where a question is not the expected one
/// or has no such answer.
[[nodiscard]] Result<std::vector<Moment>> play(const Dialog& dialog, const Story& story);

}  // namespace palpate
