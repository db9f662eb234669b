#include "understand/answer_parts.hpp"

#include <algorithm>
#include <bit>

#include "understand/option_numbers.hpp"

namespace palpate {
namespace {

constexpr std::size_t shortest_start = 3;  // letters of a label's start

bool is_answer_kind(MeaningKind kind) {
  return kind <= MeaningKind::maybe && kind != MeaningKind::cue && kind != MeaningKind::name;
}

bool is_option(const Found& found, bool hints) {
  return found.meaning->kind == MeaningKind::option ||
         found.meaning->kind == MeaningKind::several ||
         (hints && found.meaning->kind == MeaningKind::hint);
}

}  // namespace

AnswerParts::AnswerParts(const Dialog& dialog, const Line& line, FactIndex fact)
    : dialog_(dialog),
      fact_(dialog.facts[fact]),
      index_(fact),
      base_(dialog.facts[fact].repeats.value_or(fact)),
      line_(line),
      meant_(line.meant) {
  for (const Found& found : meant_.all()) {
    if (is_answer_kind(found.meaning->kind) && is_mine(*found.meaning)) mine_.push_back(found);
  }
  keep_longest(mine_);
  around_ = around_and_counts();
}

bool AnswerParts::is_mine(const Meaning& meaning) const {
  return meaning.fact == index_ || meaning.fact == base_ || meaning.fact == no_fact;
}

std::optional<Value> AnswerParts::bare() const {
  if (fact_.kind == FactKind::number || fact_.kind == FactKind::grid) return std::nullopt;
  if (std::optional<Value> label = by_label()) return label;
  return fact_.kind == FactKind::choices ? std::nullopt : by_number();
}

std::optional<Value> AnswerParts::by_label() const {
  const WholeLines& lines = meant_.message().locale().meanings.whole_lines[index_];
  const std::string& typed = line_.squeezed;
  std::optional<std::size_t> only;
  bool several = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const WholeLine& line : lines[i]) {
      if (line.text == typed) return of_candidate(i);
      const bool enough = typed.size() >= shortest_start && (meant_.size() > 1 || line.words <= 2);
      if (!line.is_label || !enough || !line.text.starts_with(typed)) continue;
      several = only.has_value();
      only = i;
    }
  }
  return only && !several ? of_candidate(*only) : std::nullopt;
}

std::optional<Value> AnswerParts::by_number() const {
  if (!fact_.days.empty() && !line_.dates.empty()) return std::nullopt;  // "1/1"
  const std::optional<Value> value = counted();
  const bool is_one = value && (value->not_sure || std::popcount(value->bits) == 1);
  return is_one ? value : std::nullopt;
}

std::size_t AnswerParts::candidates() const {
  return fact_.options.size() + (fact_.none ? 1U : 0U) + (fact_.not_sure ? 1U : 0U);
}

std::optional<Value> AnswerParts::of_candidate(std::size_t candidate) const {
  if (candidate < fact_.options.size()) return Value{std::uint64_t{1} << candidate, false};
  if (candidate >= candidates()) return std::nullopt;
  if (fact_.none && candidate == fact_.options.size()) return Value{};
  return Value{0, true};
}

std::vector<Found> AnswerParts::options(bool hints) const {
  std::vector<Found> found = named(hints);
  // Where an emergency or urgent flag looks, one tick too many is better than one too few.
  if (!hints || fact_.kind != FactKind::choices || fact_.warns) return found;
  const std::vector<Part> all = parts();
  auto part_of = [&](const Found& each) {
    return std::find_if(all.begin(), all.end(), [&](const Part& part) {
      return each.begin >= part.begin && each.begin < part.end;
    });
  };
  const std::vector<Found> every = found;
  std::erase_if(found, [&](const Found& each) {
    return each.meaning->kind == MeaningKind::hint &&
           std::any_of(every.begin(), every.end(), [&](const Found& other) {
             return other.meaning->kind != MeaningKind::hint && part_of(other) == part_of(each);
           });
  });
  return found;
}

