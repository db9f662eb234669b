// palpate-chat as a shell runs it, with the shipped dialogue in its own process.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/program.hpp"
#include "cli/scripts.hpp"

namespace palpate::tests {
namespace {

const std::string dialogue = PALPATE_SOURCE_DIR "/dialogs/back-pain";

Outcome chat(const std::vector<std::string>& options, const std::string& input = "",
             const Environment& environment = {}) {
  std::vector<std::string> arguments{"--dialogue", dialogue, "--region", "UK"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run("palpate-chat", arguments, input, environment);
}

class Disposition : public testing::TestWithParam<Script> {};

TEST_P(Disposition, IsReachedByAScriptAndToldByTheExitCode) {
  const Outcome outcome = chat({}, GetParam().lines);
  EXPECT_EQ(outcome.code, GetParam().exit_code) << outcome.out;
  EXPECT_EQ(outcome.errors, "");
  for (const std::string& part : GetParam().shown) {
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << "\n" << outcome.out;
  }
}

INSTANTIATE_TEST_SUITE_P(Scripts, Disposition, testing::ValuesIn(scripts()),
                         [](const auto& script) { return script.param.name; });

TEST(Chat, AResultNamesItsReasonsSourcesAndDialogue) {
  const std::string out = chat({}, find_script("suggestion").lines).out;
  for (const std::string part :
       {"SUGGESTED\n", "HOW OFTEN\n", "LEFT OUT, AND WHY\n", "PLEASE NOTE\n", "ADVICE\n",
        "WHY: EVERY RULE THAT APPLIED\n", "SOURCES\n", "\nDialogue back-pain "}) {
    EXPECT_NE(out.find(part), std::string::npos) << part << "\n" << out;
  }
}

TEST(Chat, TextFitsEightyColumnsBesidesAddresses) {
  std::istringstream lines(chat({}, find_script("suggestion").lines).out);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.find("https://") != std::string::npos) continue;
    const auto columns = std::count_if(line.begin(), line.end(), [](char byte) {
      return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    });
    EXPECT_LE(columns, 80) << line;
  }
}

TEST(Chat, AScriptThatIsOverEarlyIsExitCodeThree) {
  EXPECT_EQ(chat({}, "1\nnone\n").code, 3);
  EXPECT_EQ(chat({}, "").code, 3);
  EXPECT_EQ(chat({}, "/quit\n" + find_script("emergency").lines).code, 3);
}

TEST(Chat, TheLastStateTellsTheExitCode) {
  // An emergency stands until the conversation begins again.
  EXPECT_EQ(chat({}, find_script("emergency").lines + "/back\n").code, 12);
  EXPECT_EQ(chat({}, find_script("emergency").lines + "/restart\n").code, 3);
  EXPECT_EQ(chat({}, find_script("suggestion").lines + "/back\n").code, 3);
}

TEST(Chat, ReadsAScriptFileAndSkipsCommentsAndEmptyLines) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/script";
  std::ofstream(path) << "# a comment\r\n\n" << find_script("emergency").lines;
  EXPECT_EQ(chat({"--script", path}).code, 12);
  const Outcome missing = chat({"--script", path + "x"});
  EXPECT_EQ(missing.code, 2);
  EXPECT_EQ(missing.errors,
            "palpate-chat: the script " + path + "x cannot be read: No such file or directory\n");
}

TEST(Chat, CommandsWorkInAScript) {
  const Outcome outcome =
      chat({}, "1\nnone\n44\n/answers\n/change 3\n45\n/why\n/help\n/bakc\n/change 9\n/back\n");
  EXPECT_EQ(outcome.code, 3);
  std::size_t at = 0;
  for (const std::string part :
       {"  3  How old are you?\n     44", "changing an earlier answer", "I understood: 45",
        "/back     take back", "There is no command /bakc; there are:",
        "There is no answer number 9; /answers shows them.", "How old"}) {
    at = outcome.out.find(part, at);
    ASSERT_NE(at, std::string::npos) << part << "\n" << outcome.out;
  }
}

TEST(Chat, JsonIsOneObjectALineAndNothingElse) {
  const Outcome outcome =
      chat({"--json"}, find_script("suggestion").lines + "/nonsense\n/answers\n");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.errors, "");
  std::istringstream lines(outcome.out);
  std::string line;
  int turns = 0;
  while (std::getline(lines, line)) {
    const boost::json::value frame = boost::json::parse(line);
    ASSERT_TRUE(frame.is_object()) << line;
    if (frame.at("type") == "turn") ++turns;
  }
  const std::string& script = find_script("suggestion").lines;
  EXPECT_EQ(turns, std::count(script.begin(), script.end(), '\n') +
                       2);  // the first turn, and the one of /answers
}

TEST(Chat, ColorIsForTerminalsUnlessAskedFor) {
  const std::string& script = find_script("emergency").lines;
  EXPECT_EQ(chat({}, script).out.find('\033'), std::string::npos);
  EXPECT_EQ(chat({"--color", "never"}, script).out.find('\033'), std::string::npos);
  EXPECT_NE(chat({"--color", "always"}, script).out.find('\033'), std::string::npos);
}

