// Numbers and lengths of time in a message. Inside the room only.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "understand/meant.hpp"

namespace palpate {

/// Today in the Gregorian calendar; nothing where nobody knows, as in a replay.
using Today = std::optional<std::chrono::sys_days>;

/// One number, or a range of two.
struct Quantity {
  std::int32_t low = 0;
  std::int32_t high = 0;
  bool fraction = false;                // "7.5", "two and a half"; it is not in low and high
  bool decimal = false;                 // "7.5"
  std::optional<std::int32_t> slashed;  // "7/10", "7 out of 10": the second number
  bool is_scale = false;                // in words: "out of"
  std::optional<TimeUnit> unit;
  bool is_tail = false;     // the 5 of "6,5", which may be two numbers
  bool needs_unit = false;  // "a", "few": a number only where a unit follows
  bool shifted = false;     // "under 18": it is about another number
  bool is_soon = false;     // "I'll be 60": it is one less now
  bool counts = false;      // "one calf": how many of something
  bool denied = false;      // "not 54", or taken back
  std::uint32_t begin = 0;  // tokens, both included; the unit belongs to it
  std::uint32_t end = 0;
};

/// Every number, in order. What looks like one and is none ("7b", "-3", more digits than a number
/// here has) makes `broken` true.
[[nodiscard]] std::vector<Quantity> quantities_in(const Meant& meant, bool& broken);

}  // namespace palpate
