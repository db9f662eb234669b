// Whole conversations over the wire: answers, retries, resume, bridges, and the drain.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>

#include "protocol/frames.hpp"
#include "transport/raw_client.hpp"
#include "transport/test_server.hpp"

namespace palpate::tests {
namespace {

using protocol::AnswerValue;
using protocol::Failure;
using protocol::Request;
using protocol::Turn;

/// The value that a careful, healthy person with a sore back gives.
AnswerValue plain_answer(const protocol::Ask& ask) {
  if (ask.kind == "number") return {*ask.min + (*ask.max - *ask.min) / 2};
  if (ask.kind == "choices") {
    if (ask.none) return {std::vector<std::string>{}};
    return {std::vector<std::string>{ask.options.front().id}};
  }
  if (ask.kind == "grid") {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& item : ask.items) rows.emplace_back(item.id, item.options.back().id);
    return {rows};
  }
  for (const auto& option : ask.options) {
    if (option.id == "no") return {option.id};
  }
  return {ask.options.front().id};
}

Turn read_turn(RawWebSocket& client) {
  const auto reply = protocol::parse_reply(client.read_text());
  if (const auto* turn = std::get_if<Turn>(&reply)) return *turn;
  if (const auto* failure = std::get_if<Failure>(&reply)) {
    throw std::runtime_error("failure " + failure->code + ": " + failure->message);
  }
  throw std::runtime_error(std::get<std::string>(reply));
}

Failure read_failure(RawWebSocket& client) {
  const auto reply = protocol::parse_reply(client.read_text());
  return std::get<Failure>(reply);
}

std::string answer_frame(const Turn& turn, const std::string& id,
                         const std::string& conversation = "") {
  return protocol::serialize(
      Request{id, conversation, protocol::AnswerFrame{turn.turn, plain_answer(*turn.ask)}});
}

TEST(Conversation, ReachesAResultAndResumesWithItsTranscript) {
  TestServer server;
  std::string token;
  Turn last;
  {
    RawWebSocket client(server.port());
    client.send(start_frame("a0"));
    last = read_turn(client);
    token = last.token;
    EXPECT_GE(token.size(), 22U);
    for (int i = 1; i <= 25 && last.ask; ++i) {
      client.send(answer_frame(last, "a" + std::to_string(i)));
      last = read_turn(client);
      EXPECT_EQ(last.reply_to, "a" + std::to_string(i));
    }
  }
  ASSERT_TRUE(last.result);
  EXPECT_FALSE(last.result->disposition.empty());
  RawWebSocket again(server.port());
  again.send(protocol::serialize(Request{"r", "", protocol::ResumeFrame{token}}));
  const auto resumed = read_turn(again);
  EXPECT_EQ(resumed.turn, last.turn);
  ASSERT_TRUE(resumed.result);
  EXPECT_EQ(resumed.result->disposition, last.result->disposition);
  EXPECT_GE(resumed.transcript.size(), 5U);
}

TEST(Conversation, AnswersARetryWithTheSameReplyAndStepsOnce) {
  TestServer server;
  RawWebSocket client(server.port());
  client.send(start_frame("s"));
  const auto first = read_turn(client);
  const auto frame = answer_frame(first, "one");
  client.send(frame);
  const auto reply = client.read_text();
  client.send(frame);
  EXPECT_EQ(client.read_text(), reply);
  client.send(answer_frame(first, "two"));
  const auto failure = read_failure(client);
  EXPECT_EQ(failure.code, protocol::error_codes::stale_turn);
  ASSERT_TRUE(failure.turn);
  EXPECT_EQ(failure.turn->turn, first.turn + 1);
}

TEST(Conversation, ResumesWithARetryAfterALostReply) {
  TestServer server;
  Turn first;
  std::string frame;
  {
    RawWebSocket client(server.port());
    client.send(start_frame("s"));
    first = read_turn(client);
    frame = answer_frame(first, "lost");
    client.send(frame);
    client.client().close();  // before the reply
  }
  RawWebSocket client(server.port());
  client.send(protocol::serialize(Request{"r", "", protocol::ResumeFrame{first.token}}));
  const auto resumed = read_turn(client);
  client.send(frame);
  const auto turn = read_turn(client);
  EXPECT_EQ(turn.reply_to, "lost");
  EXPECT_EQ(turn.turn, first.turn + 1);
  EXPECT_LE(resumed.turn, turn.turn);
}

TEST(Conversation, RefusesAnUnknownToken) {
  TestServer server;
  RawWebSocket client(server.port());
  client.send(protocol::serialize(Request{"r", "", protocol::ResumeFrame{std::string(22, 'A')}}));
  EXPECT_EQ(read_failure(client).code, protocol::error_codes::unknown_token);
}

std::string bridge_field(const std::string& token) {
  return "Authorization: Bearer " + token + "\r\n";
}

TEST(Conversation, ABridgeCarriesAHundredToTheirEnds) {
  TestServer server;
  RawWebSocket bridge(server.port(), bridge_field(bridge_token));
  constexpr int count = 100;
  std::set<std::string> open;
  for (int i = 0; i < count; ++i) {
    open.insert("c" + std::to_string(i));
    bridge.send(start_frame("s", "c" + std::to_string(i)));
  }
  std::map<std::string, std::int64_t> turns;
  int ended = 0;
  while (!open.empty()) {
    const auto turn = read_turn(bridge);
    ASSERT_TRUE(open.contains(turn.conversation)) << turn.conversation;
    EXPECT_EQ(turn.turn, ++turns[turn.conversation]);
    if (turn.ask) {
      bridge.send(answer_frame(turn, "i" + std::to_string(turn.turn), turn.conversation));
    } else {
      EXPECT_TRUE(turn.result);
      open.erase(turn.conversation);
      ++ended;
    }
  }
  EXPECT_EQ(ended, count);
}

TEST(Conversation, ABridgeKeepsItsConversationsApartFromClients) {
  TestServer server;
  RawWebSocket client(server.port());
  client.send(start_frame("s", "c1"));
  EXPECT_EQ(read_failure(client).code, protocol::error_codes::unexpected_conversation);
  RawWebSocket bridge(server.port(), bridge_field(bridge_token));
  bridge.send(start_frame("s"));
  EXPECT_EQ(read_failure(bridge).code, protocol::error_codes::missing_conversation);
}

TEST(Conversation, OneHastyPatientDoesNotCostTheBridgeItsConnection) {
  auto limits = transport::Limits{};
  TestServer server(limits);
  RawWebSocket bridge(server.port(), bridge_field(bridge_token));
  int slowed = 0;
  bridge.send(start_frame("s", "hasty"));
  read_turn(bridge);
  for (int i = 0; i < 40; ++i) {
    bridge.send("{\"type\": \"why\", \"conversation\": \"hasty\", \"id\": \"w" + std::to_string(i) +
                "\"}");
    if (bridge.read_text().find("\"slow_down\"") != std::string::npos) ++slowed;
  }
  EXPECT_GE(slowed, 10);
  bridge.send(start_frame("s", "patient"));
  EXPECT_EQ(read_turn(bridge).conversation, "patient");
}

TEST(Conversation, ABridgeHasAsManyConnectionsAsItsLimit) {
  auto limits = TestServer::without_rates();
  limits.connections_per_bridge = 2;
  TestServer server(limits);
  RawWebSocket first(server.port(), bridge_field(bridge_token));
  RawWebSocket second(server.port(), bridge_field(bridge_token));
  RawClient third(server.port());
  third.send(upgrade_request(bridge_field(bridge_token)));
  EXPECT_EQ(status_of(third.read_all()), 429);
}

TEST(Conversation, ReadsOnWhileCommitsArePending) {
  TestServer server;
  RawWebSocket bridge(server.port(), bridge_field(bridge_token));
  server.store().is_holding = true;
  for (int i = 0; i < 50; ++i) bridge.send(start_frame("s", "c" + std::to_string(i)));
  bridge.send("no json");  // is answered at once, though fifty turns wait for their commit
  EXPECT_NE(bridge.read_text().find("\"bad_json\""), std::string::npos);
  server.run_there([&] { server.store().release(); });
  std::set<std::string> conversations;
  for (int i = 0; i < 50; ++i) conversations.insert(read_turn(bridge).conversation);
  EXPECT_EQ(conversations.size(), 50U);
}

// While as many replies are owed as may be, the session reads nothing and writes nothing: nothing
// but the table keeps it.
TEST(Conversation, LivesOnWhileItOwesAllTheRepliesThatItMay) {
  TestServer server(TestServer::without_rates());
  RawWebSocket client(server.port());
  RawWebSocket bridge(server.port(), bridge_field(bridge_token));
  const auto limits = TestServer::without_rates();
  server.store().is_holding = true;
  client.send(start_frame("s"));
  for (std::int64_t i = 1; i < limits.client_owed_replies + 2; ++i) {
    client.send(R"({"type":"restart","id":"r)" + std::to_string(i) + R"("})");
  }
  for (std::int64_t i = 0; i < limits.bridge_owed_replies + 2; ++i) {
    bridge.send(start_frame("s", "c" + std::to_string(i)));
  }
  for (int i = 0; i < 5; ++i) server.run_there([] {});
  server.run_there([&] {
    server.store().is_holding = false;
    server.store().release();
  });
  for (std::int64_t i = 0; i < limits.client_owed_replies + 2; ++i)
    EXPECT_NE(client.read_text(), "");
  for (std::int64_t i = 0; i < limits.bridge_owed_replies + 2; ++i)
    EXPECT_NE(read_turn(bridge).conversation, "");
}

TEST(Drain, CommitsAndAnswersTurnsInFlightAndTellsAllToComeBack) {
  TestServer server;
  RawWebSocket idle(server.port()), busy(server.port());
  RawClient page(server.port());
  server.store().is_holding = true;
  busy.send(start_frame("s"));
  busy.send_raw(encode_frame("", {9}));
  EXPECT_EQ(busy.read_frame()->opcode, 10);  // so the frame before it has been read
  server.stop();
  server.run_there([] {});  // the drain has begun
  EXPECT_TRUE(page.is_closed());
  EXPECT_THROW(RawClient(server.port()), std::runtime_error);
  server.run_there([&] { server.store().release(); });
  EXPECT_NE(read_turn(busy).token, "");
  EXPECT_EQ(busy.read_close_code(), 1001);
  EXPECT_EQ(busy.close_reason().substr(0, 8), "restart ");
  EXPECT_LE(std::stoi(busy.close_reason().substr(8)), 5000);
  EXPECT_EQ(idle.read_close_code(), 1001);
  for (auto* client : {&idle, &busy}) {
    client->send_raw(encode_frame("\x03\xe9", {8}));
    client->client().shut_down();
  }
  server.join();
}

TEST(Drain, EndsInTimeThoughNobodyAnswers) {
  auto limits = TestServer::without_rates();
  limits.shutdown_ms = 300;
  TestServer server(limits);
  RawWebSocket client(server.port());
  server.store().is_holding = true;
  client.send(start_frame("s"));
  const auto began = std::chrono::steady_clock::now();
  server.stop();
  server.join();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(2));
}

}  // namespace
}  // namespace palpate::tests