/// "My chest is fine", in a list of complaints.
bool AnswerParts::is_well(const Found& found) const {
  if (fact_.kind != FactKind::choices || !fact_.safety) return false;
  std::uint32_t next = found.end + 1;
  while (next < meant_.size() && meant_.is_filler(next)) ++next;
  return next < meant_.size() && meant_.at(MeaningKind::well, next) != nullptr &&
         !meant_.comma_between(found.end, next);
}

/// "I had a fit as a baby" ticks no sign of today; whether it needs to be asked is for the signs to
/// say.
bool AnswerParts::is_long_over(const Found& found) const {
  if (fact_.kind != FactKind::choices || fact_.told == Told::ticks || !meant_.is_past(found.begin))
    return false;
  return (fact_.none && fact_.warns) || (bits(found) & fact_.emergency_options) != 0;
}

/// "Football fever" ticks no sign.
bool AnswerParts::is_idiom(const Found& found) const {
  if (!fact_.warns || fact_.told == Told::ticks) return false;
  const std::vector<Occurrence>& all = meant_.message().signs().occurrences;
  return std::any_of(all.begin(), all.end(), [&](const Occurrence& each) {
    return each.concept_index == static_cast<ConceptIndex>(SignCue::idioms) &&
           each.begin <= found.end && each.end >= found.begin;
  });
}

std::vector<Found> AnswerParts::named(bool hints) const {
  std::vector<Found> found;
  for (const Found& each : mine_) {
    if (is_option(each, hints) && !meant_.is_put_aside(each.begin, fact_.safety) &&
        !is_well(each) && !is_long_over(each) && !is_idiom(each))
      found.push_back(each);
  }
  return found;
}

bool AnswerParts::says(MeaningKind kind) const {
  const bool maybe = kind == MeaningKind::not_sure && is_all_of({kind, MeaningKind::maybe});
  return std::any_of(mine_.begin(), mine_.end(), [&](const Found& found) {
    return found.meaning->kind == kind || (maybe && found.meaning->kind == MeaningKind::maybe);
  });
}

bool AnswerParts::begins_with(MeaningKind kind) const {
  std::uint32_t first = 0;
  while (first < meant_.size() && line_.meant.is_around(first)) ++first;
  return std::any_of(mine_.begin(), mine_.end(), [&](const Found& found) {
    return found.meaning->kind == kind && found.begin <= first && found.end >= first;
  });
}

bool AnswerParts::is_all_of(std::initializer_list<MeaningKind> kinds) const {
  std::vector<bool> covered = around_;
  for (const Found& found : meant_.all()) {
    const bool is_wanted =
        std::find(kinds.begin(), kinds.end(), found.meaning->kind) != kinds.end();
    if (is_wanted && is_mine(*found.meaning)) cover(found, covered);
  }
  return std::all_of(covered.begin(), covered.end(), [](bool is_covered) { return is_covered; });
}

bool AnswerParts::has_cue(SignCue cue) const {
  const std::vector<Occurrence>& found = meant_.message().signs().occurrences;
  return std::any_of(found.begin(), found.end(), [cue](const Occurrence& each) {
    return each.concept_index == static_cast<ConceptIndex>(cue);
  });
}

std::optional<Value> AnswerParts::counted() const {
  if (line_.broken_number) return std::nullopt;
  const auto picked = option_numbers(line_, fact_.options.size(), 0);
  if (!picked || picked->empty()) return std::nullopt;
  Value value;
  bool none = false;
  for (std::size_t candidate : *picked) {
    const std::optional<Value> one = of_candidate(candidate);
    if (!one) return std::nullopt;
    none = none || *one == Value{};
    value.bits |= one->bits;
    value.not_sure = value.not_sure || one->not_sure;
  }
  // "None" beside something else says nothing clear.
  if (none && (value.bits != 0 || value.not_sure)) return std::nullopt;
  return value;
}

