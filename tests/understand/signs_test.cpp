// Red flags in typed words: all of shared/phrases.md, the traps of denial, and hostile messages.
#include "understand/signs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/fold.hpp"
#include "support/dialog_files.hpp"

namespace palpate {
namespace {

const Dialog& dialog() {
  static const Dialog loaded = test::back_pain_dialog();
  return loaded;
}

std::vector<FoundSign> signs_in(std::string_view text) {
  return find_signs(TypedMessage(dialog().locales.front(), text));
}

/// "emerg.e_saddle! urgent.u_fever?": what was found, "!" if certain.
std::string names_of(std::string_view text) {
  std::string names;
  for (const FoundSign& sign : signs_in(text)) {
    const Fact& fact = dialog().facts[sign.fact];
    if (!names.empty()) names += ' ';
    names += fact.id + "." + fact.options[sign.option] + (sign.certain ? "!" : "?");
  }
  return names;
}

bool has_name(const std::string& names, std::string_view name) {
  return (" " + names + " ").find(" " + std::string(name)) != std::string::npos;
}

struct Case {
  const char* text;
  const char* sign;  // one of them, by a space, must be found; "" if nothing may be; "?" nothing
                     // certain
};

void expect(const Case& each) {
  const std::string names = names_of(each.text);
  const std::string_view wanted = each.sign;
  if (wanted.empty()) {
    EXPECT_EQ(names, "") << each.text;
  } else if (wanted == "?") {
    EXPECT_EQ(names.find('!'), std::string::npos) << each.text << ": " << names;
  } else {
    bool found = false;
    for (std::size_t at = 0; at < wanted.size();) {
      const std::size_t end = std::min(wanted.find(' ', at), wanted.size());
      found = found || has_name(names, wanted.substr(at, end - at));
      at = end + 1;
    }
    EXPECT_TRUE(found) << each.text << ": " << names;
  }
}

class Phrase : public testing::TestWithParam<Case> {};

TEST_P(Phrase, IsUnderstood) {
  expect(GetParam());
}

constexpr const char* cauda = "emerg.e_saddle! emerg.e_bladder! emerg.e_bowel! emerg.e_sex!";
constexpr const char* call = "emerg.e_chest! emerg.e_stroke! emerg.e_other!";

INSTANTIATE_TEST_SUITE_P(
    Caught, Phrase,
    testing::Values(Case{"I've gone numb down below", cauda}, Case{"cant feel when i wipe", cauda},
                    Case{"i keep weeing myself since my back went", cauda},
                    Case{"need to pee but nothing comes out, since this morning", cauda},
                    Case{"numb bum and privates", cauda}, Case{"lost control of my bowls", cauda},
                    Case{"my back passage feels dead", cauda},
                    Case{"saddle area feels funny, sort of pins and needles", cauda},
                    Case{"havent been able to get hard since my back got bad", cauda},
                    Case{"both my legs feel like jelly and keep giving way", "emerg.e_legs!"},
                    Case{"sciatica down both sides now, not just the left", "emerg.e_legs!"},
                    Case{"cant walk properly, legs wont do what i tell them", "emerg.e_legs!"},
                    Case{"got rear ended at 50 yesterday, neck killing me", "emerg.e_crash!"},
                    Case{"fell off a ladder on to my back", "emerg.e_crash!"},
                    Case{"came off my motorbike sat nite, back in bits", "emerg.e_crash!"},
                    Case{"ripping pain in my back out of nowhere, feel faint", "emerg.e_tear!"},
                    Case{"i can feel a pulse thumping in my belly and my back is agony",
                         "emerg.e_tear!"},
                    Case{"went grey and sweaty when the back pain hit", "emerg.e_tear!"},
                    Case{"tight chest n left arm aching", call},
                    Case{"struggling to catch my breath since my calf swelled up", call},
                    Case{"coughed up blood this morning", call},
                    Case{"my face has dropped on one side", call},
                    Case{"seeing double since my neck got cracked", call},
                    Case{"words coming out all slurry", call},
                    Case{"one eyelid gone droopy and neck hurts like mad", call},
                    Case{"worst headache ever, came on like a bolt", "emerg.e_headache!"},
                    Case{"stiff neck, feverish and the light hurts my eyes", "emerg.e_headache!"},
                    Case{"on chemo and got the shivers, temp 38.5", "emerg.e_septic!"},
                    Case{"burning up and i feel confused", "emerg.e_septic!"},
                    Case{"i dont want to be here anymore", "emerg.e_harm!"},
                    Case{"thinking of ending it all", "emerg.e_harm!"},
                    Case{"everyone would be better off without me", "emerg.e_harm!"},
                    Case{"took a load of my painkillers on purpose", "emerg.e_harm!"},
                    Case{"my lips are swelling up and i cant swallow", call},
                    Case{"he just collapsed on the floor", call},
                    Case{"7 months pregnant and bleeding loads", "preg_signs.heavy_bleeding!"},
                    Case{"night sweats and my back is throbbing", "urgent.u_fever"},
                    Case{"lost two stone and not even trying", "urgent.u_weight"},
                    Case{"one calf is hot and swollen", "urgent.u_calf"},
                    Case{"hurts to wee and pain in my side, been sick", "urgent.u_pee"},
                    Case{"my foot has started dragging", "leg.footdrop"},
                    Case{"hands gone clumsy, dropping cups, neck is stiff", "neck.clumsy"},
                    Case{"34 weeks and getting pains every few mins", "preg_signs.waves"},
                    Case{"red hot rash with blisters round my ribs", "urgent.u_rash"}));

INSTANTIATE_TEST_SUITE_P(
    LookAlike, Phrase,
    testing::Values(Case{"No numbness or tingling", ""},
                    Case{"I lost my bladder infection leaflet, can you resend it?", ""},
                    Case{"My back is killing me after gardening", ""},
                    Case{"I'd kill for a massage right now", ""},
                    Case{"I like long slow strokes", ""}, Case{"It hurts after breaststroke", ""},
                    Case{"I crashed on the sofa and woke up stiff", ""},
                    Case{"I'm a Cancer, born in July", ""},
                    Case{"My dad had an aneurysm, I don't", ""},
                    Case{"I nearly wet myself laughing at your advert", "?"},
                    Case{"Work is doing my head in", ""},
                    Case{"no probs with peeing or pooing", ""}, Case{"I fell for your offer", ""},
                    Case{"My legs were dead after leg day, fine now", "?"},
                    Case{"How hot do the stones get, is it like a fever?", ""},
                    Case{"I lost weight on purpose at my slimming club", ""},
                    Case{"Had a DVT scan years ago, it was clear", "?"},
                    Case{"My chest is tight from bench press, just muscle", "?"},
                    Case{"I'm dying to try hot stones", ""},
                    Case{"My wife is pregnant, the booking is for me", ""}));

INSTANTIATE_TEST_SUITE_P(
    Denied, Phrase,
    testing::Values(
        Case{"no chest pain, fever or weight loss", ""}, Case{"i do not have a fever", ""},
        Case{"free of fever", ""}, Case{"no more chest pain, thank god", ""},
        Case{"no blood in my pee at all, just a sore back", ""},
        Case{"an operation years ago, i can't feel my bum", "emerg.e_saddle!"},
        Case{"my husband had a seizure", ""},
        Case{"my husband had a seizure just now", "emerg.e_other!"},
        Case{"no fever but my legs are numb", "emerg.e_legs!"},
        Case{"no fever, my legs are numb", "emerg.e_legs!"},
        Case{"no fever my legs are numb", "emerg.e_legs!"},
        Case{"no, my legs are numb", "emerg.e_legs!"}, Case{"I don't have chest pain", ""},
        Case{"I haven't lost control of my bowels", ""}, Case{"not coughing up blood", ""},
        Case{"no numbness, tingling, weakness in both legs, chest pain or fever", ""},
        Case{"I'm not suicidal", ""}, Case{"never had a seizure", ""},
        Case{"numb between the legs? no", ""}, Case{"without any double vision", ""},
        Case{"no idea why but I can't feel my legs", "emerg.e_legs!"},
        Case{"I can not feel when I wipe", cauda}, Case{"nobody would miss me", "emerg.e_harm!"},
        Case{"can't tell if I'm weeing", cauda}, Case{"no reason to live", "emerg.e_harm!"}));

INSTANTIATE_TEST_SUITE_P(
    OthersPastQuestions, Phrase,
    testing::Values(Case{"my brother had a heart attack at 50", ""},
                    Case{"my mum had double vision", ""},
                    Case{"my dad collapsed and is not breathing", "emerg.e_other!"},
                    Case{"my husband says my face has dropped", "emerg.e_stroke!"},
                    Case{"years ago I had chest pain", "?"},
                    Case{"what does it mean if my legs go numb?", "?"},
                    Case{"could a massage give you a stroke?", "?"},
                    Case{"what happens if I get chest pain afterwards", "?"},
                    Case{"how do I kill myself", "emerg.e_harm!"}));

INSTANTIATE_TEST_SUITE_P(Spelling, Phrase,
                         testing::Values(Case{"NUMNESS in my privates", cauda},
                                         Case{"chset pain", call}, Case{"ｎｕｍｂ ｂｕｍ", cauda},
                                         Case{"núḿb bum", cauda},
                                         Case{"i feel sucidal", "emerg.e_harm!"},
                                         Case{"can’t breathe", call}, Case{"cant breath", call},
                                         Case{"slured speech", call},
                                         Case{"lying down helps, painting hurts", ""}));

INSTANTIATE_TEST_SUITE_P(
    WhereADenialEnds, Phrase,
    testing::Values(Case{"no cancer no diabetes I can't feel my bum", "emerg.e_saddle!"},
                    Case{"no diabetes my legs are numb", "emerg.e_legs!"},
                    Case{"it's not the middle it's my legs, gone weak", "emerg.e_legs!"},
                    Case{"no numbness in my bum or pins and needles", ""},
                    Case{"i dont think i have a fever", ""}, Case{"chest pain no, headache no", ""},
                    Case{"fever no but my legs are numb", "emerg.e_legs!"},
                    Case{"out of breath doing nothing", "emerg.e_chest!"},
                    Case{"I've never felt so ill, feverish and confused", "emerg.e_septic!"},
                    Case{"never felt suicidal in my life", ""},
                    Case{"never had this numb bum before", "emerg.e_saddle!"}));

INSTANTIATE_TEST_SUITE_P(
    WhatATimeDates, Phrase,
    testing::Values(Case{"cancer in 2019, and I lost 2 stone without trying", "urgent.u_weight!"},
                    Case{"in 2015 I had a fever", "?"},
                    Case{"since covid in 2020, I was breathless then but fine now", "?"},
                    Case{"i fell off my bike as a kid", ""},
                    Case{"had sepsis in 2012, fine since", ""},
                    Case{"what if I get a fever", "?"}));

// Stories and other people's past are harmless, and never so in a sentence that goes on about the
// writer or somebody beside him.
INSTANTIATE_TEST_SUITE_P(
    WhoseItIs, Phrase,
    testing::Values(
        Case{"saw a film where some bloke had a heart attack", ""},
        Case{"was watching a film and the worst headache ever hit", "emerg.e_headache!"},
        Case{"watching telly and my chest went tight and my left arm aches", "emerg.e_chest!"},
        Case{"im a paramedic, crushing chest pain", "emerg.e_chest!"},
        Case{"i work in a hospital and cant feel my legs", "emerg.e_legs!"},
        Case{"my nan collapsed last year", ""},
        Case{"my dad collapsed last night and is still not responding", "emerg.e_other!"},
        Case{"hubby collapsed on holiday and now he cant speak", "emerg.e_stroke!"},
        Case{"my mum suffers from seizures, not me", ""},
        Case{"if i ever wet myself i would ring you", ""},
        Case{"sex feels like nothing since the back pain started last month", "emerg.e_sex!"}));

TEST(Signs, NeedNotRepeatWhatTheQuestionIsAbout) {
  auto at = [](const char* question, std::string_view text) {
    std::set<std::string> facts;
    for (const FoundSign& sign :
         find_signs(TypedMessage(dialog().locales.front(), text), dialog().find_fact(question)))
      facts.insert(dialog().facts[sign.fact].id);
    return facts.empty() ? std::string() : *facts.rbegin();
  };
  EXPECT_EQ(at("leg", "losing strength every day"), "leg");
  EXPECT_EQ(at("arm", "getting weaker each week"), "arm");
  EXPECT_EQ(at("age", "losing strength every day"), "");
  EXPECT_EQ(at("preg_weeks", "28, bleeding heavily"), "preg_signs");
  EXPECT_EQ(at("leg", "it is not losing strength"), "");
}

// Far longer than any message that is let in: work that grew with the square of the length would
// not end within the time that the runner gives a test.
TEST(Signs, OfHostileMessagesAreFoundInLinearTime) {
  constexpr std::size_t length = 1024UL * 1024;
  const std::vector<std::string> units{"a",
                                       "numb ",
                                       "numb bum ",
                                       "no numb bum, ",
                                       "no ",
                                       "cant ",
                                       "?!.,",
                                       "\u0301",
                                       "\u202E",
                                       "9",
                                       "i dont want to ",
                                       "fever no, ",
                                       "in 2015, it is ",
                                       "since 2015 ",
                                       "if i am "};
  for (const std::string& unit : units) {
    std::string text;
    while (text.size() < length) text += unit;
    const bool named = unit == "numb bum ";
    EXPECT_EQ(!signs_in(text).empty(), named) << unit << names_of(text.substr(0, 64));
  }
}

TEST(Signs, OfInvisibleCharactersAreFound) {
  EXPECT_TRUE(has_name(names_of("nu\u200Bmb \u202Ebum"), "emerg.e_saddle!"));
  EXPECT_EQ(names_of("\xff\xfe\x80"), "");
  EXPECT_EQ(names_of(""), "");
}

TEST(Signs, AreHeldAsTypedWordsAreCompared) {
  for (const Locale& locale : dialog().locales) {
    for (std::string word : locale.signs.words) {
      if (word == "_" || word.starts_with('#')) continue;
      if (word.ends_with('*')) word.pop_back();
      EXPECT_EQ(fold_word(word), word) << locale.id;
    }
  }
}

TEST(Signs, OfALocaleWithoutThemAreNone) {
  EXPECT_TRUE(find_signs(TypedMessage(Locale{}, "numb bum")).empty());
}

}  // namespace
}  // namespace palpate
