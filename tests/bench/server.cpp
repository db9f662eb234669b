#include "bench/server.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace palpate::bench {

void bind_to_core(unsigned core) {
  if (std::thread::hardware_concurrency() < 2) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  sched_setaffinity(0, sizeof(set), &set);
}

Server::Server(const std::vector<std::string>& arguments) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) {
    bind_to_core(server_core);
    dup2(ends[1], STDOUT_FILENO);
    std::vector<char*> pointers;
    for (const auto& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    execv(pointers[0], pointers.data());
    _exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
  std::string text;
  char bytes[256];
  while (text.find('\n') == std::string::npos) {
    const auto got = ::read(output_, bytes, sizeof(bytes));
    if (got <= 0) throw std::runtime_error(arguments[0] + " did not start");
    text.append(bytes, static_cast<std::size_t>(got));
  }
  port_ = static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
}

Server::~Server() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  ::close(output_);
}

double Server::cpu_seconds() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/stat");
  std::string text;
  std::getline(file, text);
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  double ticks = 0;
  for (int number = 3; number <= 15; ++number) {
    fields >> field;
    if (number >= 14) ticks += std::stod(field);  // utime, stime
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace palpate::bench
