// Conditions of invariants at the end of a conversation, and what breaks an invariant.
#include "engine/claims.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/step.hpp"
#include "support/dialog_files.hpp"

namespace palpate {
namespace {

/// The small dialogue with `claim` as the only invariant.
Dialog dialog_with(const std::string& claim) {
  DialogFiles files = test::small_dialog_files();
  files["invariants.json"] =
      R"({"invariants": [{"id": "I", "text": "A claim.", "source": ["BOOK"], )" + claim + "}]}";
  auto loaded = load_dialog(files);
  if (auto* diagnostics = std::get_if<std::vector<Diagnostic>>(&loaded)) {
    ADD_FAILURE() << to_string(*diagnostics);
    return test::small_dialog();
  }
  return std::get<Dialog>(std::move(loaded));
}

/// A conversation of typed lines, each of which is understood.
Step converse(const Dialog& dialog, std::initializer_list<const char*> lines) {
  Step now = start(dialog);
  for (const char* line : lines) {
    now = step(dialog, dialog.locales.front(), now.state, Say{line});
    EXPECT_EQ(now.event, Event::answered) << line;
  }
  return now;
}

Truth truth(std::initializer_list<const char*> lines, const std::string& condition) {
  Dialog dialog = dialog_with(R"("never": {"always": true}, "reachable": )" + condition);
  Step end = converse(dialog, lines);
  EXPECT_TRUE(end.walk.outcome);
  return truth_at_end(dialog, end.state.answers, end.walk, dialog.invariants[0].reachable);
}

const std::initializer_list<const char*> suggestion{"I have pain now", "none", "44", "5",
                                                    "good, never"};
const std::initializer_list<const char*> cleared{"I have pain now", "weak", "44", "5", "yes",
                                                 "good, never"};
const std::initializer_list<const char*> emergency{"pain", "chest pain"};

TEST(Claims, KnowWhatWasAskedAndHowOften) {
  EXPECT_EQ(truth(suggestion, R"({"asked": "severity"})"), Truth::yes);
  EXPECT_EQ(truth(suggestion, R"({"asked": "alarm_again"})"), Truth::no);
  EXPECT_EQ(truth(suggestion, R"({"asked": {"has_all": ["severity", "cleared"]}})"), Truth::no);
  EXPECT_EQ(truth(suggestion, R"({"asked": {"has_any": ["severity", "cleared"]}})"), Truth::yes);
  EXPECT_EQ(truth(suggestion, R"({"questions": {"at_least": 5, "at_most": 5}})"), Truth::yes);
  EXPECT_EQ(truth(suggestion, R"({"questions": {"at_most": 4}})"), Truth::no);
  EXPECT_EQ(truth(suggestion, R"({"questions": {"at_least": 6}})"), Truth::no);
  EXPECT_EQ(truth(emergency, R"({"questions": {"at_most": 2}})"), Truth::yes);
}

TEST(Claims, KnowTheWayOfTheConversation) {
  EXPECT_EQ(truth(suggestion, R"({"passed": "ask_prev"})"), Truth::yes);
  EXPECT_EQ(truth(suggestion, R"({"passed": "ask_cleared"})"), Truth::no);
  EXPECT_EQ(truth(emergency, R"({"passed": {"has_any": ["ask_age", "screened"]}})"), Truth::no);
}

TEST(Claims, KnowTheNotesThatAreShown) {
  EXPECT_EQ(truth(suggestion, R"({"shown": {"has_all": ["N_NOT_A_DOCTOR", "W_SORE"]}})"),
            Truth::yes);
  EXPECT_EQ(truth(emergency, R"({"shown": "W_SORE"})"), Truth::no);
  EXPECT_EQ(truth(emergency, R"({"shown": "N_NOT_A_DOCTOR"})"), Truth::yes);
}

TEST(Claims, TellARaisedFlagFromALiftedOne) {
  EXPECT_EQ(truth(cleared, R"({"raised": "K2", "lifted": "K2"})"), Truth::yes);
  EXPECT_EQ(truth(cleared, R"({"raised": {"has_any": ["E1", "U1"]}})"), Truth::no);
  EXPECT_EQ(truth(cleared, R"({"raised": {"has_all": ["K2", "K1"]}})"), Truth::no);
  EXPECT_EQ(truth({"pain", "weak", "44", "5", "no", "good, never"}, R"({"lifted": "K2"})"),
            Truth::no);
  EXPECT_EQ(truth({"pain", "weak", "44", "5", "no", "good, never"}, R"({"raised": "K2"})"),
            Truth::yes);
}

TEST(Claims, KnowTheTechniquesThatAreAllowed) {
  EXPECT_EQ(truth(suggestion, R"({"allowed": {"has": ["soft", "firm"]}})"), Truth::yes);
  EXPECT_EQ(truth(suggestion, R"({"allowed": {"within": ["soft"]}})"), Truth::no);
  EXPECT_EQ(truth(suggestion, R"({"allowed": "none"})"), Truth::no);
  EXPECT_EQ(truth(cleared, R"({"allowed": {"within": ["soft"]}})"), Truth::yes);
  EXPECT_EQ(truth(cleared, R"({"allowed": {"has_any": ["firm"]}})"), Truth::no);
  EXPECT_EQ(truth(cleared, R"({"allowed": {"has": ["soft", "firm"]}})"), Truth::no);
  EXPECT_EQ(truth(emergency, R"({"allowed": "none"})"), Truth::yes);
  EXPECT_EQ(truth(emergency, R"({"allowed": {"within": ["firm"]}})"), Truth::yes)
      << "nothing is within everything";
  EXPECT_EQ(truth(emergency, R"({"allowed": {"has_any": ["soft", "firm"]}})"), Truth::no);
}

TEST(Claims, StillKnowFactsAndCellsAndAdvice) {
  EXPECT_EQ(truth(suggestion,
                  R"({"severity": 5, "primary": "soft", "schedule": "weekly", "bad_pain": false})"),
            Truth::yes);
  EXPECT_EQ(truth(cleared, R"({"cell": {"soft": "clear"}, "rows": {"at_least": 1}})"), Truth::yes);
  EXPECT_EQ(truth(emergency, R"({"severity": {"at_least": 4}})"), Truth::unknown)
      << "it was never asked";
}

TEST(Claims, LeaveAnswersAloneThatNoQuestionAskedFor) {
  Dialog dialog =
      dialog_with(R"("never": {"always": true}, "reachable": {"severity": {"at_least": 0}})");
  Answers answers = converse(dialog, suggestion).state.answers;
  for (Answer& answer : answers) {
    if (answer.fact == *dialog.find_fact("state")) answer.value.bits = 2;  // no pain
  }
  Walk painless = walk(dialog, answers);
  ASSERT_TRUE(painless.outcome);
  EXPECT_EQ(truth_at_end(dialog, answers, painless, dialog.invariants[0].reachable),
            Truth::unknown);
}

bool breaks_it(const std::string& claim, std::initializer_list<const char*> lines) {
  Dialog dialog = dialog_with(claim + R"(, "reachable": {"always": true})");
  Step end = converse(dialog, lines);
  return breaks(dialog, dialog.invariants[0], end.state.answers, end.walk);
}

TEST(Claims, NeverIsBrokenOnlyWhereItIsCertainlyTrue) {
  EXPECT_TRUE(breaks_it(R"("never": {"severity": {"at_least": 5}})", suggestion));
  EXPECT_FALSE(breaks_it(R"("never": {"severity": {"at_least": 6}})", suggestion));
  EXPECT_FALSE(breaks_it(R"("never": {"not": {"severity": {"at_least": 6}}})", emergency))
      << "unknown";
  EXPECT_TRUE(
      breaks_it(R"("never": {"not": {"certainly": {"severity": {"at_least": 6}}}})", emergency));
}

TEST(Claims, WhenIsBrokenWhereThenIsNotTrue) {
  EXPECT_FALSE(breaks_it(R"("when": {"alarm": "none"}, "then": {"severity": 5})", suggestion));
  EXPECT_TRUE(breaks_it(R"("when": {"alarm": "none"}, "then": {"severity": 4})", suggestion));
  EXPECT_TRUE(breaks_it(R"("when": {"state": "pain_now"}, "then": {"severity": 5})", emergency))
      << "unknown is not true";
  EXPECT_FALSE(breaks_it(R"("when": {"severity": 5}, "then": {"alarm": "none"})", emergency))
      << "the premise is unknown";
}

TEST(Claims, AreAboutWhatTheConversationCameToAndNotAboutWhatItShouldHave) {
  Dialog dialog = dialog_with(
      R"("never": {"alarm": {"has": "weak"}, "allowed": {"has_any": ["firm"]}}, "reachable": {"always": true})");
  Step end = converse(dialog, cleared);
  ASSERT_FALSE(breaks(dialog, dialog.invariants[0], end.state.answers, end.walk));
  end.walk.outcome->allowed.push_back(*dialog.find_technique("firm"));
  EXPECT_TRUE(breaks(dialog, dialog.invariants[0], end.state.answers, end.walk));
}

TEST(Claims, AddingIsBrokenByAMilderEndAndByAnotherTechnique) {
  Dialog dialog = dialog_with(R"("adding": ["alarm"], "reachable": {"always": true})");
  const Invariant& adding = dialog.invariants[0];
  Walk healthy = converse(dialog, suggestion).walk;
  Walk with_ok = converse(dialog, cleared).walk;
  Walk alarmed = converse(dialog, emergency).walk;
  EXPECT_FALSE(breaks(dialog, adding, healthy, alarmed));
  EXPECT_TRUE(breaks(dialog, adding, alarmed, healthy)) << "milder";
  EXPECT_FALSE(breaks(dialog, adding, healthy, with_ok)) << "one technique less";
  EXPECT_TRUE(breaks(dialog, adding, with_ok, healthy)) << "one technique more";
  EXPECT_FALSE(breaks(dialog, adding, healthy, healthy));
  EXPECT_FALSE(breaks(dialog, adding, alarmed, start(dialog).walk)) << "no end yet";
}

TEST(Claims, ChangingIsBrokenByAnyOtherDisposition) {
  Dialog dialog = dialog_with(
      R"("changing": ["prev.soft"], "among": ["never", "good"], "reachable": {"always": true})");
  const Invariant& changing = dialog.invariants[0];
  Walk healthy = converse(dialog, suggestion).walk;
  Walk with_ok = converse(dialog, cleared).walk;
  Walk alarmed = converse(dialog, emergency).walk;
  EXPECT_TRUE(breaks(dialog, changing, healthy, alarmed));
  EXPECT_TRUE(breaks(dialog, changing, alarmed, healthy));
  EXPECT_FALSE(breaks(dialog, changing, healthy, with_ok)) << "other techniques, as well treated";
  EXPECT_EQ(changing.among, 3U);
  EXPECT_EQ(changing.subjects, (std::vector<Subject>{{*dialog.find_fact("prev"), 0}}));
}

}  // namespace
}  // namespace palpate
