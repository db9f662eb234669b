// Resuming, several connections on one conversation, and bridges.
#include <algorithm>

#include "conversation/service_rig.hpp"

namespace palpate::testing {
namespace {

class Resume : public ::testing::Test {
 protected:
  Resume() { server.connect(1); }

  MemoryStore memory;
  FaultyStore store{memory};
  Server server{store};
};

TEST_F(Resume, GivesTheCurrentTurnAndTheTranscript) {
  const std::string token = server.turn(1, start("s")).token;
  server.turn(1, answer("a1", 1, "\"pain_now\""));
  server.service->disconnected(1);
  server.connect(2);
  auto turn = server.turn(2, resume("r", token));
  EXPECT_EQ(turn.reply_to, "r");
  EXPECT_EQ(turn.turn, 2);
  EXPECT_EQ(turn.token, "");
  EXPECT_EQ(turn.ask->fact, "alarm");
  EXPECT_EQ(turn.messages.at(0).id, "resumed");
  ASSERT_EQ(turn.transcript.size(), 1U);
  EXPECT_EQ(turn.transcript[0].question, "What brings you here?");
  EXPECT_EQ(turn.transcript[0].answer, "I have pain now");
  EXPECT_EQ(server.turn(2, answer("a2", 2, "[]")).ask->fact, "age");
}

TEST_F(Resume, WorksInAnotherProcess) {
  const std::string token = server.turn(1, start("s")).token;
  const std::string first = server.send(1, answer("a1", 1, "\"pain_now\""));
  Server other{store, {}, 7};
  other.connect(5);
  EXPECT_EQ(other.turn(5, resume("r", token)).turn, 2);
  EXPECT_EQ(other.send(5, answer("a1", 1, "\"pain_now\"")), first);
}

TEST_F(Resume, WrongForeignAndEmptyTokensGetTheSameReply) {
  server.turn(1, start("s"));
  server.connect(2);
  const std::string reply =
      R"({"type":"error","reply_to":"r","code":"unknown_token",)"
      R"("message":"There is no such conversation. Send \"start\" to begin one."})";
  for (const char* token : {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1"}) {
    EXPECT_EQ(server.send(2, resume("r", token)), reply) << token;
  }
}

TEST_F(Resume, ASingleConnectionStaysWithItsConversation) {
  const std::string token = server.turn(1, start("s")).token;
  server.connect(2);
  const std::string other = server.turn(2, start("s")).token;
  EXPECT_EQ(server.code(1, resume("r", other)), "already_started");
  EXPECT_EQ(server.turn(1, resume("r", token)).turn, 1);
}

TEST_F(Resume, TwoTabsShareOneConversation) {
  const std::string token = server.turn(1, start("s")).token;
  server.connect(2);
  server.turn(2, resume("r", token));
  server.turn(1, answer("a1", 1, "\"pain_now\""));
  auto parsed = protocol::parse_reply(server.send(2, answer("b1", 1, "\"none\"")));
  const auto* failure = std::get_if<protocol::Failure>(&parsed);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->code, "stale_turn");
  EXPECT_EQ(failure->turn->ask->fact, "alarm");
}

TEST_F(Resume, TwoServersMeetAtTheTurnNumber) {
  const std::string token = server.turn(1, start("s")).token;
  Server other{store, {}, 7};
  other.connect(5);
  other.turn(5, resume("r", token));
  server.turn(1, answer("a1", 1, "\"pain_now\""));
  auto parsed = protocol::parse_reply(other.send(5, answer("b1", 1, "\"none\"")));
  const auto* failure = std::get_if<protocol::Failure>(&parsed);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->code, "stale_turn");
  EXPECT_EQ(failure->turn->turn, 2);
  EXPECT_EQ(failure->turn->ask->fact, "alarm");
  EXPECT_EQ(other.turn(5, answer("b2", 2, "[]")).turn, 3);
}

