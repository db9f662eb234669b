#include "apps/chat/client.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace palpate::chat {
namespace {

/// Two runs that resume one conversation must not reuse each other's ids.
std::string random_prefix() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::random_device device;
  std::string prefix;
  for (int i = 0; i < 8; ++i) prefix += digits[device() % digits.size()];
  return prefix + "-";
}

std::chrono::milliseconds pause_before(int attempt) {
  return std::min(longest_pause, first_pause * (1 << std::min(attempt - 1, 10)));
}

bool asks_for_patience(const Reply& reply) {
  const auto* failure = std::get_if<protocol::Failure>(&reply);
  return failure != nullptr && (failure->code == protocol::error_codes::slow_down ||
                                failure->code == protocol::error_codes::unavailable);
}

}  // namespace

Client::Client(Link& link, protocol::StartFrame start, ClientEvents events)
    : link_(link),
      start_(std::move(start)),
      events_(std::move(events)),
      id_prefix_(random_prefix()) {}

Result<Reply> Client::begin(const std::string& token) {
  if (const auto opened = link_.open(); !opened) return opened.error();
  frames_sent_ = 0;
  if (token.empty()) return exchange(start_);
  token_ = token;
  return exchange(protocol::ResumeFrame{token});
}

Result<Reply> Client::exchange(decltype(protocol::Request::frame) frame) {
  protocol::Request request;
  request.id = id_prefix_ + std::to_string(next_id_++);
  request.frame = std::move(frame);
  Result<Reply> reply = deliver(request);
  if (reply) remember(*reply);
  return reply;
}

Result<std::vector<protocol::Exchange>> Client::transcript() {
  if (const auto opened = link_.open(); !opened) return opened.error();
  frames_sent_ = 0;
  Result<Reply> reply = exchange(protocol::ResumeFrame{token_});
  if (!reply) return reply.error();
  if (const auto* failure = std::get_if<protocol::Failure>(&*reply)) {
    return Error{Errc::unavailable, failure->message};
  }
  return std::get<protocol::Turn>(*reply).transcript;
}

Result<Reply> Client::deliver(const protocol::Request& request) {
  int attempts = 0, refusals = 0;
  while (true) {
    Result<Reply> reply = send_once(request);
    if (!reply) {
      if (reply.error().code != Errc::unavailable) return reply;
      if (const auto again = reconnect(reply.error(), attempts); !again) return again.error();
      // Reconnecting has resumed already; a second resume would be refused.
      if (std::holds_alternative<protocol::ResumeFrame>(request.frame)) return Reply{current_};
      continue;
    }
    if (!asks_for_patience(*reply) || ++refusals > max_refusals) return reply;
    if (events_.pause) events_.pause(pause_before(refusals + 2));
  }
}

Result<Reply> Client::send_once(const protocol::Request& request) {
  keep_pace();
  if (const auto sent = link_.send(protocol::serialize(request)); !sent) return sent.error();
  while (true) {
    Result<std::string> frame = link_.receive();
    if (!frame) return frame.error();
    if (events_.received) events_.received(*frame);
    auto reply = protocol::parse_reply(*frame);
    if (const auto* why = std::get_if<std::string>(&reply)) {
      return Error{Errc::invalid_argument, "the server sent what is not palpate.v1: " + *why};
    }
    // A reply to a frame sent before a reconnection may still arrive; the one to `request` follows
    // it.
    const std::string& reply_to =
        reply.index() == 0 ? std::get<0>(reply).reply_to : std::get<1>(reply).reply_to;
    if (!reply_to.empty() && reply_to != request.id) continue;
    if (auto* turn = std::get_if<protocol::Turn>(&reply)) return Reply{std::move(*turn)};
    return Reply{std::move(std::get<protocol::Failure>(reply))};
  }
}

Result<Reply> Client::resume_once() {
  protocol::Request request;
  request.id = id_prefix_ + std::to_string(next_id_++);
  request.frame = protocol::ResumeFrame{token_};
  return send_once(request);
}

Result<void> Client::reconnect(Error reason, int& attempts) {
  while (true) {
    if (++attempts > max_attempts) {
      return Error{Errc::unavailable, "the server stayed away: " + reason.message};
    }
    if (events_.reconnecting) events_.reconnecting(reason, attempts);
    if (events_.pause) events_.pause(pause_before(attempts));
    const auto opened = link_.open();
    if (!opened) {
      if (opened.error().code != Errc::unavailable) return opened.error();
      reason = opened.error();
      continue;
    }
    frames_sent_ = 0;
    if (token_.empty()) return {};  // nothing to resume yet: the start frame itself is sent again
    Result<Reply> reply = resume_once();
    if (reply && std::holds_alternative<protocol::Turn>(*reply)) {
      remember(*reply);
      return {};
    }
    if (reply && !asks_for_patience(*reply)) {
      return Error{Errc::invalid_argument, std::get<protocol::Failure>(*reply).message};
    }
    if (!reply) reason = reply.error();
  }
}

void Client::keep_pace() {
  if (++frames_sent_ > unpaced_frames && events_.pause) events_.pause(pace);
}

void Client::remember(const Reply& reply) {
  const protocol::Turn* turn = std::get_if<protocol::Turn>(&reply);
  if (turn == nullptr && std::get<protocol::Failure>(reply).turn) {
    turn = &*std::get<protocol::Failure>(reply).turn;
  }
  if (turn == nullptr) return;
  current_ = *turn;
  if (!turn->token.empty()) token_ = turn->token;
}

}  // namespace palpate::chat
