// What one turn does with every kind of input.
#include "engine/step.hpp"

#include <gtest/gtest.h>

#include "support/dialog_files.hpp"

namespace palpate {
namespace {

class SmallDialog : public testing::Test {
 protected:
  Step say(const std::string& text) {
    return now_ = step(dialog_, locale(), now_.state, Say{text});
  }
  Step give(const Value& value) {
    return now_ = step(dialog_, locale(), now_.state, GiveAnswer{value});
  }
  Step take(const Input& input) { return now_ = step(dialog_, locale(), now_.state, input); }
  /// Says one line after the other; each must be understood.
  void say_all(std::initializer_list<const char*> lines) {
    for (const char* line : lines) ASSERT_EQ(say(line).event, Event::answered) << line;
  }
  std::string asked() const {
    return now_.walk.question ? dialog_.facts[*now_.walk.question].id : "";
  }
  FactIndex fact(const char* id) const { return *dialog_.find_fact(id); }
  std::string flags() const {
    std::string all;
    for (const RaisedFlag& flag : now_.walk.flags)
      all += dialog_.flags[flag.flag].id + (flag.lifted ? "(lifted) " : " ");
    return all;
  }
  const Locale& locale() const { return dialog_.locales.front(); }

  const Dialog dialog_ = test::small_dialog();
  Step now_ = start(dialog_);
};

TEST_F(SmallDialog, AsksTheFirstQuestion) {
  EXPECT_EQ(asked(), "state");
  EXPECT_TRUE(now_.state.answers.empty());
  EXPECT_EQ(now_.walk.path.size(), 2U);
}

TEST_F(SmallDialog, EndsWithASuggestionAndItsReasons) {
  say_all({"I have pain now", "none", "44", "5", "good, never"});
  ASSERT_TRUE(now_.walk.outcome);
  const Outcome& outcome = *now_.walk.outcome;
  EXPECT_EQ(outcome.disposition, Disposition::suggestion);
  EXPECT_EQ(outcome.scores, (std::vector<std::int32_t>{2, 2}));
  EXPECT_EQ(outcome.primary, dialog_.find_technique("soft")) << "a tie goes to the gentlest";
  EXPECT_EQ(outcome.allowed.size(), 2U);
  EXPECT_EQ(dialog_.schedule_rows[*outcome.schedule_row].id, "SCH1");
}

TEST_F(SmallDialog, EndsAtOnceInAnEmergency) {
  say_all({"pain", "chest pain"});
  ASSERT_TRUE(now_.walk.outcome);
  EXPECT_EQ(now_.walk.outcome->disposition, Disposition::emergency);
  EXPECT_TRUE(now_.walk.outcome->allowed.empty());
  EXPECT_FALSE(now_.walk.outcome->schedule_row);
  EXPECT_EQ(take(Back{}).event, Event::final);
  EXPECT_EQ(take(ChangeAnswer{fact("alarm")}).event, Event::final);
  EXPECT_EQ(say("hello?").event, Event::final);
  EXPECT_EQ(take(Restart{}).event, Event::restarted);
  EXPECT_EQ(asked(), "state");
}

TEST_F(SmallDialog, AsksAgainInOtherWordsWhenNotSure) {
  say_all({"pain", "not sure"});
  EXPECT_EQ(asked(), "alarm_again");
  EXPECT_EQ(flags(), "K1 ");
  say("none");
  EXPECT_EQ(flags(), "") << "the second answer settles it";
}

TEST_F(SmallDialog, KeepsTheTicksOfTheFirstAskingWhenAskedAgain) {
  say_all({"pain", "weak, not sure", "none"});
  EXPECT_EQ(flags(), "K2 ");
}

TEST_F(SmallDialog, ACliniciansOkLiftsWhatMayBeLiftedAndOnlyAllowsTheGentleTechnique) {
  say_all({"pain", "weak", "44", "5"});
  EXPECT_EQ(asked(), "cleared");
  say_all({"yes", "good, good"});
  EXPECT_EQ(flags(), "K2(lifted) ");
  EXPECT_EQ(now_.walk.outcome->disposition, Disposition::suggestion);
  ASSERT_EQ(now_.walk.outcome->allowed.size(), 1U);
  EXPECT_EQ(dialog_.techniques[now_.walk.outcome->allowed[0]].id, "soft");
  const LeftOut& out = now_.walk.outcome->left_out.at(0);
  EXPECT_EQ(dialog_.matrix[out.because.at(0).row].id, "h_weak");
}

TEST_F(SmallDialog, NothingLeftMeansReferral) {
  say_all({"pain", "none", "44", "2", "bad, never"});
  EXPECT_EQ(flags(), "K9 ");
  EXPECT_EQ(now_.walk.outcome->disposition, Disposition::clearance);
  EXPECT_TRUE(now_.walk.outcome->left_out.empty());
}

TEST_F(SmallDialog, AnAnswerThatContradictsAnEarlierOneIsRefusedWithTheReason) {
  say_all({"pain", "none", "44"});
  State before = now_.state;
  Step refused = say("0");
  EXPECT_EQ(refused.event, Event::refused);
  EXPECT_EQ(dialog_.text_keys[refused.refusal.value()], "severity_zero");
  EXPECT_EQ(refused.state, before);
  EXPECT_EQ(say("1").event, Event::answered);
}

TEST_F(SmallDialog, WhatIsNotUnderstoodIsCountedUntilAnAnswerComes) {
  EXPECT_EQ(say("hmm").event, Event::not_understood);
  EXPECT_EQ(say("what now").event, Event::not_understood);
  EXPECT_EQ(now_.state.misses, 2);
  EXPECT_EQ(asked(), "state");
  EXPECT_EQ(say("pain").event, Event::answered);
  EXPECT_EQ(now_.state.misses, 0);
}

TEST_F(SmallDialog, AValueThatTheQuestionDoesNotHaveChangesNothing) {
  State before = now_.state;
  for (Value wrong :
       {Value{4, false}, Value{3, false}, Value{0, false}, Value{0, true}, Value{1, true}}) {
    EXPECT_EQ(give(wrong).event, Event::not_an_option) << wrong.bits;
    EXPECT_EQ(now_.state, before);
  }
}

TEST_F(SmallDialog, GoesBackOneAnswerAtATime) {
  EXPECT_EQ(take(Back{}).event, Event::nothing_to_undo);
  say_all({"pain", "none"});
  EXPECT_EQ(say("back").event, Event::went_back);
  EXPECT_EQ(asked(), "alarm");
  EXPECT_EQ(say("/undo").event, Event::went_back);
  EXPECT_EQ(asked(), "state");
}

TEST_F(SmallDialog, ChangingNamesTheAnswersThatNoLongerApply) {
  say_all({"pain", "none", "44", "5", "never, never"});
  EXPECT_EQ(take(ChangeAnswer{fact("state")}).event, Event::changing);
  EXPECT_EQ(asked(), "state");
  Step changed = say("no pain");
  EXPECT_EQ(changed.event, Event::answered);
  EXPECT_EQ(changed.dropped, std::vector<FactIndex>{fact("severity")});
  EXPECT_EQ(dialog_.schedule_rows[*now_.walk.outcome->schedule_row].id, "SCH2");
}

TEST_F(SmallDialog, AnswersBehindAQuestionThatAChangeOpensAreKept) {
  say_all({"no pain", "none", "44", "never, never"});
  take(ChangeAnswer{fact("state")});
  EXPECT_TRUE(say("pain").dropped.empty());
  EXPECT_EQ(asked(), "severity");
  EXPECT_EQ(say("5").event, Event::answered);
  EXPECT_TRUE(now_.walk.outcome) << "the later answers were taken up again";
  EXPECT_EQ(now_.walk.asked.size(), 5U);
}

TEST_F(SmallDialog, BackKeepsTheEarlierAnswerWhileChanging) {
  say_all({"pain", "none", "44"});
  State before = now_.state;
  take(ChangeAnswer{fact("age")});
  EXPECT_EQ(take(Back{}).event, Event::went_back);
  EXPECT_EQ(now_.state, before);
  EXPECT_EQ(asked(), "severity");
}

TEST_F(SmallDialog, WhatWasNotAnsweredCannotBeChanged) {
  EXPECT_EQ(take(ChangeAnswer{fact("age")}).event, Event::not_answered);
}

TEST_F(SmallDialog, WhyAndHelpChangeNothing) {
  say("pain");
  State before = now_.state;
  EXPECT_EQ(say("why").event, Event::explained);
  EXPECT_EQ(take(AskHelp{}).event, Event::helped);
  EXPECT_EQ(now_.state, before);
  EXPECT_EQ(asked(), "alarm");
}

TEST_F(SmallDialog, AGridAsksOnlyTheItemsThatApply) {
  say_all({"pain", "none", "12", "5"});
  EXPECT_EQ(grid_items_asked(dialog_, fact("prev"), now_.state.answers), 1U);
  EXPECT_EQ(say("good, bad").event, Event::not_understood);
  EXPECT_EQ(say("good").event, Event::answered);
  EXPECT_TRUE(now_.walk.outcome);
}

TEST_F(SmallDialog, NeverCountsFewerQuestionsAheadThanNone) {
  int last = questions_ahead(dialog_, now_.state.answers);
  EXPECT_EQ(last, 5);
  for (const char* line : {"pain", "none", "44", "5"}) {
    say(line);
    EXPECT_EQ(questions_ahead(dialog_, now_.state.answers), --last) << line;
  }
}

TEST_F(SmallDialog, AnswersThatAreNoneAreAsIfNotGiven) {
  Answers odd{{fact("state"), {64, false}}, {fact("age"), {5000, false}}};
  Walk walked = walk(dialog_, odd);
  EXPECT_EQ(walked.question, fact("state"));
  EXPECT_EQ(walked.unused.size(), 2U);
}

}  // namespace
}  // namespace palpate
