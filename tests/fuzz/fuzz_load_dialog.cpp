// Any bytes in any file of a dialogue load or are refused with a reason; what loads can be walked.
#include <cstdlib>

#include "engine/step.hpp"
#include "support/dialog_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace palpate;
  static const DialogFiles good = test::small_dialog_files();
  if (size == 0) return 0;
  // The first byte chooses the file that the rest replaces.
  DialogFiles files = good;
  auto file = std::next(files.begin(), data[0] % static_cast<std::ptrdiff_t>(files.size()));
  file->second.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto loaded = load_dialog(files);
  if (auto* diagnostics = std::get_if<std::vector<Diagnostic>>(&loaded)) {
    if (diagnostics->empty() || to_string(*diagnostics).empty()) std::abort();
    return 0;
  }
  const Dialog& dialog = std::get<Dialog>(loaded);
  Step now = start(dialog);
  for (int turn = 0; turn < 40 && now.walk.question; ++turn) {
    for (const char* line : {"1", "2", "none", "not sure", "1 1 1 1"}) {
      Step next = step(dialog, dialog.locales.front(), now.state, Say{line});
      if (next.event != Event::answered) continue;
      now = std::move(next);
      break;
    }
  }
  return 0;
}
