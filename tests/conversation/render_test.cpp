#include "conversation/render.hpp"

#include <gtest/gtest.h>

#include <random>

#include "conversation/texts.hpp"
#include "support/dialog_files.hpp"

namespace palpate {
namespace {

using protocol::Render;

const Dialog& small() {
  static const Dialog dialog = test::small_dialog();
  return dialog;
}
const Dialog& back_pain() {
  static const Dialog dialog = test::back_pain_dialog();
  return dialog;
}

Audience audience(const Dialog& dialog, Render render = Render::rich) {
  return {&dialog.locales[0], &dialog.region_for("UK"), render, "0123 456"};
}

/// The step after these typed lines.
Step typed(const Dialog& dialog, std::initializer_list<std::string_view> lines) {
  Step now = start(dialog);
  for (std::string_view line : lines) {
    now = step(dialog, dialog.locales[0], now.state, Say{std::string(line)});
  }
  return now;
}

std::vector<std::string> texts(const protocol::Turn& turn) {
  std::vector<std::string> result;
  for (const auto& message : turn.messages) result.push_back(message.kind + ": " + message.text);
  return result;
}

TEST(RenderTurn, TheFirstTurnSaysTheBanner) {
  auto turn = render_turn(small(), audience(small()), start(small()));
  EXPECT_EQ(texts(turn), (std::vector<std::string>{"info: Hello. I am a program, not a doctor."}));
  EXPECT_EQ(turn.progress.answered, 0);
  EXPECT_GT(turn.progress.about, 3);
}

TEST(RenderTurn, AQuestionTellsAllThatIsNeededToDrawIt) {
  auto turn = render_turn(small(), audience(small()), typed(small(), {"1"}));
  protocol::Turn expected;
  expected.ask = turn.ask;
  EXPECT_EQ(
      serialize(expected),
      R"({"type":"turn","turn":0,"messages":[],"ask":{"fact":"alarm","kind":"choices",)"
      R"("text":"Any of these now?","options":[)"
      R"({"id":"numb","label":"Numb between the legs","group":"nerves"},)"
      R"({"id":"weak","label":"Weak legs","group":"nerves"},)"
      R"({"id":"chest","label":"Chest pain","group":"body"},)"
      R"({"id":"fever","label":"Fever","group":"body"}],)"
      R"("groups":[{"id":"nerves","label":"Nerves"},{"id":"body","label":"Rest of the body"}],)"
      R"("none":{"id":"none","label":"None of these"},)"
      R"("not_sure":{"id":"not_sure","label":"Not sure"}},)"
      R"("flags":[],"progress":{"answered":0,"about":0}})");
}

TEST(RenderTurn, ARepeatedQuestionBorrowsItsLabels) {
  auto turn = render_turn(small(), audience(small()), typed(small(), {"1", "not sure"}));
  ASSERT_TRUE(turn.ask);
  EXPECT_EQ(turn.ask->text, "In other words: is one of these true?");
  ASSERT_EQ(turn.ask->options.size(), 4U);
  EXPECT_EQ(turn.ask->options[2].label, "Chest pain");
}

TEST(RenderTurn, AGridShowsOnlyTheRowsThatApply) {
  auto young = render_turn(small(), audience(small()), typed(small(), {"1", "none", "17", "5"}));
  ASSERT_TRUE(young.ask);
  EXPECT_EQ(young.ask->fact, "prev");
  ASSERT_EQ(young.ask->items.size(), 1U);
  EXPECT_EQ(young.ask->items[0].label, "Soft");
  EXPECT_EQ(young.ask->shortcut->label, "I never had a massage");
  auto grown = render_turn(small(), audience(small()), typed(small(), {"1", "none", "18", "5"}));
  EXPECT_EQ(grown.ask->items.size(), 2U);
}

TEST(RenderTurn, TheConditionBehindAMatrixFlagIsNamed) {
  auto turn = render_turn(small(), audience(small()),
                          typed(small(), {"1", "weak", "30", "5", "no", "soft good, firm good"}),
                          Origin::tapped);
  ASSERT_TRUE(turn.result);
  EXPECT_EQ(turn.result->disposition, "clearance");
  EXPECT_EQ(texts(turn),
            (std::vector<std::string>{"clearance: Flag k2.", "clearance: Blocked weak.",
                                      "clearance: End k."}));
}

TEST(RenderTurn, SaysWhatTypedTextWasTakenToMean) {
  auto turn = render_turn(small(), audience(small()), typed(small(), {"1", "2 and not sure"}));
  EXPECT_EQ(texts(turn), (std::vector<std::string>{"notice: Understood"}));
  const Audience whom = audience(small());
  EXPECT_EQ(answer_label(small(), *whom.locale, *small().find_fact("alarm"), Value{0b0110, true}),
            "Weak legs; Chest pain; Not sure");
  EXPECT_EQ(answer_label(small(), *whom.locale, *small().find_fact("alarm"), Value{}),
            "None of these");
  EXPECT_EQ(answer_label(small(), *whom.locale, *small().find_fact("age"), Value{30, false}),
            "30 years");
  EXPECT_EQ(answer_label(small(), *whom.locale, *small().find_fact("cleared"), Value{1, false}),
            "Yes");
  EXPECT_EQ(answer_label(small(), *whom.locale, *small().find_fact("prev"), Value{0xf2, false}),
            "Soft: It was good; Firm: Not sure");
}

TEST(RenderTurn, OnlyTheHighestLevelSpeaks) {
  auto turn =
      render_turn(small(), audience(small()), typed(small(), {"1", "1, 4"}), Origin::tapped);
  EXPECT_EQ(texts(turn), (std::vector<std::string>{"emergency: Call 999 now.",
                                                   "emergency: If it gets worse, call 999."}));
  EXPECT_EQ(turn.flags.size(), 2U);
}

TEST(RenderTurn, AResumedTurnSaysSoAndHasTheTranscript) {
  Step now = typed(small(), {"1", "none"});
  auto turn = render_turn(small(), audience(small()), look(small(), now.state), Origin::resumed);
  EXPECT_EQ(texts(turn), (std::vector<std::string>{"notice: Resumed"}));
  ASSERT_EQ(turn.transcript.size(), 2U);
  EXPECT_EQ(turn.transcript[1].answer, "None of these");
}

TEST(RenderResult, TellsEveryReasonAndSource) {
  auto turn =
      render_turn(small(), audience(small()),
                  typed(small(), {"1", "none", "80", "3", "soft good, firm bad"}), Origin::tapped);
  protocol::Turn expected;
  expected.result = turn.result;
  const std::string hash = small().content_hash;
  EXPECT_EQ(
      serialize(expected),
      R"({"type":"turn","turn":0,"messages":[],"result":{"disposition":"suggestion",)"
      R"("title":"Title suggestion","primary":{"id":"soft","name":"Name soft.","about":"About soft."},)"
      R"("allowed":[],"left_out":[{"id":"firm","name":"Name firm.",)"
      R"("reasons":["Why old.","Why h1.","Why h2."]}],)"
      R"("schedule":{"id":"weekly","text":"Sched weekly.","limit":"Limit 1.","caveat":"Caveat.","days":7},)"
      R"("notes":[{"id":"N_NOT_A_DOCTOR","kind":"disclaimer","text":"Not a doctor."},)"
      R"({"id":"W_SORE","kind":"warning","text":"Sore."},)"
      R"({"id":"N_ROWS","kind":"advice","text":"Ask doctor."},)"
      R"({"id":"N_ACTIVE","kind":"advice","text":"Active."}],"for_therapist":["Note old."],"rules":[)"
      R"({"kind":"flag","id":"C1","why":"Why c1.","sources":["BOOK"]},)"
      R"({"kind":"matrix","id":"s_old","why":"Why old.","sources":["BOOK"]},)"
      R"({"kind":"gate","id":"H1","why":"Why h1.","sources":["BOOK"]},)"
      R"({"kind":"gate","id":"H2_firm","why":"Why h2.","sources":["BOOK"]},)"
      R"({"kind":"score","id":"S2","why":"Why s2.","sources":["BOOK"]},)"
      R"({"kind":"schedule","id":"SCH1","why":"Why sch1.","sources":["BOOK"]},)"
      R"({"kind":"note","id":"N_NOT_A_DOCTOR","why":"Why note.","sources":["BOOK"]},)"
      R"({"kind":"note","id":"W_SORE","why":"Why note.","sources":["BOOK"]},)"
      R"({"kind":"note","id":"N_ACTIVE","why":"Why note.","sources":["BOOK"]},)"
      R"({"kind":"note","id":"N_ROWS","why":"Why note.","sources":["BOOK"]}],)"
      R"("sources":[{"key":"BOOK","title":"A book, 2020","url":"https://example.org/book"}],)"
      R"("dialogue":"small","version":"1.0.0","content_hash":")" +
          hash + R"("},"flags":[],"progress":{"answered":0,"about":0}})");
}

