// Messages that people type, labelled by hand, and how they are understood.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/step.hpp"

namespace palpate::corpus {

/// How the messages of one intent fared.
struct Score {
  std::size_t right = 0;
  std::size_t all = 0;
  std::size_t taken = 0;           // of `all`, those taken for this intent, right in detail or not
  std::size_t mistaken = 0;        // messages of other intents, wrongly taken for this one
  std::vector<std::string> wrong;  // the messages

  double rate() const {
    return all == 0 ? 1 : static_cast<double>(right) / static_cast<double>(all);
  }
  /// Of the messages taken for this intent, the share that have it; nothing if none was taken for
  /// it. A message of another intent that was understood right (a lookalike that answers, a graver
  /// sign than the label's) counts for neither side.
  std::optional<double> precision() const {
    if (taken + mistaken == 0) return std::nullopt;
    return static_cast<double>(taken) / static_cast<double>(taken + mistaken);
  }
};

/// By intent: emergency, urgent, lookalike, answer, facts, correct, command, ask, chat. And
/// "false_alarm": messages of all harmless intents, right where they raise no alarm.
using Scores = std::map<std::string, Score>;

/// Every message of `file` (tests/corpus/README.md), each typed where its question is asked in an
/// otherwise harmless conversation.
[[nodiscard]] Scores score(const Dialog& dialog, const Locale& locale, const std::string& file);

/// The mean microseconds that the engine needs for a message of `file`, each at its question.
[[nodiscard]] double microseconds_per_message(const Dialog& dialog, const Locale& locale,
                                              const std::string& file);

}  // namespace palpate::corpus