TEST_F(Resume, ARetryAtAnotherServerIsARetry) {
  const std::string token = server.turn(1, start("s")).token;
  Server other{store, {}, 7};
  other.connect(5);
  other.turn(5, resume("r", token));
  const std::string first = server.send(1, answer("a1", 1, "\"pain_now\""));
  EXPECT_EQ(other.send(5, answer("a1", 1, "\"pain_now\"")), first);
}

TEST_F(Resume, WhatIsDroppedFromMemoryComesBackFromTheStore) {
  Server small{store, ServiceLimits{.conversations_in_memory = 1}, 7};
  std::vector<std::string> tokens;
  for (ConnectionId connection = 1; connection <= 5; ++connection) {
    small.connect(connection);
    tokens.push_back(small.turn(connection, start("s")).token);
  }
  for (ConnectionId connection = 1; connection <= 5; ++connection) {
    EXPECT_EQ(small.turn(connection, answer("a1", 1, "\"pain_now\"")).ask->fact, "alarm");
    EXPECT_EQ(small.turn(connection, start("s")).token, tokens[connection - 1]);
  }
}

class Bridge : public ::testing::Test {
 protected:
  Bridge() { server.connect(1, "sms"); }

  MemoryStore memory;
  FaultyStore store{memory};
  Server server{store};
};

TEST_F(Bridge, CarriesManyConversations) {
  for (const char* key : {"anna", "bert"}) {
    auto turn = server.turn(1, with_key(key, start("s")));
    EXPECT_EQ(turn.conversation, key);
    EXPECT_EQ(turn.turn, 1);
    EXPECT_EQ(turn.token, "");
  }
  EXPECT_EQ(server.turn(1, with_key("anna", answer("a", 1, "\"none\""))).turn, 2);
  EXPECT_EQ(server.turn(1, with_key("bert", plain_frame("why", "w"))).turn, 1);
}

TEST_F(Bridge, NamesTheConversationInEveryFrame) {
  EXPECT_EQ(server.send(1, start("s")),
            R"({"type":"error","reply_to":"s","code":"missing_conversation",)"
            R"("message":"A bridge names its \"conversation\" in every frame."})");
  EXPECT_EQ(server.send(1, with_key("k", plain_frame("back", "b"))),
            R"({"type":"error","reply_to":"b","conversation":"k","code":"not_started",)"
            R"("message":"Send \"start\" or \"resume\" first."})");
}

TEST_F(Bridge, ResumesByItsKey) {
  server.turn(1, with_key("k", start("s")));
  server.turn(1, with_key("k", answer("a", 1, "\"none\"")));
  server.service->disconnected(1);
  Server other{store, {}, 7};
  other.connect(3, "sms");
  EXPECT_EQ(other.turn(3, with_key("k", plain_frame("resume", "r"))).turn, 2);
  EXPECT_EQ(other.code(3, with_key("unknown", plain_frame("resume", "r"))), "unknown_token");
  other.connect(4, "telegram");
  EXPECT_EQ(other.code(4, with_key("k", plain_frame("resume", "r"))), "unknown_token");
}

TEST_F(Bridge, ANewStartSupersedesTheOldConversation) {
  server.turn(1, with_key("k", start("s1")));
  server.turn(1, with_key("k", answer("a", 1, "\"none\"")));
  EXPECT_EQ(server.turn(1, with_key("k", start("s2"))).turn, 1);
  Server other{store, {}, 7};
  other.connect(3, "sms");
  EXPECT_EQ(other.turn(3, with_key("k", plain_frame("resume", "r"))).turn, 1);
}

TEST_F(Bridge, ARetriedStartIsTheSameConversation) {
  const std::string first = server.send(1, with_key("k", start("s1")));
  server.turn(1, with_key("k", answer("a", 1, "\"none\"")));
  EXPECT_EQ(server.send(1, with_key("k", start("s1"))), first);
  Server other{store, {}, 7};
  other.connect(3, "sms");
  EXPECT_EQ(other.send(3, with_key("k", start("s1"))), first);
  EXPECT_EQ(other.turn(3, with_key("k", answer("b", 2, "[]"))).turn, 3);
  EXPECT_EQ(other.code(3, with_key("k", R"({"type":"start","id":"s1","locale":"xx"})")),
            "id_reused");
}

