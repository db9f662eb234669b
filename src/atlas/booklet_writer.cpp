#include "atlas/booklet_writer.hpp"

#include <algorithm>
#include <numeric>

#include "atlas/describe.hpp"
#include "atlas/drawing.hpp"
#include "dialog/chat_texts.hpp"

namespace palpate {
namespace {

// A question is named by its number; a few of its words save looking it up.
constexpr std::size_t longest_question = 34;

/// Every `from` in `text` becomes `then`, but the first one `first`.
void replace_each(std::string& text, std::string_view from, std::string_view first,
                  std::string_view then) {
  std::string_view by = first;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), by);
    at += by.size();
    by = then;
  }
}

/// `text` with every {NAME} replaced by fill(NAME), and what stands between by write().
template <class Write, class Fill>
std::string with_placeholders(std::string_view text, Write write, Fill fill) {
  std::string result;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    result +=
        write(text.substr(0, open)) + fill(std::string(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
  return result + write(text);
}

}  // namespace

std::string html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string code(std::string_view id) {
  return "<span class=\"code\">" + html(words_of_id(id)) + "</span>";
}

BookletWriter::BookletWriter(const Dialog& dialog, const Locale& locale, const Region& region)
    : dialog_(dialog),
      locale_(locale),
      region_(region),
      order_(dialog.nodes.size()),
      numbers_(dialog.facts.size(), 0) {
  const std::vector<std::size_t> depth = depths(dialog);
  std::iota(order_.begin(), order_.end(), NodeIndex{0});
  std::stable_sort(order_.begin(), order_.end(),
                   [&](NodeIndex a, NodeIndex b) { return depth[a] < depth[b]; });
  std::size_t next = 1;
  for (NodeIndex index : order_) {
    const Node& node = dialog.nodes[index];
    if (node.kind == NodeKind::ask && numbers_[node.fact] == 0) numbers_[node.fact] = next++;
  }
  for (std::size_t fact = 0; fact < dialog.facts.size(); ++fact) {
    // Filled in before it is cut, so that no placeholder is cut in two.
    const std::string question = with_placeholders(
        locale.questions[fact].text, [](std::string_view text) { return std::string(text); },
        [this](const std::string& name) { return filling(name); });
    const std::string words = question.substr(0, question.find_first_of("?.:"));
    question_names_.push_back(number(static_cast<FactIndex>(fact)) + " (" +
                              shortened(words, longest_question) + ")");
  }
}

std::string BookletWriter::number(FactIndex fact) const {
  return "Q" + std::to_string(numbers_[fact]);
}

std::string BookletWriter::filling(const Region& region, const std::string& placeholder) const {
  auto found = region.texts.find(placeholder);
  if (found == region.texts.end()) return {};
  auto text = found->second.find(locale_.id);
  if (text == found->second.end()) text = found->second.find("");
  return text == found->second.end() ? std::string() : text->second;
}

std::string BookletWriter::filling(const std::string& placeholder) const {
  std::string words = filling(region_, placeholder);
  if (words.empty() && placeholder == clinic_phone_placeholder) {
    auto clinic = locale_.chat.find("the_clinic");
    words = clinic != locale_.chat.end() ? clinic->second : "the clinic";
  }
  return words.empty() ? words_of_id(placeholder) : words;
}

std::string BookletWriter::filled(std::string_view text) const {
  return with_placeholders(text, html, [this](const std::string& name) {
    return "<b class=\"filled\">" + html(filling(name)) + "</b>";
  });
}

std::string BookletWriter::described(const Trigger& trigger,
                                     const std::vector<std::string>& names) const {
  Wording wording;
  wording.locale = &locale_;
  wording.longest_label = std::string::npos;
  wording.question_names = &names;
  wording.curly_quotes = true;
  return describe(dialog_, trigger, wording);
}

/// Of a condition that names a question again and again, the number is enough after the first time.
std::string BookletWriter::linked(std::string text) const {
  text = filled(text);
  for (std::size_t fact = 0; fact < question_names_.size(); ++fact) {
    const std::string name = filled(question_names_[fact]);
    const std::string id = number(static_cast<FactIndex>(fact));
    const std::string link = "<a class=\"q\" href=\"#" + id + "\">" + id + "</a>";
    replace_each(text, name, link + name.substr(id.size()), link);
  }
  return text;
}

std::string BookletWriter::condition(Condition condition) const {
  return linked(described(Trigger{condition, false}, question_names_));
}

std::string BookletWriter::condition_after(FactIndex fact, Condition condition) const {
  std::vector<std::string> names = question_names_;
  names[fact] = "the answer";
  return linked(described(Trigger{condition, false}, names));
}

std::string BookletWriter::brief(Condition condition) const {
  std::vector<std::string> names;
  for (std::size_t fact = 0; fact < numbers_.size(); ++fact)
    names.push_back(number(static_cast<FactIndex>(fact)));
  return filled(described(Trigger{condition, false}, names));
}

std::string BookletWriter::when(const Trigger& trigger) const {
  return linked(capitalised(described(trigger, question_names_)));
}

std::string BookletWriter::sources(const std::vector<std::uint16_t>& sources) const {
  std::string text;
  for (std::uint16_t source : sources) {
    const std::string key = html(dialog_.sources[source].key);
    text += (text.empty() ? "" : ", ") + ("<a href=\"#source-" + key + "\">" + key + "</a>");
  }
  return text;
}

std::string BookletWriter::sources(const Basis& basis) const {
  std::string text = sources(basis.sources);
  if (!basis.grade.empty()) text += " <span class=\"grade\">" + html(basis.grade) + "</span>";
  return text;
}

std::string BookletWriter::because(const Basis& basis) const {
  return "because " + text(basis.why);
}

std::string BookletWriter::technique(std::size_t index) const {
  return text(dialog_.techniques[index].name);
}

std::string BookletWriter::flag_link(FlagIndex index) const {
  const Flag& flag = dialog_.flags[index];
  return "<a class=\"level " + std::string(level_names[static_cast<std::size_t>(flag.level)]) +
         "\" href=\"#flag-" + html(flag.id) + "\">" + html(words_of_id(flag.id)) + "</a>";
}

std::string BookletWriter::node_link(NodeIndex index) const {
  const Node& node = dialog_.nodes[index];
  if (node.kind == NodeKind::ask) return linked(question_names_[node.fact]);
  Wording wording;
  wording.locale = &locale_;
  wording.longest_label = std::string::npos;
  return "<a href=\"#node-" + html(node.id) + "\">“" + filled(node_title(dialog_, index, wording)) +
         "”</a>";
}

}  // namespace palpate
