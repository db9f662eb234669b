// The real server on a free port of the loopback, in this process, with the shipped dialogue and a
// store in memory.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "conversation/service.hpp"
#include "storage/memory_store.hpp"
#include "transport/server.hpp"
#include "transport/system_ports.hpp"

namespace palpate::tests {

/// A store whose health a test sets, and which can keep its completions back.
class SwitchStore final : public MemoryStore {
 public:
  bool is_healthy() const override { return healthy; }
  void append(TurnRecord turn, std::optional<ConversationRecord> opening, Appended done) override;

  std::atomic<bool> healthy = true;
  std::atomic<bool> is_holding = false;  // commits take until release()
  /// On the server's thread.
  void release();

 private:
  std::vector<std::function<void()>> held_;
};

inline const std::string bridge_token = "0123456789abcdef0123456789abcdef";

class TestServer {
 public:
  /// Limits as given, but looked at every 5 ms; otherwise as shipped. Rates are off unless a test
  /// sets them.
  explicit TestServer(transport::Limits limits = without_rates());
  ~TestServer();

  static transport::Limits without_rates();
  std::uint16_t port() const { return server_->port(); }
  SwitchStore& store() { return store_; }
  /// Runs `task` on the server's thread and waits for it.
  void run_there(std::function<void()> task);
  void stop() { server_->stop(); }
  /// Waits until the server's loop has ended.
  void join();

 private:
  transport::SystemClock clock_;
  transport::SystemRandom random_;
  std::unique_ptr<transport::Server> server_;
  SwitchStore store_;
  std::unique_ptr<ConversationService> service_;
  std::thread thread_;
};

/// A `start` frame.
std::string start_frame(const std::string& id, const std::string& conversation = "");

}  // namespace palpate::tests
