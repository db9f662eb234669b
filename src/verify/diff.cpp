#include "verify/diff.hpp"

#include <algorithm>

#include "verify/plainest.hpp"

namespace palpate {
namespace {

std::optional<std::size_t> position(const std::vector<std::string>& names,
                                    const std::string& name) {
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

template <class Rows>
std::optional<std::size_t> row_called(const Rows& rows, const std::string& id) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].id == id) return i;
  }
  return std::nullopt;
}

class Comparer {
 public:
  Comparer(const Dialog& before, const Dialog& after, std::chrono::milliseconds limit)
      : before_(before),
        after_(after),
        domains_before_(domains_of(before, &after)),
        domains_after_(domains_of(after, &before)),
        patient_before_(formula_, before, domains_before_),
        patient_(formula_, after, domains_after_),
        on_before_(Switches::on(before)),
        on_after_(Switches::on(after)),
        answers_before_(same_answers()),
        was_(encode(formula_, before, domains_before_, without_mentions(answers_before_),
                    on_before_)),
        is_(encode(formula_, after, domains_after_, without_mentions(patient_.answers()),
                   on_after_)),
        solver_(formula_, limit) {
    solver_.require(was_.ended);
    solver_.require(is_.ended);
  }

  Differences run() {
    dispositions();
    Literal both = formula_.both(was_.disposition[0], is_.disposition[0]);
    primaries(both);
    allowed(both);
    schedules(both);
    return std::move(result_);
  }

