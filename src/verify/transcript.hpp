// A conversation as a clinician reads it, and as a story file.
#pragma once

#include <string>
#include <vector>

#include "dialog/story.hpp"
#include "verify/conversation.hpp"

namespace palpate {

/// Question and answer line by line, then what it ends with and every rule row that fired, with
/// its reason; in the dialogue's first language. Each line begins with `indent`.
[[nodiscard]] std::string transcript(const Dialog& dialog, const Conversation& conversation,
                                     std::string_view indent = "");

/// Every rule row that fired, notes excepted, and why it is there: "flag K3: ...".
[[nodiscard]] std::vector<std::string> rules_that_fired(const Dialog& dialog, const Walk& walk);

/// `text` in lines that fit a terminal, the first one after `head`, the others after as many
/// blanks.
[[nodiscard]] std::string wrapped(std::string_view head, const std::string& text);

/// What the conversation ends with, in one line: "suggestion: Swedish massage, every 2 weeks".
[[nodiscard]] std::string ending(const Dialog& dialog, const Walk& walk);

/// The conversation as a story (dialogs/README.md) that expects what the engine now says. What was
/// said unasked is not in it: a story has typed lines for that.
[[nodiscard]] Story story_of(const Dialog& dialog, const Conversation& conversation,
                             std::string title);

/// The id of a rule row, "K3", and why it is there, in the dialogue's first language.
[[nodiscard]] const std::string& rule_id(const Dialog& dialog, const Rule& rule);
[[nodiscard]] const std::string& rule_reason(const Dialog& dialog, const Rule& rule);

}  // namespace palpate
