// A conversation with a server over ws://.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "apps/chat/link.hpp"

namespace palpate::chat {

struct ServerAddress {
  std::string host;
  std::string port;
  std::string target;
};

/// Reads "ws://host[:port][/path]"; without a path it is /v1/chat. Fails with invalid_argument and
/// the reason.
Result<ServerAddress> read_address(std::string_view url);

/// A link that opens a WebSocket to `address`. While the user thinks, a thread of its own answers
/// the server's pings.
std::unique_ptr<Link> socket_link(ServerAddress address, const std::string& user_agent);

}  // namespace palpate::chat
