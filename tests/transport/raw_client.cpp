#include "transport/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace palpate::tests {

RawClient::RawClient(std::uint16_t port, int receive_buffer) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_buffer > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
  }
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
}

RawClient::~RawClient() {
  close();
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), input_(std::move(other.input_)) {}

RawClient& RawClient::operator=(RawClient&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(input_, other.input_);
  return *this;
}

void RawClient::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void RawClient::shut_down() {
  ::shutdown(socket_, SHUT_WR);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawClient::fill(int seconds) {
  pollfd wanted{socket_, POLLIN, 0};
  if (::poll(&wanted, 1, seconds * 1000) <= 0) {
    throw std::runtime_error("the server said nothing for too long");
  }
  char bytes[16384];
  const auto got = ::recv(socket_, bytes, sizeof(bytes), 0);
  if (got <= 0) return false;
  input_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

std::string RawClient::read_exactly(std::size_t count) {
  while (input_.size() < count && fill()) {
  }
  auto result = input_.substr(0, count);
  input_.erase(0, count);
  return result;
}

std::string RawClient::read_response(bool head_only) {
  std::size_t end = 0;
  while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::exchange(input_, {});
  }
  end += 4;
  const auto length = input_.find("Content-Length: ");
  if (!head_only && length < end) end += std::stoul(input_.substr(length + 16));
  return read_exactly(end);
}

std::string RawClient::read_all() {
  while (fill()) {
  }
  return std::exchange(input_, {});
}

bool RawClient::is_closed(int seconds) {
  return input_.empty() && !fill(seconds);
}

int status_of(std::string_view response) {
  if (response.size() < 12) return 0;
  return std::stoi(std::string(response.substr(9, 3)));
}

std::string encode_frame(std::string_view payload, FrameForm form) {
  std::string frame;
  frame += static_cast<char>((form.is_final ? 0x80 : 0) | form.reserved_bits << 4 | form.opcode);
  const int mask_bit = form.is_masked ? 0x80 : 0;
  if (payload.size() < 126) {
    frame += static_cast<char>(mask_bit | static_cast<int>(payload.size()));
  } else {
    const bool is_short = payload.size() < 65536;
    frame += static_cast<char>(mask_bit | (is_short ? 126 : 127));
    for (int shift = is_short ? 8 : 56; shift >= 0; shift -= 8) {
      frame += static_cast<char>(payload.size() >> shift & 255U);
    }
  }
  if (!form.is_masked) return frame + std::string(payload);
  const std::string mask = "mask";
  frame += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ mask[i % 4]);
  }
  return frame;
}

std::string upgrade_request(std::string_view extra_fields) {
  return "GET /v1/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(extra_fields) + "\r\n";
}

RawWebSocket::RawWebSocket(std::uint16_t port, std::string_view extra_fields, int receive_buffer)
    : client_(port, receive_buffer) {
  client_.send(upgrade_request(extra_fields));
  handshake_ = client_.read_response(true);
  if (status_of(handshake_) != 101) throw std::runtime_error("no upgrade: " + handshake_);
}

std::optional<Frame> RawWebSocket::read_frame() {
  const auto header = client_.read_exactly(2);
  if (header.size() < 2) return std::nullopt;
  auto length = static_cast<std::size_t>(static_cast<unsigned char>(header[1]) & 127U);
  if (length >= 126) {
    std::size_t size = 0;
    for (const char c : client_.read_exactly(length == 126 ? 2 : 8)) {
      size = size << 8U | static_cast<unsigned char>(c);
    }
    length = size;
  }
  return Frame{static_cast<unsigned char>(header[0]) & 15, client_.read_exactly(length)};
}

std::string RawWebSocket::read_text() {
  while (auto frame = read_frame()) {
    if (frame->opcode == 1) return frame->payload;
    if (frame->opcode != 8) continue;
    if (frame->payload.size() >= 2) {
      close_code_ = static_cast<unsigned char>(frame->payload[0]) << 8 |
                    static_cast<unsigned char>(frame->payload[1]);
      close_reason_ = frame->payload.substr(2);
    }
    return "";
  }
  return "";
}

int RawWebSocket::read_close_code() {
  while (!read_text().empty()) {
  }
  return close_code_;
}

}  // namespace palpate::tests
