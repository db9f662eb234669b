#include "apps/chat/command.hpp"

#include <gtest/gtest.h>

namespace palpate::chat {
namespace {

/// The frame that `line` becomes while `turn` is open, as JSON; or the command that is no frame.
std::string read(std::string_view line, const protocol::Turn& turn = {}) {
  const Command command = read_command(line, turn);
  switch (command.kind) {
    case CommandKind::nothing:
      return "nothing";
    case CommandKind::change:
      return "change " + command.argument;
    case CommandKind::answers:
      return "answers";
    case CommandKind::quit:
      return "quit";
    case CommandKind::unknown:
      return "unknown " + command.argument;
    case CommandKind::frame:
      break;
  }
  protocol::Request request;
  request.frame = command.frame;
  std::string json = protocol::serialize(request);
  return json;
}

std::string frame(decltype(protocol::Request::frame) frame) {
  protocol::Request request;
  request.frame = std::move(frame);
  return protocol::serialize(request);
}

TEST(Command, ALineIsSaidToTheOpenTurn) {
  protocol::Turn turn;
  turn.turn = 7;
  EXPECT_EQ(read("  lower back \r", turn), frame(protocol::SayFrame{7, "lower back"}));
}

TEST(Command, ASlashBeginsACommand) {
  EXPECT_EQ(read("/back"), frame(protocol::BackFrame{}));
  EXPECT_EQ(read(" /why "), frame(protocol::WhyFrame{}));
  EXPECT_EQ(read("/help"), frame(protocol::HelpFrame{}));
  EXPECT_EQ(read("/restart"), frame(protocol::RestartFrame{}));
  EXPECT_EQ(read("/change"), "change ");
  EXPECT_EQ(read("/change  3 "), "change 3");
  EXPECT_EQ(read("/answers"), "answers");
  EXPECT_EQ(read("/quit"), "quit");
  EXPECT_EQ(read("/bakc"), "unknown /bakc");
  EXPECT_EQ(read(" \t"), "nothing");
}

protocol::Turn grid_turn() {
  protocol::Turn turn;
  turn.turn = 4;
  turn.ask.emplace();
  turn.ask->kind = "grid";
  const std::vector<protocol::Option> options{{"never", "Never", ""}, {"good", "Good", ""}};
  turn.ask->items = {{"swedish", "Swedish", options}, {"hot_stone", "Hot stone", options}};
  return turn;
}

TEST(Command, OneNumberForEachRowAnswersAGrid) {
  using Rows = std::vector<std::pair<std::string, std::string>>;
  const std::string expected =
      frame(protocol::AnswerFrame{4, {Rows{{"swedish", "good"}, {"hot_stone", "never"}}}});
  EXPECT_EQ(read("2 1", grid_turn()), expected);
  EXPECT_EQ(read("2,1", grid_turn()), expected);
  EXPECT_EQ(read(" 2 , 1 ", grid_turn()), expected);
}

TEST(Command, AnythingElseAtAGridIsForTheServerToUnderstand) {
  for (const std::string line : {"2", "2 1 1", "2 3", "0 1", "swedish good", "2 1x", "-1 2"}) {
    EXPECT_EQ(read(line, grid_turn()), frame(protocol::SayFrame{4, line})) << line;
  }
}

}  // namespace
}  // namespace palpate::chat
