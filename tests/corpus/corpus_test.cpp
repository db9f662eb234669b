// The part of the corpus that the patterns were tuned on: no message of it may be heard worse
// again. The other part is only ever scored (scripts/bench understanding).
#include "corpus/corpus.hpp"

#include <gtest/gtest.h>

#include "support/dialog_files.hpp"

namespace palpate {
namespace {

std::string listed(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += "\n  " + text;
  return list;
}

class TunedOn : public ::testing::TestWithParam<const char*> {};

TEST_P(TunedOn, NoEmergencyIsMissedAndHardlyAnyAlarmIsFalse) {
  const Dialog dialog = test::back_pain_dialog();
  const std::string locale = GetParam();
  const corpus::Scores scores =
      corpus::score(dialog, dialog.locale_for(locale),
                    test::source_path("tests/corpus/messages/" + locale + ".tune.jsonl"));
  EXPECT_EQ(scores.at("emergency").rate(), 1.0) << listed(scores.at("emergency").wrong);
  EXPECT_GE(scores.at("urgent").rate(), 0.95) << listed(scores.at("urgent").wrong);
  EXPECT_GE(scores.at("emergency").precision().value_or(0), 0.98);
  EXPECT_GE(scores.at("lookalike").rate(), 0.97) << listed(scores.at("lookalike").wrong);
  EXPECT_GE(scores.at("false_alarm").rate(), 0.98) << listed(scores.at("false_alarm").wrong);
  EXPECT_GE(scores.at("emergency").all, 40U);
}

INSTANTIATE_TEST_SUITE_P(Locales, TunedOn, ::testing::Values("en", "es"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace palpate
