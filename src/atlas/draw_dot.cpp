#include <algorithm>
#include <array>
#include <set>

#include "atlas/describe.hpp"
#include "atlas/draw.hpp"
#include "atlas/drawing.hpp"

namespace palpate {
namespace {

// Widths in letters; a box of the font below is then about 190 points wide.
constexpr std::size_t title_line = 25;
constexpr std::size_t longest_title = 84;
constexpr std::size_t label_line = 22;
constexpr std::size_t longest_answer = 26;
constexpr std::size_t longest_label = 96;
constexpr std::size_t longest_said = 48;
constexpr std::size_t chips_a_row = 6;
// So many steps one below the other fit the height of a screen.
constexpr std::size_t steps_a_column = 8;

// These two are equally wide, and wider than most: a picture that was laid out with one fits where
// only the other is installed.
constexpr std::string_view font = "DejaVu Sans,Verdana,sans-serif";

struct KindStyle {
  std::string_view shape;
  std::string_view style;
  std::string_view fill;
  std::string_view line;
};
constexpr std::array<KindStyle, 4> kind_styles{{
    {"note", "filled", "#eef2f5", "#8497a3"},
    {"box", "rounded,filled", "#ffffff", "#33658a"},
    {"hexagon", "filled", "#e6f1ec", "#3c7a5e"},
    {"box", "rounded,filled,bold", "#22384a", "#22384a"},
}};

/// For XML text, in which HTML-like labels are written.
std::string xml(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else {
      // XML has no control characters.
      escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return escaped;
}

/// For a string in quotes. Graphviz replaces entities in these as well. For a backslash stands its
/// look-alike, because some of these strings are searched for escapes once and others twice.
std::string quote(std::string_view text) {
  std::string escaped = "\"";
  for (char c : text) {
    if (c == '"') {
      escaped += "\\\"";
    } else if (c == '&') {
      escaped += "&amp;";
    } else if (c == '\\') {
      escaped += "⧵";
    } else {
      escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return escaped + "\"";
}

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  }));
}

/// `text` as XML in lines of about equal length, none longer than `longest` letters where a blank
/// allows it.
std::string in_lines(std::string_view text, std::size_t longest) {
  const std::size_t lines = (letters(text) + longest - 1) / longest;
  const std::size_t wanted = lines == 0 ? longest : letters(text) / lines + 4;
  std::string result;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (column != 0 && column + 1 + letters(word) > std::min(longest, wanted)) {
      result += "<BR/>";
      column = 0;
    } else if (column != 0) {
      result += " ";
      ++column;
    }
    result += xml(word);
    column += letters(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string chip(std::string_view text, std::string_view colour, std::size_t width) {
  return "<TD FIXEDSIZE=\"TRUE\" HEIGHT=\"11\" WIDTH=\"" + std::to_string(width) + "\" BGCOLOR=\"" +
         std::string(colour) + "\" STYLE=\"ROUNDED\"><FONT COLOR=\"#ffffff\" POINT-SIZE=\"7\"><B>" +
         xml(text) + "</B></FONT></TD>";
}

std::size_t chip_width(std::string_view text) {
  return 7 + 5 * text.size();
}

class DotWriter {
 public:
  explicit DotWriter(const Dialog& dialog)
      : dialog_(dialog), flags_(flags_by_fact(dialog)), depth_(depths(dialog)) {}

  std::string write() {
    dot_ = "digraph " + quote(dialog_.id) + " {\n";
    head();
    choose_columns();
    find_main_way();
    const std::size_t columns = column_at_.back() + 1;
    for (std::size_t column = 0; column < columns; ++column) write_column(column);
    keep_in_order(columns);
    for (std::size_t i = 0; i < dialog_.nodes.size(); ++i) write_edges(i);
    return dot_ + "}\n";
  }

 private:
  void head() {
    const std::string name(font);
    dot_ +=
        "  graph [rankdir=TB, newrank=true, bgcolor=\"#f7f9fb\", pad=0.15, nodesep=0.13, "
        "ranksep=0.09, splines=true, fontname=" +
        quote(name) + ", labelloc=t, labeljust=l, label=" + legend() + "];\n";
    dot_ += "  node [fontname=" + quote(name) +
            ", fontsize=9, fontcolor=\"#1d2b36\", height=0.24, "
            "penwidth=0.9];\n";
    dot_ += "  edge [fontname=" + quote(name) +
            ", fontsize=8, fontcolor=\"#41566a\", color=\"#7b8c9a\", arrowsize=0.55, "
            "penwidth=0.9];\n";
  }

  std::string legend() const {
    auto kind = [](std::string_view text, const KindStyle& style) {
      return "<TD BGCOLOR=\"" + std::string(style.fill) + "\" COLOR=\"" + std::string(style.line) +
             "\" BORDER=\"1\" STYLE=\"ROUNDED\"><FONT POINT-SIZE=\"8\" COLOR=\"" +
             (style.fill == kind_styles[3].fill ? "#ffffff" : "#1d2b36") + "\">" +
             std::string(text) + "</FONT></TD>";
    };
    std::string text =
        "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"4\" CELLPADDING=\"2\"><TR>";
    text += "<TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"13\" COLOR=\"#1d2b36\"><B>" +
            xml(dialog_title(dialog_)) + "</B>&#160; " + xml(dialog_.version) +
            "</FONT></TD><TD>   </TD>";
    text += kind("is said", kind_styles[0]) + kind("is asked", kind_styles[1]) +
            kind("is decided", kind_styles[2]) + kind("the end", kind_styles[3]) + "<TD>   </TD>";
    for (std::size_t level = level_names.size() - 1; level > 0; --level)
      text += chip(level_names[level], level_colours[level], chip_width(level_names[level]));
    text +=
        "<TD><FONT POINT-SIZE=\"8\" COLOR=\"#41566a\">flags that an answer can help to raise; "
        "an emergency ends the conversation at once</FONT></TD></TR></TABLE>>";
    return text;
  }

  std::size_t deepest() const { return *std::max_element(depth_.begin(), depth_.end()); }

  std::size_t column_of(std::size_t node) const { return column_at_[depth_[node]]; }

  /// Cuts the way down into columns of about equal height, where few ways are cut.
  void choose_columns() {
    const std::size_t steps = deepest() + 1;
    const std::size_t columns = (steps + steps_a_column - 1) / steps_a_column;
    const double ideal = static_cast<double>(steps) / static_cast<double>(columns);
    std::vector<std::size_t> cut(steps + 1, 0);  // ways that a cut above each step cuts
    for (std::size_t i = 0; i < dialog_.nodes.size(); ++i) {
      for (const Edge& edge : dialog_.nodes[i].next) {
        if (dialog_.nodes[edge.to].kind == NodeKind::end) continue;
        for (std::size_t step = depth_[i] + 1; step <= depth_[edge.to]; ++step) ++cut[step];
      }
    }
    // best[k][s]: the lowest cost of putting the steps before s into k columns.
    std::vector<std::vector<double>> best(columns + 1, std::vector<double>(steps + 1, 1e9));
    std::vector<std::vector<std::size_t>> from(columns + 1, std::vector<std::size_t>(steps + 1, 0));
    best[0][0] = 0;
    for (std::size_t k = 1; k <= columns; ++k) {
      for (std::size_t end = 1; end <= steps; ++end) {
        for (std::size_t start = 0; start < end; ++start) {
          const double off = static_cast<double>(end - start) - ideal;
          const double cost = best[k - 1][start] + off * off +
                              (start == 0 ? 0.0 : 4.0 * static_cast<double>(cut[start]));
          if (cost < best[k][end]) {
            best[k][end] = cost;
            from[k][end] = start;
          }
        }
      }
    }
    column_at_.assign(steps, 0);
    for (std::size_t k = columns, end = steps; k > 0; end = from[k][end], --k) {
      for (std::size_t step = from[k][end]; step < end; ++step) column_at_[step] = k - 1;
    }
  }

  /// The way of somebody to whom nothing special applies is drawn straight.
  void find_main_way() {
    is_main_.assign(dialog_.nodes.size(), false);
    NodeIndex at = dialog_.start;
    while (true) {
      is_main_[at] = true;
      if (dialog_.nodes[at].next.empty()) break;
      at = dialog_.nodes[at].next.back().to;
    }
  }

  void write_column(std::size_t column) {
    dot_ += "  subgraph column_" + std::to_string(column) + " {\n";
    for (std::size_t i = 0; i < dialog_.nodes.size(); ++i) {
      if (column_of(i) == column) write_node(i);
    }
    dot_ += "  }\n";
  }

  void write_node(std::size_t index) {
    const Node& node = dialog_.nodes[index];
    std::string label = title(static_cast<NodeIndex>(index));
    if (node.kind == NodeKind::end) label = "<FONT COLOR=\"#ffffff\"><B>" + label + "</B></FONT>";
    const std::string chips = node.kind == NodeKind::ask ? chip_rows(node.fact) : "";
    if (node.kind == NodeKind::ask)
      label = "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\"><TR><TD>" +
              label + "</TD></TR>" + chip_rows(node.fact) + "</TABLE>";
    dot_ += "    " + quote(node.id) + " [" + look(node.kind) +
            ", tooltip=" + tooltip(static_cast<NodeIndex>(index)) + ", label=<" + label + ">";
    if (is_main_[index]) dot_ += ", group=" + quote("column_" + std::to_string(column_of(index)));
    dot_ += "];\n";
  }

  /// A node's words in lines. What a decision asks is its question; the rest of its title explains.
  std::string title(NodeIndex index) const {
    const NodeKind kind = dialog_.nodes[index].kind;
    std::string text =
        drawn_title(dialog_, index, kind == NodeKind::say ? longest_said : longest_title);
    const std::size_t question = text.find("? ");
    if (kind == NodeKind::decide && question != std::string::npos) text.resize(question + 1);
    return in_lines(text, title_line);
  }

  std::string tooltip(NodeIndex index) const {
    return quote(drawn_title(dialog_, index, std::string::npos));
  }

  static std::string look(NodeKind kind) {
    const KindStyle& style = kind_styles[static_cast<std::size_t>(kind)];
    return "shape=" + std::string(style.shape) + ", margin=\"" +
           (kind == NodeKind::decide ? "0,0.02" : "0.06,0.03") + "\", style=\"" +
           std::string(style.style) + "\", fillcolor=\"" + std::string(style.fill) +
           "\", color=\"" + std::string(style.line) + "\"";
  }

  std::string chip_rows(FactIndex fact) const {
    const std::vector<FlagIndex>& flags = flags_[fact];
    std::string rows;
    for (std::size_t i = 0; i < flags.size(); i += chips_a_row) {
      std::string cells;
      std::size_t width = 2;
      for (std::size_t j = i; j < std::min(i + chips_a_row, flags.size()); ++j) {
        const Flag& flag = dialog_.flags[flags[j]];
        const std::string text = words_of_id(flag.id);
        cells += chip(text, level_colours[static_cast<std::size_t>(flag.level)], chip_width(text));
        width += chip_width(text) + 2;
      }
      // A table inside a cell grows with it unless its size is fixed.
      rows +=
          "<TR><TD><TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"2\" CELLPADDING=\"0\" "
          "FIXEDSIZE=\"TRUE\" HEIGHT=\"15\" WIDTH=\"" +
          std::to_string(width) + "\"><TR>" + cells + "</TR></TABLE></TD></TR>";
    }
    return rows;
  }

  /// The columns stand beside one another, their first nodes at the same height.
  void keep_in_order(std::size_t columns) {
    if (columns < 2) return;
    std::vector<std::string> first(columns);
    for (std::size_t depth = deepest() + 1; depth-- > 0;) {
      for (std::size_t i = dialog_.nodes.size(); i-- > 0;) {
        if (depth_[i] == depth) first[column_at_[depth]] = dialog_.nodes[i].id;
      }
    }
    dot_ += "  { rank=same;";
    for (const std::string& id : first) dot_ += " " + quote(id) + ";";
    dot_ += " }\n";
    for (std::size_t column = 1; column < columns; ++column) {
      dot_ += "  " + quote(first[column - 1]) + " -> " + quote(first[column]) +
              " [style=invis, weight=0];\n";
    }
  }

  void write_edges(std::size_t index) {
    const Node& node = dialog_.nodes[index];
    for (std::size_t i = 0; i < node.next.size(); ++i) {
      const NodeIndex to = node.next[i].to;
      std::string attributes = "tooltip=" + quote(edge_label(dialog_, node, i, std::string::npos));
      const std::string label = edge_label(dialog_, node, i, longest_answer);
      if (!label.empty() && label != "else")
        attributes += ", label=<" + in_lines(shortened(label, longest_label), label_line) + ">";
      if (is_main_[index] && is_main_[to]) attributes += ", weight=8";
      std::string target = quote(dialog_.nodes[to].id);
      const bool is_far_end =
          dialog_.nodes[to].kind == NodeKind::end && depth_[to] > depth_[index] + 2;
      if (is_far_end || column_of(index) != column_of(to)) target = write_copy(index, i);
      dot_ += "  " + quote(node.id) + " -> " + target + " [" + attributes + "];\n";
    }
  }

  /// Where a way leads to another column or to a far end, its target is drawn again, so that no
  /// line crosses the picture: each time for an end, once a column for others. Returns the copy's
  /// name.
  std::string write_copy(std::size_t index, std::size_t edge) {
    const NodeIndex to = dialog_.nodes[index].next[edge].to;
    const Node& target = dialog_.nodes[to];
    const bool is_end = target.kind == NodeKind::end;
    const std::string from = is_end ? dialog_.nodes[index].id + " " + std::to_string(edge)
                                    : "column " + std::to_string(column_of(index));
    const std::string name = quote(from + " to " + target.id);
    if (!copies_.insert(name).second) return name;
    std::string label = title(to);
    label = is_end ? "<FONT COLOR=\"#ffffff\"><B>" + label + "</B></FONT>"
                   : "<FONT COLOR=\"#41566a\"><I>" + label + " ↗</I></FONT>";
    dot_ += "  " + name + " [" + look(target.kind) + ", tooltip=" + tooltip(to) + ", label=<" +
            label + ">";
    if (!is_end)
      dot_ += ", margin=\"0.09,0.03\", shape=box, style=\"rounded,dashed\", color=\"#7b8c9a\"";
    dot_ += "];\n";
    return name;
  }

  const Dialog& dialog_;
  std::vector<std::vector<FlagIndex>> flags_;
  std::vector<std::size_t> depth_;
  std::vector<std::size_t> column_at_;  // by depth
  std::vector<bool> is_main_;           // by NodeIndex
  std::set<std::string> copies_;
  std::string dot_;
};

}  // namespace

std::string to_dot(const Dialog& dialog) {
  return DotWriter(dialog).write();
}

}  // namespace palpate
