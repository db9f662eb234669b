// The outcome invariants 4-7 and 9-27 of the clinical content, as code that knows nothing of the
// engine's rules.
#pragma once

#include <string>

#include "engine/walk.hpp"

namespace palpate::test {

/// The invariants that the finished conversation breaks, a line each; "" if it keeps them all.
std::string broken_invariants(const Dialog& dialog, const Answers& answers, const Walk& walk);

}  // namespace palpate::test
