// A conversation in memory, shared by every connection that speaks in it. Inside the room only.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "conversation/ports.hpp"
#include "conversation/render.hpp"
#include "conversation/service.hpp"

namespace palpate {

class OpenConversation {
 public:
  /// Replays `stored`. The dialogue must be the one that its record names.
  OpenConversation(std::shared_ptr<const Dialog> dialog, StoredConversation stored,
                   const std::string& clinic_phone);

  const Dialog& dialog() const { return *dialog_; }
  const ConversationRecord& record() const { return stored_.record; }
  /// Who is spoken to in `state`: the language may have been changed.
  Audience audience(const State& state) const;
  const State& state() const { return state_; }
  std::int64_t turn() const { return static_cast<std::int64_t>(stored_.turns.size()); }

  /// The stored turn that the frame `request_id` made, or nothing.
  const TurnRecord* made_by(const std::string& request_id) const;

  /// Adds a turn that is stored now, and the state it led to. Like catch_up, it changes nothing if
  /// it throws.
  void advance(TurnRecord turn, State state);

  /// Takes over what somebody else has stored meanwhile, if it is more than is known here.
  void catch_up(StoredConversation stored);

  /// The reply that turn `number` was answered with, made again.
  protocol::Turn reply_of(std::int64_t number) const;

  /// The current turn. Origin::resumed or Origin::current.
  protocol::Turn current(Origin origin) const;

  bool has_ended() const;
  std::string node() const;         // where it stands
  std::string disposition() const;  // empty until it has ended

  // One turn is in flight; the next ones wait in order.
  bool busy = false;
  std::uint64_t holder = 0;  // the request whose turn it is, see Slot::serial
  std::deque<std::function<void()>> waiting;

 private:
  void take_over(StoredConversation stored);

  std::shared_ptr<const Dialog> dialog_;
  StoredConversation stored_;
  Audience audience_;
  State state_;
  State before_last_;  // for the reply to the last request, which is the one that is sent again
};

}  // namespace palpate
