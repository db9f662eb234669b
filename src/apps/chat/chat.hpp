// The conversation with the person at the keyboard, or with a script.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "apps/chat/client.hpp"
#include "apps/chat/command.hpp"
#include "apps/chat/exit_code.hpp"
#include "apps/chat/line_reader.hpp"
#include "apps/chat/screen.hpp"

namespace palpate::chat {

struct ChatSettings {
  bool json = false;           // frames are printed as they come; the chat itself says nothing
  std::string resume_command;  // printed before the token when somebody leaves early; empty: cannot
                               // be resumed
};

class Chat {
 public:
  /// All references must outlive the chat.
  Chat(Client& client, LineReader& lines, const Screen& screen, std::ostream& out,
       std::ostream& errors, ChatSettings settings);

  /// Holds the conversation until the input is over; `token` resumes one.
  ExitCode run(const std::string& token);

 private:
  std::optional<ExitCode> handle(const Command& command);
  std::optional<ExitCode> exchange(decltype(protocol::Request::frame) frame);
  std::optional<ExitCode> change(std::string argument);
  std::optional<ExitCode> show_answers();
  std::optional<ExitCode> lost(const Error& error);
  std::optional<std::string> read_line();
  void show(const Reply& reply);
  void print(const std::string& text);
  ExitCode leave();

  Client& client_;
  LineReader& lines_;
  const Screen& screen_;
  std::ostream& out_;
  std::ostream& errors_;
  ChatSettings settings_;
};

}  // namespace palpate::chat
