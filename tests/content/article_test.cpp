// tests/content/article_checklist.json names every statement of the clinic's article and where the
// dialogue has it; each named row and text must be there.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "base/strict_json.hpp"
#include "support/dialog_files.hpp"

namespace palpate {
namespace {

namespace json = boost::json;

json::value read_json(const std::string& path) {
  std::ifstream file(test::source_path(path));
  std::ostringstream text;
  text << file.rdbuf();
  JsonRules rules;
  rules.max_depth = 32;
  rules.comments = true;
  auto parsed = parse_strict_json(text.str(), rules);
  EXPECT_TRUE(std::holds_alternative<json::value>(parsed)) << path;
  return std::holds_alternative<json::value>(parsed) ? std::get<json::value>(parsed)
                                                     : json::value{};
}

/// True if `id` names a member, or a row by its "id", anywhere in `value`.
bool has_id(const json::value& value, std::string_view id) {
  if (const json::array* list = value.if_array()) {
    return std::any_of(list->begin(), list->end(),
                       [&](const json::value& element) { return has_id(element, id); });
  }
  const json::object* object = value.if_object();
  if (object == nullptr) return false;
  for (const auto& [key, member] : *object) {
    if (key == id || (key == "id" && member.is_string() && member.get_string() == id) ||
        has_id(member, id))
      return true;
  }
  return false;
}

TEST(Article, EveryStatementIsFoundInTheDialogue) {
  json::value checklist = read_json("tests/content/article_checklist.json");
  EXPECT_GE(checklist.as_array().size(), 45U);
  for (const json::value& statement : checklist.as_array()) {
    SCOPED_TRACE(json::serialize(statement.at("article")));
    std::set<std::string> ways{"kept", "narrowed", "replaced"};
    EXPECT_TRUE(ways.contains(std::string(statement.at("how").as_string())));
    EXPECT_FALSE(statement.at("why").as_string().empty());
    EXPECT_FALSE(statement.at("found_in").as_array().empty());
    for (const json::value& place : statement.at("found_in").as_array()) {
      std::string file(place.at("file").as_string());
      json::value content = read_json("dialogs/back-pain/" + file);
      if (const json::value* id = place.as_object().if_contains("id")) {
        EXPECT_TRUE(has_id(content, id->as_string())) << file << " has no " << id->as_string();
        continue;
      }
      const json::value* text =
          content.at("texts").as_object().if_contains(place.at("text").as_string());
      ASSERT_NE(text, nullptr) << file << " has no text " << place.at("text").as_string();
      EXPECT_NE(text->as_string().find(place.at("contains").as_string()), json::string::npos)
          << place.at("text").as_string() << " does not say: " << place.at("contains").as_string();
    }
  }
}

/// Words per sentence and syllables per word of all texts, as a reading age (Flesch-Kincaid grade +
/// 5).
double reading_age(const std::vector<std::string>& texts) {
  double sentences = 0, words = 0, syllables = 0;
  for (const std::string& text : texts) {
    bool in_word = false, in_vowel = false;
    for (char byte : text + ".") {
      auto c = static_cast<unsigned char>(std::tolower(static_cast<unsigned char>(byte)));
      bool letter = std::isalpha(c) != 0 || c == '\'';
      bool vowel = std::string_view("aeiouy").find(static_cast<char>(c)) != std::string_view::npos;
      words += letter && !in_word;
      syllables += vowel && !in_vowel;
      // A silent e at the end of a word is counted by the formula's users as no syllable.
      sentences += (c == '.' || c == '?' || c == '!' || c == ':') && in_word;
      in_word = letter;
      in_vowel = vowel;
    }
  }
  return 0.39 * words / sentences + 11.8 * syllables / words - 15.59 + 5;
}

TEST(Texts, AreReadableAtAboutEleven) {
  Dialog dialog = test::back_pain_dialog();
  std::vector<std::string> texts = dialog.locales.front().texts;
  for (const QuestionText& question : dialog.locales.front().questions)
    texts.push_back(question.text + ".");
  // The syllable count above counts every silent e, which adds about a year.
  EXPECT_LE(reading_age(texts), 12.5);
}

TEST(Texts, NeverSayWhatMayNotBeSaid) {
  Dialog dialog = test::back_pain_dialog();
  const Locale& locale = dialog.locales.front();
  for (std::size_t i = 0; i < locale.texts.size(); ++i) {
    std::string text = locale.texts[i];
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const char* forbidden :
         {"bi-weekly", "biweekly", "twice a week", "endorphin", "circulation", "toxins", "cure",
          "break up knots", "breaks up", "root cause", "inflammation away", "less than 1%", "1%",
          "guarantee", "we diagnose"}) {
      EXPECT_EQ(text.find(forbidden), std::string::npos)
          << dialog.text_keys[i] << " says " << forbidden;
    }
  }
}

// Clinical invariant 26: neck manipulation is never offered, described as available, or scheduled.
TEST(Texts, NeverOfferNeckManipulation) {
  Dialog dialog = test::back_pain_dialog();
  const Locale& locale = dialog.locales.front();
  std::vector<TextIndex> offers;
  for (const Technique& technique : dialog.techniques) {
    offers.push_back(technique.name);
    offers.push_back(technique.about);
  }
  for (const Schedule& schedule : dialog.schedules) offers.push_back(schedule.text);
  for (const ScheduleRow& row : dialog.schedule_rows) offers.push_back(row.limit);
  for (TextIndex offer : offers) {
    for (const char* word : {"manipul", "crack", "thrust", "twist", "adjust"}) {
      EXPECT_EQ(locale.texts[offer].find(word), std::string::npos) << dialog.text_keys[offer];
    }
  }
}

TEST(Texts, EveryEmergencyTellsTheNumberFirstAndSellsNothing) {
  Dialog dialog = test::back_pain_dialog();
  const Locale& locale = dialog.locales.front();
  for (const Flag& flag : dialog.flags) {
    const std::string& text = locale.texts[flag.text];
    if (flag.level == Level::emergency) {
      EXPECT_NE(text.find("{EMERGENCY}"), std::string::npos) << flag.id;
      EXPECT_EQ(text.find("book"), std::string::npos) << flag.id;
      EXPECT_EQ(flag.exclusive, flag.id.starts_with("E9")) << flag.id;
    }
    if (flag.level == Level::urgent) {
      EXPECT_NE(text.find("{URGENT}"), std::string::npos) << flag.id;
    }
  }
  EXPECT_NE(locale.texts[dialog.flags[*dialog.find_flag("E9")].text].find("{CRISIS}"),
            std::string::npos);
}

}  // namespace
}  // namespace palpate
