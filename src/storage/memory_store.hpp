// Conversations in memory: for tests, and for trying a dialogue out. Gone when the process ends.
#pragma once

#include <map>
#include <unordered_map>

#include "conversation/ports.hpp"

namespace palpate {

/// Every call completes before it returns.
class MemoryStore : public ConversationStore {
 public:
  /// `secret` stands for the random bytes that a durable store makes once.
  explicit MemoryStore(std::array<std::uint8_t, 32> secret = {}) : secret_(secret) {}

  void append(TurnRecord turn, std::optional<ConversationRecord> opening, Appended done) override;
  void find_by_token(const std::string& token_hash, Found done) override;
  void find_by_bridge_key(const std::string& bridge, const std::string& bridge_key,
                          Found done) override;
  void find_by_start(const std::string& bridge, const std::string& bridge_key,
                     const std::string& start_id, Found done) override;
  void find(const std::string& id, Found done) override;
  const std::array<std::uint8_t, 32>& secret() const override { return secret_; }
  bool is_healthy() const override { return true; }

 private:
  Result<void> add(TurnRecord turn, std::optional<ConversationRecord> opening);
  Result<StoredConversation> load(const std::string& id) const;

  std::array<std::uint8_t, 32> secret_;
  std::unordered_map<std::string, StoredConversation> conversations_;
  std::unordered_map<std::string, std::string> id_by_token_;
  std::map<std::pair<std::string, std::string>, std::string> id_by_bridge_key_;
  std::map<std::array<std::string, 3>, std::string> id_by_start_;  // bridge, key, start_id
};

}  // namespace palpate
