// Answers of palpate.v1 as values.
#include "conversation/render.hpp"

namespace palpate {

std::optional<Value> read_value(const Dialog& dialog, FactIndex fact_index,
                                const protocol::AnswerValue& answer) {
  const Fact& fact = dialog.facts[fact_index];
  if (const auto* number = std::get_if<std::int64_t>(&answer.value)) {
    return value_of_number(fact, *number);
  }
  if (const auto* option = std::get_if<std::string>(&answer.value)) {
    return value_of_option(fact, *option);
  }
  if (const auto* options = std::get_if<std::vector<std::string>>(&answer.value)) {
    return value_of_options(fact, *options);
  }
  return value_of_items(fact,
                        std::get<std::vector<std::pair<std::string, std::string>>>(answer.value));
}

std::optional<Truth> read_check(const protocol::AnswerValue& answer) {
  const auto* option = std::get_if<std::string>(&answer.value);
  if (option == nullptr) return std::nullopt;
  if (*option == "yes") return Truth::yes;
  if (*option == "no") return Truth::no;
  return *option == "not_sure" ? std::optional(Truth::unknown) : std::nullopt;
}

}  // namespace palpate
