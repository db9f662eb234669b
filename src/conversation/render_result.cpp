// The result: the advice, and for every part of it the rules that made it so, with their sources.
#include <algorithm>

#include "conversation/render_parts.hpp"
#include "conversation/texts.hpp"

namespace palpate {
namespace {

const Basis& basis_of(const Dialog& dialog, const Rule& rule) {
  switch (rule.kind) {
    case RuleKind::flag:
      return dialog.flags[rule.row].basis;
    case RuleKind::matrix:
      return dialog.matrix[rule.row].basis;
    case RuleKind::gate:
      return dialog.gates[rule.row].basis;
    case RuleKind::score:
      return dialog.scores[rule.row].basis;
    case RuleKind::schedule:
      return dialog.schedule_rows[rule.row].basis;
    case RuleKind::note:
      break;
  }
  return dialog.notes[rule.row].basis;
}

const std::string& id_of(const Dialog& dialog, const Rule& rule) {
  switch (rule.kind) {
    case RuleKind::flag:
      return dialog.flags[rule.row].id;
    case RuleKind::matrix:
      return dialog.matrix[rule.row].id;
    case RuleKind::gate:
      return dialog.gates[rule.row].id;
    case RuleKind::score:
      return dialog.scores[rule.row].id;
    case RuleKind::schedule:
      return dialog.schedule_rows[rule.row].id;
    case RuleKind::note:
      break;
  }
  return dialog.notes[rule.row].id;
}

protocol::Technique technique(const Dialog& dialog, const Audience& audience,
                              TechniqueIndex index) {
  const Technique& shown = dialog.techniques[index];
  return {shown.id, text_of(audience, shown.name), text_of(audience, shown.about)};
}

protocol::LeftOut left_out(const Dialog& dialog, const Audience& audience, const LeftOut& removed) {
  const Technique& shown = dialog.techniques[removed.technique];
  protocol::LeftOut result;
  result.id = shown.id;
  result.name = text_of(audience, shown.name);
  result.asked_for = removed.asked_for;
  for (const Rule& rule : removed.because) {
    std::string reason = text_of(audience, basis_of(dialog, rule).why);
    if (std::find(result.reasons.begin(), result.reasons.end(), reason) == result.reasons.end()) {
      result.reasons.push_back(std::move(reason));
    }
  }
  if (!removed.asked_for || result.reasons.empty()) return result;
  // Somebody who asked for it gets one sentence with all the reasons.
  std::string reasons;
  for (const std::string& reason : result.reasons) {
    if (!reasons.empty()) reasons += "; ";
    reasons += reason;
  }
  std::string sentence =
      chat(audience, "why_not", {{"technique", result.name}, {"reason", reasons}});
  if (!sentence.empty()) result.reasons = {std::move(sentence)};
  return result;
}

/// What the therapist has to know: the notes of applied rows that adapt a technique which may be
/// given.
std::vector<std::string> for_therapist(const Dialog& dialog, const Audience& audience,
                                       const Outcome& outcome) {
  std::vector<std::string> notes;
  for (const Rule& rule : outcome.rules) {
    if (rule.kind != RuleKind::matrix) continue;
    const MatrixRow& row = dialog.matrix[rule.row];
    if (!row.note) continue;
    // A technique that is allowed has no cell stricter than "adapt", or one that a clinician's OK
    // made so.
    const bool adapts =
        std::any_of(outcome.allowed.begin(), outcome.allowed.end(),
                    [&](TechniqueIndex index) { return row.cells[index] != Cell::ok; });
    if (!adapts) continue;
    std::string note = text_of(audience, *row.note);
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  }
  return notes;
}

/// The rules that fired, and each publication that they cite, once.
void add_rules(const Dialog& dialog, const Audience& audience, const Outcome& outcome,
               protocol::Result& result) {
  std::vector<bool> cited(dialog.sources.size(), false);
  for (const Rule& rule : outcome.rules) {
    const Basis& basis = basis_of(dialog, rule);
    protocol::Rule shown;
    shown.kind = rule_kind_names[static_cast<std::size_t>(rule.kind)];
    shown.id = id_of(dialog, rule);
    shown.why = text_of(audience, basis.why);
    for (std::uint16_t source : basis.sources) {
      const Source& publication = dialog.sources[source];
      shown.sources.push_back(publication.key);
      if (cited[source]) continue;
      cited[source] = true;
      result.sources.push_back({publication.key, publication.title, publication.url});
    }
    result.rules.push_back(std::move(shown));
  }
}

std::optional<protocol::Call> call_for(const Audience& audience, Disposition disposition) {
  if (disposition < Disposition::urgent) return std::nullopt;
  const std::string_view whom = disposition == Disposition::emergency ? "EMERGENCY" : "URGENT";
  return protocol::Call{region_text(audience, whom), region_number(audience, whom)};
}

}  // namespace

protocol::Result render_result(const Dialog& dialog, const Audience& audience, const Walk& walk) {
  const Outcome& outcome = *walk.outcome;
  protocol::Result result;
  result.disposition = disposition_names[static_cast<std::size_t>(outcome.disposition)];
  result.title = chat(audience, "title_" + result.disposition);
  if (outcome.primary) result.primary = technique(dialog, audience, *outcome.primary);
  for (TechniqueIndex index : outcome.allowed) {
    if (index != outcome.primary) result.allowed.push_back(technique(dialog, audience, index));
  }
  for (const LeftOut& removed : outcome.left_out) {
    result.left_out.push_back(left_out(dialog, audience, removed));
  }
  if (outcome.schedule_row) {
    const ScheduleRow& row = dialog.schedule_rows[*outcome.schedule_row];
    const Schedule& schedule = dialog.schedules[row.schedule];
    result.schedule =
        protocol::Plan{schedule.id, text_of(audience, schedule.text), text_of(audience, row.limit),
                       text_of(audience, dialog.schedule_caveat), schedule.days};
  }
  for (RowIndex index : outcome.notes) {
    const Note& note = dialog.notes[index];
    result.notes.push_back({note.id,
                            std::string(note_kind_names[static_cast<std::size_t>(note.kind)]),
                            text_of(audience, note.text)});
  }
  result.for_therapist = for_therapist(dialog, audience, outcome);
  add_rules(dialog, audience, outcome, result);
  result.call = call_for(audience, outcome.disposition);
  result.dialogue = dialog.id;
  result.version = dialog.version;
  result.content_hash = dialog.content_hash;
  return result;
}

}  // namespace palpate
