#include "verify/explain.hpp"

#include <algorithm>

#include "dialog/labels.hpp"
#include "verify/transcript.hpp"

namespace palpate {
namespace {

/// "+2", "-3".
std::string with_sign(std::int32_t points) {
  return (points > 0 ? "+" : "") + std::to_string(points);
}

class Explainer {
 public:
  Explainer(const Dialog& dialog, const Outcome& outcome, const Walk& walk)
      : dialog_(dialog), locale_(dialog.locales.front()), outcome_(outcome), walk_(walk) {}

  std::string run() {
    text_ = "Why, and why not\n";
    if (!outcome_.primary) flags();
    for (TechniqueIndex t : outcome_.allowed) chosen(t);
    for (TechniqueIndex t = 0; t < dialog_.techniques.size(); ++t) {
      bool is_allowed =
          std::find(outcome_.allowed.begin(), outcome_.allowed.end(), t) != outcome_.allowed.end();
      if (!is_allowed) left_out(t);
    }
    if (outcome_.schedule_row) {
      row({RuleKind::schedule, *outcome_.schedule_row},
          dialog_.schedules[dialog_.schedule_rows[*outcome_.schedule_row].schedule].id);
    }
    for (RowIndex note : outcome_.notes) row({RuleKind::note, note}, "");
    return std::move(text_);
  }

 private:
  const std::string& name(TechniqueIndex technique) const {
    return locale_.texts[dialog_.techniques[technique].name];
  }

  void line(const std::string& words, std::string_view indent = "  ") {
    text_ += wrapped(indent, words);
  }

  void row(const Rule& rule, const std::string& says, std::string_view indent = "  ") {
    std::string words(rule_kind_names[static_cast<std::size_t>(rule.kind)]);
    words += " " + rule_id(dialog_, rule) + (says.empty() ? "" : " (" + says + ")");
    line(words + ": " + rule_reason(dialog_, rule), indent);
  }

  void flags() {
    line("No technique is suggested, because of:");
    for (const RaisedFlag& raised : walk_.flags) {
      const Flag& flag = dialog_.flags[raised.flag];
      if (raised.lifted || flag.level == Level::caution) continue;
      row({RuleKind::flag, raised.flag},
          std::string(level_names[static_cast<std::size_t>(flag.level)]), "      ");
    }
  }

  void chosen(TechniqueIndex technique) {
    std::string points;
    for (const Rule& rule : outcome_.rules) {
      if (rule.kind != RuleKind::score) continue;
      const ScoreRow& score = dialog_.scores[rule.row];
      if (score.points[technique] != 0)
        points +=
            (points.empty() ? "" : ", ") + score.id + " " + with_sign(score.points[technique]);
    }
    line(name(technique) + (technique == *outcome_.primary ? ": first" : ": possible") + ", " +
         std::to_string(outcome_.scores[technique]) + " points" +
         (points.empty() ? "" : " (" + points + ")"));
  }

  void left_out(TechniqueIndex technique) {
    if (!outcome_.primary) {
      matrix_rows(technique);
      return;
    }
    line(name(technique) + ": left out, because of:");
    for (const LeftOut& out : outcome_.left_out) {
      if (out.technique != technique) continue;
      for (const Rule& rule : out.because)
        row(rule, rule.kind == RuleKind::matrix ? cell(rule.row, technique) : "", "      ");
    }
  }

  std::string cell(RowIndex matrix_row, TechniqueIndex technique) const {
    return std::string(
        cell_names[static_cast<std::size_t>(dialog_.matrix[matrix_row].cells[technique])]);
  }

  /// Of somebody who is sent elsewhere: what the matrix says of the technique besides.
  void matrix_rows(TechniqueIndex technique) {
    bool is_first = true;
    for (const Rule& rule : outcome_.rules) {
      if (rule.kind != RuleKind::matrix) continue;
      if (dialog_.matrix[rule.row].cells[technique] < Cell::clear) continue;
      if (is_first) line(name(technique) + ": not without more, because of:");
      is_first = false;
      row(rule, cell(rule.row, technique), "      ");
    }
  }

  const Dialog& dialog_;
  const Locale& locale_;
  const Outcome& outcome_;
  const Walk& walk_;
  std::string text_;
};

const Value* answer_to(const Conversation& conversation, FactIndex fact) {
  for (const Answer& answer : conversation.answers) {
    if (answer.fact == fact) return &answer.value;
  }
  return nullptr;
}

/// The items of a grid that are answered otherwise, a line each.
std::string changed_items(const Dialog& dialog, FactIndex grid, const Value& before,
                          const Value& after) {
  const Fact& fact = dialog.facts[grid];
  const Locale& locale = dialog.locales.front();
  auto code_label = [&](std::size_t item, unsigned code) {
    if (code == 0) return std::string("not asked");
    if (code == grid_not_sure) return "\"" + not_sure_label(locale, grid) + "\"";
    return "\"" + item_option_label(dialog, locale, grid, item, code - 1) + "\"";
  };
  std::string text;
  for (std::size_t item = 0; item < fact.items.size(); ++item) {
    const unsigned old_code = grid_item(before, static_cast<unsigned>(item));
    const unsigned new_code = grid_item(after, static_cast<unsigned>(item));
    if (old_code == new_code) continue;
    text += wrapped("      ", fact.id + "." + fact.items[item].id + ": " +
                                  code_label(item, old_code) + " -> " + code_label(item, new_code));
  }
  return text;
}

}  // namespace

std::string why_and_why_not(const Dialog& dialog, const Walk& walk) {
  return walk.outcome ? Explainer(dialog, *walk.outcome, walk).run() : "";
}

std::string describe_changes(const Dialog& dialog, const Conversation& conversation,
                             const std::vector<Change>& changes, std::size_t most) {
  if (most == 0) return "";
  const Locale& locale = dialog.locales.front();
  std::string text = "\nWhat would change the advice, by the fewest other answers";
  if (changes.empty())
    return text + "\n  Nothing up to " + std::to_string(most) + " changed answers away.\n";
  text += "\n";
  auto label = [&](FactIndex fact, const Value* value) {
    return value != nullptr ? "\"" + answer_label(dialog, locale, fact, *value) + "\""
                            : std::string("not asked");
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change& change = changes[i];
    text += wrapped("  ", change.to + ":");
    // Often one change makes several things different.
    if (const auto same = std::find_if(
            changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(i),
            [&](const Change& other) { return other.after.answers == change.after.answers; });
        same != changes.begin() + static_cast<std::ptrdiff_t>(i)) {
      text += wrapped("      ", "as for " + same->to);
      continue;
    }
    for (FactIndex fact : change.different) {
      const Value* before = answer_to(conversation, fact);
      const Value* after = answer_to(change.after, fact);
      if (dialog.facts[fact].kind == FactKind::grid && before != nullptr && after != nullptr) {
        text += changed_items(dialog, fact, *before, *after);
      } else {
        text += wrapped("      ", dialog.facts[fact].id + ": " + label(fact, before) + " -> " +
                                      label(fact, after));
      }
    }
    for (const Answer& answer : change.after.answers) {
      if (answer_to(conversation, answer.fact) != nullptr) continue;
      text += wrapped("      ", "then asked, " + dialog.facts[answer.fact].id + ": " +
                                    label(answer.fact, &answer.value));
    }
    text += wrapped("      = ", ending(dialog, change.after.walk));
  }
  return text;
}

}  // namespace palpate
