// One WebSocket: frames to the service, replies back, and every limit in between. The only file
// that uses Beast.
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "protocol/frames.hpp"
#include "transport/rate_limit.hpp"
#include "transport/socket_layer.hpp"

namespace palpate::transport {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

constexpr std::int64_t slow_down_memory_ms = 60'000;  // then a `slow_down` is forgotten
constexpr std::int64_t bridge_patience_ms = 1'000;    // a bridge's burst counts as one `slow_down`

// The value of `name`, a string without escapes at the top level of the JSON object `frame`, or
// nothing. Only for counting a bridge's frames by conversation: the service reads the frame
// properly.
std::string_view peek_string(std::string_view frame, std::string_view name) {
  int depth = 0;
  std::string_view key;
  bool is_value = false;
  for (std::size_t at = 0; at < frame.size(); ++at) {
    const char c = frame[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == ':') is_value = true;
    if (c == ',') is_value = false;
    if (c != '"') continue;
    const auto begin = ++at;
    while (at < frame.size() && frame[at] != '"') at += frame[at] == '\\' ? 2U : 1U;
    const auto text = frame.substr(begin, std::min(at, frame.size()) - begin);
    if (depth != 1) continue;
    if (is_value && key == name) return text;
    if (!is_value) key = text;
  }
  return {};
}

class ChatSession final : public WebSocketSession,
                          public std::enable_shared_from_this<ChatSession> {
 public:
  ChatSession(SharedState& state, WebSocketStart start);

  void accept();
  void deliver(std::string frame) override;
  void close(CloseCode code, std::string_view reason) override;
  void drop(std::string_view why) override;
  void tick(std::int64_t now_ms) override;

 private:
  const Limits& limits() const { return state_.options.limits; }
  bool is_bridge() const { return !upgrade_.bridge.empty(); }
  SocketLayer& layer() { return ws_.next_layer(); }
  std::size_t waiting_bytes() { return outbox_bytes_ + layer().buffered(); }
  std::size_t half_outbox() const;
  bool is_full();

  void read();
  void handle(std::string_view frame);
  void handle_safely(std::string_view frame);
  bool may_send(std::string_view frame);
  void count_slow_down(std::int64_t now_ms);
  void slow_down(std::string_view frame);
  void check_frames();
  void queue(std::string frame);
  void pump();
  void wrote();
  void send_close();
  void ping(std::int64_t now_ms);
  void check_outbox(std::int64_t now_ms);
  void end(std::string_view why);

  SharedState& state_;
  const ConnectionId id_;
  const Upgrade upgrade_;
  std::vector<Slot> slots_;
  beast::websocket::stream<SocketLayer, false> ws_;
  beast::flat_buffer input_;

  std::deque<std::string> outbox_;
  std::string current_;           // being written
  std::size_t outbox_bytes_ = 0;  // of both
  std::int64_t owed_ = 0;         // frames whose reply the service has not given yet
  std::int64_t bad_frames_ = 0;
  std::int64_t slow_downs_ = 0;
  ConversationRate client_rate_;
  std::unique_ptr<BridgeRate> bridge_rate_;

  CloseCode close_code_ = CloseCode::normal;
  std::string close_reason_;
  const std::int64_t began_ms_ = steady_now_ms();
  std::int64_t closing_ms_ = 0;    // when close() was called
  std::int64_t over_half_ms_ = 0;  // since when the outbox is over half
  std::int64_t write_began_ms_ = 0;
  std::int64_t last_ping_ms_ = steady_now_ms();
  std::int64_t last_slow_down_ms_ = 0;
  bool is_open_ = false;  // the handshake is done
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool is_pinging_ = false;
  bool close_sent_ = false;
  bool ended_ = false;
};

ChatSession::ChatSession(SharedState& state, WebSocketStart start)
    : state_(state),
      id_(++state.last_connection),
      upgrade_(std::move(start.upgrade)),
      slots_(std::move(start.slots)),
      ws_(std::move(start.socket), std::move(start.leftover), !upgrade_.bridge.empty()),
      client_rate_(limits()) {
  if (is_bridge()) bridge_rate_ = std::make_unique<BridgeRate>(limits());
}

std::size_t ChatSession::half_outbox() const {
  const auto bytes = is_bridge() ? limits().bridge_outbox_bytes : limits().client_outbox_bytes;
  return static_cast<std::size_t>(bytes) / 2;
}

bool ChatSession::is_full() {
  const auto owed = is_bridge() ? limits().bridge_owed_replies : limits().client_owed_replies;
  return owed_ >= owed || waiting_bytes() > half_outbox();
}

void ChatSession::accept() {
  state_.web_sockets.emplace(id_, shared_from_this());
  layer().owner = weak_from_this();
  layer().on_flushed = [this] {
    write_began_ms_ = layer().buffered() == 0 ? 0 : state_.now_ms;
    pump();
    read();
  };
  layer().on_bytes = [this] { check_frames(); };

  const auto bytes = is_bridge() ? limits().bridge_message_bytes : limits().client_message_bytes;
  ws_.read_message_max(static_cast<std::size_t>(bytes));
  ws_.auto_fragment(false);
  ws_.text(true);
  if (upgrade_.names_subprotocol) {
    ws_.set_option(
        beast::websocket::stream_base::decorator([](beast::websocket::response_type& response) {
          response.set(beast::http::field::sec_websocket_protocol, protocol::subprotocol);
        }));
  }
  // The request has been judged already (http_policy.hpp); what Beast needs to know of it is made
  // anew.
  beast::http::request<beast::http::empty_body> request(beast::http::verb::get, chat_path, 11);
  request.set(beast::http::field::host, "palpate");
  request.set(beast::http::field::connection, "upgrade");
  request.set(beast::http::field::upgrade, "websocket");
  request.set(beast::http::field::sec_websocket_version, "13");
  request.set(beast::http::field::sec_websocket_key, upgrade_.key);
  ws_.async_accept(request, [self = shared_from_this()](error_code error) {
    if (error || self->ended_) return self->end("handshake_failed");
    self->is_open_ = true;
    self->layer().watch_frames();
    self->state_.service->connected(self->id_, self->upgrade_.bridge);
    if (self->state_.logs(LogLevel::debug)) {
      self->state_.log(
          {LogLevel::debug,
           "connected",
           {{"connection", std::to_string(self->id_)}, {"bridge", self->upgrade_.bridge}}});
    }
    self->pump();
    if (self->closing_ms_ != 0) return self->send_close();
    self->read();
  });
}

void ChatSession::read() {
  if (is_reading_ || closing_ms_ != 0 || ended_ || !is_open_) return;
  if (is_full()) return layer().flush();
  is_reading_ = true;
  ws_.async_read(input_, [self = shared_from_this()](error_code error, std::size_t) {
    if (error) return self->end("closed_by_peer");
    if (self->closing_ms_ == 0) {
      const auto bytes = self->input_.cdata();
      self->handle_safely({static_cast<const char*>(bytes.data()), bytes.size()});
    }
    self->input_.clear();
    self->is_reading_ =
        false;  // not before: a reply that comes at once must not read over the frame
    self->read();
  });
}

// The one catch-all of a session: what goes wrong with one frame ends one connection, not the
// server.
void ChatSession::handle_safely(std::string_view frame) {
  try {
    handle(frame);
  } catch (const std::exception&) {
    // Not what(): it might hold what the patient wrote.
    state_.log({LogLevel::error, "frame_failed", {{"connection", std::to_string(id_)}}});
    drop("exception");
  }
}

void ChatSession::handle(std::string_view frame) {
  // During a drain nothing new begins: the client sends it again, with the same id, after it has
  // come back.
  if (state_.draining) return;
  if (!may_send(frame)) return slow_down(frame);
  ++owed_;
  if (!state_.service->receive(id_, frame) && ++bad_frames_ >= limits().bad_frames) {
    close(CloseCode::policy, "too many frames that are not well-formed");
  }
}

bool ChatSession::may_send(std::string_view frame) {
  const auto now_ms = steady_now_ms();
  if (!bridge_rate_) {
    if (client_rate_.take(now_ms)) return true;
    count_slow_down(now_ms);
    return false;
  }
  if (!bridge_rate_->take_any(now_ms)) {
    if (now_ms - last_slow_down_ms_ >= bridge_patience_ms) count_slow_down(now_ms);
    return false;
  }
  // A bridge speaks for many: one patient's haste must not cost the others their connection.
  return bridge_rate_->take(peek_string(frame, "conversation"), now_ms);
}

void ChatSession::count_slow_down(std::int64_t now_ms) {
  if (now_ms - last_slow_down_ms_ >= slow_down_memory_ms) slow_downs_ = 0;
  last_slow_down_ms_ = now_ms;
  ++slow_downs_;
}

void ChatSession::slow_down(std::string_view frame) {
  if (slow_downs_ >= limits().slow_downs) {
    return close(CloseCode::policy, "too many frames in a short time");
  }
  protocol::Failure failure;
  const auto parsed = protocol::parse_request(frame);
  if (const auto* request = std::get_if<protocol::Request>(&parsed)) {
    failure.reply_to = request->id;
    failure.conversation = request->conversation;
  } else {
    failure = std::get<protocol::Failure>(parsed);
  }
  failure.code = protocol::error_codes::slow_down;
  failure.message = "That was a lot at once. Please wait a moment and send it again.";
  queue(protocol::serialize(failure));
}

// What Beast lets pass (frame_watch.hpp); looked at whenever bytes have come.
void ChatSession::check_frames() {
  const FrameWatch& watch = layer().watch();
  if (watch.saw_binary()) close(CloseCode::unsupported, "text frames only");
  if (watch.frames() > static_cast<std::size_t>(limits().frames_per_message)) {
    close(CloseCode::policy, "too many frames in one message");
  }
}

void ChatSession::deliver(std::string frame) {
  if (owed_ > 0) --owed_;
  queue(std::move(frame));
  read();
}

void ChatSession::queue(std::string frame) {
  if (close_sent_ || ended_) return;
  outbox_bytes_ += frame.size();
  outbox_.push_back(std::move(frame));
  pump();
}

void ChatSession::pump() {
  if (is_writing_ || !is_open_ || ended_ || close_sent_) return;
  if (layer().buffered() >= SocketLayer::cork_bytes) return layer().flush();
  if (outbox_.empty()) {
    // Replies to frames that are here already go out together.
    if (!layer().has_input()) layer().flush();
    if (closing_ms_ != 0) send_close();
    return;
  }
  is_writing_ = true;
  if (write_began_ms_ == 0) write_began_ms_ = state_.now_ms;
  current_ = std::move(outbox_.front());
  outbox_.pop_front();
  ws_.async_write(asio::buffer(current_),
                  [self = shared_from_this()](error_code error, std::size_t) {
                    self->is_writing_ = false;
                    if (error) return self->end("write_failed");
                    self->wrote();
                  });
}

void ChatSession::wrote() {
  outbox_bytes_ -= current_.size();
  current_.clear();
  if (!is_bridge()) write_began_ms_ = 0;
  if (waiting_bytes() <= half_outbox()) over_half_ms_ = 0;
  pump();
  read();
}

void ChatSession::close(CloseCode code, std::string_view reason) {
  if (closing_ms_ != 0 || ended_) return;
  closing_ms_ = steady_now_ms();
  close_code_ = code;
  close_reason_ = reason;
  if (!is_writing_) pump();
}

void ChatSession::send_close() {
  if (close_sent_ || !is_open_ || ended_) return;
  close_sent_ = true;
  const beast::websocket::close_reason reason(
      static_cast<beast::websocket::close_code>(close_code_), close_reason_);
  ws_.async_close(reason, [self = shared_from_this()](error_code) { self->end("closed"); });
}

void ChatSession::drop(std::string_view why) {
  if (!ended_) end(why);
}

void ChatSession::end(std::string_view why) {
  if (ended_) return;
  const auto self = shared_from_this();  // the table below may be the last owner
  ended_ = true;
  layer().close();
  layer().on_flushed = nullptr;
  layer().on_bytes = nullptr;
  outbox_.clear();
  state_.web_sockets.erase(id_);
  slots_.clear();
  if (is_open_) state_.service->disconnected(id_);
  if (state_.logs(LogLevel::debug)) {
    state_.log({LogLevel::debug,
                "disconnected",
                {{"connection", std::to_string(id_)},
                 {"why", std::string(why)},
                 {"code", std::to_string(static_cast<unsigned>(close_code_))}}});
  }
}

void ChatSession::tick(std::int64_t now_ms) {
  if (ended_) return;
  const auto is_past = [now_ms](std::int64_t since_ms, std::int64_t limit_ms) {
    return since_ms != 0 && now_ms - since_ms >= limit_ms;
  };
  if (!is_open_ && is_past(began_ms_, limits().head_time_ms)) return drop("handshake_too_slow");
  if (is_past(closing_ms_, limits().close_time_ms)) return drop("close_not_answered");
  if (is_past(layer().closing_ms(), limits().close_time_ms)) return drop("close_not_answered");
  if (is_past(layer().last_read_ms(), limits().silence_ms)) return drop("silent");
  check_outbox(now_ms);
  if (ended_ || closing_ms_ != 0) return;
  // While replies are owed nothing is read, and a message that waits half-read is not the client's
  // fault.
  if (is_reading_ && is_past(layer().watch().began_ms(), limits().message_time_ms)) {
    close(CloseCode::policy, "the message took too long");
  }
  if (is_open_ && is_past(last_ping_ms_, limits().ping_ms)) ping(now_ms);
}

void ChatSession::check_outbox(std::int64_t now_ms) {
  if (waiting_bytes() <= half_outbox())
    over_half_ms_ = 0;
  else if (over_half_ms_ == 0)
    over_half_ms_ = now_ms;
  for (const auto since_ms : {over_half_ms_, write_began_ms_}) {
    if (since_ms != 0 && now_ms - since_ms >= limits().outbox_time_ms) return drop("does_not_read");
  }
}

void ChatSession::ping(std::int64_t now_ms) {
  if (is_pinging_) return;
  is_pinging_ = true;
  last_ping_ms_ = now_ms;
  ws_.async_ping({}, [self = shared_from_this()](error_code) {
    self->is_pinging_ = false;
    if (!self->ended_) self->layer().flush();
  });
}

}  // namespace

void start_web_socket(SharedState& state, WebSocketStart start) {
  std::make_shared<ChatSession>(state, std::move(start))->accept();
}

}  // namespace palpate::transport