TEST(RenderResult, SaysInOneSentenceWhyWhatWasAskedForIsLeftOut) {
  auto turn = render_turn(back_pain(), audience(back_pain()),
                          typed(back_pain(), {"1", "none", "42", "1", "4", "2", "1", "none", "none",
                                              "none", "firm", "never had a massage"}));
  ASSERT_TRUE(turn.result);
  for (const auto& removed : turn.result->left_out) {
    if (removed.id != "deep_tissue") continue;
    EXPECT_TRUE(removed.asked_for);
    ASSERT_EQ(removed.reasons.size(), 1U);
    EXPECT_EQ(removed.reasons[0],
              "You asked for Deep tissue massage. We are not suggesting it because it can be too "
              "strong for mild pain or for no pain; it suits people who know from earlier massages "
              "that they like strong pressure.");
  }
}

TEST(RenderPlain, NumbersOptionsUnderTheirGroups) {
  auto turn =
      render_turn(small(), audience(small(), Render::plain), typed(small(), {"1"}), Origin::tapped);
  EXPECT_EQ(turn.text,
            "Any of these now?\n\nNerves:\n1) Numb between the legs\n2) Weak legs\n\n"
            "Rest of the body:\n3) Chest pain\n4) Fever\n\n5) None of these\n6) Not sure\n\n"
            "Options numbers");
}

