// Any bytes are a frame or are refused; what was read reads the same after it is written.
#include <cstdlib>

#include "protocol/frames.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace palpate::protocol;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto parsed = parse_request(text);
  if (auto* request = std::get_if<Request>(&parsed)) {
    std::string written = serialize(*request);
    auto again = parse_request(written);
    if (!std::holds_alternative<Request>(again) || serialize(std::get<Request>(again)) != written)
      std::abort();
  } else {
    (void)serialize(std::get<Failure>(parsed));
  }
  (void)parse_reply(text);
  return 0;
}
