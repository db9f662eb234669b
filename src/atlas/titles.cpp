#include <algorithm>

#include "atlas/describe_words.hpp"

namespace palpate {
namespace {

/// The first sentence, without what follows a colon.
std::string first_sentence(const std::string& text) {
  const std::size_t end = text.find_first_of("?.:\n");
  if (end == std::string::npos) return text;
  return text.substr(0, text[end] == '?' ? end + 1 : end);
}

const Locale& locale_of(const Dialog& dialog, const Wording& wording) {
  return wording.locale != nullptr ? *wording.locale : dialog.locales.front();
}

}  // namespace

std::string question_title(const Dialog& dialog, FactIndex fact, const Wording& wording) {
  const Locale& locale = locale_of(dialog, wording);
  const std::string title = first_sentence(locale.questions[fact].text);
  const auto same =
      std::count_if(locale.questions.begin(), locale.questions.end(),
                    [&](const QuestionText& other) { return first_sentence(other.text) == title; });
  const std::string text = in_quotes(shortened(title, wording.longest_label), wording);
  return same > 1 ? text + " (" + words_of_id(dialog.facts[fact].id) + ")" : text;
}

std::string node_title(const Dialog& dialog, NodeIndex index, const Wording& wording) {
  const Node& node = dialog.nodes[index];
  const Locale& locale = locale_of(dialog, wording);
  std::string text = node.title;
  if (node.kind == NodeKind::ask) text = first_sentence(locale.questions[node.fact].text);
  if (node.kind == NodeKind::say && !node.says.empty())
    text = first_sentence(locale.texts[node.says.front()]);
  return shortened(text.empty() ? words_of_id(node.id) : text, wording.longest_label);
}

std::string shortened(std::string_view text, std::size_t longest) {
  auto is_inside_character = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
  };
  const auto inside = std::count_if(text.begin(), text.end(), is_inside_character);
  if (text.size() - static_cast<std::size_t>(inside) <= longest) return std::string(text);
  std::size_t end = 0;
  for (std::size_t characters = 0; end < text.size(); ++end) {
    if (is_inside_character(text[end])) continue;
    if (++characters >= std::max<std::size_t>(longest, 1)) break;
  }
  const std::size_t blank = text.substr(0, end + 1).rfind(' ');
  if (blank != std::string_view::npos && blank > 0) end = blank;
  while (end > 0 && (text[end - 1] == ',' || text[end - 1] == ' ' || text[end - 1] == ';')) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string dialog_title(const Dialog& dialog) {
  std::string title = words_of_id(dialog.id);
  std::replace(title.begin(), title.end(), '-', ' ');
  return capitalised(std::move(title));
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string words_of_id(std::string_view id) {
  std::string words(id);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

}  // namespace palpate
