// The conversations kept in memory. Inside the room only.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "conversation/open_conversation.hpp"

namespace palpate {

/// At most `limit` conversations, the longest unused dropped first; one that is busy is never
/// dropped.
class ConversationCache {
 public:
  explicit ConversationCache(std::size_t limit) : limit_(limit) {}

  /// The conversation, which counts as used now, or null.
  std::shared_ptr<OpenConversation> find(const std::string& id);
  void put(std::shared_ptr<OpenConversation> conversation);
  void drop(const std::string& id);
  std::size_t size() const { return entries_.size(); }

 private:
  using Entries = std::list<std::shared_ptr<OpenConversation>>;

  void make_room();

  std::size_t limit_;
  Entries entries_;  // the most recently used first
  std::unordered_map<std::string, Entries::iterator> by_id_;
};

}  // namespace palpate
