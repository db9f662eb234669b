#include <array>
#include <bit>

#include "atlas/describe_words.hpp"

namespace palpate {
namespace {

constexpr std::array<std::string_view, 4> disposition_words{
    "a suggestion", "a clinician's OK first", "same-day care", "an emergency"};
constexpr std::array<std::string_view, 4> cell_words{"OK", "adapt", "a clinician's OK first",
                                                     "avoid"};
constexpr std::array<std::string_view, 3> row_kind_words{"condition", "medicine", "situation"};

/// True for more than one value, up to the highest of `count`: "or worse" saves naming them.
bool is_open_above(std::uint64_t mask, std::size_t count) {
  const int lowest = std::countr_zero(mask);
  return std::popcount(mask) > 1 && mask >> lowest == first_bits(count) >> lowest;
}

std::string derived(const Names& names, const ConditionNode& leaf, bool negated) {
  const Derived& fact = names.dialog().derived[leaf.subject];
  const std::string name = names.derived(leaf.subject);
  if (fact.is_named_condition() && std::popcount(leaf.mask & 3U) == 1) {
    const bool wanted = (leaf.mask & 2U) != 0;
    return name + (wanted != negated ? " applies" : " does not apply");
  }
  const std::vector<std::string> values = names_in(
      leaf.mask, fact.values.size(), [&](std::size_t i) { return words_of_id(fact.values[i]); });
  return name + " is " + (negated ? none_of(values) : listed(values, "or"));
}

std::string disposition(std::uint64_t mask, bool negated) {
  const std::uint64_t every = first_bits(disposition_words.size());
  mask = negated ? every & ~mask : every & mask;
  if (mask == every) return "the outcome is any";
  if (mask == 0) return "the outcome is none";
  if (is_open_above(mask, disposition_words.size())) {
    return "the outcome is " +
           std::string(disposition_words[static_cast<std::size_t>(std::countr_zero(mask))]) +
           " or worse";
  }
  return "the outcome is " +
         listed(names_in(mask, disposition_words.size(),
                         [](std::size_t i) { return std::string(disposition_words[i]); }),
                "or");
}

/// What follows "is marked": a cell of `mask`, or none of them.
std::string marked(const Names& names, std::uint64_t mask, bool negated) {
  if (is_open_above(mask, cell_words.size())) {
    const auto lowest = static_cast<std::size_t>(std::countr_zero(mask));
    return (negated ? "not " : "") + names.quoted(cell_words[lowest]) + " or stricter";
  }
  const std::vector<std::string> cells =
      names_in(mask, cell_words.size(), [&](std::size_t i) { return names.quoted(cell_words[i]); });
  return negated ? none_of(cells) : listed(cells, "or");
}

/// "at least 2 conditions or medicines of the table apply", with "no" for fewer than one.
std::string rows(const Names& names, const ConditionNode& leaf, bool negated) {
  const bool is_one = leaf.low == 1;
  const std::string kinds = listed(
      names_in(leaf.kinds, row_kind_words.size(),
               [&](std::size_t i) { return std::string(row_kind_words[i]) + (is_one ? "" : "s"); }),
      "or");
  std::string text = "no ";
  if (!is_one || !negated)
    text = (negated ? "fewer than " : "at least ") + std::to_string(leaf.low) + " ";
  text += kinds + " of the table ";
  if (leaf.subject == no_subject) return text + (is_one ? "applies" : "apply");
  return text + (is_one ? "applies that marks " : "apply that mark ") +
         names.technique(leaf.subject) + " as " + marked(names, leaf.mask, false);
}

std::string primary(const std::vector<std::string>& techniques, bool negated) {
  if (!negated) return listed(techniques, "or") + " is suggested";
  if (techniques.size() == 1) return techniques.front() + " is not suggested";
  return none_of(techniques) + " is suggested";
}

std::string allowed_has(const Names& names, std::uint64_t mask, bool negated) {
  const std::vector<std::string> techniques = names.techniques(mask);
  if (techniques.empty()) return negated ? "never" : "always";
  if (techniques.size() == 1) return techniques[0] + (negated ? " is not allowed" : " is allowed");
  return (negated ? "not all of " : "") + listed(techniques, "and") + " are allowed";
}

std::string allowed_within(const Names& names, std::uint64_t mask, bool negated) {
  const std::size_t count = names.dialog().techniques.size();
  const std::uint64_t others = first_bits(count) & ~mask;
  const std::vector<std::string> techniques = names.techniques(negated ? others : mask);
  if (negated) {
    if (techniques.size() == count) return "some technique is allowed";
    return techniques.empty() ? "never" : listed(techniques, "or") + " is allowed";
  }
  if (others == 0) return "always";
  return techniques.empty() ? "no technique is allowed"
                            : "nothing but " + listed(techniques, "and") + " is allowed";
}

std::string schedule(const Names& names, std::uint64_t mask, bool negated) {
  const std::vector<Schedule>& all = names.dialog().schedules;
  const std::vector<std::string> schedules = names_in(mask, all.size(), [&](std::size_t i) {
    return names.label(names.locale().texts[all[i].text]);
  });
  return "the schedule is " + (negated ? none_of(schedules) : listed(schedules, "or"));
}

std::string questions(const ConditionNode& leaf, bool negated) {
  constexpr std::int32_t open_end = 1000;  // what the loader writes for "no upper limit"
  const std::string low = std::to_string(leaf.low);
  const std::string high = std::to_string(leaf.high);
  std::string count;
  if (leaf.low == leaf.high) {
    count = (negated ? "not " : "") + low;
  } else if (leaf.low <= 0) {
    count = (negated ? "more than " : "at most ") + high;
  } else if (leaf.high >= open_end) {
    count = (negated ? "fewer than " : "at least ") + low;
  } else {
    count = (negated ? "not " : "") + low + " to " + high;
  }
  return count + " questions are answered";
}

// Leaves that are about one thing.

std::string noun(Op op, bool several) {
  std::string text;
  if (op == Op::flag_raised || op == Op::flag_lifted) text = "flag";
  if (op == Op::note_shown) text = "note";
  if (text.empty()) return text;
  return text + (several ? "s " : " ");
}

std::string thing(const Names& names, const ConditionNode& leaf) {
  switch (leaf.op) {
    case Op::flag_raised:
    case Op::flag_lifted:
      return words_of_id(names.dialog().flags[leaf.subject].id);
    case Op::note_shown:
      return words_of_id(names.dialog().notes[leaf.subject].id);
    case Op::fact_asked:
      return names.question(leaf.subject);
    default:
      return names.node(leaf.subject);
  }
}

std::string done(Op op, bool negated, bool several = false) {
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

}  // namespace

std::string words_about_outcome(const Names& names, const ConditionNode& leaf, bool negated) {
  switch (leaf.op) {
    case Op::derived_is:
      return derived(names, leaf, negated);
    case Op::disposition_in:
      return disposition(leaf.mask, negated);
    case Op::clearable:
      return negated ? "a clinician's OK cannot lift everything that blocks"
                     : "a clinician's OK can lift everything that blocks";
    case Op::cell_in:
      return names.technique(leaf.subject) + " is marked " + marked(names, leaf.mask, negated);
    case Op::rows:
      return rows(names, leaf, negated);
    case Op::primary_in:
      return primary(names.techniques(leaf.mask), negated);
    case Op::allowed_has:
      return allowed_has(names, leaf.mask, negated);
    case Op::allowed_within:
      return allowed_within(names, leaf.mask, negated);
    case Op::schedule_in:
      return schedule(names, leaf.mask, negated);
    case Op::questions_in:
      return questions(leaf, negated);
    default:
      return noun(leaf.op, false) + thing(names, leaf) + " " + done(leaf.op, negated);
  }
}

bool names_one_thing(Op op) {
  return op == Op::flag_raised || op == Op::flag_lifted || op == Op::note_shown ||
         op == Op::fact_asked || op == Op::node_passed;
}

std::string words_about_things(const Names& names, const std::vector<ConditionNode>& leaves,
                               Op join, bool negated) {
  const Op op = leaves.front().op;
  std::vector<std::string> things;
  for (const ConditionNode& leaf : leaves) things.push_back(thing(names, leaf));
  if (join == Op::any) {
    if (negated) return "none of " + noun(op, true) + listed(things, "and") + " " + done(op, false);
    return noun(op, false) + listed(things, "or") + " " + done(op, false);
  }
  return (negated ? "not all of " : "") + noun(op, true) + listed(things, "and") + " " +
         done(op, false, true);
}

}  // namespace palpate
