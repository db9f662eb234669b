// Conversations and turns as rows. Inside the room only; one thread uses it.
#pragma once

#include <optional>
#include <unordered_map>

#include "conversation/ports.hpp"
#include "storage/sqlite.hpp"

namespace palpate {

class TurnLog {
 public:
  /// Prepares every statement. `database` must outlive this.
  [[nodiscard]] static Result<std::unique_ptr<TurnLog>> open(sqlite3* database);

  /// Begins a transaction. Every failure of these three has rolled back; unknown_result means that
  /// even this failed.
  [[nodiscard]] Result<void> begin();
  [[nodiscard]] Result<void> commit();
  void rollback();

  /// Adds a row in the open transaction. already_exists, not_found and invalid_argument concern
  /// this turn alone; after any other failure the transaction is of no use.
  [[nodiscard]] Result<void> insert(const TurnRecord& turn,
                                    const std::optional<ConversationRecord>& opening);

  [[nodiscard]] Result<StoredConversation> find(const std::string& id);
  [[nodiscard]] Result<StoredConversation> find_by_token(const std::string& token_hash);
  [[nodiscard]] Result<StoredConversation> find_by_bridge_key(const std::string& bridge,
                                                              const std::string& bridge_key);
  [[nodiscard]] Result<StoredConversation> find_by_start(const std::string& bridge,
                                                         const std::string& bridge_key,
                                                         const std::string& start_id);

  /// Commits something small, to see whether commits work again.
  [[nodiscard]] Result<void> probe();

 private:
  /// The end of a conversation's chain.
  struct Tail {
    std::int64_t row = 0;  // conversations.id
    std::int64_t turn = 0;
    std::string chain;
  };
  static constexpr std::size_t max_tails =
      100'000;  // kept in memory; beyond it they are read again

  explicit TurnLog(sqlite3* database) : database_(database) {}

  Result<Tail> tail_of(const std::string& conversation);
  Result<Tail> open_conversation(const ConversationRecord& record);
  Result<StoredConversation> load(Statement& found);
  Result<StoredConversation> load_turns(std::int64_t row, ConversationRecord record);

  sqlite3* database_;
  std::unordered_map<std::string, Tail> tails_;
  Statement insert_conversation_, insert_turn_, select_tail_, select_turns_;
  Statement select_by_name_, select_by_token_, select_by_bridge_key_, select_by_start_,
      touch_probe_;
};

}  // namespace palpate
