#include "understand/answers.hpp"

#include <algorithm>
#include <bit>

#include "understand/answer_parts.hpp"
#include "understand/sign_scope.hpp"

namespace palpate {
namespace {

constexpr std::uint32_t cue_distance = 2;  // words from "I'm" to the age

class Reader {
 public:
  Reader(const Dialog& dialog, const Line& line, FactIndex index)
      : fact_(dialog.facts[index]),
        index_(index),
        line_(line),
        meant_(line.meant),
        parts_(dialog, line, index) {}

  std::optional<Value> answer(std::uint32_t items) const {
    if (meant_.size() == 0) return std::nullopt;
    if (std::optional<Value> bare = parts_.bare()) return bare;
    switch (fact_.kind) {
      case FactKind::number:
        return number();
      case FactKind::yes_no:
        return yes_no();
      case FactKind::choice:
        return choice();
      case FactKind::choices:
        return choices();
      case FactKind::grid:
        return read_grid(fact_, index_, line_, items);
    }
    return std::nullopt;
  }

  std::optional<Value> told(const std::vector<bool>& used, bool loose) const {
    std::vector<Found> options = parts_.options(loose);
    // "Not sure" may be an option somewhere, and says nothing of it unasked.
    std::erase_if(options, [&](const Found& found) {
      return used[found.begin] || parts_.is_common(found) || meant_.is_put_aside(found.begin, true);
    });
    switch (fact_.kind) {
      case FactKind::number:
        return told_number(used, loose);
      case FactKind::choice:
        if (!fact_.days.empty()) return line_.told_days ? by_days(*line_.told_days) : std::nullopt;
        return one_of(options);
      case FactKind::yes_no:  // only in its own words
        return options.empty() ? std::nullopt : yes_no();
      case FactKind::choices: {
        Value value;
        for (const Found& found : options) value.bits |= parts_.bits(found);
        return value.bits == 0 ? std::nullopt : std::optional(value);
      }
      default:
        return std::nullopt;
    }
  }

  // One of several.

  std::optional<Value> choice() const {
    if (!fact_.days.empty() && line_.days) {
      if (std::optional<Value> when = by_days(*line_.days)) return when;
    }
    if (std::optional<Value> one = one_of(parts_.options(false))) return one;
    // Without a time, what happened is no answer to when it was.
    if (parts_.options(false).empty() && fact_.days.empty()) {
      if (std::optional<Value> one = one_of(parts_.options(true))) return one;
      if (parts_.options(true).empty() && says_not_sure()) return Value{0, true};
    }
    return std::nullopt;
  }

  /// The option that all of `found` are.
  std::optional<Value> one_of(const std::vector<Found>& found) const {
    std::uint64_t bits = 0;
    for (const Found& each : found) bits |= parts_.bits(each);
    if (std::popcount(bits) != 1) return std::nullopt;
    return Value{bits, false};
  }

  /// The option of the time that is named; of several, the one that other words name, else the
  /// last, which claims no cause.
  std::optional<Value> by_days(std::int32_t ago) const {
    std::uint64_t fitting = 0;
    for (std::size_t i = 0; i < fact_.days.size(); ++i) {
      if (ago >= fact_.days[i].first && ago <= fact_.days[i].last) fitting |= std::uint64_t{1} << i;
    }
    if (fitting == 0) return std::nullopt;
    if (std::popcount(fitting) == 1) return Value{fitting, false};
    std::uint64_t named = 0;
    for (const Found& found : parts_.options(true)) named |= parts_.bits(found) & fitting;
    if (std::popcount(named) == 1) return Value{named, false};
    return Value{std::bit_floor(fitting), false};
  }

  bool says_not_sure() const { return fact_.not_sure && parts_.says(MeaningKind::not_sure); }

  // Yes or no.

