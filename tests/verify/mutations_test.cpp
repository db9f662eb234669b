// The checker is itself checked: careless edits of the shipped dialogue, each found by the claim
// that is there for it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/dialog_files.hpp"
#include "verify/diff.hpp"
#include "verify/mutation.hpp"
#include "verify/prove.hpp"
#include "verify/sweep.hpp"

namespace palpate {
namespace {

namespace json = boost::json;

std::string member(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr ? std::string(value->as_string()) : std::string();
}

const std::vector<json::object>& mutations() {
  static const std::vector<json::object> list = [] {
    std::ifstream file(test::source_path("tests/verify/mutations.json"));
    std::ostringstream text;
    text << file.rdbuf();
    std::vector<json::object> read;
    const json::value parsed = json::parse(text.str());
    for (const json::value& each : parsed.as_array()) read.push_back(each.as_object());
    return read;
  }();
  return list;
}

const DialogFiles& shipped() {
  static const DialogFiles files =
      read_dialog_files(test::source_path("dialogs/back-pain")).value();
  return files;
}

/// Few under the sanitizers, which make each proof slow.
bool is_left_out(std::size_t index) {
  constexpr std::size_t of_sanitized = 12;
  return std::getenv("PALPATE_SANITIZED") != nullptr && index % of_sanitized != 0;
}

/// What comes of a mutation: codes of the loader, or broken claims.
std::vector<std::string> findings(const DialogFiles& files) {
  std::vector<std::string> found;
  auto loaded = load_dialog(files);
  if (const auto* mistakes = std::get_if<std::vector<Diagnostic>>(&loaded)) {
    for (const Diagnostic& mistake : *mistakes) found.push_back(mistake.code);
    return found;
  }
  const Report report = prove(std::get<Dialog>(loaded));
  EXPECT_EQ(report.count(Verdict::gave_up), 0U);
  for (const Claim& claim : report.claims) {
    if (claim.verdict == Verdict::broken) found.push_back(claim.id);
  }
  return found;
}

class Mutation : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Mutation, IsFoundByTheClaimThatIsThereForIt) {
  if (is_left_out(GetParam())) return;
  const json::object& mutation = mutations()[GetParam()];
  DialogFiles files = shipped();
  ASSERT_TRUE(
      test::mutate(files, member(mutation, "file"), member(mutation, "at"), mutation.at("set")));
  const std::string expected = member(mutation, "breaks") + member(mutation, "refused");
  const std::vector<std::string> found = findings(files);
  EXPECT_NE(std::find(found.begin(), found.end(), expected), found.end())
      << expected << " is not among " << json::serialize(json::value_from(found));
}

INSTANTIATE_TEST_SUITE_P(BackPain, Mutation, ::testing::Range(std::size_t{0}, mutations().size()),
                         [](const auto& each) { return member(mutations()[each.param], "name"); });

TEST(Mutations, AreManyAndOfEveryKind) {
  EXPECT_GE(mutations().size(), 60U);
  for (const char* file :
       {"techniques.json", "flags.json", "dialogue.json", "schedule.json", "notes.json"}) {
    EXPECT_TRUE(std::any_of(mutations().begin(), mutations().end(), [&](const auto& mutation) {
      return member(mutation, "file") == file;
    })) << file;
  }
}

/// How many of all small changes to try; PALPATE_MUTATIONS=all tries every one (about 20 minutes).
std::size_t swept(std::size_t all) {
  const char* wanted = std::getenv("PALPATE_MUTATIONS");
  if (wanted != nullptr && std::string(wanted) == "all") return all;
  return std::getenv("PALPATE_SANITIZED") != nullptr ? 2 : 16;
}

TEST(Mutations, WhatNoClaimFindsChangesNoAdvice) {
  const Dialog before = test::back_pain_dialog();
  const std::vector<test::SmallChange> all = test::small_changes(shipped());
  ASSERT_GT(all.size(), 800U);
  const std::size_t count = swept(all.size());
  for (std::size_t i = 0; i < count; ++i) {
    const test::SmallChange& change = all[i * all.size() / count];
    SCOPED_TRACE(change.file + " " + change.at + " = " + json::serialize(change.value));
    DialogFiles files = shipped();
    ASSERT_TRUE(test::mutate(files, change.file, change.at, change.value));
    if (!findings(files).empty()) continue;
    const Dialog after = std::get<Dialog>(load_dialog(files));
    const Differences differences = compare_dialogs(before, after, std::chrono::seconds(60));
    EXPECT_TRUE(differences.classes.empty()) << differences.classes.front().what;
    EXPECT_FALSE(differences.gave_up);
  }
}

}  // namespace
}  // namespace palpate
