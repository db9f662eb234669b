// The booklet of the shipped dialogue, and what a reader sees of it.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "atlas/booklet.hpp"
#include "atlas/markup.hpp"
#include "support/dialog_files.hpp"

namespace palpate::test {

inline const std::set<std::string> void_elements{"br", "meta"};

inline const Dialog& back_pain() {
  static const Dialog loaded = back_pain_dialog();
  return loaded;
}

inline const Locale& english() {
  return back_pain().locales.front();
}

/// The booklet with British numbers, without its drawing.
inline const std::string& page() {
  static const std::string made = booklet(back_pain(), "en", "UK");
  return made;
}

inline std::string visible(const std::string& html) {
  return Markup(html, void_elements).text();
}

inline const std::string& reading() {
  static const std::string text = visible(page());
  return text;
}

/// What a reader sees of a chapter.
inline std::string chapter(const std::string& id, const std::string& html = page()) {
  const std::size_t from = html.find("<section id=\"" + id + "\">");
  if (from == std::string::npos) {
    ADD_FAILURE() << "there is no chapter " << id;
    return "";
  }
  return visible(html.substr(from, html.find("</section>", from) + 10 - from));
}

/// A text with the numbers of a region.
inline std::string filled(std::string text, const std::string& region = "UK") {
  for (const auto& [name, words] : back_pain().region_for(region).texts)
    text = replaced(text, "{" + name + "}", words.contains("en") ? words.at("en") : words.at(""));
  return replaced(text, "{CLINIC_PHONE}", english().chat.at("the_clinic"));
}

}  // namespace palpate::test
