// The booklet as a file: readable, closed in itself, and nothing of a text gets out of its place.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "atlas/booklet.hpp"
#include "atlas/booklet_page.hpp"
#include "atlas/draw.hpp"

namespace palpate {
namespace {

using test::back_pain;
using test::chapter;
using test::contains;
using test::count_of;
using test::page;
using test::replaced;
using test::visible;
using test::void_elements;

TEST(BookletFile, ShowsNeitherPlaceholdersNorJsonNorIds) {
  for (const char* region : {"UK", "unknown"}) {
    const std::string text = std::regex_replace(visible(booklet(back_pain(), "en", region)),
                                                std::regex("https?://[^ ]*"), "");
    EXPECT_FALSE(contains(text, "{"));
    EXPECT_FALSE(contains(text, "}"));
    std::smatch id;
    EXPECT_FALSE(std::regex_search(text, id, std::regex("[A-Za-z0-9]+_[A-Za-z0-9_]+"))) << id.str();
    EXPECT_FALSE(contains(text, "&amp;")) << "something is escaped twice";
  }
}

TEST(BookletFile, IsWellFormedAndItsLinksLeadSomewhere) {
  const std::string html = booklet(back_pain(), "en", "UK", to_svg(back_pain()).value());
  EXPECT_EQ(test::Markup(html, void_elements).error(), "");
  std::set<std::string> ids;
  for (const std::string& id : test::attributes(html, "id"))
    EXPECT_TRUE(ids.insert(id).second) << id << " is there twice";
  std::set<std::string> addresses;
  for (const Source& source : back_pain().sources)
    addresses.insert(replaced(source.url, "&", "&amp;"));
  for (const std::string& link : test::attributes(html, "href")) {
    EXPECT_TRUE(link.starts_with("#") ? ids.contains(link.substr(1)) : addresses.contains(link))
        << link;
  }
}

TEST(BookletFile, AsksForNothingElsewhere) {
  const std::string html = booklet(back_pain(), "en", "UK", to_svg(back_pain()).value());
  for (const char* part : {"<script", "src=", "url(", "@import", "<link", "<img", "<iframe",
                           "<object", "<form", " on", "javascript:"}) {
    // Of text only what is inside a tag counts.
    const std::string tag = std::string_view(part) == " on" ? "<[^>]* on[a-z]+=" : "";
    if (tag.empty()) {
      EXPECT_FALSE(contains(html, part)) << part;
    } else {
      EXPECT_FALSE(std::regex_search(html, std::regex(tag))) << part;
    }
  }
  EXPECT_TRUE(contains(html, "content=\"default-src 'none'; style-src 'unsafe-inline'\""));
}

TEST(BookletFile, HasTheDrawingOnAPageOfItsOwn) {
  EXPECT_FALSE(contains(page(), "<svg"));
  EXPECT_FALSE(contains(page(), "#drawing"));
  const std::string html = booklet(back_pain(), "en", "UK", to_svg(back_pain()).value());
  EXPECT_EQ(count_of(html, "<svg"), 1U);
  EXPECT_FALSE(contains(html, "<?xml"));
  EXPECT_TRUE(contains(html, "<section id=\"drawing\""));
  EXPECT_TRUE(contains(html, "<a href=\"#drawing\">"));
}

TEST(BookletFile, BelongsToExactlyItsContent) {
  EXPECT_EQ(count_of(page(), "<code>" + back_pain().content_hash + "</code>"), 1U);
  EXPECT_TRUE(contains(
      page(), "Back pain " + back_pain().version + " · " + back_pain().content_hash.substr(0, 12)));
  EXPECT_EQ(booklet(back_pain(), "en", "UK"), page());
}

TEST(BookletFile, OfADialogueWithoutSomeChapters) {
  Dialog dialog = test::small_dialog();
  dialog.derived.clear();
  dialog.gates.clear();
  dialog.invariants.clear();
  for (Flag& flag : dialog.flags) flag.trigger = {};
  dialog.scores.clear();
  dialog.schedule_rows.clear();
  for (Node& node : dialog.nodes) {
    for (Edge& edge : node.next) edge.when = {};
  }
  const std::string html = booklet(dialog, "en");
  EXPECT_EQ(test::Markup(html, void_elements).error(), "");
  EXPECT_TRUE(contains(chapter("definitions", html), "There are none."));
  EXPECT_TRUE(contains(chapter("gates", html), "There are none."));
}

TEST(BookletFile, LetsNoTextOut) {
  const std::string hostile = "\"><script>alert('x')</script>{EMERGENCY}{&}</style><!--";
  Dialog dialog = test::small_dialog();
  Locale& locale = dialog.locales.front();
  for (QuestionText& question : locale.questions) {
    question.text = question.why = question.help = question.unit = hostile;
    question.min_label = question.max_label = hostile;
    for (std::vector<OptionText>* list : {&question.options, &question.items}) {
      for (OptionText& option : *list) option = {hostile, {hostile}, {hostile}};
    }
    for (std::vector<OptionText>& list : question.item_options) {
      for (OptionText& option : list) option = {hostile, {hostile}, {hostile}};
    }
    for (std::string& group : question.groups) group = hostile;
    if (question.shortcut) question.shortcut->label = hostile;
  }
  for (std::string& text : locale.texts) text = hostile;
  for (auto& [key, text] : locale.chat) text = hostile;
  for (OptionText* word : {&locale.words.none, &locale.words.not_sure, &locale.words.yes})
    *word = {hostile, {hostile}, {hostile}};
  locale.words.numbers[hostile] = 1;
  locale.name = hostile;
  for (Node& node : dialog.nodes) node.title = hostile;
  for (Invariant& invariant : dialog.invariants) invariant.text = hostile;
  for (Source& source : dialog.sources) {
    source.title = hostile;
    source.url = "javascript:alert('x')";
  }
  for (Region& region : dialog.regions) {
    for (auto& [name, words] : region.texts) {
      for (auto& [language, text] : words) text = hostile;
    }
    for (auto& [name, number] : region.call) number = hostile;
  }
  dialog.version = hostile;
  dialog.content_hash = hostile;

  const std::string html = booklet(dialog, "en", "UK", to_svg(dialog).value());
  EXPECT_EQ(test::Markup(html, void_elements).error(), "");
  EXPECT_FALSE(contains(html, "<script"));
  EXPECT_EQ(count_of(html, "</style>"), 1U);
  EXPECT_FALSE(contains(html, "href=\"javascript:"));
  EXPECT_TRUE(contains(visible(html), "\"><script>alert('x')</script>"));
}

}  // namespace
}  // namespace palpate
