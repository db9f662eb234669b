#include "conversation/bridge_slots.hpp"

#include <iterator>
#include <utility>

namespace palpate {

SlotPtr BridgeSlots::find(const std::string& key) const {
  auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : *found->second.at;
}

void BridgeSlots::add(SlotPtr slot) {
  open_.push_front(std::move(slot));
  by_key_[open_.front()->key] = Place{open_.begin(), true};
}

void BridgeSlots::use(const Slot& slot) {
  auto found = by_key_.find(slot.key);
  if (found != by_key_.end()) move(found->second, true);
}

void BridgeSlots::settle(const Slot& slot) {
  if (slot.busy || !slot.waiting.empty()) return;
  auto found = by_key_.find(slot.key);
  if (found == by_key_.end() || !found->second.is_open) return;
  if (slot.ended || slot.conversation.empty()) move(found->second, false);
}

bool BridgeSlots::make_room(std::size_t limit, std::int64_t now_ms, std::int64_t idle_ms) {
  if (by_key_.size() < limit) return true;
  if (!over_.empty()) {
    drop(over_, std::prev(over_.end()));
    return true;
  }
  for (auto at = open_.end(); at != open_.begin();) {
    const Slot& oldest = **--at;
    if (oldest.busy) continue;
    if (now_ms - oldest.used_ms < idle_ms) return false;  // and so are all before it
    drop(open_, at);
    return true;
  }
  return false;
}

void BridgeSlots::move(Place& place, bool to_open) {
  Order& from = place.is_open ? open_ : over_;
  Order& to = to_open ? open_ : over_;
  to.splice(to.begin(), from, place.at);
  place.is_open = to_open;
}

void BridgeSlots::drop(Order& order, Order::iterator at) {
  by_key_.erase((*at)->key);
  order.erase(at);
}

}  // namespace palpate
