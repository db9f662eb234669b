// palpate-check as a shell runs it: each command, its words and its exit codes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/program.hpp"

namespace palpate::tests {
namespace {

namespace fs = std::filesystem;

const std::string back_pain = PALPATE_SOURCE_DIR "/dialogs/back-pain";
const std::string small = PALPATE_SOURCE_DIR "/tests/bad_dialogs/good";

Outcome check(const std::vector<std::string>& arguments) {
  return run("palpate-check", arguments);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A copy of the back-pain dialogue that a test may break.
class BrokenByHand : public ::testing::Test {
 protected:
  BrokenByHand() {
    fs::copy(PALPATE_SOURCE_DIR "/dialogs/regions.json", folder_.path());
    fs::copy(back_pain, directory(), fs::copy_options::recursive);
  }

  std::string directory() const { return folder_.path() + "/back-pain"; }

  void replace(const std::string& file, const std::string& old, const std::string& by) {
    std::string text = read(directory() + "/" + file);
    const std::size_t at = text.find(old);
    ASSERT_NE(at, std::string::npos);
    std::ofstream(directory() + "/" + file) << text.replace(at, old.size(), by);
  }

  /// Osteoporosis allows deep tissue.
  void loosen_a_cell() {
    replace("techniques.json",
            R"("cells": {"swedish": "adapt", "deep_tissue": "clear", "trigger_point": "clear")",
            R"("cells": {"swedish": "adapt", "deep_tissue": "adapt", "trigger_point": "clear")");
  }

  TemporaryFolder folder_;
};

TEST(Check, ProvesTheShippedDialogue) {
  const Outcome outcome = check({back_pain});
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  EXPECT_EQ(outcome.errors, "");
  EXPECT_TRUE(contains(outcome.out, "back-pain 1.0.0: PROVED: ")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "for all of the 10^60 ways to answer its questions, in "));
  EXPECT_TRUE(contains(outcome.out,
                       "at most 20 questions, a suggestion after 10 at the least\n  content "));
}

TEST_F(BrokenByHand, ShowsTheShortestConversationThatBreaksAClaim) {
  loosen_a_cell();
  const Outcome outcome = check({directory()});
  EXPECT_EQ(outcome.code, 1);
  const std::size_t at = outcome.out.find("BROKEN  G9_weak_bones [DOWN13, ROS]\n");
  ASSERT_NE(at, std::string::npos) << outcome.out;
  const std::string shown = outcome.out.substr(at, outcome.out.find("\n\n", at) - at);
  for (const char* part :
       {"With osteoporosis or a broken spine bone, neither deep tissue nor trigger point work",
        "        > Osteoporosis or thin bones\n", "=== suggestion: ", "Deep tissue",
        "- matrix h_osteo: thin bones can break more easily"})
    EXPECT_TRUE(contains(shown, part)) << part << "\n" << shown;
  EXPECT_TRUE(contains(outcome.out, "the same as for G9_weak_bones"));
  EXPECT_TRUE(contains(outcome.out, "NOT PROVED: ")) << outcome.out;
}

TEST_F(BrokenByHand, LeavesAStoryForEachCounterexample) {
  loosen_a_cell();
  const std::string stories = folder_.path() + "/found";
  EXPECT_EQ(check({directory(), "--save-stories", stories}).code, 1);
  ASSERT_TRUE(fs::exists(stories + "/G9_weak_bones.json"));
  const Outcome explained =
      check({"explain", directory(), "--story", stories + "/G9_weak_bones.json"});
  EXPECT_EQ(explained.code, 0) << explained.errors;
  EXPECT_TRUE(contains(explained.out, "Deep tissue massage: possible")) << explained.out;
  // The dialogue as it should be leaves deep tissue out, and says why.
  const Outcome right = check({"explain", back_pain, "--story", stories + "/G9_weak_bones.json"});
  EXPECT_TRUE(contains(right.out,
                       "Deep tissue massage: left out, because of:\n      matrix h_osteo (clear)"))
      << right.out;
}

TEST_F(BrokenByHand, TellsProgramsInJson) {
  loosen_a_cell();
  const Outcome outcome = check({directory(), "--json"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
  for (const char* part :
       {R"("dialogue":"back-pain")", R"("gave_up":0)", R"("most_questions":20)",
        R"("id":"G9_weak_bones")", R"("verdict":"broken")", R"("answers":{"state":)"})
    EXPECT_TRUE(contains(outcome.out, part)) << part;
}

TEST_F(BrokenByHand, NamesMistakesWithoutProving) {
  replace("flags.json", R"("area": {"has": "leg_both"})", R"("aera": {"has": "leg_both"})");
  const Outcome outcome = check({directory()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(contains(outcome.out, "there is no fact called \"aera\"; did you mean \"area\"?"))
      << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "1 mistake in " + directory() + "\n"));
  for (const char* command : {"explain", "draw", "coverage", "booklet"})
    EXPECT_EQ(check({command, directory()}).code, 1) << command;
}

TEST_F(BrokenByHand, ComparesVersionsByTheirPatients) {
  EXPECT_EQ(check({"diff", back_pain, directory()}).code, 0);
  EXPECT_EQ(check({"diff", back_pain, directory()}).out, "No patient is advised otherwise.\n");
  loosen_a_cell();
  const Outcome outcome = check({"diff", back_pain, directory()});
  EXPECT_EQ(outcome.code, 1);
  for (const char* part :
       {"disposition: clearance -> suggestion\n", "now possible: deep_tissue\n",
        "  and before\n    === clearance: K13\n", "kinds of patients get other advice.\n"})
    EXPECT_TRUE(contains(outcome.out, part)) << part << "\n" << outcome.out;
}

TEST_F(BrokenByHand, KeepsTheProofWithTheDialogueAndWhoSignedIt) {
  EXPECT_EQ(check({directory(), "--write-proof", "--signed-off-by", "Dr A. Example"}).code, 0);
  const std::string proof = read(directory() + "/proof.json");
  for (const char* part :
       {R"("dialogue": "back-pain")", R"("checker": "palpate-check )",
        R"("signed_off_by": "Dr A. Example")", R"("G9_weak_bones": "proved")", R"("seal": )"})
    EXPECT_TRUE(contains(proof, part)) << part;
  // The proof is about the dialogue and no part of it.
  EXPECT_EQ(check({"diff", back_pain, directory()}).code, 0);
}

TEST_F(BrokenByHand, AServerThatRequiresProofServesOnlyWhatWasProved) {
  const std::vector<std::string> server{"--check-config", "--require-proof", "--dialogs",
                                        directory()};
  auto refused_because = [&](const std::string& reason) {
    const Outcome outcome = run("palpate-server", server);
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.errors, "palpate-server: " + directory() + ": " + reason +
                                  "; run palpate-check --write-proof " + directory() + "\n");
  };
  refused_because("there is no " + directory() + "/proof.json");
  EXPECT_EQ(check({directory(), "--write-proof"}).code, 0);
  const Outcome outcome = run("palpate-server", server);
  EXPECT_EQ(outcome.code, 0) << outcome.errors;
  replace("text/en.json", "How old are you?", "How old are you ?");
  refused_because("its files are not those that were proved");
  loosen_a_cell();
  EXPECT_EQ(check({directory(), "--write-proof"}).code, 1);
  refused_because("the proof found a fault: G9_weak_bones");
}

TEST_F(BrokenByHand, AServerRefusesADialogueWithMistakes) {
  replace("flags.json", R"("area": {"has": "leg_both"})", R"("aera": {"has": "leg_both"})");
  const Outcome outcome = run("palpate-server", {"--check-config", "--dialogs", directory()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(contains(outcome.errors, directory() + " has 1 mistake:\nflags.json /flags/E2/when"))
      << outcome.errors;
}

TEST(Check, ExplainsGivenAnswers) {
  const Outcome outcome = check({"explain", back_pain, "--plain", "onset=w12p", "severity=6",
                                 "type=stiff,knot", "prev=good", "prev.deep_tissue=never"});
  EXPECT_EQ(outcome.code, 0) << outcome.errors;
  for (const char* part :
       {"    > Stiff; One or more sore knots or spots\n",
        "=== suggestion: ", "Swedish massage: first, 7 points (S2 +1, S10 +4, S14_swedish +2)\n",
        "Why, and why not\n", "What would change the advice, by the fewest other answers\n",
        "  disposition urgent:\n      urgent: \"None of these\" -> "})
    EXPECT_TRUE(contains(outcome.out, part)) << part << "\n" << outcome.out;
}

struct Wrong {
  const char* name;
  std::vector<std::string> arguments;
  const char* complaint;
};

void PrintTo(const Wrong& each, std::ostream* out) {
  *out << each.name;
}

class WrongCommand : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongCommand, IsRefusedWithAWordThatHelps) {
  const Outcome outcome = check(GetParam().arguments);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_TRUE(contains(outcome.errors, GetParam().complaint)) << outcome.errors;
}

const Wrong wrong_commands[] = {
    {"nothing", {}, "name the folder of a dialogue, or a command"},
    {"no_folder", {"/no/such/folder"}, "/no/such/folder"},
    {"explain_nothing", {"explain"}, "name the folder of a dialogue"},
    {"draw_nothing", {"draw"}, "name the folder of a dialogue"},
    {"unknown_option", {back_pain, "--prove"}, "--prove"},
    {"signed_without_proof", {back_pain, "--signed-off-by", "me"}, "goes with --write-proof"},
    {"unknown_fact", {"explain", back_pain, "severty=6"}, "did you mean \"severity\"?"},
    {"unknown_option_of_fact", {"explain", back_pain, "area=neckk"}, "did you mean \"neck\"?"},
    {"number_out_of_range", {"explain", back_pain, "age=200"}, "a number from 0 to 120"},
    {"no_number", {"explain", back_pain, "age=old"}, "a number from 0 to 120"},
    {"none_not_offered", {"explain", back_pain, "area=none"}, "\"area\" has no answer \"none\""},
    {"unknown_item", {"explain", back_pain, "prev.swedsh=good"}, "did you mean \"swedish\"?"},
    {"no_such_answer_of_item", {"explain", back_pain, "prev=fine"}, "there are: never, good, bad"},
    {"no_answer", {"explain", back_pain, "severity"}, "write fact=value"},
    {"not_over", {"explain", back_pain, "state=pain_now"}, "\"emerg\" is asked next"},
    {"no_story",
     {"explain", back_pain, "--story", "/no/story.json"},
     "/no/story.json cannot be read"},
    {"story_and_answers", {"explain", back_pain, "age=4", "--story", "x"}, "not both"},
    {"no_stories", {"coverage", back_pain, "--stories", "/no"}, "there are no stories in /no"},
    {"no_such_format", {"draw", back_pain, "--format", "png"}, "--format"},
    {"cannot_write", {"draw", back_pain, "-o", "/no/such/file"}, "/no/such/file cannot be written"},
    {"no_time", {back_pain, "--limit", "0"}, "--limit"},
    {"diff_one", {"diff", back_pain}, "NEW is required"},
};

INSTANTIATE_TEST_SUITE_P(Check, WrongCommand, ::testing::ValuesIn(wrong_commands),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(Check, DrawsForPeopleAndForReadmes) {
  TemporaryFolder folder;
  const std::string file = folder.path() + "/graph.svg";
  EXPECT_EQ(check({"draw", back_pain, "-o", file}).code, 0);
  EXPECT_TRUE(contains(read(file), "<svg"));
  EXPECT_TRUE(check({"draw", back_pain, "--format", "mermaid"}).out.starts_with("flowchart TD\n"));
  EXPECT_TRUE(contains(check({"draw", back_pain, "--format", "dot"}).out, "digraph"));
}

TEST(Check, CountsWhatStoriesExercise) {
  const Outcome all = check({"coverage", back_pain});
  EXPECT_EQ(all.code, 0) << all.out;
  EXPECT_TRUE(contains(all.out, "matrix rows           55      55     100 %\n")) << all.out;
  TemporaryFolder folder;
  fs::copy(back_pain + "/stories/daily_aspirin.json", folder.path());
  const Outcome one = check({"coverage", back_pain, "--stories", folder.path()});
  EXPECT_EQ(one.code, 1);
  EXPECT_TRUE(contains(one.out, "1 story of ")) << one.out;
  EXPECT_TRUE(contains(one.out, "Missing:\n")) << one.out;
}

TEST(Check, PrintsABookletWithTheNumbersOfACountry) {
  const Outcome uk = check({"booklet", back_pain, "--region", "UK"});
  EXPECT_EQ(uk.code, 0);
  EXPECT_TRUE(uk.out.starts_with("<!doctype html>"));
  EXPECT_TRUE(contains(uk.out, "999"));
}

TEST(Check, SaysWhichSignsAreHeardAndByWhichPattern) {
  const Outcome outcome = check({"signs", back_pain, "cant feel when i wipe", "no fever",
                                 "what does it mean if my calf is swollen?"});
  EXPECT_EQ(outcome.code, 0) << outcome.errors;
  EXPECT_TRUE(contains(outcome.out, "cant feel when i wipe\n    certain: emerg e_")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "no fever\n    nothing\n")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "    to ask:  urgent u_calf (")) << outcome.out;
  const Outcome piped = run("palpate-check", {"signs", back_pain}, "cant feel when i wipe\n");
  EXPECT_TRUE(contains(piped.out, "    certain: emerg e_")) << piped.out;
  // What the open question is about need not be said again.
  const Outcome at = check({"signs", back_pain, "--at", "leg", "losing strength every day"});
  EXPECT_TRUE(contains(at.out, "leg worse")) << at.out;
  const Outcome nowhere = check({"signs", back_pain, "--at", "limb", "losing strength every day"});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_TRUE(contains(nowhere.errors, "has no question \"limb\"")) << nowhere.errors;
}

TEST(Check, OfSeveralDialoguesTheWorstIsTold) {
  const Outcome outcome = check({back_pain, small});
  EXPECT_EQ(outcome.code, 1) << "the small one takes pain for a preference";
  EXPECT_TRUE(contains(outcome.out, "back-pain 1.0.0: PROVED"));
  EXPECT_TRUE(contains(outcome.out, "BROKEN  preference.severity\n"));
  EXPECT_TRUE(contains(outcome.out, "  and with these answers instead:\n"));
}

TEST(Check, SaysWhatItIs) {
  EXPECT_TRUE(check({"--version"}).out.starts_with("palpate-check "));
  const Outcome help = check({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* word : {"explain DIR", "diff OLD NEW", "draw DIR", "coverage DIR", "booklet DIR",
                           "--write-proof", "3   the solver gave up"})
    EXPECT_TRUE(contains(help.out, word)) << word;
  EXPECT_EQ(check({"draw", "--help"}).out, help.out);
}

}  // namespace
}  // namespace palpate::tests
