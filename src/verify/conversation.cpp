#include "verify/conversation.hpp"

#include <algorithm>

namespace palpate {
namespace {

/// The code that a patient has for each item, where the item is asked.
Value only_items(const Value& codes, std::uint32_t asked) {
  Value value;
  for (unsigned i = 0; i < max_grid_items; ++i) {
    if ((asked >> i & 1U) != 0) set_grid_item(value, i, grid_item(codes, i));
  }
  return value;
}

}  // namespace

Conversation converse(const Dialog& dialog, const Assignment& patient) {
  Conversation result;
  Answers all;
  for (std::size_t i = 0; i < patient.size(); ++i) {
    if (patient[i] && dialog.facts[i].kind != FactKind::grid)
      all.push_back({static_cast<FactIndex>(i), *patient[i]});
  }
  // Which items of a grid are asked is known when it is asked; there are few grids.
  std::vector<bool> tried(patient.size(), false);
  while (true) {
    result.walk = walk(dialog, all, patient.mentions);
    std::optional<FactIndex> question = result.walk.question;
    if (!question || tried[*question] || !patient[*question]) break;
    tried[*question] = true;
    if (dialog.facts[*question].kind != FactKind::grid) break;
    all.push_back(
        {*question, only_items(*patient[*question],
                               grid_items_asked(dialog, *question, all, patient.mentions))});
  }
  for (FactIndex fact : result.walk.asked) {
    result.answers.push_back(*std::find_if(
        all.begin(), all.end(), [&](const Answer& answer) { return answer.fact == fact; }));
  }
  result.walk.unused.clear();
  return result;
}

}  // namespace palpate
