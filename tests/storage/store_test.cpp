#include "contract/store_contract.hpp"
#include "storage/memory_store.hpp"
#include "storage/sqlite_store.hpp"
#include "support/completion_queue.hpp"
#include "support/temporary_directory.hpp"

namespace palpate::testing {
namespace {

class MemorySubject {
 public:
  ConversationStore& store() { return store_; }
  void reopen() {}
  template <class Done>
  void run_until(Done done) {
    EXPECT_TRUE(done());
  }

 private:
  MemoryStore store_;
};

class SqliteSubject {
 public:
  SqliteSubject() { open(); }
  ConversationStore& store() { return *store_; }
  void reopen() {
    store_.reset();
    open();
  }
  template <class Done>
  void run_until(Done done) {
    queue_.run_until(done);
  }

 private:
  void open() {
    auto opened = SqliteStore::open(directory_.file("palpate.db"), {}, queue_.poster());
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }

  TemporaryDirectory directory_;
  CompletionQueue queue_;
  std::unique_ptr<SqliteStore> store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreContract, MemorySubject);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, SqliteSubject);

}  // namespace
}  // namespace palpate::testing
