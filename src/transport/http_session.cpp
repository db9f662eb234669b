// One HTTP connection: reads requests, answers from memory, and hands a WebSocket on.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "transport/shared_state.hpp"

namespace palpate::transport {
namespace {

namespace asio = boost::asio;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_step = 2048;

/// A request that has been read, or why there is none: a refusal, or nothing when the peer has
/// gone.
using Request = std::variant<RequestHead, Refusal, std::monostate>;

class Session final : public HttpSession, public std::enable_shared_from_this<Session> {
 public:
  Session(SharedState& state, Socket socket, std::vector<Slot> slots,
          std::optional<Refusal> refusal)
      : state_(state),
        socket_(std::move(socket)),
        slots_(std::move(slots)),
        refusal_(std::move(refusal)) {
    boost::system::error_code ignored;
    address_ = plain(socket_.remote_endpoint(ignored).address());
    state_.http_sessions.insert(this);
  }

  void leave() {
    state_.http_sessions.erase(this);
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  void tick(std::int64_t now_ms) override {
    if (deadline_ms_ != 0 && now_ms >= deadline_ms_) expire();
  }

  void drain() override {
    if (is_idle_) expire();
  }

  asio::awaitable<void> serve();

 private:
  void expire() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }
  void wait_at_most(std::int64_t ms) { deadline_ms_ = steady_now_ms() + ms; }

  asio::awaitable<Request> read_request(bool is_first);
  asio::awaitable<bool> skip_body(std::size_t count);
  asio::awaitable<bool> write(std::string text);
  asio::awaitable<void> linger();
  std::string respond(const Verdict& verdict, Ending ending) const;
  std::optional<Refusal> begin_web_socket(const RequestHead& head, Upgrade upgrade);
  std::optional<asio::ip::address> client_address(const RequestHead& head) const;
  bool is_proxy() const;
  void log_refusal(const Refusal& refusal) const;

  SharedState& state_;
  Socket socket_;
  std::vector<Slot> slots_;
  std::optional<Refusal> refusal_;
  asio::ip::address address_;
  std::string input_;
  std::int64_t deadline_ms_ = 0;
  bool is_idle_ = false;
};

asio::awaitable<Request> Session::read_request(bool is_first) {
  const Limits& limits = state_.options.limits;
  wait_at_most(is_first ? limits.head_time_ms : limits.keep_alive_ms);
  is_idle_ = input_.empty();
  while (true) {
    if (!input_.empty() && is_idle_) {
      is_idle_ = false;
      if (!is_first) wait_at_most(limits.head_time_ms);
    }
    const auto end = find_head_end(input_);
    const std::string_view seen = std::string_view(input_).substr(0, end.value_or(input_.size()));
    if (auto refusal = refuse_early(seen, limits)) co_return *refusal;
    if (end) {
      auto parsed = parse_head(seen, limits);
      input_.erase(0, *end);
      if (auto* head = std::get_if<RequestHead>(&parsed)) co_return std::move(*head);
      co_return std::get<Refusal>(parsed);
    }
    const auto size = input_.size();
    input_.resize(size + read_step);
    const auto [error, count] =
        co_await socket_.async_read_some(asio::buffer(input_.data() + size, read_step), as_result);
    input_.resize(size + count);
    if (error) co_return std::monostate{};
  }
}

asio::awaitable<bool> Session::skip_body(std::size_t count) {
  wait_at_most(state_.options.limits.body_time_ms);
  while (true) {
    const auto step = std::min(count, input_.size());
    input_.erase(0, step);
    count -= step;
    if (count == 0) co_return true;
    input_.resize(read_step);
    const auto [error, got] = co_await socket_.async_read_some(asio::buffer(input_), as_result);
    input_.resize(got);
    if (error) co_return false;
  }
}

asio::awaitable<bool> Session::write(std::string text) {
  wait_at_most(state_.options.limits.outbox_time_ms);
  const auto [error, count] = co_await asio::async_write(socket_, asio::buffer(text), as_result);
  co_return !error;
}

// Closing while unread bytes wait would reset the connection, and the peer might lose the response.
asio::awaitable<void> Session::linger() {
  boost::system::error_code failed;
  socket_.shutdown(Socket::shutdown_send, failed);
  if (failed) co_return;
  wait_at_most(state_.options.limits.close_time_ms);
  std::string dust(read_step, '\0');
  while (true) {
    const auto [error, count] = co_await socket_.async_read_some(asio::buffer(dust), as_result);
    if (error) co_return;
  }
}

std::string Session::respond(const Verdict& verdict, Ending ending) const {
  if (const auto* file = std::get_if<ServeFile>(&verdict)) {
    return file_response(state_.files[file->file], ending);
  }
  if (std::holds_alternative<ServeHealth>(verdict)) return state_response(200, "ok", ending);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    return problem_response(*refusal, ending);
  }
  if (state_.draining) return state_response(503, "draining", ending);
  if (!state_.store->is_healthy()) return state_response(503, "store_unavailable", ending);
  return state_response(200, "ready", ending);
}

bool Session::is_proxy() const {
  const auto& proxies = state_.options.proxies;
  return std::find(proxies.begin(), proxies.end(), address_.to_string()) != proxies.end();
}

// Behind a proxy, the last element of X-Forwarded-For is the one that our own proxy has written;
// some write the port with it. Nothing when the proxy does not say: then the client may be anybody.
std::optional<asio::ip::address> Session::client_address(const RequestHead& head) const {
  if (!is_proxy()) return address_;
  const auto forwarded = head.elements("x-forwarded-for");
  if (forwarded.empty()) return std::nullopt;
  std::string text(forwarded.back());
  if (text.starts_with('[')) {
    text = text.substr(1, text.find(']') - 1);  // "[2001:db8::1]:4711"
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text.resize(text.find(':'));  // "203.0.113.9:4711"
  }
  boost::system::error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error) return std::nullopt;
  return plain(address);
}

