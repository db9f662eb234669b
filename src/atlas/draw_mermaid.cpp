#include <array>

#include "atlas/describe.hpp"
#include "atlas/draw.hpp"
#include "atlas/drawing.hpp"

namespace palpate {
namespace {

constexpr std::size_t longest_title = 60;
constexpr std::size_t longest_answer = 40;
constexpr std::size_t longest_label = 90;

/// For a label in quotes. Mermaid has its own entities: "#quot;"; backticks would begin Markdown.
std::string label(std::string_view text) {
  std::string escaped = "\"";
  for (char c : text) {
    switch (c) {
      case '"':
        escaped += "#quot;";
        break;
      case '#':
        escaped += "#35;";
        break;
      case '&':
        escaped += "#amp;";
        break;
      case '<':
        escaped += "#lt;";
        break;
      case '>':
        escaped += "#gt;";
        break;
      case '`':
        escaped += "#96;";
        break;
      case ';':
        escaped += "#59;";
        break;
      case '\\':
        escaped += "#92;";
        break;
      default:
        escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return escaped + "\"";
}

struct Brackets {
  std::string_view open;
  std::string_view close;
};
/// By NodeKind: a slanted box, a round one, a hexagon, a stadium.
constexpr std::array<Brackets, 4> brackets{{{"[/", "/]"}, {"(", ")"}, {"{{", "}}"}, {"([", "])"}}};
constexpr std::array<std::string_view, 4> kind_classes{"say", "ask", "decide", "finish"};

/// The prefix keeps ids from being words of Mermaid, such as "end".
std::string node_id(const Node& node) {
  return "n_" + node.id;
}

std::string node_line(const Dialog& dialog, NodeIndex index, const std::vector<FlagIndex>& flags) {
  const Node& node = dialog.nodes[index];
  const auto kind = static_cast<std::size_t>(node.kind);
  std::string text = drawn_title(dialog, index, longest_title);
  Level highest = Level::none;
  std::string codes;
  for (FlagIndex flag : flags) {
    highest = std::max(highest, dialog.flags[flag].level);
    codes += (codes.empty() ? "" : ", ") + words_of_id(dialog.flags[flag].id);
  }
  if (!codes.empty()) text += " [" + codes + "]";
  std::string line = "  " + node_id(node) + std::string(brackets[kind].open) + label(text) +
                     std::string(brackets[kind].close) + ":::";
  return line +
         std::string(highest == Level::none ? kind_classes[kind]
                                            : level_names[static_cast<std::size_t>(highest)]) +
         "\n";
}

std::string classes() {
  // Dark letters on light boxes read in GitHub's light and dark surroundings alike.
  std::string text =
      "  classDef say fill:#eef2f5,stroke:#8497a3,color:#1d2b36\n"
      "  classDef ask fill:#ffffff,stroke:#33658a,color:#1d2b36\n"
      "  classDef decide fill:#e6f1ec,stroke:#3c7a5e,color:#1d2b36\n"
      "  classDef finish fill:#22384a,stroke:#22384a,color:#ffffff\n";
  for (std::size_t level = 1; level < level_names.size(); ++level) {
    text += "  classDef " + std::string(level_names[level]) +
            " fill:#ffffff,stroke:" + std::string(level_colours[level]) +
            ",stroke-width:3px,color:#1d2b36\n";
  }
  return text;
}

}  // namespace

std::string to_mermaid(const Dialog& dialog) {
  const std::vector<std::vector<FlagIndex>> flags = flags_by_fact(dialog);
  std::string text = "flowchart TD\n";
  for (std::size_t i = 0; i < dialog.nodes.size(); ++i) {
    const Node& node = dialog.nodes[i];
    text += node_line(dialog, static_cast<NodeIndex>(i),
                      node.kind == NodeKind::ask ? flags[node.fact] : std::vector<FlagIndex>{});
  }
  for (const Node& node : dialog.nodes) {
    for (std::size_t i = 0; i < node.next.size(); ++i) {
      const std::string words = edge_label(dialog, node, i, longest_answer);
      text += "  " + node_id(node) + " -->";
      if (!words.empty()) text += "|" + label(shortened(words, longest_label)) + "|";
      text += " " + node_id(dialog.nodes[node.next[i].to]) + "\n";
    }
  }
  return text + classes();
}

}  // namespace palpate
