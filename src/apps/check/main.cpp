// palpate-check: proves a dialogue, explains it, draws it.
#include "apps/check/commands.hpp"

namespace {

using namespace palpate::check;

struct Run {
  ExitCode operator()(const ProveOptions& options) const { return prove_dialogues(options); }
  ExitCode operator()(const ExplainOptions& options) const { return explain_answers(options); }
  ExitCode operator()(const DiffOptions& options) const { return compare_versions(options); }
  ExitCode operator()(const DrawOptions& options) const { return draw_graph(options); }
  ExitCode operator()(const CoverageOptions& options) const { return count_coverage(options); }
  ExitCode operator()(const BookletOptions& options) const { return write_booklet(options); }
  ExitCode operator()(const SignsOptions& options) const { return hear_signs(options); }
};

}  // namespace

int main(int argc, char** argv) {
  auto command = read_options(argc, argv);
  if (const int* code = std::get_if<int>(&command)) return *code;
  return static_cast<int>(std::visit(Run{}, std::get<Command>(command)));
}
