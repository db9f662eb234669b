// palpate-chat and palpate-server, as two programs that talk over the loopback.
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>

#include "cli/program.hpp"
#include "cli/scripts.hpp"

namespace palpate::tests {
namespace {

/// One server for all tests that leave it alone.
class WithServer : public testing::Test {
 public:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    server_ = std::make_unique<ServerProgram>(folder_->path());
  }
  static void TearDownTestSuite() {
    if (server_) {
      EXPECT_EQ(server_->stop(SIGTERM), 0);
    }
    server_.reset();
    folder_.reset();
  }
  static std::string url() { return server_->url(); }
  static std::string address() { return "127.0.0.1:" + std::to_string(server_->port()); }

 private:
  static inline std::unique_ptr<TemporaryFolder> folder_;
  static inline std::unique_ptr<ServerProgram> server_;
};

class ServerDisposition : public WithServer, public testing::WithParamInterface<Script> {};

TEST_P(ServerDisposition, IsReachedAsWithoutAServer) {
  const Outcome outcome = run("palpate-chat", {url(), "--region", "UK"}, GetParam().lines);
  EXPECT_EQ(outcome.code, GetParam().exit_code) << outcome.out << outcome.errors;
  EXPECT_EQ(outcome.errors, "");
  const Outcome local =
      run("palpate-chat", {"--dialogue", PALPATE_SOURCE_DIR "/dialogs/back-pain", "--region", "UK"},
          GetParam().lines);
  EXPECT_EQ(outcome.out, local.out);
}

INSTANTIATE_TEST_SUITE_P(Scripts, ServerDisposition, testing::ValuesIn(scripts()),
                         [](const auto& script) { return script.param.name; });

/// The command line that `out` names for going on later, as arguments.
std::vector<std::string> resume_arguments(const std::string& out) {
  const std::string before = "palpate-chat ws://";
  const std::size_t start = out.find(before);
  if (start == std::string::npos) return {};
  std::string line = out.substr(start, out.find('\n', start) - start);
  line.erase(0, line.find("ws://"));
  const std::size_t flag = line.find(" --resume ");
  return {line.substr(0, flag), "--resume", line.substr(flag + 10)};
}

TEST_F(WithServer, AConversationLeftEarlyGoesOnWhereItStood) {
  const std::string& lines = find_script("suggestion").lines;
  const std::size_t middle = lines.find("44");
  const Outcome first = run("palpate-chat", {url(), "--region", "UK"}, lines.substr(0, middle));
  EXPECT_EQ(first.code, 3);
  const std::vector<std::string> arguments = resume_arguments(first.out);
  ASSERT_EQ(arguments.size(), 3U) << first.out;
  const Outcome second = run("palpate-chat", arguments, lines.substr(middle));
  EXPECT_EQ(second.code, 0) << second.out << second.errors;
  const Outcome by_variable = run("palpate-chat", {url()}, "", {{"PALPATE_TOKEN", arguments[2]}});
  EXPECT_EQ(by_variable.code, 0) << by_variable.out;
}

TEST_F(WithServer, AnUnknownTokenOrDialogueIsRefused) {
  EXPECT_EQ(run("palpate-chat", {url(), "--resume", std::string(43, 'A')}).code, 4);
  EXPECT_EQ(run("palpate-chat", {url(), "--dialogue", "front-pain"}).code, 2);
  EXPECT_EQ(run("palpate-chat", {url(), "--dialogue", "back-pain"}).code, 3);
}

TEST_F(WithServer, AServerWithoutAChatThereIsNamed) {
  const Outcome outcome = run("palpate-chat", {"ws://" + address() + "/nothing"});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_EQ(outcome.errors, "palpate-chat: " + address() + " answered 404 Not Found\n");
}

TEST(Server, AnUnreachableOneIsExitCodeFour) {
  const Outcome outcome = run("palpate-chat", {"ws://127.0.0.1:1"});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.errors, "palpate-chat: cannot reach 127.0.0.1:1 (Connection refused)\n");
}

class Restart : public testing::TestWithParam<int> {};

TEST_P(Restart, IsSurvivedInTheMiddleOfAConversation) {
  const TemporaryFolder folder;
  ServerProgram server(folder.path());
  TerminalProgram chat("palpate-chat", {server.url(), "--region", "UK", "--color", "never"});
  ASSERT_TRUE(chat.wait_for("question 1 of")) << chat.shown();
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type("1\r");
  ASSERT_TRUE(chat.wait_for("question 2 of")) << chat.shown();
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  server.stop(GetParam());
  ServerProgram again(folder.path(), server.port());
  chat.type("chest pain\r");
  ASSERT_TRUE(chat.wait_for("trying again (1 of 8)")) << chat.shown();
  ASSERT_TRUE(chat.wait_for("Call 999")) << chat.shown();
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type("/answers\r");
  ASSERT_TRUE(chat.wait_for("I am in pain now")) << chat.shown();
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type("\x04");
  EXPECT_EQ(chat.wait(), 12);
}

INSTANTIATE_TEST_SUITE_P(Signals, Restart, testing::Values(SIGTERM, SIGKILL),
                         [](const auto& number) {
                           return number.param == SIGTERM ? "Term" : "Kill";
                         });

}  // namespace
}  // namespace palpate::tests
