#include "durability/patient.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace palpate::tests {
namespace {

using protocol::AnswerValue;
using protocol::Request;
using protocol::Turn;

// The reply, or nothing when the server is gone. Anything but a turn is a fault of the server, and
// thrown.
std::optional<Turn> ask(RawWebSocket& socket, const std::string& frame) {
  if (!socket.send(frame)) return std::nullopt;
  const auto text = socket.read_text();
  if (text.empty()) return std::nullopt;
  auto reply = protocol::parse_reply(text);
  if (auto* turn = std::get_if<Turn>(&reply)) return std::move(*turn);
  if (const auto* failure = std::get_if<protocol::Failure>(&reply)) {
    throw std::runtime_error("failure " + failure->code + ": " + failure->message);
  }
  throw std::runtime_error(std::get<std::string>(reply));
}

bool is_refused(const Turn& turn) {
  return std::any_of(turn.messages.begin(), turn.messages.end(),
                     [](const protocol::Message& message) { return message.kind == "notice"; });
}

}  // namespace

AnswerValue Patient::choose(const protocol::Ask& ask, std::string& label) {
  const auto pick = [this](std::size_t count) { return random_() % count; };
  label.clear();
  if (ask.kind == "number") {
    return {*ask.min +
            static_cast<std::int64_t>(pick(static_cast<std::size_t>(*ask.max - *ask.min + 1)))};
  }
  if (ask.kind == "grid") {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& item : ask.items)
      rows.emplace_back(item.id, item.options[pick(item.options.size())].id);
    return {rows};
  }
  if (ask.kind == "choices") {
    if (ask.none && pick(10) < 8) {
      label = ask.none->label;
      return {std::vector<std::string>{}};
    }
    const auto& option = ask.options[pick(ask.options.size())];
    label = option.label;
    return {std::vector<std::string>{option.id}};
  }
  const auto& option = ask.options[pick(ask.options.size())];
  label = option.label;
  return {option.id};
}

// Everything acknowledged stands there exactly once, in order; one answer more may, if its
// acknowledgement was lost.
void Patient::compare(const Conversation& conversation, const Turn& turn, bool may_be_ahead) {
  const auto ahead = turn.turn - conversation.turn;
  if (ahead != 0 && !(may_be_ahead && ahead == 1)) {
    fault("turn " + std::to_string(turn.turn) + " after " + std::to_string(conversation.turn) +
          " was acknowledged");
  }
  const auto& answers = conversation.answers;
  if (turn.transcript.size() < answers.size() ||
      turn.transcript.size() > answers.size() + static_cast<std::size_t>(ahead)) {
    return fault("a transcript of " + std::to_string(turn.transcript.size()) + " answers after " +
                 std::to_string(answers.size()) + " were acknowledged");
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto& [fact, label] = answers[i];
    const auto& exchange = turn.transcript[i];
    if (exchange.fact != fact || (!label.empty() && exchange.answer != label)) {
      fault("answer " + std::to_string(i + 1) + " is \"" + exchange.answer + "\" to " +
            exchange.fact + " but \"" + label + "\" to " + fact + " was acknowledged");
    }
  }
}

bool Patient::start(RawWebSocket& socket) {
  const auto turn =
      ask(socket, protocol::serialize(Request{next_id(), "", protocol::StartFrame{}}));
  if (!turn) return false;
  open_ = {turn->token, turn->turn, {}};
  current_ = *turn;
  return true;
}

bool Patient::resume(RawWebSocket& socket) {
  const auto turn =
      ask(socket, protocol::serialize(Request{next_id(), "", protocol::ResumeFrame{open_.token}}));
  if (!turn) return false;
  compare(open_, *turn, !sent_.frame.empty());
  if (!sent_.frame.empty()) return settle(socket);
  current_ = *turn;
  return true;
}

// Sends what has no reply yet (again, with its old id): it counts once, whether it had arrived
// before or not.
bool Patient::settle(RawWebSocket& socket) {
  const auto turn = ask(socket, sent_.frame);
  if (!turn) return false;
  if (turn->turn == open_.turn && is_refused(*turn)) {  // it contradicts an earlier answer
    sent_ = {};
    return true;
  }
  if (turn->turn != open_.turn + 1) {
    fault("a retry led to turn " + std::to_string(turn->turn) + " after " +
          std::to_string(open_.turn));
  }
  ++acknowledged_;
  open_.turn = turn->turn;
  open_.answers.emplace_back(sent_.fact, sent_.label);
  sent_ = {};
  current_ = *turn;
  return true;
}

bool Patient::answer(RawWebSocket& socket) {
  std::string label;
  const auto value = choose(*current_.ask, label);
  sent_ = {protocol::serialize(Request{next_id(), "", protocol::AnswerFrame{current_.turn, value}}),
           current_.ask->fact, label};
  return settle(socket);
}

void Patient::talk(std::uint16_t port) {
  try {
    while (true) {
      RawWebSocket socket(port);
      if (!(open_.token.empty() ? start(socket) : resume(socket))) return;
      while (current_.ask) {
        if (!answer(socket)) return;
      }
      ended_.push_back(std::exchange(open_, {}));
    }
  } catch (const std::runtime_error& error) {
    const std::string what = error.what();
    // The server may die during the handshake as well; what it says about a frame is another thing.
    if (what.starts_with("failure") || what.starts_with("the server said nothing")) fault(what);
  }
}

void Patient::check_all(std::uint16_t port) {
  const auto check = [&](const Conversation& conversation, bool may_be_ahead) {
    RawWebSocket socket(port);
    const auto turn =
        ask(socket,
            protocol::serialize(Request{next_id(), "", protocol::ResumeFrame{conversation.token}}));
    if (!turn) return fault("an acknowledged conversation cannot be resumed");
    compare(conversation, *turn, may_be_ahead);
  };
  try {
    for (const Conversation& conversation : ended_) check(conversation, false);
    if (!open_.token.empty()) check(open_, !sent_.frame.empty());
  } catch (const std::runtime_error& error) {
    fault(error.what());
  }
}

}  // namespace palpate::tests
