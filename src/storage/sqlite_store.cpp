#include "storage/sqlite_store.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <variant>

#include "storage/database_file.hpp"
#include "storage/turn_log.hpp"

namespace palpate {
namespace {

struct AppendCall {
  TurnRecord turn;
  std::optional<ConversationRecord> opening;
  ConversationStore::Appended done;
};
struct FindCall {
  std::function<Result<StoredConversation>(TurnLog&)> find;
  ConversationStore::Found done;
};
using Call = std::variant<AppendCall, FindCall>;

/// True if `error` concerns one turn, and not the transaction it is in.
bool is_about_one_turn(const Error& error) {
  return error.code == Errc::already_exists || error.code == Errc::not_found ||
         error.code == Errc::invalid_argument;
}

Error commit_failed(const Error& error) {
  // Whatever the database says, the caller has to know one thing: is it stored or not?
  const Errc code = error.code == Errc::unknown_result ? Errc::unknown_result : Errc::unavailable;
  return Error{code, error.message};
}

}  // namespace

/// The thread that owns the database, and its queue of calls.
class SqliteStore::Writer {
 public:
  Writer(DatabaseFile file, std::unique_ptr<TurnLog> log, const SqliteOptions& options, Post post)
      : file_(std::move(file)), log_(std::move(log)), options_(options), post_(std::move(post)) {
    sqlite3_wal_hook(file_.database.get(), &Writer::on_wal_grown, this);
    thread_ = std::thread([this] { run(); });
  }

