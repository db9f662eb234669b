#include "apps/chat/socket_link.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "protocol/frames.hpp"

namespace palpate::chat {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::use_awaitable;
using Socket = websocket::stream<beast::tcp_stream>;

constexpr std::chrono::seconds connect_timeout{10};
constexpr std::chrono::seconds silence_timeout{75};  // a server pings every 25 s
constexpr std::chrono::seconds reply_timeout{30};
constexpr std::chrono::seconds close_timeout{1};
constexpr std::size_t max_frame_bytes = 1U << 20U;  // a result with its sources is some 50 KB
constexpr std::size_t max_unread_frames = 64;       // a server sends one for each of ours

/// What the socket's thread hands to the user's: frames, then why there are no more.
class Inbox {
 public:
  bool push(std::string frame) {
    const std::lock_guard lock(mutex_);
    if (frames_.size() >= max_unread_frames) return false;
    frames_.push_back(std::move(frame));
    changed_.notify_one();
    return true;
  }

  void end(std::string reason) {
    const std::lock_guard lock(mutex_);
    end_ = std::move(reason);
    changed_.notify_one();
  }

  Result<std::string> pop() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, reply_timeout, [&] { return !frames_.empty() || end_; })) {
      return Error{Errc::unavailable, "the server does not answer"};
    }
    if (frames_.empty()) return Error{Errc::unavailable, *end_};
    std::string frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> frames_;
  std::optional<std::string> end_;
};

/// One connection: its socket, the thread that serves it, and what came in. Coroutines run on that
/// thread only.
struct Connection {
  asio::io_context context{1};
  Socket socket{context};
  Inbox inbox;
  std::thread thread;
};

void set_options(Socket& socket, const std::string& user_agent) {
  websocket::stream_base::timeout timeout;
  timeout.handshake_timeout = connect_timeout;
  timeout.idle_timeout = silence_timeout;
  timeout.keep_alive_pings = true;
  socket.set_option(timeout);
  socket.set_option(
      websocket::stream_base::decorator([user_agent](websocket::request_type& request) {
        request.set(http::field::sec_websocket_protocol, protocol::subprotocol);
        request.set(http::field::user_agent, user_agent);
      }));
  socket.read_message_max(max_frame_bytes);
}

/// Connects and shakes hands. The reply that refused, if one did, is in `refusal`.
asio::awaitable<void> connect(Connection& connection, const ServerAddress& address,
                              const std::string& user_agent, websocket::response_type& refusal) {
  asio::ip::tcp::resolver resolver(connection.context);
  const auto endpoints = co_await resolver.async_resolve(address.host, address.port, use_awaitable);
  auto& tcp = beast::get_lowest_layer(connection.socket);
  tcp.expires_after(connect_timeout);
  co_await tcp.async_connect(endpoints, use_awaitable);
  tcp.expires_never();
  tcp.socket().set_option(asio::ip::tcp::no_delay(true));
  set_options(connection.socket, user_agent);
  const bool is_ipv6 = address.host.find(':') != std::string::npos;
  const std::string host = (is_ipv6 ? "[" + address.host + "]" : address.host) + ":" + address.port;
  co_await connection.socket.async_handshake(refusal, host, address.target, use_awaitable);
}

/// What went wrong, for people: without the places in the library that system_error adds.
std::string reason(const std::exception& error) {
  const auto* system = dynamic_cast<const boost::system::system_error*>(&error);
  return system != nullptr ? system->code().message() : error.what();
}

std::string why_closed(const Socket& socket, const std::string& message) {
  const auto code = static_cast<unsigned>(socket.reason().code);
  if (code == 0) return "the connection was lost (" + message + ")";
  if (code == 1001) return "the server is restarting";
  return "the server closed the connection (code " + std::to_string(code) + ")";
}

asio::awaitable<void> read_all(Connection& connection) {
  std::string end;
  try {
    beast::flat_buffer buffer;
    while (true) {
      co_await connection.socket.async_read(buffer, use_awaitable);
      if (!connection.inbox.push(beast::buffers_to_string(buffer.data()))) {
        end = "the server sends frames that nobody asked for";
        break;
      }
      buffer.clear();
    }
  } catch (const std::exception& error) {
    end = why_closed(connection.socket, reason(error));
  }
  connection.inbox.end(end);
}

asio::awaitable<void> write(Connection& connection, const std::string& frame) {
  connection.socket.text(true);
  co_await connection.socket.async_write(asio::buffer(frame), use_awaitable);
}

asio::awaitable<void> close(Connection& connection) {
  co_await connection.socket.async_close(websocket::close_code::normal, use_awaitable);
}

