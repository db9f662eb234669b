#include "verify/sweep.hpp"

namespace palpate::test {
namespace {

namespace json = boost::json;

class Sweep {
 public:
  explicit Sweep(const DialogFiles& files) : files_(files) {}

  std::vector<SmallChange> run() {
    for (const char* name :
         {"techniques.json", "flags.json", "schedule.json", "notes.json", "dialogue.json"}) {
      file_ = name;
      visit(parsed_file(files_, file_), "", "", false);
    }
    return std::move(changes_);
  }

 private:
  void change(const std::string& at, json::value value) {
    changes_.push_back({file_, at, std::move(value)});
  }

  /// Everything below `value`, which stands at `at` under the name `key`; `inside` a condition or
  /// not.
  void visit(const json::value& value, const std::string& at, const std::string& key, bool inside) {
    const bool is_condition = starts_condition(key);
    if (const json::object* object = value.if_object()) {
      if (is_condition || inside) forget_members(*object, at);
      for (const auto& [name, part] : *object)
        visit(part, at + "/" + std::string(name), name, inside || is_condition);
    } else if (const json::array* list = value.if_array()) {
      if (inside || key == "next") forget_elements(*list, at);
      std::size_t index = 0;
      for (const json::value& part : *list)
        visit(part, at + "/" + std::to_string(index++), "", inside);
    } else {
      leaf(value, at, key, inside);
    }
  }

  static bool starts_condition(const std::string& key) { return key == "when" || key == "unless"; }

  void forget_members(const json::object& object, const std::string& at) {
    if (object.size() < 2) return;
    for (const auto& [name, part] : object) {
      json::object fewer = object;
      fewer.erase(name);
      change(at, fewer);
    }
  }

  void forget_elements(const json::array& list, const std::string& at) {
    if (list.size() < 2) return;
    for (std::size_t i = 0; i < list.size(); ++i) {
      json::array fewer = list;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      change(at, fewer);
    }
  }

  void leaf(const json::value& value, const std::string& at, const std::string& key, bool inside) {
    const std::int64_t* number = value.if_int64();
    if (number != nullptr && (inside || at.find("/points/") != std::string::npos)) {
      change(at, *number + 1);
      change(at, *number - 1);
    } else if (at.find("/cells/") != std::string::npos) {
      step(value, at, {"ok", "adapt", "clear", "avoid"});
    } else if (key == "level") {
      step(value, at, {"caution", "clearance", "urgent", "emergency"});
    } else if (key == "schedule") {
      step(value, at, {"weekly", "every_2_weeks", "monthly", "quarterly"});
    } else if (key == "to" && value.as_string() != "done") {
      change(at, "done");
    } else if (key == "clearable" && value.is_bool()) {
      change(at, !value.as_bool());
    }
  }

  /// One less and one more of `names`.
  void step(const json::value& value, const std::string& at,
            const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (value.as_string() != names[i]) continue;
      if (i > 0) change(at, json::value(names[i - 1]));
      if (i + 1 < names.size()) change(at, json::value(names[i + 1]));
    }
  }

  const DialogFiles& files_;
  std::string file_;
  std::vector<SmallChange> changes_;
};

}  // namespace

std::vector<SmallChange> small_changes(const DialogFiles& files) {
  return Sweep(files).run();
}

}  // namespace palpate::test
