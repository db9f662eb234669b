// dialogue.json: facts, derived facts and nodes.
#include <algorithm>

#include "dialog/condition_nodes.hpp"

namespace palpate {
namespace {

constexpr std::int64_t largest_number = 1'000'000;
constexpr std::size_t max_facts = 1000;
constexpr std::size_t max_nodes = 5000;

constexpr std::array reserved_names =
    std::to_array<std::string_view>({"all", "any", "not", "certainly", "always", "known",
                                     "at_least", "of", "none", "not_sure", "check"});

/// True if `name` has a meaning of its own in conditions.
bool is_reserved(std::string_view name) {
  return is_outcome(name) ||
         std::find(reserved_names.begin(), reserved_names.end(), name) != reserved_names.end();
}

/// Checks a list of option names and cuts it to `limit`.
std::vector<std::string> option_names(Loading& loading, const JsonView& place, std::size_t limit) {
  std::vector<std::string> names;
  for (const JsonView& element : place.elements()) {
    std::string name = element.string();
    if (!element.is_string()) continue;
    loading.check_id(name, element);
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      element.report("duplicate_id", "the option \"" + name + "\" is named twice");
    } else {
      names.push_back(name);
    }
  }
  if (names.empty() && place.is_array()) place.report("empty_list", "name at least one option");
  if (names.size() > limit) {
    place.report("too_many", "at most " + std::to_string(limit) +
                                 " options are possible here, and these are " +
                                 std::to_string(names.size()));
    names.resize(limit);
  }
  return names;
}

void read_options(Loading& loading, Fact& fact, const JsonView& place) {
  if (place.has("options") == place.has("groups")) {
    place.report("missing_member",
                 "a question with options has \"options\" or \"groups\", one of both");
    return;
  }
  if (place.has("options")) {
    fact.options = option_names(loading, place.member("options"), max_options);
  }
  for (const auto& [id, group] : place.has("groups")
                                     ? place.member("groups").members()
                                     : std::vector<std::pair<std::string, JsonView>>{}) {
    loading.check_id(id, group);
    std::vector<std::string> names = option_names(loading, group, max_options);
    for (const std::string& name : names) {
      if (std::find(fact.options.begin(), fact.options.end(), name) != fact.options.end()) {
        group.report("duplicate_id", "the option \"" + name + "\" is named twice");
      }
    }
    fact.groups.push_back({id, static_cast<std::uint16_t>(fact.options.size()),
                           static_cast<std::uint16_t>(names.size())});
    fact.options.insert(fact.options.end(), names.begin(), names.end());
  }
  if (fact.options.size() > max_options) {
    place.report("too_many", "at most " + std::to_string(max_options) +
                                 " options are possible in one question");
    fact.options.resize(max_options);
    fact.groups.clear();
  }
  if (fact.kind == FactKind::choices &&
      std::find(fact.options.begin(), fact.options.end(), "none") != fact.options.end()) {
    place.report("bad_id", "\"none\" is not an option: write \"none\": true");
  }
}

void read_items(Loading& loading, Fact& fact, const JsonView& place) {
  std::vector<std::string> shared;
  if (place.has("options"))
    shared = option_names(loading, place.member("options"), max_grid_options);
  for (const auto& [id, item] : place.member("items").members()) {
    loading.check_id(id, item);
    item.object({}, {"options", "when"});
    GridItem read{id, shared, {}};
    if (item.has("options"))
      read.options = option_names(loading, item.member("options"), max_grid_options);
    if (read.options.empty() && !item.has("options")) {
      item.report("missing_member",
                  "\"options\" is missing here, and the grid has none for all items");
    }
    fact.items.push_back(std::move(read));
  }
  if (fact.items.size() > max_grid_items) {
    place.member("items").report("too_many",
                                 "a grid has at most " + std::to_string(max_grid_items) + " items");
    fact.items.resize(max_grid_items);
  }
  if (fact.items.empty()) place.member("items").report("empty_list", "name at least one item");
  if (!place.has("shortcut") || fact.items.empty()) return;
  std::string name = place.member("shortcut").string();
  if (auto option = find_name(fact.items[0].options, name, place.member("shortcut"), "option")) {
    fact.shortcut = option;
    for (const GridItem& item : fact.items) {
      if (item.options.size() <= *option || item.options[*option] != name) {
        place.member("shortcut")
            .report("unknown_option", "the item \"" + item.id + "\" has no option \"" + name +
                                          "\" in the same place as the first item");
        fact.shortcut.reset();
        break;
      }
    }
  }
}

void read_number(Fact& fact, const JsonView& place) {
  fact.min = static_cast<std::int32_t>(place.member("min").integer(0, largest_number));
  fact.max = static_cast<std::int32_t>(place.member("max").integer(0, largest_number));
  if (fact.max <= fact.min && place.has("min") && place.has("max")) {
    place.report("out_of_range", "\"max\" must be greater than \"min\"");
    fact.max = fact.min + 1;
  }
  if (!place.has("between")) return;
  fact.between_is_higher = place.member("between").string() == "higher";
  if (!fact.between_is_higher)
    place.member("between").report("bad_between",
                                   "\"higher\" is all that can stand here; without it, a line with "
                                   "two numbers is no answer");
}

bool check_members(const JsonView& place, FactKind kind) {
  switch (kind) {
    case FactKind::yes_no:
      return place.object({"kind"}, {"not_sure", "safety", "refuse", "told"});
    case FactKind::choice:
      return place.object({"kind"},
                          {"options", "groups", "not_sure", "safety", "refuse", "told", "days"});
    case FactKind::choices:
      return place.object({"kind"},
                          {"options", "groups", "none", "not_sure", "safety", "refuse", "told"});
    case FactKind::number:
      return place.object({"kind", "min", "max"},
                          {"not_sure", "safety", "refuse", "told", "between"});
    case FactKind::grid:
      return place.object({"kind", "items"},
                          {"options", "shortcut", "not_sure", "safety", "refuse"});
  }
  return false;
}

/// A fact that repeats an earlier one takes everything from it.
Fact read_repeat(Loading& loading, const std::string& id, const JsonView& place) {
  Fact fact;
  fact.id = id;
  place.object({"repeats"}, {});
  JsonView name = place.member("repeats");
  std::optional<std::uint16_t> first = loading.find(loading.facts, name.string(), name, "fact");
  if (!first) return fact;
  const Fact& original = loading.dialog.facts[*first];
  if (original.repeats || original.kind == FactKind::grid) {
    name.report(
        "cannot_repeat",
        "\"" + original.id + "\" cannot be repeated: it is a grid or repeats another fact itself");
    return fact;
  }
  fact = original;
  fact.id = id;
  fact.refusals.clear();
  fact.told = Told::no;
  fact.repeats = *first;
  return fact;
}

Fact read_fact(Loading& loading, const std::string& id, const JsonView& place) {
  if (place.has("repeats")) return read_repeat(loading, id, place);
  Fact fact;
  fact.id = id;
  if (!place.is_object() || !place.has("kind")) {
    place.object({"kind"}, {"options", "groups", "items", "min", "max", "none", "not_sure",
                            "safety", "shortcut", "refuse", "told", "days", "between"});
    return fact;
  }
  std::string kind = place.member("kind").string();
  std::optional<std::uint8_t> known =
      find_name(fact_kind_names, kind, place.member("kind"), "kind");
  if (!known) return fact;
  fact.kind = static_cast<FactKind>(*known);
  check_members(place, fact.kind);
  fact.none = fact.kind == FactKind::choices && place.member("none").boolean();
  fact.not_sure = place.member("not_sure").boolean();
  fact.safety = place.member("safety").boolean();
  read_told(fact, place);
  switch (fact.kind) {
    case FactKind::yes_no:
      fact.options = {"yes", "no"};
      break;
    case FactKind::choice:
    case FactKind::choices:
      read_options(loading, fact, place);
      read_days(fact, place.member("days"));
      break;
    case FactKind::number:
      read_number(fact, place);
      break;
    case FactKind::grid:
      read_items(loading, fact, place);
      break;
  }
  return fact;
}

std::vector<Edge> read_next(Loading& loading, const JsonView& next) {
  std::vector<Edge> edges;
  auto node = [&loading](const JsonView& name) {
    return loading.find(loading.nodes, name.string(), name, "node").value_or(0);
  };
  if (!next.is_array()) {
    edges.push_back({{}, node(next)});
    return edges;
  }
  std::vector<JsonView> rows = next.elements();
  if (rows.empty()) next.report("empty_list", "name at least one node");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const JsonView& row = rows[i];
    row.object({"to"}, {"when"});
    Edge edge;
    if (row.has("to")) edge.to = node(row.member("to"));
    bool last = i + 1 == rows.size();
    if (last && row.has("when")) {
      row.report(
          "dead_end",
          "the last row of \"next\" must have no \"when\", or a patient could be stuck here");
    } else if (!last && !row.has("when")) {
      row.report("missing_member",
                 "only the last row of \"next\" goes without \"when\"; the rows after this one are "
                 "never used");
    }
    if (row.has("when")) edge.when = loading.condition(row.member("when"), Scope::nodes);
    edges.push_back(edge);
  }
  return edges;
}

