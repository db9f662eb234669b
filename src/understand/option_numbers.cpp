#include "understand/option_numbers.hpp"

#include <algorithm>

namespace palpate {
namespace {

/// Reads a run of option numbers: digits, words, ordinals, ranges, "first two".
class Counter {
 public:
  Counter(const Line& line, std::size_t options) : line_(line), options_(options) {}

  /// The candidates, from 0; nothing if something else is said from `begin` on.
  std::optional<std::vector<std::size_t>> read(std::uint32_t begin) {
    std::vector<std::size_t> picked;
    for (std::uint32_t i = begin; i < line_.meant.size();) {
      if (take_end(i, picked) || take_ordinal(i, picked) || take_number(i, picked) || skip(i))
        continue;
      return std::nullopt;
    }
    return picked;
  }

 private:
  const Quantity* quantity_at(std::uint32_t token) const {
    for (const Quantity& each : line_.quantities) {
      if (each.begin == token && !each.unit && !each.fraction && !each.denied) return &each;
    }
    return nullptr;
  }

  /// "First three", "last two", "las dos primeras".
  bool take_end(std::uint32_t& at, std::vector<std::size_t>& picked) const {
    const Quantity* count = quantity_at(at);
    const std::uint32_t word = count == nullptr ? at : count->end + 1;
    const Found* first = line_.meant.at(MeaningKind::first, word);
    const Found* last = line_.meant.at(MeaningKind::last, word);
    const Found* end = first != nullptr ? first : last;
    if (end == nullptr) return false;
    const bool count_is_first = count != nullptr;
    if (!count_is_first) count = quantity_at(end->end + 1);
    if (count == nullptr || count->low < 2 || static_cast<std::size_t>(count->low) > options_)
      return false;
    const auto number = static_cast<std::size_t>(count->low);
    for (std::size_t i = 0; i < number; ++i)
      picked.push_back(first != nullptr ? i : options_ - number + i);
    at = (count_is_first ? end->end : count->end) + 1;
    return true;
  }

  bool take_ordinal(std::uint32_t& at, std::vector<std::size_t>& picked) const {
    const Found* ordinal = line_.meant.at(MeaningKind::ordinal, at);
    const Found* last = line_.meant.at(MeaningKind::last, at);
    if (ordinal == nullptr) ordinal = last;
    if (ordinal == nullptr) return false;
    picked.push_back(ordinal == last ? options_ - 1
                                     : static_cast<std::size_t>(ordinal->meaning->number));
    at = ordinal->end + 1;
    return true;
  }

  bool take_number(std::uint32_t& at, std::vector<std::size_t>& picked) const {
    const Quantity* number = quantity_at(at);
    if (number == nullptr || number->low < 1 || number->high > static_cast<int>(max_options))
      return false;
    for (std::int32_t i = number->low; i <= number->high; ++i)
      picked.push_back(static_cast<std::size_t>(i) - 1);
    if (number->slashed && *number->slashed >= 1)
      picked.push_back(static_cast<std::size_t>(*number->slashed) - 1);
    at = number->end + 1;
    return true;
  }

  bool skip(std::uint32_t& at) const {
    for (MeaningKind kind : {MeaningKind::separator, MeaningKind::one_of}) {
      if (const Found* found = line_.meant.at(kind, at)) {
        at = found->end + 1;
        return true;
      }
    }
    if (!line_.meant.is_around(at)) return false;
    ++at;
    return true;
  }

  const Line& line_;
  std::size_t options_;
};

}  // namespace

std::optional<std::vector<std::size_t>> option_numbers(const Line& line, std::size_t options,
                                                       std::uint32_t begin) {
  return Counter(line, options).read(begin);
}

}  // namespace palpate
