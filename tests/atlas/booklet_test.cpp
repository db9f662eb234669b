// The booklet for clinical sign-off: everything of the shipped dialogue is in it.
#include "atlas/booklet.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <regex>

#include "atlas/booklet_page.hpp"
#include "atlas/describe.hpp"
#include "dialog/chat_texts.hpp"
#include "dialog/labels.hpp"

namespace palpate {
namespace {

using test::back_pain;
using test::chapter;
using test::contains;
using test::count_of;
using test::english;
using test::filled;
using test::page;
using test::reading;
using test::replaced;
using test::visible;

void expect_text(const std::string& where, const std::string& text) {
  EXPECT_TRUE(contains(where, filled(text))) << filled(text);
}

TEST(Booklet, HasEveryQuestionWithAllThatIsSaidOfIt) {
  const std::string text = chapter("questions");
  for (std::size_t i = 0; i < back_pain().facts.size(); ++i) {
    const auto fact = static_cast<FactIndex>(i);
    const Fact& asked = back_pain().facts[i];
    const QuestionText& question = english().questions[i];
    for (const std::string* words : {&question.text, &question.why, &question.help, &question.unit,
                                     &question.min_label, &question.max_label})
      expect_text(text, *words);
    for (std::size_t option = 0; option < asked.options.size(); ++option)
      expect_text(text, option_label(back_pain(), english(), fact, option));
    for (std::size_t group = 0; group < asked.groups.size(); ++group)
      expect_text(text, group_label(back_pain(), english(), fact, group));
    for (std::size_t item = 0; item < asked.items.size(); ++item) {
      expect_text(text, item_label(back_pain(), english(), fact, item));
      for (std::size_t option = 0; option < asked.items[item].options.size(); ++option)
        expect_text(text, item_option_label(back_pain(), english(), fact, item, option));
    }
    for (const Refusal& refusal : asked.refusals) expect_text(text, english().texts[refusal.text]);
    if (question.shortcut) expect_text(text, question.shortcut->label);
  }
}

TEST(Booklet, MarksEmergenciesAndOffersNoneAndNotSureAsTheDialogueDoes) {
  const std::string text = page().substr(0, page().find("<section id=\"flags\">"));
  const auto specials = [&](const std::string& label) {
    return count_of(text, "<li class=\"special\">" + label + "</li>");
  };
  std::size_t alarms = 0;
  std::size_t none = 0;
  std::size_t not_sure = 0;
  for (const Fact& fact : back_pain().facts) {
    alarms += static_cast<std::size_t>(std::popcount(fact.emergency_options));
    none += fact.none ? 1U : 0U;
    if (fact.not_sure) not_sure += std::max<std::size_t>(1, fact.items.size());
  }
  EXPECT_EQ(count_of(text, "<li class=\"alarm\">"), alarms);
  EXPECT_EQ(specials("None of these"), none);
  EXPECT_EQ(specials("Not sure"), not_sure);
}

TEST(Booklet, HasEveryWayOfTheGraph) {
  const std::string text = chapter("questions");
  std::size_t ways = 0;
  for (const Node& node : back_pain().nodes) {
    EXPECT_EQ(count_of(page(), " id=\"node-" + node.id + "\""), 1U) << node.id;
    ways += node.next.size();
    if (!node.title.empty()) expect_text(text, node.title);
  }
  EXPECT_EQ(count_of(text, "→ "), ways);
  EXPECT_TRUE(contains(text, "If the answer is at most 17 years → Q5"));
  EXPECT_TRUE(contains(text, "If the answer is “Not sure” → Q3"));
  EXPECT_TRUE(contains(text, "Asked: after Q6 (Where is it), otherwise."));
  EXPECT_TRUE(contains(text, "Asked: after “Pregnant?”, if Q13 (Do any of these fit you) has"));
}

TEST(Booklet, HasEveryText) {
  for (const std::string& text : english().texts) expect_text(reading(), text);
  const std::string messages = chapter("messages");
  for (std::string_view key : chat_text_keys) {
    std::string text = filled(english().chat.at(std::string(key)));
    for (std::string_view name : chat_placeholders)
      text = replaced(text, "{" + std::string(name) + "}", name);
    EXPECT_TRUE(contains(messages, text)) << text;
  }
}

TEST(Booklet, HasEveryFlagWithItsMessage) {
  const std::string text = chapter("flags");
  for (const Flag& flag : back_pain().flags) {
    const std::string id = " id=\"flag-" + flag.id + "\"";
    ASSERT_EQ(count_of(page(), id), 1U) << flag.id;
    const std::size_t from = page().rfind('<', page().find(id));
    const std::string box = page().substr(from, page().find("</div>", from) + 6 - from);
    EXPECT_TRUE(contains(
        box, "class=\"flag " + std::string(level_names[static_cast<std::size_t>(flag.level)])))
        << box;
    const std::string words = visible(box);
    EXPECT_TRUE(contains(words, words_of_id(flag.id) + " When: ")) << words;
    EXPECT_TRUE(contains(words, "because " + english().texts[flag.basis.why])) << words;
    expect_text(words, english().texts[flag.text]);
    if (flag.closing) expect_text(words, english().texts[*flag.closing]);
    EXPECT_EQ(contains(words, "Stands alone"), flag.exclusive) << words;
    EXPECT_EQ(contains(words, "A clinician's OK lifts this"), flag.clearable.has_value()) << words;
    for (std::uint16_t source : flag.basis.sources)
      EXPECT_TRUE(contains(words, back_pain().sources[source].key)) << words;
  }
}

TEST(Booklet, SaysFlagsInTheOrderOfTheirMessages) {
  std::vector<std::size_t> places;
  for (std::size_t level = level_names.size() - 1; level > 0; --level) {
    for (const Flag& flag : back_pain().flags) {
      if (flag.level == static_cast<Level>(level))
        places.push_back(page().find(" id=\"flag-" + flag.id + "\""));
    }
  }
  EXPECT_EQ(places.size(), back_pain().flags.size());
  EXPECT_TRUE(std::is_sorted(places.begin(), places.end()));
}

TEST(Booklet, HasTheWholeMatrixInColours) {
  std::array<std::size_t, cell_names.size()> wanted{};
  for (const MatrixRow& row : back_pain().matrix) {
    for (Cell cell : row.cells) ++wanted[static_cast<std::size_t>(cell)];
    EXPECT_TRUE(contains(chapter("matrix"), "because " + english().texts[row.basis.why]));
  }
  for (std::size_t cell = 0; cell < cell_names.size(); ++cell) {
    const std::string name(cell_names[cell]);
    EXPECT_EQ(count_of(page(), "<td class=\"cell " + name + "\">"), wanted[cell]) << name;
    EXPECT_TRUE(contains(page(), "\n.cell." + name + " {") ||
                contains(page(), " .cell." + name + " {"))
        << name;
  }
  EXPECT_TRUE(contains(chapter("matrix"),
                       "Q13 (Do any of these fit you) has “Osteoporosis or thin "
                       "bones”  ◐ adapt  ? OK first  ? OK first  ◐ adapt"));
}

TEST(Booklet, HasEveryRuleOfChoice) {
  const std::string gates = chapter("gates");
  for (const Gate& gate : back_pain().gates)
    EXPECT_TRUE(contains(gates, words_of_id(gate.id) + " ")) << gate.id;
  const std::string scores = chapter("scores");
  std::size_t plus = 0;
  std::size_t minus = 0;
  for (const ScoreRow& row : back_pain().scores) {
    EXPECT_TRUE(contains(scores, words_of_id(row.id) + " ")) << row.id;
    for (std::int32_t points : row.points) {
      plus += points > 0 ? 1U : 0U;
      minus += points < 0 ? 1U : 0U;
    }
  }
  EXPECT_EQ(count_of(page(), "class=\"points plus\">+"), plus);
  EXPECT_EQ(count_of(page(), "class=\"points minus\">−"), minus);
  const std::string schedule = chapter("schedule");
  for (const ScheduleRow& row : back_pain().schedule_rows) {
    expect_text(schedule, english().texts[row.limit]);
    expect_text(schedule, english().texts[back_pain().schedules[row.schedule].text] + " (" +
                              std::to_string(back_pain().schedules[row.schedule].days) +
                              " days at the soonest)");
  }
  const std::string techniques = chapter("techniques");
  for (const Technique& technique : back_pain().techniques) {
    expect_text(techniques, english().texts[technique.name]);
    expect_text(techniques, english().texts[technique.about]);
  }
}

TEST(Booklet, HasEveryNoteClaimTermAndSource) {
  const std::string notes = chapter("notes");
  for (const Note& note : back_pain().notes) {
    EXPECT_TRUE(contains(notes, words_of_id(note.id) + "  ")) << note.id;
    expect_text(notes, english().texts[note.text]);
  }
  const std::string invariants = chapter("invariants");
  for (const Invariant& invariant : back_pain().invariants) {
    EXPECT_TRUE(contains(invariants, words_of_id(invariant.text))) << invariant.text;
    EXPECT_TRUE(contains(invariants, words_of_id(invariant.id) + " ")) << invariant.id;
  }
  for (const Derived& derived : back_pain().derived)
    EXPECT_TRUE(contains(chapter("definitions"), words_of_id(derived.id))) << derived.id;
  const std::string sources = chapter("sources");
  for (const Source& source : back_pain().sources) {
    EXPECT_TRUE(contains(sources, source.key + "  " + source.title)) << sources;
    if (!source.url.empty()) {
      EXPECT_TRUE(contains(page(), "<a href=\"" + replaced(source.url, "&", "&amp;") + "\""))
          << source.url;
    }
  }
}

TEST(Booklet, HasTheWordsThatPeopleMayType) {
  const std::string words = chapter("words");
  EXPECT_TRUE(
      contains(words, "Thoughts of hurting myself or ending my life hurting myself · suicide"));
  EXPECT_TRUE(contains(words, "None of these none · nothing · no"));
  EXPECT_TRUE(contains(words, "numbers nought = 0 · zero = 0 · once = 1"));
  for (const QuestionText& question : english().questions) {
    for (const OptionText& option : question.options) {
      for (const std::string& word : option.words) EXPECT_TRUE(contains(words, word)) << word;
    }
  }
}

TEST(Booklet, HasTheNumbersOfEveryRegion) {
  for (const char* wanted : {"UK", "US", "EU", "unknown"}) {
    const std::string text = chapter("numbers", booklet(back_pain(), "en", wanted));
    for (const Region& region : back_pain().regions) {
      EXPECT_TRUE(contains(text, region.id == "default" ? "Elsewhere" : region.id));
      for (const auto& [name, words] : region.texts)
        EXPECT_TRUE(contains(text, words.contains("en") ? words.at("en") : words.at("")))
            << region.id << ": " << name;
    }
    EXPECT_TRUE(contains(text, "(dials 116123)"));
    // Whoever looks for a country finds it before what is said without one.
    for (const char* country : {" UK  ", " US  ", " EU  "})
      EXPECT_LT(text.find(country), text.find(" Elsewhere  ")) << text;
  }
}

TEST(Booklet, SaysTheNumbersOfItsRegion) {
  for (const char* region : {"UK", "US", "EU", "unknown"}) {
    const std::string html = booklet(back_pain(), "en", region);
    const std::string flags = chapter("flags", html);
    for (const Flag& flag : back_pain().flags)
      EXPECT_TRUE(contains(flags, filled(english().texts[flag.text], region))) << flag.id;
    EXPECT_EQ(contains(flags, "911"),
              std::string_view(region) != "UK" && std::string_view(region) != "EU");
  }
  EXPECT_EQ(booklet(back_pain(), ""), booklet(back_pain(), "en", "UK"));
}

TEST(Booklet, SaysWhenEveryRowCounts) {
  // Its questions are numbered in the order of its facts.
  const Dialog dialog = test::small_dialog();
  std::vector<std::string> names;
  for (std::size_t fact = 0; fact < dialog.facts.size(); ++fact)
    names.push_back("Q" + std::to_string(fact + 1));
  Wording wording;
  wording.question_names = &names;
  wording.curly_quotes = true;
  wording.longest_label = std::string::npos;
  const std::string text =
      std::regex_replace(visible(booklet(dialog, "en")), std::regex("(Q[0-9]) \\([^)]*\\)"), "$1");
  const auto expect = [&](const std::string& before, const Trigger& trigger) {
    const std::string words = before + capitalised(describe(dialog, trigger, wording));
    EXPECT_TRUE(contains(text, words)) << words;
  };
  for (const Flag& flag : dialog.flags) expect(words_of_id(flag.id) + " When: ", flag.trigger);
  for (const MatrixRow& row : dialog.matrix) expect("  ", row.trigger);
  for (const Gate& gate : dialog.gates) expect(".  ", gate.trigger);
  for (const ScoreRow& row : dialog.scores) expect(words_of_id(row.id) + "  ", row.trigger);
  for (const ScheduleRow& row : dialog.schedule_rows) expect(row.id + "  ", row.trigger);
  for (const Note& note : dialog.notes)
    expect(dialog.locales.front().texts[note.text] + "  ", note.trigger);
  expect(" Shown first when: ", {*dialog.notes[3].first_when, false});
  for (const Derived& derived : dialog.derived) expect("", {derived.cases.front().when, false});
  for (const GridItem& item : dialog.facts[6].items) expect("  ", {item.when, false});
  EXPECT_TRUE(contains(text,
                       "Not accepted if Q1 is “I have pain now”, and the answer is 0. Said "
                       "then: “Severity zero.”"));
  EXPECT_TRUE(contains(text, "A clinician's OK means: Q6 is “Yes”."));
  EXPECT_TRUE(contains(text, "A clinician's OK lifts this if Q4 is known."));
}

TEST(Booklet, NamesAQuestionOnceInACondition) {
  EXPECT_TRUE(
      contains(chapter("definitions"),
               "first massage  Q25 (Which massages did you try…) for “Swedish (long gentle "
               "strokes)” is “Never had it”, and Q25 for “Deep tissue (slow firm pressure)” "
               "is “Never had it”"));
  EXPECT_TRUE(contains(chapter("invariants"), "Never: Q13 has “Multiple sclerosis”, and "));
}

TEST(Booklet, SaysWhatEachKindOfClaimMeans) {
  const std::string text = chapter("invariants", booklet(test::small_dialog(), "en"));
  EXPECT_TRUE(contains(text, "I1 weak Never: Q2 has “Weak legs”, and Name firm. is allowed."));
  EXPECT_TRUE(contains(text,
                       "I2 screened If the outcome is a suggestion, then Q2 and Q4 were "
                       "answered, and note W SORE is shown"))
      << text;
  EXPECT_TRUE(contains(text,
                       "I3 more One more ticked answer to Q2 never makes the outcome milder and "
                       "adds no technique."));
  EXPECT_TRUE(contains(text,
                       "I4 liked Another answer to Q7 for Soft (among “Never”, “It was good”) "
                       "never makes the outcome milder or worse."));
}

}  // namespace
}  // namespace palpate
