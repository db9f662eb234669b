#include "conversation/service.hpp"

#include "base/sha256.hpp"
#include "conversation/service_rig.hpp"

namespace palpate::testing {
namespace {

class Service : public ::testing::Test {
 protected:
  Service() { server.connect(1); }

  /// Answers the first questions, up to `severity` (turn 4).
  void go_to_severity() {
    server.turn(1, start("s"));
    server.turn(1, answer("a1", 1, "\"pain_now\""));
    server.turn(1, answer("a2", 2, "[]"));
    server.turn(1, answer("a3", 3, "30"));
  }

  MemoryStore memory;
  FaultyStore store{memory};
  Server server{store};
};

TEST_F(Service, LeadsFromTheFirstQuestionToASuggestion) {
  auto turn = server.turn(1, start("s"));
  EXPECT_EQ(turn.reply_to, "s");
  EXPECT_EQ(turn.turn, 1);
  EXPECT_EQ(turn.token.size(), 43U);
  ASSERT_EQ(turn.messages.size(), 1U);
  EXPECT_EQ(turn.messages[0].id, "hello");
  ASSERT_TRUE(turn.ask);
  EXPECT_EQ(turn.ask->fact, "state");
  turn = server.turn(1, answer("a1", 1, "\"pain_now\""));
  EXPECT_EQ(turn.turn, 2);
  EXPECT_EQ(turn.token, "");
  EXPECT_TRUE(turn.messages.empty());
  EXPECT_EQ(turn.ask->fact, "alarm");
  EXPECT_EQ(server.turn(1, answer("a2", 2, "[]")).ask->fact, "age");
  EXPECT_EQ(server.turn(1, answer("a3", 3, "30")).ask->fact, "severity");
  EXPECT_EQ(server.turn(1, answer("a4", 4, "5")).ask->fact, "prev");
  turn = server.turn(1, answer("a5", 5, R"({"soft":"good","firm":"never"})"));
  EXPECT_FALSE(turn.ask);
  ASSERT_TRUE(turn.result);
  EXPECT_EQ(turn.result->disposition, "suggestion");
  EXPECT_EQ(turn.result->schedule->id, "weekly");
  EXPECT_EQ(server.log, (std::vector<std::string>{"started ask_state", "answered ask_alarm",
                                                  "answered ask_age", "answered ask_severity",
                                                  "answered ask_prev", "ended done suggestion"}));
  EXPECT_EQ(server.service->turns_in_flight(), 0U);
}

TEST_F(Service, TypedTextIsUnderstoodAndSaidBack) {
  server.turn(1, start("s"));
  auto turn = server.turn(1, say("t1", "it hurts"));
  EXPECT_EQ(turn.turn, 2);
  ASSERT_EQ(turn.messages.size(), 1U);
  EXPECT_EQ(turn.messages[0].id, "understood");
  EXPECT_EQ(turn.ask->fact, "alarm");
}

TEST_F(Service, AMissIsStoredWithoutItsText) {
  auto opened = server.turn(1, start("s"));
  auto turn = server.turn(1, say("t1", "my very private words"));
  EXPECT_EQ(turn.turn, 2);
  EXPECT_EQ(turn.messages.at(0).id, "not_understood_1");
  EXPECT_EQ(turn.ask->fact, "state");
  turn = server.turn(1, say("t2", "more private words"));
  EXPECT_EQ(turn.messages.at(0).id, "not_understood_2");
  EXPECT_EQ(turn.messages.at(1).text,
            "What brings you here?\n\n1) I have pain now\n2) No pain\n\nOption numbers");
  EXPECT_EQ(server.turn(1, say("t3", "xyz")).messages.at(0).id, "not_understood_3");
  EXPECT_EQ(server.turn(1, say("t4", "xyz")).messages.at(0).id, "not_understood_4");
  EXPECT_EQ(server.turn(1, say("t5", "xyz")).messages.at(0).id, "not_understood_4");
  server.connect(2);
  EXPECT_EQ(server.turn(2, resume("r", opened.token)).turn, 6);
}

TEST_F(Service, TheSameFrameAgainGetsTheSameReplyAgain) {
  const std::string opened = server.send(1, start("s"));
  const std::string first = server.send(1, answer("a1", 1, "\"pain_now\""));
  const std::string miss = server.send(1, say("t1", "nothing that anybody understands"));
  const std::string second = server.send(1, say("t2", "nothing"));
  const std::string changed = server.send(1, change("c1", "state"));
  const std::string dropped = server.send(1, answer("a2", 5, "\"none\""));
  const std::string back = server.send(1, plain_frame("back", "b1"));
  const std::string restarted = server.send(1, plain_frame("restart", "n1"));
  EXPECT_EQ(server.send(1, start("s")), opened);
  EXPECT_EQ(server.send(1, answer("a1", 1, "\"pain_now\"")), first);
  EXPECT_EQ(server.send(1, say("t1", "nothing that anybody understands")), miss);
  EXPECT_EQ(server.send(1, say("t2", "nothing")), second);
  EXPECT_EQ(server.send(1, change("c1", "state")), changed);
  EXPECT_EQ(server.send(1, answer("a2", 5, "\"none\"")), dropped);
  EXPECT_EQ(server.send(1, plain_frame("back", "b1")), back);
  EXPECT_EQ(server.send(1, plain_frame("restart", "n1")), restarted);
}

TEST_F(Service, TheSameIdWithAnotherMeaningIsRefused) {
  server.turn(1, start("s"));
  server.turn(1, answer("a1", 1, "\"pain_now\""));
  server.turn(1, say("t1", "no words that fit"));
  EXPECT_EQ(server.send(1, answer("a1", 1, "\"none\"")),
            R"({"type":"error","reply_to":"a1","code":"id_reused",)"
            R"("message":"This id was already used for another frame."})");
  EXPECT_EQ(server.code(1, answer("s", 2, "[]")), "id_reused");
  EXPECT_EQ(server.code(1, say("t1", "other words")), "id_reused");
  EXPECT_EQ(server.code(1, start("a1")), "id_reused");
  EXPECT_EQ(server.turn(1, plain_frame("why", "w")).turn, 3);
}

TEST_F(Service, AnAnswerForAnOldTurnGetsTheCurrentTurn) {
  go_to_severity();
  auto parsed = protocol::parse_reply(server.send(1, answer("x", 2, "[]")));
  const auto* failure = std::get_if<protocol::Failure>(&parsed);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->code, "stale_turn");
  EXPECT_EQ(failure->message, "The conversation has moved on. This is the current turn.");
  ASSERT_TRUE(failure->turn);
  EXPECT_EQ(failure->turn->turn, 4);
  EXPECT_EQ(failure->turn->ask->fact, "severity");
  EXPECT_EQ(server.code(1, answer("y", 9, "3")), "stale_turn");
  EXPECT_EQ(server.code(1, R"({"type":"say","id":"z","turn":2,"text":"x"})"), "stale_turn");
}

TEST_F(Service, AValueThatTheQuestionDoesNotHaveChangesNothing) {
  go_to_severity();
  const int calls = store.calls;
  for (const char* value :
       {"11", "-1", "\"low\"", "[\"numb\"]", "{\"soft\":\"good\"}", "\"not_sure\""}) {
    auto parsed = protocol::parse_reply(server.send(1, answer("x", 4, value)));
    const auto* failure = std::get_if<protocol::Failure>(&parsed);
    ASSERT_NE(failure, nullptr) << value;
    EXPECT_EQ(failure->code, "not_an_option") << value;
    EXPECT_EQ(failure->turn->turn, 4);
    EXPECT_EQ(failure->turn->ask->fact, "severity");
  }
  EXPECT_EQ(store.calls, calls);
  EXPECT_EQ(server.turn(1, answer("x", 4, "5")).turn, 5);  // the id was never used up
}

TEST_F(Service, AnAnswerThatContradictsIsExplainedAndNotStored) {
  go_to_severity();
  auto turn = server.turn(1, answer("x", 4, "0"));
  EXPECT_EQ(turn.turn, 4);
  EXPECT_EQ(turn.messages.at(0).id, "severity_zero");
  EXPECT_EQ(turn.ask->fact, "severity");
}

TEST_F(Service, WhyAndHelpLeaveTheTurnAsItIs) {
  server.turn(1, start("s"));
  const int calls = store.calls;
  auto why = server.turn(1, plain_frame("why", "w"));
  EXPECT_EQ(why.turn, 1);
  EXPECT_EQ(why.messages.at(0).kind, "explanation");
  EXPECT_EQ(why.messages.at(0).text, "Because it matters.");
  EXPECT_EQ(why.ask->fact, "state");
  EXPECT_EQ(server.turn(1, plain_frame("help", "h")).messages.size(), 2U);
  EXPECT_EQ(store.calls, calls);
}

TEST_F(Service, BackAndChangeGoThroughTheTranscript) {
  go_to_severity();
  auto turn = server.turn(1, plain_frame("back", "b"));
  EXPECT_EQ(turn.turn, 5);
  EXPECT_EQ(turn.ask->fact, "age");
  EXPECT_TRUE(turn.has_transcript);
  ASSERT_EQ(turn.transcript.size(), 2U);
  EXPECT_EQ(turn.transcript[1].answer, "None of these");
  turn = server.turn(1, change("c", "state"));
  EXPECT_EQ(turn.ask->fact, "state");
  EXPECT_TRUE(turn.ask->changing);
  EXPECT_EQ(turn.ask->current, "I have pain now");
  turn = server.turn(1, answer("a", 6, "\"none\""));
  EXPECT_TRUE(turn.has_transcript);
  EXPECT_EQ(turn.transcript[0].answer, "No pain");
  EXPECT_EQ(turn.ask->fact, "age");
  EXPECT_EQ(server.code(1, change("d", "age")), "not_answered");
  EXPECT_EQ(server.code(1, change("e", "nothing")), "unknown_fact");
}

TEST_F(Service, BackIsStoredWithTheAnswerThatItTookBack) {
  const std::string token = [&] {
    auto turn = server.turn(1, start("s"));
    server.turn(1, answer("a1", 1, "\"pain_now\""));
    server.turn(1, answer("a2", 2, "[]"));
    server.turn(1, plain_frame("back", "b1"));
    server.turn(1, change("c1", "state"));
    server.turn(1, plain_frame("back", "b2"));
    return turn.token;
  }();
  std::vector<std::string> backs;
  memory.find_by_token(sha256_hex(token), [&](const Result<StoredConversation>& found) {
    for (const TurnRecord& turn : found->turns) {
      if (turn.event == "back") backs.push_back(turn.fact);
    }
  });
  EXPECT_EQ(backs, (std::vector<std::string>{"alarm", ""}));
  Server other{store, {}, 7};
  other.connect(1);
  auto resumed = other.turn(1, resume("r", token));
  EXPECT_EQ(resumed.turn, 6);
  EXPECT_EQ(resumed.ask->fact, "alarm");
}

TEST_F(Service, DroppedAnswersAreNamed) {
  go_to_severity();
  server.turn(1, answer("a4", 4, "5"));
  server.turn(1, change("c", "state"));
  auto turn = server.turn(1, answer("a5", 6, "\"none\""));
  EXPECT_EQ(turn.dropped, (std::vector<std::string>{"severity"}));
  EXPECT_EQ(turn.messages.at(0).text, "I have dropped your answers to: \"How bad is it?\".");
}

TEST_F(Service, AfterAnEmergencyOnlyARestartLeadsOn) {
  server.turn(1, start("s"));
  server.turn(1, answer("a1", 1, "\"pain_now\""));
  auto turn = server.turn(1, answer("a2", 2, "[\"numb\"]"));
  ASSERT_TRUE(turn.result);
  EXPECT_EQ(turn.result->disposition, "emergency");
  EXPECT_EQ(turn.messages.at(0).text, "Call 999 now.");
  EXPECT_EQ(turn.messages.at(1).text, "If it gets worse, call 999.");
  EXPECT_EQ(turn.result->call->number, "999");
  for (const auto& frame : {answer("x", 3, "3"), plain_frame("back", "y"), change("z", "state")}) {
    auto parsed = protocol::parse_reply(server.send(1, frame));
    const auto* failure = std::get_if<protocol::Failure>(&parsed);
    ASSERT_NE(failure, nullptr) << frame;
    EXPECT_EQ(failure->code, "ended");
    EXPECT_EQ(failure->turn->messages.at(0).text, "Call 999 now.");
  }
  EXPECT_EQ(server.turn(1, say("t", "back")).messages.at(0).id, "final");
  turn = server.turn(1, plain_frame("restart", "n"));
  EXPECT_EQ(turn.ask->fact, "state");
  EXPECT_FALSE(turn.result);
}

TEST_F(Service, AConnectionMustStartFirstAndOnce) {
  EXPECT_EQ(server.code(1, plain_frame("back", "b")), "not_started");
  server.turn(1, start("s"));
  EXPECT_EQ(server.code(1, start("s2")), "already_started");
  EXPECT_EQ(server.code(1, resume("r", "some token")), "unknown_token");
  EXPECT_EQ(server.code(1, R"({"type":"back","id":"b","conversation":"k"})"),
            "unexpected_conversation");
}

TEST_F(Service, AnUnknownDialogueIsRefused) {
  EXPECT_EQ(server.code(1, R"({"type":"start","id":"s","dialogue":"knees"})"), "unknown_dialogue");
  EXPECT_EQ(server.turn(1, R"({"type":"start","id":"s","dialogue":"small"})").turn, 1);
}

TEST_F(Service, OnlyMalformedFramesAreReportedToTheTransport) {
  EXPECT_FALSE(server.service->receive(1, "{"));
  EXPECT_FALSE(server.service->receive(1, "[]"));
  EXPECT_TRUE(server.service->receive(1, R"({"type":"sing","id":"1"})"));
  EXPECT_TRUE(server.service->receive(1, plain_frame("back", "b")));
  EXPECT_EQ(server.wire.frames[1].size(), 4U);
}

TEST_F(Service, AConversationHasAMostOfTurns) {
  Server small{store, ServiceLimits{.turns_per_conversation = 3}, 7};
  small.connect(1);
  small.turn(1, start("s"));
  small.turn(1, say("t1", "what"));
  small.turn(1, say("t2", "what"));
  EXPECT_EQ(small.code(1, say("t3", "what")), "too_many_turns");
}

}  // namespace
}  // namespace palpate::testing
