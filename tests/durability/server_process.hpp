// The real palpate-server as a child process, to be killed.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace palpate::tests {

struct ProcessOptions {
  std::vector<std::string> arguments;      // --dialogs and --port are given already
  unsigned user = 0;                       // run as this user, when we are root
  std::vector<std::string> environment{};  // "PALPATE_PORT=1"
  bool expects_failure = false;            // wait for its end instead of its readiness
  std::string port = "0";                  // any free one
};

/// Started in the constructor, which returns when the server is ready or has ended. Killed in the
/// destructor.
class ServerProcess {
 public:
  explicit ServerProcess(const ProcessOptions& options);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  bool is_ready() const { return port_ != 0; }
  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Waits for the end; the exit code, or 128 + signal.
  int wait();
  /// What it has printed to standard error so far, or in all once it has ended.
  std::string errors();
  /// The same of standard output.
  const std::string& output() const { return output_text_; }

 private:
  bool read_output();

  pid_t pid_ = -1;
  int output_ = -1;
  std::string output_text_;
  std::string error_file_;
  std::uint16_t port_ = 0;
  int exit_code_ = -1;
};

}  // namespace palpate::tests
