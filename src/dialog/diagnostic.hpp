// An author's mistake in a dialogue file.
#pragma once

#include <string>
#include <vector>

namespace palpate {

/// One mistake: where it is, a code that never changes meaning, and what to do about it.
struct Diagnostic {
  std::string file;     // as in the dialogue's folder: "flags.json"
  std::string place;    // "line:column" of a syntax error, else a JSON Pointer ("/flags/E1/when")
  std::string code;     // "unknown_fact"
  std::string message;  // what is wrong and what to do, in one line

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// "flags.json /flags/E1/when: there is no fact called "emrg"; did you mean "emerg"?
/// [unknown_fact]"
std::string to_string(const Diagnostic& diagnostic);

/// All of them, a line each.
std::string to_string(const std::vector<Diagnostic>& diagnostics);

}  // namespace palpate
