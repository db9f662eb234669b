// Clients that say exactly what a test wants, right or wrong: a plain socket, and WebSocket frames
// by hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palpate::tests {

/// A blocking TCP connection to the loopback. Reads give up after a few seconds, which fails the
/// test.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&& other) noexcept;

  /// False if the server has closed the connection.
  bool send(std::string_view bytes);
  /// One response: head and body. Empty if the server closed instead.
  std::string read_response(bool head_only = false);
  /// Everything until the server closes its side.
  std::string read_all();
  std::string read_exactly(std::size_t count);
  /// True if the server closes within `seconds` and says nothing more.
  bool is_closed(int seconds = 5);
  void shut_down();
  void close();

 private:
  bool fill(int seconds = 8);

  int socket_ = -1;
  std::string input_;
};

int status_of(std::string_view response);

struct Frame {
  int opcode = 0;
  std::string payload;
};

/// How a frame is spoilt.
struct FrameForm {
  int opcode = 1;
  bool is_final = true;
  bool is_masked = true;
  int reserved_bits = 0;
};

std::string encode_frame(std::string_view payload, FrameForm form = {});
std::string upgrade_request(std::string_view extra_fields = "");

/// A WebSocket spoken by hand.
class RawWebSocket {
 public:
  /// Shakes hands; throws if the server does not upgrade.
  explicit RawWebSocket(std::uint16_t port, std::string_view extra_fields = "",
                        int receive_buffer = 0);

  bool send(std::string_view text) { return client_.send(encode_frame(text)); }
  bool send_raw(std::string_view bytes) { return client_.send(bytes); }
  /// The next frame; nothing when the connection has ended. Answers no pings.
  std::optional<Frame> read_frame();
  /// The next text message. Empty when the connection has ended or was closed.
  std::string read_text();
  /// Reads until the close frame; its code, or 0 when the connection ended without one.
  int read_close_code();
  std::string close_reason() const { return close_reason_; }
  bool is_closed() { return client_.is_closed(); }
  RawClient& client() { return client_; }
  const std::string& handshake() const { return handshake_; }

 private:
  RawClient client_;
  std::string handshake_;
  int close_code_ = 0;
  std::string close_reason_;
};

}  // namespace palpate::tests
