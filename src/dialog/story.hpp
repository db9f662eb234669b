// Stories (dialogs/README.md): conversations kept as tests, as their files have them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace palpate {

/// One line of a story.
struct StoryTurn {
  enum class Kind : std::uint8_t { answer, say, back, change, restart, why, help };
  Kind kind = Kind::answer;
  std::string text;        // answer: its JSON as in palpate.v1; say: as typed; change: a fact's id
  std::string expect_ask;  // the fact that must be open before; empty: whichever is
};

/// What must come of a story, by the names of the dialogue.
struct StoryResult {
  std::string disposition;
  std::vector<std::string> flags;
  std::string primary;  // empty: no suggestion
  std::vector<std::string> allowed;
  std::string schedule;
};

struct Story {
  std::string title;
  std::string locale;
  std::string region;
  std::vector<StoryTurn> turns;
  std::optional<StoryResult> result;  // nothing for a conversation that does not end
};

/// A story from the text of its file; its result is not read (tests/stories holds it). Fails with
/// invalid_argument, naming the place.
[[nodiscard]] Result<Story> read_story(std::string_view text);

/// The text of the story's file.
[[nodiscard]] std::string write_story(const Story& story);

}  // namespace palpate