void read_node(Loading& loading, Node& node, const JsonView& place) {
  int kinds = place.has("say") + place.has("ask") + place.has("decide") + place.has("end");
  if (!place.is_object() || kinds != 1) {
    place.report("node_kind", "a node has one of \"say\", \"ask\", \"decide\" and \"end\"");
    return;
  }
  if (place.has("end")) {
    place.object({"end"});
    node.kind = NodeKind::end;
    node.title = place.member("end").string();
    return;
  }
  if (place.has("say")) {
    place.object({"say", "next"});
    node.kind = NodeKind::say;
    for (const JsonView& key : place.member("say").elements())
      node.says.push_back(loading.text(key));
  } else if (place.has("ask")) {
    place.object({"ask", "next"});
    node.kind = NodeKind::ask;
    node.fact =
        loading.find(loading.facts, place.member("ask").string(), place.member("ask"), "fact")
            .value_or(0);
  } else {
    place.object({"decide", "next"});
    node.kind = NodeKind::decide;
    node.title = place.member("decide").string();
  }
  if (place.has("next")) node.next = read_next(loading, place.member("next"));
}

}  // namespace

void read_facts(Loading& loading, const JsonView& dialogue) {
  std::vector<std::pair<std::string, JsonView>> members = dialogue.member("facts").members();
  if (members.empty() && dialogue.has("facts"))
    dialogue.member("facts").report("empty_list", "declare at least one fact");
  if (members.size() > max_facts) {
    dialogue.member("facts").report(
        "too_many", "a dialogue has at most " + std::to_string(max_facts) + " facts");
    members.erase(members.begin() + max_facts, members.end());
  }
  for (const auto& [id, place] : members) {
    loading.check_id(id, place);
    if (is_reserved(id)) {
      place.report("reserved_name",
                   "\"" + id + "\" has a meaning in conditions and cannot name a fact");
    }
    Fact fact = read_fact(loading, id, place);
    loading.facts.emplace(id, static_cast<std::uint16_t>(loading.dialog.facts.size()));
    loading.dialog.facts.push_back(std::move(fact));
  }
}

