#include "engine/walk.hpp"

#include <algorithm>
#include <bit>

#include "engine/advise.hpp"
#include "engine/evaluate.hpp"

namespace palpate {
namespace {

constexpr std::uint64_t option_bits(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

std::uint32_t items_asked(const Dialog& dialog, const Fact& fact, const Facts& facts) {
  std::uint32_t asked = 0;
  const Consequences nothing;
  for (std::size_t i = 0; i < fact.items.size(); ++i) {
    if (evaluate(dialog, facts, nothing, fact.items[i].when) == Truth::yes) asked |= 1U << i;
  }
  return asked;
}

bool valid_grid(const Fact& fact, const Value& value, std::uint32_t asked) {
  for (unsigned i = 0; i < max_grid_items; ++i) {
    unsigned code = grid_item(value, i);
    bool wanted = (asked >> i & 1U) != 0;
    if (wanted != (code != 0)) return false;
    if (code == grid_not_sure) {
      if (!fact.not_sure) return false;
    } else if (wanted && code > fact.items[i].options.size()) {
      return false;
    }
  }
  return !value.not_sure;
}

bool is_valid_with(const Dialog& dialog, FactIndex index, const Value& value, const Facts& facts) {
  const Fact& fact = dialog.facts[index];
  if (value.not_sure && !fact.not_sure) return false;
  switch (fact.kind) {
    case FactKind::yes_no:
    case FactKind::choice:
      if (value.not_sure) return value.bits == 0;
      return std::popcount(value.bits) == 1 &&
             (value.bits & ~option_bits(fact.options.size())) == 0;
    case FactKind::choices:
      if ((value.bits & ~option_bits(fact.options.size())) != 0) return false;
      return value.bits != 0 || value.not_sure || fact.none;
    case FactKind::number: {
      if (value.not_sure) return value.bits == 0;
      return value.bits <= static_cast<std::uint64_t>(fact.max) &&
             value.bits >= static_cast<std::uint64_t>(fact.min);
    }
    case FactKind::grid:
      return valid_grid(fact, value, items_asked(dialog, fact, facts));
  }
  return false;
}

/// Follows the graph, taking an answer at each question.
class Walker {
 public:
  Walker(const Dialog& dialog, const Answers& answers, const Mentions& signs = {})
      : dialog_(dialog), answers_(answers), facts_(dialog, signs), used_(answers.size(), false) {
    walk_.signs = signs;
  }

  Walk walk() {
    NodeIndex at = dialog_.start;
    if (facts_.has_signs() && is_emergency(dialog_, facts_)) {
      walk_.path.push_back(at);
      finish();
      return settled();
    }
    // The graph has no circle, so this ends after at most every node.
    while (true) {
      walk_.path.push_back(at);
      const Node& node = dialog_.nodes[at];
      if (node.kind == NodeKind::end) {
        finish();
        break;
      }
      if (node.kind == NodeKind::ask && !take(node.fact)) {
        walk_.question = node.fact;
        break;
      }
      if (node.kind == NodeKind::ask && is_emergency(dialog_, facts_)) {
        finish();
        break;
      }
      at = next(node);
    }
    return settled();
  }

  const Facts& facts() const { return facts_; }

  /// What follows from the facts so far; computed when somebody asks.
  Consequences& found() {
    if (!found_) found_ = infer(dialog_, facts_);
    return *found_;
  }

  /// Where `node` leads with the facts so far.
  NodeIndex next(const Node& node) {
    const Consequences nothing;
    const Consequences& so_far = node.looks_at_flags ? found() : nothing;
    for (const Edge& edge : node.next) {
      if (evaluate(dialog_, facts_, so_far, edge.when) == Truth::yes) return edge.to;
    }
    return node.next.back().to;
  }

 private:
  /// Uses the answer to `fact`; false if there is none. A grid without items that apply needs none.
  bool take(FactIndex fact) {
    if (facts_[fact]) {
      // Known already: an earlier node asked it.
      if (std::find(walk_.asked.begin(), walk_.asked.end(), fact) != walk_.asked.end()) return true;
    }
    const Fact& declared = dialog_.facts[fact];
    if (declared.kind == FactKind::grid && items_asked(dialog_, declared, facts_) == 0) return true;
    for (std::size_t i = 0; i < answers_.size(); ++i) {
      if (answers_[i].fact != fact || used_[i]) continue;
      if (!is_valid_with(dialog_, fact, answers_[i].value, facts_)) return false;
      if (!declared.refusals.empty()) {
        Facts with = facts_;
        with.add(fact, answers_[i].value);
        if (refused(dialog_, declared, with)) return false;
      }
      used_[i] = true;
      facts_.add(fact, answers_[i].value);
      walk_.asked.push_back(fact);
      found_.reset();
      return true;
    }
    return false;
  }

  Walk settled() {
    walk_.flags = raised_flags(dialog_, found());
    walk_.disposition = found().disposition;
    for (std::size_t i = 0; i < answers_.size(); ++i) {
      if (!used_[i]) walk_.unused.push_back(answers_[i].fact);
    }
    return std::move(walk_);
  }

  static bool refused(const Dialog& dialog, const Fact& fact, const Facts& facts) {
    const Consequences nothing;
    return std::any_of(fact.refusals.begin(), fact.refusals.end(), [&](const Refusal& refusal) {
      return evaluate(dialog, facts, nothing, refusal.when) == Truth::yes;
    });
  }

  void finish() { walk_.outcome = advise(dialog_, facts_, found()); }

  const Dialog& dialog_;
  const Answers& answers_;
  Facts facts_;
  std::optional<Consequences> found_;
  std::vector<bool> used_;
  Walk walk_;
};

Facts facts_of(const Dialog& dialog, const Answers& answers, const Mentions& signs) {
  Walker walker(dialog, answers, signs);
  (void)walker.walk();
  return walker.facts();
}

}  // namespace

Walk walk(const Dialog& dialog, const Answers& answers, const Mentions& signs) {
  return Walker(dialog, answers, signs).walk();
}

bool is_valid(const Dialog& dialog, FactIndex fact, const Value& value, const Answers& answers,
              const Mentions& signs) {
  bool depends_on_answers = dialog.facts[fact].kind == FactKind::grid;
  return is_valid_with(dialog, fact, value,
                       depends_on_answers ? facts_of(dialog, answers, signs) : Facts(dialog));
}

std::uint32_t grid_items_asked(const Dialog& dialog, FactIndex fact, const Answers& answers,
                               const Mentions& signs) {
  if (dialog.facts[fact].kind != FactKind::grid) return 0;
  return items_asked(dialog, dialog.facts[fact], facts_of(dialog, answers, signs));
}

std::optional<TextIndex> refusal_of(const Dialog& dialog, const Answer& answer,
                                    const Answers& answers, const Mentions& signs) {
  if (dialog.facts[answer.fact].refusals.empty()) return std::nullopt;
  Facts facts = facts_of(dialog, answers, signs);
  facts.add(answer.fact, answer.value);
  const Consequences nothing;
  for (const Refusal& refusal : dialog.facts[answer.fact].refusals) {
    if (evaluate(dialog, facts, nothing, refusal.when) == Truth::yes) return refusal.text;
  }
  return std::nullopt;
}

int questions_ahead(const Dialog& dialog, const Answers& answers, const Mentions& signs) {
  Walker walker(dialog, answers, signs);
  Walk so_far = walker.walk();
  if (so_far.outcome) return 0;
  int ahead = 0;
  for (const Node* node = &dialog.nodes[so_far.path.back()]; node->kind != NodeKind::end;) {
    ahead += node->kind == NodeKind::ask &&
             (dialog.facts[node->fact].kind != FactKind::grid ||
              items_asked(dialog, dialog.facts[node->fact], walker.facts()) != 0);
    node = &dialog.nodes[walker.next(*node)];
  }
  return ahead;
}

}  // namespace palpate
