#include "transport/limits.hpp"

namespace palpate::transport {
namespace {

constexpr NamedLimit all_limits[] = {
    {"head-bytes", &Limits::head_bytes, 512, "request line and header fields together (else 431)"},
    {"head-fields", &Limits::head_fields, 8, "header fields of a request (else 431)"},
    {"target-bytes", &Limits::target_bytes, 64, "the target of a request (else 414)"},
    {"body-bytes", &Limits::body_bytes, 0, "the body of a request (else 413)"},
    {"head-time-ms", &Limits::head_time_ms, 10, "time for a request head, the WebSocket one too"},
    {"body-time-ms", &Limits::body_time_ms, 10, "time for a request body"},
    {"keep-alive-ms", &Limits::keep_alive_ms, 10, "an HTTP connection without a request"},
    {"requests-per-connection", &Limits::requests_per_connection, 1,
     "HTTP requests before the connection is closed"},
    {"connections", &Limits::connections, 1, "connections in all (else 503)"},
    {"connections-per-address", &Limits::connections_per_address, 1,
     "connections of one address, or of one IPv6 /64 (else 429)"},
    {"connections-per-bridge", &Limits::connections_per_bridge, 1,
     "connections with one bridge's name (else 429)"},
    {"refused-connections", &Limits::refused_connections, 0,
     "connections that are being told 429 or 503; more are dropped in silence"},
    {"client-message-bytes", &Limits::client_message_bytes, 256, "a client's message (else 1009)"},
    {"bridge-message-bytes", &Limits::bridge_message_bytes, 256, "a bridge's message (else 1009)"},
    {"frames-per-message", &Limits::frames_per_message, 1,
     "fragments and control frames within one message (else 1008)"},
    {"message-time-ms", &Limits::message_time_ms, 10, "time to finish a message (else 1008)"},
    {"bad-frames", &Limits::bad_frames, 1, "the frame not well-formed that closes with 1008"},
    {"client-rate", &Limits::client_rate, 0, "frames a second of a conversation; 0: no limit"},
    {"client-burst", &Limits::client_burst, 1, "frames at once of a conversation"},
    {"client-per-minute", &Limits::client_per_minute, 0,
     "frames a minute of a conversation; 0: no limit"},
    {"bridge-rate", &Limits::bridge_rate, 0, "frames a second of a bridge connection; 0: no limit"},
    {"slow-downs", &Limits::slow_downs, 1, "the `slow_down` that closes with 1008"},
    {"client-outbox-bytes", &Limits::client_outbox_bytes, 4096,
     "replies that wait for a client; reading stops at half"},
    {"bridge-outbox-bytes", &Limits::bridge_outbox_bytes, 4096,
     "replies that wait for a bridge; reading stops at half"},
    {"client-owed-replies", &Limits::client_owed_replies, 1,
     "a client's frames in work; reading stops there"},
    {"bridge-owed-replies", &Limits::bridge_owed_replies, 1,
     "a bridge's frames in work; reading stops there"},
    {"outbox-time-ms", &Limits::outbox_time_ms, 10,
     "time for an outbox over half to drain (else the connection is dropped)"},
    {"ping-ms", &Limits::ping_ms, 10, "between two pings of the server"},
    {"silence-ms", &Limits::silence_ms, 10, "without a byte from a client before it is dropped"},
    {"close-time-ms", &Limits::close_time_ms, 10, "time for a client to answer a close frame"},
    {"store-down-ms", &Limits::store_down_ms, 10,
     "the store cannot commit: then all are closed with 1013"},
    {"shutdown-ms", &Limits::shutdown_ms, 100, "from SIGTERM to the end"},
    {"tick-ms", &Limits::tick_ms, 1, "how often these times are looked at"},
};

}  // namespace

std::span<const NamedLimit> named_limits() {
  return all_limits;
}

}  // namespace palpate::transport
