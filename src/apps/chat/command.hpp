// What a typed line asks for. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/frames.hpp"

namespace palpate::chat {

enum class CommandKind : std::uint8_t {
  nothing,  // an empty line
  frame,    // send Command::frame
  change,   // argument: a fact, the number of an answer, or nothing
  answers,
  quit,
  unknown,  // argument: the command that there is not
};

struct Command {
  CommandKind kind = CommandKind::nothing;
  decltype(protocol::Request::frame) frame;
  std::string argument;
};

struct CommandHelp {
  std::string_view name;
  std::string_view what;
};

/// Every command, for help and for completion.
constexpr std::array command_helps = std::to_array<CommandHelp>({
    {"/back", "take back the last answer"},
    {"/change", "change an earlier answer: /change 3, or /change and choose"},
    {"/answers", "show the answers so far"},
    {"/why", "why is this asked?"},
    {"/help", "help with this question, and this list"},
    {"/restart", "begin again"},
    {"/quit", "leave"},
});

/// Reads a line typed while `turn` is open. A line that is no command is something said.
[[nodiscard]] Command read_command(std::string_view line, const protocol::Turn& turn);

}  // namespace palpate::chat