void read_derived(Loading& loading, const JsonView& dialogue) {
  if (!dialogue.has("derived")) return;
  for (const auto& [id, place] : dialogue.member("derived").members()) {
    loading.check_id(id, place);
    if (loading.facts.contains(id) || is_reserved(id)) {
      place.report("duplicate_id",
                   "\"" + id + "\" already names a fact or has a meaning in conditions");
    }
    Derived derived;
    derived.id = id;
    if (place.has("cases")) {
      place.object({"cases"});
      for (const JsonView& row : place.member("cases").elements()) {
        row.object({"when", "is"});
        std::string value = row.member("is").string();
        auto position = std::find(derived.values.begin(), derived.values.end(), value);
        auto index = static_cast<std::uint8_t>(position - derived.values.begin());
        if (position == derived.values.end()) derived.values.push_back(value);
        derived.cases.push_back({loading.condition(row.member("when"), Scope::facts), index});
      }
      if (derived.values.size() > max_options) {
        place.report("too_many",
                     "a derived fact has at most " + std::to_string(max_options) + " values");
        derived.values.resize(1);
        derived.cases.clear();
      }
    } else {
      place.object({"when"});
      derived.values = {"false", "true"};
      derived.cases.push_back({loading.condition(place.member("when"), Scope::facts), 1});
    }
    loading.derived.emplace(id, static_cast<std::uint16_t>(loading.dialog.derived.size()));
    loading.dialog.derived.push_back(std::move(derived));
  }
}

void read_nodes(Loading& loading, const JsonView& dialogue) {
  // Conditions inside facts wait until every fact and derived fact has its name.
  for (const auto& [id, place] : dialogue.member("facts").members()) {
    auto index = loading.facts.find(id);
    if (index == loading.facts.end()) continue;  // beyond max_facts, noted already
    Fact& fact = loading.dialog.facts[index->second];
    for (GridItem& item : fact.items) {
      JsonView when = place.member("items").member(item.id).member("when");
      if (when) item.when = loading.condition(when, Scope::facts);
    }
    if (!place.has("refuse")) continue;
    for (const JsonView& row : place.member("refuse").elements()) {
      if (!row.object({"when", "text"})) continue;
      fact.refusals.push_back(
          {loading.condition(row.member("when"), Scope::facts), loading.text(row.member("text"))});
    }
  }
  if (dialogue.has("clearance")) {
    loading.dialog.clearance = loading.condition(dialogue.member("clearance"), Scope::facts);
    loading.dialog.has_clearance = true;
  }
  std::vector<std::pair<std::string, JsonView>> members = dialogue.member("nodes").members();
  if (members.size() > max_nodes) {
    dialogue.member("nodes").report(
        "too_many", "a dialogue has at most " + std::to_string(max_nodes) + " nodes");
    members.erase(members.begin() + max_nodes, members.end());
  }
  for (const auto& [id, place] : members) {
    loading.check_id(id, place);
    loading.nodes.emplace(id, static_cast<std::uint16_t>(loading.dialog.nodes.size()));
    loading.dialog.nodes.emplace_back().id = id;
  }
  for (const auto& [id, place] : members)
    read_node(loading, loading.dialog.nodes[loading.nodes.at(id)], place);
  if (dialogue.has("start")) {
    JsonView start = dialogue.member("start");
    loading.dialog.start = loading.find(loading.nodes, start.string(), start, "node").value_or(0);
  }
}

}  // namespace palpate
