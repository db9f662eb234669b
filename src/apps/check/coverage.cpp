#include "atlas/coverage.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "apps/check/commands.hpp"
#include "atlas/stories.hpp"

namespace palpate::check {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_of(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

ExitCode count_coverage(const CoverageOptions& options) {
  ExitCode code = ExitCode::good;
  std::optional<Dialog> dialog = load(options.directory, code);
  if (!dialog) return code;
  const std::string folder = options.stories.empty()
                                 ? (fs::path(options.directory) / "stories").string()
                                 : options.stories;
  const std::vector<std::string> files = files_of(folder);
  if (files.empty()) return complain(ExitCode::unreadable, "there are no stories in " + folder);
  Coverage coverage = no_coverage(*dialog);
  for (const std::string& file : files) {
    std::optional<std::string> text = read_text(file);
    if (!text) return ExitCode::unreadable;
    Result<Story> story = read_story(*text);
    if (!story) return complain(ExitCode::unreadable, file + ": " + story.error().message);
    Result<std::vector<Stood>> stood = play(*dialog, *story);
    if (!stood) return complain(ExitCode::unreadable, file + ": " + stood.error().message);
    for (const Stood& each : *stood) add(*dialog, each.answers, each.walk, coverage);
  }
  code = write_text("", std::to_string(files.size()) +
                            (files.size() == 1 ? " story of " : " stories of ") + folder + "\n\n" +
                            to_text(*dialog, coverage));
  return std::max(code, is_complete(coverage) ? ExitCode::good : ExitCode::finding);
}

}  // namespace palpate::check