 private:
  /// The answers to `before` of the patient who answers `after`.
  std::vector<SymbolicValue> same_answers() {
    std::vector<SymbolicValue> answers = patient_before_.answers();
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const Fact& fact = before_.facts[i];
      std::optional<FactIndex> same = after_.find_fact(fact.id);
      if (!same || after_.facts[*same].kind != fact.kind) {
        only_in_one("question \"" + fact.id + "\" (before)");
        continue;
      }
      copy(answers[i], static_cast<FactIndex>(i), *same);
    }
    for (const Fact& fact : after_.facts) {
      if (!before_.find_fact(fact.id)) only_in_one("question \"" + fact.id + "\" (now)");
    }
    return answers;
  }

  void only_in_one(std::string what) { result_.only_in_one.push_back(std::move(what)); }

  void copy(SymbolicValue& answer, FactIndex old_index, FactIndex new_index) {
    const Fact& old_fact = before_.facts[old_index];
    const Fact& new_fact = after_.facts[new_index];
    const SymbolicValue& now = patient_.answers()[new_index];
    if (old_fact.kind == FactKind::grid) {
      copy_items(answer, old_index, new_index);
      return;
    }
    answer.not_sure = old_fact.not_sure ? now.not_sure : never;
    if (old_fact.kind == FactKind::number) {
      const std::vector<std::int32_t>& bounds = domains_after_[new_index].bounds();
      for (std::size_t slot = 0; slot < answer.slots.size(); ++slot) {
        std::int32_t low = domains_before_[old_index].bounds()[slot];
        auto found = std::find(bounds.begin(), bounds.end(), low);
        bool is_there = found != bounds.end() && found + 1 != bounds.end();
        answer.slots[slot] =
            is_there ? now.slots[static_cast<std::size_t>(found - bounds.begin())] : never;
      }
    } else {
      for (std::size_t slot = 0; slot < answer.slots.size(); ++slot) {
        auto found = position(new_fact.options, old_fact.options[slot]);
        answer.slots[slot] = found ? now.slots[*found] : never;
        if (!found)
          only_in_one("answer \"" + old_fact.id + ": " + old_fact.options[slot] + "\" (before)");
      }
      for (const std::string& option : new_fact.options) {
        if (!position(old_fact.options, option))
          only_in_one("answer \"" + old_fact.id + ": " + option + "\" (now)");
      }
    }
    // Who gives an answer that was not there before could not go on then.
    std::vector<Literal> given = answer.slots;
    given.push_back(answer.not_sure);
    bool may_be_none = old_fact.kind == FactKind::choices && old_fact.none;
    answer.known = may_be_none ? always : formula_.any_of(given);
  }

  void copy_items(SymbolicValue& answer, FactIndex old_index, FactIndex new_index) {
    const Fact& old_fact = before_.facts[old_index];
    const Fact& new_fact = after_.facts[new_index];
    const SymbolicValue& now = patient_.answers()[new_index];
    for (std::uint8_t i = 0; i < old_fact.items.size(); ++i) {
      auto same = row_called(new_fact.items, old_fact.items[i].id);
      if (!same) continue;
      auto j = static_cast<std::uint8_t>(*same);
      const std::vector<std::string>& options = old_fact.items[i].options;
      for (unsigned option = 0; option < options.size(); ++option) {
        auto found = position(new_fact.items[j].options, options[option]);
        answer.slots[domains_before_[old_index].slot_of(i, option)] =
            found ? now.slots[domains_after_[new_index].slot_of(j, static_cast<unsigned>(*found))]
                  : never;
      }
      if (!old_fact.not_sure) continue;
      auto not_sure_then = static_cast<unsigned>(options.size());
      auto not_sure_now = static_cast<unsigned>(new_fact.items[j].options.size());
      answer.slots[domains_before_[old_index].slot_of(i, not_sure_then)] =
          new_fact.not_sure ? now.slots[domains_after_[new_index].slot_of(j, not_sure_now)] : never;
    }
  }

  /// Notes the patients for whom `here` is true, if there are any.
  void look(std::string what, Literal here) {
    PlainestPatient plainest(formula_, after_, patient_, is_, solver_);
    FoundPatient found = plainest.find({here});
    result_.gave_up = result_.gave_up || found.found == Found::gave_up;
    if (found.found != Found::yes) return;
    Assignment then = assignment_of(domains_before_, without_mentions(answers_before_),
                                    [this](Literal literal) { return solver_.value(literal); });
    result_.classes.push_back(
        {std::move(what), converse(before_, then), converse(after_, found.patient)});
  }

  static std::string change(std::string_view kind, std::string_view from, std::string_view to) {
    return std::string(kind) + ": " + std::string(from) + " -> " + std::string(to);
  }

  void dispositions() {
    for (std::size_t from = 0; from < disposition_names.size(); ++from) {
      for (std::size_t to = 0; to < disposition_names.size(); ++to) {
        if (from == to) continue;
        look(change("disposition", disposition_names[from], disposition_names[to]),
             formula_.both(was_.disposition[from], is_.disposition[to]));
      }
    }
  }

  void primaries(Literal both) {
    for (std::size_t from = 0; from < before_.techniques.size(); ++from) {
      for (std::size_t to = 0; to < after_.techniques.size(); ++to) {
        if (before_.techniques[from].id == after_.techniques[to].id) continue;
        look(change("technique", before_.techniques[from].id, after_.techniques[to].id),
             formula_.all_of({both, was_.primary[from], is_.primary[to]}));
      }
    }
  }

  void allowed(Literal both) {
    for (std::size_t t = 0; t < after_.techniques.size(); ++t) {
      const std::string& id = after_.techniques[t].id;
      auto old = row_called(before_.techniques, id);
      Literal was = old ? was_.allowed[*old] : never;
      look("now possible: " + id, formula_.all_of({both, is_.allowed[t], !was}));
      look("no longer possible: " + id, formula_.all_of({both, !is_.allowed[t], was}));
    }
  }

  void schedules(Literal both) {
    const std::vector<Literal>& was = was_.end->found().schedule;
    const std::vector<Literal>& is = is_.end->found().schedule;
    for (std::size_t from = 0; from < was.size(); ++from) {
      for (std::size_t to = 0; to < is.size(); ++to) {
        if (before_.schedules[from].id == after_.schedules[to].id) continue;
        look(change("schedule", before_.schedules[from].id, after_.schedules[to].id),
             formula_.all_of({both, was[from], is[to]}));
      }
    }
  }

  const Dialog& before_;
  const Dialog& after_;
  Differences result_;
  Formula formula_;
  std::vector<Domain> domains_before_, domains_after_;
  Patient patient_before_, patient_;
  Switches on_before_, on_after_;
  std::vector<SymbolicValue> answers_before_;
  Encoding was_, is_;
  Solver solver_;
};

}  // namespace

Differences compare_dialogs(const Dialog& before, const Dialog& after,
                            std::chrono::milliseconds limit) {
  return Comparer(before, after, limit).run();
}

}  // namespace palpate
