// Every limit of the transport: its name, its default, and what it is for (see src/README.md,
// "Limits").
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace palpate::transport {

using Milliseconds = std::chrono::milliseconds;

/// Times are in milliseconds; a rate of 0 is no limit.
struct Limits {
  // HTTP
  std::int64_t head_bytes = 8 * 1024;
  std::int64_t head_fields = 64;
  std::int64_t target_bytes = 2 * 1024;
  std::int64_t body_bytes = 64 * 1024;
  std::int64_t head_time_ms = 10'000;
  std::int64_t body_time_ms = 10'000;
  std::int64_t keep_alive_ms = 15'000;
  std::int64_t requests_per_connection = 100;

  // connections
  std::int64_t connections = 10'000;
  std::int64_t connections_per_address = 20;
  std::int64_t connections_per_bridge = 16;
  std::int64_t refused_connections = 256;

  // WebSocket messages
  std::int64_t client_message_bytes = 16 * 1024;
  std::int64_t bridge_message_bytes = 256 * 1024;
  std::int64_t frames_per_message = 1024;
  std::int64_t message_time_ms = 10'000;
  std::int64_t bad_frames = 20;

  // rates
  std::int64_t client_rate = 5;
  std::int64_t client_burst = 20;
  std::int64_t client_per_minute = 100;
  std::int64_t bridge_rate = 2000;
  std::int64_t slow_downs = 3;

  // what waits for a client to read it
  std::int64_t client_outbox_bytes = 64 * 1024;
  std::int64_t bridge_outbox_bytes = 1024 * 1024;
  std::int64_t client_owed_replies = 16;
  std::int64_t bridge_owed_replies = 1024;
  std::int64_t outbox_time_ms = 15'000;

  // silence and goodbye
  std::int64_t ping_ms = 25'000;
  std::int64_t silence_ms = 75'000;
  std::int64_t close_time_ms = 2'000;
  std::int64_t store_down_ms = 30'000;
  std::int64_t shutdown_ms = 10'000;

  // how often all the times above are looked at
  std::int64_t tick_ms = 250;
};

/// A limit as an operator meets it.
struct NamedLimit {
  std::string_view name;  // "head-bytes"; the option is --limit-head-bytes
  std::int64_t Limits::* value;
  std::int64_t least;  // the smallest value that makes sense
  std::string_view help;
};

/// All of the above, in the order of the struct.
std::span<const NamedLimit> named_limits();

}  // namespace palpate::transport
