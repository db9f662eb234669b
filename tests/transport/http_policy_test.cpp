// The HTTP policy without sockets: the same table as the running server gets in
// http_server_test.cpp.
#include "transport/http_policy.hpp"

#include <gtest/gtest.h>

#include "transport/hostile_requests.hpp"

namespace palpate::transport {
namespace {

constexpr std::string_view token = "0123456789abcdef0123456789abcdef";

HttpPolicy make_policy() {
  HttpPolicy policy;
  policy.hosts = {"localhost", "127.0.0.1", "[::1]", "chat.clinic.example:8443"};
  policy.origins = {"https://www.clinic.example"};
  policy.bridges = *BridgeKeys::parse("sms " + std::string(token) + "\n");
  policy.files = {"/", "/widget.js"};
  return policy;
}

Verdict judge_bytes(std::string_view bytes, Peer peer = {true}) {
  const Limits limits;
  if (auto refusal = refuse_early(bytes, limits)) return *refusal;
  const auto end = find_head_end(bytes);
  if (!end) return Refusal{0, "not ended", {}, false};
  const auto parsed = parse_head(bytes.substr(0, *end), limits);
  if (const auto* refusal = std::get_if<Refusal>(&parsed)) return *refusal;
  return judge(std::get<RequestHead>(parsed), peer, make_policy());
}

int status_of(const Verdict& verdict) {
  const auto* refusal = std::get_if<Refusal>(&verdict);
  return refusal ? refusal->status : std::holds_alternative<Upgrade>(verdict) ? 101 : 200;
}

class Hostile : public testing::TestWithParam<tests::HostileRequest> {};

TEST_P(Hostile, GetsItsStatus) {
  const auto verdict = judge_bytes(GetParam().bytes);
  EXPECT_EQ(status_of(verdict), GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(HttpPolicy, Hostile, testing::ValuesIn(tests::hostile_requests()),
                         [](const auto& test) { return test.param.name; });

TEST(HttpPolicy, FindsNothingAtTraversalTargets) {
  ASSERT_GE(tests::traversal_targets().size(), 38U);
  for (const std::string& target : tests::traversal_targets()) {
    EXPECT_EQ(status_of(judge_bytes("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")), 404)
        << target;
  }
}

TEST(HttpPolicy, ServesFilesByTheirExactName) {
  const auto file = [](std::string_view target) {
    const auto verdict =
        judge_bytes("GET " + std::string(target) + " HTTP/1.1\r\nHost: LOCALHOST:99\r\n\r\n");
    const auto* serve = std::get_if<ServeFile>(&verdict);
    return serve ? static_cast<int>(serve->file) : -1;
  };
  EXPECT_EQ(file("/"), 0);
  EXPECT_EQ(file("/?utm=1"), 0);
  EXPECT_EQ(file("/widget.js?v=2"), 1);
  EXPECT_EQ(file("http://localhost:99/widget.js"), 1);
  EXPECT_EQ(file("http://localhost:99"), 0);
  EXPECT_EQ(file("/widget"), -1);
}

TEST(HttpPolicy, TakesAHostWithAPortOnlyWithThatPort) {
  EXPECT_EQ(status_of(judge_bytes("GET / HTTP/1.1\r\nHost: chat.clinic.example:8443\r\n\r\n")),
            200);
  EXPECT_EQ(status_of(judge_bytes("GET / HTTP/1.1\r\nHost: chat.clinic.example:8444\r\n\r\n")),
            421);
  EXPECT_EQ(status_of(judge_bytes("GET / HTTP/1.1\r\nHost: chat.clinic.example\r\n\r\n")), 421);
  EXPECT_EQ(status_of(judge_bytes("GET / HTTP/1.0\r\n\r\n")), 200);
}

std::string upgrade_request(std::string_view fields) {
  return "GET /v1/chat HTTP/1.1\r\nHost: localhost:8080\r\nConnection: keep-alive, Upgrade\r\n"
         "Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(fields) + "\r\n";
}

TEST(HttpPolicy, AbsentOriginNeedsALoopbackPeerOrABridge) {
  const Peer remote{false};
  EXPECT_EQ(status_of(judge_bytes(upgrade_request(""))), 101);
  EXPECT_EQ(status_of(judge_bytes(upgrade_request(""), remote)), 403);
  EXPECT_EQ(status_of(judge_bytes(upgrade_request("Origin: http://localhost:8080\r\n"), remote)),
            101);
  EXPECT_EQ(status_of(judge_bytes(upgrade_request("Origin: http://localhost:8081\r\n"), remote)),
            403);
  EXPECT_EQ(
      status_of(judge_bytes(upgrade_request("Origin: https://www.clinic.example\r\n"), remote)),
      101);

  const auto verdict =
      judge_bytes(upgrade_request("Authorization: Bearer " + std::string(token) + "\r\n"), remote);
  ASSERT_TRUE(std::holds_alternative<Upgrade>(verdict));
  EXPECT_EQ(std::get<Upgrade>(verdict).bridge, "sms");
}

TEST(HttpPolicy, ConfirmsTheSubprotocolOnlyIfItWasOffered) {
  const auto named = [](std::string_view fields) {
    const auto verdict = judge_bytes(upgrade_request(fields));
    return std::get<Upgrade>(verdict).names_subprotocol;
  };
  EXPECT_FALSE(named(""));
  EXPECT_TRUE(named("Sec-WebSocket-Protocol: palpate.v1\r\n"));
  EXPECT_TRUE(named("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: x,palpate.v1\r\n"));
  EXPECT_FALSE(named("Sec-WebSocket-Extensions: constructor, permessage-deflate\r\n"));
}

TEST(HttpPolicy, SaysWhichMethodsAreTaken) {
  const auto verdict = judge_bytes("POST /v1/chat HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(std::get<Refusal>(verdict),
            (Refusal{405, "This method is not taken here.", {{"Allow", "GET"}}, false}));
}

TEST(BridgeKeys, RefusesWhatIsNoToken) {
  const auto message = [](const std::string& text) {
    const auto keys = BridgeKeys::parse(text);
    return keys ? std::string("taken") : keys.error().message;
  };
  const std::string good(token);
  EXPECT_EQ(message("# ours\n\nsms " + good + "\r\nsms " + good + "x\ntelegram y" + good + "\n"),
            "taken");
  EXPECT_EQ(message(""), "it holds no token; leave the option out for no bridges");
  EXPECT_EQ(message("sms\n"), "line 1: must be a bridge's name, a space, and its token");
  EXPECT_EQ(message("\nSMS " + good),
            "line 2: a bridge's name is 1 to 64 of a-z, 0-9, \"_\" and \"-\"");
  EXPECT_EQ(
      message("sms short"),
      "line 1: the token of \"sms\" must be at least 32 visible characters (openssl rand -hex 32 "
      "makes a good one)");
  EXPECT_EQ(message("a " + good + "\nb " + good), "line 2: this token stands there twice");
  EXPECT_EQ(message("a 1" + good + "\na 2" + good + "\na 3" + good),
            "line 3: \"a\" has two tokens already, the old and the new one");
}

}  // namespace
}  // namespace palpate::transport
