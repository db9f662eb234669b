#include "engine/advise.hpp"

#include <algorithm>

namespace palpate {
namespace {

/// The cell that counts, once a clinician's OK is taken into account.
Cell effective_cell(const Dialog& dialog, const Facts& facts, const Consequences& found,
                    std::size_t technique) {
  Cell cell = found.cells[technique];
  const std::optional<Cell>& when_cleared = dialog.techniques[technique].when_cleared;
  bool cleared =
      dialog.has_clearance && evaluate(dialog, facts, found, dialog.clearance) == Truth::yes;
  return cell == Cell::clear && cleared && when_cleared ? *when_cleared : cell;
}

class Adviser {
 public:
  Adviser(const Dialog& dialog, const Facts& facts, Consequences& found)
      : dialog_(dialog), facts_(facts), found_(found) {}

  Outcome advise() {
    if (found_.disposition == Disposition::suggestion) choose();
    outcome_.disposition = found_.disposition;
    for (std::size_t i = 0; i < dialog_.flags.size(); ++i) {
      if (found_.raised[i]) fired(RuleKind::flag, i);
    }
    for (RowIndex row : found_.rows) fired(RuleKind::matrix, row);
    if (outcome_.disposition == Disposition::suggestion) {
      outcome_.rules.insert(outcome_.rules.end(), gates_.begin(), gates_.end());
      outcome_.rules.insert(outcome_.rules.end(), scores_.begin(), scores_.end());
      fired(RuleKind::schedule, *outcome_.schedule_row);
    } else {
      forget_suggestion();
    }
    choose_notes();
    return std::move(outcome_);
  }

 private:
  void fired(RuleKind kind, std::size_t row) {
    outcome_.rules.push_back({kind, static_cast<RowIndex>(row)});
  }

  bool fires(const Trigger& trigger) const {
    return palpate::fires(dialog_, facts_, found_, trigger);
  }

  void choose() {
    for (std::size_t i = 0; i < dialog_.gates.size(); ++i) {
      if (!fires(dialog_.gates[i].trigger)) continue;
      removed_by_gates_ |= dialog_.gates[i].removes;
      gates_.push_back({RuleKind::gate, static_cast<RowIndex>(i)});
    }
    for (std::size_t t = 0; t < dialog_.techniques.size(); ++t) {
      if (effective_cell(dialog_, facts_, found_, t) >= Cell::clear ||
          (removed_by_gates_ >> t & 1U) != 0) {
        leave_out(t);
      } else {
        found_.allowed |= 1U << t;
      }
    }
    score();
    rank();
    choose_schedule();
    if (outcome_.allowed.empty() || !outcome_.schedule_row) {
      // Nothing left means referral, never "pick something".
      found_.raised[dialog_.referral_flag] = true;
      settle(dialog_, facts_, found_);
      // A clinician's OK cannot bring back a technique that is not there.
      found_.lifted[dialog_.referral_flag] = false;
      found_.disposition = std::max(found_.disposition, Disposition::clearance);
      return;
    }
    found_.primary = outcome_.primary = outcome_.allowed.front();
    found_.schedule = dialog_.schedule_rows[*outcome_.schedule_row].schedule;
  }

  void leave_out(std::size_t technique) {
    LeftOut out;
    out.technique = static_cast<TechniqueIndex>(technique);
    out.cell = found_.cells[technique];
    const std::optional<Condition>& asked_for = dialog_.techniques[technique].asked_for;
    out.asked_for = asked_for && evaluate(dialog_, facts_, found_, *asked_for) == Truth::yes;
    if (effective_cell(dialog_, facts_, found_, technique) >= Cell::clear) {
      for (RowIndex row : found_.rows) {
        if (dialog_.matrix[row].cells[technique] >= Cell::clear)
          out.because.push_back({RuleKind::matrix, row});
      }
    }
    for (const Rule& gate : gates_) {
      if ((dialog_.gates[gate.row].removes >> technique & 1U) != 0) out.because.push_back(gate);
    }
    outcome_.left_out.push_back(std::move(out));
  }

  void score() {
    outcome_.scores.assign(dialog_.techniques.size(), 0);
    for (std::size_t i = 0; i < dialog_.scores.size(); ++i) {
      const ScoreRow& row = dialog_.scores[i];
      if (!fires(row.trigger)) continue;
      scores_.push_back({RuleKind::score, static_cast<RowIndex>(i)});
      for (std::size_t t = 0; t < row.points.size(); ++t) outcome_.scores[t] += row.points[t];
    }
  }

  void rank() {
    for (TechniqueIndex t : dialog_.gentlest_first) {
      if ((found_.allowed >> t & 1U) != 0) outcome_.allowed.push_back(t);
    }
    std::stable_sort(outcome_.allowed.begin(), outcome_.allowed.end(),
                     [this](TechniqueIndex a, TechniqueIndex b) {
                       return outcome_.scores[a] > outcome_.scores[b];
                     });
  }

  void choose_schedule() {
    for (std::size_t i = 0; i < dialog_.schedule_rows.size(); ++i) {
      if (!fires(dialog_.schedule_rows[i].trigger)) continue;
      outcome_.schedule_row = static_cast<RowIndex>(i);
      return;
    }
  }

  void forget_suggestion() {
    outcome_.primary.reset();
    outcome_.allowed.clear();
    outcome_.left_out.clear();
    outcome_.scores.clear();
    outcome_.schedule_row.reset();
    found_.primary.reset();
    found_.allowed = 0;
    found_.schedule.reset();
  }

  void choose_notes() {
    for (NoteKind kind : {NoteKind::disclaimer, NoteKind::warning, NoteKind::advice}) {
      auto start = outcome_.notes.size();
      for (std::size_t i = 0; i < dialog_.notes.size(); ++i) {
        const Note& note = dialog_.notes[i];
        if (note.kind != kind || !fires(note.trigger)) continue;
        bool first =
            note.first_when && evaluate(dialog_, facts_, found_, *note.first_when) == Truth::yes;
        auto place = first ? outcome_.notes.begin() + static_cast<std::ptrdiff_t>(start)
                           : outcome_.notes.end();
        outcome_.notes.insert(place, static_cast<RowIndex>(i));
        fired(RuleKind::note, i);
      }
    }
  }

  const Dialog& dialog_;
  const Facts& facts_;
  Consequences& found_;
  Outcome outcome_;
  std::uint32_t removed_by_gates_ = 0;
  std::vector<Rule> gates_;
  std::vector<Rule> scores_;
};

}  // namespace

Outcome advise(const Dialog& dialog, const Facts& facts, Consequences& consequences) {
  return Adviser(dialog, facts, consequences).advise();
}

std::vector<RaisedFlag> raised_flags(const Dialog& dialog, const Consequences& consequences) {
  std::vector<RaisedFlag> flags;
  for (std::size_t i = 0; i < dialog.flags.size(); ++i) {
    if (consequences.raised[i])
      flags.push_back({static_cast<FlagIndex>(i), consequences.lifted[i]});
  }
  std::stable_sort(flags.begin(), flags.end(), [&](const RaisedFlag& a, const RaisedFlag& b) {
    return dialog.flags[a.flag].level > dialog.flags[b.flag].level;
  });
  return flags;
}

}  // namespace palpate
