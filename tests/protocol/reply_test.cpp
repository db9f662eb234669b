#include <gtest/gtest.h>

#include "protocol/frames.hpp"

namespace palpate::protocol {
namespace {

Turn full_turn() {
  Turn turn;
  turn.reply_to = "7";
  turn.conversation = "k";
  turn.turn = 3;
  turn.token = "secret";
  turn.messages = {{"info", "hello", "Hello \"you\""}};
  Ask ask;
  ask.fact = "area";
  ask.kind = "choices";
  ask.text = "Where?";
  ask.options = {{"low", "Lower back", "spine"}, {"neck", "Neck", ""}};
  ask.groups = {{"spine", "Spine"}};
  ask.items = {{"swedish", "Swedish", {{"good", "Good", ""}}}};
  ask.none = Option{"none", "None", ""};
  ask.not_sure = Option{"not_sure", "Not sure", ""};
  ask.shortcut = Option{"never", "Never any", ""};
  ask.min = 0;
  ask.max = 10;
  ask.min_label = "no pain";
  ask.max_label = "worst";
  ask.unit = "years";
  ask.changing = true;
  ask.current = "Neck";
  turn.ask = ask;
  Result result;
  result.disposition = "suggestion";
  result.title = "A massage";
  result.primary = Technique{"swedish", "Swedish", "Gentle."};
  result.allowed = {{"hot_stone", "Hot stone", "Warm."}};
  result.left_out = {{"deep_tissue", "Deep tissue", true, {"Too strong."}}};
  result.schedule = Plan{"weekly", "Once a week", "Stop after 4.", "Usual start.", 7};
  result.notes = {{"W_SORE", "warning", "Sore."}};
  result.for_therapist = {"Light pressure."};
  result.rules = {{"score", "S1", "Mild pain.", {"S"}}};
  result.sources = {{"S", "The article", "https://example.org"}};
  result.call = Call{"999", "999"};
  result.dialogue = "back-pain";
  result.version = "1.0.0";
  result.content_hash = "abc";
  turn.result = result;
  turn.flags = {{"E1", "emergency", false}};
  turn.progress = {3, 12};
  turn.dropped = {"age"};
  turn.has_transcript = true;
  turn.transcript = {{"age", "How old?", "30"}};
  turn.text = "Hello";
  return turn;
}

constexpr const char* full_json =
    R"({"type":"turn","reply_to":"7","conversation":"k","turn":3,"token":"secret",)"
    R"("messages":[{"kind":"info","id":"hello","text":"Hello \"you\""}],)"
    R"("ask":{"fact":"area","kind":"choices","text":"Where?",)"
    R"("options":[{"id":"low","label":"Lower back","group":"spine"},{"id":"neck","label":"Neck"}],)"
    R"("groups":[{"id":"spine","label":"Spine"}],)"
    R"("items":[{"id":"swedish","label":"Swedish","options":[{"id":"good","label":"Good"}]}],)"
    R"("none":{"id":"none","label":"None"},"not_sure":{"id":"not_sure","label":"Not sure"},)"
    R"("shortcut":{"id":"never","label":"Never any"},"min":0,"max":10,"min_label":"no pain",)"
    R"("max_label":"worst","unit":"years","changing":true,"current":"Neck"},)"
    R"("result":{"disposition":"suggestion","title":"A massage",)"
    R"("primary":{"id":"swedish","name":"Swedish","about":"Gentle."},)"
    R"("allowed":[{"id":"hot_stone","name":"Hot stone","about":"Warm."}],)"
    R"("left_out":[{"id":"deep_tissue","name":"Deep tissue","asked_for":true,"reasons":["Too strong."]}],)"
    R"("schedule":{"id":"weekly","text":"Once a week","limit":"Stop after 4.","caveat":"Usual start.","days":7},)"
    R"("notes":[{"id":"W_SORE","kind":"warning","text":"Sore."}],"for_therapist":["Light pressure."],)"
    R"("rules":[{"kind":"score","id":"S1","why":"Mild pain.","sources":["S"]}],)"
    R"("sources":[{"key":"S","title":"The article","url":"https://example.org"}],)"
    R"("call":{"label":"999","number":"999"},"dialogue":"back-pain","version":"1.0.0","content_hash":"abc"},)"
    R"("flags":[{"id":"E1","level":"emergency","lifted":false}],"progress":{"answered":3,"about":12},)"
    R"("dropped":["age"],"transcript":[{"fact":"age","question":"How old?","answer":"30"}],"text":"Hello"})";