  std::optional<Value> yes_no() const {
    // "I'm not 44, I'm 43" is no "no".
    if (std::any_of(line_.quantities.begin(), line_.quantities.end(),
                    [](const Quantity& each) { return each.denied; }))
      return std::nullopt;
    const std::vector<Found> said = parts_.options(false);
    const std::vector<Found> own = said.empty() ? parts_.options(true) : said;
    auto says_own = [&](std::int32_t option) {
      return std::any_of(own.begin(), own.end(),
                         [&](const Found& found) { return found.meaning->number == option; });
    };
    const bool yes = parts_.says(MeaningKind::yes);
    const bool no = parts_.says(MeaningKind::no);
    const bool but = parts_.has_cue(SignCue::ends) || meant_.asks();
    if (parts_.says(MeaningKind::not_sure) && !says_own(0) && !says_own(1) && !yes)
      return fact_.not_sure ? std::optional(Value{0, true}) : std::nullopt;
    // "Yes, he told me to avoid it" is no yes: all of it has to be understood.
    const bool only_yes = parts_.is_all_of({MeaningKind::yes, MeaningKind::option});
    if (!but && !no && !parts_.mentions(1) && ((yes && only_yes) || says_own(0)))
      return Value{1, false};
    if (!yes && !says_own(0) && (says_own(1) || (no && parts_.begins_with(MeaningKind::no))))
      return Value{2, false};
    return std::nullopt;
  }

  // Several of many.

  std::optional<Value> choices() const {
    if (std::optional<Value> all = parts_.all_but()) return all;
    if (std::optional<Value> counted = parts_.counted()) return counted;
    const std::vector<Found> found = parts_.options(true);
    Value value;
    for (const Found& each : found) value.bits |= parts_.bits(each);
    value.bits |= parts_.numbered_parts();
    if (value.bits == 0) {
      if (says_not_sure()) return Value{0, true};
      if (fact_.none && parts_.is_none()) return Value{};
      return std::nullopt;
    }
    value.not_sure = says_not_sure();
    const bool is_emergency = (value.bits & fact_.emergency_options) != 0;
    const bool lists_signs = fact_.safety && fact_.none;
    const bool heeds_signs = fact_.told != Told::ticks;
    if (lists_signs && !is_emergency && parts_.leaves_something(found, heeds_signs))
      return std::nullopt;
    if (fact_.none && parts_.begins_with_none()) return std::nullopt;  // contradicts the rest
    return value;
  }

  // Numbers.

  std::optional<Value> number() const {
    const Found* phrase = parts_.value();
    if (phrase != nullptr && !is_behind_a_number(*phrase) && !is_inside_a_number(*phrase))
      return number_value(phrase->meaning->number);
    if (line_.broken_number) return std::nullopt;
    if (std::optional<Value> age = of_birth()) return age;
    std::vector<const Quantity*> fitting;
    for (const Quantity& each : line_.quantities) {
      if (!each.needs_unit && is_mine(each)) fitting.push_back(&each);
    }
    if (is_in_years() && !fact_.between_is_higher && line_.birth.is_named) return cued(fitting);
    leave_out_others(fitting);
    if (fitting.size() == 2 && fitting[1]->is_tail) {
      // "6,5" is a number here, as two of them would be none.
      return fact_.between_is_higher ? number_value(std::int64_t{fitting[0]->low} + 1)
                                     : std::nullopt;
    }
    if (fitting.empty()) return says_not_sure() ? std::optional(Value{0, true}) : std::nullopt;
    if (const Quantity* now = said_now(fitting)) return of(*now);
    if (fitting.size() == 1) return of(*fitting.front());
    if (!fact_.between_is_higher) return cued(fitting);
    std::optional<Value> highest;
    for (const Quantity* each : fitting) {
      std::optional<Value> value = of(*each);
      if (value && (!highest || value->bits > highest->bits)) highest = value;
    }
    return highest;
  }

  /// "Between five and eight. Always in winter": the number was said in an earlier sentence.
  bool is_behind_a_number(const Found& value) const {
    return std::any_of(line_.quantities.begin(), line_.quantities.end(), [&](const Quantity& each) {
      return !each.needs_unit && is_mine(each) &&
             meant_.tokens()[each.end].sentence < meant_.tokens()[value.begin].sentence;
    });
  }

  /// The "una" of "treinta y una".
  bool is_inside_a_number(const Found& value) const {
    return std::any_of(line_.quantities.begin(), line_.quantities.end(), [&](const Quantity& each) {
      return !each.needs_unit && each.begin <= value.begin && each.end >= value.end &&
             each.end - each.begin > value.end - value.begin;
    });
  }

  bool names_a_year(const Found& phrase) const {
    return std::any_of(meant_.all().begin(), meant_.all().end(), [&](const Found& found) {
      return found.meaning->kind == MeaningKind::unit && phrase.covers(found) &&
             static_cast<TimeUnit>(found.meaning->number) == TimeUnit::year;
    });
  }

