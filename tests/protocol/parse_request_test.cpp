#include <gtest/gtest.h>

#include "protocol/frames.hpp"

namespace palpate::protocol {
namespace {

struct Valid {
  std::string name;
  std::string text;
};

class ValidFrame : public ::testing::TestWithParam<Valid> {};

TEST_P(ValidFrame, IsReadAndWrittenTheSame) {
  auto parsed = parse_request(GetParam().text);
  if (const auto* failure = std::get_if<Failure>(&parsed)) {
    FAIL() << failure->code << ": " << failure->message;
  }
  EXPECT_EQ(serialize(std::get<Request>(parsed)), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    All, ValidFrame,
    ::testing::Values(
        Valid{"Start", R"({"type":"start","id":"1"})"},
        Valid{
            "StartInFull",
            R"({"type":"start","id":"1","conversation":"+44","dialogue":"back-pain","locale":"en-GB","region":"UK","render":"plain"})"},
        Valid{"Resume", R"({"type":"resume","id":"1","token":"abc"})"},
        Valid{"ResumeOfABridge", R"({"type":"resume","id":"1","conversation":"k"})"},
        Valid{"AnswerWithAnOption", R"({"type":"answer","id":"1","turn":3,"value":"low"})"},
        Valid{"AnswerWithANumber", R"({"type":"answer","id":"1","turn":3,"value":-7})"},
        Valid{"AnswerWithOptions",
              R"({"type":"answer","id":"1","turn":3,"value":["low","not_sure"]})"},
        Valid{"AnswerWithNoOptions", R"({"type":"answer","id":"1","turn":3,"value":[]})"},
        Valid{"AnswerWithAGrid",
              R"({"type":"answer","id":"1","turn":3,"value":{"swedish":"good","hot":"bad"}})"},
        Valid{"Say", R"({"type":"say","id":"1","turn":3,"text":"my back \"hurts\""})"},
        Valid{"SayForTheCurrentTurn", R"({"type":"say","id":"1","text":""})"},
        Valid{"Back", R"({"type":"back","id":"1"})"},
        Valid{"Change", R"({"type":"change","id":"1","fact":"age"})"},
        Valid{"Restart", R"({"type":"restart","id":"1"})"},
        Valid{"Why", R"({"type":"why","id":"1"})"}, Valid{"Help", R"({"type":"help","id":"1"})"}),
    [](const auto& one) { return one.param.name; });

struct Invalid {
  std::string name;
  std::string text;
  std::string reply;  // the Failure as the client gets it
};

class InvalidFrame : public ::testing::TestWithParam<Invalid> {};

TEST_P(InvalidFrame, IsAnsweredWithWhatIsWrong) {
  auto parsed = parse_request(GetParam().text);
  const auto* failure = std::get_if<Failure>(&parsed);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(serialize(*failure), GetParam().reply);
}

std::string bad_json(const std::string& message) {
  return R"({"type":"error","code":"bad_json","message":")" + message + "\"}";
}
std::string bad_frame(const std::string& message) {
  return R"({"type":"error","reply_to":"1","code":"bad_frame","message":")" + message + "\"}";
}
std::string bad_anonymous_frame(const std::string& message) {
  return R"({"type":"error","code":"bad_frame","message":")" + message + "\"}";
}
std::string long_text(std::size_t size) {
  return std::string(size, 'x');
}

