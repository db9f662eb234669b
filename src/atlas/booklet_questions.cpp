// The chapters about what is asked: the conversation step by step, and the terms in conditions.
#include <set>

#include "atlas/booklet_writer.hpp"
#include "atlas/describe.hpp"
#include "atlas/drawing.hpp"
#include "dialog/labels.hpp"

namespace palpate {
namespace {

/// True if everybody comes by `node` whom no way has led to an end before it.
bool is_always_passed(const Dialog& dialog, const BookletWriter& writer, NodeIndex node) {
  if (node == dialog.start) return true;
  std::set<NodeIndex> reached{dialog.start};
  bool is_after = false;
  // In this order every node comes after all that lead to it.
  for (NodeIndex index : writer.order()) {
    if (index == node) {
      is_after = true;
      continue;
    }
    if (!reached.contains(index)) continue;
    if (is_after && dialog.nodes[index].kind != NodeKind::end) return false;
    for (const Edge& edge : dialog.nodes[index].next) {
      const bool ends_early = dialog.nodes[edge.to].kind == NodeKind::end;
      if (edge.to != node && !ends_early) reached.insert(edge.to);
    }
  }
  return true;
}

class Steps {
 public:
  explicit Steps(const BookletWriter& writer)
      : writer_(writer), dialog_(writer.dialog()), flags_(flags_by_fact(dialog_)) {}

  std::string write() {
    std::string text =
        "<p class=\"lead\">In the order in which the steps can come; nobody is asked more than " +
        std::to_string(dialog_.max_questions) +
        " questions. “Why” and “Help” are said when somebody asks for them. <span "
        "class=\"alarm\">Bold answers</span> can mean an emergency; the colours after “Can help to "
        "raise” are the flags of chapter 3 that look at the question.</p>";
    for (NodeIndex index : writer_.order()) {
      const Node& node = dialog_.nodes[index];
      switch (node.kind) {
        case NodeKind::say:
          text += say(index);
          break;
        case NodeKind::ask:
          text += ask(index);
          break;
        case NodeKind::decide:
          text += step(index, "decide", "<h4>" + html(node.title) + "</h4>");
          break;
        case NodeKind::end:
          text += step(index, "finish", "<h4>" + html(node.title) + "</h4>");
          break;
      }
    }
    return text;
  }

 private:
  std::string step(NodeIndex index, std::string_view kind, const std::string& content) const {
    return "<div class=\"step " + std::string(kind) + "\" id=\"node-" +
           html(dialog_.nodes[index].id) + "\">" + content + ways(index) + "</div>";
  }

  std::string say(NodeIndex index) const {
    std::string text = "<p class=\"tag\">Said</p>";
    for (TextIndex said : dialog_.nodes[index].says)
      text += "<p class=\"wording\">" + writer_.text(said) + "</p>";
    return step(index, "say", text);
  }

  std::string ask(NodeIndex index) {
    const FactIndex fact = dialog_.nodes[index].fact;
    const QuestionText& question = writer_.locale().questions[fact];
    const bool is_first = described_.insert(fact).second;
    std::string text = is_first ? "<h3 id=\"" + writer_.number(fact) + "\">" : "<h3>";
    text += "<span class=\"no\">" + writer_.number(fact) + "</span>" +
            writer_.filled(question.text) + "</h3>" + asked(index);
    if (!is_first) {
      text += "<p class=\"note\">The same question as above; nobody is asked it twice.</p>";
      return step(index, "ask", text);
    }
    text += "<p class=\"fine\"><b>Why:</b> " + writer_.filled(question.why) + "<br><b>Help:</b> " +
            writer_.filled(question.help) + "</p>" + answers(fact) + refusals(fact) + raises(fact);
    // A long table may go on on the next page; anything else stays together.
    const bool is_long = dialog_.facts[fact].kind == FactKind::grid;
    return step(index, is_long ? "ask long" : "ask", text);
  }

