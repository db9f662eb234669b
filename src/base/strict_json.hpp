// JSON read strictly: what a lenient parser lets pass (duplicate keys, deep nesting, NUL in a
// string) is refused here once, for dialogue files and for frames from the network alike.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace palpate {

/// How strict to be. The defaults are those of a frame from the network.
struct JsonRules {
  std::size_t max_depth = 16;
  bool comments = false;      // allow /* */, // and a trailing comma (dialogue files)
  bool integers_only = true;  // refuse 1.5, 1e3 and integers outside +-2^53
};

/// Why a text was refused. `line` and `column` count from 1, the column in bytes.
struct JsonError {
  std::size_t line = 1;
  std::size_t column = 1;
  std::string code;  // syntax, duplicate_key, too_deep, not_an_integer, nul_character
  std::string
      message;  // for people, in one line, without what was in the text beyond a key of an object
};

/// Parses `text` whole. Never throws; anything but one JSON value (and white space) is an error.
[[nodiscard]] std::variant<boost::json::value, JsonError> parse_strict_json(
    std::string_view text, const JsonRules& rules = {});

}  // namespace palpate
