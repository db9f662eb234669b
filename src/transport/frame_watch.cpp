#include "transport/frame_watch.hpp"

#include <algorithm>

namespace palpate::transport {
namespace {

constexpr unsigned final_bit = 0x80;
constexpr unsigned mask_bit = 0x80;
constexpr unsigned opcode_bits = 0x0f;
constexpr unsigned control_bit = 0x08;
constexpr unsigned binary_opcode = 0x02;
constexpr unsigned length_bits = 0x7f;

// The size of a header that begins with these two bytes (RFC 6455, 5.2).
std::size_t header_length(const unsigned char* header) {
  const unsigned length = header[1] & length_bits;
  return 2U + (length == 126 ? 2U : length == 127 ? 8U : 0U) + ((header[1] & mask_bit) ? 4U : 0U);
}

}  // namespace

void FrameWatch::see(std::string_view bytes, std::int64_t now_ms) {
  while (!bytes.empty()) {
    if (in_payload_) {
      const auto step = std::min<std::uint64_t>(payload_left_, bytes.size());
      payload_left_ -= step;
      bytes.remove_prefix(static_cast<std::size_t>(step));
      if (payload_left_ == 0) end_frame();
      continue;
    }
    // A message's time begins with its first byte, so that a header sent slowly counts as well.
    if (began_ms_ == 0) began_ms_ = now_ms;
    header_[header_size_++] = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    if (header_size_ >= 2 && header_size_ == header_length(header_)) end_header();
  }
}

void FrameWatch::end_header() {
  const unsigned opcode = header_[0] & opcode_bits;
  is_final_ = (header_[0] & final_bit) != 0;
  is_control_ = (opcode & control_bit) != 0;
  if (opcode == binary_opcode) saw_binary_ = true;
  payload_left_ = header_[1] & length_bits;
  if (payload_left_ >= 126) {
    const std::size_t count = payload_left_ == 126 ? 2 : 8;
    payload_left_ = 0;
    for (std::size_t i = 0; i < count; ++i) payload_left_ = payload_left_ << 8U | header_[2 + i];
  }
  header_size_ = 0;
  ++frames_;
  in_payload_ = true;
  if (payload_left_ == 0) end_frame();
}

void FrameWatch::end_frame() {
  in_payload_ = false;
  // A control frame between two messages opens none; one inside a message leaves it open.
  const bool is_alone = is_control_ && !message_open_;
  if (!is_control_) message_open_ = !is_final_;
  if (is_alone || !message_open_) {
    frames_ = 0;
    began_ms_ = 0;
  }
}

}  // namespace palpate::transport
