// What the texts may not say, and what they must: the clinical invariants that no formula can say.
// The numbers are those of the table in dialogs/README.md, "Invariants".
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/dialog_files.hpp"

namespace palpate {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

class Wording : public testing::Test {
 protected:
  const std::string& text(TextIndex index) const { return locale().texts[index]; }
  const std::string& text(std::string_view key) const {
    auto found = std::find(dialog_.text_keys.begin(), dialog_.text_keys.end(), key);
    EXPECT_NE(found, dialog_.text_keys.end()) << key;
    return text(static_cast<TextIndex>(found - dialog_.text_keys.begin()));
  }
  const Locale& locale() const { return dialog_.locales.front(); }

  /// Every text that somebody may read who gets no suggestion.
  std::set<TextIndex> told_when_sent_away() const {
    std::set<TextIndex> told;
    for (const Flag& flag : dialog_.flags) {
      if (flag.level < Level::clearance) continue;
      told.insert(flag.text);
      if (flag.closing) told.insert(*flag.closing);
    }
    for (const MatrixRow& row : dialog_.matrix) {
      if (row.blocked) told.insert(*row.blocked);
    }
    for (const char* note :
         {"w_general", "w_general_away", "n_again", "n_guardian_yes", "n_guardian_no"})
      told.insert(static_cast<TextIndex>(
          std::find(dialog_.text_keys.begin(), dialog_.text_keys.end(), note) -
          dialog_.text_keys.begin()));
    return told;
  }

  /// `text` without its first `count` sentences and with nothing else.
  static std::string first_sentences(const std::string& text, int count) {
    std::size_t end = 0;
    for (int i = 0; i < count && end != std::string::npos; ++i) end = text.find(". ", end + 1);
    return text.substr(0, end);
  }

