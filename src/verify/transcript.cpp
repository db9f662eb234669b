#include "verify/transcript.hpp"

#include "dialog/answer_names.hpp"
#include "dialog/labels.hpp"

namespace palpate {
namespace {

constexpr std::size_t line_width = 76;

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

/// The first sentence of a question, which says enough here.
std::string first_sentence(const std::string& text) {
  std::size_t end = text.find_first_of("?.\n");
  if (end == std::string::npos || end + 1 >= text.size()) return text;
  return text.substr(0, text[end] == '\n' ? end : end + 1);
}

StoryResult expected_result(const Dialog& dialog, const Outcome& outcome, const Walk& walk) {
  StoryResult result;
  result.disposition = disposition_names[static_cast<std::size_t>(outcome.disposition)];
  for (const RaisedFlag& flag : walk.flags) result.flags.push_back(dialog.flags[flag.flag].id);
  if (!outcome.primary) return result;
  result.primary = dialog.techniques[*outcome.primary].id;
  for (TechniqueIndex technique : outcome.allowed)
    result.allowed.push_back(dialog.techniques[technique].id);
  result.schedule = dialog.schedules[dialog.schedule_rows[*outcome.schedule_row].schedule].id;
  return result;
}

}  // namespace

std::string wrapped(std::string_view head, const std::string& text) {
  std::string result(head);
  std::size_t column = head.size();
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = std::min(text.find(' ', at), text.size());
    if (column + end - at > line_width && column > head.size()) {
      result.back() = '\n';
      result += std::string(head.size(), ' ');
      column = head.size();
    }
    result += text.substr(at, end - at) + " ";
    column += end - at + 1;
    at = end + 1;
  }
  result.back() = '\n';
  return result;
}

const std::string& rule_id(const Dialog& dialog, const Rule& rule) {
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

const std::string& rule_reason(const Dialog& dialog, const Rule& rule) {
  return dialog.locales.front().texts[basis_of(dialog, rule).why];
}

std::string ending(const Dialog& dialog, const Walk& walk) {
  const Locale& locale = dialog.locales.front();
  if (!walk.outcome) {
    return walk.question ? "open at \"" + dialog.facts[*walk.question].id + "\"" : "open";
  }
  const Outcome& outcome = *walk.outcome;
  std::string text(disposition_names[static_cast<std::size_t>(outcome.disposition)]);
  std::string separator = ": ";
  if (!outcome.primary) {
    for (const RaisedFlag& raised : walk.flags) {
      if (raised.lifted || dialog.flags[raised.flag].level == Level::caution) continue;
      text += separator + dialog.flags[raised.flag].id;
      separator = ", ";
    }
    return text;
  }
  for (TechniqueIndex technique : outcome.allowed) {
    text += separator + locale.texts[dialog.techniques[technique].name];
    separator = ", then ";
  }
  return text + "; " + dialog.schedules[dialog.schedule_rows[*outcome.schedule_row].schedule].id;
}

std::vector<std::string> rules_that_fired(const Dialog& dialog, const Walk& walk) {
  std::vector<std::string> lines;
  if (!walk.outcome) return lines;
  for (const Rule& rule : walk.outcome->rules) {
    if (rule.kind == RuleKind::note) continue;
    lines.push_back(std::string(rule_kind_names[static_cast<std::size_t>(rule.kind)]) + " " +
                    rule_id(dialog, rule) + ": " + rule_reason(dialog, rule));
  }
  return lines;
}

std::string transcript(const Dialog& dialog, const Conversation& conversation,
                       std::string_view indent) {
  const Locale& locale = dialog.locales.front();
  std::string text;
  for (const Answer& answer : conversation.answers) {
    text += wrapped("", first_sentence(locale.questions[answer.fact].text));
    text += wrapped("    > ", answer_label(dialog, locale, answer.fact, answer.value));
  }
  for (const Answer& mention : conversation.walk.signs) {
    text += wrapped("(said besides, of \"" + dialog.facts[mention.fact].id + "\": ",
                    answer_label(dialog, locale, mention.fact, mention.value) + ")");
  }
  text += wrapped("=== ", ending(dialog, conversation.walk));
  for (const std::string& rule : rules_that_fired(dialog, conversation.walk))
    text += wrapped("    - ", rule);
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = text.find('\n', at) + 1;
    result += std::string(indent) + text.substr(at, end - at);
    at = end;
  }
  return result;
}

Story story_of(const Dialog& dialog, const Conversation& conversation, std::string title) {
  Story story{std::move(title), dialog.locales.front().id, dialog.regions.front().id, {}, {}};
  for (const Answer& answer : conversation.answers) {
    story.turns.push_back({StoryTurn::Kind::answer, write_value(dialog, answer.fact, answer.value),
                           dialog.facts[answer.fact].id});
  }
  if (conversation.walk.outcome)
    story.result = expected_result(dialog, *conversation.walk.outcome, conversation.walk);
  return story;
}

}  // namespace palpate
