// Conditions in words, tried on the small dialogue of tests/bad_dialogs.
#include "atlas/describe.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "atlas/markup.hpp"
#include "support/dialog_files.hpp"

namespace palpate {
namespace {

const Dialog& small() {
  static const Dialog loaded = test::small_dialog();
  return loaded;
}

/// The small dialogue with one claim more, the first, that `json` is never true.
Dialog dialog_that_says(const std::string& json) {
  DialogFiles files = test::small_dialog_files();
  for (const std::string name : {"Name soft", "Name firm"})
    files["text/en.json"] = test::replaced(files["text/en.json"], name + ".", name);
  std::string& invariants = files["invariants.json"];
  const std::string list = "\"invariants\": [";
  invariants.insert(invariants.find(list) + list.size(),
                    R"({"id": "T", "text": "T.", "source": ["BOOK"], "never": )" + json +
                        R"(, "reachable": {"disposition": "suggestion"}},)");
  auto loaded = load_dialog(files);
  if (const auto* wrong = std::get_if<std::vector<Diagnostic>>(&loaded)) {
    ADD_FAILURE() << to_string(*wrong);
    return small();
  }
  return std::get<Dialog>(std::move(loaded));
}

std::string words(const std::string& json, const Wording& wording = {}) {
  const Dialog dialog = dialog_that_says(json);
  return describe(dialog, dialog.invariants.front().when, wording);
}

struct Case {
  const char* name;
  const char* json;
  const char* words;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.json;
}

class Conditions : public testing::TestWithParam<Case> {};

TEST_P(Conditions, InWords) {
  EXPECT_EQ(words(GetParam().json), GetParam().words);
}

constexpr Case facts[] = {
    {"Choice", R"({"state": "pain_now"})", R"("What brings you here?" is "I have pain now")"},
    {"ChoiceIsNot", R"({"state": {"is_not": "none"}})",
     R"("What brings you here?" is "I have pain now")"},
    {"NotAChoice", R"({"not": {"state": "none"}})", R"("What brings you here?" is not "No pain")"},
    {"Ticked", R"({"alarm": {"has": "numb"}})",
     R"("Any of these now?" has "Numb between the legs")"},
    {"OneOfTheseTicked", R"({"alarm": {"has_any": ["numb", "weak", "chest"]}})",
     R"("Any of these now?" has "Numb between the legs", "Weak legs" or "Chest pain")"},
    {"NoneOfTheseTicked", R"({"not": {"alarm": {"has_any": ["numb", "weak"]}}})",
     R"("Any of these now?" has neither "Numb between the legs" nor "Weak legs")"},
    {"NotTicked", R"({"not": {"alarm": {"has": "numb"}}})",
     R"("Any of these now?" does not have "Numb between the legs")"},
    {"SomethingTicked", R"({"alarm": {"has_at_least": 1}})",
     R"("Any of these now?" has something ticked)"},
    {"NothingTicked", R"({"not": {"alarm": {"has_at_least": 1}}})",
     R"("Any of these now?" has nothing ticked)"},
    {"TwoTicked", R"({"alarm": {"has_at_least": 2}})",
     R"("Any of these now?" has at least 2 ticked)"},
    {"TwoOfTheseTicked", R"({"alarm": {"has_at_least": 2, "of": ["numb", "weak", "chest"]}})",
     R"("Any of these now?" has at least 2 of "Numb between the legs", "Weak legs" and "Chest pain")"},
    {"AllTicked", R"({"alarm": {"has_all": ["numb", "weak"]}})",
     R"("Any of these now?" has "Numb between the legs" and "Weak legs")"},
    {"NotAllTicked", R"({"not": {"alarm": {"has_all": ["numb", "weak"]}}})",
     R"("Any of these now?" does not have all of "Numb between the legs" and "Weak legs")"},
    {"NoneOfThese", R"({"alarm": "none"})", R"("Any of these now?" is "None of these")"},
    {"NotSure", R"({"alarm": "not_sure"})", R"("Any of these now?" is "Not sure")"},
    {"Known", R"({"known": "alarm"})", R"("Any of these now?" is known)"},
    {"NotKnown", R"({"not": {"known": "alarm"}})", R"("Any of these now?" is not known)"},
    {"Number", R"({"severity": 3})", R"("How bad is it?" is 3)"},
    {"NumberAtLeast", R"({"age": {"at_least": 18}})", R"("How old are you?" is at least 18 years)"},
    {"NumberBelow", R"({"age": {"below": 18}})", R"("How old are you?" is at most 17 years)"},
    {"NumberFromTo", R"({"severity": {"at_least": 4, "at_most": 6}})",
     R"("How bad is it?" is 4 to 6)"},
    {"NumberNotAtLeast", R"({"not": {"severity": {"at_least": 4}}})",
     R"("How bad is it?" is below 4)"},
    {"NumberNotAtMost", R"({"not": {"severity": {"at_most": 4}}})",
     R"("How bad is it?" is above 4)"},
    {"GridItem", R"({"prev.soft": "good"})",
     R"("Which have you had?" for "Soft" is "It was good")"},
    {"GridItemOneOf", R"({"prev.soft": ["good", "bad"]})",
     R"("Which have you had?" for "Soft" is "It was good" or "It was bad")"},
    {"GridItemNoneOf", R"({"not": {"prev.soft": ["good", "bad"]}})",
     R"("Which have you had?" for "Soft" is neither "It was good" nor "It was bad")"},
    {"AnyAnswer", R"({"prev.soft": ["never", "good", "bad"]})",
     R"("Which have you had?" for "Soft" has an answer)"},
    {"YesOrNo", R"({"cleared": "yes"})", R"("Has a doctor said massage is OK?" is "Yes")"},
};
INSTANTIATE_TEST_SUITE_P(Facts, Conditions, testing::ValuesIn(facts),
                         [](const auto& one) { return one.param.name; });

constexpr Case several[] = {
    {"Always", R"({"always": true})", "always"},
    {"All", R"({"state": "none", "severity": 0})",
     R"("What brings you here?" is "No pain", and "How bad is it?" is 0)"},
    {"Any", R"({"any": [{"state": "none"}, {"severity": 0}]})",
     R"("What brings you here?" is "No pain", or "How bad is it?" is 0)"},
    {"AnyInsideAll", R"({"alarm": {"has": "numb"}, "any": [{"state": "none"}, {"severity": 0}]})",
     R"("Any of these now?" has "Numb between the legs", and ("What brings you here?" is "No pain", or "How bad is it?" is 0))"},
    {"AllInsideAll",
     R"({"all": [{"alarm": "none"}, {"all": [{"state": "none"}, {"severity": 0}]}]})",
     R"("Any of these now?" is "None of these", and "What brings you here?" is "No pain", and "How bad is it?" is 0)"},
    {"NotAll", R"({"not": {"state": "none", "severity": 0}})",
     R"(not ("What brings you here?" is "No pain", and "How bad is it?" is 0))"},
    {"NotNot", R"({"not": {"not": {"state": "none"}}})", R"("What brings you here?" is "No pain")"},
    {"Certainly", R"({"certainly": {"state": "none"}})",
     R"(it is certain that "What brings you here?" is "No pain")"},
    {"NotCertainly", R"({"not": {"certainly": {"state": "none", "severity": 0}}})",
     R"(it is not certain that ("What brings you here?" is "No pain", and "How bad is it?" is 0))"},
    {"SoManyOf",
     R"({"at_least": 2, "of": [{"state": "none"}, {"severity": 0}, {"alarm": "none"}]})",
     R"(at least 2 of these: ("What brings you here?" is "No pain"; "How bad is it?" is 0; "Any of these now?" is "None of these"))"},
    {"FewerThanOf", R"({"not": {"at_least": 2, "of": [{"state": "none"}, {"severity": 0}]}})",
     R"(fewer than 2 of these: ("What brings you here?" is "No pain"; "How bad is it?" is 0))"},
};
INSTANTIATE_TEST_SUITE_P(Several, Conditions, testing::ValuesIn(several),
                         [](const auto& one) { return one.param.name; });

constexpr Case outcomes[] = {
    {"NamedCondition", R"({"bad_pain": true})", "'bad pain' applies"},
    {"NotTheNamedCondition", R"({"bad_pain": false})", "'bad pain' does not apply"},
    {"Derived", R"({"stage": ["calm", "strong"]})", "'stage' is calm or strong"},
    {"NotDerived", R"({"not": {"stage": ["calm", "strong"]}})",
     "'stage' is neither calm nor strong"},
    {"Disposition", R"({"disposition": "clearance"})", "the outcome is a clinician's OK first"},
    {"DispositionOrWorse", R"({"disposition": {"at_least": "clearance"}})",
     "the outcome is a clinician's OK first or worse"},
    {"NotThatBad", R"({"not": {"disposition": {"at_least": "urgent"}}})",
     "the outcome is a suggestion or a clinician's OK first"},
    {"Clearable", R"({"clearable": true})", "a clinician's OK can lift everything that blocks"},
    {"Cell", R"({"cell": {"soft": "clear"}})", R"(Name soft is marked "a clinician's OK first")"},
    {"CellOrStricter", R"({"cell": {"soft": ["adapt", "clear", "avoid"]}})",
     R"(Name soft is marked "adapt" or stricter)"},
    {"NeitherCell", R"({"not": {"cell": {"soft": ["ok", "avoid"]}}})",
     R"(Name soft is marked neither "OK" nor "avoid")"},
    {"OneRow", R"({"rows": {"at_least": 1, "kind": ["condition", "medicine"]}})",
     "at least 1 condition or medicine of the table applies"},
    {"NoRow", R"({"not": {"rows": {"at_least": 1, "kind": "medicine"}}})",
     "no medicine of the table applies"},
    {"RowsOfATechnique",
     R"({"rows": {"at_least": 2, "kind": "condition", "technique": "firm", "cell": ["clear", "avoid"]}})",
     R"(at least 2 conditions of the table apply that mark Name firm as "a clinician's OK first" or stricter)"},
    {"Primary", R"({"primary": "soft"})", "Name soft is suggested"},
    {"NoPrimary", R"({"not": {"primary": ["soft", "firm"]}})",
     "neither Name soft nor Name firm is suggested"},
    {"Allowed", R"({"allowed": {"has": ["soft", "firm"]}})", "Name soft and Name firm are allowed"},
    {"OneIsAllowed", R"({"allowed": {"has_any": ["firm"]}})", "Name firm is allowed"},
    {"NothingElseIsAllowed", R"({"allowed": {"within": ["soft"]}})",
     "nothing but Name soft is allowed"},
    {"NothingIsAllowed", R"({"allowed": "none"})", "no technique is allowed"},
    {"Schedule", R"({"schedule": "weekly"})", R"(the schedule is "Sched weekly.")"},
    {"Raised", R"({"raised": "E1"})", "flag E1 is raised"},
    {"OneIsRaised", R"({"raised": {"has_any": ["E1", "U1"]}})", "flag E1 or U1 is raised"},
    {"NoneIsRaised", R"({"not": {"raised": {"has_any": ["E1", "U1"]}}})",
     "none of flags E1 and U1 is raised"},
    {"AllAreRaised", R"({"raised": {"has_all": ["E1", "U1"]}})", "flags E1 and U1 are raised"},
    {"Lifted", R"({"lifted": "K2"})", "flag K2 is lifted by a clinician's OK"},
    {"Shown", R"({"not": {"shown": "N_NOT_A_DOCTOR"}})", "note N NOT A DOCTOR is not shown"},
    {"Asked", R"({"asked": {"has_all": ["alarm", "age"]}})",
     R"("Any of these now?" and "How old are you?" were answered)"},
    {"Passed", R"({"passed": "screened"})", R"("anything found?" was passed)"},
    {"Questions", R"({"questions": {"at_most": 7}})", "at most 7 questions are answered"},
    {"NotSoManyQuestions", R"({"not": {"questions": {"at_least": 3}}})",
     "fewer than 3 questions are answered"},
};
INSTANTIATE_TEST_SUITE_P(Outcomes, Conditions, testing::ValuesIn(outcomes),
                         [](const auto& one) { return one.param.name; });

TEST(Describe, NamesEveryAnswerWhereNotSureIsOne) {
  // "is not None" would read as if "not sure" counted.
  const Dialog dialog = test::back_pain_dialog();
  const auto wanted = [](const Derived& derived) { return derived.id == "had_massage"; };
  const auto found = std::find_if(dialog.derived.begin(), dialog.derived.end(), wanted);
  ASSERT_NE(found, dialog.derived.end());
  const std::string text = describe(dialog, found->cases.front().when);
  EXPECT_EQ(text.find("is not"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(is "It was good", "It was bad" or "It left me in pain for)"),
            std::string::npos)
      << text;
}

TEST(Describe, NamesTheFewerAnswersWhereNotSureIsNone) {
  const Dialog dialog = test::back_pain_dialog();
  const auto wanted = [](const Derived& derived) { return derived.id == "pain_course"; };
  const auto found = std::find_if(dialog.derived.begin(), dialog.derived.end(), wanted);
  ASSERT_NE(found, dialog.derived.end());
  EXPECT_EQ(describe(dialog, found->cases.front().when),
            R"("When and how did it start?" is neither "6 to 12 weeks ago" nor )"
            R"("More than 12 weeks ago")");
}

TEST(Describe, SaysThatUnlessFiresOnUnknownToo) {
  EXPECT_EQ(describe(small(), small().gates[0].trigger),
            R"(always, unless "How bad is it?" is at least 4)");
  EXPECT_EQ(describe(small(), Trigger{Condition{}, true}), "never");
  EXPECT_EQ(describe(small(), Trigger{}), "always");
}

TEST(Describe, NeedNotNameTheQuestionAtHand) {
  Wording wording;
  wording.about = small().find_fact("age");
  EXPECT_EQ(words(R"({"age": {"below": 18}})", wording), "is at most 17 years");
  EXPECT_EQ(words(R"({"severity": 3})", wording), R"("How bad is it?" is 3)");
  wording.about = small().find_fact("prev");
  EXPECT_EQ(words(R"({"prev.soft": "good"})", wording), R"("Soft" is "It was good")");
}

TEST(Describe, ShortensLongLabels) {
  Wording wording;
  wording.longest_label = 12;
  EXPECT_EQ(words(R"({"alarm": {"has": "numb"}})", wording), R"("Any of…" has "Numb…")");
}

TEST(Describe, TakesOtherNamesAndQuotationMarks) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < small().facts.size(); ++i) names.push_back("Q" + std::to_string(i));
  Wording wording;
  wording.question_names = &names;
  wording.curly_quotes = true;
  EXPECT_EQ(words(R"({"state": "none", "bad_pain": true})", wording),
            "Q0 is “No pain”, and ‘bad pain’ applies");
  EXPECT_EQ(words(R"({"asked": "age"})", wording), "Q3 was answered");
}

TEST(Describe, UsesTheWordsOfTheWantedLocale) {
  Dialog dialog = test::small_dialog();
  Locale other = dialog.locales.front();
  other.questions[*dialog.find_fact("state")].text = "Was führt Sie her?";
  Wording wording;
  wording.locale = &other;
  EXPECT_EQ(question_title(dialog, *dialog.find_fact("state"), wording), R"("Was führt Sie her?")");
}

TEST(Titles, TellApartQuestionsThatBeginAlike) {
  Dialog dialog = test::small_dialog();
  const FactIndex age = *dialog.find_fact("age");
  std::vector<QuestionText>& questions = dialog.locales.front().questions;
  questions[age].text = "Any of these now? In years.";
  EXPECT_EQ(question_title(dialog, age), R"("Any of these now?" (age))");
  EXPECT_EQ(question_title(dialog, *dialog.find_fact("alarm_again")), R"("In other words")");
}

TEST(Titles, OfNodes) {
  EXPECT_EQ(node_title(small(), 0), "Hello");
  EXPECT_EQ(node_title(small(), 1), "What brings you here?");
  EXPECT_EQ(node_title(small(), 6), "anything found?");
  EXPECT_EQ(dialog_title(test::back_pain_dialog()), "Back pain");
  EXPECT_EQ(words_of_id("pain_course"), "pain course");
}

TEST(Shortened, CutsBetweenWordsAndNeverInsideACharacter) {
  EXPECT_EQ(shortened("one two three", 13), "one two three");
  EXPECT_EQ(shortened("one two three", 12), "one two…");
  EXPECT_EQ(shortened("one, two", 7), "one…");
  EXPECT_EQ(shortened("äöüäöü", 6), "äöüäöü");
  EXPECT_EQ(shortened("äöüäöüä", 4), "äöü…");
  EXPECT_EQ(shortened("", 0), "");
}

}  // namespace
}  // namespace palpate
