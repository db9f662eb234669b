#include "verify/diff.hpp"

#include <cstdio>

#include "apps/check/commands.hpp"
#include "apps/check/progress.hpp"
#include "verify/transcript.hpp"

namespace palpate::check {
namespace {

std::string described(const Dialog& before, const Dialog& after, const Difference& difference) {
  const Conversation ending_before{{}, difference.before.walk};
  return difference.what + "\n" + transcript(after, difference.after, "    ") + "  and before\n" +
         transcript(before, ending_before, "    ") + "\n";
}

}  // namespace

ExitCode compare_versions(const DiffOptions& options) {
  ExitCode code = ExitCode::good;
  std::optional<Dialog> before = load(options.before, code);
  std::optional<Dialog> after = load(options.after, code);
  if (!before || !after) return code;
  Differences differences;
  {
    Progress progress;
    progress.say("comparing " + options.before + " and " + options.after);
    differences = compare_dialogs(*before, *after, options.limit);
  }
  std::string text;
  for (const std::string& what : differences.only_in_one)
    text += "Only in one of them: " + what + "\n";
  if (!differences.only_in_one.empty()) text += "\n";
  for (const Difference& difference : differences.classes)
    text += described(*before, *after, difference);
  const std::size_t count = differences.classes.size();
  text += count == 0 ? "No patient is advised otherwise.\n"
                     : std::to_string(count) + (count == 1 ? " kind" : " kinds") +
                           " of patients get other advice.\n";
  if (differences.gave_up) text += "The solver gave up on some; there may be more.\n";
  code = write_text("", text);
  if (differences.gave_up) return ExitCode::gave_up;
  const bool same = count == 0 && differences.only_in_one.empty();
  return std::max(code, same ? ExitCode::good : ExitCode::finding);
}

}  // namespace palpate::check
