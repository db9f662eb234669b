// "What would have to be different for another advice?"
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "verify/conversation.hpp"

namespace palpate {

/// The fewest changed answers that lead to another advice.
struct Change {
  std::string to;                    // "disposition clearance", "technique hot_stone first"
  std::vector<FactIndex> different;  // answers of the conversation that change
  Conversation after;
};

/// For every other disposition, first technique and schedule the smallest change of the answers of
/// `conversation` that leads there, smallest first; nothing for those further than `most` changes
/// away. Questions that only then are asked do not count.
[[nodiscard]] std::vector<Change> smallest_changes(const Dialog& dialog,
                                                   const Conversation& conversation,
                                                   std::size_t most,
                                                   std::chrono::milliseconds limit);

}  // namespace palpate
