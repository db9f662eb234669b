#include "bench/load.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string_view>

namespace palpate::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Conversation {
  std::size_t step = 0;
  std::int64_t turn = 0;
  std::uint64_t id = 0;
  Clock::time_point sent_at;
};

class Load;

struct Connection {
  int socket = -1;
  std::string input;
  std::string output;
  std::vector<Conversation> conversations;
  std::size_t next_echo = 0;  // an echo server answers in order
};

class Load {
 public:
  Load(const LoadOptions& options, const std::vector<Step>& script)
      : options_(options), script_(script) {}
  ~Load() {
    for (auto& connection : connections_) ::close(connection.socket);
    if (poll_ >= 0) ::close(poll_);
  }

  LoadResult run(void (*on_measuring)(void*), void* context);

 private:
  void connect_all();
  void open(Connection& connection);
  void send_next(Connection& connection, std::size_t index);
  void flush(Connection& connection);
  void read(Connection& connection);
  void take(Connection& connection, std::string_view reply);
  std::size_t conversation_of(Connection& connection, std::string_view reply);

  const LoadOptions& options_;
  const std::vector<Step>& script_;
  std::vector<Connection> connections_;
  std::vector<float> latencies_ms_;
  std::string text_;
  int poll_ = -1;
  bool is_measuring_ = false;
};

// Masked with zeros, which leaves the payload as it is.
void append_frame(std::string& out, std::string_view payload) {
  out += '\x81';
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | static_cast<int>(payload.size()));
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8U & 255U);
    out += static_cast<char>(payload.size() & 255U);
  }
  out.append(4, '\0');
  out += payload;
}

void Load::open(Connection& connection) {
  connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(options_.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("the server takes no connection");
  }
  const int yes = 1;
  ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  std::string request =
      "GET /v1/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  if (options_.conversations > 1)
    request += "Authorization: Bearer " + std::string(bridge_token) + "\r\n";
  request += "\r\n";
  ::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL);
  std::string reply;
  while (reply.find("\r\n\r\n") == std::string::npos) {
    char bytes[1024];
    const auto got = ::recv(connection.socket, bytes, sizeof(bytes), 0);
    if (got <= 0) throw std::runtime_error("the server closed a handshake");
    reply.append(bytes, static_cast<std::size_t>(got));
  }
  if (!reply.starts_with("HTTP/1.1 101"))
    throw std::runtime_error("the server refused: " + reply.substr(0, 60));
  ::fcntl(connection.socket, F_SETFL, O_NONBLOCK);
}

void Load::connect_all() {
  poll_ = ::epoll_create1(EPOLL_CLOEXEC);
  connections_.resize(static_cast<std::size_t>(options_.connections));
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    Connection& connection = connections_[i];
    open(connection);
    connection.conversations.resize(static_cast<std::size_t>(options_.conversations));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, connection.socket, &event);
    for (std::size_t n = 0; n < connection.conversations.size(); ++n) {
      connection.conversations[n].step = script_.size();  // the start frame comes first
      send_next(connection, n);
      if (n % 64 == 63) flush(connection);
    }
    flush(connection);
  }
}

void Load::send_next(Connection& connection, std::size_t index) {
  Conversation& conversation = connection.conversations[index];
  conversation.sent_at = Clock::now();
  if (options_.is_echo) {
    const Step& step = script_[conversation.step % script_.size()];
    text_ = std::to_string(1'000'000 + step.reply_bytes).substr(1);
    text_.resize(std::max<std::size_t>(step.request_bytes, 6), 'x');
  } else {
    const bool is_start = conversation.step == script_.size();
    text_ = is_start ? R"({"type":"start",)" : script_[conversation.step].begin;
    if (options_.conversations > 1) text_ += "\"conversation\":\"c" + std::to_string(index) + "\",";
    text_ += "\"id\":\"" + std::to_string(++conversation.id) + "\"";
    const bool is_answer = !is_start && conversation.step + 1 < script_.size();
    if (is_answer) text_ += ",\"turn\":" + std::to_string(conversation.turn);
    text_ += is_start ? "}" : script_[conversation.step].end;
  }
  append_frame(connection.output, text_);
}

