#include "bench/script.hpp"

#include <stdexcept>

#include "protocol/frames.hpp"
#include "transport/raw_client.hpp"

namespace palpate::bench {
namespace {

using protocol::AnswerValue;
using protocol::Request;
using protocol::Turn;

AnswerValue safe_answer(const protocol::Ask& ask) {
  if (ask.kind == "number")
    return {std::min<std::int64_t>(*ask.max, std::max<std::int64_t>(*ask.min, 4))};
  if (ask.kind == "choices") {
    if (ask.none) return {std::vector<std::string>{}};
    return {std::vector<std::string>{ask.options.front().id}};
  }
  if (ask.kind == "grid") {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& item : ask.items) rows.emplace_back(item.id, item.options.back().id);
    return {rows};
  }
  for (const auto& option : ask.options) {
    if (option.id == "no") return {option.id};
  }
  return {ask.options.front().id};
}

Turn exchange(tests::RawWebSocket& socket, const std::string& frame, std::size_t& reply_bytes) {
  socket.send(frame);
  const auto text = socket.read_text();
  reply_bytes = text.size();
  auto reply = protocol::parse_reply(text);
  if (auto* turn = std::get_if<Turn>(&reply)) return std::move(*turn);
  throw std::runtime_error("the server did not answer a turn: " + text.substr(0, 200));
}

}  // namespace

std::vector<Step> record_script(std::uint16_t port) {
  tests::RawWebSocket socket(port);
  std::vector<Step> steps;
  std::size_t reply_bytes = 0;
  auto turn = exchange(socket, R"({"type":"start","id":"0"})", reply_bytes);
  while (turn.ask) {
    const auto frame = protocol::serialize(
        Request{"0", "", protocol::AnswerFrame{turn.turn, safe_answer(*turn.ask)}});
    const auto value = frame.find("\"value\":");
    if (value == std::string::npos) throw std::runtime_error("no value in " + frame);
    const Step step{R"({"type":"answer",)", "," + frame.substr(value), frame.size(), 0};
    const auto id = std::to_string(steps.size() + 1);
    const std::string sent =
        step.begin + "\"id\":\"" + id + "\",\"turn\":" + std::to_string(turn.turn) + step.end;
    turn = exchange(socket, sent, reply_bytes);
    steps.push_back(step);
    steps.back().request_bytes = sent.size();
    steps.back().reply_bytes = reply_bytes;
  }
  Step restart{R"({"type":"restart",)", "}", 0, 0};
  const std::string sent = restart.begin + "\"id\":\"r\"}";
  exchange(socket, sent, reply_bytes);
  restart.request_bytes = sent.size();
  restart.reply_bytes = reply_bytes;
  steps.push_back(restart);
  return steps;
}

}  // namespace palpate::bench
