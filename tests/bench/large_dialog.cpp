#include "bench/large_dialog.hpp"

#include <boost/json.hpp>
#include <set>

#include "base/strict_json.hpp"

namespace palpate::bench {
namespace {

namespace json = boost::json;

constexpr std::string_view programme = "programme";

json::value parsed(const std::string& text) {
  JsonRules rules;
  rules.comments = true;
  rules.max_depth = 32;
  return std::get<json::value>(parse_strict_json(text, rules));
}

/// One programme: renames what belongs to it wherever something speaks of it.
class Copy {
 public:
  Copy(const json::object& dialogue, int number)
      : suffix_("_" + std::to_string(number)),
        shared_flag_(dialogue.at("referral_flag").as_string()) {
    for (const auto& [name, fact] : dialogue.at("facts").as_object()) facts_.emplace(name);
    for (const auto& [name, fact] : dialogue.at("derived").as_object()) facts_.emplace(name);
  }

  std::string name() const { return "p" + suffix_; }
  /// True while the conversation is in this programme.
  json::object here() const { return {{programme, name()}}; }

  std::string renamed(std::string_view name) const {
    return name == shared_flag_ ? std::string(name) : std::string(name) + suffix_;
  }

  json::value condition(const json::value& value) const {
    if (value.is_array()) return each(value, [this](const auto& v) { return condition(v); });
    if (!value.is_object()) return value;
    static const std::set<std::string> of_names{"known",  "asked", "raised",
                                                "lifted", "shown", "passed"};
    json::object object;
    for (const auto& [name, part] : value.as_object()) {
      const bool is_names = of_names.contains(std::string(name));
      if (name == "questions") {  // one more is asked: for the programme
        json::object limits = part.as_object();
        for (auto& [limit, number] : limits) number = number.as_int64() + 1;
        object[name] = std::move(limits);
        continue;
      }
      object[fact_or(name, std::string(name))] = is_names ? names(part) : condition(part);
    }
    return object;
  }

  /// `condition`, and only in this programme.
  json::value only_here(const json::value& old) const {
    return json::object{{"all", {here(), condition(old)}}};
  }

  /// A rule row, flag or invariant: its id, and its conditions.
  json::object row(const json::object& old) const {
    json::object object = old;
    if (object.contains("id")) object["id"] = renamed(object.at("id").as_string());
    for (const char* member : {"when", "never", "reachable"}) {
      if (object.contains(member)) object[member] = only_here(object.at(member));
    }
    for (const char* member : {"then", "first_when"}) {
      if (object.contains(member)) object[member] = condition(object.at(member));
    }
    if (object.contains("clearable") && object.at("clearable").is_object())
      object["clearable"] = condition(object.at("clearable"));
    if (object.contains("unless")) {
      object["unless"] =
          json::object{{"any", {json::object{{"not", here()}}, condition(object.at("unless"))}}};
    }
    for (const char* member : {"adding", "changing"}) {
      if (object.contains(member)) object[member] = names(object.at(member));
    }
    return object;
  }

  json::object fact(const json::object& old) const {
    json::object object = old;
    if (object.contains("repeats")) object["repeats"] = renamed(object.at("repeats").as_string());
    if (object.contains("refuse")) rename_whens(object.at("refuse").as_array());
    if (!object.contains("items")) return object;
    for (auto& [name, item] : object.at("items").as_object()) {
      json::object& members = item.as_object();
      if (members.contains("when")) members["when"] = condition(members.at("when"));
    }
    return object;
  }

  json::object derived(const json::object& old) const {
    json::object object = old;
    if (object.contains("when")) object["when"] = condition(object.at("when"));
    if (object.contains("cases")) rename_whens(object.at("cases").as_array());
    return object;
  }

  json::object node(const json::object& old) const {
    json::object object = old;
    if (object.contains("ask")) object["ask"] = renamed(object.at("ask").as_string());
    if (!object.contains("next")) return object;
    if (object.at("next").is_string()) {
      object["next"] = renamed(object.at("next").as_string());
      return object;
    }
    json::array& edges = object.at("next").as_array();
    for (json::value& edge : edges) edge.as_object()["to"] = renamed(edge.at("to").as_string());
    rename_whens(edges);
    return object;
  }

 private:
  template <class Change>
  static json::value each(const json::value& list, Change change) {
    json::array changed;
    for (const json::value& part : list.as_array()) changed.push_back(change(part));
    return changed;
  }

  /// "prev.swedish" is "prev_2.swedish"; what is no fact is `otherwise`.
  std::string fact_or(std::string_view name, std::string otherwise) const {
    const std::size_t dot = std::min(name.find('.'), name.size());
    const std::string fact(name.substr(0, dot));
    if (!facts_.contains(fact)) return otherwise;
    return fact + suffix_ + std::string(name.substr(dot));
  }

  /// `value` with every string in it as the name of something copied.
  json::value names(const json::value& value) const {
    if (value.is_string()) {
      const std::string_view name = value.as_string();
      return json::value(fact_or(name, renamed(name)));
    }
    if (value.is_array()) return each(value, [this](const auto& v) { return names(v); });
    if (!value.is_object()) return value;
    json::object object;
    for (const auto& [name, part] : value.as_object()) object[name] = names(part);
    return object;
  }

