#include "understand/calendar_dates.hpp"

#include <algorithm>
#include <charconv>

namespace palpate {
namespace {

namespace chrono = std::chrono;

constexpr std::int32_t oldest_year = 1900;
constexpr std::uint32_t most_between = 2;  // words between the parts of a date

class Reader {
 public:
  Reader(const Meant& meant, const std::vector<Quantity>& quantities, const Today& today)
      : meant_(meant), quantities_(quantities), today_(today) {}

  std::vector<CalendarDate> read() {
    for (const Found& found : meant_.all()) {
      if (found.meaning->kind == MeaningKind::month) read_month(found);
    }
    for (std::uint32_t i = 0; i + 1 < meant_.size(); ++i) read_figures(i);
    for (const Quantity& each : quantities_) read_day(each);
    return std::move(dates_);
  }

 private:
  /// Nothing but what may stand inside a date: "of", "th".
  bool is_near(std::uint32_t before, std::uint32_t after) const {
    if (after <= before || after - before > most_between + 1) return false;
    for (std::uint32_t i = before + 1; i < after; ++i) {
      if (!meant_.is_around(i) && !meant_.is_filler(i) &&
          meant_.at(MeaningKind::nth, i) == nullptr && meant_.at(MeaningKind::since, i) == nullptr)
        return false;
    }
    return true;
  }

  /// Near, without a comma: "pain 6, may ...".
  bool is_beside(std::uint32_t before, std::uint32_t after) const {
    return is_near(before, after) && !meant_.comma_between(before, after);
  }

  /// Digits: "once in May" names no day.
  bool is_plain(const Quantity& number) const {
    const char first = meant_.tokens()[number.begin].text[0];
    return first >= '0' && first <= '9' && !number.unit && !number.needs_unit && !number.fraction &&
           !number.slashed && number.low == number.high;
  }
  bool is_day(const Quantity& number) const {
    return is_plain(number) && number.low >= 1 && number.low <= 31;
  }

  /// "In March of 71", of somebody's birth. In other dates two figures may count anything.
  bool is_short_year(const Quantity& number) const {
    return meant_.has(MeaningKind::born) && number.low < 100 &&
           meant_.tokens()[number.begin].text.size() == 2;
  }

  std::int32_t year_of(std::int32_t number) const {
    if (number >= oldest_year || number >= 100 || !today_) return number;
    const std::int32_t now = static_cast<int>(chrono::year_month_day(*today_).year());
    return number > now % 100 ? oldest_year + number : oldest_year + 100 + number;
  }

  /// "12 May 1990", "May 12th", "May of 71".
  void read_month(const Found& found) {
    CalendarDate date;
    date.month = static_cast<std::uint32_t>(found.meaning->number);
    date.begin = found.begin;
    date.end = found.end;
    for (const Quantity& each : quantities_) {
      if (date.day == 0 && is_day(each) && is_beside(each.end, found.begin)) {
        date.day = static_cast<std::uint32_t>(each.low);
        date.begin = each.begin;
      }
    }
    for (const Found& each : meant_.all()) {  // "the 3rd of May"
      if (each.meaning->kind != MeaningKind::ordinal || date.day != 0 || each.meaning->number < 0)
        continue;
      if (is_beside(each.end, found.begin) || is_beside(found.end, each.begin)) {
        date.day = static_cast<std::uint32_t>(each.meaning->number) + 1;
        date.begin = std::min(date.begin, each.begin);
        date.end = std::max(date.end, each.end);
      }
    }
    for (const Quantity& each : quantities_) {
      if (!is_plain(each) || !is_near(date.end, each.begin)) continue;
      const bool directly = each.begin == date.end + 1 ||  // "May 12", "May the 12th"
                            meant_.at(MeaningKind::nth, each.end + 1) != nullptr;
      const bool beside = is_beside(date.end, each.begin);
      if (date.day == 0 && directly && beside && is_day(each)) {
        date.day = static_cast<std::uint32_t>(each.low);
      } else if (each.low >= oldest_year || (is_short_year(each) && beside)) {
        date.year = year_of(each.low);
      } else {
        continue;
      }
      date.end = each.end;
    }
    // "Year of birth 1958, birthday in June".
    for (const Quantity& each : quantities_) {
      if (date.year == 0 && meant_.has(MeaningKind::born) && each.low >= oldest_year)
        date.year = each.low;
    }
    if (date.day != 0 || date.year != 0) dates_.push_back(date);
  }

  std::optional<std::int32_t> figure(std::uint32_t token) const {
    if (token >= meant_.size()) return std::nullopt;
    const std::string_view text = meant_.tokens()[token].text;
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || text.size() > 4)
      return std::nullopt;
    return number;
  }

