// The four ports through which the conversation service reaches the world: Clock, Random,
// ConversationStore, Wire.
//
// The service is single-threaded and never blocks. Production binds the ports to the system clock,
// getrandom, SQLite and sockets; a simulator binds them to one seeded queue.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace palpate {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Milliseconds since 1970, for stored rows.
  virtual std::int64_t now_ms() = 0;
  /// Milliseconds that never go back, for limits and timeouts.
  virtual std::int64_t steady_ms() = 0;
};

class Random {
 public:
  virtual ~Random() = default;
  /// Fills `bytes` from a source fit for secrets.
  virtual void fill(std::uint8_t* bytes, std::size_t count) = 0;
};

/// What is stored of a conversation once, with its first turn.
struct ConversationRecord {
  std::string id;          // 32 hex digits, random
  std::string token_hash;  // SHA-256 of the token, 64 hex digits; the token itself is never stored
  std::string bridge;      // name of the bridge that owns it, or empty
  std::string bridge_key;  // HMAC of the bridge's own conversation key, 64 hex digits, or empty
  std::string start_id;    // id of the frame that began it; unique under a bridge's key
  std::string dialogue;
  std::string version;
  std::string content_hash;
  std::string locale;
  std::string region;
  bool plain = false;
  std::int64_t created_ms = 0;

  friend bool operator==(const ConversationRecord&, const ConversationRecord&) = default;
};

/// One turn that changed a conversation. Append-only; (conversation, turn) is unique, and turns
/// count from 1 without a gap. Facts and options stand by name, so that a newer dialogue can replay
/// them.
struct TurnRecord {
  std::string conversation;
  std::int64_t turn = 0;
  std::string request_id;    // of the frame that made it; empty if it had none
  std::string request_hash;  // SHA-256 of the frame's meaning, to tell a retry from a reused id
  std::string event;         // one of turn_events
  std::string fact;  // answer, said, change; back: the fact taken back, empty for a change given up
  std::string value;  // answer, said: its JSON, as in palpate.v1; told, sign: one of several facts
  std::int64_t at_ms = 0;

  friend bool operator==(const TurnRecord&, const TurnRecord&) = default;
};

struct StoredConversation {
  ConversationRecord record;
  std::vector<TurnRecord> turns;  // by turn
};

/// Keeps conversations durably. Calls return at once; each completion is called exactly once, later
/// or before the call returns, on the thread that owns the service. Not thread-safe: one thread
/// calls it.
class ConversationStore {
 public:
  virtual ~ConversationStore() = default;

  using Appended = std::function<void(Result<void>)>;
  using Found = std::function<void(Result<StoredConversation>)>;

  /// Stores `turn`, and `opening` with it when it is the conversation's first. Success means that
  /// it is on the disk. Fails with already_exists (this turn, or this bridge's key with this
  /// start_id, is taken: load again and see),
  /// unavailable (nothing stored, may be tried again) or unknown_result (load before answering).
  virtual void append(TurnRecord turn, std::optional<ConversationRecord> opening,
                      Appended done) = 0;

  /// The conversation with this token hash, the newest of this bridge and key, or the one of them
  /// that began with the frame `start_id`. not_found is an ordinary answer.
  virtual void find_by_token(const std::string& token_hash, Found done) = 0;
  virtual void find_by_bridge_key(const std::string& bridge, const std::string& bridge_key,
                                  Found done) = 0;
  virtual void find_by_start(const std::string& bridge, const std::string& bridge_key,
                             const std::string& start_id, Found done) = 0;

  /// The conversation with this id.
  virtual void find(const std::string& id, Found done) = 0;

  /// 32 random bytes made with the store and kept in it: the key of every HMAC over a bridge's
  /// conversation keys.
  virtual const std::array<std::uint8_t, 32>& secret() const = 0;

  /// False while commits fail; then new conversations are refused and /readyz says so.
  virtual bool is_healthy() const = 0;
};

using ConnectionId = std::uint64_t;

/// Delivers frames to connected clients.
class Wire {
 public:
  virtual ~Wire() = default;
  /// Queues one text frame. A connection that is gone is not an error.
  virtual void deliver(ConnectionId connection, std::string frame) = 0;
};

}  // namespace palpate
