#include "apps/chat/local_link.hpp"

#include <sys/random.h>

#include <boost/assert.hpp>
#include <chrono>
#include <deque>

#include "conversation/service.hpp"
#include "storage/memory_store.hpp"

namespace palpate::chat {
namespace {

class SystemClock : public Clock {
 public:
  std::int64_t now_ms() override { return milliseconds(std::chrono::system_clock::now()); }
  std::int64_t steady_ms() override { return milliseconds(std::chrono::steady_clock::now()); }

 private:
  template <class TimePoint>
  static std::int64_t milliseconds(TimePoint time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  }
};

class SystemRandom : public Random {
 public:
  void fill(std::uint8_t* bytes, std::size_t count) override {
    while (count > 0) {
      const ssize_t filled = getrandom(bytes, count, 0);
      if (filled < 0) continue;  // interrupted by a signal
      bytes += filled;
      count -= static_cast<std::size_t>(filled);
    }
  }
};

class LocalLink : public Link, private Wire {
 public:
  LocalLink(std::shared_ptr<const Dialog> dialog, const std::string& clinic_phone)
      : service_({std::move(dialog)}, store_, clock_, random_, *this, ServiceLimits{}, clinic_phone,
                 [](const ServiceEvent&) {}) {}

  Result<void> open() override {
    if (connection_ > 0) service_.disconnected(connection_);
    frames_.clear();
    service_.connected(++connection_, "");
    return {};
  }

  Result<void> send(const std::string& frame) override {
    service_.receive(connection_, frame);
    return {};
  }

  Result<std::string> receive() override {
    // The memory store answers before send() returns, so a frame that is not here never comes.
    if (frames_.empty()) return Error{Errc::invalid_argument, "the conversation gave no reply"};
    std::string frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }

 private:
  void deliver(ConnectionId connection, std::string frame) override {
    if (connection == connection_) frames_.push_back(std::move(frame));
  }

  SystemClock clock_;
  SystemRandom random_;
  MemoryStore store_;
  ConversationService service_;
  ConnectionId connection_ = 0;
  std::deque<std::string> frames_;  // one a frame sent
};

}  // namespace

std::unique_ptr<Link> local_link(std::shared_ptr<const Dialog> dialog,
                                 const std::string& clinic_phone) {
  return std::make_unique<LocalLink>(std::move(dialog), clinic_phone);
}

}  // namespace palpate::chat
