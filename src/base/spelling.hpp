// "did you mean": the nearest of some names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace palpate {

/// How many characters must be inserted, removed, replaced or swapped to get from `a` to `b`; at
/// most `limit` + 1.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The name of `names` that is nearest to `word`, if it is near enough to be a typing mistake; else
/// "".
[[nodiscard]] std::string nearest_name(std::string_view word,
                                       const std::vector<std::string>& names);

}  // namespace palpate
