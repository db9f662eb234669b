// What palpate-check tells the shell; its --help lists the same.
#pragma once

namespace palpate::check {

/// Ordered: of several dialogues the highest one is told.
enum class ExitCode : int {
  good = 0,        // proved; or what was asked for was done
  finding = 1,     // a mistake in the files, a broken claim, a difference, a gap in the coverage
  unreadable = 2,  // a folder or file cannot be read or written, or the command line is wrong
  gave_up = 3,     // the solver did: never a pass
};

}  // namespace palpate::check
