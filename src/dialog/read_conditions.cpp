#include <algorithm>

#include "dialog/condition_nodes.hpp"

namespace palpate {
namespace {

/// Reads one condition; each method returns the index of a node in Dialog::condition_nodes.
class ConditionReader {
 public:
  ConditionReader(Loading& loading, Scope scope)
      : loading_(loading), dialog_(loading.dialog), scope_(scope) {}

  std::uint32_t read(const JsonView& place) {
    if (!place.is_object()) {
      place.object({});
      return leaf({});
    }
    std::vector<std::uint32_t> parts;
    for (const auto& [key, value] : place.members()) {
      if (key == "of" && place.has("at_least")) continue;
      parts.push_back(key == "at_least" ? counted(place) : member(key, value));
    }
    if (parts.empty()) {
      place.report("empty_condition",
                   "a condition names at least one fact; write {\"always\": true} for always");
    }
    return parts.size() == 1 ? parts.front() : inner(Op::all, parts);
  }

 private:
  std::uint32_t leaf(ConditionNode node) { return add_leaf(dialog_, node); }

  std::uint32_t inner(Op op, const std::vector<std::uint32_t>& children, std::int32_t low = 0) {
    return add_inner(dialog_, op, children, low);
  }

  std::vector<std::uint32_t> list(const JsonView& value) {
    std::vector<std::uint32_t> children;
    for (const JsonView& element : value.elements()) children.push_back(read(element));
    if (children.empty() && value.is_array())
      value.report("empty_list", "name at least one condition");
    return children;
  }

  std::uint32_t counted(const JsonView& place) {
    if (!place.has("of")) place.report("missing_member", "\"of\" is missing here");
    std::vector<std::uint32_t> children = list(place.member("of"));
    std::int64_t count = static_cast<std::int64_t>(std::max<std::size_t>(children.size(), 1));
    return inner(Op::at_least_of, children,
                 static_cast<std::int32_t>(place.member("at_least").integer(1, count)));
  }

  std::uint32_t member(const std::string& key, const JsonView& value) {
    if (key == "all") return inner(Op::all, list(value));
    if (key == "any") return inner(Op::any, list(value));
    if (key == "not") return inner(Op::negation, {read(value)});
    if (key == "certainly") return inner(Op::certainly, {read(value)});
    if (key == "always") return always(value);
    if (key == "known") return known(value);
    if (auto derived = loading_.derived.find(key); derived != loading_.derived.end()) {
      return derived_is(derived->second, value);
    }
    if (is_outcome(key)) return read_outcome(loading_, scope_, key, value);
    return fact(key, value);
  }

  std::uint32_t always(const JsonView& value) {
    if (!value.boolean()) value.report("never_true", "only {\"always\": true} has a meaning");
    return inner(Op::all, {});
  }

  // Facts.

  struct About {
    const Fact* fact = nullptr;
    std::uint16_t index = 0;
    std::uint8_t item = no_item;
    const std::vector<std::string>& options() const {
      return item == no_item ? fact->options : fact->items[item].options;
    }
  };

  std::optional<About> subject(const std::string& name, const JsonView& place) {
    std::optional<Subject> found = find_subject(loading_, name, place);
    if (!found) return std::nullopt;
    return About{&dialog_.facts[found->fact], found->fact, found->item};
  }

  std::uint32_t fact(const std::string& name, const JsonView& value) {
    std::optional<About> found = subject(name, value);
    if (!found) return leaf({});
    if (value.is_string() && value.value().get_string() == "not_sure" &&
        !has_option(*found, "not_sure")) {
      if (!found->fact->not_sure) {
        value.report("not_sure_not_offered",
                     "\"" + found->fact->id + "\" does not offer \"not sure\"");
      }
      return leaf(about(*found, Op::is_not_sure));
    }
    if (found->fact->kind == FactKind::grid && found->item == no_item) {
      value.report("grid_item_missing",
                   "\"" + name + "\" is a grid: name one of its items, as in \"" + name + "." +
                       (found->fact->items.empty() ? "item" : found->fact->items[0].id) + "\"");
      return leaf({});
    }
    switch (found->fact->kind) {
      case FactKind::number:
        return number(*found, value);
      case FactKind::choices:
        return choices(*found, value);
      default:
        return choice(*found, value);
    }
  }

  static bool has_option(const About& subject, std::string_view option) {
    const auto& options = subject.options();
    return std::find(options.begin(), options.end(), option) != options.end();
  }

  static ConditionNode about(const About& subject, Op op) {
    ConditionNode node;
    node.op = op;
    node.subject = subject.index;
    node.item = subject.item;
    return node;
  }

  std::uint64_t options_mask(const About& subject, const JsonView& value) {
    const std::vector<std::string>& options = subject.options();
    return mask_of(
        value, [&](const std::string& option, const JsonView& place) -> std::optional<std::size_t> {
          auto position = std::find(options.begin(), options.end(), option);
          if (position != options.end())
            return static_cast<std::size_t>(position - options.begin());
          place.report("unknown_option", "\"" + subject.fact->id + "\" has no option called \"" +
                                             option + "\"" + did_you_mean(option, options));
          return std::nullopt;
        });
  }

  std::uint32_t choice(const About& subject, const JsonView& value) {
    ConditionNode node = about(subject, subject.item == no_item ? Op::one_of : Op::item_one_of);
    if (value.is_object()) {
      if (!value.object({"is_not"})) return leaf(node);
      node.mask =
          all_bits(subject.options().size()) & ~options_mask(subject, value.member("is_not"));
    } else {
      node.mask = options_mask(subject, value);
    }
    return leaf(node);
  }

