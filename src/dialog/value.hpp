// The two small types that everything is computed with: an answer's Value, and a three-valued
// Truth.
#pragma once

#include <cstdint>

namespace palpate {

/// The answer to one fact, packed; its meaning depends on the fact's kind:
///  choice, yes_no  `bits` holds exactly one option's bit (1 << option), or 0 with not_sure
///  choices         `bits` is the set of ticked options; "none" is the empty set without not_sure;
///                  not_sure may stand beside ticked options ("these, and not sure about the rest")
///  number          `bits` is the number itself
///  grid            four bits an item: 0 not asked, 1 + option, or 15 for "not sure"
struct Value {
  std::uint64_t bits = 0;
  bool not_sure = false;

  friend bool operator==(const Value&, const Value&) = default;
};

/// A grid's item inside Value::bits.
constexpr unsigned grid_not_sure = 15;
constexpr unsigned grid_item(const Value& value, unsigned item) {
  return static_cast<unsigned>(value.bits >> (4 * item)) & 15U;
}
constexpr void set_grid_item(Value& value, unsigned item, unsigned code) {
  value.bits &= ~(std::uint64_t{15} << (4 * item));
  value.bits |= std::uint64_t{code} << (4 * item);
}

/// Kleene's three values. Unknown is never "no": a rule fires on yes only, unless it says
/// otherwise.
enum class Truth : std::uint8_t { no, yes, unknown };

constexpr Truth negate(Truth t) {
  return t == Truth::unknown ? t : t == Truth::yes ? Truth::no : Truth::yes;
}
constexpr Truth truth_of(bool b) {
  return b ? Truth::yes : Truth::no;
}

}  // namespace palpate
