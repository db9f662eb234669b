// What SqliteStore does when the disk, the file or another process does not do what it should.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "contract/store_contract.hpp"
#include "storage/fault_vfs.hpp"
#include "storage/sqlite_store.hpp"
#include "support/completion_queue.hpp"
#include "support/temporary_directory.hpp"

namespace palpate::testing {
namespace {

class SqliteFaults : public ::testing::Test {
 protected:
  SqliteFaults() {
    FaultVfs::install();
    options.vfs = "palpate-fault";
    options.retry_ms = 5;
  }

  void open() {
    store.reset();
    auto opened = SqliteStore::open(path, options, queue.poster());
    ASSERT_TRUE(opened) << opened.error().message;
    store = std::move(*opened);
  }
  Error open_error() {
    auto opened = SqliteStore::open(path, options, queue.poster());
    EXPECT_FALSE(opened);
    return opened ? Error{Errc::io_error, "opened"} : opened.error();
  }
  Result<void> append(const TurnRecord& turn,
                      std::optional<ConversationRecord> opening = std::nullopt) {
    std::optional<Result<void>> result;
    store->append(turn, std::move(opening), [&](Result<void> done) { result = std::move(done); });
    queue.run_until([&] { return result.has_value(); });
    return *result;
  }
  Result<StoredConversation> find(const std::string& id) {
    std::optional<Result<StoredConversation>> result;
    store->find(id, [&](Result<StoredConversation> done) { result = std::move(done); });
    queue.run_until([&] { return result.has_value(); });
    return *result;
  }
  void start_conversation() {
    ASSERT_EQ(outcome_of(append(example_turn("a", 1), example_conversation("a"))), "ok");
  }
  /// Runs SQL on the closed database, as somebody with an editor would.
  void edit(const char* sql) {
    store.reset();
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }
  void wait_until_healthy(bool healthy) {
    for (int tries = 0; tries < 2000 && store->is_healthy() != healthy; ++tries) ::usleep(1000);
    EXPECT_EQ(store->is_healthy(), healthy);
  }

  TemporaryDirectory directory;
  std::string path = directory.file("data/palpate.db");
  SqliteOptions options;
  CompletionQueue queue;
  std::unique_ptr<SqliteStore> store;
};

unsigned mode_of(const std::string& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

TEST_F(SqliteFaults, FilesAreForTheServerAlone) {
  open();
  start_conversation();
  EXPECT_EQ(mode_of(directory.file("data")), 0700U);
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    EXPECT_EQ(mode_of(path + suffix), 0600U) << suffix;
  }
}

TEST_F(SqliteFaults, AFullDiskAcknowledgesNothingAndRecoversByItself) {
  open();
  start_conversation();
  FaultVfs::disk_full = true;
  auto refused = append(example_turn("a", 2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_NE(refused.error().message.find("the disk is full"), std::string::npos)
      << refused.error().message;
  EXPECT_FALSE(store->is_healthy());
  EXPECT_EQ(find("a")->turns.size(), 1U);
  FaultVfs::disk_full = false;
  wait_until_healthy(true);
  EXPECT_EQ(outcome_of(append(example_turn("a", 2))), "ok");
  open();
  EXPECT_EQ(find("a")->turns.size(), 2U);
}

TEST_F(SqliteFaults, AFailedWriteIsNotAcknowledgedAndNothingBeforeItIsLost) {
  open();
  start_conversation();
  FaultVfs::write_fails = true;
  EXPECT_EQ(outcome_of(append(example_turn("a", 2))), "unavailable");
  FaultVfs::write_fails = false;
  EXPECT_EQ(outcome_of(append(example_turn("a", 2))), "ok");
  EXPECT_TRUE(store->is_healthy());
  open();
  EXPECT_EQ(find("a")->turns.size(), 2U);
}

TEST_F(SqliteFaults, AFailedSyncEndsTheProcess) {
  EXPECT_EXIT(
      {
        open();
        start_conversation();
        FaultVfs::sync_fails = true;
        (void)append(example_turn("a", 2));
        std::_Exit(1);
      },
      ::testing::ExitedWithCode(SqliteStore::exit_after_failed_sync),
      "palpate: the disk failed to sync the database; nothing more can be promised, so the "
      "process ends here");
  open();
  auto found = find("a");
  ASSERT_EQ(outcome_of(found), "ok");
  EXPECT_GE(found->turns.size(), 1U);  // what was acknowledged is there
}

TEST_F(SqliteFaults, ASecondProcessIsRefused) {
  open();
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::in_use);
  EXPECT_EQ(error.message, path + ": process " + std::to_string(::getpid()) +
                               " uses this database; stop it first, or choose another file");
  start_conversation();
  store.reset();
  open();
  EXPECT_EQ(outcome_of(find("a")), "ok");
}

TEST_F(SqliteFaults, ASecondProcessIsRefusedHoweverItNamesTheFile) {
  // The link is there before the file is, as when an operator prepares a volume.
  const std::string link = directory.file("link.db");
  std::filesystem::create_directory(directory.file("data"));
  std::filesystem::create_symlink("data/palpate.db", link);
  auto first = SqliteStore::open(link, options, queue.poster());
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(open_error().code, Errc::in_use);
  first->reset();
  open();
  auto second = SqliteStore::open(link, options, queue.poster());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::in_use);
  EXPECT_EQ(second.error().message,
            path + ": process " + std::to_string(::getpid()) +
                " uses this database; stop it first, or choose another file");
}

TEST_F(SqliteFaults, ALinkToItselfIsRefused) {
  path = directory.file("round.db");
  std::filesystem::create_symlink("round.db", path);
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::io_error);
  EXPECT_EQ(error.message, path + ": this path leads nowhere: Too many levels of symbolic links");
}

TEST_F(SqliteFaults, WhatSomebodyElseWroteIsReadAgain) {
  open();
  start_conversation();
  ASSERT_EQ(outcome_of(append(example_turn("a", 2))), "ok");
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other,
                         "INSERT INTO turns SELECT NULL, conversation, 3, request_id, request_hash,"
                         "event, fact, value, at_ms, chain FROM turns WHERE turn = 2",
                         nullptr, nullptr, nullptr),
            SQLITE_OK)
      << sqlite3_errmsg(other);
  sqlite3_close(other);
  EXPECT_EQ(outcome_of(append(example_turn("a", 3))), "already_exists");
  EXPECT_EQ(outcome_of(append(example_turn("a", 4))), "ok");
}

