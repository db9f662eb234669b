// Every safety invariant of the clinical content is held: by a claim of invariants.json, or by the
// tests that the table in dialogs/README.md names.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "support/dialog_files.hpp"

namespace palpate {
namespace {

namespace fs = std::filesystem;

constexpr int safety_invariants = 45;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Section "Invariants" of the manual for authors.
std::string manual() {
  std::string all = read(test::source_path("dialogs/README.md"));
  std::size_t begin = all.find("## Invariants");
  return all.substr(begin, all.find("\n## ", begin + 1) - begin);
}

/// The numbers that ids such as "G17_cancer_with_pain" begin with, in the order of the file.
std::vector<int> claimed_numbers() {
  std::vector<int> numbers;
  const Dialog dialog = test::back_pain_dialog();
  for (const Invariant& invariant : dialog.invariants) {
    static const std::regex number("G([0-9]+)_.*");
    std::smatch match;
    if (std::regex_match(invariant.id, match, number)) numbers.push_back(std::stoi(match[1]));
  }
  return numbers;
}

TEST(Invariants, HoldEveryNumberOrTheManualSaysWhatDoes) {
  std::vector<int> claimed = claimed_numbers();
  EXPECT_TRUE(std::is_sorted(claimed.begin(), claimed.end())) << "they stand in their order";
  std::set<int> held(claimed.begin(), claimed.end());
  for (int number : {1,  2,  3,  4,  5,  6,  7,  9,  10, 11, 12, 13, 14, 15, 16, 17,
                     18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 32, 34, 35, 37, 42, 43})
    EXPECT_TRUE(held.contains(number)) << number << " can be said as a condition";
  const std::string table = manual();
  static const std::regex row("\n\\| ([0-9, ]+) \\|");
  for (std::sregex_iterator it(table.begin(), table.end(), row), end; it != end; ++it) {
    std::istringstream numbers((*it)[1]);
    for (std::string number; std::getline(numbers, number, ',');) held.insert(std::stoi(number));
  }
  for (int number = 1; number <= safety_invariants; ++number)
    EXPECT_TRUE(held.contains(number)) << number << " is held by nothing";
  EXPECT_EQ(static_cast<int>(held.size()), safety_invariants);
}

TEST(Invariants, TheTestsAndClaimsThatTheManualNamesAreThere) {
  std::string tests;
  for (const auto& entry : fs::recursive_directory_iterator(test::source_path("tests"))) {
    if (entry.path().extension() == ".cpp") tests += read(entry.path());
  }
  std::set<std::string> claims;
  const Dialog dialog = test::back_pain_dialog();
  for (const Invariant& invariant : dialog.invariants) claims.insert(invariant.id);
  const std::string all = manual();
  const std::string table = all.substr(all.find("| number |"));
  static const std::regex name("`([A-Za-z]+)\\.([A-Za-z]+)`");
  int named = 0;
  for (std::sregex_iterator it(table.begin(), table.end(), name), end; it != end; ++it, ++named) {
    std::string declared = "(" + (*it)[1].str() + ", " + (*it)[2].str() + ")";
    EXPECT_NE(tests.find(declared), std::string::npos) << "there is no test " << (*it)[0];
  }
  EXPECT_GE(named, 30);
  static const std::regex claim("`([GBCDN][0-9]*_[A-Za-z0-9_]+|B_E9)`");
  for (std::sregex_iterator it(table.begin(), table.end(), claim), end; it != end; ++it)
    EXPECT_TRUE(claims.contains((*it)[1])) << "there is no claim " << (*it)[0];
}

TEST(Invariants, SayWhatTheyHoldInASentence) {
  const Dialog dialog = test::back_pain_dialog();
  std::set<std::string> texts;
  for (const Invariant& invariant : dialog.invariants) {
    EXPECT_TRUE(invariant.text.ends_with('.')) << invariant.id;
    EXPECT_TRUE(texts.insert(invariant.text).second) << invariant.id << " says what another says";
    EXPECT_FALSE(invariant.reachable.is_always()) << invariant.id;
  }
}

}  // namespace
}  // namespace palpate
