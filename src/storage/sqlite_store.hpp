// Conversations in one SQLite file: the default store, without set-up.
//
// One thread owns the database. All appends that arrive while a commit runs go into the next one
// (group commit), and each completion is called after the commit that holds its turn has reached
// the disk. Turns are append-only rows in the order of arrival, each chained to the one before it
// by a hash, so that an altered row, or one missing between others, is found when it is read. The
// removal of a conversation's last turns is not found: that would take a write to a second page for
// every turn.
//
// A failed fsync ends the process with exit code 70: what the disk holds is not known after it, and
// no acknowledgement could be trusted. The supervisor restarts us, and SQLite recovers what was
// committed.
#pragma once

#include <memory>

#include "conversation/ports.hpp"

namespace palpate {

struct SqliteOptions {
  std::size_t max_queued_calls = 10'000;  // beyond it, calls fail with unavailable at once
  std::size_t max_batch_turns = 1'000;    // in one commit
  int busy_timeout_ms = 2'000;            // while a backup tool reads
  int idle_checkpoint_ms = 200;  // the write-ahead log is folded in when nothing came for so long
  int max_wal_pages = 20'000;    // ... or when it has grown to this, busy or not
  int retry_ms = 1'000;          // while commits fail, one is tried this often
  std::string vfs;               // SQLite VFS to use; empty: the system's. For fault tests
};

class SqliteStore : public ConversationStore {
 public:
  /// Runs completions on the thread that owns the service. Called from the store's thread. A
  /// completion that throws does not keep the others from being called.
  using Post = std::function<void(std::function<void()>)>;

  /// The exit code after a failed fsync.
  static constexpr int exit_after_failed_sync = 70;

  /// Opens or makes the database at `path`, whose folder is made (mode 0700) if it is missing.
  /// Fails with in_use (another process has it), newer_version, corrupt, or io_error; the message
  /// says what to do.
  [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::string& path,
                                                                 const SqliteOptions& options,
                                                                 Post post);

  /// Commits what is queued, and hands every completion to `post`, before it returns.
  ~SqliteStore() override;

  void append(TurnRecord turn, std::optional<ConversationRecord> opening, Appended done) override;
  void find_by_token(const std::string& token_hash, Found done) override;
  void find_by_bridge_key(const std::string& bridge, const std::string& bridge_key,
                          Found done) override;
  void find_by_start(const std::string& bridge, const std::string& bridge_key,
                     const std::string& start_id, Found done) override;
  void find(const std::string& id, Found done) override;
  const std::array<std::uint8_t, 32>& secret() const override;
  bool is_healthy() const override;

 private:
  class Writer;
  explicit SqliteStore(std::unique_ptr<Writer> writer);
  std::unique_ptr<Writer> writer_;
};

}  // namespace palpate
