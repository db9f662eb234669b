#include "storage/memory_store.hpp"

namespace palpate {

void MemoryStore::append(TurnRecord turn, std::optional<ConversationRecord> opening,
                         Appended done) {
  done(add(std::move(turn), std::move(opening)));
}

Result<void> MemoryStore::add(TurnRecord turn, std::optional<ConversationRecord> opening) {
  auto found = conversations_.find(turn.conversation);
  if (opening) {
    const std::array<std::string, 3> start{opening->bridge, opening->bridge_key, opening->start_id};
    if (found != conversations_.end() || id_by_token_.contains(opening->token_hash) ||
        id_by_start_.contains(start)) {
      return Error{Errc::already_exists, "this conversation is stored already"};
    }
    if (opening->id != turn.conversation || turn.turn != 1) {
      return Error{Errc::invalid_argument, "a conversation opens with its own first turn"};
    }
    id_by_token_[opening->token_hash] = opening->id;
    if (!opening->bridge.empty()) {
      id_by_bridge_key_[{opening->bridge, opening->bridge_key}] = opening->id;
      id_by_start_[start] = opening->id;
    }
    const std::string id = opening->id;
    conversations_[id] = {std::move(*opening), {std::move(turn)}};
    return {};
  }
  if (found == conversations_.end()) {
    return Error{Errc::not_found, "there is no such conversation"};
  }
  const auto last = static_cast<std::int64_t>(found->second.turns.size());
  if (turn.turn <= last) return Error{Errc::already_exists, "this turn is stored already"};
  if (turn.turn > last + 1) {
    return Error{Errc::invalid_argument, "the turn before this one is not stored"};
  }
  found->second.turns.push_back(std::move(turn));
  return {};
}

Result<StoredConversation> MemoryStore::load(const std::string& id) const {
  auto found = conversations_.find(id);
  if (found == conversations_.end()) {
    return Error{Errc::not_found, "there is no such conversation"};
  }
  return found->second;
}

void MemoryStore::find(const std::string& id, Found done) {
  done(load(id));
}

void MemoryStore::find_by_token(const std::string& token_hash, Found done) {
  auto found = id_by_token_.find(token_hash);
  done(load(found == id_by_token_.end() ? std::string() : found->second));
}

void MemoryStore::find_by_bridge_key(const std::string& bridge, const std::string& bridge_key,
                                     Found done) {
  auto found = id_by_bridge_key_.find({bridge, bridge_key});
  done(load(found == id_by_bridge_key_.end() ? std::string() : found->second));
}

void MemoryStore::find_by_start(const std::string& bridge, const std::string& bridge_key,
                                const std::string& start_id, Found done) {
  auto found = id_by_start_.find({bridge, bridge_key, start_id});
  done(load(found == id_by_start_.end() ? std::string() : found->second));
}

}  // namespace palpate
