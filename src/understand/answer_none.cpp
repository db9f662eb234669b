// "None of these", and what may stand beside it without being lost.
#include <algorithm>

#include "understand/answer_parts.hpp"

namespace palpate {
namespace {

constexpr std::size_t shortest_unknown = 4;

}  // namespace

/// "All 4", "no to all thirteen", "ninguna de las nueve".
bool AnswerParts::is_number_of_options(const Quantity& quantity) const {
  const auto count = static_cast<std::int32_t>(fact_.options.size());
  return fact_.kind == FactKind::choices && quantity.low == count && quantity.high == count &&
         !quantity.unit && !quantity.fraction && !quantity.slashed;
}

std::vector<bool> AnswerParts::around_and_counts() const {
  std::vector<bool> around = meant_.around();
  for (const Quantity& each : line_.quantities) {
    if (!is_number_of_options(each)) continue;
    for (std::uint32_t i = each.begin; i <= each.end; ++i) around[i] = true;
  }
  return around;
}

/// "0 out of 13", "cero de las nueve".
bool AnswerParts::says_zero() const {
  std::vector<bool> covered = around_;
  bool zero = false;
  for (const Quantity& each : line_.quantities) {
    const bool of_all =
        !each.slashed || *each.slashed == static_cast<std::int32_t>(fact_.options.size());
    if (each.low != 0 || each.high != 0 || !of_all || each.unit || each.fraction) continue;
    zero = true;
    for (std::uint32_t i = each.begin; i <= each.end; ++i) covered[i] = true;
  }
  cover_none(covered);
  return zero && std::all_of(covered.begin(), covered.end(), [](bool each) { return each; });
}

/// Marks the words for "no" and "none"; false if there are none.
bool AnswerParts::cover_none(std::vector<bool>& covered) const {
  bool found_one = false;
  for (const Found& found : mine_) {
    const MeaningKind kind = found.meaning->kind;
    if (kind != MeaningKind::none && kind != MeaningKind::no) continue;
    cover(found, covered);
    found_one = true;
  }
  return found_one;
}

bool AnswerParts::is_none() const {
  if (says_zero()) return true;
  if (is_weak_none()) {
    // "No please" and "no doctor" may be a cry for help where emergencies are asked about.
    std::vector<bool> covered =
        fact_.told == Told::ticks ? around_ : std::vector<bool>(meant_.size());
    if (!cover_none(covered)) return false;
    if (std::all_of(covered.begin(), covered.end(), [](bool each) { return each; })) return true;
    // "No. I sleep like a log": the first sentence says it, and the others nothing that warns.
    const Sentence& first = meant_.message().text().sentences.front();
    return first.end < meant_.size() && !meant_.asks() && !meant_.has(MeaningKind::except) &&
           std::all_of(
               covered.begin(), covered.begin() + first.end, [](bool each) { return each; }) &&
           options(true).empty() && !leaves_something({}, true);
  }
  const bool all = is_all_of({MeaningKind::none, MeaningKind::no, MeaningKind::name,
                              MeaningKind::aside, MeaningKind::separator}) ||
                   (says(MeaningKind::aside) &&  // "nothing apart from paracetamol"
                    is_all_of({MeaningKind::none, MeaningKind::aside, MeaningKind::except}));
  return all || is_none_with_talk();
}

/// "No" is a word of many sentences: where it is all that says none, nothing else may be said.
bool AnswerParts::is_weak_none() const {
  return std::all_of(mine_.begin(), mine_.end(), [&](const Found& found) {
    if (found.meaning->kind == MeaningKind::aside) return false;
    return found.meaning->kind != MeaningKind::none || is_mere_no(found);
  });
}

bool AnswerParts::begins_with_none() const {
  const std::vector<Part> all = parts();
  return !all.empty() && is_none_part(all.front());
}

/// Words for none, of which not all are a mere "no", and what is around.
bool AnswerParts::is_none_part(const Part& part) const {
  std::vector<bool> covered = around_;
  bool strong = false;
  for (const Found& found : mine_) {
    const MeaningKind kind = found.meaning->kind;
    if (kind != MeaningKind::none && kind != MeaningKind::no && kind != MeaningKind::aside)
      continue;
    cover(found, covered);
    const bool inside = found.begin >= part.begin && found.end < part.end;
    strong = strong || (inside && kind == MeaningKind::none && !is_mere_no(found));
  }
  return strong && std::all_of(covered.begin() + part.begin, covered.begin() + part.end,
                               [](bool is_covered) { return is_covered; });
}

bool AnswerParts::is_mere_no(const Found& none) const {
  return std::any_of(mine_.begin(), mine_.end(), [&](const Found& other) {
    return other.meaning->kind == MeaningKind::no && other.begin == none.begin &&
           other.end == none.end;
  });
}

/// "None, the baby is fine": one part says none, and no other says anything that could be meant.
bool AnswerParts::is_none_with_talk() const {
  if (meant_.has(MeaningKind::except) || meant_.asks() || !options(true).empty()) return false;
  const std::vector<Part> all = parts();
  const bool one =
      std::any_of(all.begin(), all.end(), [this](const Part& part) { return is_none_part(part); });
  return one && !leaves_something({}, true);
}

bool AnswerParts::leaves_something(const std::vector<Found>& found, bool heeds_signs) const {
  const TypedMessage& message = meant_.message();
  std::vector<bool> covered = around_;
  for (const Found& each : mine_) cover(each, covered);
  cover_ticks(covered);
  std::vector<bool> warns(meant_.size());
  for (const Occurrence& each : message.signs().occurrences) {
    if (!heeds_signs || message.locale().signs.bland[each.concept_index]) continue;
    for (std::uint32_t i = each.begin; i <= each.end; ++i) warns[i] = true;
  }
  const std::vector<Part> all = parts();
  return std::any_of(all.begin(), all.end(), [&](const Part& part) {
    const bool holds_one = std::any_of(found.begin(), found.end(), [&](const Found& each) {
      return each.begin < part.end && each.end >= part.begin;
    });
    if (holds_one) return false;
    for (std::uint32_t i = part.begin; i < part.end; ++i) {
      if (covered[i] || meant_.is_denial(i) || meant_.is_put_aside(i, true)) continue;
      const bool known = message.signs().known[i] || message.meanings().known[i];
      const std::string_view text = meant_.tokens()[i].text;
      const bool is_number = text[0] >= '0' && text[0] <= '9';
      if (warns[i] || (!known && !is_number && text.size() >= shortest_unknown)) return true;
    }
    return false;
  });
}

/// "None, but I am on warfarin": what is ticked in other lists anyhow.
void AnswerParts::cover_ticks(std::vector<bool>& covered) const {
  for (const Found& found : meant_.all()) {
    if (found.meaning->kind == MeaningKind::option &&
        dialog_.facts[found.meaning->fact].told == Told::ticks)
      cover(found, covered);
  }
}

}  // namespace palpate
