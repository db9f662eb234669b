// WebSocket limits and close codes against the running server.
#include <gtest/gtest.h>

#include <thread>

#include "transport/raw_client.hpp"
#include "transport/test_server.hpp"

namespace palpate::tests {
namespace {

using transport::Limits;
using transport::Milliseconds;

TEST(WebSocket, ConfirmsTheSubprotocol) {
  TestServer server;
  const RawWebSocket named(server.port(), "Sec-WebSocket-Protocol: chat, palpate.v1\r\n");
  EXPECT_NE(named.handshake().find("Sec-WebSocket-Protocol: palpate.v1\r\n"), std::string::npos);
  EXPECT_NE(named.handshake().find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
            std::string::npos);
  const RawWebSocket plain(server.port(),
                           "Sec-WebSocket-Extensions: permessage-deflate, constructor\r\n");
  EXPECT_EQ(plain.handshake().find("Sec-WebSocket-Protocol"), std::string::npos);
  EXPECT_EQ(plain.handshake().find("Sec-WebSocket-Extensions"), std::string::npos);
}

TEST(WebSocket, TakesFramesThatCameWithTheHandshake) {
  TestServer server;
  RawClient client(server.port());
  client.send(upgrade_request() + encode_frame(start_frame("a")));
  EXPECT_EQ(status_of(client.read_response(true)), 101);
  EXPECT_EQ(client.read_exactly(1), "\x81");
}

struct CloseCase {
  std::string name;
  std::string bytes;
  int code = 0;

  friend void PrintTo(const CloseCase& close, std::ostream* out) { *out << close.name; }
};

std::string pieces(int count) {
  std::string bytes = encode_frame("{", {1, false});
  for (int i = 0; i < count; ++i) bytes += encode_frame("", {0, false});
  return bytes;
}

std::vector<CloseCase> close_cases() {
  return {
      {"binary", encode_frame("{}", {2}), 1003},
      {"binary_first_fragment", encode_frame("{", {2, false}), 1003},
      {"bad_utf8", encode_frame("\xff\xfe"), 1007},
      {"overlong_utf8", encode_frame("\xc0\xaf"), 1007},
      {"surrogate_in_utf8", encode_frame("\xed\xa0\x80"), 1007},
      {"bad_utf8_before_the_end", encode_frame("{\"a\xff", {1, false}), 1007},
      {"utf8_cut_at_the_end", encode_frame("\xe2\x82"), 1007},
      {"too_big", encode_frame(std::string(16 * 1024 + 1, ' ')), 1009},
      {"too_big_header_only", std::string("\x81\xff\x00\x00\x00\x01\x00\x00\x00\x00mask", 14),
       1009},
      {"too_big_in_fragments",
       encode_frame(std::string(16 * 1024, ' '), {1, false}) + encode_frame("x", {0, true}), 1009},
      {"unmasked", encode_frame("{}", {1, true, false}), 1002},
      {"reserved_bit_1", encode_frame("{}", {1, true, true, 4}), 1002},
      {"reserved_bit_2", encode_frame("{}", {1, true, true, 2}), 1002},
      {"reserved_bit_3", encode_frame("{}", {1, true, true, 1}), 1002},
      {"reserved_opcode_3", encode_frame("{}", {3}), 1002},
      {"reserved_opcode_b", encode_frame("{}", {11}), 1002},
      {"fragmented_ping", encode_frame("", {9, false}), 1002},
      {"long_ping", encode_frame(std::string(126, 'a'), {9}), 1002},
      {"continuation_of_nothing", encode_frame("{}", {0}), 1002},
      {"text_within_a_message", encode_frame("{", {1, false}) + encode_frame("{}"), 1002},
      {"length_not_shortest", std::string("\x81\xfe\x00\x02mask\x16\x1c", 10), 1002},
      // Beast counts this one as a length that is too great, and this one as a bad close frame.
      {"length_with_highest_bit", std::string("\x81\xff\x80\x00\x00\x00\x00\x00\x00\x02mask", 14),
       1009},
      {"close_of_one_byte", encode_frame("\x03", {8}), 1002},
      {"close_code_1005", encode_frame("\x03\xed", {8}), 1002},
      {"close_code_999", encode_frame("\x03\xe7", {8}), 1002},
      {"close_reason_not_utf8", encode_frame("\x03\xe8\xff", {8}), 1002},
      {"many_fragments", pieces(1100), 1008},
  };
}

class Close : public testing::TestWithParam<CloseCase> {};

TEST_P(Close, HasItsCode) {
  TestServer server;
  RawWebSocket client(server.port());
  client.send_raw(GetParam().bytes);
  EXPECT_EQ(client.read_close_code(), GetParam().code);
  client.client().shut_down();
  EXPECT_TRUE(client.is_closed());
}

INSTANTIATE_TEST_SUITE_P(WebSocket, Close, testing::ValuesIn(close_cases()),
                         [](const auto& test) { return test.param.name; });

TEST(WebSocket, AnswersAProperClose) {
  TestServer server;
  RawWebSocket client(server.port());
  client.send_raw(encode_frame("\x03\xe8", {8}));
  EXPECT_EQ(client.read_close_code(), 1000);
}

TEST(WebSocket, TakesAsManyFragmentsAsTheLimit) {
  TestServer server;
  RawWebSocket client(server.port());
  client.send_raw(pieces(1022) + encode_frame("}", {0, true}));
  EXPECT_NE(client.read_text().find("bad_frame"), std::string::npos);
}

TEST(WebSocket, TakesAMessageOfTheLargestSize) {
  TestServer server;
  RawWebSocket client(server.port());
  auto frame = start_frame("a");
  frame.append(16 * 1024 - frame.size(), ' ');
  client.send(frame);
  EXPECT_NE(client.read_text().find("\"token\""), std::string::npos);
}

TEST(WebSocket, AnswersPings) {
  TestServer server;
  RawWebSocket client(server.port());
  client.send_raw(encode_frame("hello", {9}));
  const auto frame = client.read_frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->opcode, 10);
  EXPECT_EQ(frame->payload, "hello");
}

TEST(WebSocket, ClosesAMessageThatTakesTooLong) {
  auto limits = TestServer::without_rates();
  limits.message_time_ms = 50;
  TestServer server(limits);
  RawWebSocket slow(server.port());
  slow.send_raw(encode_frame("{", {1, false}));
  EXPECT_EQ(slow.read_close_code(), 1008);
  RawWebSocket slower(server.port());
  slower.send_raw("\x81");
  EXPECT_EQ(slower.read_close_code(), 1008);
}

TEST(WebSocket, ClosesAfterTwentyBadFrames) {
  TestServer server;
  RawWebSocket client(server.port());
  for (int i = 0; i < 20; ++i) {
    client.send("{\"a\":");
    EXPECT_NE(client.read_text().find("\"bad_json\""), std::string::npos) << i;
  }
  EXPECT_EQ(client.read_close_code(), 1008);
}

TEST(WebSocket, SaysSlowDownTwiceAndThenCloses) {
  TestServer server{Limits{}};
  RawWebSocket client(server.port());
  client.send(start_frame("start"));
  EXPECT_NE(client.read_text().find("\"token\""), std::string::npos);
  int taken = 0;
  std::string reply;
  while (true) {
    client.send("{\"type\": \"why\", \"id\": \"w" + std::to_string(taken) + "\"}");
    reply = client.read_text();
    if (reply.find("slow_down") != std::string::npos) break;
    ++taken;
  }
  EXPECT_GE(taken, 19);
  EXPECT_LE(taken, 40);
  EXPECT_NE(reply.find("\"reply_to\":\"w" + std::to_string(taken) + "\""), std::string::npos)
      << reply;
  for (int i = 0; i < 50; ++i)
    client.send("{\"type\": \"why\", \"id\": \"x" + std::to_string(i) + "\"}");
  EXPECT_EQ(client.read_close_code(), 1008);
}

TEST(WebSocket, PingsAndDropsASilentClient) {
  auto limits = TestServer::without_rates();
  limits.ping_ms = 30;
  limits.silence_ms = 200;
  TestServer server(limits);
  RawWebSocket client(server.port());
  const auto frame = client.read_frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->opcode, 9);
  EXPECT_EQ(client.read_close_code(), 0);
}

