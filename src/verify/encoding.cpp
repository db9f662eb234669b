#include "verify/encoding.hpp"

#include <algorithm>

namespace palpate {
namespace {

/// Follows the graph; the path part of the encoding.
class Tracer {
 public:
  Tracer(Formula& formula, const Dialog& dialog, const std::vector<Domain>& domains,
         const SymbolicPatient& patient, const Switches& switches, Encoding& encoding)
      : formula_(formula),
        dialog_(dialog),
        domains_(domains),
        answers_(patient.answers),
        mentions_(patient.mentions),
        switches_(switches),
        encoding_(encoding),
        facts_(dialog.facts.size()) {
    for (std::size_t i = 0; i < dialog.facts.size(); ++i) {
      facts_[i].slots.assign(domains[i].slots(), never);
      has_mentions_ = has_mentions_ || !mentions_[i].slots.empty();
      if (mentions_[i].slots.empty()) continue;
      facts_[i].slots = mentions_[i].slots;  // true before its question is asked, all else unknown
      facts_[i].not_sure = mentions_[i].not_sure;
    }
  }

  void trace() {
    std::size_t nodes = dialog_.nodes.size();
    ways_to_.resize(nodes);
    encoding_.visited.assign(nodes, never);
    encoding_.edges.resize(nodes);
    encoding_.asked.assign(dialog_.facts.size(), never);
    encoding_.waiting.assign(dialog_.facts.size(), never);
    encoding_.stuck.assign(dialog_.facts.size(), never);
    ways_to_[dialog_.start].push_back(always);
    for (NodeIndex node : in_order(dialog_)) pass(node);
    encoding_.ended = formula_.any_of(ends_);
    encoding_.end = std::make_unique<Moment>(here());
  }

 private:
  Moment here() const { return {formula_, dialog_, domains_, switches_, facts_}; }

  /// The answer with what was mentioned ticked as well.
  SymbolicValue with_mention(FactIndex fact, SymbolicValue value) {
    const SymbolicValue& mention = mentions_[fact];
    if (mention.slots.empty()) return value;
    value.not_sure = formula_.either(value.not_sure, mention.not_sure);
    for (std::size_t i = 0; i < value.slots.size(); ++i)
      value.slots[i] = formula_.either(value.slots[i], mention.slots[i]);
    return value;
  }

  void pass(NodeIndex index) {
    const Node& node = dialog_.nodes[index];
    Literal visited = formula_.any_of(ways_to_[index]);
    encoding_.visited[index] = visited;
    encoding_.edges[index].assign(node.next.size(), never);
    if (visited == never) return;  // in this case of a proof
    if (index == dialog_.start && has_mentions_) {
      // An emergency that is mentioned ends the conversation at its beginning.
      const Literal emergency = here().is_emergency();
      ends_.push_back(formula_.both(visited, emergency));
      visited = formula_.both(visited, !emergency);
    }
    if (node.kind == NodeKind::end) {
      ends_.push_back(visited);
      return;
    }
    Literal leaves = visited;
    if (node.kind == NodeKind::ask) leaves = ask(node.fact, visited);
    Moment moment = here();
    if (node.kind == NodeKind::ask) {
      Literal emergency = formula_.both(leaves, moment.is_emergency());
      ends_.push_back(emergency);
      leaves = formula_.both(leaves, !emergency);
    }
    if (node.looks_at_flags) moment.infer();
    leave(index, moment, leaves);
  }

  void leave(NodeIndex index, Moment& moment, Literal leaves) {
    const Node& node = dialog_.nodes[index];
    Literal rest = leaves;
    for (std::size_t i = 0; i < node.next.size(); ++i) {
      bool is_last = i + 1 == node.next.size();
      Literal taken = is_last ? rest : formula_.both(rest, moment.is_true(node.next[i].when));
      rest = formula_.both(rest, !taken);
      encoding_.edges[index][i] = taken;
      ways_to_[node.next[i].to].push_back(taken);
    }
  }

