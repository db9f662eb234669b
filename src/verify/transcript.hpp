// A conversation as a clinician reads it, and as a story file.
#pragma once

#include <string>

#include "verify/conversation.hpp"

namespace palpate {

/// Question and answer line by line, then what it ends with and every rule row that fired, with
/// its reason; in the dialogue's first language. Each line begins with `indent`.
[[nodiscard]] std::string transcript(const Dialog& dialog, const Conversation& conversation,
                                     std::string_view indent = "");

/// What the conversation ends with, in one line: "suggestion: Swedish massage, every 2 weeks".
[[nodiscard]] std::string ending(const Dialog& dialog, const Walk& walk);

/// The conversation as a story (dialogs/README.md) that expects what the engine now says.
[[nodiscard]] std::string story(const Dialog& dialog, const Conversation& conversation,
                                std::string_view title);

/// The id of a rule row, "K3", and why it is there, in the dialogue's first language.
[[nodiscard]] const std::string& rule_id(const Dialog& dialog, const Rule& rule);
[[nodiscard]] const std::string& rule_reason(const Dialog& dialog, const Rule& rule);

}  // namespace palpate
