// A store that fails when a test says so, and completes when a test says so.
#pragma once

#include <deque>
#include <optional>

#include "conversation/ports.hpp"

namespace palpate::testing {

class FaultyStore : public ConversationStore {
 public:
  explicit FaultyStore(ConversationStore& inner) : inner_(inner) {}

  // Counted from 1 over all calls; 0 never.
  int fail_call = 0;
  int fail_calls = 1;  // so many in a row
  Errc failure = Errc::unavailable;
  bool commits_first = false;  // the failing append is stored all the same (unknown_result)
  bool holds = false;          // completions wait for release()
  bool healthy = true;
  int calls = 0;

  /// Makes the next call fail.
  void fail_next(Errc code, bool after_commit = false, int count = 1) {
    fail_call = calls + 1;
    fail_calls = count;
    failure = code;
    commits_first = after_commit;
  }

  void append(TurnRecord turn, std::optional<ConversationRecord> opening, Appended done) override {
    const bool fails = next_fails();
    std::optional<Result<void>> result;
    if (!fails || commits_first) {
      inner_.append(std::move(turn), std::move(opening), [&](Result<void> r) { result = r; });
    }
    if (fails) result = Error{failure, "by the test"};
    complete([done = std::move(done), result = *result] { done(result); });
  }
  void find_by_token(const std::string& token_hash, Found done) override {
    find_with([&](Found found) { inner_.find_by_token(token_hash, std::move(found)); },
              std::move(done));
  }
  void find_by_bridge_key(const std::string& bridge, const std::string& bridge_key,
                          Found done) override {
    find_with([&](Found found) { inner_.find_by_bridge_key(bridge, bridge_key, std::move(found)); },
              std::move(done));
  }
  void find_by_start(const std::string& bridge, const std::string& bridge_key,
                     const std::string& start_id, Found done) override {
    find_with(
        [&](Found found) { inner_.find_by_start(bridge, bridge_key, start_id, std::move(found)); },
        std::move(done));
  }
  void find(const std::string& id, Found done) override {
    find_with([&](Found found) { inner_.find(id, std::move(found)); }, std::move(done));
  }
  const std::array<std::uint8_t, 32>& secret() const override { return inner_.secret(); }
  bool is_healthy() const override { return healthy; }

  /// Completes what was held, and what that leads to.
  void release() {
    while (!held_.empty()) release_one();
  }
  void release_one() {
    auto next = std::move(held_.front());
    held_.pop_front();
    next();
  }
  std::size_t held() const { return held_.size(); }

 private:
  bool next_fails() {
    ++calls;
    return fail_call != 0 && calls >= fail_call && calls < fail_call + fail_calls;
  }
  template <class Call>
  void find_with(Call call, Found done) {
    std::optional<Result<StoredConversation>> result;
    if (next_fails()) {
      result = Error{failure, "by the test"};
    } else {
      call([&](Result<StoredConversation> found) { result = std::move(found); });
    }
    complete([done = std::move(done), result = *result] { done(result); });
  }
  void complete(std::function<void()> completion) {
    if (!holds) return completion();
    held_.push_back(std::move(completion));
  }

  ConversationStore& inner_;
  std::deque<std::function<void()>> held_;
};

}  // namespace palpate::testing