TEST(Reply, ATurnIsWrittenInFull) {
  EXPECT_EQ(serialize(full_turn()), full_json);
}

TEST(Reply, ATurnIsReadBackWhole) {
  auto parsed = parse_reply(full_json);
  ASSERT_TRUE(std::holds_alternative<Turn>(parsed));
  EXPECT_EQ(serialize(std::get<Turn>(parsed)), full_json);
}

TEST(Reply, WhatIsEmptyIsLeftOut) {
  EXPECT_EQ(
      serialize(Turn{}),
      R"({"type":"turn","turn":0,"messages":[],"flags":[],"progress":{"answered":0,"about":0}})");
  Turn ended;
  ended.result.emplace();
  EXPECT_EQ(
      serialize(ended),
      R"({"type":"turn","turn":0,"messages":[],"result":{"disposition":"","title":"",)"
      R"("allowed":[],"left_out":[],"notes":[],"for_therapist":[],"rules":[],"sources":[],)"
      R"("dialogue":"","version":"","content_hash":""},"flags":[],"progress":{"answered":0,"about":0}})");
}

TEST(Reply, AnEmptyTranscriptIsStillATranscript) {
  Turn turn;
  turn.has_transcript = true;
  EXPECT_EQ(serialize(turn), R"({"type":"turn","turn":0,"messages":[],"flags":[],)"
                             R"("progress":{"answered":0,"about":0},"transcript":[]})");
  EXPECT_TRUE(std::get<Turn>(parse_reply(serialize(turn))).has_transcript);
}

TEST(Reply, AFailureCarriesTheCurrentTurn) {
  Failure failure{"7", "", "stale_turn", "Moved on.", Turn{}};
  failure.turn->turn = 4;
  const std::string json =
      R"({"type":"error","reply_to":"7","code":"stale_turn","message":"Moved on.",)"
      R"("turn":{"type":"turn","turn":4,"messages":[],"flags":[],"progress":{"answered":0,"about":0}}})";
  EXPECT_EQ(serialize(failure), json);
  auto parsed = parse_reply(json);
  ASSERT_TRUE(std::holds_alternative<Failure>(parsed));
  EXPECT_EQ(serialize(std::get<Failure>(parsed)), json);
}

TEST(Reply, UnknownMembersArePassedOver) {
  auto parsed = parse_reply(
      R"({"type":"turn","turn":1,"messages":[],"flags":[],"progress":{"answered":0,"about":0,"x":1},"new":{}})");
  EXPECT_TRUE(std::holds_alternative<Turn>(parsed));
}

TEST(Reply, WhatIsNoReplySaysWhy) {
  auto why = [](std::string_view text) {
    auto parsed = parse_reply(text);
    const auto* reason = std::get_if<std::string>(&parsed);
    return reason != nullptr ? *reason : std::string("a reply");
  };
  EXPECT_EQ(why("[]"), "the reply is not an object");
  EXPECT_EQ(why("{}"), "the reply is neither a turn nor an error");
  EXPECT_EQ(why(R"({"type":"turn"})"), "\"turn\" of the reply must be a whole number");
  EXPECT_EQ(why(R"({"type":"turn","turn":1,"messages":{}})"),
            "\"messages\" of the reply must be a list");
  EXPECT_EQ(why(R"({"type":"turn","turn":1,"messages":[1]})"),
            "\"messages\" of the reply must be a list of objects");
  EXPECT_EQ(why(R"({"type":"turn","turn":1,"ask":"x"})"), "\"ask\" of the reply must be an object");
  EXPECT_EQ(why(R"({"type":"turn","turn":1,"dropped":[1]})"),
            "\"dropped\" of the reply must be a list of strings");
  EXPECT_EQ(why(R"({"type":"turn","turn":1,"text":1})"), "\"text\" of the reply must be a string");
  EXPECT_EQ(why(R"({"type":"error"})"), "\"code\" of the reply must be a string");
  EXPECT_EQ(why("{").substr(0, 26), "the reply is not JSON: the");
}

}  // namespace
}  // namespace palpate::protocol
