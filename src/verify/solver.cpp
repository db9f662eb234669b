#include "verify/solver.hpp"

#include <z3++.h>

#include <algorithm>
#include <optional>

namespace palpate {

struct Solver::Z3 {
  explicit Z3(const Formula& graph, std::chrono::milliseconds limit)
      : formula(&graph), solver(context, z3::solver::simple()) {
    // The formula is small and pure; Z3's preparation of a problem costs more than it saves here.
    z3::params params(context);
    params.set("auto_config", false);
    params.set("relevancy", 0U);
    params.set("timeout", static_cast<unsigned>(limit.count()));
    solver.set(params);
  }

  z3::expr literal(Literal literal) {
    translate(literal.node());
    const z3::expr& node = *nodes[literal.node()];
    return literal.negated() ? !node : node;
  }

  /// A constant that stands for `wanted`: only these can be assumed.
  z3::expr assumption(Literal wanted) {
    z3::expr meaning = literal({wanted.node(), false});
    if (!formula->is_variable(wanted.node()) && wanted.node() != 0) {
      auto& name = names[wanted.node()];
      if (!name) {
        name = context.bool_const(("p" + std::to_string(wanted.node())).c_str());
        solver.add(*name == meaning);
      }
      meaning = *name;
    } else if (wanted.node() == 0) {
      if (!truth) {
        truth = context.bool_const("true_");
        solver.add(*truth);
      }
      meaning = *truth;
    }
    return wanted.negated() ? !meaning : meaning;
  }

  /// Makes the expressions of `root` and of all that it is made of.
  void translate(std::uint32_t root) {
    nodes.resize(formula->size());
    names.resize(formula->size());
    std::vector<std::uint32_t> open{root};
    while (!open.empty()) {
      std::uint32_t node = open.back();
      if (nodes[node]) {
        open.pop_back();
        continue;
      }
      std::size_t before = open.size();
      for (Literal part : formula->parts(node)) {
        if (!nodes[part.node()]) open.push_back(part.node());
      }
      if (open.size() > before) continue;
      open.pop_back();
      nodes[node] = make(node);
    }
  }

  z3::expr make(std::uint32_t node) {
    if (node == 0) return context.bool_val(true);
    if (formula->is_variable(node)) {
      variables.push_back(node);
      return context.bool_const(("v" + std::to_string(node)).c_str());
    }
    z3::expr_vector parts(context);
    for (Literal part : formula->parts(node)) {
      const z3::expr& inner = *nodes[part.node()];
      parts.push_back(part.negated() ? !inner : inner);
    }
    return z3::mk_and(parts);
  }

  const Formula* formula;
  z3::context context;
  z3::solver solver;
  std::vector<std::optional<z3::expr>> nodes;
  std::vector<std::optional<z3::expr>> names;
  std::optional<z3::expr> truth;
  std::vector<std::uint32_t> variables;
};

Solver::Solver(const Formula& formula, std::chrono::milliseconds limit)
    : formula_(&formula),
      limit_(limit),
      z3_(std::make_unique<Z3>(formula, limit)),
      model_(formula) {}

Solver::~Solver() = default;

void Solver::require(Literal literal) {
  required_.push_back(literal);
  z3_->solver.add(z3_->literal(literal));
}

Found Solver::find(const std::vector<Literal>& wanted) {
  ++questions_;
  const Found found = ask(wanted);
  if (found != Found::gave_up) return found;
  // After an interruption Z3 has been seen to answer the next question wrongly: begin anew.
  z3_ = std::make_unique<Z3>(*formula_, limit_);
  for (Literal literal : required_) z3_->solver.add(z3_->literal(literal));
  return found;
}

Found Solver::ask(const std::vector<Literal>& wanted) {
  try {
    z3::expr_vector assumptions(z3_->context);
    for (Literal literal : wanted) assumptions.push_back(z3_->assumption(literal));
    z3::check_result result = z3_->solver.check(assumptions);
    if (result == z3::unsat) return Found::no;
    if (result == z3::unknown) return Found::gave_up;
    z3::model model = z3_->solver.get_model();
    for (std::uint32_t variable : z3_->variables) {
      bool value = model.eval(*z3_->nodes[variable], true).is_true();
      model_.set({variable, false}, value ? ~std::uint64_t{0} : 0);
    }
    model_.run();
    auto holds = [this](Literal literal) { return model_.value(literal, 0); };
    const bool is_example = std::all_of(wanted.begin(), wanted.end(), holds) &&
                            std::all_of(required_.begin(), required_.end(), holds);
    return is_example ? Found::yes : Found::gave_up;
  } catch (const z3::exception&) {
    return Found::gave_up;  // out of memory or interrupted: never a pass
  }
}

bool Solver::value(Literal literal) {
  if (literal.node() >= model_.size()) model_.run();
  return model_.value(literal, 0);
}

}  // namespace palpate
