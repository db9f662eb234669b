// A typical conversation, recorded from the server once and then played by every connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace palpate::bench {

/// One exchange: what is sent, but for its id, turn and conversation, and how long the reply was.
struct Step {
  std::string begin;  // {"type":"answer",
  std::string end;    // ,"value":"low"}
  std::size_t request_bytes = 0;
  std::size_t reply_bytes = 0;
};

/// The answers of a typical safe user, from the first question to the suggestion, and the restart
/// behind it. The `start` frame before them is not measured.
std::vector<Step> record_script(std::uint16_t port);

}  // namespace palpate::bench