TEST_F(SqliteFaults, ACompletionThatThrowsLosesNoOther) {
  std::vector<std::function<void()>> posted;
  std::mutex mutex;
  auto opened = SqliteStore::open(path, options, [&](std::function<void()> batch) {
    std::lock_guard guard(mutex);
    posted.push_back(std::move(batch));
  });
  ASSERT_TRUE(opened);
  int called = 0;
  for (int at = 0; at < 20; ++at) {
    (*opened)->find("a", [&called](const Result<StoredConversation>&) {
      ++called;
      throw std::runtime_error("by the test");
    });
  }
  opened->reset();  // hands every completion over
  for (const auto& batch : posted) EXPECT_NO_THROW(batch());
  EXPECT_EQ(called, 20);
}

TEST_F(SqliteFaults, ANewerDatabaseIsRefused) {
  open();
  edit("PRAGMA user_version = 99");
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::newer_version);
  EXPECT_EQ(
      error.message,
      path + ": written by a newer Palpate (schema 99, this one knows 1); start the newer one");
}

TEST_F(SqliteFaults, AnotherProgramsDatabaseIsRefused) {
  std::filesystem::create_directory(directory.file("data"));
  edit("CREATE TABLE recipes(name)");
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::invalid_argument);
  EXPECT_EQ(error.message, path + ": this is the database of another program; choose another file");
}

TEST_F(SqliteFaults, AFileThatIsNoDatabaseIsRefused) {
  std::filesystem::create_directory(directory.file("data"));
  std::ofstream(path) << std::string(10'000, 'x');
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::corrupt);
  EXPECT_EQ(error.message, path +
                               ": file is not a database; restore a backup, or move the file "
                               "away to begin anew");
}

TEST_F(SqliteFaults, ADamagedDatabaseIsRefused) {
  open();
  for (int at = 0; at < 200; ++at) {
    const std::string id = "c" + std::to_string(at);
    ASSERT_EQ(outcome_of(append(example_turn(id, 1), example_conversation(id))), "ok");
  }
  store.reset();
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(0, std::ios::end);
  const auto size = static_cast<std::size_t>(file.tellp());
  file.seekp(static_cast<std::streamoff>(size / 2));
  file << std::string(size / 4, '\xff');
  file.close();
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::corrupt) << error.message;
}