  /// The age of who says when he was born.
  std::optional<Value> of_birth() const {
    if (!is_in_years() || fact_.between_is_higher || !line_.birth.age) return std::nullopt;
    return number_value(*line_.birth.age);
  }

  /// "30 weeks, feels like 300", "forty. FORTY", "15, but 16 in January".
  void leave_out_others(std::vector<const Quantity*>& fitting) const {
    if (fitting.size() < 2 || fitting[1]->is_tail) return;
    auto is_possible = [this](const Quantity* each) {
      return each->low >= fact_.min && each->high <= fact_.max;
    };
    if (std::any_of(fitting.begin(), fitting.end(), is_possible))
      std::erase_if(fitting, [&](const Quantity* each) { return !is_possible(each); });
    auto is_said_again = [](const Quantity* a, const Quantity* b) {
      return a->low == b->low && a->high == b->high && a->fraction == b->fraction;
    };
    fitting.erase(std::unique(fitting.begin(), fitting.end(), is_said_again), fitting.end());
    if (fitting.size() != 2 || fact_.between_is_higher) return;
    for (std::uint32_t i = fitting[0]->end + 1; i < fitting[1]->begin; ++i) {
      if (meant_.at(MeaningKind::correct, i) != nullptr) return;
    }
    const std::int32_t step = fitting[1]->low - fitting[0]->low;
    const bool are_bare = !fitting[0]->slashed && !fitting[1]->slashed && !fitting[1]->is_tail;
    if (are_bare && (step == 1 || step == -1)) fitting.erase(fitting.begin() + (step == 1 ? 1 : 0));
  }

  bool is_in_unit(const Quantity& quantity) const {
    if (!quantity.unit) return true;
    const std::uint8_t units = meant_.message().locale().meanings.units[index_];
    return (units >> static_cast<unsigned>(*quantity.unit) & 1U) != 0;
  }

  /// Not about another number, not the scale in "out of ten? seven".
  bool is_mine(const Quantity& quantity) const {
    const bool is_scale = quantity.begin > 0 && quantity.low == fact_.max &&
                          meant_.ending_at(MeaningKind::out_of, quantity.begin - 1) != nullptr;
    return !quantity.denied && !quantity.shifted && !quantity.counts && !is_scale &&
           is_in_unit(quantity) && (quantity.unit || !parts_.is_cued(quantity, cue_distance, true));
  }

  std::optional<Value> number_value(std::int64_t number) const {
    if (number < fact_.min || number > fact_.max) return std::nullopt;
    return Value{static_cast<std::uint64_t>(number), false};
  }

  std::optional<Value> of(const Quantity& quantity) const {
    if (quantity.slashed && *quantity.slashed == fact_.max) {
      // "11 out of 10" is a way to say the worst.
      return number_value(fact_.between_is_higher ? std::min(quantity.high, fact_.max)
                                                  : quantity.low);
    }
    const std::int32_t other = quantity.slashed.value_or(quantity.high);
    if (quantity.is_scale) return std::nullopt;  // on another scale
    const bool is_between = other != quantity.low || quantity.decimal;
    if (is_between && !fact_.between_is_higher) return std::nullopt;
    const bool rounds_up = quantity.fraction && fact_.between_is_higher;
    return number_value(std::max(quantity.low, other) + (rounds_up ? 1 : 0) -
                        (quantity.is_soon && is_in_years() ? 1 : 0));
  }

  bool is_in_years() const {
    const std::uint8_t units = meant_.message().locale().meanings.units[index_];
    return (units >> static_cast<unsigned>(TimeUnit::year) & 1U) != 0;
  }

  /// "It was 8 this morning but now about 4", "9 last night, 5 now".
  const Quantity* said_now(const std::vector<const Quantity*>& fitting) const {
    const Found* now = meant_.first(MeaningKind::now);
    const bool was =
        meant_.has(MeaningKind::was) ||
        std::any_of(meant_.all().begin(), meant_.all().end(), [](const Found& found) {
          return found.meaning->kind == MeaningKind::moment && found.meaning->number > 0;
        });
    if (fitting.size() < 2 || now == nullptr || !was) return nullptr;
    auto distance = [&](const Quantity* each) {
      constexpr std::uint32_t across = 100;  // a comma
      const bool behind = each->begin > now->end;
      const bool comma = behind ? meant_.comma_between(now->end, each->begin)
                                : meant_.comma_between(each->end, now->begin);
      const std::uint32_t words = behind ? each->begin - now->end : now->begin - each->end;
      return 2 * words + (behind ? 0 : 1) + (comma ? across : 0);
    };
    return *std::min_element(
        fitting.begin(), fitting.end(),
        [&](const Quantity* a, const Quantity* b) { return distance(a) < distance(b); });
  }

