// How well typed messages are understood, and how long that takes.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <vector>

#include "corpus/corpus.hpp"
#include "dialog/load.hpp"
#include "understand/signs.hpp"

namespace palpate::bench {
namespace {

void print_scores(const Dialog& dialog, const std::string& locale, const std::string& part) {
  const std::string file =
      PALPATE_SOURCE_DIR "/tests/corpus/messages/" + locale + "." + part + ".jsonl";
  const corpus::Scores scores = corpus::score(dialog, dialog.locale_for(locale), file);
  for (const auto& [intent, score] : scores) {
    std::printf("| %-6s | %-5s | %-11s | %5zu | %5zu | %6.1f %% |\n", locale.c_str(), part.c_str(),
                intent.c_str(), score.all, score.right, score.rate() * 100);
  }
}

void print_time(const Dialog& dialog, const std::string& locale) {
  std::vector<std::string> lines;
  std::ifstream stream(PALPATE_SOURCE_DIR "/tests/corpus/messages/" + locale + ".tune.jsonl");
  for (std::string line; std::getline(stream, line);) {
    const std::size_t at = line.find("\"text\": \"") + 9;
    lines.push_back(line.substr(at, line.find("\", \"intent\"") - at));
  }
  constexpr int rounds = 50;
  std::size_t found = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) {
    for (const std::string& line : lines)
      found += find_signs(dialog, dialog.locale_for(locale), line).size();
  }
  const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - begin;
  std::printf("%s: %.1f us to look for signs in a message (%zu found)\n", locale.c_str(),
              time.count() / rounds / static_cast<double>(lines.size()), found / rounds);
}

}  // namespace
}  // namespace palpate::bench

int main() {
  auto loaded = palpate::load_dialog_directory(PALPATE_SOURCE_DIR "/dialogs/back-pain");
  const auto& dialog = std::get<palpate::Dialog>(loaded);
  std::printf("| locale | part  | intent      | all   | right |     rate |\n");
  std::printf("| ------ | ----- | ----------- | ----- | ----- | -------- |\n");
  for (const char* locale : {"en", "es"}) {
    for (const char* part : {"tune", "score"}) palpate::bench::print_scores(dialog, locale, part);
  }
  for (const char* locale : {"en", "es"}) palpate::bench::print_time(dialog, locale);
}
