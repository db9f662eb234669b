// Any line at any question is understood or not; what is understood is an answer, and normalising
// twice changes nothing.
#include <cstdlib>

#include "support/dialog_files.hpp"
#include "understand/normalise.hpp"
#include "understand/understand.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace palpate;
  static const Dialog dialog = test::back_pain_dialog();
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string once = phrase_of(text);
  if (size < 1000 && phrase_of(once) != once) std::abort();
  for (FactIndex fact = 0; fact < dialog.facts.size(); ++fact) {
    Understanding understood = understand(dialog, dialog.locales.front(), fact, 0xF, text);
    if (understood.value && understood.command) std::abort();
  }
  return 0;
}
