#include "base/strict_json.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <set>
#include <vector>

namespace palpate {
namespace {

namespace json = boost::json;
using json::error_code;

constexpr std::int64_t largest_exact_integer = std::int64_t{1} << 53;

/// Builds the value as Boost.JSON's own handler does, and refuses what the rules forbid on the way.
class StrictHandler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit StrictHandler(const JsonRules& rules) : rules_(rules) { stack_.reset(); }

  json::value release() { return stack_.release(); }
  const std::string& code() const { return code_; }
  const std::string& message() const { return message_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }

  bool on_array_begin(error_code& ec) { return enter(ec); }
  bool on_array_end(std::size_t n, error_code&) {
    keys_.pop_back();
    stack_.push_array(n);
    return true;
  }
  bool on_object_begin(error_code& ec) { return enter(ec); }
  bool on_object_end(std::size_t n, error_code&) {
    keys_.pop_back();
    stack_.push_object(n);
    return true;
  }

  bool on_string_part(json::string_view text, std::size_t, error_code& ec) {
    if (!without_nul(text, ec)) return false;
    stack_.push_chars(text);
    return true;
  }
  bool on_string(json::string_view text, std::size_t, error_code& ec) {
    if (!without_nul(text, ec)) return false;
    stack_.push_string(text);
    return true;
  }
  bool on_key_part(json::string_view text, std::size_t, error_code& ec) {
    if (!without_nul(text, ec)) return false;
    key_.append(text.data(), text.size());
    stack_.push_chars(text);
    return true;
  }
  bool on_key(json::string_view text, std::size_t, error_code& ec) {
    if (!without_nul(text, ec)) return false;
    key_.append(text.data(), text.size());
    if (!keys_.back().insert(key_).second) {
      return refuse(ec, "duplicate_key", "the key \"" + key_ + "\" stands twice in one object");
    }
    key_.clear();
    stack_.push_key(text);
    return true;
  }

  bool on_number_part(json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, error_code& ec) {
    if (rules_.integers_only &&
        (number > largest_exact_integer || number < -largest_exact_integer)) {
      return refuse(ec, "not_an_integer", "a number is beyond 2^53 and would not be exact");
    }
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view, error_code& ec) {
    if (rules_.integers_only) {
      return refuse(ec, "not_an_integer", "a number is beyond 2^53 and would not be exact");
    }
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double number, json::string_view, error_code& ec) {
    if (rules_.integers_only) {
      return refuse(ec, "not_an_integer", "a number is not a whole number");
    }
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool value, error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

 private:
  bool enter(error_code& ec) {
    if (keys_.size() >= rules_.max_depth) {
      return refuse(
          ec, "too_deep",
          "objects and lists are nested more than " + std::to_string(rules_.max_depth) + " deep");
    }
    keys_.emplace_back();
    return true;
  }
  bool without_nul(json::string_view text, error_code& ec) {
    if (text.find('\0') == json::string_view::npos) return true;
    return refuse(ec, "nul_character", "a string holds the character U+0000");
  }
  bool refuse(error_code& ec, std::string code, std::string message) {
    code_ = std::move(code);
    message_ = std::move(message);
    ec = json::error::syntax;
    return false;
  }

  JsonRules rules_;
  json::value_stack stack_;
  std::vector<std::set<std::string>> keys_;
  std::string key_;
  std::string code_;
  std::string message_;
};

JsonError error_at(std::string_view text, std::size_t offset, std::string code,
                   std::string message) {
  JsonError error;
  offset = std::min(offset, text.size());
  std::string_view before = text.substr(0, offset);
  error.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  std::size_t start = before.rfind('\n');
  error.column = start == std::string_view::npos ? offset + 1 : offset - start;
  error.code = std::move(code);
  error.message = std::move(message);
  return error;
}

}  // namespace

std::variant<json::value, JsonError> parse_strict_json(std::string_view text,
                                                       const JsonRules& rules) {
  json::parse_options options;
  options.allow_comments = rules.comments;
  options.allow_trailing_commas = rules.comments;
  options.max_depth = rules.max_depth + 1;
  json::basic_parser<StrictHandler> parser(options, rules);
  error_code ec;
  std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  const StrictHandler& handler = parser.handler();
  if (!ec && used < text.size()) ec = json::error::extra_data;
  if (!ec) return parser.handler().release();
  if (!handler.code().empty()) return error_at(text, used, handler.code(), handler.message());
  if (ec == json::error::too_deep) {
    return error_at(
        text, used, "too_deep",
        "objects and lists are nested more than " + std::to_string(rules.max_depth) + " deep");
  }
  if (ec == json::error::incomplete) {
    return error_at(text, used, "syntax", "the text ends before the JSON is complete");
  }
  if (ec == json::error::illegal_leading_surrogate ||
      ec == json::error::illegal_trailing_surrogate || ec == json::error::expected_utf16_escape) {
    return error_at(text, used, "syntax", "a \\u escape here is half of a character");
  }
  return error_at(text, used, "syntax",
                  "this is no JSON here; look for a missing comma, quote or bracket, or a stray "
                  "one, just before");
}

}  // namespace palpate