TEST_F(SqliteFaults, AReadOnlyDatabaseIsRefused) {
  open();
  store.reset();
  FaultVfs::read_only = true;
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::io_error);
  EXPECT_EQ(error.message, path +
                               ": attempt to write a readonly database; give the server write "
                               "access to the file and its folder");
}

TEST_F(SqliteFaults, AFolderInPlaceOfTheFileIsRefused) {
  std::filesystem::create_directories(path);
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::io_error);
  EXPECT_EQ(error.message, path + ": this is a folder; name a file in it");
}

TEST_F(SqliteFaults, AFolderThatCannotBeMadeIsNamed) {
  std::ofstream(directory.file("data")) << "a file where the folder should be";
  Error error = open_error();
  EXPECT_EQ(error.code, Errc::io_error);
  EXPECT_EQ(error.message, path + ".lock: the lock file could not be opened: Not a directory");
}

TEST_F(SqliteFaults, AnAlteredTurnIsFound) {
  open();
  start_conversation();
  ASSERT_EQ(outcome_of(append(example_turn("a", 2))), "ok");
  ASSERT_EQ(outcome_of(append(example_turn("a", 3))), "ok");
  edit("UPDATE turns SET value = '99' WHERE turn = 2");
  open();
  auto found = find("a");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::corrupt);
  EXPECT_EQ(found.error().message,
            "conversation a: a stored turn was altered or is missing; it is not used");
}

TEST_F(SqliteFaults, AnAlteredConversationIsFound) {
  open();
  start_conversation();
  edit("UPDATE conversations SET region = 'US'");
  open();
  EXPECT_EQ(outcome_of(find("a")), "corrupt");
}

TEST_F(SqliteFaults, ARemovedTurnIsFound) {
  open();
  start_conversation();
  ASSERT_EQ(outcome_of(append(example_turn("a", 2))), "ok");
  ASSERT_EQ(outcome_of(append(example_turn("a", 3))), "ok");
  edit("DELETE FROM turns WHERE turn = 2");
  open();
  EXPECT_EQ(outcome_of(find("a")), "corrupt");
}

TEST_F(SqliteFaults, TheQueueHasALimit) {
  options.max_queued_calls = 0;
  open();
  auto refused = append(example_turn("a", 1), example_conversation("a"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_EQ(refused.error().message, "too many calls wait for the database");
  EXPECT_EQ(outcome_of(find("a")), "unavailable");
}

/// The turns in the database file itself, without its write-ahead log.
int turns_folded_in(const std::string& path) {
  const std::string copy = path + ".copy";
  std::filesystem::copy_file(path, copy, std::filesystem::copy_options::overwrite_existing);
  sqlite3* database = nullptr;
  sqlite3_stmt* count = nullptr;
  int turns = -1;
  if (sqlite3_open(copy.c_str(), &database) == SQLITE_OK &&
      sqlite3_prepare_v2(database, "SELECT count(*) FROM turns", -1, &count, nullptr) ==
          SQLITE_OK &&
      sqlite3_step(count) == SQLITE_ROW) {
    turns = sqlite3_column_int(count, 0);
  }
  sqlite3_finalize(count);
  sqlite3_close(database);
  return turns;
}

TEST_F(SqliteFaults, TheLogIsFoldedInWhenNothingComes) {
  options.idle_checkpoint_ms = 5;
  open();
  start_conversation();
  for (int tries = 0; tries < 2000 && turns_folded_in(path) != 1; ++tries) ::usleep(1000);
  EXPECT_EQ(turns_folded_in(path), 1);
}

TEST_F(SqliteFaults, ClosingCommitsWhatIsQueued) {
  open();
  start_conversation();
  int acknowledged = 0;
  for (int turn = 2; turn <= 100; ++turn) {
    store->append(example_turn("a", turn), std::nullopt,
                  [&](const Result<void>& done) { acknowledged += done ? 1 : 0; });
  }
  store.reset();
  queue.run_until([&] { return queue.size() == 0; });
  EXPECT_EQ(acknowledged, 99);
  open();
  EXPECT_EQ(find("a")->turns.size(), 100U);
}

}  // namespace
}  // namespace palpate::testing
