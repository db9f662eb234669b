// A closed-loop load generator: every conversation sends its next answer as soon as the last one is
// answered.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/script.hpp"

namespace palpate::bench {

struct LoadOptions {
  std::uint16_t port = 0;
  int connections = 1;
  int conversations = 1;  // of each connection; more than one: a bridge
  bool is_echo = false;   // talk to echo_server.cpp, with the same sizes
  double warm_up_seconds = 0.4;
  double seconds = 1.2;
};

struct LoadResult {
  double turns_per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double seconds = 0;
  std::uint64_t turns = 0;
};

constexpr const char* bridge_token = "benchmark-bridge-token-0123456789";

/// Connects, warms up, and measures. `on_measuring` is called when the measured time begins.
LoadResult run_load(const LoadOptions& options, const std::vector<Step>& script,
                    void (*on_measuring)(void*), void* context);

}  // namespace palpate::bench