  /// When a question is asked, from the ways that lead to it.
  std::string asked(NodeIndex index) const {
    std::string text;
    if (is_always_passed(dialog_, writer_, index)) {
      text = "always, unless the conversation has ended before";
    } else {
      for (NodeIndex from : writer_.order()) text += asked_after(from, index, text.empty());
    }
    const Fact& fact = dialog_.facts[dialog_.nodes[index].fact];
    if (fact.kind == FactKind::grid && !has_same_lines_for_all(fact))
      text += ". Only lines that apply are shown; without any, the question is left out";
    std::string marks;
    if (fact.safety) marks = " <span class=\"mark\">safety question</span>";
    if (fact.repeats) {
      marks += " <span class=\"mark\">asks " + writer_.number(*fact.repeats) +
               " again; both answers count together</span>";
    }
    return "<p class=\"asked\"><b>Asked:</b> " + text + "." + marks + "</p>";
  }

  std::string asked_after(NodeIndex from, NodeIndex index, bool is_first) const {
    std::string text;
    const Node& node = dialog_.nodes[from];
    for (std::size_t i = 0; i < node.next.size(); ++i) {
      if (node.next[i].to != index) continue;
      if (!is_first || !text.empty()) text += "; or ";
      text += "after " + writer_.node_link(from);
      if (node.next.size() > 1)
        text += i + 1 == node.next.size() ? ", otherwise" : ", if " + way(node, i);
    }
    return text;
  }

  /// When the way `edge` is taken: at a question mostly because of its answer.
  std::string way(const Node& node, std::size_t edge) const {
    const Condition when = node.next[edge].when;
    return node.kind == NodeKind::ask ? writer_.condition_after(node.fact, when)
                                      : writer_.condition(when);
  }

  std::string answers(FactIndex index) const {
    const Fact& fact = dialog_.facts[index];
    if (fact.kind == FactKind::number) return number(index);
    if (fact.kind == FactKind::grid) return grid(index);
    std::string list = fact.kind == FactKind::choices
                           ? "<p class=\"how\">Any number of answers:</p><ul class=\"options\">"
                           : "<p class=\"how\">One answer:</p><ul class=\"options\">";
    std::size_t group = 0;
    for (std::size_t option = 0; option < fact.options.size(); ++option) {
      if (group < fact.groups.size() && fact.groups[group].first == option) {
        list += "<li class=\"group\">" +
                writer_.filled(group_label(dialog_, writer_.locale(), index, group)) + "</li>";
        ++group;
      }
      const bool alarms = (fact.emergency_options >> option & 1U) != 0;
      list += std::string(alarms ? "<li class=\"alarm\">" : "<li>") +
              writer_.filled(option_label(dialog_, writer_.locale(), index, option)) + "</li>";
    }
    return list + special(index) + "</ul>";
  }

  /// "None of these" and "not sure", where offered.
  std::string special(FactIndex index) const {
    const Fact& fact = dialog_.facts[index];
    std::string list;
    if (fact.none) {
      list +=
          "<li class=\"special\">" + writer_.filled(none_label(writer_.locale(), index)) + "</li>";
    }
    if (fact.not_sure) {
      list += "<li class=\"special\">" + writer_.filled(not_sure_label(writer_.locale(), index)) +
              "</li>";
    }
    return list;
  }

  std::string number(FactIndex index) const {
    const Fact& fact = dialog_.facts[index];
    const QuestionText& question = writer_.locale().questions[index];
    const std::string low = std::to_string(fact.min);
    const std::string high = std::to_string(fact.max);
    std::string text = "<p class=\"how\">A number from " + low + " to " + high;
    if (!question.unit.empty()) text += " " + writer_.filled(question.unit);
    std::string labels;
    if (!question.min_label.empty()) labels = low + ": " + writer_.filled(question.min_label);
    if (!question.max_label.empty()) {
      labels += (labels.empty() ? "" : "; ") + high + ": " + writer_.filled(question.max_label);
    }
    if (!labels.empty()) text += " (" + labels + ")";
    return text +
           (fact.not_sure ? ", or:</p><ul class=\"options\">" + special(index) + "</ul>" : ".</p>");
  }

