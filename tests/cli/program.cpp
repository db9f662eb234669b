#include "cli/program.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace palpate::tests {
namespace {

constexpr std::chrono::seconds patience{60};  // sanitizers are slow

/// In the child: becomes the program. Never returns.
[[noreturn]] void become(const std::string& path, const std::vector<std::string>& arguments,
                         const Environment& environment) {
  for (const char* name : {"NO_COLOR", "PALPATE_TOKEN", "LC_ALL", "LANG"}) unsetenv(name);
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> argv{const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(path.c_str(), argv.data());
  _exit(127);
}

int exit_code(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// True when the program has ended, or does so within a second.
bool has_ended(pid_t pid) {
  for (int i = 0; i < 50; ++i) {
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
        info.si_pid == pid) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    read_end = ends[0];
    write_end = ends[1];
  }
};

/// Feeds `input` and reads both outputs until they are closed.
void talk(int in, const std::string& input, int out, std::string& out_text, int err,
          std::string& err_text) {
  fcntl(in, F_SETFL, O_NONBLOCK);
  std::size_t written = 0;
  pollfd polls[3] = {{in, POLLOUT, 0}, {out, POLLIN, 0}, {err, POLLIN, 0}};
  const auto read_from = [&](pollfd& each, std::string& text) {
    if ((each.revents & (POLLIN | POLLHUP)) == 0) return;
    char buffer[4096];
    const ssize_t count = read(each.fd, buffer, sizeof buffer);
    if (count > 0) {
      text.append(buffer, static_cast<std::size_t>(count));
    } else {
      each.fd = -1;
    }
  };
  while (polls[1].fd >= 0 || polls[2].fd >= 0) {
    if (polls[0].fd >= 0 && written == input.size()) {
      close(in);
      polls[0].fd = -1;
    }
    if (poll(polls, 3, 120'000) <= 0) return;
    if (polls[0].fd >= 0 && (polls[0].revents & (POLLOUT | POLLERR)) != 0) {
      const ssize_t count = write(in, input.data() + written, input.size() - written);
      written = count > 0 ? written + static_cast<std::size_t>(count) : input.size();
    }
    read_from(polls[1], out_text);
    read_from(polls[2], err_text);
  }
  if (polls[0].fd >= 0) close(in);
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int find_free_port() {
  const int socket_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(socket_fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(socket_fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no free port");
  }
  close(socket_fd);
  return ntohs(address.sin_port);
}

bool accepts_connections(int port) {
  const int socket_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool accepted =
      connect(socket_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(socket_fd);
  return accepted;
}

}  // namespace

std::string program(const std::string& name) {
  return PALPATE_BINARY_DIR "/bin/" + name;
}

Outcome run(const std::string& name, const std::vector<std::string>& arguments,
            const std::string& input, const Environment& environment) {
  signal(SIGPIPE, SIG_IGN);
  Pipe in, out, errors;
  const std::string path = program(name);
  const pid_t pid = fork();
  if (pid == 0) {
    signal(SIGPIPE, SIG_DFL);
    dup2(in.read_end, STDIN_FILENO);
    dup2(out.write_end, STDOUT_FILENO);
    dup2(errors.write_end, STDERR_FILENO);
    become(path, arguments, environment);
  }
  close(in.read_end);
  close(out.write_end);
  close(errors.write_end);
  Outcome outcome;
  talk(in.write_end, input, out.read_end, outcome.out, errors.read_end, outcome.errors);
  close(out.read_end);
  close(errors.read_end);
  outcome.code = exit_code(pid);
  return outcome;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "palpate-cli-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

TerminalProgram::TerminalProgram(const std::string& name, const std::vector<std::string>& arguments,
                                 const Environment& environment, int columns) {
  winsize size{};
  size.ws_row = 50;
  size.ws_col = static_cast<unsigned short>(columns);
  const std::string path = program(name);
  Environment with_terminal = environment;
  with_terminal.insert(with_terminal.begin(), {"TERM", "xterm-256color"});
  pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (pid_ == 0) become(path, arguments, with_terminal);
}

TerminalProgram::~TerminalProgram() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    exit_code(pid_);
  }
  close(terminal_);
}

void TerminalProgram::type(const std::string& keys) {
  if (write(terminal_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) {
    throw std::runtime_error("the terminal takes no keys");
  }
}

bool TerminalProgram::read_some() {
  pollfd each{terminal_, POLLIN, 0};
  if (poll(&each, 1, static_cast<int>(std::chrono::milliseconds(patience).count())) <= 0)
    return false;
  char buffer[4096];
  const ssize_t count = read(terminal_, buffer, sizeof buffer);
  if (count <= 0) return false;
  shown_.append(buffer, static_cast<std::size_t>(count));
  return true;
}

bool TerminalProgram::wait_for(const std::string& text) {
  while (true) {
    const std::size_t found = shown_.find(text, seen_);
    if (found != std::string::npos) {
      seen_ = found + text.size();
      return true;
    }
    if (!read_some()) return false;
  }
}

bool TerminalProgram::wait_for_prompt() {
  if (!wait_for("❯ ")) return false;
  const auto give_up = std::chrono::steady_clock::now() + patience;
  termios modes{};
  while (tcgetattr(terminal_, &modes) == 0 && (modes.c_lflag & ICANON) != 0) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

int TerminalProgram::wait() {
  while (read_some()) {
  }
  // Whoever has been silent so long will not end by itself.
  if (!has_ended(pid_)) kill(pid_, SIGKILL);
  const int code = exit_code(pid_);
  pid_ = -1;
  return code;
}

ServerProgram::ServerProgram(const std::string& folder, int port)
    : port_(port == 0 ? find_free_port() : port) {
  const std::string path = program("palpate-server");
  const std::vector<std::string> arguments{"--port",     std::to_string(port_),
                                           "--database", folder + "/palpate.db",
                                           "--dialogs",  PALPATE_SOURCE_DIR "/dialogs"};
  pid_ = fork();
  if (pid_ == 0) {
    const int log =
        open((folder + "/server.log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    become(path, arguments, {});
  }
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (!accepts_connections(port_)) {
    int status = 0;
    const bool ended = waitpid(pid_, &status, WNOHANG) == pid_;
    if (ended) pid_ = -1;
    if (ended || std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("palpate-server does not listen; see " + folder + "/server.log");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

ServerProgram::~ServerProgram() {
  if (pid_ > 0) stop(SIGKILL);
}

int ServerProgram::stop(int signal) {
  kill(pid_, signal);
  const int code = exit_code(pid_);
  pid_ = -1;
  return code;
}

}  // namespace palpate::tests