  const Dialog dialog_ = test::back_pain_dialog();
};

// 5: no price, no booking link and no "call to book" without a suggestion.
TEST_F(Wording, SellsNothingToSomebodyWhoIsSentAway) {
  for (TextIndex told : told_when_sent_away()) {
    for (const char* word :
         {"book", "price", "cost", "offer", "discount", "http", "www", "£", "$", "€"}) {
      EXPECT_EQ(lower(text(told)).find(word), std::string::npos)
          << dialog_.text_keys[told] << " says " << word;
    }
  }
}

// 8: never more than one session a week.
TEST_F(Wording, ProposesNothingMoreOftenThanOnceAWeek) {
  for (const Schedule& schedule : dialog_.schedules) EXPECT_GE(schedule.days, 7) << schedule.id;
  for (std::size_t i = 0; i < locale().texts.size(); ++i) {
    for (const char* often :
         {"twice", "massage daily", "every day", "times a week", "sessions a week", "per week",
          "every other day", "bi-weekly", "biweekly"}) {
      EXPECT_EQ(lower(locale().texts[i]).find(often), std::string::npos)
          << dialog_.text_keys[i] << " says " << often;
    }
  }
}

// 28: the answer to thoughts of self-harm has the crisis line and nothing about massage.
TEST_F(Wording, SpeaksOfNoMassageToSomebodyInACrisis) {
  const Flag& crisis = dialog_.flags[*dialog_.find_flag("E9")];
  EXPECT_TRUE(crisis.exclusive);
  for (const char* flag : {"E9", "E9_ALSO"}) {
    std::string said = lower(text(dialog_.flags[*dialog_.find_flag(flag)].text));
    EXPECT_EQ(said.find("massage"), std::string::npos) << flag;
    EXPECT_EQ(said.find("therap"), std::string::npos) << flag;
  }
  EXPECT_NE(text(crisis.text).find("{CRISIS}"), std::string::npos);
  EXPECT_NE(text(crisis.text).find("{EMERGENCY}"), std::string::npos);
}

// 39: on one screen, what to do in the first two sentences, no question and no link.
TEST_F(Wording, SaysInTheFirstTwoSentencesOfAnEmergencyWhatToDo) {
  constexpr std::size_t one_screen = 450;
  for (const Flag& flag : dialog_.flags) {
    if (flag.level != Level::emergency) continue;
    const std::string& said = text(flag.text);
    EXPECT_NE(first_sentences(said, 2).find("{EMERGENCY}"), std::string::npos) << flag.id;
    EXPECT_LE(said.size(), one_screen) << flag.id;
    EXPECT_EQ(said.find('?'), std::string::npos) << flag.id;
    EXPECT_EQ(lower(said).find("http"), std::string::npos) << flag.id;
  }
}

// 29: whoever types words that nobody understands reads at once what to do in an emergency.
TEST_F(Wording, NamesTheNumberWhenALineIsNotUnderstood) {
  for (const char* misses : {"not_understood_1", "not_understood_4"})
    EXPECT_NE(locale().chat.at(misses).find("{EMERGENCY}"), std::string::npos) << misses;
  EXPECT_NE(text("banner").find("{EMERGENCY}"), std::string::npos);
}

// 38: the number to call is in every text that tells somebody to call.
TEST_F(Wording, NamesTheNumberInEveryUrgentText) {
  for (const Flag& flag : dialog_.flags) {
    if (flag.level != Level::urgent) continue;
    EXPECT_NE(text(flag.text).find("{URGENT}"), std::string::npos) << flag.id;
    ASSERT_TRUE(flag.closing) << flag.id;
    EXPECT_NE(text(*flag.closing).find("{EMERGENCY}"), std::string::npos) << flag.id;
  }
}

// 40: no diagnosis. What somebody has is only ever supposed ("if you have").
TEST_F(Wording, StatesNoDiagnosis) {
  for (std::size_t i = 0; i < locale().texts.size(); ++i) {
    std::string said = lower(locale().texts[i]);
    for (const char* claim :
         {"you have", "you've got", "you are suffering", "this is a ", "diagnosis: "}) {
      for (std::size_t at = said.find(claim); at != std::string::npos;
           at = said.find(claim, at + 1)) {
        bool is_supposed = at >= 3 && said.compare(at - 3, 3, "if ") == 0;
        bool is_usual = said.compare(at, 23, "this is a usual startin") == 0;
        EXPECT_TRUE(is_supposed || is_usual) << dialog_.text_keys[i] << ": " << locale().texts[i];
      }
    }
  }
}

// 41: the article's numbers only with what is known of them, and 1% never.
TEST_F(Wording, HedgesTheNumbersOfTheArticle) {
  const std::pair<const char*, const char*> hedges[] = {
      {"1 in 50,000", "experts do not agree on the true number"},
      {"1 in 1 million", "experts do not agree on the true number"},
      {"10 to 15", "other studies found more"},
      {"24 to 36", "other studies found more"}};
  for (const auto& [number, hedge] : hedges) {
    int found = 0;
    for (std::size_t i = 0; i < locale().texts.size(); ++i) {
      if (locale().texts[i].find(number) == std::string::npos) continue;
      ++found;
      EXPECT_NE(locale().texts[i].find(hedge), std::string::npos) << dialog_.text_keys[i];
    }
    EXPECT_EQ(found, 1) << number;
  }
  for (const std::string& said : locale().texts) {
    EXPECT_EQ(said.find("1%"), std::string::npos) << said;
    EXPECT_EQ(said.find("1 percent"), std::string::npos) << said;
    EXPECT_EQ(said.find("1 per cent"), std::string::npos) << said;
  }
}

// 45: a failure of ours says whom to call.
TEST_F(Wording, SaysWhomToCallWhenTheProgramFails) {
  const std::string& failed = locale().chat.at("engine_failed");
  EXPECT_NE(failed.find("{CLINIC_PHONE}"), std::string::npos);
  EXPECT_NE(failed.find("{URGENT} if you feel unwell"), std::string::npos);
}

}  // namespace
}  // namespace palpate