  /// "24/11", "12-05-1990". "7/10" is seven out of ten.
  void read_figures(std::uint32_t token) {
    const std::string_view gap = meant_.gap_after(token);
    const std::optional<std::int32_t> first = figure(token);
    const std::optional<std::int32_t> second = figure(token + 1);
    if (!first || !second || (gap != "/" && gap != "-") || *first < 1 || *second < 1) return;
    const std::optional<std::int32_t> year = figure(token + 2);
    const bool has_year = year && meant_.gap_after(token + 1) == gap;
    constexpr std::int32_t out_of_ten = 10;
    if (!has_year && (gap != "/" || *second == out_of_ten)) return;
    CalendarDate date;
    date.day = static_cast<std::uint32_t>(*first);
    date.month = static_cast<std::uint32_t>(*second);
    if (date.month > 12) std::swap(date.day, date.month);
    if (date.month > 12 || date.day > 31) return;
    date.either_way = date.day <= 12 && date.day != date.month;
    if (has_year) date.year = year_of(*year);
    date.begin = token;
    date.end = has_year ? token + 2 : token + 1;
    dates_.push_back(date);
  }

  /// "The 20th", "el día 20": of this month, or of the last one.
  void read_day(const Quantity& number) {
    if (!is_day(number) || !today_) return;
    const bool named =
        meant_.at(MeaningKind::nth, number.end + 1) != nullptr ||
        (number.begin > 0 && meant_.ending_at(MeaningKind::on_day, number.begin - 1) != nullptr);
    const bool known = std::any_of(dates_.begin(), dates_.end(), [&](const CalendarDate& date) {
      return date.holds(number.begin);
    });
    if (!named || known) return;
    const chrono::year_month_day now(*today_);
    const bool ahead = static_cast<unsigned>(number.low) > static_cast<unsigned>(now.day());
    const chrono::year_month month =
        chrono::year_month(now.year(), now.month()) - chrono::months(ahead ? 1 : 0);
    dates_.push_back({static_cast<int>(month.year()), static_cast<unsigned>(month.month()),
                      static_cast<std::uint32_t>(number.low), false, number.begin, number.end});
  }

  const Meant& meant_;
  const std::vector<Quantity>& quantities_;
  const Today& today_;
  std::vector<CalendarDate> dates_;
};

/// A whole date, and nothing else that means something: who is asked how old he is says that of his
/// birth.
bool is_only_date(const Meant& meant, const CalendarDate& date) {
  if (date.year == 0 || date.month == 0 || date.day == 0 || date.end - date.begin < 2) return false;
  for (std::uint32_t i = 0; i < meant.size(); ++i) {
    if (!date.holds(i) && (!meant.is_around(i) || meant.at(MeaningKind::begin, i) != nullptr ||
                           meant.at(MeaningKind::since, i) != nullptr))
      return false;
  }
  return true;
}

}  // namespace

std::vector<CalendarDate> dates_in(const Meant& meant, const std::vector<Quantity>& quantities,
                                   const Today& today) {
  return Reader(meant, quantities, today).read();
}

std::optional<std::int32_t> days_since(const CalendarDate& date, const Today& today) {
  if (!today || date.month == 0 || date.day == 0) return std::nullopt;
  const chrono::year_month_day now(*today);
  auto since = [&](std::uint32_t month, std::uint32_t day) -> std::optional<std::int32_t> {
    const chrono::year year = date.year != 0 ? chrono::year(date.year) : now.year();
    chrono::year_month_day named(year, chrono::month(month), chrono::day(day));
    if (date.year == 0 && (!named.ok() || chrono::sys_days(named) > *today))
      named = chrono::year_month_day(year - chrono::years(1), named.month(), named.day());
    if (!named.ok() || chrono::sys_days(named) > *today) return std::nullopt;
    return static_cast<std::int32_t>((*today - chrono::sys_days(named)).count());
  };
  const std::optional<std::int32_t> days = since(date.month, date.day);
  if (!date.either_way) return days;
  const std::optional<std::int32_t> other = since(date.day, date.month);
  return days && other ? std::min(*days, *other) : (days ? days : other);
}

Birth birth_in(const Meant& meant, const std::vector<CalendarDate>& dates, const Today& today) {
  Birth birth;
  birth.is_named = meant.has(MeaningKind::born);
  for (const CalendarDate& date : dates) {
    birth.is_named = birth.is_named || is_only_date(meant, date);
    if (!today || !birth.is_named || date.year < oldest_year || date.month == 0) continue;
    const chrono::year_month_day now(*today);
    const auto month = static_cast<unsigned>(now.month());
    const bool this_month = date.month == month;
    if ((date.day == 0 && this_month) || date.either_way) continue;
    const bool ahead =
        date.month > month || (this_month && date.day > static_cast<unsigned>(now.day()));
    const std::int32_t age = static_cast<int>(now.year()) - date.year - (ahead ? 1 : 0);
    if (age >= 0) birth.age = age;
  }
  return birth;
}

}  // namespace palpate
