// The graph in DOT, SVG and Mermaid: complete, well-formed, the same every time, and closed to what
// a text may contain.
#include "atlas/draw.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "atlas/describe.hpp"
#include "atlas/markup.hpp"
#include "support/dialog_files.hpp"

namespace palpate {
namespace {

using test::contains;
using test::count_of;

// Whatever ends a label somewhere: a quotation mark, a tag, an escape, a bracket, a line.
constexpr std::string_view hostile = "\"><script>alert('x')</script>\\N & |]})% #quot; `x`\n\tend";

const Dialog& back_pain() {
  static const Dialog loaded = test::back_pain_dialog();
  return loaded;
}

Dialog hostile_dialog() {
  Dialog dialog = test::small_dialog();
  const std::string text(hostile);
  Locale& locale = dialog.locales.front();
  for (QuestionText& question : locale.questions) {
    question.text = text;
    for (OptionText& option : question.options) option.label = text;
    for (OptionText& item : question.items) item.label = text;
  }
  for (std::string& other : locale.texts) other = text;
  locale.words.not_sure.label = text;
  for (Node& node : dialog.nodes) node.title = text;
  dialog.version = text;
  return dialog;
}

std::string svg_of(const Dialog& dialog) {
  Result<std::string> svg = to_svg(dialog);
  if (!svg) ADD_FAILURE() << svg.error().message;
  return svg ? *svg : "";
}

/// From where "<svg" begins: before it stand a declaration and a document type.
std::string_view element(const std::string& svg) {
  return std::string_view(svg).substr(std::min(svg.find("<svg"), svg.size()));
}

std::size_t edge_count(const Dialog& dialog) {
  std::size_t count = 0;
  for (const Node& node : dialog.nodes) count += node.next.size();
  return count;
}

TEST(Dot, HasEveryNodeEdgeAndFlag) {
  const std::string dot = to_dot(back_pain());
  for (const Node& node : back_pain().nodes) {
    EXPECT_EQ(count_of(dot, "    \"" + node.id + "\" ["), 1U) << node.id;
    EXPECT_GE(count_of(dot, "\n  \"" + node.id + "\" -> "), node.next.size()) << node.id;
  }
  // The ways that only keep columns in order are invisible.
  EXPECT_EQ(count_of(dot, " -> ") - count_of(dot, "style=invis"), edge_count(back_pain()));
  for (const Flag& flag : back_pain().flags)
    EXPECT_TRUE(contains(dot, "<B>" + words_of_id(flag.id) + "</B>")) << flag.id;
}

TEST(Svg, HasEveryNodeAndFlag) {
  const std::string svg = svg_of(back_pain());
  for (const Node& node : back_pain().nodes)
    EXPECT_EQ(count_of(svg, "<title>" + node.id + "</title>"), 1U) << node.id;
  for (const Flag& flag : back_pain().flags)
    EXPECT_TRUE(contains(svg, ">" + words_of_id(flag.id) + "</text>")) << flag.id;
}

TEST(Svg, ColoursFlagsByLevelAndNodesByKind) {
  const std::string svg = svg_of(back_pain());
  // In this order: emergency, urgent, clearance, caution; said, decided, the end.
  for (const char* colour :
       {"#c2182b", "#c75000", "#8a6d00", "#546e7a", "#eef2f5", "#e6f1ec", "#22384a"})
    EXPECT_GT(count_of(svg, "fill=\"" + std::string(colour) + "\""), 1U) << colour;
}

TEST(Svg, IsWellFormedAndFitsAScreen) {
  const std::string svg = svg_of(back_pain());
  EXPECT_TRUE(svg.starts_with("<?xml "));
  EXPECT_EQ(test::Markup(svg).error(), "");
  std::smatch size;
  ASSERT_TRUE(
      std::regex_search(svg, size, std::regex("<svg width=\"([0-9]+)pt\" height=\"([0-9]+)pt\"")));
  const double ratio = std::stod(size[1]) / std::stod(size[2]);
  EXPECT_GT(ratio, 1.2) << "a screen of 1600x1000 is nearly filled";
  EXPECT_LT(ratio, 2.2);
}

TEST(Svg, AsksForNothingElsewhere) {
  const std::string svg = svg_of(back_pain());
  for (const char* part : {"href=", "<script", "<image", "url(", "@import"})
    EXPECT_FALSE(contains(element(svg), part)) << part;
}

TEST(Drawings, AreTheSameEveryTime) {
  const Dialog again = test::back_pain_dialog();
  EXPECT_EQ(to_dot(back_pain()), to_dot(again));
  EXPECT_EQ(svg_of(back_pain()), svg_of(again));
  EXPECT_EQ(to_mermaid(back_pain()), to_mermaid(again));
}

TEST(Drawings, ShowNoPlaceholder) {
  Dialog dialog = test::small_dialog();
  for (std::string& text : dialog.locales.front().texts) text = "Call {EMERGENCY} now";
  EXPECT_TRUE(contains(to_dot(dialog), "Call EMERGENCY now"));
  EXPECT_TRUE(contains(to_mermaid(dialog), "Call EMERGENCY now"));
  EXPECT_FALSE(contains(to_dot(dialog), "{EMERGENCY}"));
  EXPECT_FALSE(contains(to_mermaid(dialog), "{EMERGENCY}"));
}

TEST(Drawings, LabelAWayWithItsAnswer) {
  const std::string mermaid = to_mermaid(test::small_dialog());
  EXPECT_TRUE(
      contains(mermaid, "  n_ask_alarm -->|\"is #quot;Not sure#quot;\"| n_ask_alarm_again\n"))
      << mermaid;
  EXPECT_TRUE(contains(mermaid, "  n_ask_alarm -->|\"else\"| n_ask_age\n"));
  EXPECT_TRUE(contains(mermaid, "  n_greet --> n_ask_state\n"));
}

/// A flowchart's lines: nodes with one quoted label, ways with at most one, classes.
bool is_mermaid_line(const std::string& line) {
  static const std::regex shapes(
      "flowchart TD"
      "|  "
      "n_[A-Za-z0-9_]+(\\[/\"[^\"]*\"/"
      "\\]|\\(\"[^\"]*\"\\)|\\{\\{\"[^\"]*\"\\}\\}|\\(\\[\"[^\"]*\"\\]"
      "\\)):::[a-z]+"
      "|  n_[A-Za-z0-9_]+ -->(\\|\"[^\"]*\"\\|)? n_[A-Za-z0-9_]+"
      "|  classDef [a-z]+ [a-z0-9#:,-]+");
  return std::regex_match(line, shapes);
}

void expect_mermaid(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_TRUE(is_mermaid_line(line)) << line;
}

TEST(Mermaid, HasEveryNodeEdgeAndFlag) {
  const std::string text = to_mermaid(back_pain());
  EXPECT_TRUE(text.starts_with("flowchart TD\n"));
  expect_mermaid(text);
  for (const Node& node : back_pain().nodes) {
    const std::regex declared("\n  n_" + node.id + "[^A-Za-z0-9_ -]");
    EXPECT_TRUE(std::regex_search(text, declared)) << node.id;
  }
  EXPECT_EQ(count_of(text, " -->"), edge_count(back_pain()));
  for (const Flag& flag : back_pain().flags) {
    const std::regex named("[\\[ ]" + words_of_id(flag.id) + "[,\\]]");
    EXPECT_TRUE(std::regex_search(text, named)) << flag.id;
  }
}

TEST(Mermaid, GivesEveryNodeAClassThatIsDefined) {
  const std::string text = to_mermaid(back_pain());
  std::set<std::string> used;
  const std::regex use(":::([a-z]+)");
  for (auto it = std::sregex_iterator(text.begin(), text.end(), use); it != std::sregex_iterator();
       ++it)
    used.insert((*it)[1]);
  EXPECT_EQ(used, (std::set<std::string>{"say", "ask", "decide", "finish", "emergency", "urgent",
                                         "clearance"}));
  for (const std::string& name : used) EXPECT_TRUE(contains(text, "  classDef " + name + " "));
}

TEST(Drawings, LetNoTextOut) {
  const Dialog dialog = hostile_dialog();
  const std::string svg = svg_of(dialog);
  EXPECT_EQ(test::Markup(svg).error(), "");
  EXPECT_FALSE(contains(svg, "<script"));
  EXPECT_TRUE(contains(svg, "&lt;script&gt;"));
  // All of it is there, and nothing of it is taken for an escape or an entity.
  EXPECT_TRUE(contains(test::Markup(svg).text(), "\"><script>alert('x')</script>\\N & |]})%"))
      << svg;
  for (const Node& node : dialog.nodes)
    EXPECT_EQ(count_of(svg, "<title>" + node.id + "</title>"), 1U) << node.id;
  // Neither in what is shown under the mouse, where Graphviz has escapes of its own.
  EXPECT_TRUE(contains(svg,
                       " xlink:title=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
                       "⧵N &amp; |])%"));

  const std::string mermaid = to_mermaid(dialog);
  expect_mermaid(mermaid);
  EXPECT_FALSE(contains(mermaid, "<"));
  EXPECT_TRUE(contains(mermaid, "#quot;#gt;#lt;script#gt;"));
}

}  // namespace
}  // namespace palpate
