// Lines of the input are frames of two clients and a bridge to one service, with reconnects in
// between: one frame in, one frame out, and nothing falls over.
#include <cstdlib>

#include "conversation/service.hpp"
#include "storage/memory_store.hpp"
#include "support/dialog_files.hpp"

namespace {

using namespace palpate;

struct StillClock : Clock {
  std::int64_t now_ms() override { return 1; }
  std::int64_t steady_ms() override { return 1; }
};
struct CountingRandom : Random {
  void fill(std::uint8_t* bytes, std::size_t count) override {
    for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(next++);
  }
  unsigned next = 0;
};
struct Counter : Wire {
  void deliver(ConnectionId, std::string frame) override {
    ++frames;
    if (frame.empty() || frame.front() != '{') std::abort();
  }
  std::size_t frames = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto dialog = std::make_shared<const Dialog>(test::small_dialog());
  MemoryStore store;
  StillClock clock;
  CountingRandom random;
  Counter wire;
  ConversationService service({dialog}, store, clock, random, wire, {}, "",
                              [](const ServiceEvent&) {});
  service.connected(0, "");
  service.connected(1, "");
  service.connected(2, "sms");
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::size_t sent = 0;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    ConnectionId connection = line.empty() ? 0 : static_cast<unsigned char>(line[0]) % 3;
    if (line == "!") {  // cut the first client off
      service.disconnected(0);
      service.connected(0, "");
      continue;
    }
    service.receive(connection, line.empty() ? line : line.substr(1));
    if (wire.frames != ++sent) std::abort();
  }
  if (service.turns_in_flight() != 0) std::abort();
  return 0;
}
