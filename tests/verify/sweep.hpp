// Every small change that a slip of the hand could make in a dialogue's rules.
#pragma once

#include "verify/mutation.hpp"

namespace palpate::test {

struct SmallChange {
  std::string file;
  std::string at;
  boost::json::value value;
};

/// A cell one step milder or stricter, a number one more or less, one of several conditions or
/// options forgotten, a flag one level lower, another schedule, an OK that lifts what it must not,
/// a way that leads elsewhere.
[[nodiscard]] std::vector<SmallChange> small_changes(const DialogFiles& files);

}  // namespace palpate::test
