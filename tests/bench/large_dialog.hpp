// A dialogue as large as several of another: for measuring how proof, engine and server grow.
#pragma once

#include "dialog/load.hpp"

namespace palpate::bench {

/// The files of a dialogue that first asks for one of `copies` programmes and then has the
/// conversation of `files` (a loadable dialogue) about facts of its own ("age_1",
/// "age_2" ...). Flags, matrix rows, gates, scores, schedule rows, notes and invariants are there
/// for each programme; techniques, schedules and the flag for referrals are shared.
[[nodiscard]] DialogFiles large_dialog(const DialogFiles& files, int copies);

}  // namespace palpate::bench
