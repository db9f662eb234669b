// The command line of palpate-check.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace palpate::check {

/// How long the solver may think about one question.
constexpr std::chrono::seconds default_limit{60};

struct ProveOptions {
  std::vector<std::string> directories;
  bool json = false;
  std::string stories;  // a folder for the counterexamples, or empty
  bool write_proof = false;
  std::string signed_off_by;
  std::uint64_t compared = 0;  // 0: the prover's own number
  std::chrono::seconds limit = default_limit;
};

struct ExplainOptions {
  std::string directory;
  std::vector<std::string> answers;  // "severity=6", "area=low,neck", "prev.swedish=good"
  std::string story;                 // a story's file instead, or empty
  bool plain = false;                // answer all other questions plainly
  std::size_t most_changes = 2;
  std::chrono::seconds limit = default_limit;
};

struct DiffOptions {
  std::string before, after;
  std::chrono::seconds limit = default_limit;
};

struct DrawOptions {
  std::string directory;
  std::string format = "svg";
  std::string output;  // a file; empty or "-": standard output
};

struct CoverageOptions {
  std::string directory;
  std::string stories;  // a folder; empty: the dialogue's own
};

struct BookletOptions {
  std::string directory;
  std::string locale, region;
  std::string output;
};

struct SignsOptions {
  std::string directory;
  std::string locale;
  std::string question;            // the open one, by its fact; empty: none
  std::vector<std::string> texts;  // empty: lines of standard input
};

using Command = std::variant<ProveOptions, ExplainOptions, DiffOptions, DrawOptions,
                             CoverageOptions, BookletOptions, SignsOptions>;

/// What to do, or the exit code after help, version or a complaint was printed.
[[nodiscard]] std::variant<Command, int> read_options(int argc, const char* const* argv);

}  // namespace palpate::check
