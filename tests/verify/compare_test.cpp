// The formula and the engine say the same of every patient.
#include "verify/compare.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "support/dialog_files.hpp"

namespace palpate {
namespace {

/// How many patients; PALPATE_RANDOM_CONVERSATIONS decides otherwise, as in tests/engine.
std::uint64_t patients() {
  const char* wanted = std::getenv("PALPATE_RANDOM_CONVERSATIONS");
  if (wanted != nullptr) return std::strtoull(wanted, nullptr, 10);
  return std::getenv("PALPATE_SANITIZED") != nullptr ? 4'000 : 100'000;
}

TEST(Comparison, TheFormulaSaysOfEveryPatientWhatTheEngineDoes) {
  Dialog dialog = test::back_pain_dialog();
  std::array<std::uint64_t, 4> endings{};
  EXPECT_EQ(compare_at_random(dialog, patients(), 1, &endings), "");
  // Deep paths as well, not only the first flag.
  for (std::size_t i = 0; i < endings.size(); ++i)
    EXPECT_GT(endings[i], patients() / 80) << disposition_names[i];
}

}  // namespace
}  // namespace palpate
