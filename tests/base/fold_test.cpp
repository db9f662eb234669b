// Text folded for comparing.
#include "base/fold.hpp"

#include <gtest/gtest.h>

namespace palpate {
namespace {

TEST(Fold, TakesCaseWidthAccentsQuotesAndKeycapsAway) {
  EXPECT_EQ(fold_text("  I CAN\xE2\x80\x99T\tfeel it! "), "  i cant feel it! ");
  EXPECT_EQ(fold_text("S\xC3\xAD, \xEF\xAC\x81ve"), "si, five");
  EXPECT_EQ(fold_text("\xEF\xBC\x94\xEF\xBC\x94"), "44");  // full width
  EXPECT_EQ(fold_text("3\xEF\xB8\x8F\xE2\x83\xA3"
                      "4\xEF\xB8\x8F\xE2\x83\xA3"),
            "34");  // keycaps
  EXPECT_EQ(fold_text(fold_text("\xC3\x9Cn\xC3\xAF"
                                "code")),
            "unicode");
}

TEST(Fold, MakesBrokenBytesAndSignsSpaces) {
  EXPECT_EQ(fold_text("a\xFF"
                      "b"),
            "a b");
  EXPECT_EQ(fold_text("ok \xF0\x9F\x98\xB1"), "ok  ");
  EXPECT_EQ(fold_text("a\nb"), "a.b");
}

TEST(Fold, TakesOnlySingleWords) {
  EXPECT_EQ(fold_word("Don't"), "dont");
  EXPECT_EQ(fold_word("mu\xC3\xB1"
                      "eca"),
            "muneca");
  EXPECT_EQ(fold_word("two words"), "");
  EXPECT_EQ(fold_word("7.5"), "");
  EXPECT_EQ(fold_word(""), "");
}

}  // namespace
}  // namespace palpate
