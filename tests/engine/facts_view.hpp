// What a patient answered, read by name and independently of the engine's own evaluation.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "engine/walk.hpp"

namespace palpate::test {

class FactsView {
 public:
  FactsView(const Dialog& dialog, const Answers& answers) : dialog_(dialog), answers_(answers) {}

  bool asked(std::string_view fact) const { return raw(fact) != nullptr; }

  /// An option of a choice, or one ticked in either of a question and its repetition.
  bool has(std::string_view fact, std::string_view option) const {
    bool found = ticked(fact, option);
    for (const Fact& other : dialog_.facts) {
      if (other.repeats && dialog_.facts[*other.repeats].id == fact)
        found = found || ticked(other.id, option);
    }
    return found;
  }
  bool has_any(std::string_view fact, std::initializer_list<std::string_view> options) const {
    return std::any_of(options.begin(), options.end(),
                       [&](std::string_view option) { return has(fact, option); });
  }
  int count(std::string_view fact, std::initializer_list<std::string_view> options) const {
    return static_cast<int>(
        std::count_if(options.begin(), options.end(),
                      [&](std::string_view option) { return has(fact, option); }));
  }
  /// Said at the first asking, or at the repetition if there was one.
  bool not_sure(std::string_view fact) const {
    for (const Fact& other : dialog_.facts) {
      if (!other.repeats || dialog_.facts[*other.repeats].id != fact) continue;
      if (const Value* again = raw(other.id)) return again->not_sure;
    }
    const Value* value = raw(fact);
    return value != nullptr && value->not_sure;
  }
  /// The number, or -1 if it was not asked or not known.
  int number(std::string_view fact) const {
    const Value* value = raw(fact);
    return value == nullptr || value->not_sure ? -1 : static_cast<int>(value->bits);
  }
  /// The option of a grid's item: "", "not_sure" or its name.
  std::string item(std::string_view fact, std::string_view item) const {
    const Value* value = raw(fact);
    const Fact& declared = dialog_.facts[*dialog_.find_fact(fact)];
    for (unsigned i = 0; value != nullptr && i < declared.items.size(); ++i) {
      if (declared.items[i].id != item) continue;
      unsigned code = grid_item(*value, i);
      return code == 0               ? ""
             : code == grid_not_sure ? "not_sure"
                                     : declared.items[i].options[code - 1];
    }
    return "";
  }

 private:
  const Value* raw(std::string_view fact) const {
    auto index = dialog_.find_fact(fact);
    auto found = std::find_if(answers_.begin(), answers_.end(),
                              [&](const Answer& answer) { return answer.fact == index; });
    return found == answers_.end() ? nullptr : &found->value;
  }
  bool ticked(std::string_view fact, std::string_view option) const {
    const Value* value = raw(fact);
    const Fact& declared = dialog_.facts[*dialog_.find_fact(fact)];
    auto position = std::find(declared.options.begin(), declared.options.end(), option);
    if (position == declared.options.end())
      throw std::logic_error("no option " + std::string(option));
    return value != nullptr && (value->bits >> (position - declared.options.begin()) & 1U) != 0;
  }

  const Dialog& dialog_;
  const Answers& answers_;
};

}  // namespace palpate::test