  std::uint32_t choices(const About& subject, const JsonView& value) {
    if (!value.is_object()) {
      if (value.is_string() && value.value().get_string() == "none") {
        if (!subject.fact->none)
          value.report("none_not_offered", "\"" + subject.fact->id + "\" does not offer \"none\"");
        return leaf(about(subject, Op::is_none));
      }
      value.report(
          "wrong_operator",
          "\"" + subject.fact->id +
              "\" is a set of choices: write {\"has\": ...}, has_any, has_all, has_at_least, "
              "\"none\" or \"not_sure\"");
      return leaf({});
    }
    value.object({}, {"has", "has_any", "has_all", "has_at_least", "of"});
    std::vector<std::uint32_t> parts;
    for (const auto& [key, operand] : value.members()) {
      ConditionNode node = about(subject, key == "has_all" ? Op::has_all : Op::has_any);
      node.low = 1;
      if (key == "has" || key == "has_any" || key == "has_all") {
        node.mask = options_mask(subject, operand);
      } else if (key == "has_at_least") {
        std::size_t count = subject.fact->options.size();
        node.mask = value.has("of") ? options_mask(subject, value.member("of")) : all_bits(count);
        node.low = static_cast<std::int32_t>(operand.integer(1, static_cast<std::int64_t>(count)));
      } else {
        continue;
      }
      parts.push_back(leaf(node));
    }
    if (parts.empty())
      value.report("empty_condition", "say which options must be ticked: {\"has\": ...}");
    return parts.size() == 1 ? parts.front() : inner(Op::all, parts);
  }

  std::uint32_t number(const About& subject, const JsonView& value) {
    const Fact& fact = *subject.fact;
    ConditionNode node = about(subject, Op::in_range);
    node.low = fact.min;
    node.high = fact.max;
    auto limit = [&fact](const JsonView& operand) {
      return static_cast<std::int32_t>(operand.integer(fact.min, fact.max));
    };
    if (!value.is_object()) {
      node.low = node.high = limit(value);
      return leaf(node);
    }
    value.object({}, {"at_least", "at_most", "above", "below", "is_not"});
    if (value.has("at_least")) node.low = std::max(node.low, limit(value.member("at_least")));
    if (value.has("above")) node.low = std::max(node.low, limit(value.member("above")) + 1);
    if (value.has("at_most")) node.high = std::min(node.high, limit(value.member("at_most")));
    if (value.has("below")) node.high = std::min(node.high, limit(value.member("below")) - 1);
    if (node.low > node.high)
      value.report("empty_range", "no number can be both; look at the limits again");
    std::uint32_t range = leaf(node);
    if (!value.has("is_not")) return range;
    node.low = node.high = limit(value.member("is_not"));
    return inner(Op::all, {range, inner(Op::negation, {leaf(node)})});
  }

  std::uint32_t known(const JsonView& value) {
    std::vector<std::uint32_t> parts;
    for (const auto& [name, place] : value.names()) {
      if (std::optional<About> found = subject(name, place))
        parts.push_back(leaf(about(*found, Op::is_known)));
    }
    return parts.size() == 1 ? parts.front() : inner(Op::all, parts);
  }

  std::uint32_t derived_is(std::uint16_t index, const JsonView& value) {
    ConditionNode node;
    node.op = Op::derived_is;
    node.subject = index;
    const Derived& derived = dialog_.derived[index];
    if (value.is_bool()) {
      std::string wanted = value.boolean() ? "true" : "false";
      if (auto position = find_name(derived.values, wanted, value, "value"))
        node.mask = bit(*position);
    } else {
      node.mask = table_mask(derived.values, value, "value");
    }
    return leaf(node);
  }

  Loading& loading_;
  Dialog& dialog_;
  Scope scope_;
};

}  // namespace

std::optional<Subject> find_subject(Loading& loading, const std::string& name,
                                    const JsonView& place) {
  std::size_t dot = name.find('.');
  auto found = loading.facts.find(name.substr(0, dot));
  if (found == loading.facts.end()) {
    std::vector<std::string> names;
    for (const auto& [fact_name, index] : loading.facts) names.push_back(fact_name);
    for (const auto& [derived_name, index] : loading.derived) names.push_back(derived_name);
    std::string wanted = name.substr(0, dot);
    place.report("unknown_fact",
                 "there is no fact called \"" + wanted + "\"" + did_you_mean(wanted, names));
    return std::nullopt;
  }
  Subject subject{found->second, no_item};
  if (dot == std::string::npos) return subject;
  const Fact& fact = loading.dialog.facts[found->second];
  const std::string item = name.substr(dot + 1);
  std::vector<std::string> names;
  for (const GridItem& candidate : fact.items) names.push_back(candidate.id);
  auto position = std::find(names.begin(), names.end(), item);
  if (position == names.end()) {
    place.report("unknown_item", "\"" + fact.id + "\" has no item called \"" + item + "\"" +
                                     did_you_mean(item, names));
    return std::nullopt;
  }
  subject.item = static_cast<std::uint8_t>(position - names.begin());
  return subject;
}

Condition Loading::condition(const JsonView& place, Scope scope) {
  if (!place) return {};
  return {ConditionReader(*this, scope).read(place)};
}

}  // namespace palpate