void Load::flush(Connection& connection) {
  std::string_view rest = connection.output;
  while (!rest.empty()) {
    const auto sent = ::send(connection.socket, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) {
      read(connection);  // both sides must never wait for the other one to read
      continue;
    }
    if (sent <= 0) throw std::runtime_error("the server closed a connection");
    rest.remove_prefix(static_cast<std::size_t>(sent));
    connection.output.erase(0, static_cast<std::size_t>(sent));
    rest = connection.output;
  }
}

std::size_t Load::conversation_of(Connection& connection, std::string_view reply) {
  if (options_.conversations == 1) return 0;
  if (options_.is_echo) return connection.next_echo++ % connection.conversations.size();
  constexpr std::string_view key = "\"conversation\":\"c";
  const auto at = reply.find(key);
  if (at == std::string_view::npos) throw std::runtime_error("a reply without its conversation");
  return static_cast<std::size_t>(std::atoi(reply.data() + at + key.size()));
}

void Load::take(Connection& connection, std::string_view reply) {
  if (!options_.is_echo && reply.substr(0, 60).find("\"error\"") != std::string_view::npos) {
    throw std::runtime_error("the server answered with " + std::string(reply.substr(0, 200)));
  }
  const auto index = conversation_of(connection, reply);
  Conversation& conversation = connection.conversations[index];
  if (is_measuring_) {
    const std::chrono::duration<float, std::milli> took = Clock::now() - conversation.sent_at;
    latencies_ms_.push_back(took.count());
  }
  ++conversation.turn;
  conversation.step = conversation.step + 1 >= script_.size() ? 0 : conversation.step + 1;
  send_next(connection, index);
}

void Load::read(Connection& connection) {
  char bytes[65536];
  const auto got = ::recv(connection.socket, bytes, sizeof(bytes), 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) throw std::runtime_error("the server closed a connection");
  connection.input.append(bytes, static_cast<std::size_t>(got));
  std::string_view rest = connection.input;
  while (rest.size() >= 2) {
    std::size_t header = 2;
    auto size = static_cast<std::size_t>(static_cast<unsigned char>(rest[1]) & 127U);
    if (size >= 126) {
      const std::size_t count = size == 126 ? 2 : 8;
      header += count;
      if (rest.size() < header) break;
      size = 0;
      for (std::size_t i = 0; i < count; ++i)
        size = size << 8U | static_cast<unsigned char>(rest[2 + i]);
    }
    if (rest.size() < header + size) break;
    const bool is_text = (rest[0] & 15) == 1;
    if (is_text) take(connection, rest.substr(header, size));
    rest.remove_prefix(header + size);
  }
  connection.input.erase(0, connection.input.size() - rest.size());
}

LoadResult Load::run(void (*on_measuring)(void*), void* context) {
  connect_all();
  const auto began = Clock::now();
  const auto measure_at = began + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(options_.warm_up_seconds));
  const auto end_at = measure_at + std::chrono::duration_cast<Clock::duration>(
                                       std::chrono::duration<double>(options_.seconds));
  auto measured_from = began;
  latencies_ms_.reserve(1U << 20U);
  std::vector<epoll_event> events(1024);
  while (true) {
    const auto now = Clock::now();
    if (!is_measuring_ && now >= measure_at) {
      is_measuring_ = true;
      measured_from = now;
      on_measuring(context);
    }
    if (now >= end_at) break;
    const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 100);
    for (int i = 0; i < count; ++i) {
      Connection& connection = connections_[events[static_cast<std::size_t>(i)].data.u64];
      read(connection);
      flush(connection);
    }
  }
  LoadResult result;
  result.turns = latencies_ms_.size();
  result.seconds = std::chrono::duration<double>(Clock::now() - measured_from).count();
  result.turns_per_second = static_cast<double>(result.turns) / result.seconds;
  if (latencies_ms_.empty()) return result;
  std::sort(latencies_ms_.begin(), latencies_ms_.end());
  result.p50_ms = static_cast<double>(latencies_ms_[latencies_ms_.size() / 2]);
  result.p99_ms = static_cast<double>(latencies_ms_[latencies_ms_.size() * 99 / 100]);
  return result;
}

}  // namespace

LoadResult run_load(const LoadOptions& options, const std::vector<Step>& script,
                    void (*on_measuring)(void*), void* context) {
  return Load(options, script).run(on_measuring, context);
}

}  // namespace palpate::bench
