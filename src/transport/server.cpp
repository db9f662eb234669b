#include "transport/server.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

#include "transport/shared_state.hpp"

namespace palpate::transport {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

constexpr int listen_backlog = 1024;
constexpr auto accept_pause =
    std::chrono::milliseconds(50);  // after an error, such as no more descriptors
constexpr std::int64_t drain_tick_ms = 20;
constexpr std::int64_t goodbye_ms = 1'500;  // of the shutdown time, kept for closing connections
constexpr unsigned most_reconnect_hint_ms = 5'000;

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, std::vector<StaticFile> files, Random& random, Log log)
      : state_(std::move(options), std::move(files), random, std::move(log)) {}

  Result<void> listen();
  std::uint16_t port() const;
  /// The sockets of sessions end before the context that they run on.
  ~Impl() { state_.web_sockets.clear(); }

  void post(std::function<void()> task);
  void run(ConversationService& service, const ConversationStore& store);
  void begin_drain();
  void deliver(ConnectionId connection, std::string frame);

 private:
  asio::awaitable<void> accept_all();
  void admit(Socket socket);
  std::vector<std::shared_ptr<WebSocketSession>> web_sockets() const;
  void tick();
  void tick_later();
  void watch_store(std::int64_t now_ms);
  void go_on_draining(std::int64_t now_ms);
  std::string restart_reason();

  // Declared before the context: what its handlers refer to outlives them.
  SharedState state_;
  std::int64_t store_down_since_ms_ = 0;
  std::int64_t drain_began_ms_ = 0;
  bool said_goodbye_ = false;

  asio::io_context io_{1};
  Acceptor acceptor_{io_};
  asio::steady_timer timer_{io_};
  asio::signal_set signals_{io_};
};

Result<void> Server::Impl::listen() {
  const auto& options = state_.options;
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) {
    return Error{Errc::invalid_argument, "\"" + options.address + "\" is not a numeric address"};
  }
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(listen_backlog, error);
  if (!error) return {};
  const auto where = options.address + " port " + std::to_string(options.port);
  if (error == asio::error::address_in_use) {
    return Error{Errc::in_use, where + " is in use by another program"};
  }
  return Error{Errc::invalid_argument, where + " cannot be listened on: " + error.message()};
}

// A completion that fails must not end the service for everybody.
void Server::Impl::post(std::function<void()> task) {
  asio::post(io_, [this, task = std::move(task)] {
    try {
      task();
    } catch (const std::exception&) {
      state_.log({LogLevel::error, "completion_failed", {}});
    }
  });
}

std::uint16_t Server::Impl::port() const {
  error_code ignored;
  return acceptor_.local_endpoint(ignored).port();
}

asio::awaitable<void> Server::Impl::accept_all() {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(as_result);
    if (!error) {
      try {
        admit(std::move(socket));
      } catch (const std::exception&) {  // out of memory: this connection is lost, not all to come
        state_.log({LogLevel::error, "admit_failed", {}});
      }
      continue;
    }
    if (error == asio::error::operation_aborted) co_return;
    state_.log({LogLevel::warn, "accept_failed", {{"why", error.message()}}});
    asio::steady_timer pause(io_, accept_pause);
    co_await pause.async_wait(as_result);
  }
}

void Server::Impl::admit(Socket socket) {
  error_code error;
  const auto address = plain(socket.remote_endpoint(error).address());
  if (error) return;
  socket.set_option(asio::ip::tcp::no_delay(true), error);

  const auto& proxies = state_.options.proxies;
  const bool is_proxy =
      std::find(proxies.begin(), proxies.end(), address.to_string()) != proxies.end();
  std::vector<Slot> slots;
  std::optional<Refusal> refusal;
  if (auto slot = Slot::take(state_, Slot::Kind::connection)) {
    slots.push_back(*std::move(slot));
  } else {
    refusal = Refusal{503, "The server has as many connections as it takes.", {}, false};
  }
  if (!refusal && !is_proxy) {
    if (auto slot = Slot::take(state_, Slot::Kind::address, address_key(address))) {
      slots.push_back(*std::move(slot));
    } else {
      refusal = Refusal{429, "There are too many connections from this address.", {}, false};
    }
  }
  if (refusal) {
    refusal->fields = {{"Retry-After", "10"}};
    slots.clear();
    auto slot = Slot::take(state_, Slot::Kind::refused);
    if (!slot) return;
    slots.push_back(*std::move(slot));
  }
  start_http(state_, std::move(socket), std::move(slots), std::move(refusal));
}

void Server::Impl::deliver(ConnectionId connection, std::string frame) {
  const auto found = state_.web_sockets.find(connection);
  if (found == state_.web_sockets.end()) return;
  const auto session = found->second;  // it may leave the table while it delivers
  session->deliver(std::move(frame));
}

