// What the service does while its store is slow, fails, or does not know.
#include <algorithm>

#include "conversation/service_rig.hpp"

namespace palpate::testing {
namespace {

class Faults : public ::testing::Test {
 protected:
  Faults() { server.connect(1); }

  MemoryStore memory;
  FaultyStore store{memory};
  Server server{store};
};

TEST_F(Faults, NoReplyBeforeTheTurnIsStored) {
  server.turn(1, start("s"));
  store.holds = true;
  EXPECT_EQ(server.send(1, answer("a1", 1, "\"pain_now\"")), "nothing yet");
  EXPECT_EQ(server.service->turns_in_flight(), 1U);
  store.release();
  EXPECT_EQ(server.wire.frames[1].size(), 2U);
  EXPECT_EQ(server.service->turns_in_flight(), 0U);
}

TEST_F(Faults, FramesBehindATurnInFlightWaitInOrderUpToALimit) {
  server.turn(1, start("s"));
  store.holds = true;
  server.service->receive(1, answer("a1", 1, "\"pain_now\""));
  server.service->receive(1, answer("a2", 2, "[]"));
  for (int at = 1; at < 16; ++at) server.service->receive(1, plain_frame("why", "w"));
  EXPECT_EQ(server.code(1, plain_frame("why", "w")), "slow_down");
  store.release();
  const auto& frames = server.wire.frames[1];
  ASSERT_EQ(frames.size(), 1U + 1U + 2U + 15U);
  EXPECT_EQ(Server::turn_of(frames[2]).reply_to, "a1");
  EXPECT_EQ(Server::turn_of(frames[3]).reply_to, "a2");
  EXPECT_EQ(Server::turn_of(frames[18]).turn, 3);
}

TEST_F(Faults, ASecondTabWaitsForTheFirst) {
  const std::string token = server.turn(1, start("s")).token;
  server.connect(2);
  server.turn(2, resume("r", token));
  store.holds = true;
  server.send(1, answer("a1", 1, "\"pain_now\""));
  EXPECT_EQ(server.send(2, answer("b1", 1, "\"none\"")), "nothing yet");
  store.release();
  EXPECT_EQ(Server::turn_of(server.wire.frames[1].back()).turn, 2);
  EXPECT_EQ(Server::code_of(server.wire.frames[2].back()), "stale_turn");
}

TEST_F(Faults, ADisconnectedClientIsNotAnswered) {
  const std::string token = server.turn(1, start("s")).token;
  store.holds = true;
  server.send(1, answer("a1", 1, "\"pain_now\""));
  server.service->receive(1, answer("a2", 2, "[]"));
  server.service->disconnected(1);
  store.release();
  EXPECT_EQ(server.wire.frames[1].size(), 1U);
  EXPECT_EQ(server.service->turns_in_flight(), 0U);
  store.holds = false;
  server.connect(2);
  EXPECT_EQ(server.turn(2, resume("r", token)).turn, 2);
}

TEST_F(Faults, AServiceThatIsGoneHearsNothingMore) {
  server.turn(1, start("s"));
  store.holds = true;
  server.send(1, answer("a1", 1, "\"pain_now\""));
  server.service.reset();
  store.release();
  EXPECT_EQ(server.wire.frames[1].size(), 1U);
}

TEST_F(Faults, AFailedStoreChangesNothing) {
  server.turn(1, start("s"));
  store.fail_next(Errc::unavailable);
  EXPECT_EQ(server.send(1, answer("a1", 1, "\"pain_now\"")),
            R"({"type":"error","reply_to":"a1","code":"unavailable",)"
            R"("message":"This could not be saved now. Nothing was changed; try again."})");
  EXPECT_EQ(server.log.back(), "store_failed  unavailable: by the test");
  auto turn = server.turn(1, plain_frame("why", "w"));
  EXPECT_EQ(turn.turn, 1);
  EXPECT_EQ(turn.ask->fact, "state");
  EXPECT_EQ(server.turn(1, answer("a1", 1, "\"pain_now\"")).turn, 2);
}

TEST_F(Faults, AnUnhealthyStoreTakesNoNewConversations) {
  server.turn(1, start("s"));
  store.healthy = false;
  server.connect(2);
  EXPECT_EQ(server.code(2, start("s")), "unavailable");
  store.healthy = true;
  EXPECT_EQ(server.turn(2, start("s")).turn, 1);
}

TEST_F(Faults, AFailedStartCanBeTriedAgain) {
  store.fail_next(Errc::unavailable);
  EXPECT_EQ(server.code(1, start("s")), "unavailable");
  EXPECT_EQ(server.turn(1, start("s")).turn, 1);
}

TEST_F(Faults, AStartThatMayBeStoredIsLookedUp) {
  store.fail_next(Errc::unknown_result, true);
  auto turn = server.turn(1, start("s"));
  EXPECT_EQ(turn.turn, 1);
  EXPECT_NE(turn.token, "");
  server.connect(2);
  store.fail_next(Errc::unknown_result, false);
  EXPECT_EQ(server.code(2, start("s")), "unavailable");
}

TEST_F(Faults, ATurnThatMayBeStoredIsAnsweredByWhatIsStored) {
  server.turn(1, start("s"));
  store.fail_next(Errc::unknown_result, true);
  EXPECT_EQ(server.turn(1, answer("a1", 1, "\"pain_now\"")).turn, 2);
  store.fail_next(Errc::unknown_result, false);
  EXPECT_EQ(server.code(1, answer("a2", 2, "[]")), "unavailable");
  EXPECT_EQ(server.turn(1, answer("a2", 2, "[]")).turn, 3);
}

TEST_F(Faults, AFailedLoadIsUnavailableAndNotAWrongToken) {
  const std::string token = server.turn(1, start("s")).token;
  server.connect(2);
  store.fail_next(Errc::unavailable);
  EXPECT_EQ(server.code(2, resume("r", token)), "unavailable");
  EXPECT_EQ(server.log.back(), "store_failed  unavailable: by the test");
  EXPECT_EQ(server.turn(2, resume("r", token)).turn, 1);
}

TEST_F(Faults, ADamagedConversationIsLeftForANewOne) {
  const std::string token = server.turn(1, start("s")).token;
  server.connect(2);
  store.fail_next(Errc::corrupt);
  EXPECT_EQ(server.code(2, resume("r", token)), "unknown_token");
  EXPECT_EQ(server.log.back(), "store_failed  corrupt: by the test");
  EXPECT_EQ(server.turn(2, start("s2")).turn, 1);

  Server small{store, ServiceLimits{.conversations_in_memory = 1}, 7};
  small.connect(1);
  small.turn(1, start("s"));
  small.connect(2);
  small.turn(2, start("s"));
  store.fail_next(Errc::corrupt);
  EXPECT_EQ(small.code(1, answer("a", 1, "\"none\"")), "unknown_token");
  EXPECT_EQ(small.log.back(), "store_failed  corrupt: by the test");
  EXPECT_EQ(small.turn(1, start("s2")).turn, 1);
}

TEST_F(Faults, WhatMayBeSavedIsNotSaidToBeUnchanged) {
  const std::string unsure =
      R"("code":"unavailable","message":"It is not known whether this was saved. )"
      R"(Send it again with the same \"id\"."})";
  store.fail_next(Errc::unknown_result, true, 2);  // the append, and the look at what is stored
  EXPECT_EQ(server.send(1, start("s")), R"({"type":"error","reply_to":"s",)" + unsure);
  EXPECT_EQ(server.turn(1, start("s")).turn, 1);
  store.fail_next(Errc::unknown_result, true, 2);
  EXPECT_EQ(server.send(1, answer("a", 1, "\"pain_now\"")),
            R"({"type":"error","reply_to":"a",)" + unsure);
  EXPECT_EQ(server.turn(1, answer("a", 1, "\"pain_now\"")).turn, 2);
}