TEST(WebSocket, KeepsAClientThatAnswersPings) {
  auto limits = TestServer::without_rates();
  limits.ping_ms = 30;
  limits.silence_ms = 200;
  TestServer server(limits);
  RawWebSocket client(server.port());
  for (int i = 0; i < 15; ++i) {
    const auto frame = client.read_frame();
    ASSERT_TRUE(frame) << i;
    ASSERT_EQ(frame->opcode, 9) << i;
    client.send_raw(encode_frame("", {10}));
  }
}

TEST(WebSocket, DropsAReaderThatDoesNotReadAndServesTheOthers) {
  auto limits = TestServer::without_rates();
  limits.outbox_time_ms = 200;
  limits.client_outbox_bytes = 4096;
  TestServer server(limits);
  RawWebSocket slow(server.port(), "", 4096);
  slow.send(start_frame("a"));
  std::thread sender([&] {
    for (int i = 0; i < 200'000; ++i) {
      if (!slow.send("{\"type\": \"why\", \"id\": \"w" + std::to_string(i) + "\"}")) return;
    }
    ADD_FAILURE() << "the server took everything";
  });
  RawWebSocket other(server.port());
  for (int i = 0; i < 20; ++i) {
    const auto began = std::chrono::steady_clock::now();
    other.send(i == 0 ? start_frame("b")
                      : "{\"type\": \"why\", \"id\": \"w" + std::to_string(i) + "\"}");
    EXPECT_FALSE(other.read_text().empty());
    EXPECT_LT(std::chrono::steady_clock::now() - began, Milliseconds(500));
  }
  sender.join();
}

TEST(WebSocket, ClosesAllWhenTheStoreStaysDown) {
  auto limits = TestServer::without_rates();
  limits.store_down_ms = 50;
  TestServer server(limits);
  RawWebSocket client(server.port());
  server.store().healthy = false;
  EXPECT_EQ(client.read_close_code(), 1013);
}

TEST(WebSocket, DropsAClientThatDoesNotAnswerTheCloseFrame) {
  auto limits = TestServer::without_rates();
  limits.close_time_ms = 50;
  TestServer server(limits);
  RawWebSocket client(server.port());
  client.send_raw(encode_frame("{}", {2}));
  EXPECT_EQ(client.read_close_code(), 1003);
  EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace palpate::tests