  /// Takes the answer to `fact` where the conversation comes by its question; true where it goes
  /// on.
  Literal ask(FactIndex index, Literal visited) {
    const Fact& fact = dialog_.facts[index];
    Literal not_needed = encoding_.asked[index];
    SymbolicValue value = answers_[index];
    if (fact.kind == FactKind::grid) {
      Literal any_item = only_items_asked(fact, value);
      not_needed = formula_.either(not_needed, !any_item);
    }
    Literal offered = formula_.all_of({visited, !not_needed, value.known});
    Literal refused = formula_.both(offered, is_refused(index, value));
    Literal taken = formula_.both(offered, !refused);
    Literal goes_on = formula_.both(visited, formula_.either(not_needed, taken));
    encoding_.asked[index] = formula_.either(encoding_.asked[index], taken);
    Literal stuck = formula_.all_of({visited, !not_needed, refuses_all(index)});
    encoding_.stuck[index] = formula_.either(encoding_.stuck[index], stuck);
    encoding_.waiting[index] =
        formula_.either(encoding_.waiting[index], formula_.both(visited, !goes_on));
    add(facts_, index, with_mention(index, value), taken);
    return goes_on;
  }

  /// Forgets the codes of items that are not asked; true if some item is.
  Literal only_items_asked(const Fact& fact, SymbolicValue& value) {
    Moment moment = here();
    std::vector<Literal> asked;
    std::size_t slot = 0;
    for (const GridItem& item : fact.items) {
      asked.push_back(moment.is_true(item.when));
      std::size_t codes = item.options.size() + (fact.not_sure ? 1 : 0);
      for (std::size_t i = 0; i < codes; ++i, ++slot)
        value.slots[slot] = formula_.both(value.slots[slot], asked.back());
    }
    return formula_.any_of(asked);
  }

  Literal is_refused(FactIndex index, const SymbolicValue& value) {
    const Fact& fact = dialog_.facts[index];
    if (fact.refusals.empty()) return never;
    std::vector<SymbolicValue> with = facts_;
    add(with, index, with_mention(index, value), always);
    Moment moment(formula_, dialog_, domains_, switches_, std::move(with));
    std::vector<Literal> reasons;
    for (const Refusal& refusal : fact.refusals) reasons.push_back(moment.is_true(refusal.when));
    return formula_.any_of(reasons);
  }

  /// No plain answer to the question is accepted: no single option or number, neither "none" nor
  /// "not sure".
  Literal refuses_all(FactIndex index) {
    const Fact& fact = dialog_.facts[index];
    if (fact.refusals.empty()) return never;
    std::vector<Literal> refusals;
    auto attempt = [&](std::optional<std::size_t> slot, Literal not_sure) {
      SymbolicValue value{always, not_sure, {}};
      value.slots.assign(domains_[index].slots(), never);
      if (slot) value.slots[*slot] = always;
      refusals.push_back(is_refused(index, value));
    };
    for (std::size_t slot = 0; slot < domains_[index].slots(); ++slot) attempt(slot, never);
    if (fact.none) attempt(std::nullopt, never);
    if (fact.not_sure) attempt(std::nullopt, always);
    return formula_.all_of(refusals);
  }

  /// Facts::add where `taken` is true.
  void add(std::vector<SymbolicValue>& facts, FactIndex index, const SymbolicValue& value,
           Literal taken) {
    replace(facts[index], value, taken, never);
    const Fact& fact = dialog_.facts[index];
    if (!fact.repeats) return;
    Literal keep = fact.kind == FactKind::choices ? always : never;
    replace(facts[*fact.repeats], with_mention(*fact.repeats, value), taken, keep);
  }

  /// Puts `value` in the place of `old` where `taken`; its slots stay where `keep` as well.
  void replace(SymbolicValue& old, const SymbolicValue& value, Literal taken, Literal keep) {
    old.known = formula_.either(taken, old.known);
    old.not_sure = formula_.choose(taken, value.not_sure, old.not_sure);
    for (std::size_t i = 0; i < old.slots.size(); ++i) {
      Literal kept = formula_.both(old.slots[i], formula_.either(!taken, keep));
      old.slots[i] = formula_.either(kept, formula_.both(taken, value.slots[i]));
    }
  }

  Formula& formula_;
  const Dialog& dialog_;
  const std::vector<Domain>& domains_;
  const std::vector<SymbolicValue>& answers_;
  const std::vector<SymbolicValue>& mentions_;
  bool has_mentions_ = false;
  const Switches& switches_;
  Encoding& encoding_;
  std::vector<SymbolicValue> facts_;           // known so far
  std::vector<std::vector<Literal>> ways_to_;  // by node: edges that lead there
  std::vector<Literal> ends_;
};

/// What a conversation comes to; the symbolic twin of engine/advise.cpp.
class Adviser {
 public:
  Adviser(Formula& formula, const Dialog& dialog, const Switches& switches, Encoding& encoding)
      : formula_(formula), dialog_(dialog), switches_(switches), encoding_(encoding) {}

