// Reading JSON with a finger on the place: every mistake is noted with its file and JSON Pointer,
// and reading goes on. Inside the room only.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/diagnostic.hpp"

namespace palpate {

using Diagnostics = std::vector<Diagnostic>;

/// `, did you mean "x"?` or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

/// One JSON value and where it stands. A view of a missing value is false.
class JsonView {
 public:
  JsonView(const boost::json::value* value, std::string file, std::string pointer,
           Diagnostics& diagnostics)
      : value_(value),
        file_(std::move(file)),
        pointer_(std::move(pointer)),
        diagnostics_(&diagnostics) {}

  explicit operator bool() const { return value_ != nullptr; }
  const boost::json::value& value() const { return *value_; }
  const std::string& file() const { return file_; }
  const std::string& pointer() const { return pointer_; }

  /// Notes a mistake at this place.
  void report(std::string code, std::string message) const;

  bool is_object() const { return value_ != nullptr && value_->is_object(); }
  bool is_array() const { return value_ != nullptr && value_->is_array(); }
  bool is_string() const { return value_ != nullptr && value_->is_string(); }
  bool is_integer() const { return value_ != nullptr && value_->is_int64(); }
  bool is_bool() const { return value_ != nullptr && value_->is_bool(); }

  /// Notes wrong_type unless this is an object, a missing member, and a member that is neither
  /// required nor optional.
  bool object(std::initializer_list<std::string_view> required,
              std::initializer_list<std::string_view> optional = {}) const;

  bool has(std::string_view key) const;
  JsonView member(std::string_view key) const;  // false if there is none, or this is no object
  std::vector<std::pair<std::string, JsonView>> members()
      const;                               // notes wrong_type if this is no object
  std::vector<JsonView> elements() const;  // notes wrong_type if this is no list

  // Each notes wrong_type and gives the fallback if the value is something else.
  std::string string() const;
  std::int64_t integer(std::int64_t low, std::int64_t high) const;
  bool boolean() const;
  std::vector<std::string> strings() const;
  /// The names that stand here, one or a list, each with its place.
  std::vector<std::pair<std::string, JsonView>> names() const;

 private:
  const boost::json::value* value_;
  std::string file_;
  std::string pointer_;
  Diagnostics* diagnostics_;
};

}  // namespace palpate
