// What a request gets: a page, a state, a WebSocket, or a refusal. Pure, so that tables of hostile
// requests can test it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "transport/bridge_keys.hpp"
#include "transport/http_request.hpp"

namespace palpate::transport {

constexpr std::string_view chat_path = "/v1/chat";

/// What this server answers to, and to whom.
struct HttpPolicy {
  std::vector<std::string> hosts;    // lower case; one without a port stands for all ports
  std::vector<std::string> origins;  // exact, besides the server's own: "https://clinic.example"
  bool allow_no_origin = false;      // a program that is no browser and no bridge, from anywhere
  BridgeKeys bridges;
  std::vector<std::string> files;  // paths served: "/", "/widget.js"
};

/// Where a request comes from.
struct Peer {
  bool is_loopback = false;
};

struct ServeFile {
  std::size_t file = 0;  // of HttpPolicy::files
};
struct ServeHealth {};
struct ServeReadiness {};

/// A WebSocket may be opened.
struct Upgrade {
  std::string key;                 // Sec-WebSocket-Key
  std::string bridge;              // its name, or empty for a client with one conversation
  bool names_subprotocol = false;  // palpate.v1 was offered, so it is confirmed
};

using Verdict = std::variant<ServeFile, ServeHealth, ServeReadiness, Upgrade, Refusal>;

/// Judges a request that parse_head() let pass.
[[nodiscard]] Verdict judge(const RequestHead& head, const Peer& peer, const HttpPolicy& policy);

/// True if the connection stays open after `head` is answered.
[[nodiscard]] bool keeps_alive(const RequestHead& head);

/// An origin as browsers send it: "https://clinic.example", "http://localhost:8080".
[[nodiscard]] bool is_valid_origin(std::string_view origin);

}  // namespace palpate::transport
