#include "verify/mutation.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include "base/strict_json.hpp"

namespace palpate::test {
namespace {

namespace json = boost::json;

std::vector<std::string> steps_of(const std::string& at) {
  std::vector<std::string> steps;
  std::istringstream stream(at);
  for (std::string step; std::getline(stream, step, '/');) {
    if (!step.empty()) steps.push_back(step);
  }
  return steps;
}

/// The place of `step` in the list: an index, or "{id}".
std::size_t index_in(const json::array& list, const std::string& step) {
  if (step.front() != '{') return std::stoul(step);
  const std::string id = step.substr(1, step.size() - 2);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::value* found = list[i].as_object().if_contains("id");
    if (found != nullptr && found->as_string() == id) return i;
  }
  return list.size();
}

json::value* child(json::value& parent, const std::string& step) {
  if (json::object* object = parent.if_object()) return object->if_contains(step);
  if (json::array* list = parent.if_array()) {
    const std::size_t index = index_in(*list, step);
    return index < list->size() ? &(*list)[index] : nullptr;
  }
  return nullptr;
}

void remove(json::value& parent, const std::string& step) {
  if (json::object* object = parent.if_object()) {
    object->erase(step);
  } else {
    json::array& list = parent.as_array();
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(index_in(list, step)));
  }
}

}  // namespace

json::value parsed_file(const DialogFiles& files, const std::string& file) {
  JsonRules rules;
  rules.comments = true;
  rules.max_depth = 32;
  return std::get<json::value>(parse_strict_json(files.at(file), rules));
}

bool mutate(DialogFiles& files, const std::string& file, const std::string& at,
            const json::value& value) {
  json::value root = parsed_file(files, file);
  const std::vector<std::string> steps = steps_of(at);
  json::value* parent = &root;
  for (std::size_t i = 0; i + 1 < steps.size() && parent != nullptr; ++i)
    parent = child(*parent, steps[i]);
  json::value* place = parent != nullptr ? child(*parent, steps.back()) : nullptr;
  if (place == nullptr || *place == value) return false;
  if (value.is_null()) {
    remove(*parent, steps.back());
  } else {
    *place = value;
  }
  files[file] = json::serialize(root);
  return true;
}

}  // namespace palpate::test
