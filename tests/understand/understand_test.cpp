// What typed lines mean at each kind of question of the shipped dialogue.
#include "understand/understand.hpp"

#include <gtest/gtest.h>

#include "support/dialog_files.hpp"

namespace palpate {
namespace {

/// A Thursday.
constexpr std::chrono::sys_days today{std::chrono::year(2026) / 11 / 26};

/// The answer as names: "low neck", "none", "not_sure", "7", "swedish=good ..."; "?" if not
/// understood, "/back" for a command.
std::string meaning(const Dialog& dialog, const char* fact_name, std::string_view text,
                    std::uint32_t items = 0xF) {
  FactIndex index = *dialog.find_fact(fact_name);
  const Fact& fact = dialog.facts[index];
  const TypedMessage message(dialog.locales.front(), text);
  const Understanding understood = understand(dialog, message, Asked{index, items, {}, today});
  if (understood.command)
    return std::array{"/back", "/restart", "/why", "/help",
                      "/change"}[static_cast<std::size_t>(*understood.command)];
  if (!understood.value) return "?";
  const Value& value = *understood.value;
  if (fact.kind == FactKind::number && !value.not_sure) return std::to_string(value.bits);
  std::string names;
  auto add = [&names](const std::string& name) { names += (names.empty() ? "" : " ") + name; };
  for (unsigned i = 0; i < fact.items.size(); ++i) {
    unsigned code = grid_item(value, i);
    if (code != 0)
      add(fact.items[i].id + "=" +
          (code == grid_not_sure ? "not_sure" : fact.items[i].options[code - 1]));
  }
  for (std::size_t i = 0; fact.kind != FactKind::grid && i < fact.options.size(); ++i) {
    if ((value.bits >> i & 1U) != 0) add(fact.options[i]);
  }
  if (value.not_sure) add("not_sure");
  return names.empty() ? "none" : names;
}

struct Case {
  const char* fact;
  const char* text;
  const char* means;
};

class Typed : public testing::TestWithParam<Case> {};

TEST_P(Typed, MeansWhatPeopleMean) {
  static const Dialog dialog = test::back_pain_dialog();
  EXPECT_EQ(meaning(dialog, GetParam().fact, GetParam().text), GetParam().means)
      << GetParam().fact << ": " << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Lines, Typed,
    testing::Values(
        // numbers
        Case{"age", "44", "44"}, Case{"age", " I'm 44 ", "44"}, Case{"age", "forty four", "44"},
        Case{"age", "forty-four years old", "44"}, Case{"age", "４４", "44"},
        Case{"age", "121", "?"}, Case{"age", "-5", "?"}, Case{"age", "4.5", "?"},
        Case{"age", "", "?"}, Case{"age", "44 or 45", "?"}, Case{"age", "old", "?"},
        Case{"severity", "7", "7"}, Case{"severity", "about seven", "7"},
        Case{"severity", "7/10", "7"}, Case{"severity", "seven out of ten", "7"},
        Case{"severity", "10 out of 10", "10"}, Case{"severity", "11", "?"},
        Case{"severity", "99999999999999999999", "?"}, Case{"preg_weeks", "not sure", "not_sure"},
        // one of several
        Case{"state", "1", "pain_now"}, Case{"state", "1.", "pain_now"},
        Case{"state", "1)", "pain_now"}, Case{"state", "0", "?"}, Case{"state", "4", "?"},
        Case{"state", "I have pain now", "pain_now"}, Case{"state", "i HAVE pain NOW!", "pain_now"},
        Case{"state", "asdf", "?"}, Case{"pref", "5", "unsure"}, Case{"guardian", "yes", "yes"},
        Case{"guardian", "Nope", "no"}, Case{"guardian", "Y", "yes"},
        Case{"cleared", "not sure", "not_sure"}, Case{"cleared", "3", "not_sure"},
        // several of many
        Case{"area", "1, 3 and 4", "low upper neck"}, Case{"area", "4 3 1", "low upper neck"},
        Case{"area", "1,1", "low"}, Case{"area", "lower back", "low"},
        Case{"area", "lower back and neck", "low neck"}, Case{"area", "none", "?"},
        Case{"area", "9", "?"}, Case{"area", "1, 77", "?"}, Case{"emerg", "none", "none"},
        Case{"emerg", "None of these.", "none"}, Case{"emerg", "14", "none"},
        Case{"emerg", "15", "not_sure"}, Case{"emerg", "not sure", "not_sure"},
        Case{"emerg", "don’t know", "not_sure"},
        Case{"emerg", "1 and not sure", "e_saddle not_sure"}, Case{"emerg", "none, 1", "?"},
        Case{"emerg", "yes", "?"},
        // a grid
        Case{"prev", "never, good, bad, never",
             "swedish=never deep_tissue=good trigger_point=bad hot_stone=never"},
        Case{"prev", "1 2 3 1", "swedish=never deep_tissue=good trigger_point=bad hot_stone=never"},
        Case{"prev", "good", "?"}, Case{"prev", "never, good", "?"},
        Case{"prev", "not sure",
             "swedish=not_sure deep_tissue=not_sure trigger_point=not_sure hot_stone=not_sure"},
        // commands
        Case{"age", "back", "/back"}, Case{"age", "/back", "/back"},
        Case{"area", "start again", "/restart"}, Case{"age", "why", "/why"},
        Case{"age", "Why?", "/why"}, Case{"age", "help", "/help"}, Case{"age", "/44", "?"}));

INSTANTIATE_TEST_SUITE_P(
    Traps, Typed,
    ::testing::Values(
        // "none" and "not sure" are whole answers, never words of a sentence
        Case{"emerg", "nothing feels normal when I wipe", "?"},
        Case{"emerg", "nothing works below my waist", "?"},
        Case{"emerg", "nothing down there", "?"}, Case{"emerg", "I just feel nothing", "?"},
        Case{"emerg", "maybe, my toes tingle", "?"}, Case{"urgent", "nothing eases it", "?"},
        Case{"neck", "nothing but a droopy eye", "?"}, Case{"leg", "nothing works", "?"},
        Case{"treat", "nothing but ibuprofen and something else", "?"},
        Case{"emerg", "nothing", "none"}, Case{"emerg", "none", "none"},
        // a yes with a but is none
        Case{"cleared", "yes, but she said to wait", "?"},
        Case{"cleared", "yes he told me to avoid massage", "?"}, Case{"cleared", "Yes.", "yes"},
        // numbers that are others
        Case{"age", "im under 18", "?"}, Case{"age", "nearly 18", "?"},
        Case{"age", "not 18 yet", "?"}, Case{"age", "18", "18"}, Case{"age", "18 years", "18"},
        Case{"preg_weeks", "7 months", "?"}, Case{"preg_weeks", "20 weeks", "20"},
        Case{"severity", "more than 8", "?"}, Case{"severity", "it was 3 weeks ago", "?"},
        Case{"recur", "3 times a year", "3"},
        // one part understood, one not
        Case{"urgent", "I slipped, and it burns like fire", "?"},
        Case{"emerg", "chest pain, and I feel awful", "e_chest"},
        // too little of a long label
        Case{"emerg", "pain", "?"}, Case{"emerg", "new", "?"}, Case{"emerg", "weak", "?"},
        // the back is a part of the body where areas are asked
        Case{"area", "back", "?"}, Case{"area", "/back", "/back"}));

INSTANTIATE_TEST_SUITE_P(
    PoliteLines, Typed,
    testing::Values(Case{"age", "can we go back please", "/back"},
                    Case{"health", "ooops wrong button, back pls", "/back"},
                    Case{"area", "the back please", "?"}, Case{"pref", "go back to firm", "firm"},
                    Case{"severity", "I want to start over", "/restart"},
                    Case{"severity", "I need to start", "?"},
                    Case{"age", "why do you need my age?", "/why"},
                    Case{"age", "why do you", "/why"},
                    Case{"type", "sorry, i don't get what I'm supposed to put", "/help"},
                    Case{"emerg", "none thanks", "none"},
                    Case{"emerg", "nope nothing like that", "none"}, Case{"emerg", "oh no", "?"},
                    Case{"emerg", "no please help me", "?"}, Case{"emerg", "no please", "?"},
                    Case{"emerg", "no doctor", "?"}, Case{"emerg", "no", "none"},
                    Case{"emerg", "dunno tbh", "not_sure"}, Case{"emerg", "thanks", "?"},
                    Case{"emerg", "please please", "?"}, Case{"guardian", "yes please", "yes"},
                    Case{"guardian", "yes but not now", "?"}, Case{"cleared", "no sorry", "no"}));

TEST(UnderstandCheck, IsDeniedOnlyByNothingButANo) {
  const Dialog dialog = test::back_pain_dialog();
  const Locale& locale = dialog.locales.front();
  auto check = [&](std::string_view text) { return understand_check(TypedMessage(locale, text)); };
  EXPECT_EQ(check("No!"), Truth::no);
  EXPECT_EQ(check("no thanks"), std::nullopt);
  EXPECT_EQ(check("not really"), std::nullopt);
  EXPECT_EQ(check("yes please"), Truth::yes);
  EXPECT_EQ(check("um dunno, sorry"), Truth::unknown);
}

TEST(Understand, NeverTicksWhatASentenceDenies) {
  const Dialog dialog = test::back_pain_dialog();
  EXPECT_EQ(meaning(dialog, "emerg", "I have no chest pain"), "?");
  EXPECT_EQ(meaning(dialog, "urgent", "not a fever really"), "?");
}

TEST(Understand, TakesAnyBytes) {
  const Dialog dialog = test::back_pain_dialog();
  for (FactIndex fact = 0; fact < dialog.facts.size(); ++fact) {
    for (const std::string& text :
         {std::string(100'000, 'a'), std::string("\xff\xfe\x00z", 4), std::string(5000, ','),
          std::string("\xF0\x9F\x98\xB1"), std::string(3000, '\xCC')}) {
      const TypedMessage message(dialog.locales.front(), text);
      (void)understand(dialog, message, Asked{fact, 0xF, {}, today});
    }
  }
}

}  // namespace
}  // namespace palpate
