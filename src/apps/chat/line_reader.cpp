#include "apps/chat/line_reader.hpp"

#include <editline/readline.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>

#include "apps/chat/command.hpp"

namespace palpate::chat {
namespace {

/// One candidate a call, for libedit's completion; libedit frees what strdup made.
char* complete_command(const char* text, int state) {
  static std::size_t next = 0;
  if (state == 0) next = 0;
  while (next < command_helps.size()) {
    const std::string_view name = command_helps[next++].name;
    if (name.starts_with(text)) return strdup(std::string(name).c_str());
  }
  return nullptr;
}

char** complete(const char* text, int start, int) {
  // Only commands are completed; without this libedit would offer the names of files.
  rl_attempted_completion_over = 1;
  if (start != 0 || text[0] != '/') return nullptr;
  return rl_completion_matches(text, complete_command);
}

class TerminalLines : public LineReader {
 public:
  explicit TerminalLines(bool in_color) : in_color_(in_color) {
    rl_readline_name = "palpate-chat";
    rl_attempted_completion_function = complete;
    // A slash begins a command and belongs to it.
    static char breaks[] = " \t\n";
    rl_basic_word_break_characters = breaks;
    using_history();
  }

  std::optional<std::string> read(const std::string& prompt) override {
    // \1 and \2 tell libedit that what stands between them takes no room.
    const std::string shown = in_color_ ? "\1\033[1;36m\2" + prompt + "\1\033[0m\2" : prompt;
    char* line = readline(shown.c_str());
    if (line == nullptr) return std::nullopt;
    std::string text(line);
    std::free(line);  // made with malloc by libedit
    if (!text.empty()) add_history(text.c_str());
    return text;
  }

  bool is_terminal() const override { return true; }

 private:
  bool in_color_;
};

class ScriptLines : public LineReader {
 public:
  explicit ScriptLines(std::ifstream file) : file_(std::move(file)), input_(&file_) {}
  ScriptLines() : input_(&std::cin) {}

  std::optional<std::string> read(const std::string&) override {
    std::string line;
    while (std::getline(*input_, line)) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line.find_first_not_of(" \t") != std::string::npos && line[0] != '#') return line;
    }
    return std::nullopt;
  }

  bool is_terminal() const override { return false; }

 private:
  std::ifstream file_;
  std::istream* input_;
};

}  // namespace

std::unique_ptr<LineReader> terminal_lines(bool in_color) {
  return std::make_unique<TerminalLines>(in_color);
}

Result<std::unique_ptr<LineReader>> script_lines(const std::string& path) {
  if (path == "-") return std::unique_ptr<LineReader>(std::make_unique<ScriptLines>());
  std::ifstream file(path);
  if (!file)
    return Error{Errc::not_found,
                 "the script " + path + " cannot be read: " + std::strerror(errno)};
  return std::unique_ptr<LineReader>(std::make_unique<ScriptLines>(std::move(file)));
}

}  // namespace palpate::chat
