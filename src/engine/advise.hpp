// The outcome of a finished conversation: techniques, schedule, notes and every rule that fired.
// Inside the room only.
#pragma once

#include "engine/evaluate.hpp"

namespace palpate {

/// The outcome of `facts`. Raises the dialogue's referral flag in `consequences` when nothing is
/// left to suggest.
[[nodiscard]] Outcome advise(const Dialog& dialog, const Facts& facts, Consequences& consequences);

/// The raised flags, highest level first.
[[nodiscard]] std::vector<RaisedFlag> raised_flags(const Dialog& dialog,
                                                   const Consequences& consequences);

}  // namespace palpate
