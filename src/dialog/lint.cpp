// What no single place shows: the shape of the graph, the handling of "not sure", texts that are
// missing or the same.
#include <algorithm>
#include <cctype>
#include <functional>

#include "dialog/loading.hpp"

namespace palpate {
namespace {

/// A way back to a node that is still being visited, as "a -> b -> a", or "".
class CycleFinder {
 public:
  explicit CycleFinder(const Dialog& dialog)
      : dialog_(dialog), states_(dialog.nodes.size(), fresh) {}

  std::string find(NodeIndex start) {
    // An explicit stack: a dialogue of somebody else's may be a very long chain.
    std::vector<std::pair<NodeIndex, std::size_t>> stack{{start, 0}};
    states_[start] = open;
    while (!stack.empty()) {
      auto& [node, edge] = stack.back();
      const std::vector<Edge>& next = dialog_.nodes[node].next;
      if (edge == next.size()) {
        states_[node] = done;
        stack.pop_back();
        continue;
      }
      NodeIndex to = next[edge++].to;
      if (states_[to] == open) return describe(stack, to);
      if (states_[to] == fresh) {
        states_[to] = open;
        stack.emplace_back(to, 0);
      }
    }
    return "";
  }

  bool visited(NodeIndex node) const { return states_[node] != fresh; }

 private:
  enum NodeState : std::uint8_t { fresh, open, done };

  std::string describe(const std::vector<std::pair<NodeIndex, std::size_t>>& stack,
                       NodeIndex to) const {
    std::string way;
    bool inside = false;
    for (const auto& [node, edge] : stack) {
      inside = inside || node == to;
      if (inside) way += dialog_.nodes[node].id + " -> ";
    }
    return way + dialog_.nodes[to].id;
  }

