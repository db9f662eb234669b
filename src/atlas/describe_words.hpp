// What the parts of describe() share: names of things, lists of names, and the words of one leaf.
// Inside the room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "atlas/describe.hpp"

namespace palpate {

/// `text` in the quotation marks of the wording.
[[nodiscard]] std::string in_quotes(std::string_view text, const Wording& wording);

/// What things of a dialogue are called in a Wording. Both must outlive it.
class Names {
 public:
  Names(const Dialog& dialog, const Wording& wording)
      : dialog_(dialog),
        wording_(wording),
        locale_(wording.locale != nullptr ? *wording.locale : dialog.locales.front()) {}

  const Dialog& dialog() const { return dialog_; }
  const Locale& locale() const { return locale_; }

  std::string quoted(std::string_view text) const { return in_quotes(text, wording_); }
  /// `text` in quotation marks, shortened where it is longer than wanted.
  std::string label(std::string_view text) const;
  std::string question(FactIndex fact) const;
  std::string node(NodeIndex node) const;
  std::string derived(std::size_t derived) const;
  const std::string& technique(std::size_t technique) const;
  std::vector<std::string> techniques(std::uint64_t mask) const;
  /// True if the reader stands at this question, so that it need not be named.
  bool is_about(FactIndex fact) const { return wording_.about == fact; }

 private:
  const Dialog& dialog_;
  const Wording& wording_;
  const Locale& locale_;
};

/// "A", "A or B", "A, B or C".
[[nodiscard]] std::string listed(const std::vector<std::string>& parts, std::string_view last);

/// "not A", "neither A nor B", "neither A, B nor C": unlike "not A or B" it can be read one way
/// only.
[[nodiscard]] std::string none_of(const std::vector<std::string>& parts);

/// name(i) for every bit i of `mask` below `count`.
template <class Name>
std::vector<std::string> names_in(std::uint64_t mask, std::size_t count, Name name) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    if ((mask >> i & 1U) != 0) names.push_back(name(i));
  }
  return names;
}

constexpr std::uint64_t first_bits(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

/// A leaf over a fact.
[[nodiscard]] std::string words_about_fact(const Names& names, const ConditionNode& leaf,
                                           bool negated);

/// A leaf over what follows from the facts.
[[nodiscard]] std::string words_about_outcome(const Names& names, const ConditionNode& leaf,
                                              bool negated);

/// True for leaves that are about one flag, note, fact or node, of which several read better as one
/// list.
[[nodiscard]] bool names_one_thing(Op op);

/// Several such leaves of one kind, joined by `join`, which is all or any.
[[nodiscard]] std::string words_about_things(const Names& names,
                                             const std::vector<ConditionNode>& leaves, Op join,
                                             bool negated);

}  // namespace palpate
