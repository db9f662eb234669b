// Claims about two conversations that are alike but for some answers: more ticks, "not sure",
// another preference. The second one is the same formula over changed answers.
#include <algorithm>
#include <set>

#include "verify/prover.hpp"

namespace palpate {
namespace {

/// How the second patient differs from the first.
struct More {
  SymbolicPatient said;
  std::vector<std::vector<Literal>> ticks;   // by fact: one more option, where true
  std::vector<std::vector<Literal>> unsure;  // by fact: "not sure" instead, where true
};

/// The same patient with any number of options ticked or mentioned in addition, and any safety
/// answer replaced by "not sure".
More more_answers(Formula& formula, const Dialog& dialog, const Patient& patient) {
  More more{patient.said(), {}, {}};
  more.ticks.resize(dialog.facts.size());
  more.unsure.resize(dialog.facts.size());
  for (std::size_t i = 0; i < dialog.facts.size(); ++i) {
    const Fact& fact = dialog.facts[i];
    SymbolicValue& answer = more.said.answers[i];
    for (Literal& slot : more.said.mentions[i].slots) {
      more.ticks[i].push_back(formula.variable());
      slot = formula.either(slot, more.ticks[i].back());
    }
    bool unsure = fact.safety && fact.not_sure;
    if (fact.kind == FactKind::choices) {
      for (Literal& slot : answer.slots) {
        more.ticks[i].push_back(formula.variable());
        slot = formula.either(slot, more.ticks[i].back());
      }
    }
    if (!unsure) continue;
    if (fact.kind == FactKind::grid) {
      for (std::uint8_t item = 0; item < fact.items.size(); ++item) {
        Literal here = formula.variable();
        more.unsure[i].push_back(here);
        std::size_t options = fact.items[item].options.size();
        for (unsigned option = 0; option <= options; ++option) {
          Literal& slot = answer.slots[patient.domains()[i].slot_of(item, option)];
          slot = option == options ? formula.either(slot, here) : formula.both(slot, !here);
        }
      }
      continue;
    }
    Literal here = formula.variable();
    more.unsure[i].push_back(here);
    answer.not_sure = formula.either(answer.not_sure, here);
    if (fact.kind == FactKind::choices) continue;  // what is ticked stays ticked
    for (Literal& slot : answer.slots) slot = formula.both(slot, !here);
  }
  return more;
}

/// Literals that say that nothing of `changes` happens.
std::vector<Literal> none_of(const std::vector<Literal>& changes) {
  std::vector<Literal> result;
  for (Literal change : changes) result.push_back(!change);
  return result;
}

}  // namespace

/// The second conversation and the solver that looks at both.
struct PairProver::Second {
  Second(PairProver& prover, SymbolicPatient changed)
      : said(std::move(changed)),
        encoding(
            encode(prover.formula_, prover.dialog_, prover.patient_.domains(), said, prover.on_)),
        solver(prover.formula_, prover.options_.limit) {
    solver.require(prover.first_.ended);
    solver.require(encoding.ended);
  }

