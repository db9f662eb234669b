// Invariants held against conversations that the engine had; palpate-check proves them for all.
#pragma once

#include <vector>

#include "dialog/value.hpp"
#include "engine/walk.hpp"

namespace palpate {

/// Truth of a condition of an invariant at the end of the conversation `finished`, which had
/// `answers`. What the conversation came to is taken from `finished`, never worked out again.
[[nodiscard]] Truth truth_at_end(const Dialog& dialog, const Answers& answers, const Walk& finished,
                                 Condition condition);

/// The same of many conditions at once, in their order.
[[nodiscard]] std::vector<Truth> truths_at_end(const Dialog& dialog, const Answers& answers,
                                               const Walk& finished,
                                               const std::vector<Condition>& conditions);

/// True if the conversation breaks an invariant of kind never or implies: where `never` is true, or
/// `when` is true and `then` is not. Of the other kinds it needs two.
[[nodiscard]] bool breaks(const Dialog& dialog, const Invariant& invariant, const Answers& answers,
                          const Walk& finished);

/// True if two conversations break an invariant of kind adding (`after` has ticks in addition) or
/// changing. Whether their answers differ as the invariant says is the caller's to know; a
/// conversation without an end breaks none.
[[nodiscard]] bool breaks(const Dialog& dialog, const Invariant& invariant, const Walk& before,
                          const Walk& after);

}  // namespace palpate
