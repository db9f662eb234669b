// Messages that people type, labelled by hand, and how they are understood.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/step.hpp"

namespace palpate::corpus {

/// How the messages of one intent fared.
struct Score {
  std::size_t right = 0;
  std::size_t all = 0;
  std::vector<std::string> wrong;  // the messages

  double rate() const {
    return all == 0 ? 1 : static_cast<double>(right) / static_cast<double>(all);
  }
};

/// By intent: emergency, urgent, lookalike, answer, facts, correct, command, ask, chat. And
/// "false_alarm": messages of all harmless intents, right where they raise no alarm.
using Scores = std::map<std::string, Score>;

/// Every message of `file` (tests/corpus/README.md), each typed where its question is asked in an
/// otherwise harmless conversation.
[[nodiscard]] Scores score(const Dialog& dialog, const Locale& locale, const std::string& file);

}  // namespace palpate::corpus
