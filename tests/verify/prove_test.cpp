// Every claim that palpate-check makes of any dialogue: proved of a small one that is right, broken
// by one change each, with the conversation that shows it.
#include "verify/prove.hpp"

#include <gtest/gtest.h>

#include <set>

#include "bench/large_dialog.hpp"
#include "engine/claims.hpp"
#include "support/dialog_files.hpp"
#include "verify/mutation.hpp"
#include "verify/transcript.hpp"

namespace palpate {
namespace {

namespace json = boost::json;

/// The small dialogue, in which nothing is wrong.
DialogFiles small_and_right() {
  DialogFiles files = test::small_dialog_files();
  // Who hurts little "asks" for a soft massage there, so that pain would be a mere preference.
  test::mutate(files, "techniques.json", "/techniques/soft/asked_for", nullptr);
  return files;
}

Dialog loaded(const DialogFiles& files) {
  auto result = load_dialog(files);
  if (const auto* mistakes = std::get_if<std::vector<Diagnostic>>(&result))
    ADD_FAILURE() << to_string(*mistakes);
  return std::get<Dialog>(std::move(result));
}

const Claim* find(const Report& report, const std::string& id) {
  for (const Claim& claim : report.claims) {
    if (claim.id == id) return &claim;
  }
  return nullptr;
}

TEST(SmallDialog, IsProvedAndItsBoundsAreExact) {
  const Dialog dialog = loaded(small_and_right());
  const Report report = prove(dialog);
  for (const Claim& claim : report.claims)
    EXPECT_EQ(claim.verdict, Verdict::proved) << claim.id << ": " << claim.finding;
  EXPECT_EQ(report.claims.size(), 74U);
  // state, alarm, alarm_again, age, severity, cleared, prev
  EXPECT_EQ(report.longest.walk.asked.size(), 7U);
  ASSERT_TRUE(report.shortest_suggestion);
  EXPECT_EQ(report.shortest_suggestion->walk.asked.size(), 4U);
}

TEST(SmallDialog, GivesEveryClaimAnIdAndWordsOfItsOwn) {
  const Report report = prove(loaded(small_and_right()));
  std::set<std::string> ids;
  for (const Claim& claim : report.claims) {
    EXPECT_TRUE(ids.insert(claim.id).second) << claim.id;
    EXPECT_FALSE(claim.text.empty()) << claim.id;
    EXPECT_EQ(claim.finding, "") << claim.id;
    EXPECT_FALSE(claim.counterexample) << claim.id;
  }
}

TEST(SmallDialog, ASolverThatGivesUpIsNeverAPass) {
  const Dialog dialog = test::back_pain_dialog();
  ProofOptions options;
  options.limit = std::chrono::milliseconds(1);  // not enough for the shipped dialogue
  const Report report = prove(dialog, options);
  EXPECT_GT(report.count(Verdict::gave_up), 0U);
  for (const Claim& claim : report.claims) {
    EXPECT_NE(claim.verdict, Verdict::broken) << claim.id << ": " << claim.finding;
    if (claim.verdict == Verdict::gave_up) {
      EXPECT_FALSE(claim.finding.empty()) << claim.id;
    }
  }
}

/// One change of the small dialogue and what it breaks.
struct Break {
  const char* name;
  const char* file;
  const char* at;
  const char* value;  // JSON
  const char* claim;
  bool has_conversation;
};

void PrintTo(const Break& each, std::ostream* out) {
  *out << each.name;
}

class Broken : public ::testing::TestWithParam<Break> {};

TEST_P(Broken, IsFoundAndTheEngineConfirmsIt) {
  const Break& change = GetParam();
  DialogFiles files = small_and_right();
  ASSERT_TRUE(test::mutate(files, change.file, change.at, json::parse(change.value)));
  const Dialog dialog = loaded(files);
  const Report report = prove(dialog);
  const Claim* claim = find(report, change.claim);
  ASSERT_NE(claim, nullptr);
  EXPECT_EQ(claim->verdict, Verdict::broken) << claim->finding;
  EXPECT_FALSE(claim->finding.empty());
  ASSERT_EQ(claim->counterexample.has_value(), change.has_conversation);
  EXPECT_EQ(report.count(Verdict::gave_up), 0U);
  if (!claim->counterexample) return;
  const Conversation& shown = claim->counterexample->conversation;
  EXPECT_EQ(walk(dialog, shown.answers), shown.walk);
  for (const Invariant& invariant : dialog.invariants) {
    if (invariant.id == claim->id && invariant.kind <= InvariantKind::implies) {
      EXPECT_TRUE(breaks(dialog, invariant, shown.answers, shown.walk));
    }
    if (invariant.id == claim->id && invariant.kind > InvariantKind::implies) {
      ASSERT_TRUE(claim->counterexample->other);
      EXPECT_TRUE(breaks(dialog, invariant, shown.walk, claim->counterexample->other->walk));
    }
  }
}

const Break all_breaks[] = {
    {"never", "techniques.json", "/matrix/{h_weak}/cells/firm", R"("ok")", "I1_weak", true},
    {"when_then", "notes.json", "/notes/{W_SORE}/when", R"({"primary": "soft"})", "I2_screened",
     true},
    {"adding", "flags.json", "/flags/E1/when",
     R"({"alarm": {"has": "chest"}, "not": {"alarm": {"has": "fever"}}})", "I3_more", true},
    {"changing", "flags.json", "/flags/K9/when",
     R"({"any": [{"prev.soft": "bad", "prev.firm": "bad"}, {"prev.soft": "good"}]})", "I4_liked",
     true},
    {"want_of_cases", "invariants.json", "/invariants/{I1_weak}/reachable",
     R"({"disposition": "suggestion", "alarm": {"has": "chest"}})", "reachable.invariant.I1_weak",
     false},
    {"monotone", "flags.json", "/flags/U1/when",
     R"({"alarm": {"has": "fever"}, "not": {"alarm": {"has": "weak"}}})", "monotone.alarm", true},
    {"not_sure", "flags.json", "/flags/U1/when",
     R"({"alarm": {"has": "fever"}, "not": {"alarm": "not_sure"}})", "not_sure.alarm", true},
    {"no_schedule", "schedule.json", "/rows/{SCH1}/when",
     R"({"state": "pain_now", "bad_pain": true})", "schedule.complete", true},
    {"two_schedules", "schedule.json", "/rows/{SCH2}/when", R"({"age": {"at_least": 18}})",
     "schedule.disjoint", true},
    {"dead_end", "dialogue.json", "/facts/severity/refuse/0/when", R"({"state": "pain_now"})",
     "no_dead_end", true},
    {"too_long", "dialogue.json", "/max_questions", "6", "questions.bounded", true},
    {"node", "dialogue.json", "/nodes/ask_alarm/next/0/when",
     R"({"all": [{"alarm": "not_sure"}, {"alarm": "none"}]})", "reachable.node.ask_alarm_again",
     false},
    {"edge", "dialogue.json", "/nodes/screened/next/1/when", R"({"disposition": "emergency"})",
     "reachable.edge.screened.2", false},
    {"flag", "flags.json", "/flags/C1/when",
     R"({"age": {"at_least": 75}, "alarm": {"has": "chest"}, "state": "none", "bad_pain": true})",
     "reachable.flag.C1", false},
    {"matrix_row", "techniques.json", "/matrix/{s_old}/when",
     R"({"age": {"at_least": 75}, "known": "severity", "state": "none"})", "reachable.matrix.s_old",
     false},
    {"gate", "techniques.json", "/gates/{H2_firm}/when",
     R"({"prev.firm": "bad", "alarm": {"has": "chest"}})", "reachable.gate.H2_firm", false},
    {"score", "techniques.json", "/scores/{S1}/when",
     R"({"severity": {"at_least": 4}, "state": "none"})", "reachable.score.S1", false},
    {"note", "notes.json", "/notes/{N_ACTIVE}/when",
     R"({"primary": ["soft", "firm"], "disposition": "urgent"})", "reachable.note.N_ACTIVE", false},
    {"pointless_row", "techniques.json", "/scores/{S2}/points/soft", "0", "matters.score.S2",
     false},
    {"pointless_gate", "techniques.json", "/matrix/{s_old}/when", R"({"age": {"at_least": 0}})",
     "matters.gate.H1", false},
};

INSTANTIATE_TEST_SUITE_P(Small, Broken, ::testing::ValuesIn(all_breaks),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(Counterexample, IsAsShortAndPlainAsItCanBe) {
  DialogFiles files = small_and_right();
  ASSERT_TRUE(test::mutate(files, "techniques.json", "/matrix/{h_weak}/cells/firm", "ok"));
  const Dialog dialog = loaded(files);
  const Claim* claim = nullptr;
  const Report report = prove(dialog);
  claim = find(report, "I1_weak");
  ASSERT_TRUE(claim != nullptr && claim->counterexample);
  EXPECT_EQ(transcript(dialog, claim->counterexample->conversation),
            "What brings you here?\n"
            "    > I have pain now\n"
            "Any of these now?\n"
            "    > Weak legs\n"
            "How old are you?\n"
            "    > 40 years\n"
            "How bad is it?\n"
            "    > 4\n"
            "Has a doctor said massage is OK?\n"
            "    > Yes\n"
            "Which have you had?\n"
            "    > Soft: Never; Firm: Never\n"
            "=== suggestion: Name firm., then Name soft.; weekly\n"
            "    - flag K2: Why k2.\n"
            "    - matrix h_weak: Why weak.\n"
            "    - score S1: Why s1.\n"
            "    - schedule SCH1: Why sch1.\n");
}

TEST(BackPain, IsProved) {
  const Dialog dialog = test::back_pain_dialog();
  const Report report = prove(dialog);
  for (const Claim& claim : report.claims)
    EXPECT_EQ(claim.verdict, Verdict::proved) << claim.id << ": " << claim.finding;
  EXPECT_EQ(report.longest.walk.asked.size(), 20U);
  ASSERT_TRUE(report.shortest_suggestion);
  EXPECT_EQ(report.shortest_suggestion->walk.asked.size(), 10U);
  // A checker that looks at less would have fewer claims.
  std::size_t ways = 0;
  for (const Node& node : dialog.nodes) ways += node.next.size();
  const std::size_t rows = dialog.flags.size() + dialog.matrix.size() + dialog.gates.size() +
                           dialog.scores.size() + dialog.schedule_rows.size() +
                           dialog.notes.size() + dialog.nodes.size() + dialog.techniques.size() +
                           ways;
  const std::size_t matters = dialog.matrix.size() + dialog.gates.size() + dialog.scores.size();
  EXPECT_GT(report.claims.size(), 2 * dialog.invariants.size() + rows + matters);
}

TEST(LargeDialog, IsProvedByCases) {
  const DialogFiles files = read_dialog_files(test::source_path("dialogs/back-pain")).value();
  const Dialog dialog = loaded(bench::large_dialog(files, 2));
  const Report report = prove(dialog);
  for (const Claim& claim : report.claims)
    EXPECT_EQ(claim.verdict, Verdict::proved) << claim.id << ": " << claim.finding;
  EXPECT_EQ(report.longest.walk.asked.size(), 21U);
}

TEST(LargeDialog, WhatIsBrokenInOneCaseIsFound) {
  const DialogFiles files = read_dialog_files(test::source_path("dialogs/back-pain")).value();
  DialogFiles large = bench::large_dialog(files, 2);
  ASSERT_TRUE(
      test::mutate(large, "techniques.json", "/matrix/{h_osteo_2}/cells/deep_tissue", "ok"));
  const Report report = prove(loaded(large));
  EXPECT_EQ(find(report, "G9_weak_bones_1")->verdict, Verdict::proved);
  const Claim* broken = find(report, "G9_weak_bones_2");
  EXPECT_EQ(broken->verdict, Verdict::broken);
  EXPECT_TRUE(broken->counterexample);
}

}  // namespace
}  // namespace palpate
