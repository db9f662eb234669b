#include "verify/prove.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <thread>

#include "verify/compare.hpp"
#include "verify/prover.hpp"

namespace palpate {
namespace {

/// Up to so many rules a dialogue is proved as a whole, which is faster then.
constexpr std::size_t rules_of_one_case = 800;

std::size_t rules_of(const Dialog& dialog) {
  return dialog.flags.size() + dialog.matrix.size() + dialog.gates.size() + dialog.scores.size() +
         dialog.schedule_rows.size() + dialog.notes.size() + dialog.invariants.size();
}

/// The answers to the first choice that is asked; nothing where one case is enough.
std::vector<std::optional<Case>> cases_of(const Dialog& dialog) {
  if (rules_of(dialog) <= rules_of_one_case) return {std::nullopt};
  for (NodeIndex node : in_order(dialog)) {
    if (dialog.nodes[node].kind != NodeKind::ask) continue;
    const FactIndex index = dialog.nodes[node].fact;
    const Fact& fact = dialog.facts[index];
    if (fact.kind != FactKind::choice && fact.kind != FactKind::yes_no) continue;
    std::vector<std::optional<Case>> cases;
    for (std::size_t option = 0; option < fact.options.size() + (fact.not_sure ? 1 : 0); ++option)
      cases.push_back(Case{index, option});
    return cases;
  }
  return {std::nullopt};
}

class Proof {
 public:
  Proof(const Dialog& dialog, const ProofOptions& options)
      : dialog_(dialog), options_(options), cases_(cases_of(dialog)), provers_(2 * cases_.size()) {}

  Report run() {
    progress("comparing formula and engine");
    agrees_with_engine();
    order_does_not_matter();
    progress("reading the dialogue as a formula");
    in_parallel([this](std::size_t i) {
      const Half half = i % 2 == 0 ? Half::invariants : Half::others;
      provers_[i] = std::make_unique<Prover>(dialog_, options_, half, cases_[i / 2], cases_.size());
    });
    for (std::size_t i = 0; i < first(Half::others).possibilities(); ++i)
      shown_.emplace_back(false);
    progress("looking for what can happen");
    in_parallel([this](std::size_t i) { provers_[i]->sample(shown_); });
    progress("proving what must hold");
    in_parallel([this](std::size_t i) { provers_[i]->solve(shown_); });
    merge_must_hold(Half::invariants);
    merge_must_hold(Half::others);
    loaded();
    merge_can_happen();
    progress("looking for the longest conversation");
    bounds();
    for (const Domain& domain : domains_of(dialog_)) report_.log2_answers += domain.log2_size();
    for (const auto& prover : provers_) report_.solver_questions += prover->solver_questions();
    return std::move(report_);
  }

 private:
  void progress(std::string_view what) const {
    if (options_.progress) options_.progress(what);
  }

  void add(Claim claim) { report_.claims.push_back(std::move(claim)); }

  /// Does `work` for every case, on as many threads as there are processors.
  template <class Work>
  void in_parallel(Work work) {
    std::atomic<std::size_t> next = 0;
    auto take = [&] {
      for (std::size_t i = next++; i < provers_.size(); i = next++) work(i);
    };
    const std::size_t threads =
        std::min<std::size_t>(provers_.size(), std::max(1U, std::thread::hardware_concurrency()));
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(take);
    take();
  }

  void agrees_with_engine() {
    Claim claim =
        claim_of("engine_agrees", "formula and engine say the same of " +
                                      std::to_string(options_.compared) + " random patients");
    std::string difference = compare_at_random(dialog_, options_.compared, 1);
    if (!difference.empty()) {
      claim.verdict = Verdict::gave_up;
      claim.finding = "formula and engine differ, so that nothing is proved: " + difference;
    }
    add(std::move(claim));
  }

  void order_does_not_matter() {
    Claim claim = claim_of("answers.order",
                           "the same answers in another order are the same conversation (the "
                           "formula knows no order; the engine is tried on " +
                               std::to_string(options_.compared) + " random patients)");
    std::optional<Conversation> differs = first_that_order_changes(dialog_, options_.compared, 5);
    if (differs) {
      claim.verdict = Verdict::broken;
      claim.finding = "the engine makes something else of these answers in another order";
      claim.counterexample = Counterexample{std::move(*differs), std::nullopt};
    }
    add(std::move(claim));
  }

  Prover& first(Half half) { return *provers_[half == Half::invariants ? 0 : 1]; }

  /// What must hold is broken where one case breaks it; the shortest conversation shows it.
  void merge_must_hold(Half half) {
    std::vector<Claim> merged = std::move(first(half).must_hold());
    for (const auto& prover : provers_) {
      if (prover->half() != half || prover.get() == &first(half)) continue;
      std::vector<Claim>& others = prover->must_hold();
      for (std::size_t c = 0; c < merged.size(); ++c) {
        if (is_worse(others[c], merged[c])) merged[c] = std::move(others[c]);
      }
    }
    for (Claim& claim : merged) add(std::move(claim));
  }

  static std::size_t length(const Claim& claim) {
    return claim.counterexample ? claim.counterexample->conversation.walk.asked.size() : 0;
  }

  static bool is_worse(const Claim& a, const Claim& b) {
    if (a.verdict != b.verdict) return a.verdict == Verdict::broken || b.verdict == Verdict::proved;
    return a.verdict == Verdict::broken && length(a) < length(b);
  }

  /// What can happen is proved where one case shows it.
  void merge_can_happen() {
    std::vector<Claim> merged = first(Half::others).can_happen();
    for (const auto& prover : provers_) {
      if (prover->half() != Half::others) continue;
      std::vector<Claim> others = prover->can_happen();
      for (std::size_t c = 0; c < merged.size(); ++c) {
        if (shown_[c]) {
          merged[c].verdict = Verdict::proved;
          merged[c].finding.clear();
        } else if (others[c].verdict == Verdict::gave_up) {
          merged[c] = std::move(others[c]);
        }
      }
    }
    for (Claim& claim : merged) add(std::move(claim));
  }

  /// A Dialog exists only if these hold: the loader refuses files in which they do not.
  void loaded() {
    add(claim_of("locales.complete", "every language has every text (checked on loading)"));
    add(claim_of("words.distinct",
                 "no words stand for two answers of one question (checked on loading)"));
    add(claim_of("graph.acyclic",
                 "no way leads in a circle, and every way leads to an end (checked on loading)"));
  }

  void bounds() {
    Prover* longest = &first(Half::others);
    Prover* shortest = nullptr;
    for (const auto& prover : provers_) {
      if (prover->half() != Half::others) continue;
      if (prover->most_questions() > longest->most_questions()) longest = prover.get();
      const bool is_shorter =
          prover->fewest_questions() &&
          (shortest == nullptr || *prover->fewest_questions() < *shortest->fewest_questions());
      if (is_shorter) shortest = prover.get();
    }
    report_.longest = longest->longest();
    if (shortest != nullptr) report_.shortest_suggestion = shortest->shortest_suggestion();
  }

  const Dialog& dialog_;
  const ProofOptions& options_;
  std::vector<std::optional<Case>> cases_;
  std::vector<std::unique_ptr<Prover>> provers_;  // two a case, by Half
  Shown shown_;
  Report report_;
};

}  // namespace

std::size_t Report::count(Verdict verdict) const {
  return static_cast<std::size_t>(std::count_if(
      claims.begin(), claims.end(), [&](const Claim& claim) { return claim.verdict == verdict; }));
}

Report prove(const Dialog& dialog, const ProofOptions& options) {
  return Proof(dialog, options).run();
}

}  // namespace palpate
