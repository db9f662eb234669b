// "1, 3 and 4", "1-3", "the first two", "last one". Inside the room only.
#pragma once

#include <optional>
#include <vector>

#include "understand/answers.hpp"

namespace palpate {

/// The numbers of the candidates that are counted out from token `begin` on, from 0, of a question
/// with so many `options`; nothing if something else is said there. They may be out of range.
[[nodiscard]] std::optional<std::vector<std::size_t>> option_numbers(const Line& line,
                                                                     std::size_t options,
                                                                     std::uint32_t begin);

}  // namespace palpate
