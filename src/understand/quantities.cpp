#include "understand/quantities.hpp"

#include <algorithm>
#include <charconv>

namespace palpate {
namespace {

constexpr std::size_t most_digits = 6;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Reader {
 public:
  explicit Reader(const Meant& meant) : meant_(meant) {}

  std::vector<Quantity> read(bool& broken) {
    for (std::uint32_t i = 0; i < meant_.size();) {
      Quantity one;
      if (!number_at(i, one)) {
        ++i;
        continue;
      }
      take_half(one);
      found_.push_back(one);
      i = one.end + 1;
    }
    broken = broken_;
    join_ranges();
    for (Quantity& each : found_) finish(each);
    std::erase_if(found_, [](const Quantity& each) { return each.needs_unit && !each.unit; });
    return std::move(found_);
  }

 private:
  bool number_at(std::uint32_t token, Quantity& made) {
    made.begin = made.end = token;
    if (meant_.at(MeaningKind::ordinal, token) != nullptr && !stands_before_unit(token))
      return false;
    if (is_digit(meant_.tokens()[token].text[0])) return digits_at(token, made);
    if (unit_and_half_at(token, made)) return true;
    if (const Found* half = meant_.at(MeaningKind::half, token)) {  // "half a year"
      made.fraction = made.needs_unit = true;
      made.end = half->end;
      if (meant_.at(MeaningKind::single, made.end + 1U) != nullptr) ++made.end;
      return true;
    }
    if (const Found* word = meant_.at(MeaningKind::number, token)) return words_at(*word, made);
    for (MeaningKind kind : {MeaningKind::vague, MeaningKind::single}) {
      const Found* found = meant_.at(kind, token);
      if (found == nullptr) continue;
      made.low = made.high = kind == MeaningKind::single ? 1 : found->meaning->number;
      made.needs_unit = true;
      made.end = found->end;
      return true;
    }
    return false;
  }

  /// "2nd one" is no number, and "first" none; but the "a" of "a week" is one.
  bool stands_before_unit(std::uint32_t token) const {
    return meant_.at(MeaningKind::unit, token + 1) != nullptr;
  }

  /// "Week and a half".
  bool unit_and_half_at(std::uint32_t token, Quantity& made) const {
    const Found* unit = meant_.at(MeaningKind::unit, token);
    const Found* half = unit == nullptr ? nullptr : meant_.at(MeaningKind::half, unit->end + 1);
    if (half == nullptr || half->length() < 2) return false;
    made.low = made.high = 1;
    made.fraction = true;
    made.unit = static_cast<TimeUnit>(unit->meaning->number);
    made.end = half->end;
    return true;
  }

  bool digits_at(std::uint32_t token, Quantity& made) {
    const std::string_view text = meant_.tokens()[token].text;
    const std::size_t dot = text.find('.');
    const std::string_view whole = text.substr(0, dot);
    made.fraction = made.decimal = dot != std::string_view::npos;
    const bool is_long = whole.size() > most_digits;
    const bool minus = token == 0 ? starts_with_minus(text)
                                  : meant_.gap_after(token - 1).ends_with('-') &&
                                        !is_digit(meant_.tokens()[token - 1U].text[0]) &&
                                        meant_.gap_after(token - 1).size() > 1;
    if (is_long || minus || is_glued(token)) {
      broken_ = true;
      return false;
    }
    std::from_chars(whole.data(), whole.data() + whole.size(), made.low);
    made.high = made.low;
    return true;
  }

  bool starts_with_minus(std::string_view text) const {
    const std::string& folded = meant_.message().text().folded;
    const auto before = static_cast<std::size_t>(text.data() - folded.data());
    return before > 0 && folded[before - 1] == '-';
  }

  /// "7b": letters that mean nothing beside a number stand right after it.
  bool is_glued(std::uint32_t token) const {
    if (token + 1 >= meant_.size() || !meant_.gap_after(token).empty()) return false;
    return std::none_of(meant_.all().begin(), meant_.all().end(),
                        [&](const Found& found) { return found.begin == token + 1; });
  }

  /// "forty four", "treinta y cinco".
  bool words_at(const Found& word, Quantity& made) {
    made.low = word.meaning->number;
    made.end = word.end;
    if (made.low >= 20 && made.low % 10 == 0) {
      std::uint32_t next = made.end + 1;
      if (meant_.at(MeaningKind::separator, next) != nullptr && !meant_.tokens()[next].comma_before)
        ++next;
      const Found* ones = meant_.at(MeaningKind::number, next);
      if (ones == nullptr && next > made.end + 1U &&
          meant_.at(MeaningKind::single, next) != nullptr) {  // "treinta y una"
        ++made.low;
        made.high = made.low;
        made.end = next;
        return true;
      }
      const bool joins = ones != nullptr && ones->meaning->number > 0 &&
                         ones->meaning->number < 10 && !meant_.tokens()[next].comma_before;
      if (joins) {
        made.low += ones->meaning->number;
        made.end = ones->end;
      }
    }
    made.high = made.low;
    return true;
  }

  void join_ranges() {
    for (std::size_t i = 0; i + 1 < found_.size();) {
      Quantity& a = found_[i];
      const Quantity& b = found_[i + 1];
      const Joint joint = a.needs_unit || b.needs_unit ? Joint::none : joint_of(a, b);
      if (joint == Joint::comma) found_[i + 1].is_tail = true;
      if (joint == Joint::none || joint == Joint::comma) {
        ++i;
        continue;
      }
      if (joint == Joint::range) {
        a.high = std::max(a.low, b.high);
        a.low = std::min(a.low, b.low);
        a.fraction = a.fraction || b.fraction;
      } else if (joint != Joint::plus) {
        a.slashed = b.low;
        a.is_scale = joint == Joint::scale;
      }
      a.end = b.end;
      found_.erase(found_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
  }

  enum class Joint : std::uint8_t { none, range, slash, scale, plus, comma };

  Joint joint_of(const Quantity& a, const Quantity& b) const {
    const std::string_view gap = meant_.gap_after(a.end);
    if (b.begin == a.end + 1) {
      if (gap.find('/') != std::string_view::npos) return Joint::slash;
      if (gap.find('+') != std::string_view::npos) return Joint::plus;
      if (gap == ",") return Joint::comma;
      return gap.find('-') != std::string_view::npos ? Joint::range : Joint::none;
    }
    const Found* scale = meant_.at(MeaningKind::out_of, a.end + 1);
    if (scale != nullptr && scale->end + 1 == b.begin) return Joint::scale;
    if (b.begin != a.end + 2) return Joint::none;
    if (meant_.at(MeaningKind::range, a.end + 1) != nullptr) return Joint::range;
    const bool between = a.begin > 0 &&
                         meant_.ending_at(MeaningKind::between, a.begin - 1) != nullptr &&
                         meant_.at(MeaningKind::separator, a.end + 1) != nullptr;
    return between ? Joint::range : Joint::none;
  }

  /// The unit behind a number, and what stands around both.
  void finish(Quantity& made) const {
    made.denied = meant_.is_denied_at(made.begin) || meant_.is_retracted(made.begin);
    made.shifted = follows(MeaningKind::shift, made) || follows(MeaningKind::more, made) ||
                   follows(MeaningKind::less, made);
    made.is_soon = follows(MeaningKind::become, made);
    made.counts = is_one_of_something(made);
    if (made.unit) return;
    const std::uint32_t next = unit_after(made.end);
    const Found* unit = meant_.at(MeaningKind::unit, next);
    const bool plus = meant_.gap_after(made.end).starts_with('+');  // "20+ years"
    if (unit == nullptr || (meant_.tokens()[next].comma_before && !plus)) return;
    made.unit = static_cast<TimeUnit>(unit->meaning->number);
    made.end = unit->end;
    take_half(made);  // "a year and a half"
  }

  /// The token behind what may stand between a number and its unit: "5 or so weeks".
  std::uint32_t unit_after(std::uint32_t token) const {
    constexpr std::uint32_t most = 3;
    for (std::uint32_t i = token + 1; i < meant_.size() && i <= token + most; ++i) {
      if (meant_.at(MeaningKind::unit, i) != nullptr) return i;
      if (meant_.at(MeaningKind::nth, i) != nullptr) break;  // "the 17th of this month"
      if (!meant_.is_around(i) || (meant_.tokens()[i].comma_before && i > token + 1)) break;
    }
    return token + 1;
  }

  void take_half(Quantity& made) const {
    const Found* half = meant_.at(MeaningKind::half, made.end + 1);
    if (half == nullptr || half->length() < 2) return;  // "and a half"
    made.fraction = true;
    made.end = half->end;
  }

  /// "One calf": the word for one, and then no unit, no other number and nothing that only goes
  /// with an answer.
  bool is_one_of_something(const Quantity& made) const {
    const std::uint32_t next = made.end + 1;
    if (made.low != 1 || made.high != 1 || is_digit(meant_.tokens()[made.begin].text[0]) ||
        next >= meant_.size() || meant_.comma_between(made.end, next))
      return false;
    if (meant_.is_around(next)) return false;
    return std::none_of(meant_.all().begin(), meant_.all().end(), [next](const Found& found) {
      return found.begin == next &&
             (found.meaning->kind > MeaningKind::maybe || found.meaning->kind == MeaningKind::cue);
    });
  }

  bool follows(MeaningKind kind, const Quantity& made) const {
    return made.begin > 0 && !meant_.comma_between(made.begin - 1, made.begin) &&
           meant_.ending_at(kind, made.begin - 1) != nullptr;
  }

  const Meant& meant_;
  std::vector<Quantity> found_;
  bool broken_ = false;
};

}  // namespace

std::vector<Quantity> quantities_in(const Meant& meant, bool& broken) {
  return Reader(meant).read(broken);
}

}  // namespace palpate
