#include "apps/chat/text_layout.hpp"

#include <gtest/gtest.h>

namespace palpate::chat {
namespace {

using Lines = std::vector<std::string>;

TEST(TextLayout, BreaksAtBlanksAndKeepsLineFeeds) {
  EXPECT_EQ(wrap("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap("one\n\ntwo", 7), (Lines{"one", "", "two"}));
  EXPECT_EQ(wrap("  one   two ", 20), (Lines{"one two"}));
  EXPECT_EQ(wrap("", 5), (Lines{""}));
}

TEST(TextLayout, BreaksALongWordWhereItMust) {
  EXPECT_EQ(wrap("abcdefgh", 3), (Lines{"abc", "def", "gh"}));
  EXPECT_EQ(wrap("x abcdefgh", 3), (Lines{"x", "abc", "def", "gh"}));
  EXPECT_EQ(wrap("ab", 0), (Lines{"a", "b"}));
}

TEST(TextLayout, CountsColumnsAndNotBytes) {
  EXPECT_EQ(display_width("naïve – £5"), 10);
  EXPECT_EQ(wrap("éé éé éé", 5), (Lines{"éé éé", "éé"}));
  EXPECT_EQ(display_width("\xff\xfe"), 2);
}

TEST(TextLayout, TakesOutWhatSteersATerminal) {
  EXPECT_EQ(clean("a\033[31mb\a\tc\nd\r"), "a[31mb c\nd");
  EXPECT_EQ(clean("a\xc2\x9b"
                  "31mb"),
            "a31mb");  // the one-character form of ESC [
  EXPECT_EQ(clean("a\xe2\x80\xae"
                  "b"),
            "ab");  // right-to-left override
  EXPECT_EQ(clean("a\xc3\x28\xff"
                  "b"),
            "a(b");  // not UTF-8
}

}  // namespace
}  // namespace palpate::chat
