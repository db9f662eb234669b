// Runs the built programs as a shell would.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace palpate::tests {

struct Outcome {
  int code = -1;  // exit code; 128 + signal if it was killed
  std::string out;
  std::string errors;
};

using Environment = std::vector<std::pair<std::string, std::string>>;

/// The path of a program that this build made.
std::string program(const std::string& name);

/// Runs `name` with `arguments`, gives it `input` on standard input, and waits for its end.
Outcome run(const std::string& name, const std::vector<std::string>& arguments,
            const std::string& input = "", const Environment& environment = {});

/// A folder that is gone when the object is.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A program on a terminal of its own, as a person would use it.
class TerminalProgram {
 public:
  TerminalProgram(const std::string& name, const std::vector<std::string>& arguments,
                  const Environment& environment = {}, int columns = 80);
  ~TerminalProgram();
  TerminalProgram(const TerminalProgram&) = delete;
  TerminalProgram& operator=(const TerminalProgram&) = delete;

  void type(const std::string& keys);
  /// Reads until `text` has appeared since the last call. False when the program ended, or was
  /// silent for a minute.
  bool wait_for(const std::string& text);
  /// Waits for the prompt, and until keys are read one by one; libedit arranges that after it has
  /// shown the prompt.
  bool wait_for_prompt();
  /// Everything shown so far.
  const std::string& shown() const { return shown_; }
  /// Waits for the end; reads what is still shown.
  int wait();

 private:
  bool read_some();

  pid_t pid_ = -1;
  int terminal_ = -1;
  std::string shown_;
  std::size_t seen_ = 0;
};

/// palpate-server on a free port of the loopback, with the shipped dialogues and a database of its
/// own.
class ServerProgram {
 public:
  /// `port` 0 takes a free one. `folder` holds the database.
  explicit ServerProgram(const std::string& folder, int port = 0);
  ~ServerProgram();
  ServerProgram(const ServerProgram&) = delete;
  ServerProgram& operator=(const ServerProgram&) = delete;

  int port() const { return port_; }
  std::string url() const { return "ws://127.0.0.1:" + std::to_string(port_) + "/v1/chat"; }
  /// Sends `signal` and waits for the end.
  int stop(int signal);

 private:
  pid_t pid_ = -1;
  int port_ = 0;
};

}  // namespace palpate::tests