TEST_F(Bridge, AStartOverTwoConnectionsAtOnceIsCarriedOutOnce) {
  server.connect(2, "sms");
  store.holds = true;
  server.service->receive(1, with_key("k", start("s1")));
  server.service->receive(2, with_key("k", start("s1")));
  store.release();
  store.holds = false;
  ASSERT_EQ(server.wire.frames[2].size(), 1U);
  EXPECT_EQ(server.wire.frames[1], server.wire.frames[2]);
  EXPECT_EQ(server.turn(1, with_key("k", answer("a", 1, "\"none\""))).turn, 2);
  EXPECT_EQ(server.turn(2, with_key("k", plain_frame("why", "w"))).turn, 2);
  EXPECT_EQ(std::count(server.log.begin(), server.log.end(), "started ask_state"), 1);
}

TEST_F(Bridge, ALateRetryOfAnOldStartBringsNothingBack) {
  const std::string first = server.send(1, with_key("k", start("s1")));
  server.turn(1, with_key("k", start("s2")));
  server.turn(1, with_key("k", answer("a", 1, "\"none\"")));
  EXPECT_EQ(server.send(1, with_key("k", start("s1"))), first);
  EXPECT_EQ(server.turn(1, with_key("k", plain_frame("why", "w"))).turn, 2);
  server.connect(2, "sms");
  EXPECT_EQ(server.send(2, with_key("k", start("s1"))), first);
  EXPECT_EQ(server.code(2, with_key("k", plain_frame("why", "w"))), "not_started");
  EXPECT_EQ(server.turn(2, with_key("k", plain_frame("resume", "r"))).turn, 2);
}

TEST_F(Bridge, AStartDoesNotTakeTheIdOfAnotherFrame) {
  server.turn(1, with_key("k", start("s1")));
  server.turn(1, with_key("k", answer("a", 1, "\"none\"")));
  EXPECT_EQ(server.code(1, with_key("k", start("a"))), "id_reused");
}

TEST_F(Bridge, AStartWhoseConversationIsDamagedNeedsAnotherId) {
  server.turn(1, with_key("k", start("s1")));
  store.fail_next(Errc::corrupt);
  EXPECT_EQ(server.code(1, with_key("k", start("s1"))), "id_reused");
  EXPECT_EQ(server.log.back(), "store_failed  corrupt: by the test");
  EXPECT_EQ(server.turn(1, with_key("k", start("s2"))).turn, 1);
}

TEST_F(Bridge, AllItsConnectionsGoOnInTheNewestConversation) {
  server.connect(2, "sms");
  server.connect(3, "telegram");
  server.turn(1, with_key("k", start("s1")));
  server.turn(2, with_key("k", plain_frame("resume", "r")));
  server.turn(3, with_key("k", start("s1")));
  server.turn(1, with_key("k", answer("a", 1, "\"none\"")));
  server.turn(2, with_key("k", start("s2")));
  EXPECT_EQ(server.code(1, with_key("k", answer("b", 2, "[]"))), "not_started");
  EXPECT_EQ(server.turn(1, with_key("k", plain_frame("resume", "r"))).turn, 1);
  EXPECT_EQ(server.turn(1, with_key("k", answer("b", 1, "\"none\""))).turn, 2);
  EXPECT_EQ(server.turn(2, with_key("k", plain_frame("why", "w"))).turn, 2);
  EXPECT_EQ(server.turn(3, with_key("k", plain_frame("why", "w"))).turn, 1);
}

