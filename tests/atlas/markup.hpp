// What tests look at in HTML and SVG: whether it is well-formed, and what a reader sees of it.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palpate::test {

/// How often `part` occurs in `text`, without overlaps.
inline std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++count;
  return count;
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// The values of every attribute `name` in `text`, as written.
inline std::vector<std::string> attributes(std::string_view text, std::string_view name) {
  const std::string begin = " " + std::string(name) + "=\"";
  std::vector<std::string> values;
  for (std::size_t at = text.find(begin); at != std::string_view::npos;
       at = text.find(begin, at + 1)) {
    const std::size_t from = at + begin.size();
    values.emplace_back(text.substr(from, text.find('"', from) - from));
  }
  return values;
}

/// Reads markup and stops at the first thing that is wrong: an element that is closed by another
/// or not at all, an attribute without quotation marks, a bare "<" or "&". Knows XML, and of HTML
/// what `void_elements` have no end.
class Markup {
 public:
  Markup(std::string_view text, std::set<std::string> void_elements = {})
      : rest_(text), void_(std::move(void_elements)) {
    while (error_.empty() && !rest_.empty()) read();
    if (error_.empty() && !open_.empty()) error_ = "<" + open_.back() + "> is never closed";
  }

  /// Empty when nothing is wrong.
  const std::string& error() const { return error_; }
  /// What stands between the tags, without styles, comments and entities; a tag that is not inside
  /// a line counts as a blank.
  const std::string& text() const { return text_; }

 private:
  void read() {
    if (rest_.starts_with("<!--")) return skip("-->");
    if (rest_.starts_with("<?")) return skip("?>");
    if (rest_.starts_with("<!")) return skip(">");
    if (rest_.starts_with("</")) return close();
    if (rest_.starts_with("<")) return open();
    if (rest_.starts_with("&")) return entity();
    text_ += rest_.front();
    rest_.remove_prefix(1);
  }

  void skip(std::string_view end) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) return fail("nothing ends with " + std::string(end));
    rest_.remove_prefix(at + end.size());
  }

  void close() {
    const std::string name(rest_.substr(2, rest_.find('>') - 2));
    if (open_.empty() || open_.back() != name)
      return fail("</" + name + "> closes <" + (open_.empty() ? "" : open_.back()) + ">");
    open_.pop_back();
    separate(name);
    skip(">");
  }

  void open() {
    const std::size_t end = rest_.find_first_of(" \n>/", 1);
    const std::string name(rest_.substr(1, end == std::string_view::npos ? end : end - 1));
    if (name.empty() || !std::all_of(name.begin(), name.end(), [](unsigned char c) {
          return std::isalnum(c) != 0 || c == ':';
        }))
      return fail("a bare <");
    rest_.remove_prefix(end);
    while (error_.empty() && !rest_.empty() && rest_.front() != '>' && !rest_.starts_with("/>"))
      attribute();
    if (!error_.empty()) return;
    if (rest_.starts_with("/>")) return skip(">");
    if (!void_.contains(name)) open_.push_back(name);
    separate(name);
    skip(">");
    // The text of these is no text to read, and has no entities.
    if (name == "style" || name == "script") rest_.remove_prefix(rest_.find("</" + name));
  }

  void attribute() {
    if (rest_.front() == ' ' || rest_.front() == '\n') return rest_.remove_prefix(1);
    const std::size_t equals = rest_.find('=');
    const std::size_t blank = rest_.find_first_of(" \n<>\"");
    if (equals == std::string_view::npos || blank < equals || rest_.substr(equals + 1, 1) != "\"")
      return fail("an attribute without quotation marks");
    const std::size_t end = rest_.find('"', equals + 2);
    const std::string_view value = rest_.substr(equals + 2, end - equals - 2);
    if (end == std::string_view::npos || contains(value, "<")) return fail("an attribute with a <");
    for (std::size_t at = value.find('&'); at != std::string_view::npos;
         at = value.find('&', at + 1)) {
      if (entity_at(value.substr(at)).empty()) return fail("an attribute with a bare &");
    }
    rest_.remove_prefix(end + 1);
  }

  void entity() {
    const std::string_view found = entity_at(rest_);
    if (found.empty()) return fail("a bare &");
    if (found == "&lt;") text_ += '<';
    if (found == "&gt;") text_ += '>';
    if (found == "&amp;") text_ += '&';
    if (found == "&quot;") text_ += '"';
    if (found == "&#39;") text_ += '\'';
    if (found == "&#45;") text_ += '-';
    if (found == "&#160;") text_ += ' ';
    rest_.remove_prefix(found.size());
  }

  static std::string_view entity_at(std::string_view text) {
    for (std::string_view known : {"&lt;", "&gt;", "&amp;", "&quot;", "&#39;", "&#45;", "&#160;"}) {
      if (text.starts_with(known)) return known;
    }
    return {};
  }

  void separate(const std::string& name) {
    static const std::set<std::string> inside_a_line{"a", "b", "i", "span", "code"};
    if (!inside_a_line.contains(name)) text_ += ' ';
  }

  void fail(const std::string& what) { error_ = what + " at: " + std::string(rest_.substr(0, 80)); }

  std::string_view rest_;
  std::set<std::string> void_;
  std::vector<std::string> open_;
  std::string text_;
  std::string error_;
};

}  // namespace palpate::test
