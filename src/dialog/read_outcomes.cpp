// Conditions about what follows from facts: flags, cells, the disposition, the advice.
#include <algorithm>

#include "dialog/condition_nodes.hpp"

namespace palpate {
namespace {

/// Which names stand for something in a condition, and since when it is known.
struct OutcomeKey {
  std::string_view key;
  Scope known_since;
};
constexpr std::array outcome_keys = std::to_array<OutcomeKey>({
    {"cell", Scope::flags},
    {"rows", Scope::flags},
    {"disposition", Scope::nodes},
    {"clearable", Scope::nodes},
    {"raised", Scope::nodes},
    {"primary", Scope::outcome},
    {"allowed", Scope::outcome},
    {"schedule", Scope::outcome},
    {"lifted", Scope::finished},
    {"shown", Scope::finished},
    {"asked", Scope::finished},
    {"passed", Scope::finished},
    {"questions", Scope::finished},
});

class OutcomeReader {
 public:
  explicit OutcomeReader(Loading& loading) : loading_(loading), dialog_(loading.dialog) {}

  std::uint32_t read(const std::string& key, const JsonView& value) {
    if (key == "cell") return cell(value);
    if (key == "rows") return rows(value);
    if (key == "raised") return each(value, loading_.flags, "flag", Op::flag_raised);
    if (key == "lifted") return each(value, loading_.flags, "flag", Op::flag_lifted);
    if (key == "shown") return each(value, loading_.notes, "note", Op::note_shown);
    if (key == "asked") return each(value, loading_.facts, "fact", Op::fact_asked);
    if (key == "passed") return each(value, loading_.nodes, "node", Op::node_passed);
    if (key == "allowed") return allowed(value);
    ConditionNode node;
    if (key == "disposition") {
      node.op = Op::disposition_in;
      node.mask = dispositions(value);
    } else if (key == "clearable") {
      node.op = Op::clearable;
      if (!value.boolean()) return inner(Op::negation, {leaf(node)});
    } else if (key == "schedule") {
      node.op = Op::schedule_in;
      node.mask = names_mask(loading_.schedules, value, "schedule");
    } else if (key == "primary") {
      node.op = Op::primary_in;
      node.mask = names_mask(loading_.techniques, value, "technique");
    } else {
      node = questions(value);
    }
    return leaf(node);
  }

 private:
  std::uint32_t leaf(ConditionNode node) { return add_leaf(dialog_, node); }
  std::uint32_t inner(Op op, const std::vector<std::uint32_t>& children) {
    return add_inner(dialog_, op, children);
  }

  std::uint64_t names_mask(const std::map<std::string, std::uint16_t>& names, const JsonView& value,
                           std::string_view what) {
    return mask_of(value, [&](const std::string& name, const JsonView& place) {
      return loading_.find(names, name, place, what);
    });
  }

  /// A name, or {"has_any": names} or {"has_all": names}: one leaf a name.
  std::uint32_t each(const JsonView& value, const std::map<std::string, std::uint16_t>& names,
                     std::string_view what, Op op) {
    JsonView list = value;
    Op join = Op::any;
    if (!value.is_string()) {
      value.object({}, {"has_any", "has_all"});
      join = value.has("has_all") ? Op::all : Op::any;
      list = value.member(join == Op::all ? "has_all" : "has_any");
      if (value.is_object() && value.has("has_any") == value.has("has_all"))
        value.report("wrong_operator", "write {\"has_any\": [...]} or {\"has_all\": [...]}");
      if (!list || value.has("has_any") == value.has("has_all")) return leaf({});
    }
    std::vector<std::uint32_t> leaves;
    for (const auto& [name, place] : list.names()) {
      ConditionNode node;
      node.op = op;
      node.subject = loading_.find(names, name, place, what).value_or(0);
      leaves.push_back(leaf(node));
    }
    return leaves.size() == 1 ? leaves.front() : inner(join, leaves);
  }

  std::uint32_t allowed(const JsonView& value) {
    ConditionNode node;
    if (value.is_string() && value.value().get_string() == "none") {
      node.op = Op::allowed_within;
      return leaf(node);
    }
    if (!value.object({}, {"has", "has_any", "within"})) return leaf({});
    if (value.has("has") + value.has("has_any") + value.has("within") != 1) {
      value.report("wrong_operator",
                   "write {\"has\": ...}, {\"has_any\": [...]}, {\"within\": [...]} or \"none\"");
      return leaf({});
    }
    if (value.has("has")) {
      node.op = Op::allowed_has;
      node.mask = names_mask(loading_.techniques, value.member("has"), "technique");
      return leaf(node);
    }
    node.op = Op::allowed_within;
    if (value.has("within")) {
      node.mask = names_mask(loading_.techniques, value.member("within"), "technique");
      return leaf(node);
    }
    // One of them is allowed: not everything allowed is something else.
    node.mask = all_bits(dialog_.techniques.size()) &
                ~names_mask(loading_.techniques, value.member("has_any"), "technique");
    return inner(Op::negation, {leaf(node)});
  }

