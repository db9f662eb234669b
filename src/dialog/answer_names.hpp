// Answers by the names that the dialogue gives them, as in palpate.v1, in stored turns and in
// stories.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialog/dialog.hpp"

namespace palpate {

// The value that names mean to a fact, or nothing where the fact has no such answer. Whether the
// fact offers "not sure" and which items are asked is is_valid()'s to say (engine/walk.hpp).

[[nodiscard]] std::optional<Value> value_of_number(const Fact& fact, std::int64_t number);
[[nodiscard]] std::optional<Value> value_of_option(const Fact& fact, const std::string& name);
[[nodiscard]] std::optional<Value> value_of_options(const Fact& fact,
                                                    const std::vector<std::string>& names);
[[nodiscard]] std::optional<Value> value_of_items(
    const Fact& fact, const std::vector<std::pair<std::string, std::string>>& rows);

/// The JSON of `value` as in palpate.v1.
[[nodiscard]] std::string write_value(const Dialog& dialog, FactIndex fact, const Value& value);

/// The answer that the JSON of write_value means to `fact` of this or a newer dialogue, or nothing.
[[nodiscard]] std::optional<Value> parse_value(const Dialog& dialog, FactIndex fact,
                                               std::string_view json);

}  // namespace palpate
