// How conditions are joined. What single ones say is in describe_facts.cpp and
// describe_outcomes.cpp.
#include "atlas/describe.hpp"

#include "atlas/describe_words.hpp"

namespace palpate {
namespace {

class Describer {
 public:
  Describer(const Dialog& dialog, const Wording& wording)
      : dialog_(dialog), names_(dialog, wording) {}

  std::string words(std::uint32_t root, bool negated = false) const {
    const ConditionNode& node = dialog_.condition_nodes[root];
    switch (node.op) {
      case Op::all:
      case Op::any:
        return joined(node, negated);
      case Op::negation:
        return words(child(node, 0), !negated);
      case Op::certainly:
        return (negated ? "it is not certain that " : "it is certain that ") +
               enclosed(child(node, 0));
      case Op::at_least_of:
        return counted(node, negated);
      default:
        return node.op < Op::derived_is ? words_about_fact(names_, node, negated)
                                        : words_about_outcome(names_, node, negated);
    }
  }

 private:
  std::uint32_t child(const ConditionNode& node, std::uint32_t i) const {
    return dialog_.condition_children[node.first + i];
  }

  /// True if the words of `root` join several conditions, so that they need brackets inside others.
  bool is_joined(std::uint32_t root) const {
    const ConditionNode& node = dialog_.condition_nodes[root];
    if (node.op == Op::negation) return is_joined(child(node, 0));
    if (node.op != Op::all && node.op != Op::any) return false;
    if (node.count == 1) return is_joined(child(node, 0));
    return node.count > 1 && !is_one_list(node);
  }

  std::string enclosed(std::uint32_t root) const {
    std::string text = words(root);
    // What is negated as a whole has its brackets already.
    return is_joined(root) && !text.starts_with("not (") ? "(" + text + ")" : text;
  }

  bool is_one_list(const ConditionNode& node) const {
    if (node.count < 2) return false;
    const Op op = dialog_.condition_nodes[child(node, 0)].op;
    if (!names_one_thing(op)) return false;
    for (std::uint32_t i = 1; i < node.count; ++i) {
      if (dialog_.condition_nodes[child(node, i)].op != op) return false;
    }
    return true;
  }

  std::string one_list(const ConditionNode& node, bool negated) const {
    std::vector<ConditionNode> leaves;
    for (std::uint32_t i = 0; i < node.count; ++i)
      leaves.push_back(dialog_.condition_nodes[child(node, i)]);
    return words_about_things(names_, leaves, node.op, negated);
  }

  std::string joined(const ConditionNode& node, bool negated) const {
    if (node.count == 0) return (node.op == Op::all) != negated ? "always" : "never";
    if (node.count == 1) return words(child(node, 0), negated);
    if (is_one_list(node)) return one_list(node, negated);
    std::string text;
    for (std::uint32_t i = 0; i < node.count; ++i) {
      if (i != 0) text += node.op == Op::all ? ", and " : ", or ";
      // All of all, and any of any, is one list to the reader.
      const ConditionNode& part = dialog_.condition_nodes[child(node, i)];
      text += part.op == node.op ? words(child(node, i)) : enclosed(child(node, i));
    }
    return negated ? "not (" + text + ")" : text;
  }

  std::string counted(const ConditionNode& node, bool negated) const {
    std::string text =
        (negated ? "fewer than " : "at least ") + std::to_string(node.low) + " of these: (";
    for (std::uint32_t i = 0; i < node.count; ++i) {
      if (i != 0) text += "; ";
      text += words(child(node, i));
    }
    return text + ")";
  }

  const Dialog& dialog_;
  Names names_;
};

}  // namespace

std::string in_quotes(std::string_view text, const Wording& wording) {
  return wording.curly_quotes ? "“" + std::string(text) + "”" : "\"" + std::string(text) + "\"";
}

std::string Names::label(std::string_view text) const {
  return quoted(shortened(text, wording_.longest_label));
}

std::string Names::question(FactIndex fact) const {
  if (wording_.question_names != nullptr) return (*wording_.question_names)[fact];
  return question_title(dialog_, fact, wording_);
}

std::string Names::node(NodeIndex node) const {
  return quoted(node_title(dialog_, node, wording_));
}

std::string Names::derived(std::size_t derived) const {
  const std::string words = words_of_id(dialog_.derived[derived].id);
  return wording_.curly_quotes ? "‘" + words + "’" : "'" + words + "'";
}

const std::string& Names::technique(std::size_t technique) const {
  return locale_.texts[dialog_.techniques[technique].name];
}

std::vector<std::string> Names::techniques(std::uint64_t mask) const {
  return names_in(mask, dialog_.techniques.size(), [&](std::size_t i) { return technique(i); });
}

std::string listed(const std::vector<std::string>& parts, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) text += i + 1 == parts.size() ? " " + std::string(last) + " " : ", ";
    text += parts[i];
  }
  return text;
}

std::string none_of(const std::vector<std::string>& parts) {
  return parts.size() == 1 ? "not " + parts.front() : "neither " + listed(parts, "nor");
}

std::string describe(const Dialog& dialog, Condition condition, const Wording& wording) {
  if (condition.is_always()) return "always";
  return Describer(dialog, wording).words(condition.root);
}

std::string describe(const Dialog& dialog, const Trigger& trigger, const Wording& wording) {
  std::string text = describe(dialog, trigger.condition, wording);
  if (!trigger.unless) return text;
  return text == "always" ? "never" : "always, unless " + text;
}

}  // namespace palpate
