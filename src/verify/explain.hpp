// Why a conversation ends as it does: for people who answer for the content.
#pragma once

#include <string>
#include <vector>

#include "verify/changes.hpp"

namespace palpate {

/// For each technique of a finished conversation: its points and where they come from, or every
/// row and flag that keeps it from being suggested; then the schedule and the notes.
[[nodiscard]] std::string why_and_why_not(const Dialog& dialog, const Walk& walk);

/// The changed answers of each of `changes` (of smallest_changes()), and what comes of them.
[[nodiscard]] std::string describe_changes(const Dialog& dialog, const Conversation& conversation,
                                           const std::vector<Change>& changes, std::size_t most);

}  // namespace palpate