/// An exception anywhere fails one request; a second connection and a retry get on.
TEST_F(Faults, AnExceptionFailsOneRequestAndFreesTheConversation) {
  const std::string token = server.turn(1, start("s")).token;
  server.connect(2);
  server.turn(2, resume("r", token));
  int number = 0;
  for (bool held : {false, true}) {
    for (int* throws : {&server.clock.throws, &server.wire.throws, &server.log_throws}) {
      const std::string id = "x" + std::to_string(++number);
      server.log.clear();
      *throws = 1;
      store.holds = held;
      server.service->receive(1, say(id, "zzz"));
      server.service->receive(2, plain_frame("why", "w"));
      store.release();
      store.holds = false;
      const std::string reply = server.wire.frames[1].back();
      EXPECT_EQ(reply, R"({"type":"error","reply_to":")" + id +
                           R"(","code":"unavailable","message":"It is not known whether this was )"
                           R"(saved. Send it again with the same \"id\"."})");
      EXPECT_EQ(server.service->turns_in_flight(), 0U) << number;
      EXPECT_EQ(Server::turn_of(server.wire.frames[2].back()).reply_to, "w");
      EXPECT_EQ(server.turn(1, say(id, "zzz")).turn, number + 1);
      EXPECT_EQ(server.turn(2, plain_frame("why", "v")).turn, number + 1);
      const std::string told = "failed  exception: std::runtime_error";
      EXPECT_NE(std::find(server.log.begin(), server.log.end(), told), server.log.end());
    }
  }
}

