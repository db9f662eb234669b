// Text for a terminal: cleaned, measured in columns and wrapped. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace palpate::chat {

/// `text` without what could steer a terminal or turn a line around: control characters (line feeds
/// stay, tabs become blanks) and bidirectional overrides. A server's words are not trusted more
/// than a stranger's.
[[nodiscard]] std::string clean(std::string_view text);

/// The columns that `text` takes. Bytes that are not UTF-8 count one each.
[[nodiscard]] int display_width(std::string_view text);

/// `text` in lines of at most `width` columns, broken at blanks; a longer word is broken where it
/// must. Line feeds in `text` are kept. Never empty.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, int width);

}  // namespace palpate::chat
