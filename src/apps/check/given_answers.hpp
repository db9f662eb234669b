// Answers from the command line, "severity=6", and from stories.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "verify/conversation.hpp"

namespace palpate::check {

/// What `words` answer, each "fact=value": an option, several by commas, "none", "not_sure", a
/// number; of a grid "fact.item=option" or "fact=option" for all its items. Fails with
/// invalid_argument, saying what there is instead.
[[nodiscard]] Result<Assignment> given_answers(const Dialog& dialog,
                                               const std::vector<std::string>& words);

/// The answers with which the story `text` ends.
[[nodiscard]] Result<Assignment> answers_of_story(const Dialog& dialog, const std::string& text);

/// Gives every question without an answer the plainest one: nothing ticked, the first option, a
/// number like Domain::plain_number().
void answer_plainly(const Dialog& dialog, Assignment& patient);

}  // namespace palpate::check