// A copy: sessions leave the table while it is gone through.
std::vector<std::shared_ptr<WebSocketSession>> Server::Impl::web_sockets() const {
  std::vector<std::shared_ptr<WebSocketSession>> result;
  result.reserve(state_.web_sockets.size());
  for (const auto& [id, session] : state_.web_sockets) result.push_back(session);
  return result;
}

void Server::Impl::tick_later() {
  const auto pause = drain_began_ms_ ? drain_tick_ms : state_.options.limits.tick_ms;
  timer_.expires_after(std::chrono::milliseconds(pause));
  timer_.async_wait([this](error_code) { tick(); });
}

void Server::Impl::tick() {
  const auto now_ms = steady_now_ms();
  state_.now_ms = now_ms;
  for (const auto& session : web_sockets()) session->tick(now_ms);
  for (auto* session : state_.http_sessions) session->tick(now_ms);
  watch_store(now_ms);
  if (drain_began_ms_ != 0) go_on_draining(now_ms);
  tick_later();
}

void Server::Impl::watch_store(std::int64_t now_ms) {
  if (state_.store->is_healthy()) {
    if (store_down_since_ms_ != 0) state_.log({LogLevel::info, "store_recovered", {}});
    store_down_since_ms_ = 0;
    return;
  }
  if (store_down_since_ms_ == 0) {
    store_down_since_ms_ = now_ms;
    state_.log({LogLevel::error, "store_unavailable", {}});
  }
  if (now_ms - store_down_since_ms_ < state_.options.limits.store_down_ms) return;
  for (const auto& session : web_sockets()) {
    session->close(CloseCode::try_later, "conversations cannot be stored now");
  }
}

void Server::Impl::begin_drain() {
  if (drain_began_ms_ != 0) return;
  drain_began_ms_ = steady_now_ms();
  state_.draining = true;
  state_.log(
      {LogLevel::info, "draining", {{"connections", std::to_string(state_.web_sockets.size())}}});
  error_code ignored;
  acceptor_.close(ignored);
  for (auto* session : state_.http_sessions) session->drain();
  timer_.cancel();  // ticks faster from now on
}

// The random hint keeps a thousand clients from coming back in one moment.
std::string Server::Impl::restart_reason() {
  std::uint8_t bytes[2];
  state_.random.fill(bytes, sizeof(bytes));
  const unsigned hint_ms = (bytes[0] * 256U + bytes[1]) % (most_reconnect_hint_ms + 1);
  return "restart " + std::to_string(hint_ms);
}

void Server::Impl::go_on_draining(std::int64_t now_ms) {
  const auto shutdown_ms = state_.options.limits.shutdown_ms;
  const auto since_ms = now_ms - drain_began_ms_;
  if (!said_goodbye_ &&
      (state_.service->turns_in_flight() == 0 || since_ms >= shutdown_ms - goodbye_ms)) {
    said_goodbye_ = true;
    for (const auto& session : web_sockets())
      session->close(CloseCode::going_away, restart_reason());
  }
  const bool all_gone = state_.web_sockets.empty() && state_.http_sessions.empty();
  if (!(said_goodbye_ && all_gone) && since_ms < shutdown_ms - 2 * drain_tick_ms) return;
  for (const auto& session : web_sockets()) session->drop("shutdown");
  io_.stop();
}

void Server::Impl::run(ConversationService& service, const ConversationStore& store) {
  state_.service = &service;
  state_.store = &store;
  if (state_.options.stop_on_signals) {
    error_code ignored;
    signals_.add(SIGTERM, ignored);
    signals_.add(SIGINT, ignored);
    signals_.async_wait([this](error_code error, int) {
      if (!error) begin_drain();
    });
  }
  auto ended = [this](const std::exception_ptr& failure) {
    if (failure) state_.log({LogLevel::error, "accept_failed", {{"why", "exception"}}});
  };
  asio::co_spawn(io_, accept_all(), std::move(ended));
  tick_later();
  io_.run();
}

Server::Server(ServerOptions options, std::vector<StaticFile> files, Random& random, Log log)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(files), random, std::move(log))) {}
Server::~Server() = default;

Result<void> Server::listen() {
  return impl_->listen();
}
std::uint16_t Server::port() const {
  return impl_->port();
}
void Server::post(std::function<void()> task) {
  impl_->post(std::move(task));
}
void Server::run(ConversationService& service, const ConversationStore& store) {
  impl_->run(service, store);
}
void Server::stop() {
  impl_->post([impl = impl_.get()] { impl->begin_drain(); });
}
void Server::deliver(ConnectionId connection, std::string frame) {
  impl_->deliver(connection, std::move(frame));
}

}  // namespace palpate::transport
