// The chapters about what follows from the answers: flags, techniques, tables, schedule, notes.
#include <array>

#include "atlas/booklet_writer.hpp"
#include "atlas/describe.hpp"

namespace palpate {
namespace {

// Each cell has a sign as well as a colour, for printers without colours.
struct CellStyle {
  std::string_view css;
  std::string_view sign;
  std::string_view words;
};
constexpr std::array<CellStyle, 4> cell_styles{{{"ok", "✓", "OK"},
                                                {"adapt", "◐", "adapt"},
                                                {"clear", "?", "OK first"},
                                                {"avoid", "✕", "avoid"}}};

std::string cell(Cell value) {
  const CellStyle& style = cell_styles[static_cast<std::size_t>(value)];
  return "<td class=\"cell " + std::string(style.css) + "\"><span>" + std::string(style.sign) +
         "</span> " + std::string(style.words) + "</td>";
}

std::string technique_heads(const BookletWriter& writer) {
  std::string heads;
  for (std::size_t t = 0; t < writer.dialog().techniques.size(); ++t)
    heads += "<th class=\"technique\">" + writer.technique(t) + "</th>";
  return heads;
}

/// Why a row is there, and who says so: the last two cells of most tables.
std::string basis_cells(const BookletWriter& writer, const Basis& basis) {
  return "<td>" + writer.because(basis) + "</td><td class=\"sources\">" + writer.sources(basis) +
         "</td>";
}

/// What a clinician's OK does to a flag; nothing where no flag of its level can be lifted.
std::string lifted(const BookletWriter& writer, const Flag& flag) {
  if (flag.level != Level::clearance || !writer.dialog().has_clearance) return "";
  if (!flag.clearable) return "A clinician's OK does not lift this.";
  const std::string when = writer.condition(*flag.clearable);
  if (when == "always") return "A clinician's OK lifts this.";
  return "A clinician's OK lifts this if " + when + ".";
}

std::string flag(const BookletWriter& writer, const Flag& flag) {
  const std::string level(level_names[static_cast<std::size_t>(flag.level)]);
  std::string text = "<div class=\"flag " + level + "\" id=\"flag-" + html(flag.id) +
                     "\"><p class=\"head\"><span class=\"level " + level + "\">" +
                     html(words_of_id(flag.id)) + "</span> <b>When:</b> " +
                     writer.when(flag.trigger) + ".</p>";
  text += "<p class=\"wording\">" + writer.text(flag.text) + "</p>";
  if (flag.closing) text += "<p class=\"closing\">" + writer.text(*flag.closing) + "</p>";
  text += "<p class=\"fine\">" + writer.because(flag.basis) + " · " + writer.sources(flag.basis);
  if (flag.exclusive) text += "<br>Stands alone: no other flag's words beside it.";
  const std::string lifting = lifted(writer, flag);
  if (!lifting.empty()) text += "<br>" + lifting;
  return text + "</p></div>";
}

std::string matrix_row(const BookletWriter& writer, const MatrixRow& row) {
  std::string cells;
  for (Cell value : row.cells) cells += cell(value);
  std::string notes;
  if (row.note) notes += "<p>" + writer.text(*row.note) + "</p>";
  if (row.blocked) notes += "<p><i>If blocked:</i> " + writer.text(*row.blocked) + "</p>";
  return "<tr><td class=\"when\">" + writer.when(row.trigger) + "</td>" + cells + "<td>" + notes +
         "<p class=\"fine\">" + writer.because(row.basis) + " · " + writer.sources(row.basis) +
         "</p></td></tr>";
}

std::string points(std::int32_t value) {
  if (value == 0) return "<td class=\"points\">·</td>";
  const std::string sign = value > 0 ? "+" : "−";
  return "<td class=\"points " + std::string(value > 0 ? "plus" : "minus") + "\">" + sign +
         std::to_string(value > 0 ? value : -value) + "</td>";
}

}  // namespace

std::string chapter_flags(const BookletWriter& writer) {
  constexpr std::array<std::string_view, 5> titles{"", "Caution: nothing is blocked",
                                                   "Clearance: a clinician first, or wait",
                                                   "Urgent: care today", "Emergency: now"};
  const Dialog& dialog = writer.dialog();
  std::string text =
      "<p class=\"lead\">Of every level, in the order in which the words are said. The smaller "
      "words under them close the message.";
  if (dialog.has_clearance) {
    text += " <b>A clinician's OK</b> means: " + writer.condition(dialog.clearance) +
            ". It lifts only flags of which this is said.";
  }
  text += " " + writer.flag_link(dialog.referral_flag) +
          " is raised as well when no technique or no schedule is left.</p>";
  for (std::size_t level = titles.size() - 1; level > 0; --level) {
    std::string flags;
    for (const Flag& one : dialog.flags) {
      if (one.level == static_cast<Level>(level)) flags += flag(writer, one);
    }
    if (!flags.empty()) text += "<h3>" + std::string(titles[level]) + "</h3>" + flags;
  }
  return text;
}

std::string chapter_techniques(const BookletWriter& writer) {
  const Dialog& dialog = writer.dialog();
  std::string table =
      "<table><thead><tr><th class=\"name\">Technique</th><th>As it is described</th><th>Asked for "
      "when</th></tr></thead><tbody>";
  for (std::size_t t = 0; t < dialog.techniques.size(); ++t) {
    const Technique& technique = dialog.techniques[t];
    table += "<tr><td><b>" + writer.technique(t) + "</b></td><td>" + writer.text(technique.about) +
             "</td><td>" +
             (technique.asked_for ? writer.when(*technique.asked_for) : std::string("–")) +
             "</td></tr>";
  }
  return table + "</tbody></table>";
}

std::string chapter_matrix(const BookletWriter& writer) {
  const Dialog& dialog = writer.dialog();
  std::string text =
      "<p class=\"lead\">The strictest cell of all rows that apply counts: <span class=\"key "
      "ok\">✓ OK</span> <span class=\"key adapt\">◐ adapt, as noted</span> <span class=\"key "
      "clear\">? a clinician's OK first</span> <span class=\"key avoid\">✕ avoid</span>. The last "
      "two leave the technique out, " +
      writer.because(dialog.matrix_basis) + " (" + writer.sources(dialog.matrix_basis) + ").";
  for (std::size_t t = 0; t < dialog.techniques.size(); ++t) {
    if (!dialog.techniques[t].when_cleared) continue;
    const CellStyle& style =
        cell_styles[static_cast<std::size_t>(*dialog.techniques[t].when_cleared)];
    text += " Once a clinician has said OK, “?” becomes “" + std::string(style.sign) + "” for " +
            writer.technique(t) + ".";
  }
  text += "</p>";
  constexpr std::array<std::string_view, 3> titles{"Conditions", "Medicines", "Situations"};
  for (std::size_t kind = 0; kind < titles.size(); ++kind) {
    std::string rows;
    for (const MatrixRow& row : dialog.matrix) {
      if (row.kind == static_cast<RowKind>(kind)) rows += matrix_row(writer, row);
    }
    if (rows.empty()) continue;
    text += "<h3>" + std::string(titles[kind]) +
            "</h3><table class=\"matrix\"><thead><tr><th class=\"when\">When</th>" +
            technique_heads(writer) + "<th>For the therapist, and why</th></tr></thead><tbody>" +
            rows + "</tbody></table>";
  }
  return text;
}

std::string chapter_gates(const BookletWriter& writer) {
  const Dialog& dialog = writer.dialog();
  if (dialog.gates.empty()) return "<p>There are none.</p>";
  std::string table =
      "<table><thead><tr><th class=\"id\"></th><th>Leaves "
      "out</th><th>When</th><th>Why</th><th>Sources</th>"
      "</tr></thead><tbody>";
  for (const Gate& gate : dialog.gates) {
    std::string removed;
    for (std::size_t t = 0; t < dialog.techniques.size(); ++t) {
      if ((gate.removes >> t & 1U) != 0)
        removed += (removed.empty() ? "" : ", ") + writer.technique(t);
    }
    table += "<tr><td>" + code(gate.id) + "</td><td>" + removed + "</td><td>" +
             writer.when(gate.trigger) + "</td>" + basis_cells(writer, gate.basis) + "</tr>";
  }
  return table + "</tbody></table>";
}

std::string chapter_scores(const BookletWriter& writer) {
  const Dialog& dialog = writer.dialog();
  std::string order;
  for (TechniqueIndex t : dialog.gentlest_first)
    order += (order.empty() ? "" : ", ") + writer.technique(t);
  std::string table =
      "<p class=\"lead\">Of what is left, the technique with the most points is suggested. Equal "
      "points: the gentler one, in this order: " +
      order +
      ".</p><table class=\"scores\"><thead><tr><th class=\"id\"></th><th "
      "class=\"when\">When</th>" +
      technique_heads(writer) + "<th>Why</th><th>Sources</th></tr></thead><tbody>";
  for (const ScoreRow& row : dialog.scores) {
    table += "<tr><td>" + code(row.id) + "</td><td>" + writer.when(row.trigger) + "</td>";
    for (std::int32_t value : row.points) table += points(value);
    table += basis_cells(writer, row.basis) + "</tr>";
  }
  return table + "</tbody></table>";
}

std::string chapter_schedule(const BookletWriter& writer) {
  const Dialog& dialog = writer.dialog();
  std::string text =
      "<p class=\"lead\">The first row that applies counts. Said with every schedule: “" +
      writer.text(dialog.schedule_caveat) +
      "”</p><table><thead><tr><th class=\"id\"></th><th>When</th><th>How often</th><th>Limit"
      "</th><th>Why</th><th>Sources</th></tr></thead><tbody>";
  for (const ScheduleRow& row : dialog.schedule_rows) {
    const Schedule& schedule = dialog.schedules[row.schedule];
    text += "<tr><td>" + code(row.id) + "</td><td>" + writer.when(row.trigger) + "</td><td>" +
            writer.text(schedule.text) + " <span class=\"fine\">(" + std::to_string(schedule.days) +
            " days at the soonest)</span></td><td>" + writer.text(row.limit) + "</td>" +
            basis_cells(writer, row.basis) + "</tr>";
  }
  return text + "</tbody></table>";
}

std::string chapter_notes(const BookletWriter& writer) {
  constexpr std::array<std::string_view, 3> titles{"What this program is", "Warnings", "Advice"};
  std::string text = "<p class=\"lead\">In the order in which they are shown.</p>";
  for (std::size_t kind = 0; kind < titles.size(); ++kind) {
    std::string rows;
    for (const Note& note : writer.dialog().notes) {
      if (note.kind != static_cast<NoteKind>(kind)) continue;
      rows += "<tr><td>" + code(note.id) + "</td><td>" + writer.text(note.text) + "</td><td>" +
              writer.when(note.trigger);
      if (note.first_when)
        rows += "<p class=\"fine\">Shown first when: " + writer.when(*note.first_when) + "</p>";
      rows += "</td>" + basis_cells(writer, note.basis) + "</tr>";
    }
    if (rows.empty()) continue;
    text += "<h3>" + std::string(titles[kind]) +
            "</h3><table class=\"notes\"><thead><tr><th class=\"id\"></th><th "
            "class=\"text\">Text</th><th class=\"when\">When</th>"
            "<th>Why</th><th>Sources</th></tr></thead><tbody>" +
            rows + "</tbody></table>";
  }
  return text;
}

}  // namespace palpate
