#include "cli/scripts.hpp"

#include <algorithm>

namespace palpate::tests {

const std::vector<Script>& scripts() {
  static const std::string until_red_flags =
      "1\nnone\n44\nlower back\nmore than 12 weeks ago\n5\nstiff\n";
  static const std::vector<Script> all{
      {"suggestion",
       until_red_flags + "none\nnone\nnone\nnone\nnot sure\nnever\n",
       0,
       {"Our suggestion for you", "Swedish massage"}},
      {"clearance",
       until_red_flags + "none\ncancer\nnone\n2\nno\n",
       10,
       {"Please see somebody first, or wait"}},
      {"urgent",
       until_red_flags + "fever\nnone\nnone\nnone\n",
       11,
       {"Call NHS 111 or your GP", "Please get help today"}},
      {"emergency", "1\nchest pain\n", 12, {"Call 999", "Get help now"}},
  };
  return all;
}

const Script& find_script(const std::string& name) {
  return *std::find_if(scripts().begin(), scripts().end(),
                       [&](const Script& script) { return script.name == name; });
}

}  // namespace palpate::tests
