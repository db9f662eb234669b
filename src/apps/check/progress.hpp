// What takes long, said on a terminal once it has taken over a second.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace palpate::check {

/// One line on standard error that the next one replaces; nothing where that is no terminal.
class Progress {
 public:
  Progress();
  /// Takes the line away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void say(std::string_view what);

 private:
  void show_until_done();

  bool on_terminal_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::mutex mutex_;  // of what is below
  std::condition_variable done_changed_;
  bool done_ = false;
  std::string what_;
  std::thread shower_;
};

}  // namespace palpate::check