  ~Writer() {
    {
      std::lock_guard guard(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
    log_.reset();  // its statements, before the database is closed
  }

  bool add(Call& call) {
    {
      std::lock_guard guard(mutex_);
      if (calls_.size() >= options_.max_queued_calls) return false;
      calls_.push_back(std::move(call));
    }
    wake_.notify_one();
    return true;
  }

  const std::array<std::uint8_t, 32>& secret() const { return file_.secret; }
  bool is_healthy() const { return healthy_.load(); }

 private:
  static int on_wal_grown(void* self, sqlite3*, const char*, int pages) {
    static_cast<Writer*>(self)->wal_pages_ = pages;
    return SQLITE_OK;
  }

  void run() {
    while (true) {
      std::vector<Call> batch = next_batch();
      if (!batch.empty()) {
        carry_out(batch);
        if (wal_pages_ >= options_.max_wal_pages) checkpoint();
      } else if (stopping_) {
        return;
      } else if (!healthy_) {
        if (log_->probe()) healthy_ = true;
      } else if (wal_pages_ > 0) {
        checkpoint();
      }
    }
  }

  /// Waits for calls; empty when it is time to stop or to use an idle moment.
  std::vector<Call> next_batch() {
    std::unique_lock lock(mutex_);
    auto is_due = [this] { return stopping_ || !calls_.empty(); };
    if (!healthy_) {
      wake_.wait_for(lock, std::chrono::milliseconds(options_.retry_ms), is_due);
    } else if (wal_pages_ > 0) {
      wake_.wait_for(lock, std::chrono::milliseconds(options_.idle_checkpoint_ms), is_due);
    } else {
      wake_.wait(lock, is_due);
    }
    std::vector<Call> batch;
    while (!calls_.empty() && batch.size() < options_.max_batch_turns) {
      batch.push_back(std::move(calls_.front()));
      calls_.pop_front();
    }
    return batch;
  }

  void carry_out(std::vector<Call>& batch) {
    std::vector<Result<void>> appended = append_all(batch);
    auto ready = std::make_shared<std::vector<std::function<void()>>>();
    ready->reserve(batch.size());
    std::size_t at = 0;
    for (Call& call : batch) {
      if (auto* append = std::get_if<AppendCall>(&call)) {
        ready->push_back(
            [done = std::move(append->done), result = std::move(appended[at++])] { done(result); });
      } else {
        auto& find = std::get<FindCall>(call);
        ready->push_back([done = std::move(find.done), found = find.find(*log_)] { done(found); });
      }
    }
    post_([ready] {
      for (const auto& completion : *ready) {
        try {
          completion();
        } catch (...) {
          // Its owner answers for it (ConversationService does). The others must still be called.
          continue;
        }
      }
    });
  }

  /// Every append of the batch in one transaction: all that can be stored are, or none is.
  std::vector<Result<void>> append_all(const std::vector<Call>& batch) {
    std::vector<Result<void>> results;
    std::optional<Error> failed;
    bool begun = false;
    bool wrote = false;
    for (const Call& call : batch) {
      const auto* append = std::get_if<AppendCall>(&call);
      if (append == nullptr) continue;
      if (!begun && !failed) {
        begun = true;
        if (auto result = log_->begin(); !result) failed = result.error();
      }
      results.push_back(failed ? Result<void>(*failed)
                               : log_->insert(append->turn, append->opening));
      if (failed || results.back() || is_about_one_turn(results.back().error())) {
        wrote = wrote || results.back();
        continue;
      }
      failed = results.back().error();
      log_->rollback();
    }
    if (begun && !failed) {
      if (auto result = log_->commit(); !result) failed = result.error();
    }
    if (wrote || failed) healthy_ = !failed;
    if (!failed) return results;
    for (Result<void>& result : results) {
      // A turn that is taken was so before this transaction, or by a turn of it that is gone now.
      result = commit_failed(*failed);
    }
    return results;
  }

  /// Folds the write-ahead log into the database. A failure shows again at the next commit or
  /// check-point.
  void checkpoint() {
    wal_pages_ = 0;
    int code = sqlite3_wal_checkpoint_v2(file_.database.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                         nullptr, nullptr);
    end_after_failed_sync(code);
  }

  DatabaseFile file_;
  std::unique_ptr<TurnLog> log_;
  SqliteOptions options_;
  Post post_;
  int wal_pages_ = 0;  // not yet folded in
  std::atomic<bool> healthy_ = true;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Call> calls_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path,
                                                       const SqliteOptions& options, Post post) {
  auto file = open_database_file(path, options);
  if (!file) return file.error();
  auto log = TurnLog::open(file->database.get());
  if (!log) return log.error();
  auto writer =
      std::make_unique<Writer>(std::move(*file), std::move(*log), options, std::move(post));
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(writer)));
}

SqliteStore::SqliteStore(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}
SqliteStore::~SqliteStore() = default;

void SqliteStore::append(TurnRecord turn, std::optional<ConversationRecord> opening,
                         Appended done) {
  Call call = AppendCall{std::move(turn), std::move(opening), std::move(done)};
  if (writer_->add(call)) return;
  std::get<AppendCall>(call).done(Error{Errc::unavailable, "too many calls wait for the database"});
}

void SqliteStore::find_by_token(const std::string& token_hash, Found done) {
  Call call = FindCall{[token_hash](TurnLog& log) { return log.find_by_token(token_hash); },
                       std::move(done)};
  if (writer_->add(call)) return;
  std::get<FindCall>(call).done(Error{Errc::unavailable, "too many calls wait for the database"});
}

void SqliteStore::find_by_bridge_key(const std::string& bridge, const std::string& bridge_key,
                                     Found done) {
  Call call = FindCall{
      [bridge, bridge_key](TurnLog& log) { return log.find_by_bridge_key(bridge, bridge_key); },
      std::move(done)};
  if (writer_->add(call)) return;
  std::get<FindCall>(call).done(Error{Errc::unavailable, "too many calls wait for the database"});
}

void SqliteStore::find_by_start(const std::string& bridge, const std::string& bridge_key,
                                const std::string& start_id, Found done) {
  Call call = FindCall{[bridge, bridge_key, start_id](TurnLog& log) {
                         return log.find_by_start(bridge, bridge_key, start_id);
                       },
                       std::move(done)};
  if (writer_->add(call)) return;
  std::get<FindCall>(call).done(Error{Errc::unavailable, "too many calls wait for the database"});
}

void SqliteStore::find(const std::string& id, Found done) {
  Call call = FindCall{[id](TurnLog& log) { return log.find(id); }, std::move(done)};
  if (writer_->add(call)) return;
  std::get<FindCall>(call).done(Error{Errc::unavailable, "too many calls wait for the database"});
}

const std::array<std::uint8_t, 32>& SqliteStore::secret() const {
  return writer_->secret();
}
bool SqliteStore::is_healthy() const {
  return writer_->is_healthy();
}

}  // namespace palpate
