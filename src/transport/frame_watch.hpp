// Watches the frames of a WebSocket go by, header by header, for what Beast does not limit: how
// many frames a message is cut into, how long it takes, and that it is text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace palpate::transport {

/// Follows the bytes that a client sends after its handshake. Bytes that are not frames are Beast's
/// to refuse.
class FrameWatch {
 public:
  /// The next bytes, in the order in which they came. `now_ms` is of a steady clock.
  void see(std::string_view bytes, std::int64_t now_ms);

  /// Frames since the message that is open began, control frames included; 0 when none is open.
  std::size_t frames() const { return frames_; }
  /// When the open message began; 0 when none is open.
  std::int64_t began_ms() const { return began_ms_; }
  bool saw_binary() const { return saw_binary_; }

 private:
  void end_header();
  void end_frame();

  std::uint64_t payload_left_ = 0;  // of the frame whose header has been read
  unsigned char header_[14] = {};
  std::size_t header_size_ = 0;  // bytes of the header read so far
  bool in_payload_ = false;
  bool is_final_ = false;  // of the current frame
  bool is_control_ = false;
  bool saw_binary_ = false;
  bool message_open_ = false;  // a data frame without its last fragment
  std::size_t frames_ = 0;
  std::int64_t began_ms_ = 0;
};

}  // namespace palpate::transport
