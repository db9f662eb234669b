// What every ConversationStore promises, as one suite.
//
// A store is tested through a Subject: `ConversationStore& store()`, `void run_until(done)`, and
// `void reopen()`, which closes and opens a durable store and does nothing for one in memory.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "conversation/ports.hpp"

namespace palpate::testing {

inline ConversationRecord example_conversation(const std::string& id) {
  ConversationRecord record;
  record.id = id;
  record.token_hash = "token of " + id;
  record.start_id = "start of " + id;
  record.dialogue = "back-pain";
  record.version = "1";
  record.content_hash = "abc";
  record.locale = "en";
  record.region = "UK";
  record.plain = true;
  record.created_ms = 1'700'000'000'000;
  return record;
}

inline TurnRecord example_turn(const std::string& conversation, std::int64_t number) {
  TurnRecord turn;
  turn.conversation = conversation;
  turn.turn = number;
  turn.request_id = "r" + std::to_string(number);
  turn.request_hash = "h" + std::to_string(number);
  turn.event = number == 1 ? "start" : "answer";
  turn.fact = number == 1 ? "" : "age";
  turn.value = number == 1 ? "" : std::to_string(number);
  turn.at_ms = 1'700'000'000'000 + number;
  return turn;
}

/// "ok", or the name of the failure.
template <class T>
std::string outcome_of(const Result<T>& result) {
  return result ? "ok" : std::string(name(result.error().code));
}

template <class Subject>
class StoreContract : public ::testing::Test {
 protected:
  Result<void> append(TurnRecord turn, std::optional<ConversationRecord> opening = std::nullopt) {
    std::optional<Result<void>> result;
    subject.store().append(std::move(turn), std::move(opening),
                           [&](Result<void> done) { result = std::move(done); });
    subject.run_until([&] { return result.has_value(); });
    return *result;
  }
  Result<void> open(const ConversationRecord& record) {
    return append(example_turn(record.id, 1), record);
  }
  template <class Call>
  Result<StoredConversation> found(Call call) {
    std::optional<Result<StoredConversation>> result;
    call([&](Result<StoredConversation> done) { result = std::move(done); });
    subject.run_until([&] { return result.has_value(); });
    return *result;
  }
  Result<StoredConversation> find(const std::string& id) {
    return found([&](auto done) { subject.store().find(id, done); });
  }
  Result<StoredConversation> find_by_token(const std::string& hash) {
    return found([&](auto done) { subject.store().find_by_token(hash, done); });
  }
  Result<StoredConversation> find_by_bridge_key(const std::string& bridge, const std::string& key) {
    return found([&](auto done) { subject.store().find_by_bridge_key(bridge, key, done); });
  }
  Result<StoredConversation> find_by_start(const std::string& bridge, const std::string& key,
                                           const std::string& start_id) {
    return found([&](auto done) { subject.store().find_by_start(bridge, key, start_id, done); });
  }

  Subject subject;
};

TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, GivesBackEveryFieldOfAConversationAndItsTurns) {
  const ConversationRecord record = example_conversation("a");
  ASSERT_EQ(outcome_of(this->open(record)), "ok");
  ASSERT_EQ(outcome_of(this->append(example_turn("a", 2))), "ok");
  this->subject.reopen();
  auto found = this->find("a");
  ASSERT_EQ(outcome_of(found), "ok");
  EXPECT_EQ(found->record, record);
  EXPECT_EQ(found->turns, (std::vector<TurnRecord>{example_turn("a", 1), example_turn("a", 2)}));
}

TYPED_TEST_P(StoreContract, KeepsTextsAsTheyAre) {
  ConversationRecord record = example_conversation("a");
  TurnRecord turn = example_turn("a", 1);
  turn.value = "{\"x\":\"\xC3\xA9 ' \\\" ; DROP TABLE turns; --\"}";
  turn.request_id = "\n\t\x01";
  ASSERT_EQ(outcome_of(this->append(turn, record)), "ok");
  this->subject.reopen();
  auto found = this->find("a");
  ASSERT_EQ(outcome_of(found), "ok");
  EXPECT_EQ(found->turns.front(), turn);
}

TYPED_TEST_P(StoreContract, ATurnThatIsTakenAlreadyExists) {
  ASSERT_EQ(outcome_of(this->open(example_conversation("a"))), "ok");
  ASSERT_EQ(outcome_of(this->append(example_turn("a", 2))), "ok");
  TurnRecord other = example_turn("a", 2);
  other.request_id = "another";
  EXPECT_EQ(outcome_of(this->append(other)), "already_exists");
  this->subject.reopen();
  EXPECT_EQ(outcome_of(this->append(other)), "already_exists");
  EXPECT_EQ(outcome_of(this->append(example_turn("a", 3))), "ok");
  EXPECT_EQ(this->find("a")->turns.at(1), example_turn("a", 2));
}

TYPED_TEST_P(StoreContract, TurnsHaveNoGaps) {
  ASSERT_EQ(outcome_of(this->open(example_conversation("a"))), "ok");
  EXPECT_EQ(outcome_of(this->append(example_turn("a", 3))), "invalid_argument");
  EXPECT_EQ(outcome_of(this->append(example_turn("a", 2))), "ok");
}

TYPED_TEST_P(StoreContract, AConversationOpensOnceAndWithItsFirstTurn) {
  ASSERT_EQ(outcome_of(this->open(example_conversation("a"))), "ok");
  EXPECT_EQ(outcome_of(this->open(example_conversation("a"))), "already_exists");
  ConversationRecord same_token = example_conversation("b");
  same_token.token_hash = "token of a";
  EXPECT_EQ(outcome_of(this->open(same_token)), "already_exists");
  EXPECT_EQ(outcome_of(this->append(example_turn("c", 2), example_conversation("c"))),
            "invalid_argument");
  EXPECT_EQ(outcome_of(this->find("b")), "not_found");
  EXPECT_EQ(outcome_of(this->find("c")), "not_found");
}

