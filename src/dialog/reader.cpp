#include "dialog/reader.hpp"

#include <algorithm>

#include "base/spelling.hpp"

namespace palpate {
namespace {

std::string escaped(std::string_view key) {
  std::string out;
  for (char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view kind_name(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "true or false";
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
      return "a whole number";
    case boost::json::kind::double_:
      return "a fraction";
    case boost::json::kind::string:
      return "a string";
    case boost::json::kind::array:
      return "a list";
    case boost::json::kind::object:
      return "an object";
  }
  return "something else";
}

void report_kind(const JsonView& view, std::string_view wanted) {
  view.report("wrong_type", "this must be " + std::string(wanted) + ", and is " +
                                std::string(kind_name(view.value())));
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  std::string nearest = nearest_name(word, names);
  return nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?";
}

void JsonView::report(std::string code, std::string message) const {
  diagnostics_->push_back({file_, pointer_, std::move(code), std::move(message)});
}

bool JsonView::object(std::initializer_list<std::string_view> required,
                      std::initializer_list<std::string_view> optional) const {
  if (!is_object()) {
    report_kind(*this, "an object");
    return false;
  }
  bool good = true;
  for (std::string_view key : required) {
    if (value_->get_object().contains(key)) continue;
    report("missing_member", "\"" + std::string(key) + "\" is missing here");
    good = false;
  }
  std::vector<std::string> known(required.begin(), required.end());
  known.insert(known.end(), optional.begin(), optional.end());
  for (const auto& [key, value] : value_->get_object()) {
    std::string name(key);
    if (name == "$schema" || std::find(known.begin(), known.end(), name) != known.end()) continue;
    member(name).report("unknown_member",
                        "nothing here is called \"" + name + "\"" + did_you_mean(name, known));
    good = false;
  }
  return good;
}

bool JsonView::has(std::string_view key) const {
  return is_object() && value_->get_object().contains(key);
}

JsonView JsonView::member(std::string_view key) const {
  const boost::json::value* found = is_object() ? value_->get_object().if_contains(key) : nullptr;
  return {found, file_, pointer_ + "/" + escaped(key), *diagnostics_};
}

std::vector<std::pair<std::string, JsonView>> JsonView::members() const {
  std::vector<std::pair<std::string, JsonView>> all;
  if (value_ == nullptr) return all;
  if (!is_object()) {
    report_kind(*this, "an object");
    return all;
  }
  for (const auto& [key, value] : value_->get_object()) {
    if (key != "$schema") all.emplace_back(std::string(key), member(key));
  }
  return all;
}

std::vector<JsonView> JsonView::elements() const {
  std::vector<JsonView> all;
  if (value_ == nullptr) return all;
  if (!is_array()) {
    report_kind(*this, "a list");
    return all;
  }
  std::size_t number = 0;
  for (const boost::json::value& element : value_->get_array()) {
    all.emplace_back(&element, file_, pointer_ + "/" + std::to_string(number++), *diagnostics_);
  }
  return all;
}

std::string JsonView::string() const {
  if (value_ == nullptr) return {};
  if (!is_string()) {
    report_kind(*this, "a string");
    return {};
  }
  return std::string(value_->get_string());
}

std::int64_t JsonView::integer(std::int64_t low, std::int64_t high) const {
  if (value_ == nullptr) return low;
  if (!is_integer()) {
    report_kind(*this, "a whole number");
    return low;
  }
  std::int64_t number = value_->get_int64();
  if (number < low || number > high) {
    report("out_of_range", "this must be from " + std::to_string(low) + " to " +
                               std::to_string(high) + ", and is " + std::to_string(number));
    return low;
  }
  return number;
}

bool JsonView::boolean() const {
  if (value_ == nullptr) return false;
  if (!is_bool()) {
    report_kind(*this, "true or false");
    return false;
  }
  return value_->get_bool();
}

std::vector<std::string> JsonView::strings() const {
  std::vector<std::string> all;
  for (const JsonView& element : elements()) all.push_back(element.string());
  return all;
}

std::vector<std::pair<std::string, JsonView>> JsonView::names() const {
  std::vector<std::pair<std::string, JsonView>> all;
  for (const JsonView& name : is_array() ? elements() : std::vector<JsonView>{*this}) {
    std::string text = name.string();
    if (name.is_string()) all.emplace_back(std::move(text), name);
  }
  if (is_array() && all.empty()) report("empty_list", "name at least one");
  return all;
}

}  // namespace palpate
