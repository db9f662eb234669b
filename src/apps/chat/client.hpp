// The client's side of palpate.v1: one frame out, one frame in, and what to do when the connection
// is lost.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "apps/chat/link.hpp"
#include "base/error.hpp"
#include "protocol/frames.hpp"

namespace palpate::chat {

constexpr int max_attempts = 8;  // to reach a lost server again
constexpr int max_refusals = 2;  // to be heard by a busy one, which hangs up at the third
constexpr std::chrono::milliseconds first_pause{250};  // doubled after every attempt
constexpr std::chrono::milliseconds longest_pause{8000};
// A server allows 5 frames a second after a first burst; a script must not run into that.
constexpr int unpaced_frames = 15;
constexpr std::chrono::milliseconds pace{250};

/// What a client hears while it works; each may be empty.
struct ClientEvents {
  std::function<void(const std::string& frame)> received;              // every frame, as it came
  std::function<void(const Error& reason, int attempt)> reconnecting;  // before each attempt
  std::function<void(std::chrono::milliseconds)> pause;                // waits; a test does not
};

using Reply = std::variant<protocol::Turn, protocol::Failure>;

class Client {
 public:
  /// `link` must outlive the client.
  Client(Link& link, protocol::StartFrame start, ClientEvents events);

  /// Opens the link once and begins a conversation, or goes on with the one of `token` if that is
  /// not empty.
  Result<Reply> begin(const std::string& token);

  /// Sends `frame` and waits for its reply. When the connection is lost meanwhile, connects again,
  /// resumes, and sends the same frame with the same id: it is applied once however often that
  /// happens.
  Result<Reply> exchange(decltype(protocol::Request::frame) frame);

  /// What was asked and answered so far, fetched by resuming.
  Result<std::vector<protocol::Exchange>> transcript();

  /// The open turn: the last one that the server told.
  const protocol::Turn& current() const { return current_; }
  const std::string& token() const { return token_; }

 private:
  Result<Reply> deliver(const protocol::Request& request);
  Result<Reply> send_once(const protocol::Request& request);
  Result<Reply> resume_once();
  Result<void> reconnect(Error reason, int& attempts);
  void keep_pace();
  void remember(const Reply& reply);

  Link& link_;
  protocol::StartFrame start_;
  ClientEvents events_;
  protocol::Turn current_;
  std::string token_;
  std::string id_prefix_;
  int next_id_ = 1;
  int frames_sent_ = 0;  // on this connection
};

}  // namespace palpate::chat
