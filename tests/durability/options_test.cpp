// The operator's options: by flag, environment and file, and what is said about wrong ones.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <optional>

#include "durability/server_process.hpp"
#include "support/temporary_directory.hpp"
#include "transport/raw_client.hpp"

namespace palpate::tests {
namespace {

struct WrongOption {
  std::vector<std::string> arguments;
  std::string message;  // behind "palpate-server: "
};

TEST(Options, AWrongOneIsRefusedWithTheReason) {
  const std::string help = "\nTry palpate-server --help.\n";
  const WrongOption table[] = {
      {{"--prot", "80"}, "there is no option \"--prot\"; did you mean --port?" + help},
      {{"80"}, "there is no option \"80\"" + help},
      {{"--log-level", "loud"}, "--log-level: loud not in {debug,info,warn,error}" + help},
      {{"--limit-connections", "0"},
       "--limit-connections: Value 0 not in range 1 to 1099511627776" + help},
      {{"--clinic-phone"}, "--clinic-phone: 1 required TEXT missing" + help},
      {{"--config", "/nonexistent"}, "/nonexistent was not readable (missing?)" + help},
      {{"--listen", "8080"},
       "--listen must be an address and a port, such as 127.0.0.1:8080 or [::1]:8080\n"},
      {{"--listen", "clinic.example:80"},
       "--listen: \"clinic.example\" is not a numeric address\n"},
      {{"--listen", "0.0.0.0:8080"},
       "listening on 0.0.0.0 without encryption is refused: health answers could be read on their "
       "way. Put a proxy that ends TLS in front and name its address (--behind-proxy 10.0.0.2), or "
       "listen on 127.0.0.1.\n"},
      {{"--listen", "0.0.0.0:8080", "--behind-proxy", "10.0.0.2"},
       "behind a proxy, --allow-host must name the host that browsers use, such as "
       "chat.clinic.example\n"},
      {{"--allow-host", "chat.clinic.example"},
       "--allow-host means that a proxy is in front; name its address too (--behind-proxy "
       "127.0.0.1), or all its clients would count as this machine\n"},
      {{"--behind-proxy", "proxy"}, "--behind-proxy: \"proxy\" is not a numeric address\n"},
      {{"--allow-host", "a/b", "--behind-proxy", "127.0.0.1"},
       "--allow-host: \"a/b\" is no host\n"},
      {{"--allow-origin", "www.clinic.example"},
       "--allow-origin: \"www.clinic.example\" is not an origin as browsers send it, such as "
       "https://www.clinic.example\n"},
      {{"--bridge-tokens", "/nonexistent"}, "--bridge-tokens: /nonexistent cannot be read\n"},
      {{"--bridge-tokens", "/dev/null"},
       "--bridge-tokens: /dev/null: it holds no token; leave the option out for no bridges\n"},
  };
  for (const WrongOption& wrong : table) {
    ServerProcess server({wrong.arguments, 0, {}, true});
    EXPECT_EQ(server.wait(), 2) << wrong.message;
    EXPECT_EQ(server.errors(), "palpate-server: " + wrong.message);
  }
}

TEST(Options, ADialogueThatIsMissingOrUnknownRegionEndsWithOne) {
  ServerProcess missing({{"--dialogs", "/nonexistent"}, 0, {}, true});
  EXPECT_EQ(missing.wait(), 1);
  EXPECT_EQ(missing.errors(),
            "palpate-server: /nonexistent: there is no dialogue (a folder with a dialogue.json) in "
            "it\n");
  ServerProcess region({{"--default-region", "UKK"}, 0, {}, true});
  EXPECT_EQ(region.wait(), 1);
  EXPECT_EQ(region.errors(),
            "palpate-server: back-pain has no region \"UKK\"; did you mean \"UK\"?\n");
}

std::string checked_config(const ProcessOptions& options) {
  ServerProcess server(options);
  EXPECT_EQ(server.wait(), 0) << server.errors();
  return server.output();
}

TEST(Options, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
  const palpate::testing::TemporaryDirectory directory;
  const auto file = directory.file("palpate.toml");
  std::ofstream(file) << "clinic-name = \"File\"\nclinic-phone = \"1\"\nlog-format = \"json\"\n";
  const auto config =
      checked_config({{"--check-config", "--config", file, "--clinic-name", "Flag"},
                      0,
                      {"PALPATE_CLINIC_NAME=Environment", "PALPATE_CLINIC_PHONE=2",
                       "PALPATE_BEHIND_PROXY=127.0.0.1", "PALPATE_ALLOW_HOST=a.example,b.example"},
                      true,
                      ""});
  for (const char* line : {"clinic-name=\"Flag\"\n", "clinic-phone=2\n", "log-format=\"json\"\n",
                           "allow-host=[\"a.example\", \"b.example\"]\n"}) {
    EXPECT_NE(config.find(line), std::string::npos) << line << config;
  }
}

TEST(Options, WhatCheckConfigPrintsCanBeReadBack) {
  const palpate::testing::TemporaryDirectory directory;
  const auto first = checked_config({{"--check-config"}, 0, {}, true, ""});
  const auto file = directory.file("palpate.toml");
  std::ofstream(file) << first;
  EXPECT_EQ(checked_config({{"--check-config", "--config", file}, 0, {}, true, ""}), first);
  std::ofstream(file) << "prot = 80\n";
  ServerProcess wrong({{"--config", file}, 0, {}, true});
  EXPECT_EQ(wrong.wait(), 2);
  EXPECT_EQ(wrong.errors(),
            "palpate-server: the config file has no use for \"prot\"; did you mean --port?\n"
            "Try palpate-server --help.\n");
}

TEST(Options, WhatPatientsWriteIsInNoLog) {
  const std::string marker = "c4n4rym4rk3r";
  for (const char* format : {"human", "json"}) {
    ServerProcess server(
        {{"--database", ":memory:", "--log-level", "debug", "--log-format", format}});
    RawWebSocket client(server.port());
    client.send("{\"type\": \"start\", \"id\": \"" + marker + "\"}");
    const auto reply = client.read_text();
    const auto token = reply.substr(reply.find("\"token\":\"") + 9, 20);
    client.send("{\"type\": \"say\", \"id\": \"a\", \"text\": \"" + marker + "\"}");
    EXPECT_NE(client.read_text(), "");
    client.send("{\"" + marker);
    EXPECT_NE(client.read_text(), "");
    RawClient page(server.port());
    page.send("GET /" + marker + "\" HTTP/1.1\r\nHost: localhost\r\nX: " + marker + "\r\n\r\n");
    EXPECT_EQ(status_of(page.read_response()), 404);
    server.signal(SIGTERM);
    client.read_close_code();
    client.client().close();
    EXPECT_EQ(server.wait(), 0);
    const auto log = server.errors();
    EXPECT_NE(log.find("request_refused"), std::string::npos) << log;
    EXPECT_EQ(log.find(marker), std::string::npos) << log;
    EXPECT_EQ(log.find(token), std::string::npos) << log;
  }
}

}  // namespace
}  // namespace palpate::tests
