// Lengths of time and dates as days.
#include "understand/days_ago.hpp"

#include <algorithm>
#include <array>

namespace palpate {
namespace {

namespace chrono = std::chrono;

constexpr std::array<double, 5> unit_days{1.0 / 24, 1, 7, 30, 365};
constexpr std::int32_t oldest_year = 1900;

class Calendar {
 public:
  Calendar(const Times& times, bool is_asked)
      : meant_(times.meant),
        quantities_(times.quantities),
        dates_(times.dates),
        today_(times.today),
        names_count_(is_asked || times.meant.has(MeaningKind::begin)) {}

  std::optional<std::int32_t> earliest() {
    for (const Quantity& each : quantities_) {
      if (each.denied) continue;
      if (each.unit) {
        note(days_of(each));
      } else if (names_count_) {
        note_year(each);
      }
    }
    if (!names_count_) return least_;
    if (meant_.has(MeaningKind::born)) return least_;
    for (const CalendarDate& date : dates_) {
      if (!meant_.is_retracted(date.begin)) note(days_since(date, today_));
    }
    for (const Found& found : meant_.all()) {
      if (is_inside_quantity(found) || is_inside_date(found.begin) ||
          meant_.is_retracted(found.begin))
        continue;
      note_named(found);
    }
    if (!least_ && is_today_) least_ = 0;
    return least_;
  }

 private:
  void note(std::optional<std::int32_t> days) {
    if (days && *days >= 0 && (!least_ || *days < *least_)) least_ = std::min(*days, max_days);
  }

  /// Of a range the more recent end. "A week last Tuesday" adds a day of the week.
  std::optional<std::int32_t> days_of(const Quantity& quantity) const {
    if (is_rate(quantity) || is_age(quantity)) return std::nullopt;
    const double count = quantity.low + (quantity.fraction ? 0.5 : 0.0);
    double days = count * unit_days[static_cast<std::size_t>(*quantity.unit)];
    if (is_beside(MeaningKind::more, quantity)) days += 1;
    if (is_beside(MeaningKind::less, quantity)) days -= 1;
    if (const Found* day = weekday_after(quantity)) {
      if (auto since = since_weekday(day->meaning->number)) days += *since;
    }
    return static_cast<std::int32_t>(days);
  }

  /// "3 times a week" is no time ago.
  bool is_rate(const Quantity& quantity) const {
    if (quantity.begin == 0) return false;
    return std::any_of(quantities_.begin(), quantities_.end(), [&](const Quantity& other) {
      return quantity.needs_unit && !other.needs_unit && !other.unit &&
             other.end + 2 >= quantity.begin && other.end < quantity.begin;
    });
  }

  /// "I am 46 years": the number of a question that is answered in this unit.
  bool is_age(const Quantity& quantity) const {
    constexpr std::uint32_t near = 2;
    const Meanings& meanings = meant_.message().locale().meanings;
    return std::any_of(meant_.all().begin(), meant_.all().end(), [&](const Found& found) {
      if (found.meaning->kind != MeaningKind::cue) return false;
      const std::uint8_t units = meanings.units[found.meaning->fact];
      if ((units >> static_cast<unsigned>(*quantity.unit) & 1U) == 0) return false;
      const bool before = found.end < quantity.begin && quantity.begin - found.end < near;
      const bool behind = found.begin <= quantity.end + 1 && found.end > quantity.end;
      // "37 years, a stiff neck": where nobody asked how long.
      const bool inside = found.begin > quantity.begin && found.end <= quantity.end;
      return before || behind || (inside && !names_count_);
    });
  }

  bool is_beside(MeaningKind kind, const Quantity& quantity) const {
    return (quantity.begin > 0 && meant_.ending_at(kind, quantity.begin - 1) != nullptr) ||
           meant_.at(kind, quantity.end + 1) != nullptr;
  }

  bool is_inside_quantity(const Found& found) const {
    return std::any_of(quantities_.begin(), quantities_.end(), [&](const Quantity& quantity) {
      return quantity.unit && found.begin >= quantity.begin && found.begin <= quantity.end;
    });
  }

  /// A month with its day counts as that day.
  bool is_inside_date(std::uint32_t token) const {
    return std::any_of(dates_.begin(), dates_.end(), [token](const CalendarDate& date) {
      return date.day != 0 && date.holds(token);
    });
  }

