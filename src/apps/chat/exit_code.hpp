// What palpate-chat tells the shell; its --help lists the same.
#pragma once

namespace palpate::chat {

enum class ExitCode : int {
  suggestion = 0,
  usage = 2,        // wrong options, or a dialogue that does not load
  ended_early = 3,  // the input was over, or /quit, before the conversation came to its end
  connection = 4,   // the server cannot be reached, was lost, or is no Palpate
  clearance = 10,
  urgent = 11,
  emergency = 12,
};

}  // namespace palpate::chat
