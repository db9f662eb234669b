// Red flags in any typed message. Pure; the words and patterns are those of the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "understand/typed_message.hpp"

namespace palpate {

struct FoundSign {
  FactIndex fact = 0;  // of kind choices
  std::uint8_t option = 0;
  bool certain = false;      // stated of oneself (or of somebody collapsing right now), now, not
                             // denied: needs no question first
  std::string_view pattern;  // id, for explaining; lives as long as the locale
  std::uint32_t begin = 0;   // tokens of the message, both included
  std::uint32_t end = 0;

  friend bool operator==(const FoundSign&, const FoundSign&) = default;
};

/// Every sign in `message`, certain ones first, then in the order of the locale's patterns; each
/// fact and option once. Denied ones are not found; signs of another person's past, of one's own
/// past, of a question or a hypothesis are found as not certain, or not at all where clearly
/// harmless. What the question `open` is about need not be said again: "it is getting weaker" at
/// the one about the leg. Linear in the length of the message.
[[nodiscard]] std::vector<FoundSign> find_signs(const TypedMessage& message,
                                                std::optional<FactIndex> open = std::nullopt);

}  // namespace palpate
