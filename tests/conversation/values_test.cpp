#include <gtest/gtest.h>

#include "conversation/digest.hpp"
#include "conversation/replay.hpp"
#include "support/dialog_files.hpp"

namespace palpate {
namespace {

const Dialog& small() {
  static const Dialog dialog = test::small_dialog();
  return dialog;
}

struct Example {
  std::string name;
  std::string fact;
  std::string json;
};

class StoredValue : public ::testing::TestWithParam<Example> {};

TEST_P(StoredValue, IsReadAndWrittenTheSame) {
  auto fact = small().find_fact(GetParam().fact);
  ASSERT_TRUE(fact);
  auto value = parse_value(small(), *fact, GetParam().json);
  ASSERT_TRUE(value);
  EXPECT_EQ(write_value(small(), *fact, *value), GetParam().json);
}

INSTANTIATE_TEST_SUITE_P(
    All, StoredValue,
    ::testing::Values(Example{"Choice", "state", R"("pain_now")"},
                      Example{"Options", "alarm", R"(["numb","fever"])"},
                      Example{"NoOptions", "alarm", "[]"},
                      Example{"OptionsAndNotSure", "alarm", R"(["weak","not_sure"])"},
                      Example{"Number", "age", "120"}, Example{"Yes", "cleared", R"("yes")"},
                      Example{"NotSure", "cleared", R"("not_sure")"},
                      Example{"Grid", "prev", R"({"soft":"good","firm":"bad"})"},
                      Example{"PartOfAGrid", "prev", R"({"soft":"never"})"}),
    [](const auto& one) { return one.param.name; });

class NoValue : public ::testing::TestWithParam<Example> {};

TEST_P(NoValue, IsRefused) {
  auto fact = small().find_fact(GetParam().fact);
  ASSERT_TRUE(fact);
  EXPECT_FALSE(parse_value(small(), *fact, GetParam().json));
}

INSTANTIATE_TEST_SUITE_P(
    All, NoValue,
    ::testing::Values(Example{"UnknownOption", "state", R"("gone")"},
                      Example{"NumberForAChoice", "state", "1"},
                      Example{"ListForAChoice", "state", R"(["none"])"},
                      Example{"NoneWithAnOption", "alarm", R"(["none","numb"])"},
                      Example{"NoneWithNotSure", "alarm", R"(["none","not_sure"])"},
                      Example{"TooBig", "age", "121"}, Example{"TooSmall", "age", "-1"},
                      Example{"TextForANumber", "age", R"("7")"},
                      Example{"UnknownRow", "prev", R"({"hot":"good"})"},
                      Example{"UnknownRowOption", "prev", R"({"soft":"great"})"},
                      Example{"GridForAChoice", "state", R"({"soft":"good"})"},
                      Example{"Nothing", "state", ""}, Example{"Null", "state", "null"}),
    [](const auto& one) { return one.param.name; });

TEST(Replay, WhatANewerDialogueDoesNotKnowIsPassedOver) {
  const Locale& locale = small().locales[0];
  State state;
  for (const auto& [fact, value] :
       std::vector<std::pair<std::string, std::string>>{{"removed_question", "\"x\""},
                                                        {"state", "\"removed_option\""},
                                                        {"age", "30"},
                                                        {"state", "\"pain_now\""}}) {
    TurnRecord turn;
    turn.event = "answer";
    turn.fact = fact;
    turn.value = value;
    state = replay_turn(small(), locale, state, turn).state;
  }
  EXPECT_EQ(look(small(), state).walk.question, small().find_fact("alarm"));
}

TEST(Replay, AnAnswerThatIsAskedLaterNowIsKeptUntilThen) {
  const Locale& locale = small().locales[0];
  TurnRecord turn;
  turn.event = "answer";
  turn.fact = "alarm";
  turn.value = "[]";
  State state = replay_turn(small(), locale, State{}, turn).state;
  Step next = step(small(), locale, state, GiveAnswer{Value{1, false}});
  EXPECT_EQ(next.walk.question, small().find_fact("age"));
}

TurnRecord stored(const std::string& event, const std::string& fact = {},
                  const std::string& value = {}) {
  TurnRecord turn;
  turn.event = event;
  turn.fact = fact;
  turn.value = value;
  return turn;
}

State replayed(const Dialog& dialog, const std::vector<TurnRecord>& turns) {
  State state;
  for (const TurnRecord& turn : turns) {
    state = replay_turn(dialog, dialog.locales[0], state, turn).state;
  }
  return state;
}

NodeIndex node(const Dialog& dialog, std::string_view id) {
  for (std::size_t at = 0; at < dialog.nodes.size(); ++at) {
    if (dialog.nodes[at].id == id) return static_cast<NodeIndex>(at);
  }
  ADD_FAILURE() << "no node " << id;
  return 0;
}

/// The small dialogue with the way after each of these nodes changed.
Dialog rerouted(std::initializer_list<std::pair<const char*, const char*>> ways) {
  Dialog dialog = small();
  for (const auto& [from, to] : ways) {
    dialog.nodes[node(dialog, from)].next.back().to = node(dialog, to);
  }
  return dialog;
}

TEST(Replay, WhileAnAnswerIsChangedTheAnswersAfterItDoNotDecideWhatItMayBe) {
  // The grid comes before the age that one of its rows depends on.
  const Dialog dialog =
      rerouted({{"ask_alarm", "ask_prev"}, {"ask_prev", "ask_age"}, {"screened", "done"}});
  const State state = replayed(
      dialog,
      {stored("start"), stored("answer", "state", "\"pain_now\""), stored("answer", "alarm", "[]"),
       stored("answer", "prev", R"({"soft":"good"})"), stored("answer", "age", "30"),
       stored("change", "prev"), stored("answer", "prev", R"({"soft":"bad"})")});
  EXPECT_FALSE(state.changing);
  const FactIndex prev = *dialog.find_fact("prev");
  for (const Answer& answer : state.answers) {
    if (answer.fact != prev) continue;
    EXPECT_EQ(write_value(dialog, prev, answer.value), R"({"soft":"bad"})");
  }
}

TEST(Replay, BackTakesBackTheSameAnswerInADialogueThatAsksInAnotherOrder) {
  const Dialog dialog = rerouted(
      {{"ask_alarm", "ask_severity"}, {"ask_severity", "ask_age"}, {"ask_age", "screened"}});
  const State state =
      replayed(dialog, {stored("start"), stored("answer", "state", "\"pain_now\""),
                        stored("answer", "alarm", "[]"), stored("answer", "age", "30"),
                        stored("answer", "severity", "5"), stored("back", "severity")});
  EXPECT_EQ(look(dialog, state).walk.question, dialog.find_fact("severity"));
  ASSERT_EQ(state.answers.size(), 3U);
  EXPECT_EQ(state.answers[2].fact, dialog.find_fact("age"));
}

TEST(Replay, BackWithoutAFactOnlyGivesAChangeUp) {
  const std::vector<TurnRecord> turns{stored("start"), stored("answer", "state", "\"pain_now\""),
                                      stored("change", "state"), stored("back")};
  const State state = replayed(small(), turns);
  EXPECT_FALSE(state.changing);
  EXPECT_EQ(look(small(), state).walk.question, small().find_fact("alarm"));
}

TEST(Replay, BeginsAtTheLastRestart) {
  const std::vector<TurnRecord> turns{stored("start"),
                                      stored("answer", "state", "\"pain_now\""),
                                      stored("restart"),
                                      stored("miss"),
                                      stored("answer", "state", "\"none\""),
                                      stored("restart"),
                                      stored("answer", "state", "\"pain_now\""),
                                      stored("miss")};
  const std::vector<std::size_t> first{0, 0, 0, 2, 2, 2, 5, 5, 5};
  for (std::size_t count = 0; count <= turns.size(); ++count) {
    EXPECT_EQ(first_to_replay(turns, count), first[count]) << count;
  }
  for (std::size_t at = 0; at < turns.size(); ++at) {
    const State before = state_before(small(), small().locales[0], turns, at);
    const State expected = replayed(small(), {turns.begin(), turns.begin() + static_cast<int>(at)});
    EXPECT_EQ(replay_turn(small(), small().locales[0], before, turns[at]).state,
              replay_turn(small(), small().locales[0], expected, turns[at]).state)
        << at;
  }
}

TEST(Digest, KnowsThePublishedExamples) {
  EXPECT_EQ(hex("\x01\xab"), "01ab");
  EXPECT_EQ(base64url(""), "");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url("foo"), "Zm9v");
  EXPECT_EQ(base64url("\xff\xfe\xfd"), "__79");
  std::array<std::uint8_t, 32> key{};
  EXPECT_EQ(hmac_sha256_hex(key, ""),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace palpate
