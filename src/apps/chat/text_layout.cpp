#include "apps/chat/text_layout.hpp"

#include <wchar.h>

#include <algorithm>

namespace palpate::chat {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
};

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The first character of `text`, which is not empty.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t bytes = lead < 0x80U ? 1 : lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
  if (lead < 0x80U) return {lead, 1};
  if (lead < 0xC2U || lead > 0xF4U || text.size() < bytes) return {0xFFFD, 1};
  char32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!is_continuation(text[i])) return {0xFFFD, 1};
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return {code, bytes};
}

bool steers_terminal(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x200E || code == 0x200F ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

int columns(char32_t code) {
  if (code < 0x7F) return 1;
  // Without a UTF-8 locale wcwidth knows nothing; one column is then the best guess.
  const int known = wcwidth(static_cast<wchar_t>(code));
  return known < 0 ? 1 : known;
}

/// Appends `word` to `lines`, on the last one if it fits; in pieces if it fits nowhere.
void add_word(std::vector<std::string>& lines, std::string_view word, int width) {
  if (!lines.back().empty() && display_width(lines.back()) + 1 + display_width(word) <= width) {
    lines.back().append(" ").append(word);
    return;
  }
  if (!lines.back().empty()) lines.emplace_back();
  int used = 0;
  while (!word.empty()) {
    const Character next = first_character(word);
    const int needed = columns(next.code);
    if (used + needed > width && used > 0) {
      lines.emplace_back();
      used = 0;
    }
    lines.back().append(word.substr(0, next.bytes));
    used += needed;
    word.remove_prefix(next.bytes);
  }
}

}  // namespace

std::string clean(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Character next = first_character(text);
    if (next.code == '\n') {
      result += '\n';
    } else if (next.code == '\t') {
      result += ' ';
    } else if (!steers_terminal(next.code) && next.code != 0xFFFD) {
      result.append(text.substr(0, next.bytes));
    }
    text.remove_prefix(next.bytes);
  }
  return result;
}

int display_width(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Character next = first_character(text);
    width += columns(next.code);
    text.remove_prefix(next.bytes);
  }
  return width;
}

std::vector<std::string> wrap(std::string_view text, int width) {
  width = std::max(width, 1);
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    if (text[0] == '\n') {
      lines.emplace_back();
      text.remove_prefix(1);
      continue;
    }
    const std::size_t blanks = text.find_first_not_of(' ');
    text.remove_prefix(std::min(blanks, text.size()));
    if (text.empty() || text[0] == '\n') continue;
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    add_word(lines, word, width);
    text.remove_prefix(word.size());
  }
  return lines;
}

}  // namespace palpate::chat
