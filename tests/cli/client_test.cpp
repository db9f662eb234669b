// The client against the real service, over a link that loses what it is told to lose.
#include "apps/chat/client.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "apps/chat/local_link.hpp"
#include "dialog/load.hpp"

namespace palpate::chat {
namespace {

std::shared_ptr<const Dialog> back_pain() {
  static const auto dialog = [] {
    auto loaded = load_dialog_directory(PALPATE_SOURCE_DIR "/dialogs/back-pain");
    if (const auto* mistakes = std::get_if<std::vector<Diagnostic>>(&loaded)) {
      throw std::runtime_error(to_string(*mistakes));
    }
    return std::make_shared<const Dialog>(std::get<Dialog>(std::move(loaded)));
  }();
  return dialog;
}

enum class Fault { none, request_lost, reply_lost, cannot_open };

/// Passes frames on, but for the faults that `next_fault` names for each frame sent.
class LossyLink : public Link {
 public:
  LossyLink() : link_(local_link(back_pain(), "")) {}

  std::function<Fault(int frame)> next_fault = [](int) { return Fault::none; };
  int frames = 0;
  int opened = 0;

  Result<void> open() override {
    if (refused_opens_ > 0) {
      --refused_opens_;
      return Error{Errc::unavailable, "cannot open"};
    }
    ++opened;
    return link_->open();
  }

  Result<void> send(const std::string& frame) override {
    fault_ = next_fault(++frames);
    if (fault_ == Fault::cannot_open) refused_opens_ = 3;
    if (fault_ == Fault::request_lost || fault_ == Fault::cannot_open) {
      return Error{Errc::unavailable, "lost"};
    }
    return link_->send(frame);
  }

  Result<std::string> receive() override {
    if (fault_ == Fault::reply_lost) return Error{Errc::unavailable, "lost"};
    return link_->receive();
  }

 private:
  std::unique_ptr<Link> link_;
  Fault fault_ = Fault::none;
  int refused_opens_ = 0;
};

const std::vector<std::string> answers{"1",     "none", "44",   "low",  "5",   "5",
                                       "stiff", "none", "none", "none", "none"};

/// Says all `answers`; the transcript at the end, a line each.
std::string converse(LossyLink& link, Client& client) {
  Result<Reply> reply = client.begin("");
  for (const std::string& answer : answers) {
    if (!reply) return "failed: " + reply.error().message;
    reply = client.exchange(protocol::SayFrame{client.current().turn, answer});
  }
  if (!reply) return "failed: " + reply.error().message;
  link.next_fault = [](int) { return Fault::none; };
  std::string text;
  for (const protocol::Exchange& exchange : *client.transcript()) {
    text += exchange.fact + ": " + exchange.answer + "\n";
  }
  return text;
}

std::string lossless_transcript() {
  LossyLink link;
  Client client(link, {}, {});
  return converse(link, client);
}

TEST(Client, HoldsAConversation) {
  EXPECT_TRUE(lossless_transcript().starts_with("state: ")) << lossless_transcript();
  EXPECT_NE(lossless_transcript().find("age: 44"), std::string::npos) << lossless_transcript();
}

class LossyConversation : public testing::TestWithParam<std::pair<Fault, int>> {};

TEST_P(LossyConversation, AppliesEveryAnswerOnce) {
  const auto [fault, period] = GetParam();
  LossyLink link;
  link.next_fault = [fault, period](int frame) {
    return frame % period == 0 ? fault : Fault::none;
  };
  int reconnections = 0;
  ClientEvents events;
  events.reconnecting = [&](const Error&, int) { ++reconnections; };
  Client client(link, {}, events);
  EXPECT_EQ(converse(link, client), lossless_transcript());
  EXPECT_GT(reconnections, 0);
}

INSTANTIATE_TEST_SUITE_P(Faults, LossyConversation,
                         testing::Values(std::pair{Fault::request_lost, 5},
                                         std::pair{Fault::request_lost, 3},
                                         std::pair{Fault::reply_lost, 5},
                                         std::pair{Fault::reply_lost, 3},
                                         std::pair{Fault::cannot_open, 4}));

TEST(Client, GivesUpWhenTheServerStaysAway) {
  LossyLink link;
  std::vector<int> attempts;
  std::vector<std::chrono::milliseconds> pauses;
  ClientEvents events;
  events.reconnecting = [&](const Error&, int attempt) { attempts.push_back(attempt); };
  events.pause = [&](std::chrono::milliseconds time) { pauses.push_back(time); };
  Client client(link, {}, events);
  ASSERT_TRUE(client.begin(""));
  link.next_fault = [](int) { return Fault::request_lost; };
  const Result<Reply> reply = client.exchange(protocol::SayFrame{client.current().turn, "1"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().message, "the server stayed away: lost");
  EXPECT_EQ(attempts, (std::vector{1, 2, 3, 4, 5, 6, 7, 8}));
  using std::chrono_literals::operator""ms;
  EXPECT_EQ(pauses, (std::vector{250ms, 500ms, 1000ms, 2000ms, 4000ms, 8000ms, 8000ms, 8000ms}));
}

TEST(Client, ResumesByTokenWhereTheConversationStood) {
  LossyLink link;
  Client first(link, {}, {});
  ASSERT_TRUE(first.begin(""));
  ASSERT_TRUE(first.exchange(protocol::SayFrame{first.current().turn, "1"}));
  ASSERT_TRUE(first.exchange(protocol::SayFrame{first.current().turn, "none"}));
  Client second(link, {}, {});
  ASSERT_TRUE(second.begin(first.token()));
  EXPECT_EQ(second.current().turn, first.current().turn);
  EXPECT_EQ(second.current().ask->fact, first.current().ask->fact);
  EXPECT_EQ(second.current().transcript.size(), 2U);
}

TEST(Client, AnUnknownTokenIsAFailureAndNotALostConnection) {
  LossyLink link;
  Client client(link, {}, {});
  const Result<Reply> reply = client.begin(std::string(43, 'A'));
  ASSERT_TRUE(reply);
  ASSERT_TRUE(std::holds_alternative<protocol::Failure>(*reply));
  EXPECT_EQ(std::get<protocol::Failure>(*reply).code, protocol::error_codes::unknown_token);
}

TEST(Client, KeepsToTheServersPaceInALongScript) {
  LossyLink link;
  int pauses = 0;
  ClientEvents events;
  events.pause = [&](std::chrono::milliseconds) { ++pauses; };
  Client client(link, {}, events);
  ASSERT_TRUE(client.begin(""));
  for (int i = 0; i < unpaced_frames + 4; ++i) ASSERT_TRUE(client.exchange(protocol::WhyFrame{}));
  EXPECT_EQ(pauses, 5);
}

}  // namespace
}  // namespace palpate::chat
