#include "apps/chat/screen.hpp"

#include <gtest/gtest.h>

namespace palpate::chat {
namespace {

const Look narrow{44, false, false};

protocol::Turn question() {
  protocol::Turn turn;
  turn.messages = {{"notice", "understood", "I read that as: Lower back."}};
  turn.ask.emplace();
  turn.ask->kind = "choices";
  turn.ask->text = "Do you have any of these? Please read all of them.";
  turn.ask->options = {{"a", "Numbness between the legs", "nerves"}, {"b", "Chest pain", "body"}};
  turn.ask->groups = {{"nerves", "Nerves"}, {"body", "Rest of the body"}};
  turn.ask->none = protocol::Option{"none", "None of these", ""};
  turn.ask->not_sure = protocol::Option{"not_sure", "I am not sure", ""};
  turn.progress = {3, 11};
  return turn;
}

TEST(Screen, NumbersOptionsThenNoneThenNotSure) {
  EXPECT_EQ(Screen(narrow).turn(question()), R"(
> I read that as: Lower back.

--------------------- question 4 of about 11
Do you have any of these? Please read all of
them.

  Nerves
  1  Numbness between the legs

  Rest of the body
  2  Chest pain

  3  None of these
  4  I am not sure

One or more numbers, for example 1 3, or
your own words.
)");
}

TEST(Screen, SaysTheRangeOfANumberAndTheAnswerBeingChanged) {
  protocol::Turn turn;
  turn.ask.emplace();
  turn.ask->kind = "number";
  turn.ask->text = "How bad is it?";
  turn.ask->min = 0;
  turn.ask->max = 10;
  turn.ask->min_label = "no pain";
  turn.ask->changing = true;
  turn.ask->current = "7";
  EXPECT_EQ(Screen(narrow).turn(turn), R"(
----------------- changing an earlier answer
How bad is it?
Your answer was: 7

A number from 0 (no pain) to 10.
)");
}

TEST(Screen, PutsTheNumberFirstInAnEmergency) {
  protocol::Turn turn;
  turn.messages = {{"emergency", "flag_e1", "You may need help very soon. Do not drive."}};
  turn.result.emplace();
  turn.result->disposition = "emergency";
  turn.result->title = "This is an emergency";
  turn.result->call = protocol::Call{"an ambulance", "999"};
  turn.result->dialogue = "back-pain";
  turn.result->version = "1.0.0";
  turn.result->content_hash = "0123456789abcdef";
  EXPECT_EQ(Screen(narrow).turn(turn), R"(
+------------------------------------------+
| Call an ambulance (999)                  |
|                                          |
| This is an emergency                     |
|                                          |
| You may need help very soon. Do not      |
| drive.                                   |
+------------------------------------------+

Dialogue back-pain 1.0.0, content
0123456789ab
)");
}

protocol::Turn suggestion() {
  protocol::Turn turn;
  protocol::Result& result = turn.result.emplace();
  result.disposition = "suggestion";
  result.title = "Swedish massage, once a week";
  result.primary = protocol::Technique{"swedish", "Swedish massage", "Long, light strokes."};
  result.allowed = {{"hot_stone", "Hot stone massage", "Warm stones."}};
  result.left_out = {{"deep_tissue", "Deep tissue massage", true, {"Your bones may be thin."}}};
  result.schedule =
      protocol::Plan{"weekly", "Once a week", "For 4 weeks at most.", "Stop if it gets worse.", 7};
  result.notes = {{"d", "disclaimer", "This is not a diagnosis."},
                  {"w", "warning", "Neck work carries a small risk."},
                  {"a", "advice", "Keep moving."}};
  result.for_therapist = {"Osteoporosis: light pressure."};
  result.rules = {{"gate", "H2", "Pain is mild.", {"S", "NG59"}},
                  {"score", "S1", "You like it light.", {}}};
  result.sources = {{"S", "The clinic's article", ""},
                    {"NG59", "NICE guideline", "https://nice.example/ng59"}};
  result.dialogue = "back-pain";
  result.version = "1.0.0";
  result.content_hash = "0123456789abcdef";
  return turn;
}

TEST(Screen, LaysOutASuggestionWithEveryReasonAndSource) {
  EXPECT_EQ(Screen(narrow).turn(suggestion()), R"(
------------------------------------- result
Swedish massage, once a week

SUGGESTED
  Swedish massage
  Long, light strokes.

HOW OFTEN
  Once a week
  For 4 weeks at most.
  Stop if it gets worse.

ALSO POSSIBLE FOR YOU
  Hot stone massage
  Warm stones.

LEFT OUT, AND WHY
  Deep tissue massage (you asked for it)
  * Your bones may be thin.

PLEASE NOTE
  ! Neck work carries a small risk.

ADVICE
  * Keep moving.

TELL YOUR THERAPIST
  * Osteoporosis: light pressure.

REMEMBER
  This is not a diagnosis.

WHY: EVERY RULE THAT APPLIED
  * Pain is mild. (gate H2; S, NG59)
  * You like it light. (score S1)

SOURCES
  S     The clinic's article
  NG59  NICE guideline
        https://nice.example/ng59

Dialogue back-pain 1.0.0, content
0123456789ab
)");
}

TEST(Screen, UsesNoEscapeSequencesWithoutColorAndBalancedOnesWithIt) {
  EXPECT_EQ(Screen({80, false, true}).turn(suggestion()).find('\033'), std::string::npos);
  const std::string colored = Screen({80, true, true}).turn(suggestion());
  std::size_t on = 0, off = 0;
  for (std::size_t at = colored.find("\033["); at != std::string::npos;
       at = colored.find("\033[", at + 1)) {
    (colored.compare(at, 4, "\033[0m") == 0 ? off : on)++;
  }
  EXPECT_GT(on, 0U);
  EXPECT_EQ(on, off);
}

TEST(Screen, PrintsNoControlCharactersOfAServer) {
  protocol::Turn turn = question();
  turn.ask->text = "Evil \033]0;title\a question";
  turn.messages[0].text = "\033[2Jgone";
  EXPECT_EQ(Screen(narrow).turn(turn).find('\033'), std::string::npos);
}

TEST(Screen, NumbersTheAnswersForChange) {
  EXPECT_EQ(Screen(narrow).answers(
                {{"state", "What brings you here?", "Pain"}, {"age", "How old?", "44"}}),
            R"(
  1  What brings you here?
     Pain
  2  How old?
     44
)");
  EXPECT_EQ(Screen(narrow).answers({}), "> There are no answers yet.\n");
}

protocol::Turn grid() {
  protocol::Turn turn;
  turn.ask.emplace();
  turn.ask->kind = "grid";
  turn.ask->text = "How was it?";
  const std::vector<protocol::Option> options{{"never", "Never had it", ""},
                                              {"good", "It helped", ""}};
  turn.ask->items = {{"swedish", "Swedish", options}, {"hot_stone", "Hot stone", options}};
  turn.ask->shortcut = protocol::Option{"never", "I never had a massage", ""};
  return turn;
}

TEST(Screen, ShowsTheOptionsOfAGridOnceWhenAllRowsHaveThem) {
  EXPECT_EQ(Screen(narrow).turn(grid()), R"(
--------------------------------- question 1
How was it?

  Swedish
  Hot stone

  1  Never had it
  2  It helped

  Or say: I never had a massage

One number for each in order, with blanks
between; or your own words.
)");
}

TEST(Screen, ShowsTheOptionsOfAGridAtEachRowWhenTheyDiffer) {
  protocol::Turn turn = grid();
  turn.ask->items[1].options.push_back({"bad", "It was too hot for me", ""});
  EXPECT_EQ(Screen(narrow).turn(turn), R"(
--------------------------------- question 1
How was it?

  Swedish
     1 Never had it   2 It helped
  Hot stone
     1 Never had it   2 It helped
     3 It was too hot for me

  Or say: I never had a massage

One number for each in order, with blanks
between; or your own words.
)");
}

}  // namespace
}  // namespace palpate::chat
