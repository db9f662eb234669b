// The chapters about words: what the program says beside the dialogue, and what people may type.
#include <algorithm>
#include <array>

#include "atlas/booklet_writer.hpp"
#include "atlas/describe.hpp"
#include "dialog/chat_texts.hpp"
#include "dialog/labels.hpp"

namespace palpate {
namespace {

std::string joined(const BookletWriter& writer, const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " · ") + writer.filled(word);
  return text;
}

/// One answer with its words; nothing for an answer without words of its own.
std::string entry(const BookletWriter& writer, const std::string& what,
                  const std::vector<std::string>& words) {
  if (words.empty()) return "";
  return "<p><b>" + what + "</b> " + joined(writer, words) + "</p>";
}

std::string entry(const BookletWriter& writer, const OptionText& option) {
  std::vector<std::string> words = option.words;
  words.insert(words.end(), option.hints.begin(), option.hints.end());
  return entry(writer, writer.filled(option.label), words);
}

std::string entries_of_question(const BookletWriter& writer, FactIndex fact) {
  const Dialog& dialog = writer.dialog();
  const QuestionText& question = writer.locale().questions[fact];
  std::string entries;
  for (const OptionText& option : question.options) entries += entry(writer, option);
  for (std::size_t item = 0; item < question.items.size(); ++item) {
    entries += entry(writer, question.items[item]);
    if (item >= question.item_options.size()) continue;
    for (std::size_t i = 0; i < question.item_options[item].size(); ++i) {
      const std::string label = item_label(dialog, writer.locale(), fact, item) + ": " +
                                item_option_label(dialog, writer.locale(), fact, item, i);
      entries += entry(writer, writer.filled(label), question.item_options[item][i].words);
    }
  }
  for (const auto& special : {question.none, question.not_sure, question.shortcut}) {
    if (special) entries += entry(writer, *special);
  }
  return entries;
}

std::string numbers(const CommonWords& words) {
  std::vector<std::pair<std::int32_t, std::string>> sorted;
  for (const auto& [word, value] : words.numbers) sorted.emplace_back(value, word);
  std::sort(sorted.begin(), sorted.end());
  std::string text;
  for (const auto& [value, word] : sorted)
    text += (text.empty() ? "" : " · ") + html(word) + " = " + std::to_string(value);
  return text;
}

std::string common_entries(const BookletWriter& writer) {
  const CommonWords& words = writer.locale().words;
  std::string entries = entry(writer, words.none) + entry(writer, words.not_sure) +
                        entry(writer, words.yes) + entry(writer, words.no);
  constexpr std::array titles{std::pair{"back", "the question before"},
                              std::pair{"restart", "begin again"},
                              std::pair{"why", "why is this asked?"},
                              std::pair{"help", "help"},
                              std::pair{"change", "open an earlier answer again"},
                              std::pair{"correct", "what follows corrects an earlier answer"},
                              std::pair{"add", "what follows comes to an earlier answer"},
                              std::pair{"retract", "what follows was wrong"},
                              std::pair{"separators", "between several answers"},
                              std::pair{"around", "change nothing beside an answer"}};
  for (const auto& [list, title] : titles) {
    const auto found = words.lists.find(list);
    if (found == words.lists.end() || found->second.empty()) continue;
    entries += entry(writer, "<i>" + std::string(title) + "</i>", found->second);
  }
  return entries + "<p><b><i>numbers</i></b> " + numbers(words) + "</p>";
}

}  // namespace

std::string chapter_messages(const BookletWriter& writer) {
  std::string text =
      "<p class=\"lead\">What the program says around the questions and results: headings, "
      "buttons, "
      "and answers to what people do. Words <b class=\"filled\">like this</b> are filled in "
      "then.</p><table><thead><tr><th class=\"name\">Where</th><th>Words</th></tr></thead><tbody>";
  const std::map<std::string, std::string>& chat = writer.locale().chat;
  for (std::string_view key : chat_text_keys) {
    const auto found = chat.find(std::string(key));
    if (found == chat.end()) continue;
    text += "<tr><td class=\"fine\">" + html(capitalised(words_of_id(key))) + "</td><td>" +
            writer.filled(found->second) + "</td></tr>";
  }
  return text + "</tbody></table>";
}

std::string chapter_words(const BookletWriter& writer) {
  std::string text =
      "<p class=\"lead\">People may type instead of tapping. An answer is known by its number, its "
      "label or the beginning of its label, and by these words.</p><div class=\"typed\"><h4>At "
      "every "
      "question</h4>" +
      common_entries(writer);
  std::vector<bool> is_done(writer.dialog().facts.size(), false);
  for (NodeIndex index : writer.order()) {
    const Node& node = writer.dialog().nodes[index];
    if (node.kind != NodeKind::ask || is_done[node.fact]) continue;
    is_done[node.fact] = true;
    std::string entries = entries_of_question(writer, node.fact);
    const std::optional<FactIndex> first = writer.dialog().facts[node.fact].repeats;
    if (first && entries == entries_of_question(writer, *first))
      entries = "<p>As at " + writer.number(*first) + ".</p>";
    if (entries.empty()) continue;
    text += "<h4><span class=\"no\">" + writer.number(node.fact) + "</span>" +
            writer.filled(writer.locale().questions[node.fact].text) + "</h4>" + entries;
  }
  return text + "</div>";
}

}  // namespace palpate
