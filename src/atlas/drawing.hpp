// What both drawings show of a node. Inside the room only.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/dialog.hpp"

namespace palpate {

/// The colour of a level's chips, with white letters on it; by Level, none is unused.
constexpr std::array<std::string_view, 5> level_colours{"#607d8b", "#546e7a", "#8a6d00", "#c75000",
                                                        "#c2182b"};

/// For each fact the flags that look at it, by way of derived facts and matrix rows too; highest
/// level first, then in the dialogue's order. A repeated fact has those of the fact it repeats.
[[nodiscard]] std::vector<std::vector<FlagIndex>> flags_by_fact(const Dialog& dialog);

/// The longest way from the start to each node, in steps.
[[nodiscard]] std::vector<std::size_t> depths(const Dialog& dialog);

/// node_title() for a drawing, which knows no country: placeholders lose their braces.
[[nodiscard]] std::string drawn_title(const Dialog& dialog, NodeIndex node,
                                      std::size_t longest_label);

/// The words on the way `edge` out of `node`: "" for one without alternative, "else" for the last.
[[nodiscard]] std::string edge_label(const Dialog& dialog, const Node& node, std::size_t edge,
                                     std::size_t longest_label);

}  // namespace palpate
