// What the two readers of conditions share: read_conditions.cpp reads what is about facts,
// read_outcomes.cpp what is about all that follows from them. Inside the room only.
#pragma once

#include "dialog/loading.hpp"

namespace palpate {

constexpr std::uint64_t bit(std::size_t index) {
  return std::uint64_t{1} << index;
}
constexpr std::uint64_t all_bits(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : bit(count) - 1;
}

/// Each adds a node to Dialog::condition_nodes and returns its index.
std::uint32_t add_leaf(Dialog& dialog, ConditionNode node);
std::uint32_t add_inner(Dialog& dialog, Op op, const std::vector<std::uint32_t>& children,
                        std::int32_t low = 0);

/// A bit for each name at `value` that `find` knows; find(text, place) notes the others.
template <class Find>
std::uint64_t mask_of(const JsonView& value, Find find) {
  std::uint64_t mask = 0;
  for (const auto& [text, place] : value.names()) {
    if (auto index = find(text, place)) mask |= bit(*index);
  }
  return mask;
}

template <class Names>
std::uint64_t table_mask(const Names& names, const JsonView& value, std::string_view what) {
  return mask_of(value, [&](const std::string& name, const JsonView& place) {
    return find_name(names, name, place, what);
  });
}

/// The fact or item that `name` ("age", "prev.swedish") stands for; notes unknown_fact or
/// unknown_item at `place`.
std::optional<Subject> find_subject(Loading& loading, const std::string& name,
                                    const JsonView& place);

/// True if a condition's member `key` is about what follows from facts.
bool is_outcome(std::string_view key);

/// Reads such a member; `scope` says how much is known where the condition stands.
std::uint32_t read_outcome(Loading& loading, Scope scope, const std::string& key,
                           const JsonView& value);

}  // namespace palpate
