// A dialogue while it is being loaded: the names seen so far, and the readers of each kind of file.
// Inside the room only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dialog/dialog.hpp"
#include "dialog/reader.hpp"

namespace palpate {

/// What a condition may speak of; each scope includes those before it.
enum class Scope : std::uint8_t { facts, flags, nodes, outcome, finished };

struct Loading {
  Dialog dialog;
  Diagnostics diagnostics;

  std::map<std::string, std::uint16_t> facts, derived, flags, nodes, techniques, schedules, notes,
      sources, texts;
  std::vector<JsonView> text_places;  // where each text of Dialog::text_keys is used first
  std::vector<bool> sources_used;
  std::vector<std::string> locale_ids;

  /// The index of `name`; notes `code` at `place` with a suggestion if there is none.
  std::optional<std::uint16_t> find(const std::map<std::string, std::uint16_t>& names,
                                    const std::string& name, const JsonView& place,
                                    std::string_view what);

  /// The text key that stands at `place`.
  TextIndex text(const JsonView& place);

  /// `why`, `source` and `basis` of the rule row at `row`.
  Basis basis(const JsonView& row);

  /// `when` or `unless` of the rule row at `row`.
  Trigger trigger(const JsonView& row, Scope scope);

  /// The condition at `place`.
  Condition condition(const JsonView& place, Scope scope);

  /// Notes bad_id unless `id` is a name.
  void check_id(const std::string& id, const JsonView& place);
};

/// The position of `name` in a table of names, or nothing with a diagnostic at `place`.
template <class Names>
std::optional<std::uint8_t> find_name(const Names& names, const std::string& name,
                                      const JsonView& place, std::string_view what) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<std::uint8_t>(i);
  }
  std::vector<std::string> all(names.begin(), names.end());
  place.report("unknown_" + std::string(what), "there is no " + std::string(what) + " called \"" +
                                                   name + "\"" + did_you_mean(name, all));
  return std::nullopt;
}

void read_facts(Loading& loading, const JsonView& dialogue);
void read_told(Fact& fact, const JsonView& place);
void read_days(Fact& fact, const JsonView& days);
void read_derived(Loading& loading, const JsonView& dialogue);
void read_nodes(Loading& loading, const JsonView& dialogue);
void read_sources(Loading& loading, const JsonView& sources);
void read_flag_names(Loading& loading, const JsonView& flags);
void read_flags(Loading& loading, const JsonView& flags);
void read_technique_names(Loading& loading, const JsonView& techniques);
void read_techniques(Loading& loading, const JsonView& techniques);
void read_schedule_names(Loading& loading, const JsonView& schedule);
void read_schedule(Loading& loading, const JsonView& schedule);
void read_notes(Loading& loading, const JsonView& notes);
void read_invariants(Loading& loading, const JsonView& invariants);
void read_regions(Loading& loading, const JsonView& regions);
void read_locale(Loading& loading, const JsonView& locale);
void read_signs(Loading& loading, Locale& locale, const JsonView& signs);
/// Once all locales are read: each knows what the others are called.
void read_meanings(Loading& loading, Locale& locale, const JsonView& file);

/// Notes in each node and flag what its conditions depend on, so that the engine computes no more
/// than it needs.
void mark_dependencies(Dialog& dialog);

/// What cannot be seen in one place: the graph's shape, safety facts, unused texts.
void lint_graph(Loading& loading, const JsonView& dialogue);
void lint_safety(Loading& loading, const JsonView& dialogue);
void lint_texts(Loading& loading, const std::vector<JsonView>& locales);

}  // namespace palpate