  static ConditionNode questions(const JsonView& value) {
    constexpr std::int64_t most = 1000;
    ConditionNode node;
    node.op = Op::questions_in;
    node.high = static_cast<std::int32_t>(most);
    value.object({}, {"at_least", "at_most"});
    if (value.is_object() && !value.has("at_least") && !value.has("at_most"))
      value.report("empty_condition", "say how many: {\"at_most\": 12}");
    if (value.has("at_least"))
      node.low = static_cast<std::int32_t>(value.member("at_least").integer(0, most));
    if (value.has("at_most"))
      node.high = static_cast<std::int32_t>(value.member("at_most").integer(0, most));
    if (node.low > node.high)
      value.report("empty_range", "no number can be both; look at the limits again");
    return node;
  }

  static std::uint64_t dispositions(const JsonView& value) {
    if (!value.is_object()) return table_mask(disposition_names, value, "disposition");
    value.object({}, {"at_least", "at_most"});
    std::uint64_t mask = all_bits(disposition_names.size());
    for (const auto& [key, operand] : value.members()) {
      auto level = find_name(disposition_names, operand.string(), operand, "disposition");
      if (level && key == "at_least") mask &= ~(bit(*level) - 1);
      if (level && key == "at_most") mask &= all_bits(*level + std::size_t{1});
    }
    return mask;
  }

  std::uint32_t cell(const JsonView& value) {
    std::vector<std::uint32_t> parts;
    for (const auto& [technique, cells] : value.members()) {
      ConditionNode node;
      node.op = Op::cell_in;
      node.subject = loading_.find(loading_.techniques, technique, cells, "technique").value_or(0);
      node.mask = table_mask(cell_names, cells, "cell");
      parts.push_back(leaf(node));
    }
    if (parts.empty())
      value.report("empty_condition", "name a technique: {\"cell\": {\"swedish\": \"clear\"}}");
    return parts.size() == 1 ? parts.front() : inner(Op::all, parts);
  }

  std::uint32_t rows(const JsonView& value) {
    value.object({"at_least"}, {"technique", "cell", "kind"});
    ConditionNode node;
    node.op = Op::rows;
    node.low = static_cast<std::int32_t>(value.member("at_least").integer(1, 1000));
    node.kinds = static_cast<std::uint8_t>(
        value.has("kind") ? table_mask(row_kind_names, value.member("kind"), "kind")
                          : all_bits(row_kind_names.size()));
    node.subject = no_subject;
    if (value.has("technique") != value.has("cell")) {
      value.report("missing_member", "\"technique\" and \"cell\" go together");
    } else if (value.has("technique")) {
      JsonView name = value.member("technique");
      node.subject =
          loading_.find(loading_.techniques, name.string(), name, "technique").value_or(0);
      node.mask = table_mask(cell_names, value.member("cell"), "cell");
    }
    return leaf(node);
  }

  Loading& loading_;
  Dialog& dialog_;
};

}  // namespace

std::uint32_t add_leaf(Dialog& dialog, ConditionNode node) {
  dialog.condition_nodes.push_back(node);
  return static_cast<std::uint32_t>(dialog.condition_nodes.size() - 1);
}

std::uint32_t add_inner(Dialog& dialog, Op op, const std::vector<std::uint32_t>& children,
                        std::int32_t low) {
  ConditionNode node;
  node.op = op;
  node.low = low;
  node.first = static_cast<std::uint32_t>(dialog.condition_children.size());
  node.count = static_cast<std::uint32_t>(children.size());
  dialog.condition_children.insert(dialog.condition_children.end(), children.begin(),
                                   children.end());
  return add_leaf(dialog, node);
}

bool is_outcome(std::string_view key) {
  return std::any_of(outcome_keys.begin(), outcome_keys.end(),
                     [&](const OutcomeKey& known) { return known.key == key; });
}

std::uint32_t read_outcome(Loading& loading, Scope scope, const std::string& key,
                           const JsonView& value) {
  const auto* known = std::find_if(outcome_keys.begin(), outcome_keys.end(),
                                   [&](const OutcomeKey& one) { return one.key == key; });
  if (known->known_since > scope) {
    value.report("not_known_here", "\"" + key + "\" is not known yet where this condition is used");
    return add_leaf(loading.dialog, {});
  }
  return OutcomeReader(loading).read(key, value);
}

}  // namespace palpate
