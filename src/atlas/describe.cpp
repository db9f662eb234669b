#include "atlas/describe.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "dialog/labels.hpp"

namespace palpate {
namespace {

constexpr std::array<std::string_view, 4> disposition_words{
    "a suggestion", "a clinician's OK first", "same-day care", "an emergency"};
constexpr std::array<std::string_view, 4> cell_words{"OK", "adapt", "a clinician's OK first",
                                                     "avoid"};
constexpr std::array<std::string_view, 3> row_kind_words{"conditions", "medicines", "situations"};

std::uint64_t first_bits(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

/// "A", "A or B", "A, B or C".
std::string listed(const std::vector<std::string>& parts, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) text += i + 1 == parts.size() ? " " + std::string(last) + " " : ", ";
    text += parts[i];
  }
  return text;
}

template <class Name>
std::vector<std::string> names_in(std::uint64_t mask, std::size_t count, Name name) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    if ((mask >> i & 1U) != 0) names.push_back(name(i));
  }
  return names;
}

class Describer {
 public:
  Describer(const Dialog& dialog, const Wording& wording)
      : dialog_(dialog),
        wording_(wording),
        locale_(wording.locale != nullptr ? *wording.locale : dialog.locales.front()) {}

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
      case Op::derived_is:
        return derived(node, negated);
      default:
        return node.op < Op::derived_is ? about_fact(node, negated) : about_outcome(node, negated);
    }
  }

 private:
  std::uint32_t child(const ConditionNode& node, std::uint32_t i) const {
    return dialog_.condition_children[node.first + i];
  }

  std::string label(const std::string& text) const {
    return quoted(shortened(text, wording_.longest_label));
  }

  // Several conditions.

  /// True if the words of `root` join several conditions, so that they need brackets inside others.
  bool is_joined(std::uint32_t root) const {
    const ConditionNode& node = dialog_.condition_nodes[root];
    if (node.op == Op::negation) return is_joined(child(node, 0));
    if (node.op != Op::all && node.op != Op::any) return false;
    if (node.count == 1) return is_joined(child(node, 0));
    return node.count > 1 && !is_one_list(node);
  }

  std::string enclosed(std::uint32_t root, bool negated = false) const {
    std::string text = words(root, negated);
    const bool has_brackets = negated && text.starts_with("not (");
    return is_joined(root) && !has_brackets ? "(" + text + ")" : text;
  }

  /// True for several leaves of the kind that names one thing each: they read better as one list.
  bool is_one_list(const ConditionNode& node) const {
    if (node.count < 2) return false;
    const Op op = dialog_.condition_nodes[child(node, 0)].op;
    if (op != Op::flag_raised && op != Op::flag_lifted && op != Op::note_shown &&
        op != Op::fact_asked && op != Op::node_passed)
      return false;
    for (std::uint32_t i = 1; i < node.count; ++i) {
      if (dialog_.condition_nodes[child(node, i)].op != op) return false;
    }
    return true;
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

  std::string one_list(const ConditionNode& node, bool negated) const {
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < node.count; ++i)
      names.push_back(name(dialog_.condition_nodes[child(node, i)]));
    const Op op = dialog_.condition_nodes[child(node, 0)].op;
    if (node.op == Op::any) {
      if (negated)
        return "none of " + noun(op, true) + listed(names, "and") + " " + done(op, false);
      return noun(op, false) + listed(names, "or") + " " + done(op, false);
    }
    return (negated ? "not all of " : "") + noun(op, true) + listed(names, "and") + " " +
           done(op, false, true);
  }

  static std::string noun(Op op, bool several) {
    std::string text;
    if (op == Op::flag_raised || op == Op::flag_lifted) text = "flag";
    if (op == Op::note_shown) text = "note";
    if (text.empty()) return text;
    return text + (several ? "s " : " ");
  }

  /// What a leaf over one thing is about.
  std::string name(const ConditionNode& node) const {
    switch (node.op) {
      case Op::flag_raised:
      case Op::flag_lifted:
        return dialog_.flags[node.subject].id;
      case Op::note_shown:
        return dialog_.notes[node.subject].id;
      case Op::fact_asked:
        return question_title(dialog_, node.subject, wording_);
      default:
        return quoted(node_title(dialog_, node.subject, wording_));
    }
  }

  static std::string done(Op op, bool negated, bool several = false) {
    const std::string be = several ? "are" : "is";
    const std::string was = several ? "were" : "was";
    const std::string no = negated ? " not" : "";
    switch (op) {
      case Op::flag_raised:
        return be + no + " raised";
      case Op::flag_lifted:
        return be + no + " lifted by a clinician's OK";
      case Op::note_shown:
        return be + no + " shown";
      case Op::fact_asked:
        return was + no + " answered";
      default:
        return was + no + " passed";
    }
  }

  // Facts.

  std::string about_fact(const ConditionNode& node, bool negated) const {
    std::string text = subject(node);
    if (!text.empty()) text += " ";
    return text + predicate(node, negated);
  }

  std::string subject(const ConditionNode& node) const {
    std::string text;
    if (wording_.about != FactIndex{node.subject})
      text = question_title(dialog_, node.subject, wording_);
    if (node.item == no_item) return text;
    if (!text.empty()) text += " for ";
    return text + label(item_label(dialog_, locale_, node.subject, node.item));
  }

  std::string predicate(const ConditionNode& node, bool negated) const {
    const std::string is = negated ? "is not " : "is ";
    switch (node.op) {
      case Op::one_of:
        return one_of(node, dialog_.facts[node.subject].options.size(), negated);
      case Op::item_one_of:
        return one_of(node, dialog_.facts[node.subject].items[node.item].options.size(), negated);
      case Op::has_any:
        return has_any(node, negated);
      case Op::has_all: {
        std::vector<std::string> names = option_names(node, node.mask);
        if (negated)
          return "does not have " + std::string(names.size() > 1 ? "all of " : "") +
                 listed(names, "and");
        return "has " + listed(names, "and");
      }
      case Op::is_none:
        return is + label(none_label(locale_, node.subject));
      case Op::in_range:
        return in_range(node, negated);
      case Op::is_known:
        return is + "known";
      default:
        return is + label(not_sure_label(locale_, node.subject));
    }
  }

  std::string option_name(const ConditionNode& node, std::size_t option) const {
    return label(node.item == no_item
                     ? option_label(dialog_, locale_, node.subject, option)
                     : item_option_label(dialog_, locale_, node.subject, node.item, option));
  }

  std::vector<std::string> option_names(const ConditionNode& node, std::uint64_t mask) const {
    return names_in(mask, max_options,
                    [&](std::size_t option) { return option_name(node, option); });
  }

  std::string one_of(const ConditionNode& node, std::size_t count, bool negated) const {
    const std::uint64_t every = first_bits(count);
    std::uint64_t mask = node.mask & every;
    // Whichever side names fewer answers; an unanswered question makes both untrue.
    if (std::popcount(mask) > 2 && 2 * static_cast<std::size_t>(std::popcount(mask)) > count) {
      if (mask == every) return negated ? "has no answer" : "has an answer";
      mask = every & ~mask;
      negated = !negated;
    }
    return (negated ? "is not " : "is ") + listed(option_names(node, mask), "or");
  }

  std::string has_any(const ConditionNode& node, bool negated) const {
    std::vector<std::string> names = option_names(node, node.mask);
    const bool whole = names.size() == dialog_.facts[node.subject].options.size();
    if (node.low <= 1) {
      if (whole) return negated ? "has nothing ticked" : "has something ticked";
      if (!negated) return "has " + listed(names, "or");
      return "does not have " + listed(names, "or");
    }
    std::string text = negated ? "has fewer than " : "has at least ";
    text += std::to_string(node.low);
    return whole ? text + " ticked" : text + " of " + listed(names, "and");
  }

  std::string in_range(const ConditionNode& node, bool negated) const {
    const Fact& fact = dialog_.facts[node.subject];
    const std::string& unit = locale_.questions[node.subject].unit;
    const std::string low = std::to_string(node.low);
    const std::string high = std::to_string(node.high);
    std::string text = negated ? "is not " : "is ";
    if (node.low == node.high) {
      text += low;
    } else if (node.low <= fact.min && node.high >= fact.max) {
      return negated ? "has no answer" : "has an answer";
    } else if (node.low <= fact.min) {
      text = (negated ? "is above " : "is at most ") + high;
    } else if (node.high >= fact.max) {
      text = (negated ? "is below " : "is at least ") + low;
    } else {
      text += low + " to " + high;
    }
    return unit.empty() ? text : text + " " + unit;
  }

  std::string derived(const ConditionNode& node, bool negated) const {
    const Derived& fact = dialog_.derived[node.subject];
    const std::string name = "'" + words_of_id(fact.id) + "'";
    if (fact.is_named_condition() && std::popcount(node.mask & 3U) == 1) {
      const bool wanted = (node.mask & 2U) != 0;
      return name + (wanted != negated ? " applies" : " does not apply");
    }
    std::vector<std::string> values = names_in(
        node.mask, fact.values.size(), [&](std::size_t i) { return words_of_id(fact.values[i]); });
    return name + (negated ? " is not " : " is ") + listed(values, "or");
  }

  // What follows from the facts.

  std::string about_outcome(const ConditionNode& node, bool negated) const {
    switch (node.op) {
      case Op::disposition_in:
        return disposition(node.mask, negated);
      case Op::clearable:
        return negated ? "a clinician's OK cannot lift everything that blocks"
                       : "a clinician's OK can lift everything that blocks";
      case Op::cell_in:
        return technique(node.subject) + (negated ? " is not marked " : " is marked ") +
               cells(node.mask);
      case Op::rows:
        return rows(node, negated);
      case Op::primary_in:
        return listed(techniques(node.mask), "or") +
               (negated ? " is not suggested" : " is suggested");
      case Op::allowed_has:
        return allowed_has(node.mask, negated);
      case Op::allowed_within:
        return allowed_within(node.mask, negated);
      case Op::schedule_in:
        return std::string("the schedule is ") + (negated ? "not " : "") +
               listed(names_in(node.mask, dialog_.schedules.size(),
                               [&](std::size_t i) { return words_of_id(dialog_.schedules[i].id); }),
                      "or");
      case Op::questions_in:
        return questions(node, negated);
      default:
        return noun(node.op, false) + name(node) + " " + done(node.op, negated);
    }
  }

  static std::string disposition(std::uint64_t mask, bool negated) {
    const std::uint64_t every = first_bits(disposition_words.size());
    mask = negated ? every & ~mask : every & mask;
    if (mask == every) return "the outcome is any";
    if (mask == 0) return "the outcome is none";
    const int lowest = std::countr_zero(mask);
    std::string text = "the outcome is ";
    // "At least" saves naming the rest; two names are short enough.
    if (std::popcount(mask) > 1 && (mask >> lowest) == (every >> lowest))
      return text + std::string(disposition_words[static_cast<std::size_t>(lowest)]) + " or worse";
    return text + listed(names_in(mask, disposition_words.size(),
                                  [](std::size_t i) { return std::string(disposition_words[i]); }),
                         "or");
  }

  std::string technique(std::size_t index) const {
    return locale_.texts[dialog_.techniques[index].name];
  }

  std::vector<std::string> techniques(std::uint64_t mask) const {
    return names_in(mask, dialog_.techniques.size(), [&](std::size_t i) { return technique(i); });
  }

  static std::string cells(std::uint64_t mask) {
    return listed(names_in(mask, cell_words.size(),
                           [](std::size_t i) { return quoted(std::string(cell_words[i])); }),
                  "or");
  }

  std::string rows(const ConditionNode& node, bool negated) const {
    std::vector<std::string> kinds = names_in(node.kinds, row_kind_words.size(), [](std::size_t i) {
      return std::string(row_kind_words[i]);
    });
    std::string text = (negated ? "fewer than " : "at least ") + std::to_string(node.low) + " " +
                       listed(kinds, "or") + " of the table apply";
    if (node.subject == no_subject) return text;
    return text + " that mark " + technique(node.subject) + " as " + cells(node.mask);
  }

  std::string allowed_has(std::uint64_t mask, bool negated) const {
    std::vector<std::string> names = techniques(mask);
    if (names.empty()) return negated ? "never" : "always";
    if (names.size() == 1) return names[0] + (negated ? " is not allowed" : " is allowed");
    return (negated ? "not all of " : "") + listed(names, "and") + " are allowed";
  }

  std::string allowed_within(std::uint64_t mask, bool negated) const {
    const std::uint64_t others = first_bits(dialog_.techniques.size()) & ~mask;
    std::vector<std::string> names = techniques(negated ? others : mask);
    if (negated) {
      if (names.size() == dialog_.techniques.size()) return "some technique is allowed";
      return names.empty() ? "never" : listed(names, "or") + " is allowed";
    }
    if (others == 0) return "always";
    return names.empty() ? "no technique is allowed"
                         : "nothing but " + listed(names, "and") + " is allowed";
  }

  static std::string questions(const ConditionNode& node, bool negated) {
    constexpr std::int32_t open_end = 1000;  // what the loader writes for "no upper limit"
    const std::string low = std::to_string(node.low);
    const std::string high = std::to_string(node.high);
    std::string count;
    if (node.low == node.high) {
      count = (negated ? "not " : "") + low;
    } else if (node.low <= 0) {
      count = (negated ? "more than " : "at most ") + high;
    } else if (node.high >= open_end) {
      count = (negated ? "fewer than " : "at least ") + low;
    } else {
      count = (negated ? "not " : "") + low + " to " + high;
    }
    return count + " questions are answered";
  }

  const Dialog& dialog_;
  const Wording& wording_;
  const Locale& locale_;
};

}  // namespace

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
