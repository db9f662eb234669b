// Several facts in one line, corrections of earlier answers, questions and languages: what is
// understood beside an answer to the open question.
#include <gtest/gtest.h>

#include "dialog/answer_names.hpp"
#include "support/dialog_files.hpp"
#include "understand/understand.hpp"

namespace palpate {
namespace {

const Dialog& dialog() {
  static const Dialog dialog = test::back_pain_dialog();
  return dialog;
}

/// A Thursday.
constexpr std::chrono::sys_days today{std::chrono::year(2026) / 11 / 26};

/// The facts up to `open`, in the order of the dialogue file, are answered.
std::string heard_in(const Locale& locale, const char* open, std::string_view text,
                     std::vector<std::string> answered = {}) {
  Asked asked;
  if (*open != '\0') asked.open = *dialog().find_fact(open);
  asked.items = 0xF;
  asked.today = today;
  for (const std::string& name : answered) asked.answered.push_back(*dialog().find_fact(name));
  const TypedMessage message(locale, text);
  const Understanding understood = understand(dialog(), message, asked);
  std::string heard;
  auto add = [&](const std::string& part) { heard += (heard.empty() ? "" : " ") + part; };
  if (understood.value)
    add(std::string(open) + "=" + write_value(dialog(), *asked.open, *understood.value));
  for (const ToldFact& told : understood.told) {
    add(dialog().facts[told.fact].id + (told.adds ? "+=" : "=") +
        write_value(dialog(), told.fact, told.value));
  }
  if (understood.is_estimate) add("estimate");
  if (understood.command) add("command " + std::to_string(static_cast<int>(*understood.command)));
  if (understood.changed) add("of " + dialog().facts[*understood.changed].id);
  if (understood.topic) add("topic " + locale.topics[*understood.topic].id);
  if (understood.locale) add("locale " + dialog().locales[*understood.locale].id);
  return heard.empty() ? "?" : heard;
}

std::string en(const char* open, std::string_view text, std::vector<std::string> answered = {}) {
  return heard_in(dialog().locale_for("en"), open, text, std::move(answered));
}
std::string es(const char* open, std::string_view text, std::vector<std::string> answered = {}) {
  return heard_in(dialog().locale_for("es"), open, text, std::move(answered));
}

const std::vector<std::string> first_seven{"state", "emerg",    "age", "area",
                                           "onset", "severity", "type"};

TEST(Told, FillsSeveralFactsFromOneLine) {
  EXPECT_EQ(en("state", "lower back, 3 weeks, about a 6, I'm 44"),
            R"(age=44 area=["low"] onset="d4_6w" severity=6)");
  EXPECT_EQ(es("state", "espalda baja, 3 semanas, un 6 más o menos, tengo 44"),
            R"(age=44 area=["low"] onset="d4_6w" severity=6)");
  EXPECT_EQ(en("age", "37, neck, had it for years"), R"(age=37 area=["neck"] onset="w12p")");
  EXPECT_EQ(en("severity", "5, and I have high blood pressure"), R"(severity=5 health+=["h_bp"])");
}

TEST(Told, IsNeverThatSomethingIsNotSo) {
  for (const char* text : {"no high blood pressure", "I don't have diabetes",
                           "no osteoporosis, no cancer", "not my neck", "my dad has diabetes",
                           "what if I had osteoporosis", "is osteoporosis a problem?"}) {
    EXPECT_EQ(en("age", text).find("health"), std::string::npos) << text;
    EXPECT_EQ(en("age", text).find("area"), std::string::npos) << text;
  }
  // A list is never answered with nothing unasked.
  EXPECT_EQ(en("age", "44, no illnesses and no medicines"), "age=44");
}

TEST(Told, TakesNumbersOnlyWhereItIsClearWhatTheyCount) {
  EXPECT_EQ(en("age", "one calf is swollen").find("age="), std::string::npos);
  EXPECT_EQ(en("area", "I have 2 slipped discs").find("age="), std::string::npos);
  EXPECT_EQ(en("state", "7 people told me to come here"), "?");
  EXPECT_EQ(en("area", "lower back for 3 weeks"), R"(area=["low"] onset="d4_6w")");
  EXPECT_EQ(en("state", "no pain, I am 46 years old"), R"(state="none" age=46)");
}

TEST(Corrections, ChangeWhatWasAnsweredBefore) {
  EXPECT_EQ(en("type", "actually it's 8", {"state", "emerg", "age", "area", "onset", "severity"}),
            "severity=8");
  EXPECT_EQ(en("area", "sorry I'm 45 not 54", {"state", "emerg", "age"}), "age=45");
  EXPECT_EQ(en("type", "no wait I meant my neck, not my back",
               {"state", "emerg", "age", "area", "onset", "severity"}),
            R"(area=["neck"])");
  EXPECT_EQ(en("urgent", "I said four weeks, should be nine weeks", first_seven),
            R"(onset="w6_12")");
  EXPECT_EQ(en("urgent", "make the pain score 6 please", first_seven), "severity=6");
  EXPECT_EQ(en("urgent", "actually it's 8", first_seven), "severity=8");
  EXPECT_EQ(es("urgent", "en realidad es un 8", first_seven), "severity=8");
  EXPECT_EQ(es("urgent", "perdón, tengo 45 no 54", first_seven), "age=45");
  // What is said without a word that corrects changes nothing.
  EXPECT_EQ(en("urgent", "my neck", first_seven), "?");
}

TEST(Corrections, AddWhatWasForgotten) {
  std::vector<std::string> later = first_seven;
  later.insert(later.end(), {"urgent", "health"});
  EXPECT_EQ(en("treat", "I forgot, I do have high blood pressure", later), R"(health+=["h_bp"])");
  EXPECT_EQ(en("pref", "gentle please, I've got high blood pressure", later),
            R"(pref="gentle" health+=["h_bp"])");
}

TEST(Corrections, OpenAQuestionThatIsNamed) {
  EXPECT_EQ(en("urgent", "I want to change my age", first_seven), "command 4 of age");
  EXPECT_EQ(en("urgent", "can i edit the pain score?", first_seven), "command 4 of severity");
  EXPECT_EQ(es("urgent", "quiero cambiar mi edad", first_seven), "command 4 of age");
  EXPECT_EQ(en("urgent", "change an answer", first_seven), "command 4");
}

TEST(Topics, AreAnsweredInBetween) {
  EXPECT_EQ(en("pref", "what's deep tissue?"), "topic deep_tissue");
  EXPECT_EQ(en("age", "how much does it cost"), "topic price");
  EXPECT_EQ(en("age", "are you open on saturdays"), "topic opening_hours");
  EXPECT_EQ(en("", "will i be sore the day after"), "topic soreness");
  EXPECT_EQ(es("age", "¿cuánto cuesta?"), "topic price");
  EXPECT_EQ(en("state", "hello"), "topic greeting");
  // What is no question is an answer.
  EXPECT_EQ(en("pref", "deep tissue"), R"(pref="firm")");
}

TEST(Corrections, FindTheAnswerByItsOldNumber) {
  const Dialog& known = dialog();
  const FactIndex age = *known.find_fact("age");
  const FactIndex severity = *known.find_fact("severity");
  Asked asked{*known.find_fact("type"), 0, {age, severity}, today};
  asked.given = {{age, {44, false}}, {severity, {3, false}}};
  auto told = [&](std::string_view text) {
    const TypedMessage message(known.locale_for("en"), text);
    const Understanding understood = understand(known, message, asked);
    return understood.told.size() == 1 ? known.facts[understood.told[0].fact].id + "=" +
                                             std::to_string(understood.told[0].value.bits)
                                       : std::string("?");
  };
  EXPECT_EQ(told("44 is wrong, 43 till christmas"), "age=43");
  EXPECT_EQ(told("sorry, a 7 not a 3"), "severity=7");
  EXPECT_EQ(told("im not 44 im 41"), "age=41");
  EXPECT_EQ(told("not 50 but 51"), "?");
  EXPECT_EQ(told("44 knots, 43 sore spots"), "?");
}

TEST(Births, AreAgesWhereADayIsNamed) {
  EXPECT_EQ(en("age", "12 May 1990"), "age=36");
  EXPECT_EQ(en("age", "born december 3rd 1990"), "age=35");
  EXPECT_EQ(en("age", "12/05/1990"), "?");  // a month or a day
  EXPECT_EQ(en("age", "25/12/1990"), "age=35");
  EXPECT_EQ(es("age", "nací en marzo del 71"), "age=55");
  EXPECT_EQ(en("age", "born in 1971"), "?");  // 54 or 55
  EXPECT_EQ(es("age", "soy del 80"), "?");
  EXPECT_EQ(en("age", "mid forties"), "?");
  EXPECT_EQ(en("state", "hi, 45 y/o, low back since 12 october, about a 4"),
            R"(age=45 area=["low"] onset="w6_12" severity=4)");
  EXPECT_EQ(en("state", "low back since 3 march 2020, im 45"),
            R"(age=45 area=["low"] onset="w12p")");
  EXPECT_EQ(en("onset", "pain 6, may 4"), R"(onset="w12p" severity=6)");
  EXPECT_EQ(en("severity", "38,5"), "?");
  EXPECT_EQ(en("age", "15 but 16 in january"), "age=15");
  EXPECT_EQ(es("recur", "treinta y una veces"), "recur=31");
}

TEST(Counts, OfAllOptionsAreAllOrNone) {
  EXPECT_EQ(en("leg", "all 4"), R"(leg=["numb","weak","worse","footdrop"])");
  EXPECT_EQ(en("leg", "no to all 4"), "leg=[]");
  EXPECT_EQ(en("emerg", "0 out of 13"), "emerg=[]");
  EXPECT_EQ(en("leg", "the top two"), R"(leg=["numb","weak"])");
  EXPECT_EQ(es("leg", "las dos primeras"), R"(leg=["numb","weak"])");
}

TEST(None, IsKeptBesideTalkAndLostBesideASign) {
  EXPECT_EQ(en("neck", "none, its just sore when i reverse the car"), "neck=[]");
  EXPECT_EQ(en("urgent", "No. I am a teacher"), "urgent=[]");
  EXPECT_EQ(en("urgent", "none of those but i am on warfarin"),
            R"(urgent=[] treat+=["t_anticoag"])");
  for (const char* text : {"none of these, i slept badly", "none, i got it gardening",
                           "none, it only hurts when i drive"})
    EXPECT_EQ(en("emerg", text), "emerg=[]") << text;
  EXPECT_EQ(es("emerg", "ninguna, me duele al conducir"), "emerg=[]");
  for (const char* text : {"no, it hurts", "none, hurts when i cough and my leg is weak",
                           "none of these, slept on my arm and it is numb"})
    EXPECT_EQ(en("emerg", text).find("emerg=[]"), std::string::npos) << text;
  for (const char* text : {"none, but my legs feel like somebody else's", "No. Something burns",
                           "none except the third", "no. zorbitis though"})
    EXPECT_EQ(en("urgent", text).find("urgent=[]"), std::string::npos) << text;
}

TEST(Languages, AreChangedInMidConversation) {
  for (const char* text :
       {"español", "en español por favor", "can you speak spanish", "¿Hablas español?"})
    EXPECT_EQ(en("age", text), "locale es") << text;
  EXPECT_EQ(es("age", "english please"), "locale en");
  EXPECT_EQ(en("age", "english"), "locale en");  // and says so
  EXPECT_EQ(en("age", "my spanish grandmother had a bad back and I am from Spain too"), "?");
}

TEST(Answers, TakeNothingMilderThanWhatWasSaid) {
  EXPECT_EQ(en("guardian", "nobody's with me").find("yes"), std::string::npos);
  EXPECT_EQ(en("health", "my doctor would know, I don't"), R"(health=["not_sure"])");
  EXPECT_EQ(en("detail", "I take tablets for it").find("controlled"), std::string::npos);
  EXPECT_EQ(en("emerg", "my chest is fine").find("e_chest"), std::string::npos);
  EXPECT_EQ(en("area", "lower back, legs are fine"), R"(area=["low"])");
}

TEST(Clearance, IsWhatAClinicianSaidAndNoHope) {
  for (const char* text : {"yes", "my doctor said it's fine", "physio recommended it",
                           "the doctor is happy for me to have one", "she said I can"})
    EXPECT_EQ(en("cleared", text), R"(cleared="yes")") << text;
  for (const char* text :
       {"i'm sure it'll be fine", "my friend said it's fine", "it should be fine", "no problem",
        "i think it would be ok", "he told me to avoid it", "yes but not yet", "nobody said no",
        "what if he said yes"})
    EXPECT_EQ(en("cleared", text).find("yes"), std::string::npos) << text;
  EXPECT_EQ(es("cleared", "me dijo que sí el médico"), R"(cleared="yes")");
  for (const char* text : {"creo que está bien", "mi amiga dice que está bien", "espero que sí"})
    EXPECT_EQ(es("cleared", text).find("yes"), std::string::npos) << text;
}

struct Case {
  const char* text;
  const char* option;
};

class Times : public testing::TestWithParam<Case> {};

TEST_P(Times, AreAnswersToWhenItBegan) {
  EXPECT_EQ(en("onset", GetParam().text), "onset=\"" + std::string(GetParam().option) + "\"")
      << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    English, Times,
    testing::Values(
        Case{"since last Tuesday", "d0_3_other"}, Case{"a week last tuesday", "d4_6w"},
        Case{"3 wks", "d4_6w"}, Case{"a fortnight", "d4_6w"}, Case{"a couple of months", "w6_12"},
        Case{"couple months ago", "w6_12"}, Case{"2 1/2 years", "w12p"},
        Case{"two and a half months", "w6_12"}, Case{"half a year", "w12p"},
        Case{"a year and a half", "w12p"}, Case{"week and a half", "d4_6w"},
        Case{"6 weeks", "d4_6w"}, Case{"over 6 weeks", "w6_12"}, Case{"12 weeks", "w6_12"},
        Case{"more than 12 weeks", "w12p"}, Case{"3 days", "d0_3_other"}, Case{"4 days", "d4_6w"},
        Case{"5 or so weeks", "d4_6w"}, Case{"10-12 weeks", "w6_12"}, Case{"5 to 8 weeks", "d4_6w"},
        Case{"20+ yrs", "w12p"}, Case{"since march", "w12p"}, Case{"since october", "d4_6w"},
        Case{"since 2019", "w12p"}, Case{"since march 2026", "d0_3_other"},
        Case{"christmas", "w12p"}, Case{"yesterday, lifting a box", "d0_3_strain"},
        Case{"yesterday, no idea why", "d0_3_other"}, Case{"THREE WEEKS", "d4_6w"},
        Case{"３ weeks", "d4_6w"}, Case{"tree weeeks ago, 3 weks", "d4_6w"}, Case{"ages", "w12p"},
        Case{"since i was 20", "w12p"}, Case{"it began 24/11, out of the blue", "d0_3_other"},
        Case{"since 12 october", "w6_12"}, Case{"on the 20th i carried boxes", "d4_6w"},
        Case{"october the 30th", "d4_6w"}, Case{"about the 3rd of november", "d4_6w"},
        Case{"since 1/1", "w12p"}));

TEST(Times, NeedACalendarForDaysOfTheWeek) {
  const TypedMessage message(dialog().locale_for("en"), "since tuesday");
  const Understanding understood =
      understand(dialog(), message, Asked{*dialog().find_fact("onset"), 0, {}, std::nullopt});
  EXPECT_FALSE(understood.value);
}

TEST(Ranges, TakeTheWorseNumberAndSaySo) {
  EXPECT_EQ(en("severity", "6 or 7"), "severity=7 estimate");
  EXPECT_EQ(en("severity", "between 4 and 5"), "severity=5 estimate");
  EXPECT_EQ(en("severity", "6-7"), "severity=7 estimate");
  EXPECT_EQ(en("severity", "7.5"), "severity=8 estimate");
  EXPECT_EQ(en("severity", "six/ten"), "severity=6");
  EXPECT_EQ(en("severity", "7/10 maybe 8"), "severity=8 estimate");
  EXPECT_EQ(en("severity", "it was 8 this morning but now about 4"), "severity=4");
  EXPECT_EQ(es("severity", "ayer 8 hoy 4"), "severity=4");
  EXPECT_EQ(es("severity", "entre 4 y 5"), "severity=5 estimate");
  EXPECT_EQ(en("age", "44 or 45"), "?");
  EXPECT_EQ(en("age", "I'll be 60 next month"), "age=59");
  EXPECT_EQ(en("preg_weeks", "22+3"), "preg_weeks=22");
}

TEST(Lists, AreAnsweredByCountingAndLeavingOut) {
  EXPECT_EQ(en("type", "first three"), R"(type=["ache","stiff","knot"])");
  EXPECT_EQ(en("type", "last two"), R"(type=["sharp","nerve"])");
  EXPECT_EQ(en("type", "all but the last"),
            R"(type=["ache","stiff","knot","deep_tension","sharp"])");
  EXPECT_EQ(en("type", "all of them"),
            R"(type=["ache","stiff","knot","deep_tension","sharp","nerve"])");
  EXPECT_EQ(en("area", "1-3"), R"(area=["low","mid","upper"])");
  EXPECT_EQ(en("area", "the 2nd and 4th one"), R"(area=["mid","neck"])");
  EXPECT_EQ(en("type", "everything except sharp"),
            R"(type=["ache","stiff","knot","deep_tension","nerve"])");
  // That all is well is not that all is ticked.
  for (const char* text : {"all ok", "all good thanks", "everything is fine"})
    EXPECT_EQ(en("emerg", text).find("e_"), std::string::npos) << text;
}

TEST(Lists, LoseNoIllnessThatNobodyKnows) {
  EXPECT_EQ(en("health", "diabetes and flumbitis"), "?");
  EXPECT_EQ(en("health", "diabetes, my doctor told me"), R"(health=["h_diab"])");
  EXPECT_EQ(en("health", "none, but my grumpies are bad"), "?");
  EXPECT_EQ(en("emerg", "none of those, my willy has gone to sleep").find("emerg=[]"),
            std::string::npos);
}

TEST(Lists, TakeWhatWasToldBeforeAsTheRest) {
  const TypedMessage message(dialog().locale_for("en"), "no, that's all");
  Asked asked{*dialog().find_fact("health"), 0, {}, today, true};
  const Understanding told = understand(dialog(), message, asked);
  ASSERT_TRUE(told.value);
  EXPECT_EQ(*told.value, Value{});
  asked.is_told = false;
  asked.open = dialog().find_fact("emerg");
  EXPECT_FALSE(understand(dialog(), message, asked).value);
}

}  // namespace
}  // namespace palpate
