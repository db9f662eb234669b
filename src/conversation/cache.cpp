#include "conversation/cache.hpp"

namespace palpate {

std::shared_ptr<OpenConversation> ConversationCache::find(const std::string& id) {
  auto found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return *found->second;
}

void ConversationCache::put(std::shared_ptr<OpenConversation> conversation) {
  drop(conversation->record().id);
  make_room();
  entries_.push_front(std::move(conversation));
  by_id_[entries_.front()->record().id] = entries_.begin();
}

void ConversationCache::drop(const std::string& id) {
  auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  entries_.erase(found->second);
  by_id_.erase(found);
}

void ConversationCache::make_room() {
  std::size_t tries = entries_.size();
  while (entries_.size() >= limit_ && tries-- > 0) {
    auto oldest = std::prev(entries_.end());
    if ((*oldest)->busy) {
      entries_.splice(entries_.begin(), entries_, oldest);
      continue;
    }
    by_id_.erase((*oldest)->record().id);
    entries_.erase(oldest);
  }
}

}  // namespace palpate
