#include "transport/system_ports.hpp"

#include <sys/random.h>

#include <boost/assert.hpp>
#include <cerrno>
#include <chrono>

namespace palpate::transport {
namespace {

template <class SomeClock>
std::int64_t milliseconds() {
  const auto since = SomeClock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

}  // namespace

std::int64_t SystemClock::now_ms() {
  return milliseconds<std::chrono::system_clock>();
}
std::int64_t SystemClock::steady_ms() {
  return milliseconds<std::chrono::steady_clock>();
}

void SystemRandom::fill(std::uint8_t* bytes, std::size_t count) {
  while (count > 0) {
    const auto got = ::getrandom(bytes, count, 0);
    if (got < 0 && errno == EINTR) continue;
    BOOST_ASSERT_MSG(got > 0, "getrandom failed");
    bytes += got;
    count -= static_cast<std::size_t>(got);
  }
}

}  // namespace palpate::transport
