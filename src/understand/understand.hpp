// What a typed line means as an answer to the open question. Pure; nothing is guessed: what is not
// clear is not understood.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dialog/dialog.hpp"

namespace palpate {

/// Things to do that can be typed at every question.
enum class Command : std::uint8_t { back, restart, why, help };

struct Understanding {
  std::optional<Value> value;      // an answer that the question has
  std::optional<Command> command;  // typed instead of an answer; never set together with `value`
};

/// Reads `text` as an answer to `fact`. `grid_items` are the items that a grid asks now, as bits.
///
/// Options are known by their number (1 is the first; after the last come "none of these" and "not
/// sure", where offered), id, label, other words or the unambiguous start of a label; several by
/// commas, "and" or spaces between numbers. A choice may stand inside a sentence, unless the
/// sentence denies something. A grid is answered for all its items at once: one word for each in
/// order, "swedish good, hot stone bad", or its shortcut.
[[nodiscard]] Understanding understand(const Dialog& dialog, const Locale& locale, FactIndex fact,
                                       std::uint32_t grid_items, std::string_view text);

/// Whether `text` says that something is happening: yes, no, or "not sure" (unknown); nothing where
/// it says none of these.
[[nodiscard]] std::optional<Truth> understand_check(const Locale& locale, std::string_view text);

/// The command that the whole of `text` is.
[[nodiscard]] std::optional<Command> understand_command(const Locale& locale,
                                                        std::string_view text);

}  // namespace palpate
