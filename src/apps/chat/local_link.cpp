#include "apps/chat/local_link.hpp"

#include <deque>

#include "conversation/service.hpp"
#include "storage/memory_store.hpp"
#include "transport/system_ports.hpp"

namespace palpate::chat {
namespace {

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

  transport::SystemClock clock_;
  transport::SystemRandom random_;
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
