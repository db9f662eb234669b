// What is said of another question than the open one: it counts like a tick, wherever the
// conversation stands, and is never taken for more.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "engine/claims.hpp"
#include "engine/invariants.hpp"
#include "engine/step.hpp"
#include "support/dialog_files.hpp"
#include "support/random_conversation.hpp"

namespace palpate {
namespace {

class BackPainSigns : public testing::Test {
 protected:
  static const Dialog& dialog() {
    static const Dialog loaded = test::back_pain_dialog();
    return loaded;
  }

  Step take(const Input& input) {
    return now_ = step(dialog(), dialog().locales.front(), now_.state, input);
  }
  /// Gives the plainest answer to every question until `fact` is asked, or the end.
  void answer_until(std::string_view fact) {
    while (now_.walk.question && dialog().facts[*now_.walk.question].id != fact) {
      const Fact& open = dialog().facts[*now_.walk.question];
      Value value;
      if (open.kind == FactKind::number) value.bits = 3;
      if (open.id == "age") value.bits = 44;
      if (open.kind == FactKind::choice || open.kind == FactKind::yes_no) value.bits = 1;
      if (open.id == "onset") value.bits = 16;
      if (open.kind == FactKind::choices && !open.none) value.bits = 1;
      if (open.kind == FactKind::grid) value.bits = 0x1111;
      ASSERT_EQ(take(GiveAnswer{value}).event, Event::answered) << open.id;
    }
  }
  static Answer sign(std::string_view fact, std::string_view option) {
    const FactIndex index = *dialog().find_fact(fact);
    const std::vector<std::string>& options = dialog().facts[index].options;
    const auto at = std::find(options.begin(), options.end(), option) - options.begin();
    return {index, {std::uint64_t{1} << at, false}};
  }
  std::string asked() const {
    return now_.walk.question ? dialog().facts[*now_.walk.question].id : "";
  }
  std::string flags() const {
    std::string all;
    for (const RaisedFlag& flag : now_.walk.flags) {
      if (dialog().flags[flag.flag].level > Level::caution)
        all += dialog().flags[flag.flag].id + " ";
    }
    return all;
  }
  Disposition disposition() const { return now_.walk.outcome->disposition; }

