// Any line at any question, in every language, is understood or not, and never as two things; what
// is told of other questions are answers that these have; and folding twice changes nothing.
#include <cstdlib>

#include "base/fold.hpp"
#include "support/dialog_files.hpp"
#include "understand/understand.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace palpate;
  static const Dialog dialog = test::back_pain_dialog();
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string once = fold_text(text);
  if (size < 1000 && fold_text(once) != once) std::abort();
  const std::vector<FactIndex> answered{0, 1, 3, 5, 6, 7};
  for (const Locale& locale : dialog.locales) {
    const TypedMessage message(locale, text);
    for (FactIndex fact = 0; fact < dialog.facts.size(); ++fact) {
      const Understanding understood =
          understand(dialog, message,
                     Asked{fact, 0xF, answered, std::chrono::sys_days{std::chrono::days(20000)}});
      if (understood.value && (understood.command || understood.topic || understood.locale))
        std::abort();
      for (const ToldFact& told : understood.told) {
        const bool ticks_nothing =
            dialog.facts[told.fact].kind == FactKind::choices && told.value.bits == 0;
        if (told.fact == fact || ticks_nothing) std::abort();
      }
    }
  }
  return 0;
}
