// What a fact says of answers that are told: whether they are listened to, and times that stand for
// options.
#include "dialog/loading.hpp"

namespace palpate {

/// The times that the options stand for: for each option that has one, the first and the last day.
void read_days(Fact& fact, const JsonView& days) {
  if (!days) return;
  fact.days.assign(fact.options.size(), {max_days + 1, -1});
  for (const auto& [name, range] : days.members()) {
    auto option = find_name(fact.options, name, range, "option");
    const std::vector<JsonView> ends = range.elements();
    if (!option) continue;
    if (ends.size() != 2) {
      range.report("bad_days", "write the first and the last day, as in [4, 42]");
      continue;
    }
    DayRange& read = fact.days[*option];
    read.first = static_cast<std::int32_t>(ends[0].integer(0, max_days));
    read.last = static_cast<std::int32_t>(ends[1].integer(0, max_days));
    if (read.last < read.first) range.report("bad_days", "the last day is before the first");
  }
}

void read_told(Fact& fact, const JsonView& place) {
  if (!place.has("told")) return;
  const std::string name = place.member("told").string();
  if (auto told = find_name(told_names, name, place.member("told"), "way to be told"))
    fact.told = static_cast<Told>(*told);
  if (fact.told == Told::ticks && fact.kind != FactKind::choices) {
    place.member("told").report("not_choices", "only where several things can be ticked");
    fact.told = Told::no;
  }
}

}  // namespace palpate
