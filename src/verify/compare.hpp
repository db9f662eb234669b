// The guard against drift: is what the formula says of a patient what the engine does with them?
#pragma once

#include <cstdint>
#include <string>

#include "verify/conversation.hpp"
#include "verify/encoding.hpp"

namespace palpate {

/// The first field in which the encoding of the patient in `lane` differs from the engine's walk:
/// path, answers used, flags, disposition, rules, points, techniques, schedule, notes; empty if
/// none does.
[[nodiscard]] std::string difference(const Dialog& dialog, const Encoding& encoding,
                                     const Simulation& simulation, unsigned lane, const Walk& walk);

/// Compares `count` random patients, some of whom stop on the way; the first difference, with the
/// answers that show it, or empty. `endings`, if given, counts conversations by disposition.
[[nodiscard]] std::string compare_at_random(const Dialog& dialog, std::uint64_t count,
                                            std::uint64_t seed,
                                            std::array<std::uint64_t, 4>* endings = nullptr);

/// The first of `count` random patients whose answers, given in another order, make another
/// conversation; nothing if there is none.
[[nodiscard]] std::optional<Conversation> first_that_order_changes(const Dialog& dialog,
                                                                   std::uint64_t count,
                                                                   std::uint64_t seed);

}  // namespace palpate
