// The server: a listener, HTTP and WebSocket sessions, their limits, and an orderly end. All on one
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "conversation/ports.hpp"
#include "conversation/service.hpp"
#include "transport/http_policy.hpp"
#include "transport/http_response.hpp"
#include "transport/limits.hpp"

namespace palpate::transport {

enum class LogLevel : std::uint8_t { debug, info, warn, error };

/// What happened, for an operator: never what a patient wrote, nor a token.
struct LogEvent {
  LogLevel level = LogLevel::info;
  std::string_view event;  // "listening", "refused", "connection_closed" ...
  std::vector<std::pair<std::string_view, std::string>> fields;
};
using Log = std::function<void(const LogEvent&)>;

struct ServerOptions {
  std::string address = "127.0.0.1";  // numeric
  std::uint16_t port = 8080;          // 0: any free one
  HttpPolicy policy;                  // `files` is filled from the server's files
  std::vector<std::string> proxies;   // numeric addresses whose X-Forwarded-For is believed
  Limits limits;
  bool stop_on_signals = false;         // SIGTERM and SIGINT begin the drain
  LogLevel log_level = LogLevel::info;  // events below it are not made
};

/// Owns the sockets. Construct it, then the store (with post() as its way back to this thread),
/// then the service with this server as its Wire, then run(). post() and stop() may be called from
/// any thread, the rest from one only.
class Server final : public Wire {
 public:
  Server(ServerOptions options, std::vector<StaticFile> files, Random& random, Log log);
  ~Server() override;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Opens the port. Fails with in_use, or invalid_argument for an address that is none of this
  /// machine.
  Result<void> listen();
  /// The port listened on.
  std::uint16_t port() const;

  /// Runs `task` on the server's thread, soon.
  void post(std::function<void()> task);

  /// Serves until stop() or a signal, then drains: no new connections, turns in flight are
  /// committed and answered, all are told to come back. Returns within Limits::shutdown_ms. Both
  /// arguments must outlive the call.
  void run(ConversationService& service, const ConversationStore& store);

  /// Begins the drain.
  void stop();

  void deliver(ConnectionId connection, std::string frame) override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace palpate::transport