  Step now_ = start(dialog());
};

TEST_F(BackPainSigns, AnEmergencyEndsTheConversationAtTheVeryFirstQuestion) {
  take(NoteSigns{{sign("emerg", "e_saddle")}});
  EXPECT_EQ(now_.event, Event::sign_noted);
  ASSERT_TRUE(now_.walk.outcome);
  EXPECT_EQ(disposition(), Disposition::emergency);
  EXPECT_EQ(flags(), "E1 ");
}

TEST_F(BackPainSigns, AnEmergencyCountsAfterItsQuestionWasAnsweredWithNone) {
  answer_until("severity");
  take(NoteSigns{{sign("emerg", "e_chest")}});
  ASSERT_TRUE(now_.walk.outcome);
  EXPECT_EQ(flags(), "E5 ");
}

TEST_F(BackPainSigns, AnEmergencyOfAQuestionThatIsNeverAskedCounts) {
  answer_until("treat");
  take(NoteSigns{{sign("preg_signs", "heavy_bleeding")}});
  ASSERT_TRUE(now_.walk.outcome);
  EXPECT_EQ(flags(), "E11 ");
}

TEST_F(BackPainSigns, AnEmergencyReplacesASuggestion) {
  answer_until("");
  ASSERT_EQ(disposition(), Disposition::suggestion);
  take(NoteSigns{{sign("emerg", "e_stroke")}});
  ASSERT_TRUE(now_.walk.outcome);
  EXPECT_EQ(disposition(), Disposition::emergency);
  EXPECT_FALSE(now_.walk.outcome->primary);
}

TEST_F(BackPainSigns, ASecondEmergencyIsHeardToo) {
  answer_until("age");
  take(NoteSigns{{sign("emerg", "e_crash")}});
  take(NoteSigns{{sign("emerg", "e_harm")}});
  EXPECT_EQ(flags(), "E9 E9_ALSO E3 ");
}

TEST_F(BackPainSigns, AnUrgentSignCountsWhenItsQuestionIsAskedAndDeniesNothing) {
  answer_until("age");
  take(NoteSigns{{sign("urgent", "u_calf")}});
  EXPECT_EQ(now_.event, Event::sign_noted);
  EXPECT_EQ(asked(), "age") << "the conversation goes on";
  answer_until("");
  EXPECT_EQ(disposition(), Disposition::urgent);
  EXPECT_EQ(flags(), "U5 ");
}

TEST_F(BackPainSigns, AnUrgentSignOfAQuestionThatIsNeverAskedCounts) {
  take(NoteSigns{{sign("leg", "footdrop")}});
  answer_until("");
  EXPECT_EQ(disposition(), Disposition::urgent);
  EXPECT_EQ(flags(), "U7 ");
}

TEST_F(BackPainSigns, ACheckAsksAndNoLeadsBackToTheVeryQuestion) {
  answer_until("severity");
  const State before = now_.state;
  take(AskCheck{sign("urgent", "u_calf")});
  EXPECT_EQ(now_.event, Event::checking);
  EXPECT_TRUE(changes_state(now_.event));
  take(AnswerCheck{Truth::no});
  EXPECT_EQ(now_.event, Event::check_denied);
  EXPECT_EQ(now_.state, before);
  EXPECT_EQ(asked(), "severity");
}

TEST_F(BackPainSigns, ACheckAnsweredWithYesCounts) {
  answer_until("severity");
  take(AskCheck{sign("urgent", "u_calf")});
  take(AnswerCheck{Truth::yes});
  EXPECT_EQ(now_.event, Event::sign_noted);
  answer_until("");
  EXPECT_EQ(flags(), "U5 ");
}

TEST_F(BackPainSigns, ACheckAnsweredWithNotSureIsUrgentAtLeast) {
  answer_until("severity");
  take(AskCheck{sign("urgent", "u_calf")});
  take(AnswerCheck{Truth::unknown});
  answer_until("");
  EXPECT_EQ(disposition(), Disposition::urgent);
  // Of an emergency sign: its question is asked again in other words, and stays "not sure".
  now_ = start(dialog());
  answer_until("severity");
  take(AskCheck{sign("emerg", "e_chest")});
  take(AnswerCheck{Truth::unknown});
  EXPECT_EQ(asked(), "emerg_again");
  answer_until("");
  EXPECT_EQ(disposition(), Disposition::urgent);
  EXPECT_EQ(flags(), "U0 ");
}

TEST_F(BackPainSigns, WhileItIsCheckedNothingElseIsTaken) {
  answer_until("severity");
  take(AskCheck{sign("urgent", "u_calf")});
  EXPECT_EQ(take(GiveAnswer{{5, false}}).event, Event::not_an_option);
  EXPECT_EQ(take(Back{}).event, Event::nothing_to_undo);
  EXPECT_EQ(take(ChangeAnswer{*dialog().find_fact("age")}).event, Event::not_answered);
  EXPECT_TRUE(now_.state.check);
  EXPECT_EQ(take(Restart{}).event, Event::restarted);
  EXPECT_FALSE(now_.state.check);
  EXPECT_TRUE(now_.state.signs.empty());
}

TEST_F(BackPainSigns, WhoSaysNothingClearToACheckIsNotSure) {
  answer_until("severity");
  take(AskCheck{sign("urgent", "u_calf")});
  EXPECT_EQ(take(Say{"perhaps on tuesdays"}).event, Event::not_understood);
  EXPECT_EQ(take(Say{"what of it"}).event, Event::sign_noted);
  answer_until("");
  EXPECT_EQ(flags(), "U5 ");
}

TEST_F(BackPainSigns, AnAnswerWithoutACheckIsRefused) {
  EXPECT_EQ(take(AnswerCheck{Truth::yes}).event, Event::not_an_option);
}

/// The invariants about one conversation that this one breaks; their conditions are looked at once.
std::string broken(const Dialog& dialog, const Answers& answers, const Walk& finished) {
  std::vector<Condition> conditions;
  for (const Invariant& invariant : dialog.invariants) {
    if (invariant.kind > InvariantKind::implies) continue;
    conditions.push_back(invariant.when);
    conditions.push_back(invariant.then);
  }
  const std::vector<Truth> truths = truths_at_end(dialog, answers, finished, conditions);
  std::string ids;
  std::size_t at = 0;
  for (const Invariant& invariant : dialog.invariants) {
    if (invariant.kind > InvariantKind::implies) continue;
    const bool when = truths[at] == Truth::yes, then = truths[at + 1] == Truth::yes;
    at += 2;
    if (when && (invariant.kind == InvariantKind::never || !then)) ids += invariant.id + " ";
  }
  return ids;
}

std::uint64_t conversations() {
  const char* wanted = std::getenv("PALPATE_RANDOM_CONVERSATIONS");
  if (wanted != nullptr) return std::strtoull(wanted, nullptr, 10) / 10;
  return std::getenv("PALPATE_SANITIZED") != nullptr ? 300 : 20'000;
}

TEST_F(BackPainSigns, NeverLowerADispositionNorAddATechniqueNorBreakAnInvariant) {
  std::vector<FactIndex> facts;
  for (FactIndex i = 0; i < dialog().facts.size(); ++i) {
    const Fact& fact = dialog().facts[i];
    if (fact.may_be_mentioned) facts.push_back(i);
  }
  std::uint64_t raised = 0;
  for (std::uint64_t seed = 0; seed < conversations(); ++seed) {
    test::RandomPatient patient(dialog(), seed);
    Step now = start(dialog());
    for (int turns = 0; now.walk.question && turns < 100; ++turns) {
      now = step(dialog(), dialog().locales.front(), now.state,
                 GiveAnswer{patient.answer(*now.walk.question, now.state.answers)});
    }
    const FactIndex fact = facts[patient.below(facts.size())];
    const std::uint64_t bit = std::uint64_t{1}
                              << patient.below(dialog().facts[fact].options.size());
    const Mentions signs{{fact, {bit, false}}};
    const Walk without = now.walk;
    const Walk with = walk(dialog(), now.state.answers, signs);
    // More may be asked now; so far nothing is milder.
    ASSERT_GE(with.disposition, std::min(with.disposition, without.disposition));
    if (!with.outcome) continue;
    ASSERT_GE(with.outcome->disposition, without.outcome->disposition) << "seed " << seed;
    raised += with.outcome->disposition > without.outcome->disposition;
    if (with.outcome->primary) {
      for (TechniqueIndex technique : with.outcome->allowed)
        ASSERT_TRUE(std::count(without.outcome->allowed.begin(), without.outcome->allowed.end(),
                               technique) != 0)
            << "seed " << seed;
    }
    ASSERT_EQ(broken(dialog(), now.state.answers, with), "") << "seed " << seed;
  }
  EXPECT_GT(raised, conversations() / 10);
}

}  // namespace
}  // namespace palpate
