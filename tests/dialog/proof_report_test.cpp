// A proof travels with exactly the bytes that were proved.
#include "dialog/proof_report.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/dialog_files.hpp"
#include "support/temporary_directory.hpp"

namespace palpate {
namespace {

ProofReport example(const Dialog& dialog) {
  return {dialog.id,
          dialog.version,
          dialog.content_hash,
          "palpate-check 1.2.3",
          "2026-11-26",
          "Dr \"A\" Example",
          {{"G1_banner", "proved"}, {"reachable.flag.E1", "proved"}}};
}

TEST(ProofReport, IsReadAsItWasWritten) {
  const ProofReport report = example(test::small_dialog());
  Result<ProofReport> read = parse_proof_report(write_proof_report(report));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->content_hash, report.content_hash);
  EXPECT_EQ(read->signed_off_by, report.signed_off_by);
  EXPECT_EQ(read->claims, report.claims);
  EXPECT_TRUE(read->passed());
}

TEST(ProofReport, IsVoidOnceAnyByteIsChanged) {
  const std::string bytes = write_proof_report(example(test::small_dialog()));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(parse_proof_report(changed)) << "byte " << i;
  }
  for (const std::string& broken :
       {std::string(), std::string("[]"), bytes.substr(0, bytes.size() / 2), bytes + " "})
    EXPECT_FALSE(parse_proof_report(broken));
}

TEST(ProofReport, PassesOnlyWhenThereAreClaimsAndAllAreProved) {
  ProofReport report = example(test::small_dialog());
  report.claims.clear();
  EXPECT_FALSE(report.passed());
  for (const char* verdict : {"broken", "gave_up", ""}) {
    report.claims = {{"a", "proved"}, {"b", verdict}};
    EXPECT_FALSE(report.passed()) << verdict;
  }
}

class Carried : public ::testing::Test {
 protected:
  std::string why(const ProofReport& report) {
    std::ofstream(directory_.file("proof.json")) << write_proof_report(report);
    return why_unproved(dialog_, folder()).value_or("");
  }
  std::string folder() const {
    return directory_.file("").substr(0, directory_.file("").size() - 1);
  }
  std::string expected(const std::string& reason) const {
    return folder() + ": " + reason + "; run palpate-check --write-proof " + folder();
  }

  const palpate::testing::TemporaryDirectory directory_;
  const Dialog dialog_ = test::small_dialog();
};

TEST_F(Carried, ByTheDialogueThatWasProved) {
  EXPECT_EQ(why(example(dialog_)), "");
}

TEST_F(Carried, IsMissingUntilItIsWritten) {
  EXPECT_EQ(why_unproved(dialog_, folder()), expected("there is no " + folder() + "/proof.json"));
}

TEST_F(Carried, IsOfNoUseToOtherFilesOrAnotherDialogue) {
  ProofReport report = example(dialog_);
  report.content_hash[0] = report.content_hash[0] == 'a' ? 'b' : 'a';
  EXPECT_EQ(why(report), expected("its files are not those that were proved"));
  report = example(dialog_);
  report.dialogue = "other";
  EXPECT_EQ(why(report), expected("the proof is of another dialogue"));
}

TEST_F(Carried, SaysWhatWasFound) {
  ProofReport report = example(dialog_);
  report.claims.emplace_back("G2_x", "broken");
  EXPECT_EQ(why(report), expected("the proof found a fault: G2_x"));
}

TEST_F(Carried, IsNotTrustedWhenItWasEdited) {
  std::string bytes = write_proof_report(example(dialog_));
  bytes.replace(bytes.find("2026-11-26"), 10, "2026-11-27");
  std::ofstream(directory_.file("proof.json")) << bytes;
  EXPECT_EQ(why_unproved(dialog_, folder()),
            expected("the proof report was changed after it was written"));
}

}  // namespace
}  // namespace palpate
