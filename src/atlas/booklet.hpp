// The whole of a dialogue on paper: what a clinician reads and signs.
#pragma once

#include <string>
#include <string_view>

#include "dialog/dialog.hpp"

namespace palpate {

/// One HTML file with its styles, without scripts and without requests: every question, flag,
/// table row, note, message, typed word, invariant and source of the dialogue, in the words of the
/// locale (as Dialog::locale_for) and with the numbers of the region (as Dialog::region_for; empty:
/// the first that is not "default"). The sentences of the booklet itself are English. It prints on
/// A4. `drawing` is to_svg() of the dialogue for a page of its own; empty: no such page.
[[nodiscard]] std::string booklet(const Dialog& dialog, std::string_view locale,
                                  std::string_view region = {}, std::string_view drawing = {});

}  // namespace palpate
