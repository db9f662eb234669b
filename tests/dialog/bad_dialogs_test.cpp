// tests/bad_dialogs/<case>.json breaks the good dialogue; <case>.expected is exactly what an author
// is told. UPDATE_GOLDEN=1 rewrites the expected files; a missing one fails.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "support/dialog_files.hpp"

namespace palpate {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(test::source_path("tests/bad_dialogs"))) {
    if (entry.path().extension() == ".json" && entry.path().stem() != "regions")
      names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The good dialogue with the case's edits. "\xff" in an edit is that byte.
DialogFiles broken(const boost::json::value& made) {
  DialogFiles files = test::small_dialog_files();
  for (const boost::json::value& edit : made.at("edits").as_array()) {
    std::string name(edit.at("file").as_string());
    if (edit.as_object().contains("remove")) {
      files.erase(name);
      continue;
    }
    std::string find(edit.at("find").as_string());
    std::string replace(edit.at("replace").as_string());
    if (auto byte = replace.find("\\xff"); byte != std::string::npos)
      replace.replace(byte, 4, "\xff");
    std::size_t at = files[name].find(find);
    EXPECT_NE(at, std::string::npos) << name << " does not hold: " << find;
    if (at == std::string::npos) continue;
    EXPECT_EQ(files[name].find(find, at + 1), std::string::npos)
        << name << " holds this twice: " << find;
    files[name].replace(at, find.size(), replace);
  }
  return files;
}

class BadDialog : public testing::TestWithParam<std::string> {};

TEST_P(BadDialog, IsRefusedWithTheExpectedMessages) {
  fs::path folder = test::source_path("tests/bad_dialogs");
  boost::json::value made = boost::json::parse(read(folder / (GetParam() + ".json")));
  auto loaded = load_dialog(broken(made));
  auto* diagnostics = std::get_if<std::vector<Diagnostic>>(&loaded);
  ASSERT_TRUE(diagnostics) << "this dialogue loads, though " << made.at("about").as_string();
  fs::path expected = folder / (GetParam() + ".expected");
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(expected) << to_string(*diagnostics);
  ASSERT_TRUE(fs::exists(expected))
      << "write it with UPDATE_GOLDEN=1 and read it before you commit it";
  EXPECT_EQ(to_string(*diagnostics), read(expected));
}

INSTANTIATE_TEST_SUITE_P(Cases, BadDialog, testing::ValuesIn(case_names()),
                         [](const auto& case_info) { return case_info.param; });

TEST(BadDialogs, TheGoodOneIsGood) {
  auto loaded = load_dialog(test::small_dialog_files());
  if (auto* diagnostics = std::get_if<std::vector<Diagnostic>>(&loaded))
    FAIL() << to_string(*diagnostics);
}

TEST(BadDialogs, EveryDiagnosticHasItsCase) {
  std::string all_expected;
  for (const std::string& name : case_names())
    all_expected += read(test::source_path("tests/bad_dialogs/" + name + ".expected"));
  std::set<std::string> missing;
  for (const auto& entry : fs::directory_iterator(test::source_path("src/dialog"))) {
    std::string source = read(entry.path());
    static const std::regex report("report\\(\\s*\"([a-z_]+)\"");
    for (std::sregex_iterator it(source.begin(), source.end(), report), end; it != end; ++it) {
      std::string code = (*it)[1];
      if (code != "unknown_" && all_expected.find("[" + code + "]") == std::string::npos)
        missing.insert(code);
    }
  }
  EXPECT_TRUE(missing.empty()) << "no case in tests/bad_dialogs shows: "
                               << testing::PrintToString(missing);
}

}  // namespace
}  // namespace palpate
