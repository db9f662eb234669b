#include "verify/changes.hpp"

#include <algorithm>

#include "verify/plainest.hpp"

namespace palpate {
namespace {

class ChangeFinder {
 public:
  ChangeFinder(const Dialog& dialog, const Conversation& conversation, std::size_t most,
               std::chrono::milliseconds limit)
      : dialog_(dialog),
        conversation_(conversation),
        most_(most),
        domains_(domains_of(dialog)),
        patient_(formula_, dialog, domains_),
        on_(Switches::on(dialog)),
        encoding_(encode(formula_, dialog, domains_, without_mentions(patient_.answers()), on_)),
        solver_(formula_, limit) {
    solver_.require(encoding_.ended);
    std::vector<Literal> different;
    for (const Answer& answer : conversation.answers) {
      same_.push_back(is_same(answer));
      different.push_back(!same_.back());
    }
    changes_ = formula_.sum(different, std::vector<std::uint32_t>(different.size(), 1));
  }

  std::vector<Change> run() {
    const Walk& walk = conversation_.walk;
    for (std::size_t i = 0; i < disposition_names.size(); ++i) {
      if (static_cast<std::size_t>(walk.disposition) != i)
        look("disposition " + std::string(disposition_names[i]), encoding_.disposition[i]);
    }
    std::optional<TechniqueIndex> primary;
    std::optional<ScheduleIndex> schedule;
    if (walk.outcome) primary = walk.outcome->primary;
    if (walk.outcome && walk.outcome->schedule_row)
      schedule = dialog_.schedule_rows[*walk.outcome->schedule_row].schedule;
    for (std::size_t t = 0; t < dialog_.techniques.size(); ++t) {
      if (!primary || t != *primary)
        look("first technique " + dialog_.techniques[t].id, encoding_.primary[t]);
    }
    for (std::size_t s = 0; s < dialog_.schedules.size(); ++s) {
      if (!schedule || s != *schedule)
        look("schedule " + dialog_.schedules[s].id, encoding_.end->found().schedule[s]);
    }
    std::stable_sort(found_.begin(), found_.end(), [](const Change& a, const Change& b) {
      return a.different.size() < b.different.size();
    });
    return std::move(found_);
  }

 private:
  /// The patient answers as in the conversation; items of a grid that were not asked may differ.
  Literal is_same(const Answer& answer) {
    const SymbolicValue& now = patient_.answers()[answer.fact];
    const Fact& fact = dialog_.facts[answer.fact];
    std::vector<bool> slots = domains_[answer.fact].slots_of(answer.value);
    std::vector<Literal> equal;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (fact.kind == FactKind::grid && !slots[slot]) continue;
      equal.push_back(slots[slot] ? now.slots[slot] : !now.slots[slot]);
    }
    equal.push_back(answer.value.not_sure ? now.not_sure : !now.not_sure);
    return formula_.all_of(equal);
  }

  void look(std::string to, Literal there) {
    for (std::size_t count = 1; count <= most_; ++count) {
      Literal few = !formula_.at_least(static_cast<std::uint32_t>(count) + 1, changes_);
      if (solver_.find({there, few}) != Found::yes) continue;
      PlainestPatient plainest(formula_, dialog_, patient_, encoding_, solver_);
      FoundPatient patient = plainest.find({there, few}, same_);
      Change change{std::move(to), {}, converse(dialog_, patient.patient)};
      for (std::size_t i = 0; i < same_.size(); ++i) {
        if (!solver_.value(same_[i])) change.different.push_back(conversation_.answers[i].fact);
      }
      found_.push_back(std::move(change));
      return;
    }
  }

  const Dialog& dialog_;
  const Conversation& conversation_;
  std::size_t most_;
  Formula formula_;
  std::vector<Domain> domains_;
  Patient patient_;
  Switches on_;
  Encoding encoding_;
  Solver solver_;
  std::vector<Literal> same_;  // by answer of the conversation
  Number changes_;
  std::vector<Change> found_;
};

}  // namespace

std::vector<Change> smallest_changes(const Dialog& dialog, const Conversation& conversation,
                                     std::size_t most, std::chrono::milliseconds limit) {
  return ChangeFinder(dialog, conversation, most, limit).run();
}

}  // namespace palpate
