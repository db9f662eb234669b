#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "base/spelling.hpp"
#include "base/strict_json.hpp"

namespace palpate {
namespace {

/// "good", or "line:column code".
std::string verdict(std::string_view text, const JsonRules& rules = {}) {
  auto parsed = parse_strict_json(text, rules);
  auto* error = std::get_if<JsonError>(&parsed);
  return error == nullptr ? "good"
                          : std::to_string(error->line) + ":" + std::to_string(error->column) +
                                " " + error->code;
}

TEST(StrictJson, TakesWhatIsPlainJson) {
  for (const char* text :
       {"{}", "[]", "null", R"({"a": [1, "b", true, null, {"c": -9007199254740992}]})",
        R"("é\n\u00e9")"}) {
    EXPECT_EQ(verdict(text), "good") << text;
  }
}

TEST(StrictJson, RefusesWhatIsNot) {
  EXPECT_EQ(verdict(""), "1:1 syntax");
  EXPECT_EQ(verdict("{\"a\": 1,}"), "1:9 syntax");
  EXPECT_EQ(verdict("{} {}"), "1:4 syntax");
  EXPECT_EQ(verdict("{\n  \"a\": 1,\n  \"a\": 2\n}"), "3:5 duplicate_key");
  EXPECT_EQ(verdict("\"\\u0000\"").substr(4), "nul_character");
  EXPECT_EQ(verdict("\"\\ud800\"").substr(4), "syntax");
  EXPECT_EQ(verdict("\"\xff\"").substr(4), "syntax");
  EXPECT_EQ(verdict("1.5").substr(4), "not_an_integer");
  EXPECT_EQ(verdict("[9007199254740993]").substr(5), "not_an_integer");
  EXPECT_EQ(verdict("[18446744073709551615]").substr(5), "not_an_integer");
  EXPECT_EQ(verdict("// c\n1"), "1:1 syntax");
}

TEST(StrictJson, LimitsTheDepthExactly) {
  EXPECT_EQ(verdict(std::string(16, '[') + std::string(16, ']')), "good");
  EXPECT_EQ(verdict(std::string(17, '[') + std::string(17, ']')).substr(5), "too_deep");
}

TEST(StrictJson, TakesCommentsAndTrailingCommasWhereAllowed) {
  JsonRules rules;
  rules.comments = true;
  EXPECT_EQ(verdict("// c\n{\"a\": 1, /* b */ }", rules), "good");
}

TEST(Spelling, FindsTheNearestName) {
  EXPECT_EQ(nearest_name("emrg", {"emerg", "age", "area"}), "emerg");
  EXPECT_EQ(nearest_name("aeg", {"emerg", "age", "area"}), "age");
  EXPECT_EQ(nearest_name("zebra", {"emerg", "age"}), "");
  EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3U);
  EXPECT_EQ(edit_distance("abcdef", "a", 2), 3U);
}

TEST(Sha256, IsTheStandardOne) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Error, HasAStableName) {
  EXPECT_EQ(name(Errc::already_exists), "already_exists");
  Result<int> failed = Error{Errc::not_found, "no such file"};
  EXPECT_THROW(failed.value(), BadResultAccess);
}

}  // namespace
}  // namespace palpate
