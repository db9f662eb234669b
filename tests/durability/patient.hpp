// A patient who remembers every acknowledged answer, and holds the server to it after each crash.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "protocol/frames.hpp"
#include "transport/raw_client.hpp"

namespace palpate::tests {

/// The answers are random, mostly harmless, and always valid.
class Patient {
 public:
  explicit Patient(unsigned seed) : random_(seed) {}

  /// Connects, resumes what is open, checks it, sends again what was not acknowledged, and goes on
  /// until the server is gone. Each conversation that ends is followed by a new one.
  void talk(std::uint16_t port);

  /// Resumes every conversation ever acknowledged and checks it whole.
  void check_all(std::uint16_t port);

  std::size_t acknowledged() const { return acknowledged_; }
  std::size_t conversations() const { return ended_.size() + (open_.token.empty() ? 0 : 1); }
  /// What was found wrong, in words.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Conversation {
    std::string token;
    std::int64_t turn = 0;  // the last one acknowledged
    std::vector<std::pair<std::string, std::string>>
        answers;  // fact, and its label where it has one
  };
  struct Sent {
    std::string frame;  // empty: nothing is without its reply
    std::string fact;
    std::string label;
  };

  bool resume(RawWebSocket& socket);
  bool start(RawWebSocket& socket);
  bool answer(RawWebSocket& socket);
  bool settle(RawWebSocket& socket);
  void compare(const Conversation& conversation, const protocol::Turn& turn, bool may_be_ahead);
  void fault(const std::string& what) { faults_.push_back(what); }
  std::string next_id() { return "i" + std::to_string(++last_id_); }
  protocol::AnswerValue choose(const protocol::Ask& ask, std::string& label);

  std::mt19937 random_;
  std::uint64_t last_id_ = 0;
  std::size_t acknowledged_ = 0;
  Conversation open_;
  Sent sent_;
  protocol::Turn current_;
  std::vector<Conversation> ended_;
  std::vector<std::string> faults_;
};

}  // namespace palpate::tests
