// The commands of palpate-check, one file each. Each prints what it found on standard output and
// what kept it from looking on standard error.
#pragma once

#include <optional>
#include <string>

#include "apps/check/exit_code.hpp"
#include "apps/check/options.hpp"
#include "dialog/dialog.hpp"

namespace palpate::check {

ExitCode prove_dialogues(const ProveOptions& options);
ExitCode explain_answers(const ExplainOptions& options);
ExitCode compare_versions(const DiffOptions& options);
ExitCode draw_graph(const DrawOptions& options);
ExitCode count_coverage(const CoverageOptions& options);
ExitCode write_booklet(const BookletOptions& options);
ExitCode hear_signs(const SignsOptions& options);

// What they share: files.cpp.

/// The dialogue in `directory`; when there is none, the mistakes are printed and `code` is set.
std::optional<Dialog> load(const std::string& directory, ExitCode& code);

/// Writes `text` to `path`, or to standard output where that is empty or "-"; complains on failure.
ExitCode write_text(const std::string& path, const std::string& text);

/// The bytes of a file; complains on failure.
std::optional<std::string> read_text(const std::string& path);

/// Says on standard error what is wrong.
ExitCode complain(ExitCode code, const std::string& what);

}  // namespace palpate::check
