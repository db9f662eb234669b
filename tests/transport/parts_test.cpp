// The small pure parts: token buckets and the watch over frames.
#include <gtest/gtest.h>

#include "transport/frame_watch.hpp"
#include "transport/rate_limit.hpp"
#include "transport/raw_client.hpp"

namespace palpate::transport {
namespace {

using tests::encode_frame;
using tests::FrameForm;

TEST(TokenBucket, GivesABurstAndThenItsRate) {
  TokenBucket bucket(5, 20);
  int taken = 0;
  while (bucket.take(1000)) ++taken;
  EXPECT_EQ(taken, 20);
  EXPECT_FALSE(bucket.take(1199));
  EXPECT_TRUE(bucket.take(1201));
  EXPECT_FALSE(bucket.take(1202));
  EXPECT_FALSE(bucket.is_full(4000));
  EXPECT_TRUE(bucket.is_full(6000));
}

TEST(ConversationRate, AllowsAHundredFramesAMinute) {
  ConversationRate rate{Limits{}};
  int taken = 0;
  for (std::int64_t now_ms = 1000; now_ms < 61'000; now_ms += 200)
    taken += rate.take(now_ms) ? 1 : 0;
  EXPECT_GE(taken, 195);  // a hundred saved up, and a hundred of the minute
  EXPECT_LE(taken, 201);
}

TEST(BridgeRate, CountsEachConversationApart) {
  BridgeRate rate{Limits{}};
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(rate.take("a", 1000));
  EXPECT_FALSE(rate.take("a", 1000));
  EXPECT_TRUE(rate.take("b", 1000));
}

TEST(FrameWatch, CountsTheFramesOfAMessageAndForgetsThemAtItsEnd) {
  FrameWatch watch;
  watch.see(encode_frame("ab", {1, false}), 10);
  EXPECT_EQ(watch.frames(), 1U);
  EXPECT_EQ(watch.began_ms(), 10);
  watch.see(encode_frame("", {0, false}) + encode_frame("ping", {9}), 20);
  EXPECT_EQ(watch.frames(), 3U);
  EXPECT_EQ(watch.began_ms(), 10);
  watch.see(encode_frame("cd", {0, true}), 30);
  EXPECT_EQ(watch.frames(), 0U);
  EXPECT_EQ(watch.began_ms(), 0);
  watch.see(encode_frame("ping", {9}), 40);
  EXPECT_EQ(watch.frames(), 0U);
}

TEST(FrameWatch, SeesTheSameInAnyCutOfTheBytes) {
  const std::string bytes = encode_frame(std::string(300, 'x'), {1, false}) +
                            encode_frame(std::string(70'000, 'y'), {0, false}) +
                            encode_frame("z", {0, true}) + encode_frame("binary", {2, false});
  for (const std::size_t step : {1U, 2U, 7U, 4096U, 100'000U}) {
    FrameWatch watch;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      watch.see(std::string_view(bytes).substr(at, step), 1);
    }
    EXPECT_TRUE(watch.saw_binary());
    EXPECT_EQ(watch.frames(), 1U);
  }
}

TEST(FrameWatch, TimesAMessageFromItsFirstByte) {
  FrameWatch watch;
  watch.see(encode_frame("abc").substr(0, 1), 5);
  EXPECT_EQ(watch.began_ms(), 5);
  watch.see(encode_frame("abc").substr(1), 6);
  EXPECT_EQ(watch.began_ms(), 0);
}

}  // namespace
}  // namespace palpate::transport
