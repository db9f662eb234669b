#include "apps/server/pages.hpp"

#include "web/web_files.hpp"

namespace palpate::server {
namespace {

std::string attribute_text(const std::string& value) {
  std::string text;
  for (const char c : value) {
    if (c == '&')
      text += "&amp;";
    else if (c == '"')
      text += "&quot;";
    else if (c == '<')
      text += "&lt;";
    else
      text += c;
  }
  return text;
}

// Gives the attribute `name` of <palpate-chat> the value that the operator has set.
void set_attribute(std::string& page, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  const auto element = page.find("<palpate-chat");
  if (element == std::string::npos) return;
  const auto end = page.find('>', element);
  const std::string start = " " + std::string(name) + "=\"";
  const auto found = page.find(start, element);
  if (found == std::string::npos || found > end) {
    page.insert(element + std::string_view("<palpate-chat").size(),
                start + attribute_text(value) + "\"");
    return;
  }
  const auto begin = found + start.size();
  page.replace(begin, page.find('"', begin) - begin, attribute_text(value));
}

}  // namespace

std::vector<transport::StaticFile> make_pages(const Options& options) {
  std::vector<transport::StaticFile> pages;
  for (const web::WebFile& file : web::web_files()) {
    const bool is_index = file.name == "index.html";
    std::string bytes(file.bytes);
    if (is_index) {
      set_attribute(bytes, "clinic-name", options.clinic_name);
      set_attribute(bytes, "region", options.default_region);
    }
    pages.push_back({is_index ? "/" : "/" + std::string(file.name),
                     std::string(transport::content_type(file.name)), std::move(bytes)});
  }
  return pages;
}

}  // namespace palpate::server
