// Measures the proof of a dialogue and of one ten times as large, and the engine beside it, and
// prints a table.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "bench/large_dialog.hpp"
#include "verify/compare.hpp"
#include "verify/prove.hpp"

namespace palpate::bench {
namespace {

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Row {
  int copies = 1;
  std::size_t rules = 0;
  std::size_t claims = 0;
  std::size_t not_proved = 0;
  double load = 0, proof = 0;
};

Row measure(const DialogFiles& shipped, int copies, int rounds) {
  const DialogFiles files = copies == 1 ? shipped : large_dialog(shipped, copies);
  Row row;
  row.copies = copies;
  std::vector<double> loads, proofs;
  for (int round = 0; round < rounds; ++round) {
    std::optional<Dialog> dialog;
    loads.push_back(seconds([&] { dialog = std::get<Dialog>(load_dialog(files)); }));
    Report report;
    proofs.push_back(seconds([&] { report = prove(*dialog); }));
    row.rules = dialog->flags.size() + dialog->matrix.size() + dialog->gates.size() +
                dialog->scores.size() + dialog->schedule_rows.size() + dialog->notes.size();
    row.claims = report.claims.size();
    row.not_proved = report.claims.size() - report.count(Verdict::proved);
  }
  row.load = median(loads);
  row.proof = median(proofs);
  return row;
}

int run(int rounds) {
  const DialogFiles shipped = read_dialog_files(PALPATE_SOURCE_DIR "/dialogs/back-pain").value();
  std::printf("| dialogue | rules | claims | loading ms | proof s | ms a claim | not proved |\n");
  std::printf("| -------- | ----- | ------ | ---------- | ------- | ---------- | ---------- |\n");
  double first = 0;
  for (int copies : {1, 10}) {
    const Row row = measure(shipped, copies, rounds);
    std::printf("| %-8s | %5zu | %6zu | %10.1f | %7.2f | %10.3f | %10zu |\n",
                copies == 1 ? "shipped" : "10 x", row.rules, row.claims, row.load * 1e3, row.proof,
                row.proof * 1e3 / static_cast<double>(row.claims), row.not_proved);
    std::fflush(stdout);
    if (copies == 1) first = row.proof;
    if (copies != 1)
      std::printf("\nTen times the dialogue takes %.1f times as long.\n", row.proof / first);
  }
  const Dialog dialog = std::get<Dialog>(load_dialog(shipped));
  constexpr std::uint64_t patients = 20'000;
  std::string difference;
  const double compared = seconds([&] { difference = compare_at_random(dialog, patients, 1); });
  std::printf("Formula and engine compared on a random patient: %.1f us%s%s\n",
              compared * 1e6 / patients,
              difference.empty() ? "" : "; they differ: ", difference.c_str());
  return difference.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace palpate::bench

int main(int argc, char** argv) {
  return palpate::bench::run(argc > 1 ? std::max(1, std::atoi(argv[1])) : 3);
}
