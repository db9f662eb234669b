// Where the user's lines come from: a terminal with line editing, a pipe, or a file.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"

namespace palpate::chat {

class LineReader {
 public:
  virtual ~LineReader() = default;
  /// The next line without its line feed; nothing at the end of the input.
  virtual std::optional<std::string> read(const std::string& prompt) = 0;
  /// True when a person types: then prompts are shown, and typed lines need no echo.
  virtual bool is_terminal() const = 0;
};

/// Lines of a terminal, edited with libedit. The history lives in memory only: answers are about
/// somebody's health. `in_color` colours the prompt.
std::unique_ptr<LineReader> terminal_lines(bool in_color);

/// Lines of the file `path`, or of standard input if it is "-". Empty lines and lines that begin
/// with # are skipped.
Result<std::unique_ptr<LineReader>> script_lines(const std::string& path);

}  // namespace palpate::chat
