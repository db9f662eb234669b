// A server under test: a child process on a core of its own.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace palpate::bench {

class Server {
 public:
  /// Starts `arguments` and waits for its "ready" line. Killed at the end.
  explicit Server(const std::vector<std::string>& arguments);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const { return port_; }
  /// User and system time so far.
  double cpu_seconds() const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
};

/// Binds this process, or a child before its exec, to one core; does nothing where there is only
/// one.
void bind_to_core(unsigned core);

constexpr unsigned server_core = 0;
constexpr unsigned load_core = 1;

}  // namespace palpate::bench
