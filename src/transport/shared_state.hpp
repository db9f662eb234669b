// What all connections of a server share: its options, who is connected, and how many. Internal to
// this room; no Beast.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "transport/server.hpp"

namespace palpate::transport {

// The concrete executor: type erasure and per-read timers cost a fifth of a turn (performance
// notes).
using Socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// Counts by key, up to a limit each.
class Counts {
 public:
  bool add(const std::string& key, std::int64_t limit);
  void remove(const std::string& key);

 private:
  std::unordered_map<std::string, std::int64_t> counts_;
};

enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  unsupported = 1003,
  policy = 1008,
  try_later = 1013,
};

/// A WebSocket as the server sees it. Lives as long as its operations; leaves
/// SharedState::web_sockets when it ends.
class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;
  /// Queues a reply of the service.
  virtual void deliver(std::string frame) = 0;
  /// Sends what is queued, then a close frame; reads nothing more. Only the first call counts.
  virtual void close(CloseCode code, std::string_view reason) = 0;
  /// Ends the connection without a word.
  virtual void drop(std::string_view why) = 0;
  /// Looks at the session's times.
  virtual void tick(std::int64_t now_ms) = 0;
};

class HttpSession;

/// What a connection takes up in the counts; given back when it is destroyed.
class Slot;

struct SharedState {
  SharedState(ServerOptions options, std::vector<StaticFile> files, Random& random, Log log);

  /// True if something at `level` is to be logged.
  bool logs(LogLevel level) const { return level >= options.log_level; }

  ServerOptions options;
  std::vector<StaticFile> files;
  Random& random;
  Log log;
  ConversationService* service = nullptr;    // set by run()
  const ConversationStore* store = nullptr;  // set by run()

  bool draining = false;
  std::int64_t now_ms = 0;  // of a steady clock, as of the last tick
  std::int64_t connections = 0;
  std::int64_t refused = 0;
  ConnectionId last_connection = 0;
  Counts addresses;
  Counts bridges;
  std::unordered_set<HttpSession*> http_sessions;
  std::unordered_map<ConnectionId, std::shared_ptr<WebSocketSession>>
      web_sockets;  // owned until they end
};

std::int64_t steady_now_ms();

class Slot {
 public:
  enum class Kind : std::uint8_t { connection, refused, address, bridge };

  Slot() = default;
  /// `key` names the address or bridge. Nothing when the limit is reached.
  static std::optional<Slot> take(SharedState& state, Kind kind, std::string key = {});
  ~Slot();
  Slot(Slot&& other) noexcept;
  Slot& operator=(Slot&& other) noexcept;

 private:
  SharedState* state_ = nullptr;
  Kind kind_ = Kind::connection;
  std::string key_;
};

/// Everything a WebSocket takes over from the HTTP session that it begins with.
struct WebSocketStart {
  Socket socket;
  Upgrade upgrade;
  std::string leftover;  // bytes that came behind the request's head
  std::vector<Slot> slots;
};

/// Answers the handshake and serves the connection until it ends.
void start_web_socket(SharedState& state, WebSocketStart start);

/// Serves HTTP on `socket`. With `refusal`, whatever is asked gets that.
void start_http(SharedState& state, Socket socket, std::vector<Slot> slots,
                std::optional<Refusal> refusal);

/// `address` as IPv4 where it is an IPv4 address in IPv6 clothes (::ffff:10.0.0.2), which a
/// listener on [::] sees.
boost::asio::ip::address plain(const boost::asio::ip::address& address);

/// What limits count an address by: itself, or its /64 for IPv6.
std::string address_key(const boost::asio::ip::address& address);

/// An HTTP session as the server sees it.
class HttpSession {
 public:
  virtual ~HttpSession() = default;
  virtual void tick(std::int64_t now_ms) = 0;
  /// Closes it if it waits for a request; else it ends after its response.
  virtual void drain() = 0;
};

}  // namespace palpate::transport