  /// The one of several numbers that has a word of this question beside it.
  std::optional<Value> cued(const std::vector<const Quantity*>& fitting) const {
    const Quantity* only = nullptr;
    for (const Quantity* each : fitting) {
      if (!parts_.is_cued(*each, cue_distance)) continue;
      if (only != nullptr) return std::nullopt;
      only = each;
    }
    return only == nullptr ? std::nullopt : of(*only);
  }

  std::optional<Value> told_number(const std::vector<bool>& used, bool takes_lone_numbers) const {
    if (line_.broken_number) return std::nullopt;
    if (meant_.has(MeaningKind::born)) {
      if (std::optional<Value> age = of_birth()) return age;
    }
    // "Twice this year"; "every day" may be said of anything.
    if (const Found* phrase = parts_.value(); phrase != nullptr && names_a_year(*phrase))
      return number_value(phrase->meaning->number);
    for (const Quantity& each : line_.quantities) {
      if (!is_mine(each)) continue;
      const bool scaled = each.slashed && *each.slashed == fact_.max && fact_.between_is_higher;
      const bool alone = takes_lone_numbers && !each.unit && each.low >= fact_.min &&
                         each.high <= fact_.max && parts_.is_part(each, used);
      if (scaled || alone || parts_.is_cued(each, cue_distance)) return of(each);
    }
    return std::nullopt;
  }

 private:
  const Fact& fact_;
  FactIndex index_;
  const Line& line_;
  const Meant& meant_;
  AnswerParts parts_;
};

}  // namespace

Line::Line(const TypedMessage& message, const Today& today) : meant(message) {
  quantities = quantities_in(meant, broken_number);
  dates = dates_in(meant, quantities, today);
  birth = birth_in(meant, dates, today);
  const Times times{meant, quantities, dates, today};
  days = days_ago(times);
  told_days = told_days_ago(times);
  squeezed = palpate::squeezed(message.text().folded);
  names_option.resize(message.locale().meanings.whole_lines.size());
  hints_option.resize(names_option.size());
  names_value.resize(names_option.size());
  for (const Found& found : meant.all()) {
    const MeaningKind kind = found.meaning->kind;
    const bool named = kind == MeaningKind::option || kind == MeaningKind::several;
    if (named) names_option[found.meaning->fact] = true;
    if (named || kind == MeaningKind::hint) hints_option[found.meaning->fact] = true;
    if (kind == MeaningKind::value) names_value[found.meaning->fact] = true;
  }
}

std::optional<Value> answer_in(const Dialog& dialog, const Line& line, FactIndex fact,
                               std::uint32_t items) {
  return Reader(dialog, line, fact).answer(items);
}

std::optional<Value> bare_answer_in(const Dialog& dialog, const Line& line, FactIndex fact) {
  return AnswerParts(dialog, line, fact).bare();
}

std::optional<Value> told_in(const Dialog& dialog, const Line& line, FactIndex fact,
                             const std::vector<bool>& used, bool loose) {
  const Fact& known = dialog.facts[fact];
  const bool may_be = known.kind == FactKind::number
                          ? !line.quantities.empty() || line.names_value[fact]
                      : known.days.empty() ? (loose ? line.hints_option : line.names_option)[fact]
                                           : line.told_days.has_value();
  if (!may_be) return std::nullopt;
  return Reader(dialog, line, fact).told(used, loose);
}

std::uint64_t denied_in(const Dialog& dialog, const Line& line, FactIndex fact) {
  if (!line.meant.denies() || !line.hints_option[fact]) return 0;
  return AnswerParts(dialog, line, fact).denied_options();
}

std::vector<bool> tokens_of_answer(const Dialog& dialog, const Line& line, FactIndex fact) {
  std::vector<bool> used(line.meant.size());
  for (const Found& found : AnswerParts(dialog, line, fact).options(false)) cover(found, used);
  return used;
}

}  // namespace palpate
