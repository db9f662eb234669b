#include "dialog/diagnostic.hpp"

namespace palpate {

std::string to_string(const Diagnostic& diagnostic) {
  std::string place = diagnostic.place.empty() ? "" : " " + diagnostic.place;
  return diagnostic.file + place + ": " + diagnostic.message + " [" + diagnostic.code + "]";
}

std::string to_string(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += to_string(diagnostic) + "\n";
  return text;
}

}  // namespace palpate
