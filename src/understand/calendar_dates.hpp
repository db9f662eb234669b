// Days of the calendar that a message names. Inside the room only.
#pragma once

#include <vector>

#include "understand/quantities.hpp"

namespace palpate {

/// "12 May 1990", "the 20th", "24/11". What is not named is 0.
struct CalendarDate {
  std::int32_t year = 0;
  std::uint32_t month = 0;
  std::uint32_t day = 0;
  bool either_way = false;  // "3/4": day and month may be the other way round
  std::uint32_t begin = 0;  // tokens, both included
  std::uint32_t end = 0;

  bool holds(std::uint32_t token) const { return token >= begin && token <= end; }
};

/// Every date with a day or a year in it; "71" is a year only where somebody says "born".
[[nodiscard]] std::vector<CalendarDate> dates_in(const Meant& meant,
                                                 const std::vector<Quantity>& quantities,
                                                 const Today& today);

/// The days since `date`, of the last year that had it where it names none; nothing if it is no day
/// or lies ahead.
[[nodiscard]] std::optional<std::int32_t> days_since(const CalendarDate& date, const Today& today);

/// What a message says of somebody's birth.
struct Birth {
  bool is_named = false;            // "born", or nothing but a whole date
  std::optional<std::int32_t> age;  // nothing where that is not clear
};
[[nodiscard]] Birth birth_in(const Meant& meant, const std::vector<CalendarDate>& dates,
                             const Today& today);

}  // namespace palpate
