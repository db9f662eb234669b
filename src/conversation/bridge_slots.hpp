// Conversations as connections see them. Inside the room only.
#pragma once

#include <deque>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "conversation/ports.hpp"
#include "protocol/frames.hpp"

namespace palpate {

/// One conversation as one connection sees it. Its frames are carried out one after the other.
struct Slot {
  ConnectionId connection = 0;
  std::string bridge;        // empty on a single connection
  std::string key;           // the bridge's name for the conversation
  std::string conversation;  // id, once started or resumed
  std::string token;         // of a conversation that this connection started
  std::deque<protocol::Request> waiting;
  bool busy = false;
  std::uint64_t serial = 0;  // of the request that is carried out; no two requests have the same
  bool gone = false;         // the connection is
  bool ended = false;        // the last turn carried a result
  std::int64_t used_ms = 0;
};
using SlotPtr = std::shared_ptr<Slot>;

/// The conversations open on one bridge connection. Every operation takes the same time however
/// many there are, so that a full bridge is not a slow one.
class BridgeSlots {
 public:
  SlotPtr find(const std::string& key) const;
  void add(SlotPtr slot);

  /// `slot` got a frame; its used_ms is now.
  void use(const Slot& slot);

  /// A frame of `slot` was answered, or its conversation was taken away.
  void settle(const Slot& slot);

  /// Makes room for one more than `limit` - 1. Drops, longest unused first, one without a
  /// conversation that goes on, else one unused for `idle_ms`; false if there is none of either.
  /// What is dropped can be resumed.
  bool make_room(std::size_t limit, std::int64_t now_ms, std::int64_t idle_ms);

  template <class Use>
  void for_each(Use use) const {
    for (const auto& [key, place] : by_key_) use(*place.at);
  }

 private:
  using Order = std::list<SlotPtr>;  // the most recently used first
  struct Place {
    Order::iterator at;
    bool is_open = true;  // in open_, else in over_
  };

  void move(Place& place, bool to_open);
  void drop(Order& order, Order::iterator at);

  std::unordered_map<std::string, Place> by_key_;
  Order open_;
  Order over_;  // nothing goes on in them
};

}  // namespace palpate
