// invariants.json: what palpate-check proves of every conversation.
#include <bit>

#include "dialog/condition_nodes.hpp"
#include "dialog/rows.hpp"

namespace palpate {
namespace {

constexpr std::string_view shapes = R"("never", "when" with "then", "adding" or "changing")";

/// Which of the four shapes the invariant has; nothing, and a diagnostic, if not exactly one.
std::optional<InvariantKind> kind_of(const JsonView& place) {
  constexpr std::array<std::string_view, 4> keys{"never", "when", "adding", "changing"};
  std::optional<InvariantKind> kind;
  int found = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!place.has(keys[i])) continue;
    kind = static_cast<InvariantKind>(i);
    ++found;
  }
  if (found != 1) {
    place.report("invariant_shape", "an invariant has exactly one of " + std::string(shapes));
    return std::nullopt;
  }
  // What belongs to one shape says nothing in another.
  if (place.has("then") && kind != InvariantKind::implies)
    place.member("then").report("invariant_shape", "\"then\" goes with \"when\"");
  if (place.has("among") && kind != InvariantKind::changing)
    place.member("among").report("invariant_shape", "\"among\" goes with \"changing\"");
  return kind;
}

void read_subject(Loading& loading, Invariant& invariant, const std::string& name,
                  const JsonView& place) {
  if (loading.derived.contains(name)) {
    place.report("wrong_subject",
                 "\"" + name + "\" is derived; name the facts that are asked for it");
    return;
  }
  std::optional<Subject> subject = find_subject(loading, name, place);
  if (!subject) return;
  const Fact& fact = loading.dialog.facts[subject->fact];
  if (invariant.kind == InvariantKind::adding && fact.kind != FactKind::choices) {
    place.report("wrong_subject", "only ticks can be added: \"" + name + "\" is no set of choices");
  } else if (invariant.kind == InvariantKind::changing && fact.kind == FactKind::choices) {
    place.report("wrong_subject",
                 "\"" + name + "\" is a set of choices; \"adding\" says what one more tick does");
  } else if (fact.kind == FactKind::grid && subject->item == no_item) {
    place.report("grid_item_missing",
                 "\"" + name + "\" is a grid: name one of its items, as in \"" + name + "." +
                     (fact.items.empty() ? "item" : fact.items[0].id) + "\"");
  } else {
    invariant.subjects.push_back(*subject);
  }
}

/// The place of `option` among the options of every subject; nothing, and a diagnostic, if it has
/// none or differs.
std::optional<std::uint8_t> common_option(Loading& loading, const Invariant& invariant,
                                          const JsonView& option) {
  std::optional<std::uint8_t> common;
  for (const Subject& subject : invariant.subjects) {
    const Fact& fact = loading.dialog.facts[subject.fact];
    const auto& options = subject.item == no_item ? fact.options : fact.items[subject.item].options;
    std::optional<std::uint8_t> index = find_name(options, option.string(), option, "option");
    if (!index) return std::nullopt;
    if (common.value_or(*index) != *index) {
      option.report("wrong_subject", "\"" + option.string() +
                                         "\" stands at another place in the options of \"" +
                                         fact.id + "\"; write an invariant for each");
      return std::nullopt;
    }
    common = index;
  }
  return common;
}

void read_among(Loading& loading, Invariant& invariant, const JsonView& among) {
  bool are_known = true;
  for (const JsonView& option : among.elements()) {
    std::optional<std::uint8_t> index = common_option(loading, invariant, option);
    if (index) invariant.among |= bit(*index);
    are_known = are_known && index;
  }
  if (among.is_array() && are_known && std::popcount(invariant.among) < 2)
    among.report("empty_list", "name at least two options that are exchanged");
}

void read_shape(Loading& loading, Invariant& invariant, const JsonView& place) {
  switch (invariant.kind) {
    case InvariantKind::never:
      invariant.when = loading.condition(place.member("never"), Scope::finished);
      break;
    case InvariantKind::implies:
      if (!place.has("then")) place.report("missing_member", "\"then\" is missing here");
      invariant.when = loading.condition(place.member("when"), Scope::finished);
      invariant.then = loading.condition(place.member("then"), Scope::finished);
      break;
    case InvariantKind::adding:
    case InvariantKind::changing: {
      JsonView names = place.member(invariant_kind_names[static_cast<std::size_t>(invariant.kind)]);
      for (const JsonView& name : names.elements()) {
        std::string subject = name.string();
        if (name.is_string()) read_subject(loading, invariant, subject, name);
      }
      if (names.is_array() && names.elements().empty())
        names.report("empty_list", "name at least one fact");
      if (place.has("among")) read_among(loading, invariant, place.member("among"));
    }
  }
}

}  // namespace

void read_invariants(Loading& loading, const JsonView& invariants) {
  invariants.object({"invariants"});
  RowIds ids;
  for (const JsonView& place : limited_rows(invariants.member("invariants"))) {
    place.object({"id", "text", "source", "reachable"},
                 {"never", "when", "then", "adding", "changing", "among"});
    if (!place.is_object()) continue;
    Invariant invariant;
    invariant.id = row_id(loading, place, ids);
    invariant.text = place.member("text").string();
    if (place.has("text") && invariant.text.empty())
      place.member("text").report("empty_text", "say in plain words what must hold");
    invariant.sources = loading.basis(place).sources;
    if (std::optional<InvariantKind> kind = kind_of(place)) {
      invariant.kind = *kind;
      read_shape(loading, invariant, place);
    }
    if (place.has("reachable"))
      invariant.reachable = loading.condition(place.member("reachable"), Scope::finished);
    loading.dialog.invariants.push_back(std::move(invariant));
  }
}

}  // namespace palpate
