#include <bit>

#include "atlas/describe_words.hpp"
#include "dialog/labels.hpp"

namespace palpate {
namespace {

/// The words of one leaf over a fact.
class FactWords {
 public:
  FactWords(const Names& names, const ConditionNode& leaf, bool negated)
      : names_(names), leaf_(leaf), negated_(negated), fact_(names.dialog().facts[leaf.subject]) {}

  std::string subject() const {
    std::string text;
    if (!names_.is_about(leaf_.subject)) text = names_.question(leaf_.subject);
    if (leaf_.item == no_item) return text;
    if (!text.empty()) text += " for ";
    return text +
           names_.label(item_label(names_.dialog(), names_.locale(), leaf_.subject, leaf_.item));
  }

  std::string predicate() const {
    switch (leaf_.op) {
      case Op::one_of:
        return one_of(fact_.options.size());
      case Op::item_one_of:
        return one_of(fact_.items[leaf_.item].options.size());
      case Op::has_any:
        return has_any();
      case Op::has_all:
        return has_all();
      case Op::is_none:
        return is() + names_.label(none_label(names_.locale(), leaf_.subject));
      case Op::in_range:
        return in_range();
      case Op::is_known:
        return is() + "known";
      default:
        return is() + names_.label(not_sure_label(names_.locale(), leaf_.subject));
    }
  }

 private:
  std::string is() const { return negated_ ? "is not " : "is "; }

  /// "Not sure" is an answer to people, and not a known one to a rule.
  std::string any_answer() const {
    if (fact_.not_sure) return is() + "known";
    return negated_ ? "has no answer" : "has an answer";
  }

  std::string option(std::size_t index) const {
    const Dialog& dialog = names_.dialog();
    return names_.label(
        leaf_.item == no_item
            ? option_label(dialog, names_.locale(), leaf_.subject, index)
            : item_option_label(dialog, names_.locale(), leaf_.subject, leaf_.item, index));
  }

  std::vector<std::string> options(std::uint64_t mask) const {
    return names_in(mask, max_options, [&](std::size_t index) { return option(index); });
  }

  std::string one_of(std::size_t count) const {
    const std::uint64_t every = first_bits(count);
    std::uint64_t mask = leaf_.mask & every;
    bool negated = negated_;
    if (mask == every && count > 2) return any_answer();
    // Whichever side names fewer answers; an unanswered question makes both untrue. So does "not
    // sure", but "is not ..." would read as if it did not: where it is offered, all are named.
    if (!fact_.not_sure && std::popcount(mask) > 2 &&
        2 * static_cast<std::size_t>(std::popcount(mask)) > count) {
      mask = every & ~mask;
      negated = !negated;
    }
    return "is " + (negated ? none_of(options(mask)) : listed(options(mask), "or"));
  }

  std::string has_any() const {
    const std::vector<std::string> names = options(leaf_.mask);
    const bool whole = names.size() == fact_.options.size();
    if (leaf_.low <= 1) {
      if (whole) return negated_ ? "has nothing ticked" : "has something ticked";
      if (!negated_) return "has " + listed(names, "or");
      return names.size() == 1 ? "does not have " + names.front() : "has " + none_of(names);
    }
    std::string text = negated_ ? "has fewer than " : "has at least ";
    text += std::to_string(leaf_.low);
    return whole ? text + " ticked" : text + " of " + listed(names, "and");
  }

  std::string has_all() const {
    const std::vector<std::string> names = options(leaf_.mask);
    if (!negated_) return "has " + listed(names, "and");
    return "does not have " + std::string(names.size() > 1 ? "all of " : "") + listed(names, "and");
  }

  std::string in_range() const {
    const std::string& unit = names_.locale().questions[leaf_.subject].unit;
    const std::string low = std::to_string(leaf_.low);
    const std::string high = std::to_string(leaf_.high);
    std::string text = is();
    if (leaf_.low == leaf_.high) {
      text += low;
    } else if (leaf_.low <= fact_.min && leaf_.high >= fact_.max) {
      return any_answer();
    } else if (leaf_.low <= fact_.min) {
      text = (negated_ ? "is above " : "is at most ") + high;
    } else if (leaf_.high >= fact_.max) {
      text = (negated_ ? "is below " : "is at least ") + low;
    } else {
      text += low + " to " + high;
    }
    return unit.empty() ? text : text + " " + unit;
  }

  const Names& names_;
  const ConditionNode& leaf_;
  bool negated_;
  const Fact& fact_;
};

}  // namespace

std::string words_about_fact(const Names& names, const ConditionNode& leaf, bool negated) {
  const FactWords words(names, leaf, negated);
  const std::string subject = words.subject();
  return subject.empty() ? words.predicate() : subject + " " + words.predicate();
}

}  // namespace palpate