  const Dialog& dialog_;
  std::vector<NodeState> states_;
};

/// Visits every leaf below `root`.
void each_leaf(const Dialog& dialog, std::uint32_t root,
               const std::function<void(const ConditionNode&)>& visit) {
  if (root == Condition::always) return;
  const ConditionNode& node = dialog.condition_nodes[root];
  for (std::uint32_t i = 0; i < node.count; ++i)
    each_leaf(dialog, dialog.condition_children[node.first + i], visit);
  if (node.count == 0) visit(node);
}

/// The facts whose "not sure" some flag, matrix row or gate handles: by a leaf "not_sure", or by
/// `unless`.
std::vector<bool> facts_with_not_sure_rule(const Dialog& dialog) {
  std::vector<bool> handled(dialog.facts.size(), false);
  auto look = [&](const Trigger& trigger) {
    each_leaf(dialog, trigger.condition.root, [&](const ConditionNode& leaf) {
      bool about_fact = leaf.op == Op::one_of || leaf.op == Op::has_any || leaf.op == Op::has_all ||
                        leaf.op == Op::is_none || leaf.op == Op::in_range ||
                        leaf.op == Op::item_one_of || leaf.op == Op::is_known;
      if (leaf.op == Op::is_not_sure || (trigger.unless && about_fact))
        handled[leaf.subject] = true;
    });
  };
  for (const Flag& flag : dialog.flags) look(flag.trigger);
  for (const MatrixRow& row : dialog.matrix) look(row.trigger);
  for (const Gate& gate : dialog.gates) look(gate.trigger);
  // Asking on is an answer to "not sure" too, but asking the same again is not.
  std::vector<bool> by_rules = handled;
  for (const Node& node : dialog.nodes) {
    for (const Edge& edge : node.next) look({edge.when, false});
  }
  for (const Fact& fact : dialog.facts) {
    if (fact.repeats) handled[*fact.repeats] = by_rules[*fact.repeats];
  }
  return handled;
}

std::string simplified(std::string_view text) {
  std::string out;
  for (char byte : text) {
    auto c = static_cast<unsigned char>(byte);
    if (std::isalnum(c) != 0 || c >= 0x80) {
      out += static_cast<char>(std::tolower(c));
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// Notes words that two answers of one question share.
void check_distinct(const std::vector<std::string>& names, const std::vector<OptionText>& options,
                    const JsonView& place) {
  std::map<std::string, std::string> owners;
  for (std::size_t i = 0; i < options.size() && i < names.size(); ++i) {
    std::vector<std::string> words = options[i].words;
    words.push_back(options[i].label);
    for (const std::string& word : words) {
      std::string key = simplified(word);
      if (key.empty()) continue;
      auto [owner, is_new] = owners.emplace(key, names[i]);
      if (!is_new && owner->second != names[i]) {
        place.report("ambiguous_words", "\"" + word + "\" stands for both \"" + owner->second +
                                            "\" and \"" + names[i] +
                                            "\"; a patient who types it cannot be understood");
      }
    }
  }
}

void check_question(const Fact& fact, const Locale& locale, std::size_t index,
                    const JsonView& place) {
  const QuestionText& text = locale.questions[index];
  std::vector<std::string> names = fact.options;
  std::vector<OptionText> options = text.options;
  options.resize(names.size());
  if (fact.none) {
    names.emplace_back("none");
    options.push_back(text.none.value_or(locale.words.none));
  }
  if (fact.not_sure) {
    names.emplace_back("not_sure");
    options.push_back(text.not_sure.value_or(locale.words.not_sure));
  }
  if (fact.kind != FactKind::grid) check_distinct(names, options, place);
  for (std::size_t i = 0; i < fact.items.size() && i < text.item_options.size(); ++i) {
    check_distinct(fact.items[i].options, text.item_options[i], place);
  }
}

void mark_facts_of(const Dialog& dialog, Condition condition, std::vector<bool>& facts) {
  each_leaf(dialog, condition.root, [&](const ConditionNode& leaf) {
    if (leaf.subject == no_subject) return;  // a condition with a mistake
    if (leaf.op < Op::derived_is) facts[leaf.subject] = true;
    if (leaf.op != Op::derived_is) return;
    for (const Derived::Case& row : dialog.derived[leaf.subject].cases)
      mark_facts_of(dialog, row.when, facts);
  });
}

/// By fact: some emergency or urgent flag looks at it, and several things can be ticked there.
std::vector<bool> facts_that_warn(const Dialog& dialog) {
  std::vector<bool> warns(dialog.facts.size(), false);
  for (const Flag& flag : dialog.flags) {
    if (flag.level >= Level::urgent) mark_facts_of(dialog, flag.trigger.condition, warns);
  }
  for (std::size_t i = 0; i < warns.size(); ++i) {
    const Fact& fact = dialog.facts[i];
    warns[i] = warns[i] && fact.kind == FactKind::choices && !fact.repeats;
  }
  return warns;
}

/// What a sign stands for has to be something that matters wherever it is said.
void check_signs(const Dialog& dialog, const Locale& locale, const JsonView& file) {
  const std::vector<bool> warns = facts_that_warn(dialog);
  for (const SignPattern& pattern : locale.signs.patterns) {
    if (warns[pattern.fact]) continue;
    file.member("signs").report("sign_of_no_flag",
                                "the pattern \"" + pattern.id + "\" means \"" +
                                    dialog.facts[pattern.fact].id +
                                    "\", at which no emergency or urgent flag looks");
  }
}

}  // namespace

void mark_dependencies(Dialog& dialog) {
  const std::vector<bool> warns = facts_that_warn(dialog);
  for (std::size_t i = 0; i < warns.size(); ++i) {
    Fact& fact = dialog.facts[i];
    fact.warns = warns[i];
    fact.may_be_mentioned = warns[i] || fact.told == Told::ticks;
  }
  for (Node& node : dialog.nodes) {
    for (const Edge& edge : node.next) {
      each_leaf(dialog, edge.when.root, [&](const ConditionNode& leaf) {
        node.looks_at_flags = node.looks_at_flags || leaf.op > Op::derived_is;
      });
    }
  }
  for (Flag& flag : dialog.flags) {
    each_leaf(dialog, flag.trigger.condition.root, [&](const ConditionNode& leaf) {
      bool ticks_one = leaf.op == Op::has_any && leaf.low == 1;
      if (flag.level == Level::emergency && ticks_one)
        dialog.facts[leaf.subject].emergency_options |= leaf.mask;
      flag.looks_at_cells = flag.looks_at_cells || leaf.op > Op::derived_is;
    });
  }
  for (Fact& fact : dialog.facts) {
    if (fact.repeats) fact.emergency_options = dialog.facts[*fact.repeats].emergency_options;
  }
}

void lint_graph(Loading& loading, const JsonView& dialogue) {
  const Dialog& dialog = loading.dialog;
  if (dialog.nodes.empty()) {
    if (dialogue.has("nodes"))
      dialogue.member("nodes").report("empty_list", "write at least one node");
    return;
  }
  JsonView nodes = dialogue.member("nodes");
  for (const Diagnostic& diagnostic : loading.diagnostics) {
    bool about_nodes = diagnostic.place.starts_with("/nodes") || diagnostic.place == "/start";
    if (about_nodes && diagnostic.file == "dialogue.json")
      return;  // the shape is not what was meant
  }
  CycleFinder finder(dialog);
  std::string way = finder.find(dialog.start);
  if (!way.empty()) {
    nodes.report("cycle",
                 "the way " + way + " leads in a circle; a question may be asked once only");
    return;
  }
  std::vector<bool> asked(dialog.facts.size(), false);
  for (std::size_t i = 0; i < dialog.nodes.size(); ++i) {
    const Node& node = dialog.nodes[i];
    if (!finder.visited(static_cast<NodeIndex>(i))) {
      nodes.member(node.id).report("unreachable_node", "no way leads to this node");
    }
    if (node.kind == NodeKind::ask) asked[node.fact] = true;
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!asked[i]) {
      dialogue.member("facts")
          .member(dialog.facts[i].id)
          .report("never_asked", "no node asks this fact");
    }
  }
}

void lint_safety(Loading& loading, const JsonView& dialogue) {
  const Dialog& dialog = loading.dialog;
  std::vector<bool> handled = facts_with_not_sure_rule(dialog);
  for (std::size_t i = 0; i < dialog.facts.size(); ++i) {
    const Fact& fact = dialog.facts[i];
    if (!fact.safety || !fact.not_sure || fact.repeats || handled[i]) continue;
    dialogue.member("facts").member(fact.id).report(
        "not_sure_unhandled",
        "this is a safety fact and offers \"not sure\", but no flag, matrix row, gate or edge says "
        "what "
        "happens then; "
        "write a rule with {\"" +
            fact.id + "\": \"not_sure\"}");
  }
}

void lint_texts(Loading& loading, const std::vector<JsonView>& locales) {
  const Dialog& dialog = loading.dialog;
  for (std::size_t i = 0; i < locales.size() && i < dialog.locales.size(); ++i) {
    const JsonView& file = locales[i];
    const Locale& locale = dialog.locales[i];
    JsonView texts = file.member("texts");
    for (std::size_t key = 0; key < dialog.text_keys.size(); ++key) {
      if (!texts.is_object() || dialog.text_keys[key].empty() || texts.has(dialog.text_keys[key]))
        continue;
      const JsonView& used = loading.text_places[key];
      std::vector<std::string> names;
      for (const auto& [name, text] : texts.members()) names.push_back(name);
      texts.report("missing_text", "there is no text \"" + dialog.text_keys[key] + "\", which " +
                                       used.file() + " " + used.pointer() + " uses" +
                                       did_you_mean(dialog.text_keys[key], names));
    }
    for (std::size_t fact = 0; fact < dialog.facts.size(); ++fact) {
      JsonView question = file.member("questions").member(dialog.facts[fact].id);
      if (question) check_question(dialog.facts[fact], locale, fact, question);
    }
    check_signs(dialog, locale, file);
  }
}

}  // namespace palpate
