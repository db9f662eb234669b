// A whole turn as plain text, for networks that carry nothing else.
//
// The numbers must be those that step() understands: options in the dialogue's order, then "none",
// then "not sure".
#include "conversation/render_parts.hpp"
#include "conversation/texts.hpp"

namespace palpate {
namespace {

using protocol::Ask;
using protocol::Option;

void add_paragraph(std::string& text, const std::string& paragraph) {
  if (paragraph.empty()) return;
  if (!text.empty()) text += "\n\n";
  text += paragraph;
}

void add_line(std::string& text, const std::string& line) {
  if (!text.empty()) text += "\n";
  text += line;
}

void add_section(std::string& text, const std::string& heading, const std::string& body) {
  if (body.empty()) return;
  add_paragraph(text, heading.empty() ? body : heading + "\n" + body);
}

std::string joined_labels(const std::vector<Option>& options) {
  std::string list;
  for (const Option& option : options) {
    if (!list.empty()) list += " / ";
    list += option.label;
  }
  return list;
}

std::string numbered_options(const Ask& ask) {
  std::string lines;
  int number = 0;
  std::size_t group = 0;
  auto add = [&](const Option& option) {
    add_line(lines, std::to_string(++number) + ") " + option.label);
  };
  for (const Option& option : ask.options) {
    // Groups stand in the order of their options; the heading comes before the first of them.
    if (group < ask.groups.size() && option.group == ask.groups[group].id) {
      if (number > 0) lines += "\n";
      add_line(lines, ask.groups[group].label + ":");
      ++group;
    }
    add(option);
  }
  if (!ask.groups.empty() && (ask.none || ask.not_sure)) lines += "\n";
  if (ask.none) add(*ask.none);
  if (ask.not_sure) add(*ask.not_sure);
  return lines;
}

std::string number_hint(const Audience& audience, const Ask& ask) {
  std::string min = std::to_string(ask.min.value_or(0));
  std::string max = std::to_string(ask.max.value_or(0));
  std::string hint = chat(audience, "choose_number", {{"min", min}, {"max", max}});
  if (!ask.min_label.empty()) add_line(hint, min + " = " + ask.min_label);
  if (!ask.max_label.empty()) add_line(hint, max + " = " + ask.max_label);
  if (ask.not_sure) add_line(hint, ask.not_sure->label);
  return hint;
}

std::string grid_rows(const Audience& audience, const Ask& ask) {
  std::string lines;
  for (const protocol::GridRow& row : ask.items) {
    add_line(lines, row.label + ": " + joined_labels(row.options));
  }
  if (ask.shortcut) add_line(lines, ask.shortcut->label);
  if (ask.not_sure) add_line(lines, ask.not_sure->label);
  add_paragraph(lines, chat(audience, "choose_grid"));
  return lines;
}

std::string plain_result(const Audience& audience, const protocol::Result& result) {
  std::string text;
  add_paragraph(text, result.title);
  if (result.primary) {
    add_section(text, chat(audience, "primary_label"),
                result.primary->name + ". " + result.primary->about);
  }
  std::string allowed;
  for (const protocol::Technique& technique : result.allowed) add_line(allowed, technique.name);
  add_section(text, chat(audience, "allowed_label"), allowed);
  std::string left_out;
  for (const protocol::LeftOut& removed : result.left_out) {
    std::string line = removed.name + ": ";
    for (const std::string& reason : removed.reasons) {
      if (&reason != &removed.reasons.front()) line += "; ";
      line += reason;
    }
    add_line(left_out, line);
  }
  add_section(text, chat(audience, "left_out_label"), left_out);
  if (result.schedule) {
    std::string plan = result.schedule->text;
    if (!result.schedule->limit.empty()) add_line(plan, result.schedule->limit);
    if (!result.schedule->caveat.empty()) add_line(plan, result.schedule->caveat);
    add_section(text, chat(audience, "schedule_label"), plan);
  }
  std::string disclaimer, warnings, advice, therapist;
  for (const protocol::Note& note : result.notes) {
    add_line(note.kind == "warning"  ? warnings
             : note.kind == "advice" ? advice
                                     : disclaimer,
             note.text);
  }
  for (const std::string& note : result.for_therapist) add_line(therapist, note);
  add_section(text, chat(audience, "warnings_label"), warnings);
  add_section(text, chat(audience, "therapist_label"), therapist);
  add_section(text, chat(audience, "advice_label"), advice);
  add_paragraph(text, disclaimer);
  return text;
}

}  // namespace

std::string numbered_question(const Audience& audience, const Ask& ask) {
  std::string text = ask.text;
  if (ask.kind == "number") {
    add_paragraph(text, number_hint(audience, ask));
  } else if (ask.kind == "grid") {
    add_paragraph(text, grid_rows(audience, ask));
  } else {
    add_paragraph(text, numbered_options(ask));
    add_paragraph(text,
                  chat(audience, ask.kind == "choices" ? "options_numbers" : "option_numbers"));
  }
  return text;
}

std::string render_plain(const Audience& audience, const protocol::Turn& turn) {
  std::string text;
  for (const protocol::Message& message : turn.messages) add_paragraph(text, message.text);
  if (turn.result) add_paragraph(text, plain_result(audience, *turn.result));
  if (turn.ask) add_paragraph(text, numbered_question(audience, *turn.ask));
  return text;
}

}  // namespace palpate
