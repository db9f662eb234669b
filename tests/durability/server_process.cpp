#include "durability/server_process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace palpate::tests {
namespace {

constexpr std::string_view ready = "Palpate is ready: http://127.0.0.1:";

[[noreturn]] void become(const std::vector<std::string>& arguments, const ProcessOptions& options,
                         int output, int errors) {
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  const auto user = options.user;
  if (user != 0 && (setgid(user) != 0 || setuid(user) != 0)) _exit(126);
  for (const auto& variable : options.environment) putenv(const_cast<char*>(variable.c_str()));
  std::vector<char*> pointers;
  for (const auto& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  execv(pointers[0], pointers.data());
  _exit(127);
}

}  // namespace

ServerProcess::ServerProcess(const ProcessOptions& options) {
  std::vector<std::string> arguments{PALPATE_BINARY_DIR "/bin/palpate-server", "--dialogs",
                                     PALPATE_SOURCE_DIR "/dialogs"};
  if (!options.port.empty()) {
    arguments.emplace_back("--port");
    arguments.push_back(options.port);
  }
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  char error_file[] = "/tmp/palpate-errors-XXXXXX";
  const int errors = mkostemp(error_file, O_CLOEXEC);
  error_file_ = error_file;
  int pipe_ends[2];
  if (errors < 0 || pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) become(arguments, options, pipe_ends[1], errors);
  ::close(errors);
  ::close(pipe_ends[1]);
  output_ = pipe_ends[0];
  while (read_output()) {
    const auto at = output_text_.find(ready);
    if (at == std::string::npos || output_text_.find('\n', at) == std::string::npos) continue;
    port_ = static_cast<std::uint16_t>(std::stoi(output_text_.substr(at + ready.size())));
    if (!options.expects_failure) return;
  }
  if (!options.expects_failure)
    throw std::runtime_error("the server did not start: " + this->errors());
}

ServerProcess::~ServerProcess() {
  if (exit_code_ < 0) {
    signal(SIGKILL);
    wait();
  }
  ::close(output_);
  ::unlink(error_file_.c_str());
}

bool ServerProcess::read_output() {
  char bytes[1024];
  const auto got = ::read(output_, bytes, sizeof(bytes));
  if (got <= 0) return false;
  output_text_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

void ServerProcess::signal(int number) const {
  ::kill(pid_, number);
}

int ServerProcess::wait() {
  if (exit_code_ >= 0) return exit_code_;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return exit_code_;
}

std::string ServerProcess::errors() {
  std::ifstream file(error_file_);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace palpate::tests
