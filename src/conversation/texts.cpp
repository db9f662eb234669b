#include "conversation/texts.hpp"

#include <algorithm>

#include "dialog/chat_texts.hpp"

namespace palpate {
namespace {

bool is_name(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string in_plain_words(std::string_view placeholder) {
  std::string words(placeholder);
  for (char& c : words) {
    if (c == '_') c = ' ';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return words;
}

std::string filling(const Audience& audience, std::string_view name, Fillings fillings) {
  for (const auto& [key, text] : fillings) {
    if (key == name) return std::string(text);
  }
  if (name == clinic_phone_placeholder) {
    if (!audience.clinic_phone.empty()) return audience.clinic_phone;
    return chat(audience, "the_clinic");
  }
  std::string text = region_text(audience, name);
  return text.empty() ? in_plain_words(name) : text;
}

}  // namespace

std::string region_text(const Audience& audience, std::string_view placeholder) {
  const auto& texts = audience.region->texts;
  auto found = texts.find(std::string(placeholder));
  if (found == texts.end()) return {};
  auto text = found->second.find(audience.locale->id);
  if (text == found->second.end()) text = found->second.find("");
  return text == found->second.end() ? std::string() : text->second;
}

std::string region_number(const Audience& audience, std::string_view placeholder) {
  auto found = audience.region->call.find(std::string(placeholder));
  return found == audience.region->call.end() ? std::string() : found->second;
}

std::string fill(const Audience& audience, std::string_view text, Fillings fillings) {
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t open = text.find('{', at);
    if (open == std::string_view::npos) break;
    std::size_t close = open + 1;
    while (close < text.size() && is_name(text[close])) ++close;
    result += text.substr(at, open - at);
    if (close > open + 1 && close < text.size() && text[close] == '}') {
      result += filling(audience, text.substr(open + 1, close - open - 1), fillings);
      at = close + 1;
    } else {
      result += '{';
      at = open + 1;
    }
  }
  if (at < text.size()) result += text.substr(at);
  return result;
}

std::string text_of(const Audience& audience, TextIndex text, Fillings fillings) {
  return fill(audience, audience.locale->texts[text], fillings);
}

std::string chat(const Audience& audience, std::string_view key, Fillings fillings) {
  auto found = audience.locale->chat.find(std::string(key));
  return found == audience.locale->chat.end() ? std::string()
                                              : fill(audience, found->second, fillings);
}

}  // namespace palpate