TEST_F(Bridge, WhatWaitsWhileANewConversationBeginsDoesNotGoOnInTheOldOne) {
  for (ConnectionId connection : {2U, 3U, 4U}) server.connect(connection, "sms");
  server.turn(1, with_key("k", start("s1")));
  server.turn(2, with_key("k", plain_frame("resume", "r2")));
  store.holds = true;
  server.service->receive(3, with_key("k", start("s2")));
  store.release_one();                                                     // no such start
  server.service->receive(4, with_key("k", plain_frame("resume", "r4")));  // finds the first
  store.release_one();                                                     // the id is free: append
  server.service->receive(1, with_key("k", answer("a", 1, "\"none\"")));
  server.service->receive(2, with_key("k", plain_frame("why", "w")));
  store.release();
  EXPECT_EQ(Server::turn_of(server.wire.frames[1].back()).turn, 2);
  EXPECT_EQ(Server::code_of(server.wire.frames[2].back()), "not_started");
  const auto resumed = Server::turn_of(server.wire.frames[4].back());
  EXPECT_EQ(resumed.reply_to, "r4");
  EXPECT_EQ(resumed.turn, 1);
  EXPECT_EQ(resumed.ask->fact, "state");
}

TEST_F(Bridge, AskedForPlainTextGetsPlainText) {
  auto turn = server.turn(1, with_key("k", R"({"type":"start","id":"s","render":"plain"})"));
  EXPECT_EQ(turn.text,
            "Hello. I am a program, not a doctor.\n\nWhat brings you here?\n\n"
            "1) I have pain now\n2) No pain\n\nOption numbers");
}

TEST_F(Bridge, WhenFullItLosesWhatIsOverAndThenTheLongestUnused) {
  Server small{store, ServiceLimits{.conversations_per_bridge = 3, .bridge_idle_ms = 10}, 7};
  small.connect(1, "sms");
  for (const char* key : {"a", "b", "c"}) {
    small.turn(1, with_key(key, start("s")));
    ++small.clock.now;
  }
  small.turn(1, with_key("a", plain_frame("why", "w")));  // b is the longest unused now
  small.turn(1, with_key("c", answer("x", 1, "\"none\"")));
  small.turn(1, with_key("c", answer("y", 2, "[\"numb\"]")));  // c is over
  EXPECT_EQ(small.turn(1, with_key("d", start("s"))).turn, 1);
  EXPECT_EQ(small.code(1, with_key("c", plain_frame("why", "w"))), "not_started");
  EXPECT_EQ(small.code(1, with_key("e", start("s"))), "too_many_conversations");
  small.clock.now += 8;
  EXPECT_EQ(small.turn(1, with_key("e", start("s"))).turn, 1);
  EXPECT_EQ(small.code(1, with_key("b", plain_frame("why", "w"))), "not_started");
  EXPECT_EQ(small.turn(1, with_key("a", plain_frame("why", "w"))).turn, 1);
  // One that another connection's start superseded is over, too.
  small.connect(2, "sms");
  small.turn(2, with_key("d", start("s2")));
  EXPECT_EQ(small.turn(1, with_key("f", start("s"))).turn, 1);
  EXPECT_EQ(small.turn(1, with_key("e", plain_frame("why", "w"))).turn, 1);
}

TEST_F(Bridge, ItsConversationsHaveALimit) {
  Server small{store, ServiceLimits{.conversations_per_bridge = 2}, 7};
  small.connect(1, "sms");
  small.turn(1, with_key("a", start("s")));
  small.turn(1, with_key("b", start("s")));
  EXPECT_EQ(small.code(1, with_key("c", start("s"))), "too_many_conversations");
  // One that has ended makes room, and can be resumed.
  small.turn(1, with_key("a", answer("x", 1, "\"none\"")));
  small.turn(1, with_key("a", answer("y", 2, "[\"numb\"]")));
  EXPECT_EQ(small.turn(1, with_key("c", start("s"))).turn, 1);
  EXPECT_EQ(small.code(1, with_key("a", plain_frame("why", "w"))), "not_started");
  // So does one that was not used for long.
  EXPECT_EQ(small.code(1, with_key("a", plain_frame("resume", "r"))), "too_many_conversations");
  small.clock.now += ServiceLimits{}.bridge_idle_ms;
  EXPECT_EQ(small.turn(1, with_key("a", plain_frame("resume", "r"))).turn, 3);
}

}  // namespace
}  // namespace palpate::testing
