// flags.json, techniques.json, schedule.json, notes.json and sources.json.
#include <algorithm>

#include "dialog/rows.hpp"

namespace palpate {
void read_sources(Loading& loading, const JsonView& sources) {
  for (const auto& [key, place] : sources.member("sources").members()) {
    place.object({"title"}, {"url"});
    loading.sources.emplace(key, static_cast<std::uint16_t>(loading.dialog.sources.size()));
    loading.dialog.sources.push_back(
        {key, place.member("title").string(), place.member("url").string()});
  }
  loading.sources_used.assign(loading.dialog.sources.size(), false);
}

void read_flag_names(Loading& loading, const JsonView& flags) {
  for (const auto& [id, place] : flags.member("flags").members()) {
    loading.check_id(id, place);
    loading.flags.emplace(id, static_cast<std::uint16_t>(loading.dialog.flags.size()));
    loading.dialog.flags.emplace_back().id = id;
  }
}

void read_flags(Loading& loading, const JsonView& flags) {
  flags.object({"flags", "closing"});
  std::map<Level, TextIndex> closings;
  for (const auto& [name, text] : flags.member("closing").members()) {
    if (auto level = find_name(level_names, name, text, "level"))
      closings[static_cast<Level>(*level)] = loading.text(text);
  }
  for (const auto& [id, place] : flags.member("flags").members()) {
    Flag& flag = loading.dialog.flags[loading.flags.at(id)];
    place.object({"level", "text", "why", "source"},
                 {"when", "unless", "basis", "clearable", "closing", "exclusive"});
    std::string level = place.member("level").string();
    if (auto known = find_name(level_names, level, place.member("level"), "level");
        known && place.has("level")) {
      flag.level = static_cast<Level>(*known);
    }
    flag.trigger = loading.trigger(place, Scope::flags);
    if (place.has("text")) flag.text = loading.text(place.member("text"));
    flag.basis = loading.basis(place);
    flag.exclusive = place.member("exclusive").boolean();
    bool closes = !flag.exclusive && (!place.has("closing") || place.member("closing").boolean());
    if (closes && closings.contains(flag.level)) flag.closing = closings[flag.level];
    if (!place.has("clearable")) continue;
    if (flag.level != Level::clearance) {
      place.member("clearable")
          .report("not_clearable",
                  "only a flag of level \"clearance\" can be lifted by a clinician's OK");
    } else if (place.member("clearable").is_bool()) {
      if (place.member("clearable").boolean()) flag.clearable = Condition{};
    } else {
      flag.clearable = loading.condition(place.member("clearable"), Scope::flags);
    }
  }
}

void read_technique_names(Loading& loading, const JsonView& techniques) {
  JsonView place = techniques.member("techniques");
  for (const auto& [id, technique] : place.members()) {
    loading.check_id(id, technique);
    if (loading.dialog.techniques.size() == max_techniques) {
      place.report("too_many",
                   "at most " + std::to_string(max_techniques) + " techniques are possible");
      return;
    }
    loading.techniques.emplace(id, static_cast<std::uint16_t>(loading.dialog.techniques.size()));
    loading.dialog.techniques.emplace_back().id = id;
  }
  if (loading.techniques.empty() && techniques.has("techniques"))
    place.report("empty_list", "declare at least one technique");
}

namespace {

void read_technique(Loading& loading, Technique& technique, const JsonView& place) {
  place.object({"name", "about"}, {"when_cleared", "asked_for"});
  if (place.has("name")) technique.name = loading.text(place.member("name"));
  if (place.has("about")) technique.about = loading.text(place.member("about"));
  if (place.has("when_cleared")) {
    JsonView cell = place.member("when_cleared");
    if (auto known = find_name(cell_names, cell.string(), cell, "cell"))
      technique.when_cleared = static_cast<Cell>(*known);
  }
  if (place.has("asked_for"))
    technique.asked_for = loading.condition(place.member("asked_for"), Scope::facts);
}

void read_gentlest_first(Loading& loading, const JsonView& place) {
  for (const JsonView& name : place.elements()) {
    if (auto index = loading.find(loading.techniques, name.string(), name, "technique")) {
      loading.dialog.gentlest_first.push_back(static_cast<TechniqueIndex>(*index));
    }
  }
  std::vector<TechniqueIndex> sorted = loading.dialog.gentlest_first;
  std::sort(sorted.begin(), sorted.end());
  bool each_once = sorted.size() == loading.dialog.techniques.size() &&
                   std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
  if (place && !each_once)
    place.report("incomplete_order", "name every technique once, the gentlest first");
}

void read_matrix_row(Loading& loading, const JsonView& place, RowIds& ids) {
  place.object({"id", "kind", "cells", "why", "source"},
               {"when", "unless", "note", "blocked", "basis"});
  MatrixRow row;
  row.id = row_id(loading, place, ids);
  if (place.has("kind")) {
    JsonView kind = place.member("kind");
    if (auto known = find_name(row_kind_names, kind.string(), kind, "kind"))
      row.kind = static_cast<RowKind>(*known);
  }
  row.trigger = loading.trigger(place, Scope::facts);
  row.cells.assign(loading.dialog.techniques.size(), Cell::avoid);
  std::vector<bool> given(row.cells.size(), false);
  JsonView cells = place.member("cells");
  for (const auto& [technique, cell] :
       cells ? cells.members() : std::vector<std::pair<std::string, JsonView>>{}) {
    auto index = loading.find(loading.techniques, technique, cell, "technique");
    auto known = find_name(cell_names, cell.string(), cell, "cell");
    if (!index || !known) continue;
    row.cells[*index] = static_cast<Cell>(*known);
    given[*index] = true;
  }
  for (std::size_t i = 0; cells.is_object() && i < given.size(); ++i) {
    if (!given[i] && !cells.has(loading.dialog.techniques[i].id)) {
      cells.report("missing_member",
                   "the cell of \"" + loading.dialog.techniques[i].id + "\" is missing here");
    }
  }
  if (place.has("note")) row.note = loading.text(place.member("note"));
  if (place.has("blocked")) row.blocked = loading.text(place.member("blocked"));
  row.basis = loading.basis(place);
  loading.dialog.matrix.push_back(std::move(row));
}

void read_gate(Loading& loading, const JsonView& place, RowIds& ids) {
  place.object({"id", "remove", "why", "source"}, {"when", "unless", "safeguard", "basis"});
  Gate gate;
  gate.id = row_id(loading, place, ids);
  for (const JsonView& name : place.member("remove").elements()) {
    if (auto index = loading.find(loading.techniques, name.string(), name, "technique"))
      gate.removes |= 1U << *index;
  }
  if (place.member("remove").is_array() && gate.removes == 0) {
    place.member("remove").report("empty_list", "name at least one technique");
  }
  gate.trigger = loading.trigger(place, Scope::flags);
  gate.safeguard = place.has("safeguard") && place.member("safeguard").boolean();
  gate.basis = loading.basis(place);
  loading.dialog.gates.push_back(std::move(gate));
}

void read_score(Loading& loading, const JsonView& place, RowIds& ids) {
  place.object({"id", "points", "why", "source"}, {"when", "unless", "basis"});
  ScoreRow row;
  row.id = row_id(loading, place, ids);
  row.points.assign(loading.dialog.techniques.size(), 0);
  for (const auto& [technique, points] : place.member("points").members()) {
    auto index = loading.find(loading.techniques, technique, points, "technique");
    auto number = static_cast<std::int32_t>(points.integer(-1000, 1000));
    if (index) row.points[*index] = number;
  }
  row.trigger = loading.trigger(place, Scope::flags);
  row.basis = loading.basis(place);
  loading.dialog.scores.push_back(std::move(row));
}

}  // namespace

void read_techniques(Loading& loading, const JsonView& techniques) {
  techniques.object({"techniques", "gentlest_first", "matrix_rule", "matrix", "gates", "scores"});
  for (const auto& [id, place] : techniques.member("techniques").members()) {
    auto index = loading.techniques.find(id);
    if (index != loading.techniques.end())
      read_technique(loading, loading.dialog.techniques[index->second], place);
  }
  read_gentlest_first(loading, techniques.member("gentlest_first"));
  if (techniques.has("matrix_rule")) {
    techniques.member("matrix_rule").object({"why", "source"}, {"basis"});
    loading.dialog.matrix_basis = loading.basis(techniques.member("matrix_rule"));
  }
  RowIds ids;
  for (const JsonView& row : limited_rows(techniques.member("matrix")))
    read_matrix_row(loading, row, ids);
  for (const JsonView& row : limited_rows(techniques.member("gates"))) read_gate(loading, row, ids);
  for (const JsonView& row : limited_rows(techniques.member("scores")))
    read_score(loading, row, ids);
}

void read_schedule_names(Loading& loading, const JsonView& schedule) {
  for (const auto& [id, place] : schedule.member("schedules").members()) {
    loading.check_id(id, place);
    if (loading.dialog.schedules.size() == max_options) {
      schedule.member("schedules").report("too_many", "at most 64 schedules are possible");
      return;
    }
    loading.schedules.emplace(id, static_cast<std::uint16_t>(loading.dialog.schedules.size()));
    loading.dialog.schedules.emplace_back().id = id;
  }
}

void read_schedule(Loading& loading, const JsonView& schedule) {
  constexpr std::int64_t fewest_days =
      7;  // never more than one session a week (clinical invariant 8)
  constexpr std::int64_t most_days = 366;
  schedule.object({"caveat", "schedules", "rows"});
  if (schedule.has("caveat"))
    loading.dialog.schedule_caveat = loading.text(schedule.member("caveat"));
  for (const auto& [id, place] : schedule.member("schedules").members()) {
    auto index = loading.schedules.find(id);
    if (index == loading.schedules.end()) continue;
    place.object({"text", "days"});
    Schedule& read = loading.dialog.schedules[index->second];
    if (place.has("text")) read.text = loading.text(place.member("text"));
    read.days = static_cast<std::int32_t>(place.member("days").integer(fewest_days, most_days));
  }
  RowIds ids;
  for (const JsonView& place : limited_rows(schedule.member("rows"))) {
    place.object({"id", "schedule", "limit", "why", "source"}, {"when", "unless", "basis"});
    ScheduleRow row;
    row.id = row_id(loading, place, ids);
    if (place.has("schedule")) {
      JsonView name = place.member("schedule");
      row.schedule = static_cast<ScheduleIndex>(
          loading.find(loading.schedules, name.string(), name, "schedule").value_or(0));
    }
    row.trigger = loading.trigger(place, Scope::facts);
    if (place.has("limit")) row.limit = loading.text(place.member("limit"));
    row.basis = loading.basis(place);
    loading.dialog.schedule_rows.push_back(std::move(row));
  }
  if (loading.dialog.schedule_rows.empty() && schedule.member("rows").is_array()) {
    schedule.member("rows").report("empty_list", "write at least one row");
  }
}

void read_notes(Loading& loading, const JsonView& notes) {
  notes.object({"notes"});
  RowIds ids;
  for (const JsonView& place : limited_rows(notes.member("notes"))) {
    place.object({"id", "kind", "text", "why", "source"},
                 {"when", "unless", "first_when", "basis"});
    Note note;
    note.id = row_id(loading, place, ids);
    if (place.has("kind")) {
      JsonView kind = place.member("kind");
      if (auto known = find_name(note_kind_names, kind.string(), kind, "kind"))
        note.kind = static_cast<NoteKind>(*known);
    }
    note.trigger = loading.trigger(place, Scope::outcome);
    if (place.has("first_when"))
      note.first_when = loading.condition(place.member("first_when"), Scope::outcome);
    if (place.has("text")) note.text = loading.text(place.member("text"));
    note.basis = loading.basis(place);
    loading.notes.emplace(note.id, static_cast<std::uint16_t>(loading.dialog.notes.size()));
    loading.dialog.notes.push_back(std::move(note));
  }
}

}  // namespace palpate