  void note_named(const Found& found) {
    const Meaning& meaning = *found.meaning;
    switch (meaning.kind) {
      case MeaningKind::moment:
        // "Since Christmas, 8/10 today" says when it hurts, not when it began.
        if (meaning.number == 0) is_today_ = true;
        return meaning.number > 0 ? note(meaning.number) : void();
      case MeaningKind::weekday:
        if (is_inside_week(found)) return;
        return note(since_weekday(meaning.number));
      case MeaningKind::month:
        if (follows_since(found.begin) && !is_before_year(found)) note(since_month(meaning.number));
        return;
      case MeaningKind::date:
        return note(since_date(meaning.number / 100, meaning.number % 100));
      default:
        return;
    }
  }

  /// "A week last Tuesday", "a week on Friday".
  const Found* weekday_after(const Quantity& quantity) const {
    constexpr std::uint32_t most = 3;
    for (std::uint32_t i = quantity.end + 1; i < meant_.size() && i <= quantity.end + most; ++i) {
      if (const Found* day = meant_.at(MeaningKind::weekday, i)) return day;
      if (!meant_.is_around(i) && meant_.at(MeaningKind::last, i) == nullptr) break;
    }
    return nullptr;
  }

  /// The weekday of "a week last Tuesday" is counted with the week, that of "Monday last week" too.
  bool is_inside_week(const Found& found) const {
    const bool counted =
        std::any_of(quantities_.begin(), quantities_.end(), [&](const Quantity& quantity) {
          return quantity.unit && weekday_after(quantity) == &found;
        });
    return counted ||
           std::any_of(meant_.all().begin(), meant_.all().end(), [&](const Found& other) {
             return other.meaning->kind == MeaningKind::moment && other.meaning->number > 0 &&
                    other.begin > found.end && other.begin <= found.end + 2;
           });
  }

  /// "March 2019" is counted by its year.
  bool is_before_year(const Found& month) const {
    return std::any_of(quantities_.begin(), quantities_.end(), [&](const Quantity& quantity) {
      return quantity.low >= oldest_year && quantity.begin == month.end + 1;
    });
  }

  bool follows_since(std::uint32_t token) const {
    return token > 0 && meant_.ending_at(MeaningKind::since, token - 1) != nullptr;
  }

  /// "Since 2019", from its last day on.
  void note_year(const Quantity& quantity) {
    if (is_inside_date(quantity.begin) || meant_.has(MeaningKind::born)) return;
    if (!today_ || quantity.low < oldest_year || quantity.low != quantity.high ||
        quantity.fraction || quantity.slashed)
      return;
    const chrono::year_month_day now(*today_);
    if (quantity.low > static_cast<int>(now.year())) return;
    const chrono::sys_days end{chrono::year(quantity.low) / 12 / 31};
    note(std::max(0, static_cast<std::int32_t>((*today_ - end).count())));
  }

  /// One to seven days: on a Tuesday, "Tuesday" is a week ago.
  std::optional<std::int32_t> since_weekday(std::int32_t weekday) const {
    if (!today_) return std::nullopt;
    const auto now = static_cast<std::int32_t>(chrono::weekday(*today_).iso_encoding()) - 1;
    const std::int32_t days = (now - weekday + 7) % 7;
    return days == 0 ? 7 : days;
  }

  /// From the end of the month on; the month before today's that had this name.
  std::optional<std::int32_t> since_month(std::int32_t month) const {
    if (!today_) return std::nullopt;
    const chrono::year_month_day now(*today_);
    const bool last_year = static_cast<unsigned>(month) > static_cast<unsigned>(now.month());
    const chrono::year year = now.year() - chrono::years(last_year ? 1 : 0);
    const chrono::sys_days end{year / month / chrono::last};
    return std::max(0, static_cast<std::int32_t>((*today_ - end).count()));
  }

  std::optional<std::int32_t> since_date(std::int32_t month, std::int32_t day) const {
    if (!today_) return std::nullopt;
    const chrono::year_month_day now(*today_);
    chrono::year_month_day date = now.year() / month / day;
    if (!date.ok() || chrono::sys_days(date) > *today_)
      date = (now.year() - chrono::years(1)) / month / day;
    if (!date.ok()) return std::nullopt;
    return static_cast<std::int32_t>((*today_ - chrono::sys_days(date)).count());
  }

  const Meant& meant_;
  const std::vector<Quantity>& quantities_;
  const std::vector<CalendarDate>& dates_;
  const Today& today_;
  bool names_count_;  // "yesterday" and "in March" as well
  bool is_today_ = false;
  std::optional<std::int32_t> least_;
};

}  // namespace

std::optional<std::int32_t> days_ago(const Times& times) {
  return Calendar(times, true).earliest();
}

std::optional<std::int32_t> told_days_ago(const Times& times) {
  return Calendar(times, false).earliest();
}

}  // namespace palpate