TEST(Chat, HelpAndVersionAreForStandardOutput) {
  const Outcome help = run("palpate-chat", {"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_EQ(help.errors, "");
  for (const std::string part : {"Exit codes", "--resume TOKEN", "/change", "12  emergency"}) {
    EXPECT_NE(help.out.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(run("palpate-chat", {"--version"}).out, "palpate-chat 0.1.0\n");
}

struct WrongOption {
  std::string name;
  std::vector<std::string> arguments;
  std::string errors;

  friend std::ostream& operator<<(std::ostream& out, const WrongOption& option) {
    return out << option.name;
  }
};

class WrongOptions : public testing::TestWithParam<WrongOption> {};

TEST_P(WrongOptions, AreRefusedWithTheReason) {
  const Outcome outcome = run("palpate-chat", GetParam().arguments);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.errors, GetParam().errors);
}

const std::string try_help = "Try palpate-chat --help.\n";

INSTANTIATE_TEST_SUITE_P(
    Each, WrongOptions,
    testing::Values(
        WrongOption{
            "None",
            {},
            "palpate-chat: give the address of a server (ws://...) or the folder of a dialogue "
            "(--dialogue FOLDER)\n" +
                try_help},
        WrongOption{"Unknown",
                    {"--colour", "always"},
                    "palpate-chat: The following argument was not expected: --colour\n" + try_help},
        WrongOption{"BadColor",
                    {"--dialogue", dialogue, "--color", "red"},
                    "palpate-chat: --color: red not in {auto,always,never}\n" + try_help},
        WrongOption{"ResumeWithoutServer",
                    {"--dialogue", dialogue, "--resume", "x"},
                    "palpate-chat: --resume needs a server; conversations of --dialogue FOLDER end "
                    "with the program\n" +
                        try_help},
        WrongOption{"Encrypted",
                    {"wss://clinic.example/v1/chat"},
                    "palpate-chat: \"wss://clinic.example/v1/chat\" is no address of a server: "
                    "wss:// is not "
                    "supported; use ws:// to a server on this machine, or through a TLS tunnel\n"},
        WrongOption{"NoScheme",
                    {"127.0.0.1:8080"},
                    "palpate-chat: \"127.0.0.1:8080\" is no address of a server: it must begin "
                    "with ws://\n"},
        WrongOption{"BadPort",
                    {"ws://127.0.0.1:http"},
                    "palpate-chat: \"ws://127.0.0.1:http\" is no address of a server: the port "
                    "must be a number\n"},
        WrongOption{
            "NoHost",
            {"ws://:80/"},
            "palpate-chat: \"ws://:80/\" is no address of a server: the host is missing\n"}),
    [](const auto& option) { return option.param.name; });

TEST(Chat, ADialogueWithMistakesIsRefusedWithAllOfThem) {
  const TemporaryFolder folder;
  const std::string broken = folder.path() + "/back-pain";
  std::filesystem::copy(PALPATE_SOURCE_DIR "/dialogs", folder.path(),
                        std::filesystem::copy_options::recursive);
  std::filesystem::remove(broken + "/sources.json");
  std::ofstream(broken + "/flags.json") << "{";
  const Outcome outcome = run("palpate-chat", {"--dialogue", broken});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.errors,
            "palpate-chat: " + broken +
                " does not load, 2 mistakes:\n"
                "flags.json 1:2: the text ends before the JSON is complete [syntax]\n"
                "sources.json: a dialogue needs this file, and it is not there [file_missing]\n");
}

TEST(Terminal, PromptsEditsAndShowsColor) {
  TerminalProgram chat("palpate-chat", {"--dialogue", dialogue, "--region", "UK"});
  ASSERT_TRUE(chat.wait_for("question 1 of about")) << chat.shown();
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type(
      "2\x7f"
      "1\r");  // a typing mistake, taken back
  ASSERT_TRUE(chat.wait_for("I understood: I am in pain now")) << chat.shown();
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type("/rest\t\r");  // completed
  ASSERT_TRUE(chat.wait_for("question 1 of about")) << chat.shown();
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type("\x1b[A\x1b[A\r");  // the line before the last one, from the history
  ASSERT_TRUE(chat.wait_for("question 2 of about")) << chat.shown();
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type("chest pain\r");
  ASSERT_TRUE(chat.wait_for("Call 999")) << chat.shown();
  ASSERT_TRUE(chat.wait_for("Enter leaves, /restart begins again.")) << chat.shown();
  chat.type("\r");
  EXPECT_EQ(chat.wait(), 12);
  EXPECT_NE(chat.shown().find("\033[1;97;41m"), std::string::npos);  // the emergency stands on red
}

TEST(Terminal, HonoursNoColor) {
  TerminalProgram chat("palpate-chat", {"--dialogue", dialogue}, {{"NO_COLOR", "1"}});
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type("\x04");
  EXPECT_EQ(chat.wait(), 3);
  EXPECT_EQ(chat.shown().find("\033[1m"), std::string::npos) << chat.shown();
  EXPECT_EQ(chat.shown().find("\033[36m"), std::string::npos) << chat.shown();
}

TEST(Terminal, WrapsToANarrowScreen) {
  TerminalProgram chat("palpate-chat", {"--dialogue", dialogue, "--color", "never"}, {}, 50);
  ASSERT_TRUE(chat.wait_for_prompt()) << chat.shown();
  chat.type("/quit\r");
  EXPECT_EQ(chat.wait(), 3);
  std::istringstream lines(chat.shown());
  std::string line;
  while (std::getline(lines, line)) {
    const bool is_ascii =
        line.find("❯") == std::string::npos && line.find("─") == std::string::npos;
    EXPECT_TRUE(!is_ascii || line.size() <= 52U) << line;
  }
}

}  // namespace
}  // namespace palpate::tests
