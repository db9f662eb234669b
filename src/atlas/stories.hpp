// Stories (dialogs/README.md) played by the engine alone.
#pragma once

#include <vector>

#include "dialog/story.hpp"
#include "engine/step.hpp"

namespace palpate {

/// Where a conversation stood after a turn.
struct Stood {
  Answers answers;
  Walk walk;
};

/// The conversation after its start and after every turn, without the moments at which an earlier
/// question was open again. Fails with invalid_argument where a question is not the expected one
/// or has no such answer.
[[nodiscard]] Result<std::vector<Stood>> play(const Dialog& dialog, const Story& story);

}  // namespace palpate