TYPED_TEST_P(StoreContract, ATurnNeedsItsConversation) {
  EXPECT_EQ(outcome_of(this->append(example_turn("nobody", 2))), "not_found");
}

TYPED_TEST_P(StoreContract, FindsByToken) {
  ASSERT_EQ(outcome_of(this->open(example_conversation("a"))), "ok");
  ASSERT_EQ(outcome_of(this->open(example_conversation("b"))), "ok");
  auto found = this->find_by_token("token of b");
  ASSERT_EQ(outcome_of(found), "ok");
  EXPECT_EQ(found->record.id, "b");
  EXPECT_EQ(outcome_of(this->find_by_token("")), "not_found");
  EXPECT_EQ(outcome_of(this->find_by_token("token of c")), "not_found");
}

TYPED_TEST_P(StoreContract, FindsTheNewestOfABridgesKey) {
  for (const char* id : {"a", "b"}) {
    ConversationRecord record = example_conversation(id);
    record.bridge = "sms";
    record.bridge_key = "k";
    ASSERT_EQ(outcome_of(this->open(record)), "ok");
  }
  ASSERT_EQ(outcome_of(this->open(example_conversation("no bridge"))), "ok");
  this->subject.reopen();
  auto found = this->find_by_bridge_key("sms", "k");
  ASSERT_EQ(outcome_of(found), "ok");
  EXPECT_EQ(found->record.id, "b");
  EXPECT_EQ(outcome_of(this->find_by_bridge_key("sms", "other")), "not_found");
  EXPECT_EQ(outcome_of(this->find_by_bridge_key("telegram", "k")), "not_found");
  EXPECT_EQ(outcome_of(this->find_by_bridge_key("", "")), "not_found");
  EXPECT_EQ(outcome_of(this->find("a")), "ok");
}

TYPED_TEST_P(StoreContract, OneStartOfABridgesKeyBeginsOneConversation) {
  ConversationRecord record = example_conversation("a");
  record.bridge = "sms";
  record.bridge_key = "k";
  record.start_id = "s";
  ASSERT_EQ(outcome_of(this->open(record)), "ok");
  ConversationRecord again = record;
  again.id = "b";
  again.token_hash = "token of b";
  EXPECT_EQ(outcome_of(this->open(again)), "already_exists");
  this->subject.reopen();
  EXPECT_EQ(outcome_of(this->open(again)), "already_exists");
  again.start_id = "s2";
  EXPECT_EQ(outcome_of(this->open(again)), "ok");
  auto found = this->find_by_start("sms", "k", "s");
  ASSERT_EQ(outcome_of(found), "ok");
  EXPECT_EQ(found->record, record);
  EXPECT_EQ(this->find_by_start("sms", "k", "s2")->record.id, "b");
  EXPECT_EQ(outcome_of(this->find_by_start("sms", "k", "s3")), "not_found");
  EXPECT_EQ(outcome_of(this->find_by_start("sms", "other", "s")), "not_found");
  EXPECT_EQ(outcome_of(this->find_by_start("telegram", "k", "s")), "not_found");
  // Without a bridge there is no key that a start could be taken under.
  for (const char* id : {"c", "d"}) {
    ConversationRecord single = example_conversation(id);
    single.start_id = "s";
    EXPECT_EQ(outcome_of(this->open(single)), "ok");
  }
  EXPECT_EQ(outcome_of(this->find_by_start("", "", "s")), "not_found");
}

TYPED_TEST_P(StoreContract, ManyCallsAtOnceAllCompleteInOrder) {
  std::vector<std::string> done;
  const int conversations = 50;
  const int turns = 10;
  for (int at = 0; at < conversations; ++at) {
    const std::string id = "c" + std::to_string(at);
    for (int turn = 1; turn <= turns; ++turn) {
      auto opening = turn == 1 ? std::optional(example_conversation(id)) : std::nullopt;
      this->subject.store().append(example_turn(id, turn), opening, [&done, id](Result<void> r) {
        done.push_back(id + " " + outcome_of(r));
      });
    }
  }
  this->subject.run_until([&] { return done.size() == conversations * turns; });
  for (std::size_t at = 0; at < done.size(); ++at) {
    EXPECT_EQ(done[at], "c" + std::to_string(at / turns) + " ok");
  }
  this->subject.reopen();
  for (int at = 0; at < conversations; ++at) {
    auto found = this->find("c" + std::to_string(at));
    ASSERT_EQ(outcome_of(found), "ok");
    EXPECT_EQ(found->turns.size(), std::size_t{turns});
  }
}

TYPED_TEST_P(StoreContract, TheSecretStaysTheSame) {
  const auto before = this->subject.store().secret();
  this->subject.reopen();
  EXPECT_EQ(this->subject.store().secret(), before);
  EXPECT_TRUE(this->subject.store().is_healthy());
}

REGISTER_TYPED_TEST_SUITE_P(StoreContract, GivesBackEveryFieldOfAConversationAndItsTurns,
                            KeepsTextsAsTheyAre, ATurnThatIsTakenAlreadyExists, TurnsHaveNoGaps,
                            AConversationOpensOnceAndWithItsFirstTurn, ATurnNeedsItsConversation,
                            FindsByToken, FindsTheNewestOfABridgesKey,
                            OneStartOfABridgesKeyBeginsOneConversation,
                            ManyCallsAtOnceAllCompleteInOrder, TheSecretStaysTheSame);

}  // namespace palpate::testing
