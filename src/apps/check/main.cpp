// palpate-check: tells an author whether a dialogue loads, and every mistake if it does not.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "dialog/load.hpp"

namespace {

enum ExitCode { exit_good = 0, exit_finding = 1, exit_unreadable = 2 };

int check(const std::string& directory) {
  palpate::Result<palpate::DialogFiles> files = palpate::read_dialog_files(directory);
  if (!files) {
    std::fprintf(stderr, "palpate-check: %s\n", files.error().message.c_str());
    return exit_unreadable;
  }
  auto loaded = palpate::load_dialog(*files);
  if (auto* diagnostics = std::get_if<std::vector<palpate::Diagnostic>>(&loaded)) {
    std::fputs(palpate::to_string(*diagnostics).c_str(), stdout);
    std::printf("%zu mistake%s in %s\n", diagnostics->size(), diagnostics->size() == 1 ? "" : "s",
                directory.c_str());
    return exit_finding;
  }
  const auto& dialog = std::get<palpate::Dialog>(loaded);
  std::printf(
      "%s %s is good: %zu questions, %zu flags, %zu matrix rows, %zu gates, %zu score rows, %zu "
      "schedule rows, %zu notes, "
      "%zu locale%s\n",
      dialog.id.c_str(), dialog.version.c_str(), dialog.facts.size(), dialog.flags.size(),
      dialog.matrix.size(), dialog.gates.size(), dialog.scores.size(), dialog.schedule_rows.size(),
      dialog.notes.size(), dialog.locales.size(), dialog.locales.size() == 1 ? "" : "s");
  std::printf("content %s\n", dialog.content_hash.c_str());
  return exit_good;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Checks a dialogue and lists every mistake with its file, place and what to do.\n"
      "Exit codes: 0 good, 1 a mistake was found, 2 the folder cannot be read."};
  std::string directory;
  app.add_option("DIR", directory, "folder of the dialogue, for example dialogs/back-pain")
      ->required();
  app.set_version_flag("--version", "palpate-check " PALPATE_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_good : exit_unreadable;
  }
  return check(directory);
}
