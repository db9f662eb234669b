// What conversations exercised of a dialogue, and that the shipped stories exercise all of it.
#include "atlas/coverage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "atlas/markup.hpp"
#include "atlas/stories.hpp"
#include "support/dialog_files.hpp"

namespace palpate {
namespace {

namespace fs = std::filesystem;

const Dialog& back_pain() {
  static const Dialog loaded = test::back_pain_dialog();
  return loaded;
}

Story story(const std::string& name) {
  std::ifstream file(test::source_path("dialogs/back-pain/stories/" + name + ".json"));
  std::stringstream text;
  text << file.rdbuf();
  Result<Story> read = read_story(text.str());
  if (!read) ADD_FAILURE() << name << ": " << read.error().message;
  return read ? *read : Story{};
}

/// Every moment of a story, as palpate-check adds it.
void add_story(const Story& story, Coverage& coverage) {
  Result<std::vector<Stood>> stood = play(back_pain(), story);
  ASSERT_TRUE(stood) << story.title << ": " << stood.error().message;
  for (const Stood& moment : *stood) add(back_pain(), moment.answers, moment.walk, coverage);
}

Coverage coverage_of(const std::string& name) {
  Coverage coverage = no_coverage(back_pain());
  add_story(story(name), coverage);
  return coverage;
}

/// All shipped stories by their file's name.
const std::map<std::string, Story>& stories() {
  static const std::map<std::string, Story> all = [] {
    std::map<std::string, Story> found;
    for (const auto& entry : fs::directory_iterator(test::source_path("dialogs/back-pain/stories")))
      found[entry.path().stem().string()] = story(entry.path().stem().string());
    return found;
  }();
  return all;
}

Coverage coverage_without(const std::string& name) {
  Coverage coverage = no_coverage(back_pain());
  for (const auto& [file, one] : stories()) {
    if (file != name) add_story(one, coverage);
  }
  return coverage;
}

std::size_t node(const std::string& id) {
  for (std::size_t i = 0; i < back_pain().nodes.size(); ++i) {
    if (back_pain().nodes[i].id == id) return i;
  }
  ADD_FAILURE() << "there is no node " << id;
  return 0;
}

bool is_covered(const Coverage& coverage, RuleKind kind, std::size_t row) {
  return coverage.rules[static_cast<std::size_t>(kind)][row];
}

bool has_answer(const Coverage& coverage, const std::string& fact, const std::string& choice) {
  const FactIndex index = *back_pain().find_fact(fact);
  const std::vector<std::string> choices = answer_choices(back_pain(), index);
  const auto found = std::find(choices.begin(), choices.end(), choice);
  if (found == choices.end()) ADD_FAILURE() << fact << " has no answer " << choice;
  return found != choices.end() &&
         coverage.answers[index][static_cast<std::size_t>(found - choices.begin())];
}

TEST(Coverage, OfNoConversationIsNothing) {
  const Coverage coverage = no_coverage(back_pain());
  EXPECT_FALSE(is_complete(coverage));
  const std::string text = to_text(back_pain(), coverage);
  EXPECT_EQ(test::count_of(text, "  0 %\n"), 9U) << text.substr(0, 600);
  for (const Flag& flag : back_pain().flags)
    EXPECT_TRUE(test::contains(text, "\n  flag      " + flag.id + ": ")) << flag.id;
  for (const MatrixRow& row : back_pain().matrix)
    EXPECT_TRUE(test::contains(text, "\n  matrix    " + row.id + ": ")) << row.id;
  for (const Gate& gate : back_pain().gates)
    EXPECT_TRUE(test::contains(text, "\n  gate      " + gate.id + ": ")) << gate.id;
  for (const ScoreRow& row : back_pain().scores)
    EXPECT_TRUE(test::contains(text, "\n  score     " + row.id + ": ")) << row.id;
  for (const ScheduleRow& row : back_pain().schedule_rows)
    EXPECT_TRUE(test::contains(text, "\n  schedule  " + row.id + ": ")) << row.id;
  for (const Note& note : back_pain().notes)
    EXPECT_TRUE(test::contains(text, "\n  note      " + note.id + ": ")) << note.id;
  for (const Node& one : back_pain().nodes) {
    EXPECT_TRUE(test::contains(text, "\n  node      " + one.id + ": ")) << one.id;
    for (const Edge& edge : one.next) {
      const std::string name = one.id + " -> " + back_pain().nodes[edge.to].id;
      EXPECT_TRUE(test::contains(text, "\n  edge      " + name + ": ")) << name;
    }
  }
}

TEST(Coverage, OfTheShippedStoriesIsComplete) {
  ASSERT_GT(stories().size(), 50U);
  const Coverage coverage = coverage_without("no story has this name");
  EXPECT_TRUE(is_complete(coverage)) << to_text(back_pain(), coverage);
}

TEST(Coverage, NamesWhatOneStoryLessLeavesOut) {
  const Coverage coverage = coverage_without("blisters");
  EXPECT_FALSE(is_complete(coverage));
  const std::string text = to_text(back_pain(), coverage);
  EXPECT_TRUE(test::contains(text, "  flag      U10: ")) << text;
  EXPECT_TRUE(test::contains(text, "\"Any of these?\" has \"Painful rash or blisters")) << text;
  EXPECT_FALSE(test::contains(text, "  flag      U9: ")) << text;
}

TEST(Coverage, CountsNodesAndWaysAndNothingElse) {
  const Dialog dialog = test::small_dialog();
  Coverage coverage = no_coverage(dialog);
  const Answers answers{{*dialog.find_fact("state"), Value{1U << 1U, false}},
                        {*dialog.find_fact("alarm"), Value{1U << 3U, false}}};
  const Walk now = walk(dialog, answers);
  ASSERT_EQ(now.question, dialog.find_fact("age"));
  add(dialog, answers, now, coverage);
  // greet, ask_state, ask_alarm, ask_age; ask_alarm has two ways, and the second one is taken.
  EXPECT_EQ(coverage.nodes,
            (std::vector<bool>{true, true, true, false, true, false, false, false, false, false}));
  EXPECT_EQ(coverage.edges[0], std::vector<bool>{true});
  EXPECT_EQ(coverage.edges[2], (std::vector<bool>{false, true}));
  EXPECT_EQ(coverage.edges[4], (std::vector<bool>{false, false}));
  // U1 by the fever. An outcome, of which other rows would count, is not reached.
  EXPECT_EQ(coverage.rules[static_cast<std::size_t>(RuleKind::flag)],
            (std::vector<bool>{false, true, false, false, false, false}));
  EXPECT_EQ(coverage.rules[static_cast<std::size_t>(RuleKind::note)],
            (std::vector<bool>{false, false, false, false}));
  EXPECT_EQ(coverage.answers[0], (std::vector<bool>{false, true}));
  EXPECT_EQ(coverage.answers[1], (std::vector<bool>{false, false, false, true, false, false}));
}

TEST(Coverage, TellsApartTwoWaysToTheSameNode) {
  // Both lead to the end: same-day care, and what no clinician's OK can lift.
  const std::size_t check = node("check_limbs");
  EXPECT_EQ(coverage_of("foot_drop").edges[check], (std::vector<bool>{true, false, false}));
  EXPECT_EQ(coverage_of("fresh_strain_waits").edges[check],
            (std::vector<bool>{false, true, false}));
}

TEST(Coverage, OfAnEmergencyEndsWhereItIsNoticed) {
  const Coverage coverage = coverage_of("chest_pain");
  EXPECT_TRUE(is_covered(coverage, RuleKind::flag, *back_pain().find_flag("E5")));
  EXPECT_TRUE(coverage.nodes[node("ask_emerg")]);
  EXPECT_FALSE(coverage.nodes[node("done")]);
  EXPECT_EQ(coverage.edges[node("ask_emerg")], (std::vector<bool>{false, false}));
  EXPECT_TRUE(has_answer(coverage, "emerg", "Chest pain, hard to breathe, or coughing blood"));
  EXPECT_FALSE(has_answer(coverage, "emerg", "None of these"));
}

TEST(Coverage, CountsTheAnswersOfEveryKindOfQuestion) {
  const Coverage coverage = coverage_of("bad_experience_left_out");
  EXPECT_TRUE(has_answer(coverage, "emerg", "None of these"));
  EXPECT_TRUE(has_answer(coverage, "age", "a number"));
  EXPECT_FALSE(has_answer(coverage, "emerg", "Not sure"));
  const Fact& prev = back_pain().facts[*back_pain().find_fact("prev")];
  // Options of all lines, and "not sure" in each.
  EXPECT_EQ(answer_choices(back_pain(), *back_pain().find_fact("prev")).size(),
            prev.items.size() * 5);
}

TEST(Stories, FailWhereTheyDoNotFit) {
  Story wrong = story("blisters");
  ASSERT_FALSE(wrong.turns.empty());
  wrong.turns.front().expect_ask = "age";
  Result<std::vector<Stood>> stood = play(back_pain(), wrong);
  ASSERT_FALSE(stood);
  EXPECT_EQ(stood.error().code, Errc::invalid_argument);
  EXPECT_EQ(stood.error().message, "turn 1: \"age\" is expected, and state is asked");

  wrong = story("blisters");
  wrong.turns.front().text = "\"no_such_option\"";
  stood = play(back_pain(), wrong);
  ASSERT_FALSE(stood);
  EXPECT_EQ(stood.error().message, "turn 1: \"state\" has no answer \"no_such_option\"");
}

TEST(Stories, LeaveOutTheMomentsAtWhichAnEarlierQuestionIsOpen) {
  const Story change = story("change_raises_an_emergency");
  Result<std::vector<Stood>> stood = play(back_pain(), change);
  ASSERT_TRUE(stood) << stood.error().message;
  const auto changes =
      std::count_if(change.turns.begin(), change.turns.end(),
                    [](const StoryTurn& turn) { return turn.kind == StoryTurn::Kind::change; });
  ASSERT_GT(changes, 0);
  // The start and every turn, but for those.
  EXPECT_EQ(stood->size(), 1 + change.turns.size() - static_cast<std::size_t>(changes));
}

}  // namespace
}  // namespace palpate
