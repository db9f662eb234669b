// What answers are called in a language, for everybody who shows them.
#pragma once

#include <string>

#include "dialog/dialog.hpp"

namespace palpate {

// Labels of a question's parts. A repeated fact borrows from the fact that it repeats.
std::string option_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                         std::size_t option);
std::string item_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                       std::size_t item);
std::string item_option_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                              std::size_t item, std::size_t option);
std::string group_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                        std::size_t group);
std::string none_label(const Locale& locale, FactIndex fact);
std::string not_sure_label(const Locale& locale, FactIndex fact);

/// `value` in words: "Lower back; Neck".
std::string answer_label(const Dialog& dialog, const Locale& locale, FactIndex fact,
                         const Value& value);

}  // namespace palpate