TEST(RenderPlain, AGridIsALineForEachRow) {
  auto turn = render_turn(small(), audience(small(), Render::plain),
                          typed(small(), {"1", "none", "30", "5"}), Origin::tapped);
  EXPECT_EQ(turn.text,
            "Which have you had?\n\nSoft: Never / It was good / It was bad\n"
            "Firm: Never / It was good / It was bad\nI never had a massage\n\nChoose grid");
}

TEST(RenderPlain, AnEmergencySaysFirstWhatToDo) {
  auto turn = render_turn(small(), audience(small(), Render::plain), typed(small(), {"1", "numb"}));
  EXPECT_EQ(turn.text,
            "Call 999 now.\n\nIf it gets worse, call 999.\n\nTitle emergency\n\nNot a doctor.");
}

TEST(Texts, NoPlaceholderIsEverShown) {
  const Dialog& dialog = back_pain();
  for (const Locale& locale : dialog.locales) {
    for (const Region& region : dialog.regions) {
      for (const char* phone : {"", "0123 456"}) {
        const Audience whom{&locale, &region, Render::rich, phone};
        auto is_filled = [&](const std::string& text) {
          const std::string filled = fill(whom, text);
          EXPECT_EQ(filled.find_first_of("{}"), std::string::npos)
              << locale.id << " " << region.id << ": " << filled;
        };
        for (const std::string& text : locale.texts) is_filled(text);
        for (const auto& [key, text] : locale.chat) is_filled(text);
        for (const QuestionText& question : locale.questions) {
          is_filled(question.text);
          is_filled(question.why);
          is_filled(question.help);
        }
      }
    }
  }
}

TEST(Texts, PlaceholdersComeFromTheRegionAndTheClinic) {
  const Dialog& dialog = back_pain();
  Audience whom = audience(dialog);
  EXPECT_EQ(fill(whom, "Call {EMERGENCY}, {CLINIC_PHONE} or {technique} {"),
            "Call 999, 0123 456 or technique {");
  EXPECT_EQ(fill(whom, "{technique}", {{"technique", "Swedish"}}), "Swedish");
  whom.clinic_phone.clear();
  EXPECT_EQ(fill(whom, "{CLINIC_PHONE} {NOBODY_KNOWS}"), "the clinic nobody knows");
}

/// A value for the open question, at random; now and then one that raises a flag.
Value random_value(const Dialog& dialog, const Step& now, std::mt19937& random) {
  const Fact& fact = dialog.facts[*now.walk.question];
  auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  Value value;
  if (fact.kind == FactKind::number) {
    value.bits = static_cast<std::uint64_t>(fact.min) +
                 below(static_cast<std::size_t>(fact.max - fact.min + 1));
  } else if (fact.kind == FactKind::grid) {
    const auto items = grid_items_asked(dialog, *now.walk.question, now.state.answers);
    for (unsigned item = 0; item < fact.items.size(); ++item) {
      if ((items >> item & 1U) == 0) continue;
      set_grid_item(value, item, 1 + static_cast<unsigned>(below(fact.items[item].options.size())));
    }
  } else if (fact.kind == FactKind::choices && (below(4) != 0) && fact.none) {
    value.bits = 0;
  } else if (fact.not_sure && below(8) == 0) {
    value.not_sure = true;
  } else {
    value.bits = std::uint64_t{1} << below(fact.options.size());
  }
  return value;
}

