#include "apps/chat/screen.hpp"

#include <algorithm>

#include "apps/chat/command.hpp"
#include "apps/chat/result_card.hpp"
#include "apps/chat/text_layout.hpp"

namespace palpate::chat {
namespace {

constexpr std::string_view reset = "\033[0m";

std::string_view escape(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::bold:
      return "\033[1m";
    case Ink::dim:
      return "\033[2m";
    case Ink::accent:
      return "\033[36m";
    case Ink::good:
      return "\033[1;32m";
    case Ink::caution:
      return "\033[33m";
    case Ink::alarm:
      return "\033[31m";
    case Ink::alarm_block:
      return "\033[1;97;41m";
  }
  return "";
}

std::string repeat(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

bool is_alarm(const protocol::Message& message) {
  return message.kind == "emergency" || message.kind == "urgent" || message.kind == "clearance";
}

/// "Call 999": whom to call in the region's words, and the number where these do not say it.
std::string call_line(const protocol::Call& call) {
  const bool says_number = call.number.empty() || call.label.find(call.number) != std::string::npos;
  return "Call " + call.label + (says_number ? "" : " (" + call.number + ")");
}

/// True when one list of options serves all rows of a grid.
bool have_same_options(const std::vector<protocol::GridRow>& rows) {
  return rows.size() > 1 &&
         std::all_of(rows.begin(), rows.end(), [&](const protocol::GridRow& row) {
           return std::equal(row.options.begin(), row.options.end(), rows[0].options.begin(),
                             rows[0].options.end(),
                             [](const protocol::Option& left, const protocol::Option& right) {
                               return left.id == right.id && left.label == right.label;
                             });
         });
}

}  // namespace

std::string Screen::paint(Ink ink, std::string_view text) const {
  if (!look_.color || ink == Ink::plain || text.empty()) return std::string(text);
  return std::string(escape(ink)).append(text).append(reset);
}

std::string_view Screen::glyph(std::string_view unicode, std::string_view ascii) const {
  return look_.unicode ? unicode : ascii;
}

std::string Screen::paragraph(std::string_view text, std::string_view first, Ink ink,
                              Ink first_ink) const {
  const int indent = display_width(first);
  std::string result;
  bool is_first = true;
  for (const std::string& line : wrap(clean(text), look_.width - indent)) {
    result +=
        is_first ? paint(first_ink, first) : std::string(static_cast<std::size_t>(indent), ' ');
    result += paint(ink, line) + "\n";
    is_first = false;
  }
  return result;
}

std::string Screen::box(std::string_view head, const std::vector<std::string>& paragraphs,
                        Ink ink) const {
  const int inner = look_.width - 4;
  const std::string_view side = glyph("┃", "|");
  const std::string edge = repeat(glyph("━", "-"), look_.width - 2);
  std::string result =
      paint(ink, std::string(glyph("┏", "+")) + edge + std::string(glyph("┓", "+"))) + "\n";
  const auto add = [&](const std::string& line, Ink line_ink) {
    const int blank = std::max(0, inner - display_width(line));
    result += paint(ink, side) + " " +
              paint(line_ink, line + std::string(static_cast<std::size_t>(blank), ' ')) + " " +
              paint(ink, side) + "\n";
  };
  for (const std::string& line : wrap(clean(head), inner)) {
    add(line, ink == Ink::alarm ? Ink::alarm_block : Ink::bold);
  }
  for (const std::string& text : paragraphs) {
    add("", Ink::plain);
    for (const std::string& line : wrap(clean(text), inner)) add(line, Ink::plain);
  }
  return result + paint(ink, std::string(glyph("┗", "+")) + edge + std::string(glyph("┛", "+"))) +
         "\n";
}

std::string Screen::rule(std::string_view label) const {
  const int line = std::max(0, look_.width - display_width(label) - 1);
  return paint(Ink::dim, repeat(glyph("─", "-"), line) + " " + std::string(label)) + "\n";
}

std::string Screen::message(const protocol::Message& message) const {
  if (message.kind == "notice")
    return paragraph(message.text, std::string(glyph("› ", "> ")), Ink::dim, Ink::dim);
  if (message.kind == "explanation")
    return paragraph(message.text, std::string(glyph("│ ", "| ")), Ink::plain, Ink::accent);
  return paragraph(message.text, "");
}

std::string Screen::alarm(const protocol::Turn& turn) const {
  std::vector<std::string> paragraphs;
  std::string level = turn.result ? turn.result->disposition : "";
  for (const protocol::Message& message : turn.messages) {
    if (!is_alarm(message)) continue;
    paragraphs.push_back(message.text);
    if (level.empty()) level = message.kind;
  }
  if (paragraphs.empty() && (level.empty() || level == "suggestion")) return "";
  std::string head;
  if (turn.result && turn.result->call) head = call_line(*turn.result->call);
  if (turn.result && !turn.result->title.empty()) {
    if (head.empty()) {
      head = turn.result->title;
    } else if (turn.result->title != head) {
      paragraphs.insert(paragraphs.begin(), turn.result->title);
    }
  }
  if (head.empty() && !paragraphs.empty()) {
    head = paragraphs.front();
    paragraphs.erase(paragraphs.begin());
  }
  return box(head, paragraphs, level == "emergency" ? Ink::alarm : Ink::caution);
}

std::string Screen::option(int number, std::string_view label, int digits) const {
  std::string mark = std::to_string(number);
  mark.insert(0, static_cast<std::size_t>(std::max(0, digits - static_cast<int>(mark.size()))),
              ' ');
  return paragraph(label, "  " + mark + "  ", Ink::plain, Ink::accent);
}

std::string Screen::options(const protocol::Ask& ask) const {
  const std::size_t all = ask.options.size() + (ask.none ? 1 : 0) + (ask.not_sure ? 1 : 0);
  const int digits = static_cast<int>(std::to_string(all).size());
  std::string text, group;
  int number = 0;
  for (const protocol::Option& each : ask.options) {
    if (each.group != group) {
      group = each.group;
      const auto heading =
          std::find_if(ask.groups.begin(), ask.groups.end(),
                       [&](const protocol::Group& found) { return found.id == group; });
      if (number > 0) text += "\n";
      if (heading != ask.groups.end()) text += paragraph(heading->label, "  ", Ink::bold);
    }
    text += option(++number, each.label, digits);
  }
  if ((ask.none || ask.not_sure) && !group.empty()) text += "\n";
  if (ask.none) text += option(++number, ask.none->label, digits);
  if (ask.not_sure) text += option(++number, ask.not_sure->label, digits);
  return text;
}

std::string Screen::grid_choices(const protocol::GridRow& row) const {
  constexpr std::string_view indent = "     ";
  const int room = look_.width - static_cast<int>(indent.size());
  std::string text, line;
  int number = 0;
  for (const protocol::Option& each : row.options) {
    const std::string choice = std::to_string(++number) + " " + clean(each.label);
    if (!line.empty() && display_width(line + choice) + 3 > room) {
      text.append(indent).append(line).append("\n");
      line.clear();
    }
    line += (line.empty() ? "" : "   ") + choice;
  }
  return text.append(indent).append(line).append("\n");
}

std::string Screen::grid(const protocol::Ask& ask) const {
  const bool same_options = have_same_options(ask.items);
  std::string text;
  for (const protocol::GridRow& row : ask.items) {
    text += paragraph(row.label, "  ", Ink::bold);
    if (!same_options) text += grid_choices(row);
  }
  if (same_options) {
    text += "\n";
    int number = 0;
    for (const protocol::Option& each : ask.items.front().options) {
      text += option(++number, each.label, 1);
    }
  }
  if (ask.shortcut) text += "\n" + paragraph("Or say: " + ask.shortcut->label, "  ");
  return text;
}

std::string Screen::hint(const protocol::Ask& ask) const {
  if (ask.kind == "choices") return "One or more numbers, for example 1 3, or your own words.";
  if (ask.kind == "number" && ask.min && ask.max) {
    const auto end = [&](std::int64_t value, const std::string& label) {
      return std::to_string(value) + (label.empty() ? "" : " (" + label + ")");
    };
    return "A number from " + end(*ask.min, ask.min_label) + " to " + end(*ask.max, ask.max_label) +
           (ask.unit.empty() ? "." : ", in " + ask.unit + ".");
  }
  if (ask.kind == "grid" && ask.items.size() > 1)
    return "One number for each in order, with blanks between; or your own words.";
  return "A number, or your own words.";
}

std::string Screen::ask(const protocol::Ask& ask, const protocol::Progress& progress) const {
  std::string place = "question " + std::to_string(progress.answered + 1);
  if (progress.about > progress.answered) place += " of about " + std::to_string(progress.about);
  std::string text = rule(ask.changing ? "changing an earlier answer" : place);
  text += paragraph(ask.text, "", Ink::bold);
  if (ask.changing && !ask.current.empty())
    text += paragraph("Your answer was: " + ask.current, "", Ink::dim);
  const std::string choices = ask.kind == "grid" ? grid(ask) : options(ask);
  if (!choices.empty()) text += "\n" + choices;
  return text + "\n" + paragraph(hint(ask), "", Ink::dim);
}

std::string Screen::turn(const protocol::Turn& turn) const {
  std::string text = "\n";
  for (const protocol::Message& each : turn.messages) {
    if (!is_alarm(each)) text += message(each) + "\n";
  }
  text += alarm(turn);
  if (turn.ask && text.size() > 1 && !text.ends_with("\n\n")) text += "\n";
  if (turn.result) text += ResultCard(*this, *turn.result).text();
  if (turn.ask) text += ask(*turn.ask, turn.progress);
  return text;
}

std::string Screen::failure(const protocol::Failure& failure) const {
  std::string text =
      "\n" + paragraph(failure.message, std::string(glyph("› ", "> ")), Ink::caution, Ink::caution);
  if (failure.turn) text += turn(*failure.turn);
  return text;
}

std::string Screen::answers(const std::vector<protocol::Exchange>& transcript) const {
  if (transcript.empty()) return notice("There are no answers yet.");
  std::string text = "\n";
  int number = 0;
  const int digits = static_cast<int>(std::to_string(transcript.size()).size());
  for (const protocol::Exchange& exchange : transcript) {
    text += option(++number, exchange.question, digits);
    text += paragraph(exchange.answer, std::string(static_cast<std::size_t>(digits) + 4, ' '),
                      Ink::bold);
  }
  return text;
}

std::string Screen::notice(std::string_view text) const {
  return paragraph(text, std::string(glyph("› ", "> ")), Ink::dim, Ink::dim);
}

std::string Screen::commands() const {
  std::string text = "\n";
  for (const CommandHelp& help : command_helps) {
    std::string name(help.name);
    name.resize(10, ' ');
    text += paragraph(help.what, "  " + name, Ink::dim, Ink::accent);
  }
  return text;
}

std::string Screen::prompt() const {
  return std::string(glyph("❯ ", "> "));
}

}  // namespace palpate::chat