  void rename_whens(json::array& rows) const {
    for (json::value& row : rows) {
      json::object& members = row.as_object();
      if (members.contains("when")) members["when"] = condition(members.at("when"));
    }
  }

  std::string suffix_;
  std::string shared_flag_;
  std::set<std::string> facts_;
};

class Grower {
 public:
  Grower(const DialogFiles& files, int copies) : files_(files) {
    for (const auto& [name, text] : files) {
      if (name.ends_with(".json")) old_.emplace(name, parsed(text));
    }
    for (int number = 1; number <= copies; ++number)
      copies_.emplace_back(old_.at("dialogue.json").as_object(), number);
  }

  DialogFiles run() {
    dialogue();
    flags();
    for (const auto& [file, lists] : std::map<std::string, std::vector<const char*>>{
             {"techniques.json", {"matrix", "gates", "scores"}},
             {"schedule.json", {"rows"}},
             {"notes.json", {"notes"}},
             {"invariants.json", {"invariants"}}}) {
      json::value grown = old_.at(file);
      for (const char* list : lists) grown.as_object()[list] = rows(grown.at(list).as_array());
      if (file == "techniques.json") asked_for(grown.as_object().at("techniques").as_object());
      files_[file] = json::serialize(grown);
    }
    questions();
    return std::move(files_);
  }

 private:
  json::array rows(const json::array& old) const {
    json::array all;
    for (const Copy& copy : copies_) {
      for (const json::value& row : old) all.push_back(copy.row(row.as_object()));
    }
    return all;
  }

  void asked_for(json::object& techniques) const {
    for (auto& [name, technique] : techniques) {
      json::array ways;
      for (const Copy& copy : copies_) ways.push_back(copy.condition(technique.at("asked_for")));
      technique.as_object()["asked_for"] = json::object{{"any", std::move(ways)}};
    }
  }

  void dialogue() {
    json::object root = old_.at("dialogue.json").as_object();
    json::object facts, derived, nodes;
    json::array options, ways, clearances;
    for (const Copy& copy : copies_) {
      options.emplace_back(copy.name());
      clearances.push_back(copy.condition(root.at("clearance")));
      ways.push_back({{"when", copy.here()}, {"to", copy.renamed(root.at("start").as_string())}});
      for (const auto& [name, fact] : root.at("facts").as_object())
        facts[copy.renamed(name)] = copy.fact(fact.as_object());
      for (const auto& [name, each] : root.at("derived").as_object())
        derived[copy.renamed(name)] = copy.derived(each.as_object());
      for (const auto& [name, node] : root.at("nodes").as_object())
        nodes[copy.renamed(name)] = copy.node(node.as_object());
    }
    ways.back().as_object().erase("when");
    facts[programme] = json::object{{"kind", "choice"}, {"options", std::move(options)}};
    nodes["ask_programme"] = json::object{{"ask", programme}, {"next", std::move(ways)}};
    root["start"] = "ask_programme";
    root["clearance"] = json::object{{"any", std::move(clearances)}};
    root["facts"] = std::move(facts);
    root["derived"] = std::move(derived);
    root["nodes"] = std::move(nodes);
    root["max_questions"] = root.at("max_questions").as_int64() + 1;
    files_["dialogue.json"] = json::serialize(root);
  }

  void flags() {
    json::value grown = old_.at("flags.json");
    json::object all;
    const std::string_view shared = old_.at("dialogue.json").at("referral_flag").as_string();
    for (const Copy& copy : copies_) {
      for (const auto& [name, flag] : grown.at("flags").as_object()) {
        json::object row = copy.row(flag.as_object());
        if (name == shared && all.contains(name))
          row["when"] = json::object{{"any", {all.at(name).at("when"), row.at("when")}}};
        all[copy.renamed(name)] = std::move(row);
      }
    }
    grown.as_object()["flags"] = std::move(all);
    files_["flags.json"] = json::serialize(grown);
  }

  /// The texts of each language.
  void questions() {
    for (const auto& [file, text] : old_) {
      if (file.starts_with("text/")) questions(file);
    }
  }

  void questions(const std::string& file) {
    json::value grown = old_.at(file);
    grown.as_object().erase("signs");  // they would be about no programme
    json::object all, options;
    for (const Copy& copy : copies_) {
      options[copy.name()] = json::object{{"label", "Programme " + copy.name()}};
      for (const auto& [name, question] : grown.at("questions").as_object())
        all[copy.renamed(name)] = question;
    }
    all[programme] = json::object{{"text", "Which programme?"},
                                  {"why", "Each has its own questions."},
                                  {"help", "Choose one."},
                                  {"options", std::move(options)}};
    grown.as_object()["questions"] = std::move(all);
    files_[file] = json::serialize(grown);
  }

  DialogFiles files_;
  std::map<std::string, json::value> old_;
  std::vector<Copy> copies_;
};

}  // namespace

DialogFiles large_dialog(const DialogFiles& files, int copies) {
  return Grower(files, copies).run();
}

}  // namespace palpate::bench