void expect_presentable(const protocol::Turn& turn) {
  const std::string json = serialize(turn);
  auto braces = [](const std::string& text) {
    return text.find_first_of("{}") != std::string::npos;
  };
  for (const auto& message : turn.messages) {
    EXPECT_FALSE(message.text.empty()) << message.id;
    EXPECT_FALSE(braces(message.text)) << message.text;
  }
  EXPECT_FALSE(turn.text && braces(*turn.text)) << *turn.text;
  EXPECT_NE(turn.ask.has_value(), turn.result.has_value());
  auto parsed = protocol::parse_reply(json);
  ASSERT_TRUE(std::holds_alternative<protocol::Turn>(parsed));
  EXPECT_EQ(serialize(std::get<protocol::Turn>(parsed)), json);
  if (!turn.result) return;
  const protocol::Result& result = *turn.result;
  EXPECT_FALSE(result.title.empty());
  EXPECT_FALSE(result.rules.empty());
  EXPECT_EQ(result.primary.has_value(), result.disposition == "suggestion");
  EXPECT_EQ(result.schedule.has_value(), result.disposition == "suggestion");
  EXPECT_EQ(result.call.has_value(),
            result.disposition == "urgent" || result.disposition == "emergency");
  for (const auto& removed : result.left_out) EXPECT_FALSE(removed.reasons.empty()) << removed.id;
  if (result.disposition != "suggestion") {
    ASSERT_FALSE(turn.messages.empty());
    EXPECT_EQ(turn.messages[0].kind, result.disposition);
  }
}

TEST(RenderTurn, EveryTurnOfRandomConversationsIsPresentable) {
  const Dialog& dialog = back_pain();
  std::mt19937 random(7);
  std::map<std::string, int> ends;
  for (int conversation = 0; conversation < 600; ++conversation) {
    const Region& region =
        dialog.regions[static_cast<std::size_t>(conversation) % dialog.regions.size()];
    const Audience whom{&dialog.locales[0], &region,
                        conversation % 2 == 0 ? Render::plain : Render::rich, ""};
    Step now = start(dialog);
    for (int turns = 0; now.walk.question && turns < 60; ++turns) {
      expect_presentable(render_turn(dialog, whom, now, Origin::tapped));
      now =
          step(dialog, dialog.locales[0], now.state, GiveAnswer{random_value(dialog, now, random)});
    }
    auto last = render_turn(dialog, whom, now, Origin::tapped);
    expect_presentable(last);
    ASSERT_TRUE(last.result);
    ++ends[last.result->disposition];
  }
  EXPECT_EQ(ends.size(), 4U);
}

TEST(RenderPlain, ItsNumbersAreThoseThatAreUnderstood) {
  const Dialog& dialog = back_pain();
  std::mt19937 random(8);
  const Audience whom = audience(dialog);
  std::vector<bool> tried(dialog.facts.size(), false);
  for (int conversation = 0; conversation < 300; ++conversation) {
    Step now = start(dialog);
    for (int turns = 0; now.walk.question && turns < 60; ++turns) {
      auto ask = render_turn(dialog, whom, now).ask;
      const FactIndex fact = *now.walk.question;
      if (!ask->options.empty() && !tried[fact]) {
        tried[fact] = true;
        std::vector<std::string> ids;
        for (const auto& option : ask->options) ids.push_back(option.id);
        if (ask->none) ids.emplace_back("none");
        if (ask->not_sure) ids.emplace_back("not_sure");
        for (std::size_t at = 0; at < ids.size(); ++at) {
          auto said = step(dialog, dialog.locales[0], now.state, Say{std::to_string(at + 1)});
          ASSERT_TRUE(said.understood) << ask->fact << " " << at + 1;
          EXPECT_EQ(said.understood->value, read_value(dialog, fact, {ids[at]}))
              << ask->fact << " " << at + 1;
        }
      }
      now =
          step(dialog, dialog.locales[0], now.state, GiveAnswer{random_value(dialog, now, random)});
    }
  }
  EXPECT_GT(std::count(tried.begin(), tried.end(), true), 12);
}

}  // namespace
}  // namespace palpate