  void advise() {
    Moment& end = *encoding_.end;
    end.infer();
    encoding_.may_suggest = formula_.both(encoding_.ended, end.found().disposition[0]);
    std::vector<Literal> possible = techniques();
    schedule();
    Literal none_left =
        formula_.either(!formula_.any_of(possible), !formula_.any_of(encoding_.schedule_rows));
    Literal referred = formula_.both(encoding_.may_suggest, none_left);
    Literal suggests = formula_.both(encoding_.may_suggest, !none_left);
    refer(referred);
    rank(possible, suggests);
    for (std::vector<Literal>* fired :
         {&encoding_.gates, &encoding_.scores, &encoding_.schedule_rows}) {
      for (Literal& row : *fired) row = formula_.both(row, suggests);
    }
    notes();
    encoding_.rows = end.found().rows;
    encoding_.raised = end.found().raised;
    encoding_.lifted = end.found().lifted;
    encoding_.disposition = end.found().disposition;
  }

 private:
  /// The techniques that neither matrix nor gates remove.
  std::vector<Literal> techniques() {
    Moment& end = *encoding_.end;
    std::size_t count = dialog_.techniques.size();
    std::vector<std::vector<Literal>> removed(count);
    for (std::size_t i = 0; i < dialog_.gates.size(); ++i) {
      Literal fired = formula_.both(switches_.gates[i], end.fires(dialog_.gates[i].trigger));
      encoding_.gates.push_back(fired);
      for (std::size_t t = 0; t < count; ++t) {
        if ((dialog_.gates[i].removes >> t & 1U) != 0) removed[t].push_back(fired);
      }
    }
    Literal cleared = dialog_.has_clearance ? end.is_true(dialog_.clearance) : never;
    std::vector<Literal> possible;
    for (std::size_t t = 0; t < count; ++t) {
      const std::array<Literal, 4>& cell = end.found().cells[t];
      const std::optional<Cell>& when_cleared = dialog_.techniques[t].when_cleared;
      bool opens = when_cleared && *when_cleared < Cell::clear;
      Literal avoid = cell[static_cast<std::size_t>(Cell::avoid)];
      Literal clear = cell[static_cast<std::size_t>(Cell::clear)];
      removed[t].push_back(avoid);
      removed[t].push_back(opens ? formula_.both(clear, !cleared) : clear);
      possible.push_back(formula_.both(encoding_.may_suggest, !formula_.any_of(removed[t])));
    }
    return possible;
  }

  void schedule() {
    Literal open = always;
    for (std::size_t i = 0; i < dialog_.schedule_rows.size(); ++i) {
      Literal fires = formula_.both(switches_.schedule[i],
                                    encoding_.end->fires(dialog_.schedule_rows[i].trigger));
      encoding_.schedule_fires.push_back(fires);
      encoding_.schedule_rows.push_back(formula_.both(open, fires));
      open = formula_.both(open, !fires);
    }
  }

  /// Raises the referral flag where nothing is left; a clinician's OK does not lift it then.
  void refer(Literal referred) {
    Moment& end = *encoding_.end;
    SymbolicConsequences& found = end.change();
    Literal& raised = found.raised[dialog_.referral_flag];
    raised = formula_.either(raised, referred);
    end.settle();
    Literal& lifted = end.change().lifted[dialog_.referral_flag];
    lifted = formula_.both(lifted, !referred);
    Literal raised_one = formula_.both(referred, found.disposition[0]);
    found.disposition[0] = formula_.both(found.disposition[0], !referred);
    found.disposition[1] = formula_.either(found.disposition[1], raised_one);
  }

