#include "dialog/answer_names.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/strict_json.hpp"

namespace palpate {
namespace {

namespace json = boost::json;

std::optional<std::size_t> index_of(const std::vector<std::string>& names, std::string_view name) {
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::optional<Value> value_of_number(const Fact& fact, std::int64_t number) {
  if (fact.kind != FactKind::number || number < fact.min || number > fact.max) return std::nullopt;
  return Value{static_cast<std::uint64_t>(number), false};
}

std::optional<Value> value_of_option(const Fact& fact, const std::string& name) {
  if (name == "not_sure") {
    // Whether the fact has it is is_valid()'s to say.
    return Value{0, true};
  }
  if (fact.kind == FactKind::grid) return std::nullopt;
  if (name == "none" && fact.kind == FactKind::choices) return Value{0, false};
  auto option = index_of(fact.options, name);
  if (!option) return std::nullopt;
  return Value{std::uint64_t{1} << *option, false};
}

std::optional<Value> value_of_options(const Fact& fact, const std::vector<std::string>& names) {
  if (fact.kind != FactKind::choices) return std::nullopt;
  Value value;
  bool none = false;
  for (const std::string& name : names) {
    auto one = value_of_option(fact, name);
    if (!one) return std::nullopt;
    none = none || *one == Value{};
    value.bits |= one->bits;
    value.not_sure = value.not_sure || one->not_sure;
  }
  // "None of these" together with something else contradicts itself; it must not silently become
  // either.
  if (none && value != Value{}) return std::nullopt;
  return value;
}

std::optional<Value> value_of_items(const Fact& fact,
                                    const std::vector<std::pair<std::string, std::string>>& rows) {
  if (fact.kind != FactKind::grid) return std::nullopt;
  Value value;
  for (const auto& [row, option] : rows) {
    std::size_t item = 0;
    while (item < fact.items.size() && fact.items[item].id != row) ++item;
    if (item == fact.items.size()) return std::nullopt;
    unsigned code = grid_not_sure;
    if (option != "not_sure") {
      auto index = index_of(fact.items[item].options, option);
      if (!index) return std::nullopt;
      code = static_cast<unsigned>(*index) + 1;
    }
    set_grid_item(value, static_cast<unsigned>(item), code);
  }
  return value;
}

std::optional<Value> parse_value(const Dialog& dialog, FactIndex fact, std::string_view text) {
  const Fact& declared = dialog.facts[fact];
  auto parsed = parse_strict_json(text);
  const json::value* value = std::get_if<json::value>(&parsed);
  if (value == nullptr) return std::nullopt;
  if (const std::int64_t* number = value->if_int64()) {
    return value_of_number(declared, *number);
  }
  if (const json::string* option = value->if_string()) {
    return value_of_option(declared, std::string(option->data(), option->size()));
  }
  if (const json::array* list = value->if_array()) {
    std::vector<std::string> names;
    for (const json::value& item : *list) {
      if (!item.is_string()) return std::nullopt;
      names.emplace_back(item.get_string().c_str());
    }
    return value_of_options(declared, names);
  }
  const json::object* object = value->if_object();
  if (object == nullptr) return std::nullopt;
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& [row, option] : *object) {
    if (!option.is_string()) return std::nullopt;
    rows.emplace_back(std::string(row.data(), row.size()), option.get_string().c_str());
  }
  return value_of_items(declared, rows);
}

std::string write_value(const Dialog& dialog, FactIndex fact_index, const Value& value) {
  const Fact& fact = dialog.facts[fact_index];
  switch (fact.kind) {
    case FactKind::number:
      if (!value.not_sure) return std::to_string(static_cast<std::int64_t>(value.bits));
      break;
    case FactKind::choices: {
      json::array names;
      for (std::size_t option = 0; option < fact.options.size(); ++option) {
        if ((value.bits >> option & 1U) != 0) names.emplace_back(fact.options[option]);
      }
      if (value.not_sure) names.emplace_back("not_sure");
      return json::serialize(names);
    }
    case FactKind::grid: {
      json::object rows;
      for (std::size_t item = 0; item < fact.items.size(); ++item) {
        const unsigned code = grid_item(value, static_cast<unsigned>(item));
        if (code == 0) continue;
        rows[fact.items[item].id] =
            code == grid_not_sure ? std::string("not_sure") : fact.items[item].options[code - 1];
      }
      return json::serialize(rows);
    }
    case FactKind::yes_no:
    case FactKind::choice:
      for (std::size_t option = 0; option < fact.options.size(); ++option) {
        if (value.bits == std::uint64_t{1} << option) {
          return json::serialize(json::value(fact.options[option]));
        }
      }
      break;
  }
  return "\"not_sure\"";
}

}  // namespace palpate