Refusal refuse_for_now(int status, std::string detail) {
  return {status, std::move(detail), {{"Retry-After", "10"}}, false};
}

std::optional<Refusal> Session::begin_web_socket(const RequestHead& head, Upgrade upgrade) {
  if (state_.draining) return refuse_for_now(503, "The server is about to restart.");
  if (!state_.store->is_healthy()) {
    return refuse_for_now(503, "Conversations cannot be stored now.");
  }
  std::optional<Slot> slot;
  if (!upgrade.bridge.empty()) {
    slot = Slot::take(state_, Slot::Kind::bridge, upgrade.bridge);
    if (!slot) return refuse_for_now(429, "This bridge has too many connections.");
  } else if (is_proxy()) {
    slot = Slot::take(state_, Slot::Kind::address,
                      address_key(client_address(head).value_or(address_)));
    if (!slot) return refuse_for_now(429, "There are too many connections from this address.");
  }
  if (slot) slots_.push_back(*std::move(slot));
  start_web_socket(state_,
                   {std::move(socket_), std::move(upgrade), std::move(input_), std::move(slots_)});
  return std::nullopt;
}

void Session::log_refusal(const Refusal& refusal) const {
  if (!state_.logs(LogLevel::info)) return;
  state_.log({LogLevel::info,
              "request_refused",
              {{"status", std::to_string(refusal.status)}, {"detail", refusal.detail}}});
}

asio::awaitable<void> Session::serve() {
  const auto self = shared_from_this();
  const auto most = state_.options.limits.requests_per_connection;
  for (std::int64_t number = 1; number <= most; ++number) {
    Request request = co_await read_request(number == 1);
    if (std::holds_alternative<std::monostate>(request)) co_return;
    auto* head = std::get_if<RequestHead>(&request);
    Verdict verdict;
    if (head && !refusal_) {
      const auto client = client_address(*head);
      const Peer peer{client && client->is_loopback()};
      verdict = judge(*head, peer, state_.options.policy);
    } else {
      verdict = refusal_ ? *refusal_ : std::get<Refusal>(request);
    }
    if (auto* upgrade = std::get_if<Upgrade>(&verdict)) {
      auto refusal = begin_web_socket(*head, std::move(*upgrade));
      if (!refusal) co_return;
      verdict = *std::move(refusal);
    }
    const auto* refusal = std::get_if<Refusal>(&verdict);
    if (refusal) log_refusal(*refusal);
    Ending ending;
    ending.keep_alive = head && keeps_alive(*head) && (!refusal || refusal->keep_alive) &&
                        number < most && !state_.draining;
    ending.head_only = head && head->method == "HEAD";
    if (ending.keep_alive && head->body_bytes > 0 && !co_await skip_body(head->body_bytes)) {
      co_return;
    }
    if (!co_await write(respond(verdict, ending))) co_return;
    if (!ending.keep_alive) break;
  }
  co_await linger();
}

}  // namespace

void start_http(SharedState& state, Socket socket, std::vector<Slot> slots,
                std::optional<Refusal> refusal) {
  const auto executor = socket.get_executor();
  auto session =
      std::make_shared<Session>(state, std::move(socket), std::move(slots), std::move(refusal));
  auto ended = [session, &state](const std::exception_ptr& failure) {
    session->leave();
    if (failure) state.log({LogLevel::error, "http_session_failed", {}});
  };
  asio::co_spawn(executor, session->serve(), std::move(ended));
}

}  // namespace palpate::transport