  /// Scores, and who is before whom.
  void rank(const std::vector<Literal>& possible, Literal suggests) {
    score();
    std::size_t count = dialog_.techniques.size();
    std::vector<std::size_t> gentleness(count);
    for (std::size_t i = 0; i < dialog_.gentlest_first.size(); ++i)
      gentleness[dialog_.gentlest_first[i]] = i;
    encoding_.beats.assign(count, std::vector<Literal>(count, never));
    for (std::size_t t = 0; t < count; ++t) {
      for (std::size_t u = 0; u < count; ++u) {
        if (t == u) continue;
        bool wins_ties = gentleness[t] < gentleness[u];
        const Number& a = encoding_.points[t];
        const Number& b = encoding_.points[u];
        encoding_.beats[t][u] = wins_ties ? !formula_.greater(b, a) : formula_.greater(a, b);
      }
    }
    for (std::size_t t = 0; t < count; ++t) {
      std::vector<Literal> wins{possible[t], suggests};
      for (std::size_t u = 0; u < count; ++u) {
        if (u != t) wins.push_back(!formula_.both(possible[u], encoding_.beats[u][t]));
      }
      encoding_.allowed.push_back(formula_.both(possible[t], suggests));
      encoding_.primary.push_back(formula_.all_of(wins));
    }
    std::vector<std::vector<Literal>> by_schedule(dialog_.schedules.size());
    for (std::size_t i = 0; i < dialog_.schedule_rows.size(); ++i) {
      Literal chosen = formula_.both(encoding_.schedule_rows[i], suggests);
      by_schedule[dialog_.schedule_rows[i].schedule].push_back(chosen);
    }
    SymbolicConsequences& found = encoding_.end->change();
    found.allowed = encoding_.allowed;
    found.primary = encoding_.primary;
    for (std::vector<Literal>& ways : by_schedule) found.schedule.push_back(formula_.any_of(ways));
  }

  /// Points may be negative: each technique's sum is counted from the lowest possible one.
  void score() {
    std::size_t count = dialog_.techniques.size();
    for (std::size_t i = 0; i < dialog_.scores.size(); ++i) {
      encoding_.scores.push_back(
          formula_.both(switches_.scores[i], encoding_.end->fires(dialog_.scores[i].trigger)));
    }
    std::vector<std::uint32_t> lowest(count, 0);
    for (const ScoreRow& row : dialog_.scores) {
      for (std::size_t t = 0; t < count; ++t)
        lowest[t] += static_cast<std::uint32_t>(std::max(0, -row.points[t]));
    }
    std::uint32_t offset = *std::max_element(lowest.begin(), lowest.end());
    encoding_.points_offset = offset;
    for (std::size_t t = 0; t < count; ++t) {
      std::vector<Literal> parts;
      std::vector<std::uint32_t> weights;
      for (std::size_t i = 0; i < dialog_.scores.size(); ++i) {
        std::int32_t points = dialog_.scores[i].points[t];
        if (points == 0) continue;
        // A row that takes points away gives them where it does not fire.
        parts.push_back(points > 0 ? encoding_.scores[i] : !encoding_.scores[i]);
        weights.push_back(static_cast<std::uint32_t>(std::abs(points)));
      }
      encoding_.points.push_back(formula_.sum(parts, weights, offset - lowest[t]));
    }
  }

  void notes() {
    SymbolicConsequences& found = encoding_.end->change();
    found.asked = encoding_.asked;
    found.passed = encoding_.visited;
    std::vector<Literal> asked = encoding_.asked;
    found.questions = encoding_.questions =
        formula_.sum(asked, std::vector<std::uint32_t>(asked.size(), 1));
    for (std::size_t i = 0; i < dialog_.notes.size(); ++i) {
      encoding_.notes.push_back(formula_.all_of(
          {encoding_.ended, switches_.notes[i], encoding_.end->fires(dialog_.notes[i].trigger)}));
    }
    encoding_.end->change().shown = encoding_.notes;
  }

  Formula& formula_;
  const Dialog& dialog_;
  const Switches& switches_;
  Encoding& encoding_;
};

}  // namespace

std::vector<NodeIndex> in_order(const Dialog& dialog) {
  std::vector<std::size_t> ways(dialog.nodes.size(), 0);
  for (const Node& node : dialog.nodes) {
    for (const Edge& edge : node.next) ++ways[edge.to];
  }
  // The loader refuses circles and nodes that no way leads to.
  std::vector<NodeIndex> order{dialog.start};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const Edge& edge : dialog.nodes[order[i]].next) {
      if (--ways[edge.to] == 0) order.push_back(edge.to);
    }
  }
  return order;
}

Encoding encode(Formula& formula, const Dialog& dialog, const std::vector<Domain>& domains,
                const SymbolicPatient& patient, const Switches& switches) {
  Encoding encoding;
  Tracer(formula, dialog, domains, patient, switches, encoding).trace();
  Adviser(formula, dialog, switches, encoding).advise();
  return encoding;
}

}  // namespace palpate
