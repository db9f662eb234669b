// How long ago something began. Inside the room only.
#pragma once

#include "understand/calendar_dates.hpp"

namespace palpate {

/// What a message says of times.
struct Times {
  const Meant& meant;
  const std::vector<Quantity>& quantities;
  const std::vector<CalendarDate>& dates;
  const Today& today;
};

/// How many days ago something began, the more recent where two times are named.
[[nodiscard]] std::optional<std::int32_t> days_ago(const Times& times);

/// The same where nobody asked: only a length of time with a number, or a time beside a word that
/// tells when it began.
[[nodiscard]] std::optional<std::int32_t> told_days_ago(const Times& times);

}  // namespace palpate