INSTANTIATE_TEST_SUITE_P(
    Json, InvalidFrame,
    ::testing::Values(
        Invalid{"Nothing", "", bad_json("The frame is not JSON (line 1, column 1).")},
        Invalid{"NotJson", "hello", bad_json("The frame is not JSON (line 1, column 1).")},
        Invalid{"Unfinished", R"({"type":)", bad_json("The frame is not JSON (line 1, column 9).")},
        Invalid{"TwoValues", "{} {}", bad_json("The frame is not JSON (line 1, column 4).")},
        Invalid{"Comment", "{} // x", bad_json("The frame is not JSON (line 1, column 4).")},
        Invalid{"DuplicateKey", R"({"id":"1","id":"secret"})",
                bad_json("A key stands twice in one object (line 1, column 14).")},
        Invalid{"TooDeep", std::string(17, '['),
                bad_json("The frame is nested too deep (line 1, column 17).")},
        Invalid{"Fraction", R"({"type":"answer","id":"1","turn":1.5})",
                bad_json("Numbers must be whole and within 2^53 (line 1, column 37).")},
        Invalid{"HugeNumber", R"({"turn":99999999999999999999})",
                bad_json("Numbers must be whole and within 2^53 (line 1, column 29).")},
        Invalid{"Nul", R"({"id":"\u0000"})",
                bad_json("A string holds the character U+0000 (line 1, column 14).")}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Shape, InvalidFrame,
    ::testing::Values(
        Invalid{"List", "[]", bad_anonymous_frame("A frame must be a JSON object.")},
        Invalid{"NoId", R"({"type":"back"})", bad_anonymous_frame(R"(\"id\" is missing.)")},
        Invalid{"NumberAsId", R"({"type":"back","id":7})",
                bad_anonymous_frame(R"(\"id\" must be a string.)")},
        Invalid{"EmptyId", R"({"type":"back","id":""})",
                bad_anonymous_frame(R"(\"id\" must have 1 to 64 bytes.)")},
        Invalid{"LongId", R"({"type":"back","id":")" + long_text(65) + "\"}",
                bad_anonymous_frame(R"(\"id\" must have 1 to 64 bytes.)")},
        Invalid{"NoType", R"({"id":"1"})", bad_frame(R"(\"type\" is missing.)")},
        Invalid{"TypeOfAnotherKind", R"({"id":"1","type":{}})",
                bad_frame(R"(\"type\" must be a string.)")},
        Invalid{
            "UnknownType", R"({"id":"1","type":"attack"})",
            R"({"type":"error","reply_to":"1","code":"unknown_type","message":"\"type\" must be start, resume, answer, say, back, change, restart, why or help."})"},
        Invalid{"EmptyConversation", R"({"id":"1","type":"back","conversation":""})",
                bad_frame(R"(\"conversation\" must have 1 to 128 bytes.)")},
        Invalid{
            "FaultKeepsTheConversation", R"({"id":"1","conversation":"k","type":"answer"})",
            R"({"type":"error","reply_to":"1","conversation":"k","code":"bad_frame","message":"\"turn\" is missing."})"},
        Invalid{"ExtraMember", R"({"id":"1","type":"back","secret":"x"})",
                bad_frame("The frame has a member that frames of its type do not have.")},
        Invalid{"MemberOfAnotherFrame", R"({"id":"1","type":"back","turn":3})",
                bad_frame("The frame has a member that frames of its type do not have.")},
        Invalid{"UnknownRender", R"({"id":"1","type":"start","render":"html"})",
                bad_frame(R"(\"render\" must be \"rich\" or \"plain\".)")},
        Invalid{"LongLocale", R"({"id":"1","type":"start","locale":")" + long_text(65) + "\"}",
                bad_frame(R"(\"locale\" must have 0 to 64 bytes.)")},
        Invalid{"LongToken", R"({"id":"1","type":"resume","token":")" + long_text(129) + "\"}",
                bad_frame(R"(\"token\" must have 0 to 128 bytes.)")}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Members, InvalidFrame,
    ::testing::Values(
        Invalid{"NoTurn", R"({"id":"1","type":"answer","value":"x"})",
                bad_frame(R"(\"turn\" is missing.)")},
        Invalid{"TurnZero", R"({"id":"1","type":"answer","turn":0,"value":"x"})",
                bad_frame(R"(\"turn\" must be a whole number from 1.)")},
        Invalid{"TurnAsText", R"({"id":"1","type":"say","turn":"1","text":"x"})",
                bad_frame(R"(\"turn\" must be a whole number from 1.)")},
        Invalid{"NoValue", R"({"id":"1","type":"answer","turn":1})",
                bad_frame(R"(\"value\" is missing.)")},
        Invalid{
            "ValueTrue", R"({"id":"1","type":"answer","turn":1,"value":true})",
            bad_frame(
                R"(\"value\" must be a string, a whole number, a list of strings or an object of strings.)")},
        Invalid{"ValueEmpty", R"({"id":"1","type":"answer","turn":1,"value":""})",
                bad_frame(R"(\"value\" must have 1 to 64 bytes.)")},
        Invalid{"ValueListOfNumbers", R"({"id":"1","type":"answer","turn":1,"value":[1]})",
                bad_frame(R"(\"value\" must hold option ids of 1 to 64 bytes.)")},
        Invalid{"ValueNested", R"({"id":"1","type":"answer","turn":1,"value":{"a":{}}})",
                bad_frame(R"(\"value\" must hold row and option ids of 1 to 64 bytes.)")},
        Invalid{"NoText", R"({"id":"1","type":"say"})", bad_frame(R"(\"text\" is missing.)")},
        Invalid{"LongText", R"({"id":"1","type":"say","text":")" + long_text(2049) + "\"}",
                bad_frame(R"(\"text\" must have 0 to 2048 bytes.)")},
        Invalid{"NoFact", R"({"id":"1","type":"change"})", bad_frame(R"(\"fact\" is missing.)")}),
    [](const auto& one) { return one.param.name; });

TEST(ParseRequest, ALongListOfOptionsIsRefused) {
  std::string list;
  for (int at = 0; at < 67; ++at) list += at == 0 ? "\"a\"" : ",\"a\"";
  auto parsed = parse_request(R"({"id":"1","type":"answer","turn":1,"value":[)" + list + "]}");
  ASSERT_TRUE(std::holds_alternative<Failure>(parsed));
  EXPECT_EQ(std::get<Failure>(parsed).message, "\"value\" must have at most 66 options.");
}

TEST(ParseRequest, BrokenUtf8IsRefused) {
  auto parsed = parse_request("{\"id\":\"\xff\xfe\",\"type\":\"back\"}");
  ASSERT_TRUE(std::holds_alternative<Failure>(parsed));
  EXPECT_EQ(std::get<Failure>(parsed).code, error_codes::bad_json);
}

}  // namespace
}  // namespace palpate::protocol