  SymbolicPatient said;
  Encoding encoding;
  Solver solver;
  std::vector<Literal> rather;  // what a plain counterexample leaves as it is
};

PairProver::PairProver(const Dialog& dialog, const ProofOptions& options, Formula& formula,
                       const Patient& patient, const Encoding& first, const Switches& on)
    : dialog_(dialog),
      options_(options),
      formula_(formula),
      patient_(patient),
      first_(first),
      on_(on) {}

std::vector<Claim> PairProver::run() {
  std::vector<Claim> claims;
  prove_more(claims);
  prove_changes(claims);
  return claims;
}

Literal PairProver::lower(const Encoding& second) {
  std::vector<Literal> ways;
  for (std::size_t before = 0; before < 4; ++before) {
    for (std::size_t after = 0; after < before; ++after)
      ways.push_back(formula_.both(first_.disposition[before], second.disposition[after]));
  }
  return formula_.any_of(ways);
}

Literal PairProver::adds(const Encoding& second) {
  std::vector<Literal> ways;
  for (std::size_t t = 0; t < dialog_.techniques.size(); ++t)
    ways.push_back(formula_.both(second.allowed[t], !first_.allowed[t]));
  return formula_.all_of({first_.disposition[0], second.disposition[0], formula_.any_of(ways)});
}

void PairProver::settle(Claim& claim, Second& second, std::vector<Literal> goal) {
  PlainestPatient plainest(formula_, dialog_, patient_, first_, second.solver);
  FoundPatient found = plainest.find(std::move(goal), second.rather);
  if (found.found == Found::no) return;
  claim.verdict = found.found == Found::yes ? Verdict::broken : Verdict::gave_up;
  if (found.found == Found::gave_up) {
    claim.finding = "the solver gave up";
    return;
  }
  Assignment other = assignment_of(patient_.domains(), second.said,
                                   [&](Literal literal) { return second.solver.value(literal); });
  claim.finding = "the first conversation breaks it when it becomes the second one";
  claim.counterexample = Counterexample{converse(dialog_, found.patient), converse(dialog_, other)};
}

void PairProver::prove_more(std::vector<Claim>& claims) {
  More more = more_answers(formula_, dialog_, patient_);
  Second second(*this, more.said);
  Literal broken = formula_.either(lower(second.encoding), adds(second.encoding));
  std::vector<Literal> all, unsafe;  // every change; changes of facts that are not about safety
  for (std::size_t i = 0; i < dialog_.facts.size(); ++i) {
    for (const std::vector<Literal>* changes : {&more.ticks[i], &more.unsure[i]}) {
      all.insert(all.end(), changes->begin(), changes->end());
      if (!dialog_.facts[i].safety) unsafe.insert(unsafe.end(), changes->begin(), changes->end());
    }
  }
  second.rather = none_of(all);
  auto only = [&](const std::vector<Literal>& these) {
    std::set<std::uint32_t> kept;
    for (Literal change : these) kept.insert(change.code());
    std::vector<Literal> goal{broken};
    for (Literal change : all) {
      if (!kept.contains(change.code())) goal.push_back(!change);
    }
    return goal;
  };
  // Every step for the worse leaves the advice as cautious as it was; so if all steps at once do,
  // each one does.
  std::vector<Literal> together = none_of(unsafe);
  together.push_back(broken);
  bool all_hold = second.solver.find(together) == Found::no;
  for (std::size_t i = 0; i < dialog_.facts.size(); ++i) {
    const Fact& fact = dialog_.facts[i];
    if (!fact.safety) continue;
    auto claim_about = [&](const std::string& id, const std::string& text,
                           const std::vector<Literal>& changes) {
      if (changes.empty()) return;
      Claim claim{id + "." + fact.id, text, {}, Verdict::proved, "", std::nullopt};
      if (!all_hold) settle(claim, second, only(changes));
      claims.push_back(std::move(claim));
    };
    claim_about(
        "monotone",
        "one more tick at \"" + fact.id +
            "\", or more said of it, never lowers the disposition and never adds a technique",
        more.ticks[i]);
    claim_about("not_sure",
                "\"not sure\" at \"" + fact.id + "\" is never less cautious than another answer",
                more.unsure[i]);
  }
  for (const Invariant& invariant : dialog_.invariants) {
    if (invariant.kind != InvariantKind::adding) continue;
    std::vector<Literal> ticks;
    bool about_safety = true;
    for (const Subject& subject : invariant.subjects) {
      about_safety = about_safety && dialog_.facts[subject.fact].safety;
      ticks.insert(ticks.end(), more.ticks[subject.fact].begin(), more.ticks[subject.fact].end());
    }
    Claim claim{invariant.id, invariant.text, invariant.sources, Verdict::proved, "", std::nullopt};
    if (!all_hold || !about_safety) settle(claim, second, only(ticks));
    claims.push_back(std::move(claim));
  }
  questions_ += second.solver.questions();
}

void PairProver::prove_changes(std::vector<Claim>& claims) {
  for (const Invariant& invariant : dialog_.invariants) {
    if (invariant.kind != InvariantKind::changing) continue;
    Claim claim{invariant.id, invariant.text, invariant.sources, Verdict::proved, "", std::nullopt};
    claims.push_back(change_claim(invariant.subjects, invariant.among, std::move(claim)));
  }
  // What a technique is asked for with is a preference.
  std::set<FactIndex> preferences;
  for (const Technique& technique : dialog_.techniques) {
    if (!technique.asked_for || technique.asked_for->is_always()) continue;
    const ConditionNode& node = dialog_.condition_nodes[technique.asked_for->root];
    if (node.count == 0 && node.op < Op::derived_is) preferences.insert(node.subject);
  }
  for (FactIndex fact : preferences) {
    Claim claim{"preference." + dialog_.facts[fact].id,
                "the preference \"" + dialog_.facts[fact].id + "\" never changes the disposition",
                {},
                Verdict::proved,
                "",
                std::nullopt};
    claims.push_back(change_claim({{fact, no_item}}, 0, std::move(claim)));
  }
}

Claim PairProver::change_claim(const std::vector<Subject>& subjects, std::uint64_t among,
                               Claim claim) {
  Patient other(formula_, dialog_, patient_.domains());
  SymbolicPatient said = patient_.said();
  std::vector<SymbolicValue>& answers = said.answers;
  std::vector<Literal> goal;
  std::vector<Literal> rather;
  for (const Subject& subject : subjects) {
    const Fact& fact = dialog_.facts[subject.fact];
    SymbolicValue& changed = answers[subject.fact];
    const SymbolicValue& free = other.answers()[subject.fact];
    std::size_t first = 0, count = changed.slots.size(), options = count;
    if (subject.item != no_item) {
      first = patient_.domains()[subject.fact].slot_of(subject.item, 0);
      options = fact.items[subject.item].options.size();
      count = options + (fact.not_sure ? 1 : 0);
    } else {
      changed.not_sure = free.not_sure;
    }
    for (std::size_t slot = first; slot < first + count; ++slot) {
      rather.push_back(!formula_.differ(changed.slots[slot], free.slots[slot]));
      changed.slots[slot] = free.slots[slot];
    }
    if (among == 0) continue;
    for (const SymbolicValue* value : {&patient_.answers()[subject.fact], &free}) {
      std::vector<Literal> wanted;
      for (std::size_t option = 0; option < options; ++option) {
        if ((among >> option & 1U) != 0) wanted.push_back(value->slots[first + option]);
      }
      goal.push_back(formula_.any_of(wanted));
    }
  }
  Second second(*this, std::move(said));
  second.rather = std::move(rather);
  std::vector<Literal> same;
  for (std::size_t level = 0; level < 4; ++level)
    same.push_back(formula_.both(first_.disposition[level], second.encoding.disposition[level]));
  goal.push_back(!formula_.any_of(same));
  settle(claim, second, std::move(goal));
  questions_ += second.solver.questions();
  return claim;
}

}  // namespace palpate