std::optional<Value> AnswerParts::all_but() const {
  const Found* all = meant_.first(MeaningKind::all);
  if (all == nullptr) return std::nullopt;
  all = meant_.at(MeaningKind::all, all->begin);  // the longest
  const std::uint64_t every = (std::uint64_t{1} << fact_.options.size()) - 1;
  const Found* except = nullptr;
  for (std::uint32_t i = all->end + 1; i < meant_.size() && except == nullptr; ++i)
    except = meant_.at(MeaningKind::except, i);
  if (except == nullptr) {
    // "All OK" is not all of them; "all six" is.
    const bool counts =
        std::any_of(line_.quantities.begin(), line_.quantities.end(), [&](const Quantity& each) {
          return is_number_of_options(each) &&
                 (each.begin == all->end + 1 || each.end + 1 == all->begin);
        });
    const bool only = all->length() == meant_.size() ||
                      ((all->length() > 1 || counts) && is_all_of({MeaningKind::all}) &&
                       !says(MeaningKind::none) && !says(MeaningKind::not_sure));
    return only ? std::optional(Value{every, false}) : std::nullopt;
  }
  std::uint64_t left_out = 0;
  for (const Found& found : mine_) {
    if (found.begin > except->end && is_option(found, true)) left_out |= bits(found);
  }
  if (const auto counted = option_numbers(line_, fact_.options.size(), except->end + 1)) {
    for (std::size_t candidate : *counted) {
      if (candidate < fact_.options.size()) left_out |= std::uint64_t{1} << candidate;
    }
  }
  if (left_out == 0 || left_out == every) return std::nullopt;
  return Value{every & ~left_out, false};
}

std::uint64_t AnswerParts::numbered_parts() const {
  if (!this->options(true).empty()) return 0;
  std::uint64_t options = 0;
  for (const Part& part : parts()) {
    for (const Quantity& each : line_.quantities) {
      const bool alone = each.begin == part.begin && each.end + 1 == part.end && !each.unit;
      if (!alone) continue;
      const auto candidate = static_cast<std::size_t>(each.low) - 1;
      if (each.low < 1 || each.low != each.high || candidate >= fact_.options.size()) return 0;
      options |= std::uint64_t{1} << candidate;
    }
  }
  return options;
}

bool AnswerParts::is_common(const Found& found) const {
  return std::any_of(meant_.all().begin(), meant_.all().end(), [&](const Found& other) {
    const MeaningKind kind = other.meaning->kind;
    return kind >= MeaningKind::none && kind <= MeaningKind::maybe &&
           other.meaning->fact == no_fact && other.covers(found);
  });
}

bool AnswerParts::mentions(std::int32_t option) const {
  return std::any_of(mine_.begin(), mine_.end(), [option](const Found& found) {
    return found.meaning->kind == MeaningKind::option && found.meaning->number == option;
  });
}

std::vector<AnswerParts::Part> AnswerParts::parts() const {
  std::vector<Part> all;
  std::uint32_t begin = 0;
  auto finish = [&](std::uint32_t end) {
    if (end > begin) all.push_back({begin, end});
    begin = end;
  };
  const std::vector<Token>& tokens = meant_.tokens();
  for (std::uint32_t i = 0; i < meant_.size(); ++i) {
    const bool cut = tokens[i].comma_before || meant_.is_end(i) ||
                     (i > 0 && tokens[i].sentence != tokens[i - 1U].sentence);
    if (cut) finish(i);
    if (meant_.at(MeaningKind::separator, i) == nullptr) continue;
    const bool inside = std::any_of(mine_.begin(), mine_.end(), [i](const Found& found) {
      return found.begin < i && found.end > i;  // "pins and needles"
    });
    if (inside) continue;
    finish(i);
    begin = i + 1;
  }
  finish(meant_.size());
  return all;
}

std::uint64_t AnswerParts::denied_options() const {
  std::uint64_t options = 0;
  for (const Found& found : mine_) {
    const bool denied = meant_.is_denied_at(found.begin) || meant_.is_retracted(found.begin);
    if (is_option(found, true) && denied) options |= bits(found);
  }
  return options;
}

std::uint64_t AnswerParts::bits(const Found& found) const {
  const auto number = static_cast<std::size_t>(found.meaning->number);
  if (found.meaning->kind == MeaningKind::several)
    return meant_.message().locale().meanings.sets[number];
  return std::uint64_t{1} << number;
}

}  // namespace palpate