TEST_F(Faults, AConnectionThatCannotBeAnsweredStillLetsOthersGoOn) {
  const std::string token = server.turn(1, start("s")).token;
  server.connect(2);
  server.wire.throws = 2;  // the reply, and the error in its place
  server.service->receive(1, answer("a", 1, "\"pain_now\""));
  EXPECT_EQ(server.wire.frames[1].size(), 1U);
  EXPECT_EQ(server.service->turns_in_flight(), 0U);
  EXPECT_EQ(server.turn(2, resume("r", token)).turn, 2);
  EXPECT_EQ(server.turn(1, answer("b", 2, "[]")).turn, 3);
}

/// Whatever call fails, and however: no reply is lost, no turn is lost or doubled, and retries get
/// there.
TEST_F(Faults, AnyCallMayFailAndARetryGetsThere) {
  const std::vector<std::string> frames{
      start("s"),
      answer("a1", 1, "\"pain_now\""),
      say("t1", "zzz"),
      answer("a2", 3, "[]"),
      plain_frame("back", "b1"),
      answer("a3", 5, "[]"),
      answer("a4", 6, "30"),
      answer("a5", 7, "5"),
      change("c1", "age"),
      answer("a6", 9, "40"),
      answer("a7", 10, R"({"soft":"good","firm":"never"})"),
  };
  std::vector<std::string> expected;
  for (const std::string& frame : frames) expected.push_back(server.send(1, frame));
  ASSERT_TRUE(Server::turn_of(expected.back()).result);
  for (Errc failure : {Errc::unavailable, Errc::unknown_result}) {
    for (bool after_commit : {false, true}) {
      if (after_commit && failure == Errc::unavailable) continue;
      for (int call = 1; call <= 14; ++call) {
        MemoryStore inner;
        FaultyStore faulty{inner};
        faulty.fail_call = call;
        faulty.failure = failure;
        faulty.commits_first = after_commit;
        Server tried{faulty};
        tried.connect(1);
        for (std::size_t at = 0; at < frames.size(); ++at) {
          std::string reply = tried.send(1, frames[at]);
          if (Server::code_of(reply) == "unavailable") reply = tried.send(1, frames[at]);
          if (at == 0) continue;  // its token is another one
          EXPECT_EQ(reply, expected[at]) << "call " << call << " fails";
        }
      }
    }
  }
}

}  // namespace
}  // namespace palpate::testing
