// Open, receive, resume: the life of conversations between a client's frame and the stored turn.
//
// A turn is answered only after the store has it durably. At most one turn of a conversation is in
// flight; frames that arrive meanwhile wait, in order, up to a limit. Single-threaded; never
// blocks; never logs what a patient said.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "conversation/ports.hpp"
#include "dialog/dialog.hpp"
#include "protocol/frames.hpp"

namespace palpate {

/// The dialogues that a server offers; the first is the default.
using Dialogs = std::vector<std::shared_ptr<const Dialog>>;

struct ServiceLimits {
  std::size_t conversations_in_memory =
      100'000;  // beyond it, the longest unused are dropped and loaded on demand
  std::size_t conversations_per_bridge = 10'000;  // open at once on one bridge connection
  std::size_t waiting_frames = 16;                // of one conversation, behind the turn in flight
  std::size_t turns_per_conversation =
      500;  // misses and changes count; then only a new conversation helps
  std::int64_t bridge_idle_ms =
      30 * 60 * 1000;  // a bridge over its limit loses those unused for so long
};

/// What the service tells an operator, without a patient's words.
struct ServiceEvent {
  std::string_view event;  // "started", "answered" (any stored turn), "ended", "resumed",
                           // "store_failed", "failed" (a mistake of ours)
  std::string conversation;
  std::string node;         // where the conversation stands
  std::string disposition;  // when ended
  std::string detail;       // an Errc name
  std::string why;          // the Error's message: the store's words and ids only
};
using ServiceLog = std::function<void(const ServiceEvent&)>;

class ConversationService {
 public:
  /// Everything passed by reference must outlive the service. `clinic_phone` fills {CLINIC_PHONE}.
  ConversationService(Dialogs dialogs, ConversationStore& store, Clock& clock, Random& random,
                      Wire& wire, ServiceLimits limits, std::string clinic_phone, ServiceLog log);
  ~ConversationService();

  /// A client is there. `bridge` is the name of an authenticated bridge, or empty for a connection
  /// that carries one conversation.
  void connected(ConnectionId connection, const std::string& bridge);

  /// One text frame from a client; exactly one frame goes back through the Wire, at once or when
  /// the turn is stored. Returns false if the frame was not well-formed (bad_json, bad_frame),
  /// which the transport counts.
  bool receive(ConnectionId connection, std::string_view frame);

  /// The client is gone. Its conversations stay and can be resumed.
  void disconnected(ConnectionId connection);

  /// Turns whose reply is still owed; a drain waits for 0.
  std::size_t turns_in_flight() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace palpate
