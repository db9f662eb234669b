// Whole numbers in a typed line, in digits and in the locale's words. Inside the room only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dialog/dialog.hpp"

namespace palpate {

/// The number that the single word `word` is.
[[nodiscard]] std::optional<std::int32_t> number_of(const CommonWords& words,
                                                    const std::string& word);

/// The one number in `tokens` ("about seven", "forty four", "7 / 10" and "7 out of 10" are 7);
/// nothing if there is none, or more than one.
[[nodiscard]] std::optional<std::int32_t> single_number(const CommonWords& words,
                                                        const std::vector<std::string>& tokens,
                                                        std::int32_t scale);

}  // namespace palpate
