// The ports Clock and Random bound to this machine.
#pragma once

#include "conversation/ports.hpp"

namespace palpate::transport {

class SystemClock final : public Clock {
 public:
  std::int64_t now_ms() override;
  std::int64_t steady_ms() override;
};

/// getrandom(2). A machine without randomness cannot make tokens: the process ends.
class SystemRandom final : public Random {
 public:
  void fill(std::uint8_t* bytes, std::size_t count) override;
};

}  // namespace palpate::transport