  static bool has_same_lines_for_all(const Fact& fact) {
    for (const GridItem& item : fact.items) {
      if (!item.when.is_always()) return false;
    }
    return true;
  }

  std::string grid(FactIndex index) const {
    const Fact& fact = dialog_.facts[index];
    const bool is_plain = has_same_lines_for_all(fact);
    std::string table = "<p class=\"how\">One answer in each line:</p><table class=\"grid\">";
    table += "<thead><tr><th>Line</th><th>Answers</th>";
    table += is_plain ? "</tr></thead><tbody>" : "<th>Shown when</th></tr></thead><tbody>";
    for (std::size_t item = 0; item < fact.items.size(); ++item) {
      table += "<tr><td>" + writer_.filled(item_label(dialog_, writer_.locale(), index, item)) +
               "</td><td><ul class=\"options inline\">";
      for (std::size_t option = 0; option < fact.items[item].options.size(); ++option) {
        table += "<li>" +
                 writer_.filled(item_option_label(dialog_, writer_.locale(), index, item, option)) +
                 "</li>";
      }
      table += special(index) + "</ul></td>";
      if (!is_plain) table += "<td>" + writer_.when(fact.items[item].when) + "</td>";
      table += "</tr>";
    }
    table += "</tbody></table>";
    const auto& shortcut = writer_.locale().questions[index].shortcut;
    if (fact.shortcut && shortcut) {
      table += "<p class=\"how\">One tap answers all lines: “" + writer_.filled(shortcut->label) +
               "”</p>";
    }
    return table;
  }

  std::string refusals(FactIndex index) const {
    std::string text;
    for (const Refusal& refusal : dialog_.facts[index].refusals) {
      text += "<p class=\"note\"><b>Not accepted</b> if " +
              writer_.condition_after(index, refusal.when) + ". Said then: “" +
              writer_.text(refusal.text) + "”</p>";
    }
    return text;
  }

  std::string raises(FactIndex fact) const {
    if (flags_[fact].empty()) return "";
    std::string text = "<p class=\"raises\">Can help to raise";
    for (FlagIndex flag : flags_[fact]) text += " " + writer_.flag_link(flag);
    return text + "</p>";
  }

  std::string ways(NodeIndex index) const {
    const Node& node = dialog_.nodes[index];
    if (node.next.empty()) return "";
    if (node.next.size() == 1)
      return "<p class=\"ways\">→ " + writer_.node_link(node.next[0].to) + "</p>";
    std::string list = "<ul class=\"ways\">";
    for (std::size_t i = 0; i < node.next.size(); ++i) {
      const bool is_last = i + 1 == node.next.size();
      list += "<li>" + (is_last ? "Otherwise" : "If " + way(node, i)) + " → " +
              writer_.node_link(node.next[i].to) + "</li>";
    }
    return list + "</ul>";
  }

  const BookletWriter& writer_;
  const Dialog& dialog_;
  std::vector<std::vector<FlagIndex>> flags_;
  std::set<FactIndex> described_;
};

}  // namespace

std::string chapter_questions(const BookletWriter& writer) {
  return Steps(writer).write();
}

std::string chapter_definitions(const BookletWriter& writer) {
  if (writer.dialog().derived.empty()) return "<p>There are none.</p>";
  std::string table =
      "<p class=\"lead\">These names stand for conditions that several rules share. Where several "
      "lines are given, the first true one counts.</p><table><thead><tr><th "
      "class=\"name\">Term</th><th>Means</th></tr></thead><tbody>";
  for (const Derived& derived : writer.dialog().derived) {
    std::string meaning;
    for (const Derived::Case& row : derived.cases) {
      if (!meaning.empty()) meaning += "<br>";
      // Of a named condition there is one case, "true".
      if (!derived.is_named_condition())
        meaning += "<b>" + html(words_of_id(derived.values[row.value])) + "</b>: ";
      meaning += writer.when(row.when);
    }
    table +=
        "<tr><td><b>" + html(words_of_id(derived.id)) + "</b></td><td>" + meaning + "</td></tr>";
  }
  return table + "</tbody></table>";
}

}  // namespace palpate
