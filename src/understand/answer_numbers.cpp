// The pieces of which answers in numbers are made.
#include <algorithm>

#include "understand/answer_parts.hpp"

namespace palpate {

const Found* AnswerParts::value() const {
  for (const Found& found : mine_) {
    if (found.meaning->kind == MeaningKind::value && !meant_.is_denied_at(found.begin) &&
        !meant_.is_retracted(found.begin))
      return &found;
  }
  return nullptr;
}

bool AnswerParts::is_cued(const Quantity& quantity, std::uint32_t distance,
                          bool others_nearer) const {
  std::uint32_t mine = UINT32_MAX;
  std::uint32_t others = UINT32_MAX;
  for (const Found& found : meant_.all()) {
    if (found.meaning->kind != MeaningKind::cue) continue;
    std::uint32_t away = UINT32_MAX;
    if (found.end < quantity.begin) {
      if (!meant_.comma_between(found.end, quantity.begin) && !counts_something(quantity))
        away = quantity.begin - found.end;
    } else if (found.begin <= quantity.end + 1 && found.end >= quantity.end) {
      // Behind the number, or with its unit.
      if (!meant_.comma_between(quantity.end, found.end)) away = 0;
    }
    std::uint32_t& nearest = is_mine(*found.meaning) ? mine : others;
    nearest = std::min(nearest, away);
  }
  if (others_nearer) return others <= distance && others < mine;
  return mine <= distance && mine <= others;
}

/// "I have 2 slipped discs": something that is counted stands behind the number.
bool AnswerParts::counts_something(const Quantity& quantity) const {
  const std::uint32_t next = quantity.end + 1;
  if (next >= meant_.size() || meant_.comma_between(quantity.end, next)) return false;
  if (meant_.is_around(next) || meant_.is_denial(next)) return false;
  return std::none_of(meant_.all().begin(), meant_.all().end(), [next](const Found& found) {
    const MeaningKind kind = found.meaning->kind;
    return found.begin == next && (kind > MeaningKind::maybe || kind == MeaningKind::cue) &&
           kind != MeaningKind::plain;
  });
}

bool AnswerParts::is_part(const Quantity& quantity, const std::vector<bool>& used) const {
  const std::vector<Part> all = parts();
  return std::any_of(all.begin(), all.end(), [&](const Part& part) {
    if (quantity.begin < part.begin || quantity.end >= part.end) return false;
    for (std::uint32_t i = part.begin; i < part.end; ++i) {
      const bool inside = i >= quantity.begin && i <= quantity.end;
      if (!inside && (!meant_.is_around(i) || used[i])) return false;
    }
    return true;
  });
}

}  // namespace palpate
