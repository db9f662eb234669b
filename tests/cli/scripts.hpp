// Whole conversations with the shipped dialogue, as somebody types them.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace palpate::tests {

struct Script {
  std::string name;
  std::string lines;
  int exit_code = 0;
  std::vector<std::string> shown;  // parts of what is shown at the end

  friend std::ostream& operator<<(std::ostream& out, const Script& script) {
    return out << script.name;
  }
};

/// One for each disposition, named like it.
const std::vector<Script>& scripts();
const Script& find_script(const std::string& name);

}  // namespace palpate::tests
