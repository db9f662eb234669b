// What is said about conversations: why, what would change them, what another version changes.
#include <gtest/gtest.h>

#include "atlas/stories.hpp"
#include "support/dialog_files.hpp"
#include "verify/diff.hpp"
#include "verify/explain.hpp"
#include "verify/mutation.hpp"
#include "verify/sampler.hpp"
#include "verify/transcript.hpp"

namespace palpate {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds limit{60};

/// Somebody with answers to the small dialogue, by their JSON.
Conversation small_conversation(const Dialog& dialog,
                                const std::vector<std::pair<std::string, std::string>>& answers) {
  Story story;
  for (const auto& [fact, answer] : answers)
    story.turns.push_back({StoryTurn::Kind::answer, answer, fact});
  const std::vector<Stood> stood = play(dialog, story).value();
  return {stood.back().answers, stood.back().walk};
}

Conversation healthy(const Dialog& dialog) {
  return small_conversation(dialog, {{"state", R"("pain_now")"},
                                     {"alarm", "[]"},
                                     {"age", "40"},
                                     {"severity", "5"},
                                     {"prev", R"({"soft": "good", "firm": "never"})"}});
}

TEST(Explanation, SaysForEachTechniqueWhyOrWhyNot) {
  const Dialog dialog = test::small_dialog();
  EXPECT_EQ(why_and_why_not(dialog, healthy(dialog).walk),
            "Why, and why not\n"
            "  Name soft.: first, 2 points (S2 +2)\n"
            "  Name firm.: possible, 2 points (S1 +2)\n"
            "  schedule SCH1 (weekly): Why sch1.\n"
            "  note N_NOT_A_DOCTOR: Why note.\n"
            "  note W_SORE: Why note.\n"
            "  note N_ACTIVE: Why note.\n");
}

TEST(Explanation, NamesEveryRowThatLeavesATechniqueOut) {
  const Dialog dialog = test::small_dialog();
  const Conversation old =
      small_conversation(dialog, {{"state", R"("none")"},
                                  {"alarm", "[]"},
                                  {"age", "80"},
                                  {"prev", R"({"soft": "good", "firm": "bad"})"}});
  const std::string text = why_and_why_not(dialog, old.walk);
  EXPECT_NE(text.find("Name firm.: left out, because of:\n"
                      "      matrix s_old (avoid): Why old.\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("      gate H1: Why h1.\n      gate H2_firm: Why h2.\n"), std::string::npos)
      << text;
}

TEST(Explanation, SaysWhichFlagsStopASuggestionAndWhatTheMatrixSaysBesides) {
  const Dialog dialog = test::small_dialog();
  const Conversation weak = small_conversation(
      dialog, {{"state", R"("none")"}, {"alarm", R"(["weak", "fever"])"}, {"age", "40"}});
  EXPECT_EQ(why_and_why_not(dialog, weak.walk),
            "Why, and why not\n"
            "  No technique is suggested, because of:\n"
            "      flag U1 (urgent): Why u1.\n"
            "      flag K2 (clearance): Why k2.\n"
            "  Name soft.: not without more, because of:\n"
            "      matrix h_weak (clear): Why weak.\n"
            "  Name firm.: not without more, because of:\n"
            "      matrix h_weak (avoid): Why weak.\n"
            "  note N_NOT_A_DOCTOR: Why note.\n"
            "  note N_ROWS: Why note.\n");
}

TEST(SmallestChanges, AreSmallAndLeadWhereTheySay) {
  const Dialog dialog = test::small_dialog();
  const Conversation conversation = healthy(dialog);
  const std::vector<Change> changes = smallest_changes(dialog, conversation, 2, limit);
  std::vector<std::string> ways;
  for (const Change& change : changes) {
    ways.push_back(change.to + " by " + std::to_string(change.different.size()));
    EXPECT_EQ(walk(dialog, change.after.answers), change.after.walk);
  }
  EXPECT_EQ(ways, (std::vector<std::string>{"disposition clearance by 1", "disposition urgent by 1",
                                            "disposition emergency by 1",
                                            "first technique firm by 1", "schedule monthly by 1"}));
  EXPECT_TRUE(smallest_changes(dialog, conversation, 0, limit).empty());
}

TEST(SmallestChanges, AreSaidInWords) {
  const Dialog dialog = test::small_dialog();
  const Conversation conversation = healthy(dialog);
  const std::string text =
      describe_changes(dialog, conversation, smallest_changes(dialog, conversation, 1, limit), 1);
  EXPECT_NE(text.find("  schedule monthly:\n      state: \"I have pain now\" -> \"No pain\"\n"),
            std::string::npos)
      << text;
  EXPECT_NE(describe_changes(dialog, conversation, {}, 1).find("Nothing up to 1 changed"),
            std::string::npos);
}

std::vector<std::string> differences(const DialogFiles& after) {
  const Differences found =
      compare_dialogs(test::small_dialog(), std::get<Dialog>(load_dialog(after)), limit);
  EXPECT_FALSE(found.gave_up);
  std::vector<std::string> lines = found.only_in_one;
  for (const Difference& each : found.classes) {
    lines.push_back(each.what);
    EXPECT_TRUE(each.before.walk.outcome && each.after.walk.outcome) << each.what;
    // As far as both go they are the same answers.
    for (std::size_t i = 0; i < std::min(each.before.answers.size(), each.after.answers.size());
         ++i)
      EXPECT_EQ(each.before.answers[i], each.after.answers[i]) << each.what;
  }
  return lines;
}

TEST(Versions, ThatAreTheSameDifferForNobody) {
  EXPECT_TRUE(differences(test::small_dialog_files()).empty());
}

TEST(Versions, AreComparedByWhatPatientsAreAdvised) {
  DialogFiles files = test::small_dialog_files();
  ASSERT_TRUE(test::mutate(files, "flags.json", "/flags/U1/level", "emergency"));
  EXPECT_EQ(differences(files), (std::vector<std::string>{"disposition: urgent -> emergency"}));
  files = test::small_dialog_files();
  ASSERT_TRUE(test::mutate(files, "techniques.json", "/scores/{S1}/points/firm", 3));
  EXPECT_EQ(differences(files), (std::vector<std::string>{"technique: soft -> firm"}));
  files = test::small_dialog_files();
  ASSERT_TRUE(test::mutate(files, "techniques.json", "/gates/{H1}/unless",
                           json::parse(R"({"severity": {"at_least": 6}})")));
  EXPECT_EQ(differences(files),
            (std::vector<std::string>{"disposition: suggestion -> clearance",
                                      "technique: firm -> soft", "no longer possible: firm"}));
  files = test::small_dialog_files();
  ASSERT_TRUE(test::mutate(files, "schedule.json", "/rows/{SCH1}/schedule", "monthly"));
  EXPECT_EQ(differences(files), (std::vector<std::string>{"schedule: weekly -> monthly"}));
}

TEST(Versions, NameWhatOnlyOneOfThemAsks) {
  DialogFiles files = test::small_dialog_files();
  ASSERT_TRUE(
      test::mutate(files, "dialogue.json", "/facts/alarm/groups/body", json::array{"chest"}));
  ASSERT_TRUE(test::mutate(files, "flags.json", "/flags/U1/when/alarm/has", "weak"));
  ASSERT_TRUE(test::mutate(files, "text/en.json", "/questions/alarm/options/fever", nullptr));
  const std::vector<std::string> lines = differences(files);
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(), "answer \"alarm: fever\" (before)");
}

TEST(Stories, OfAConversationLeadToIt) {
  const Dialog dialog = test::back_pain_dialog();
  Sampler sampler(dialog, 11);
  for (int i = 0; i < 200; ++i) {
    Assignment patient = sampler.next();
    patient.mentions.clear();  // a story has no line for them
    const Conversation conversation = converse(dialog, patient);
    const std::string text = write_story(story_of(dialog, conversation, "a \"title\"\n"));
    Result<Story> story = read_story(text);
    ASSERT_TRUE(story) << story.error().message;
    EXPECT_EQ(story->title, "a \"title\"\n");
    Result<std::vector<Stood>> stood = play(dialog, *story);
    ASSERT_TRUE(stood) << stood.error().message;
    EXPECT_EQ(stood->back().walk, conversation.walk);
  }
}

TEST(Sampler, MakesPatientsWhoFitAConditionThatSpeaksOfAnswers) {
  const Dialog dialog = test::back_pain_dialog();
  Sampler sampler(dialog, 12);
  std::size_t flags = 0, hit = 0;
  for (std::size_t f = 0; f < dialog.flags.size(); ++f) {
    ++flags;
    for (int i = 0; i < 64; ++i) {
      Assignment patient = sampler.next_healthy();
      sampler.fit(patient, dialog.flags[f].trigger);
      const Walk walk = converse(dialog, patient).walk;
      if (std::any_of(walk.flags.begin(), walk.flags.end(),
                      [&](const RaisedFlag& raised) { return raised.flag == f; })) {
        ++hit;
        break;
      }
    }
  }
  EXPECT_GE(hit * 10, flags * 9);
}

}  // namespace
}  // namespace palpate
