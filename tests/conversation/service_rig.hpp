// A ConversationService with every port in the hand of a test.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <stdexcept>

#include "conversation/service.hpp"
#include "storage/memory_store.hpp"
#include "support/dialog_files.hpp"
#include "support/faulty_store.hpp"

namespace palpate::testing {

struct FakeClock : Clock {
  std::int64_t now = 1'700'000'000'000;
  int throws = 0;  // the next so many readings
  std::int64_t now_ms() override {
    if (throws > 0 && throws-- > 0) throw std::runtime_error("the clock, by the test");
    return now;
  }
  std::int64_t steady_ms() override { return now; }
};

struct SeededRandom : Random {
  std::mt19937_64 engine{42};
  void fill(std::uint8_t* bytes, std::size_t count) override {
    for (std::size_t at = 0; at < count; ++at) bytes[at] = static_cast<std::uint8_t>(engine());
  }
};

struct RecordingWire : Wire {
  std::map<ConnectionId, std::vector<std::string>> frames;
  int throws = 0;  // the next so many frames
  void deliver(ConnectionId connection, std::string frame) override {
    if (throws > 0 && throws-- > 0) throw std::runtime_error("the wire, by the test");
    frames[connection].push_back(std::move(frame));
  }
};

/// One server process: its service, over a store that several may share.
class Server {
 public:
  explicit Server(ConversationStore& store, ServiceLimits limits = {}, std::uint64_t seed = 42) {
    random.engine.seed(seed);
    static const auto dialog = std::make_shared<const Dialog>(test::small_dialog());
    service = std::make_unique<ConversationService>(
        Dialogs{dialog}, store, clock, random, wire, limits, "0123 456",
        [this](const ServiceEvent& event) {
          if (log_throws > 0 && log_throws-- > 0) throw std::runtime_error("the log, by the test");
          log.push_back(std::string(event.event) + " " + event.node +
                        (event.disposition.empty() ? "" : " " + event.disposition) +
                        (event.detail.empty() ? "" : " " + event.detail) +
                        (event.why.empty() ? "" : ": " + event.why));
        });
  }

  void connect(ConnectionId connection, const std::string& bridge = "") {
    service->connected(connection, bridge);
  }

  /// Sends a frame and gives the newest frame that came back.
  std::string send(ConnectionId connection, const std::string& frame) {
    const std::size_t before = wire.frames[connection].size();
    service->receive(connection, frame);
    const auto& frames = wire.frames[connection];
    if (frames.size() == before) return "nothing yet";
    EXPECT_EQ(frames.size(), before + 1) << "one frame in, one frame out";
    return frames.back();
  }
  protocol::Turn turn(ConnectionId connection, const std::string& frame) {
    return turn_of(send(connection, frame));
  }
  static protocol::Turn turn_of(const std::string& frame) {
    auto parsed = protocol::parse_reply(frame);
    if (auto* turn = std::get_if<protocol::Turn>(&parsed)) return *turn;
    ADD_FAILURE() << "not a turn: " << frame;
    return {};
  }
  /// The code of an error, or the whole frame if it is none.
  static std::string code_of(const std::string& frame) {
    auto parsed = protocol::parse_reply(frame);
    const auto* failure = std::get_if<protocol::Failure>(&parsed);
    return failure != nullptr ? failure->code : frame;
  }
  std::string code(ConnectionId connection, const std::string& frame) {
    return code_of(send(connection, frame));
  }

  FakeClock clock;
  SeededRandom random;
  RecordingWire wire;
  std::vector<std::string> log;
  int log_throws = 0;  // the next so many events
  std::unique_ptr<ConversationService> service;
};

// Frames.
inline std::string start(const std::string& id) {
  return R"({"type":"start","id":")" + id + R"(","region":"UK"})";
}
inline std::string resume(const std::string& id, const std::string& token) {
  return R"({"type":"resume","id":")" + id + R"(","token":")" + token + "\"}";
}
inline std::string answer(const std::string& id, int turn, const std::string& value) {
  return R"({"type":"answer","id":")" + id + R"(","turn":)" + std::to_string(turn) +
         R"(,"value":)" + value + "}";
}
inline std::string say(const std::string& id, const std::string& text) {
  return R"({"type":"say","id":")" + id + R"(","text":")" + text + "\"}";
}
inline std::string plain_frame(const std::string& type, const std::string& id) {
  return R"({"type":")" + type + R"(","id":")" + id + "\"}";
}
inline std::string change(const std::string& id, const std::string& fact) {
  return R"({"type":"change","id":")" + id + R"(","fact":")" + fact + "\"}";
}
/// The same frame from a bridge.
inline std::string with_key(const std::string& key, std::string frame) {
  frame.insert(1, R"("conversation":")" + key + "\",");
  return frame;
}

}  // namespace palpate::testing
