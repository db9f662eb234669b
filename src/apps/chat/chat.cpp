#include "apps/chat/chat.hpp"

#include <algorithm>
#include <charconv>
#include <ostream>

namespace palpate::chat {
namespace {

ExitCode exit_code(const protocol::Result& result) {
  if (result.disposition == "emergency") return ExitCode::emergency;
  if (result.disposition == "urgent") return ExitCode::urgent;
  if (result.disposition == "clearance") return ExitCode::clearance;
  return ExitCode::suggestion;
}

/// The fact that `argument` means: the number of an answer as /answers shows them, or a fact's own
/// name.
std::string find_fact(const std::vector<protocol::Exchange>& transcript,
                      const std::string& argument) {
  std::size_t number = 0;
  const char* end = argument.data() + argument.size();
  const auto read = std::from_chars(argument.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return argument;
  return number >= 1 && number <= transcript.size() ? transcript[number - 1].fact : "";
}

}  // namespace

Chat::Chat(Client& client, LineReader& lines, const Screen& screen, std::ostream& out,
           std::ostream& errors, ChatSettings settings)
    : client_(client),
      lines_(lines),
      screen_(screen),
      out_(out),
      errors_(errors),
      settings_(std::move(settings)) {}

ExitCode Chat::run(const std::string& token) {
  const Result<Reply> first = client_.begin(token);
  if (!first) return *lost(first.error());
  show(*first);
  if (const auto* failure = std::get_if<protocol::Failure>(&*first)) {
    const bool is_wrong_name = failure->code == protocol::error_codes::unknown_dialogue;
    return is_wrong_name ? ExitCode::usage : ExitCode::connection;
  }
  if (lines_.is_terminal()) print(screen_.notice("/help lists the commands, Ctrl-D leaves."));
  while (const auto line = read_line()) {
    const bool ended = client_.current().result.has_value();
    const Command command = read_command(*line, client_.current());
    if (ended && command.kind == CommandKind::nothing && lines_.is_terminal()) break;
    if (const auto code = handle(command)) return *code;
  }
  return leave();
}

std::optional<ExitCode> Chat::handle(const Command& command) {
  switch (command.kind) {
    case CommandKind::nothing:
      return std::nullopt;
    case CommandKind::quit:
      return leave();
    case CommandKind::answers:
      return show_answers();
    case CommandKind::change:
      return change(command.argument);
    case CommandKind::unknown:
      print(screen_.notice("There is no command " + command.argument + "; there are:") +
            screen_.commands());
      return std::nullopt;
    case CommandKind::frame:
      break;
  }
  const auto code = exchange(command.frame);
  if (!code && std::holds_alternative<protocol::HelpFrame>(command.frame))
    print(screen_.commands());
  return code;
}

std::optional<ExitCode> Chat::exchange(decltype(protocol::Request::frame) frame) {
  const Result<Reply> reply = client_.exchange(std::move(frame));
  if (!reply) return lost(reply.error());
  show(*reply);
  return std::nullopt;
}

std::optional<ExitCode> Chat::show_answers() {
  const auto transcript = client_.transcript();
  if (!transcript) return lost(transcript.error());
  print(screen_.answers(*transcript));
  return std::nullopt;
}

std::optional<ExitCode> Chat::change(std::string argument) {
  const auto transcript = client_.transcript();
  if (!transcript) return lost(transcript.error());
  if (argument.empty()) {
    print(screen_.answers(*transcript));
    if (transcript->empty()) return std::nullopt;
    print(screen_.notice("Which one? Type its number, or nothing to leave all as they are."));
    const auto line = read_line();
    if (!line) return leave();
    argument = *line;
    argument.erase(0, argument.find_first_not_of(" \t"));
    argument.erase(argument.find_last_not_of(" \t") + 1);
    if (argument.empty()) return std::nullopt;
  }
  const std::string fact = find_fact(*transcript, argument);
  if (fact.empty()) {
    print(screen_.notice("There is no answer number " + argument + "; /answers shows them."));
    return std::nullopt;
  }
  return exchange(protocol::ChangeFrame{fact});
}

std::optional<ExitCode> Chat::lost(const Error& error) {
  out_.flush();
  errors_ << "palpate-chat: " << error.message << "\n";
  leave();
  return ExitCode::connection;
}

std::optional<std::string> Chat::read_line() {
  print(lines_.is_terminal() ? "\n" : "");
  out_.flush();
  auto line = lines_.read(screen_.prompt());
  if (!lines_.is_terminal() && line) print("\n" + screen_.prompt() + *line + "\n");
  return line;
}

void Chat::show(const Reply& reply) {
  if (const auto* turn = std::get_if<protocol::Turn>(&reply)) {
    print(screen_.turn(*turn));
    if (turn->result && lines_.is_terminal()) {
      // After an emergency or urgent advice nothing can be taken back (engine/step.hpp,
      // Event::final).
      const bool is_final = exit_code(*turn->result) >= ExitCode::urgent;
      print("\n" + screen_.notice(is_final
                                      ? "Enter leaves, /restart begins again."
                                      : "Enter leaves. /back, /change and /restart still work."));
    }
  } else {
    print(screen_.failure(std::get<protocol::Failure>(reply)));
  }
}

void Chat::print(const std::string& text) {
  if (!settings_.json) out_ << text;
}

ExitCode Chat::leave() {
  if (lines_.is_terminal()) print("\n");
  if (client_.current().result) return exit_code(*client_.current().result);
  if (!settings_.resume_command.empty() && !client_.token().empty()) {
    print("\n" + screen_.notice("Nothing is lost. Go on later with:") + "  " +
          settings_.resume_command + client_.token() + "\n");
  }
  return ExitCode::ended_early;
}

}  // namespace palpate::chat