class SocketLink : public Link {
 public:
  SocketLink(ServerAddress address, std::string user_agent)
      : address_(std::move(address)), user_agent_(std::move(user_agent)) {}
  SocketLink(const SocketLink&) = delete;
  SocketLink& operator=(const SocketLink&) = delete;
  ~SocketLink() override { hang_up(); }

  Result<void> open() override {
    hang_up();
    auto connection = std::make_unique<Connection>();
    websocket::response_type refusal;
    refusal.result(http::status::unknown);  // what it stays when nobody answers
    try {
      auto connected =
          asio::co_spawn(connection->context, connect(*connection, address_, user_agent_, refusal),
                         asio::use_future);
      connection->context.run();
      connected.get();
    } catch (const std::exception& error) {
      return why_refused(refusal, reason(error));
    }
    if (refusal[http::field::sec_websocket_protocol] != protocol::subprotocol) {
      return Error{Errc::invalid_argument,
                   where() + " is a WebSocket server, but does not speak palpate.v1"};
    }
    connection->context.restart();
    asio::co_spawn(connection->context, read_all(*connection), asio::detached);
    connection->thread = std::thread([&context = connection->context] {
      const auto work = asio::make_work_guard(context);
      context.run();
    });
    connection_ = std::move(connection);
    return {};
  }

  Result<void> send(const std::string& frame) override {
    if (!connection_) return Error{Errc::unavailable, "not connected"};
    try {
      asio::co_spawn(connection_->context, write(*connection_, frame), asio::use_future).get();
    } catch (const std::exception& error) {
      return Error{Errc::unavailable, "the connection was lost (" + reason(error) + ")"};
    }
    return {};
  }

  Result<std::string> receive() override {
    if (!connection_) return Error{Errc::unavailable, "not connected"};
    return connection_->inbox.pop();
  }

 private:
  std::string where() const { return address_.host + ":" + address_.port; }

  Error why_refused(const websocket::response_type& refusal, const std::string& message) const {
    const unsigned status = refusal.result_int();
    if (status == 0) {
      return {Errc::unavailable, "cannot reach " + where() + " (" + message + ")"};
    }
    const std::string said =
        where() + " answered " + std::to_string(status) + " " + std::string(refusal.reason());
    const bool may_pass = status == 429 || status == 503;
    return {may_pass ? Errc::unavailable : Errc::invalid_argument, said};
  }

  /// Says goodbye when the other side still listens, and ends the thread either way.
  void hang_up() {
    if (!connection_) return;
    auto closed = asio::co_spawn(connection_->context, close(*connection_), asio::use_future);
    closed.wait_for(close_timeout);
    connection_->context.stop();
    connection_->thread.join();
    connection_.reset();
  }

  ServerAddress address_;
  std::string user_agent_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace

Result<ServerAddress> read_address(std::string_view url) {
  const auto wrong = [&](const std::string& why) {
    return Error{Errc::invalid_argument,
                 "\"" + std::string(url) + "\" is no address of a server: " + why};
  };
  constexpr std::string_view scheme = "ws://";
  if (url.starts_with("wss://")) {
    return wrong(
        "wss:// is not supported; use ws:// to a server on this machine, or through a TLS tunnel");
  }
  if (!url.starts_with(scheme)) return wrong("it must begin with ws://");
  std::string_view rest = url.substr(scheme.size());
  const std::size_t slash = rest.find('/');
  ServerAddress address;
  address.target =
      slash == std::string_view::npos || slash + 1 == rest.size() ? "/v1/chat" : rest.substr(slash);
  rest = rest.substr(0, slash);
  std::size_t colon = rest.rfind(':');
  if (rest.starts_with('[')) {  // [::1]:8080
    const std::size_t bracket = rest.find(']');
    if (bracket == std::string_view::npos) return wrong("the [ has no ]");
    address.host = rest.substr(1, bracket - 1);
    colon = bracket + 1 < rest.size() ? bracket + 1 : std::string_view::npos;
    if (colon != std::string_view::npos && rest[colon] != ':')
      return wrong("after ] only :port may follow");
  } else {
    address.host = rest.substr(0, colon);
  }
  address.port = colon == std::string_view::npos ? "80" : rest.substr(colon + 1);
  if (address.host.empty()) return wrong("the host is missing");
  if (address.host.find_first_of("@?# \t\r\n") != std::string::npos ||
      address.target.find_first_of(" \t\r\n") != std::string::npos) {
    return wrong("only a host, a port and a path are expected");
  }
  if (address.port.empty() || address.port.size() > 5 ||
      address.port.find_first_not_of("0123456789") != std::string::npos) {
    return wrong("the port must be a number");
  }
  return address;
}

std::unique_ptr<Link> socket_link(ServerAddress address, const std::string& user_agent) {
  return std::make_unique<SocketLink>(std::move(address), user_agent);
}

}  // namespace palpate::chat
