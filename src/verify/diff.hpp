// Which patients are advised otherwise by another version of a dialogue.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "verify/conversation.hpp"

namespace palpate {

/// Patients who fare alike: what they were advised, what they are advised now, and the shortest
/// conversation of one of them.
struct Difference {
  std::string what;  // "disposition: clearance -> suggestion"
  Conversation before;
  Conversation after;
};

struct Differences {
  std::vector<Difference> classes;
  std::vector<std::string> only_in_one;  // questions and answers that only one of the two has
  bool gave_up = false;                  // the solver did: there may be more
};

/// Compares two versions over all patients who can answer both. Questions, options, techniques and
/// schedules are the same where their names are.
[[nodiscard]] Differences compare_dialogs(const Dialog& before, const Dialog& after,
                                          std::chrono::milliseconds limit);

}  // namespace palpate
