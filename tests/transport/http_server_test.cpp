// HTTP against the running server, byte by byte.
#include <gtest/gtest.h>

#include <chrono>

#include "transport/hostile_requests.hpp"
#include "transport/raw_client.hpp"
#include "transport/test_server.hpp"

namespace palpate::tests {
namespace {

std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

TEST(HttpServer, AnswersEveryHostileRequestOnceAndCloses) {
  TestServer server;
  for (const HostileRequest& request : hostile_requests()) {
    RawClient client(server.port());
    client.send(request.bytes);
    const auto response = client.read_response();
    EXPECT_EQ(status_of(response), request.status) << request.name;
    EXPECT_NE(response.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos)
        << request.name;
    if (response.find("Connection: close\r\n") == std::string::npos) continue;
    client.shut_down();
    EXPECT_EQ(client.read_all(), "") << request.name << " was answered twice";
  }
}

TEST(HttpServer, FindsNothingAtTraversalTargetsOnOneConnection) {
  TestServer server;
  RawClient client(server.port());
  for (const std::string& target : traversal_targets()) {
    client.send(get(target));
    EXPECT_EQ(status_of(client.read_response()), 404) << target;
  }
}

TEST(HttpServer, SaysWhatAProblemIs) {
  TestServer server;
  RawClient client(server.port());
  client.send("BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.read_all(),
            "HTTP/1.1 405 Method Not Allowed\r\n"
            "Allow: GET, HEAD\r\n"
            "Content-Type: application/problem+json; charset=utf-8\r\n"
            "Content-Length: 114\r\n"
            "Cache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
            "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'self'\r\n"
            "Referrer-Policy: no-referrer\r\n"
            "Connection: close\r\n\r\n"
            "{\"type\": \"about:blank\", \"title\": \"Method Not Allowed\", \"status\": 405, "
            "\"detail\": \"This method is not taken here.\"}\n");
}

TEST(HttpServer, ServesFilesAndStates) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/"));
  auto response = client.read_response();
  EXPECT_EQ(status_of(response), 200);
  EXPECT_NE(response.find("Content-Type: text/html; charset=utf-8\r\n"), std::string::npos);
  EXPECT_TRUE(response.ends_with("<!doctype html>\n"));
  client.send("HEAD /widget.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
  response = client.read_response(true);
  EXPECT_NE(response.find("Content-Length: 11\r\n"), std::string::npos);
  EXPECT_TRUE(response.ends_with("\r\n\r\n"));
  client.send(get("/healthz"));
  EXPECT_TRUE(client.read_response().ends_with("{\"status\": \"ok\"}\n"));
  client.send(get("/readyz"));
  EXPECT_TRUE(client.read_response().ends_with("{\"status\": \"ready\"}\n"));
  server.store().healthy = false;
  client.send(get("/readyz"));
  response = client.read_response();
  EXPECT_EQ(status_of(response), 503);
  EXPECT_TRUE(response.ends_with("{\"status\": \"store_unavailable\"}\n"));
}

TEST(HttpServer, SkipsABodyAndGoesOn) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/healthz", "Content-Length: 5\r\n") + "GET /" + get("/widget.js"));
  EXPECT_TRUE(client.read_response().ends_with("{\"status\": \"ok\"}\n"));
  EXPECT_TRUE(client.read_response().ends_with("export {};\n"));
}

TEST(HttpServer, AnswersPipelinedRequestsInOrderUpToTheLimit) {
  transport::Limits limits;
  limits.requests_per_connection = 3;
  TestServer server(limits);
  RawClient client(server.port());
  std::string requests;
  for (int i = 0; i < 5; ++i) requests += get("/healthz");
  client.send(requests);
  const auto all = client.read_all();
  std::size_t count = 0;
  for (auto at = all.find("HTTP/1.1 200"); at != std::string::npos;
       at = all.find("HTTP/1.1 200", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, 3U);
  EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos);
}

TEST(HttpServer, RefusesTwoThousandFields) {
  TestServer server;
  RawClient client(server.port());
  std::string fields;
  for (int i = 0; i < 2000; ++i) fields += "a: b\r\n";
  client.send(get("/", fields));
  EXPECT_EQ(status_of(client.read_response()), 431);
}

TEST(HttpServer, DropsASlowHeadASlowBodyAndAnIdleConnection) {
  transport::Limits limits;
  limits.head_time_ms = 60;
  limits.body_time_ms = 60;
  limits.keep_alive_ms = 60;
  TestServer server(limits);
  RawClient silent(server.port()), slow(server.port()), body(server.port()), idle(server.port());
  slow.send("GET / HTTP/1.1\r\nHost: loc");
  body.send(get("/", "Content-Length: 9\r\n") + "abc");
  idle.send(get("/healthz"));
  idle.read_response();
  EXPECT_TRUE(silent.is_closed());
  EXPECT_TRUE(slow.is_closed());
  EXPECT_TRUE(body.is_closed());
  EXPECT_TRUE(idle.is_closed());
}

TEST(HttpServer, TakesAHeadInSingleBytes) {
  TestServer server;
  RawClient client(server.port());
  for (const char c : get("/healthz")) client.send(std::string(1, c));
  EXPECT_EQ(status_of(client.read_response()), 200);
}

TEST(HttpServer, RefusesConnectionsBeyondThoseOfAnAddress) {
  transport::Limits limits;
  limits.connections_per_address = 3;
  TestServer server(limits);
  std::vector<std::unique_ptr<RawWebSocket>> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(std::make_unique<RawWebSocket>(server.port()));
  RawClient one_more(server.port());
  one_more.send(upgrade_request());
  const auto response = one_more.read_all();
  EXPECT_EQ(status_of(response), 429);
  EXPECT_NE(response.find("Retry-After: 10\r\n"), std::string::npos);

  // A place that is given up can be taken again.
  clients.pop_back();
  int status = 429;
  for (int i = 0; i < 100 && status == 429; ++i) {
    RawClient again(server.port());
    again.send(upgrade_request());
    status = status_of(again.read_response(true));
  }
  EXPECT_EQ(status, 101);
}

TEST(HttpServer, RefusesConnectionsBeyondThoseInAll) {
  transport::Limits limits;
  limits.connections = 2;
  limits.refused_connections = 1;
  TestServer server(limits);
  RawWebSocket first(server.port()), second(server.port());
  RawClient refused(server.port());
  refused.send(get("/healthz"));
  const auto response = refused.read_response();
  EXPECT_EQ(status_of(response), 503);
  EXPECT_NE(response.find("Retry-After: 10\r\n"), std::string::npos);
  RawClient dropped(server.port());
  EXPECT_TRUE(dropped.is_closed());
}

TEST(HttpServer, RefusesConversationsWhileTheStoreIsDown) {
  TestServer server;
  server.store().healthy = false;
  RawClient client(server.port());
  client.send(upgrade_request());
  const auto response = client.read_all();
  EXPECT_EQ(status_of(response), 503);
  EXPECT_NE(response.find("Retry-After: 10\r\n"), std::string::npos);
}

}  // namespace
}  // namespace palpate::tests
