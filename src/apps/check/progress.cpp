#include "apps/check/progress.hpp"

#include <unistd.h>

#include <cstdio>

namespace palpate::check {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 1s;
constexpr auto refresh = 200ms;

}  // namespace

Progress::Progress() : on_terminal_(isatty(STDERR_FILENO) != 0) {
  if (on_terminal_) shower_ = std::thread([this] { show_until_done(); });
}

Progress::~Progress() {
  if (!on_terminal_) return;
  {
    std::lock_guard lock(mutex_);
    done_ = true;
  }
  done_changed_.notify_one();
  shower_.join();
}

void Progress::say(std::string_view what) {
  std::lock_guard lock(mutex_);
  what_ = what;
}

void Progress::show_until_done() {
  std::unique_lock lock(mutex_);
  bool shown = false;
  for (auto wait = std::chrono::milliseconds(patience);
       !done_changed_.wait_for(lock, wait, [this] { return done_; }); wait = refresh) {
    auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start_);
    std::fprintf(stderr, "\r\033[K%s ... %lld s", what_.c_str(),
                 static_cast<long long>(seconds.count()));
    std::fflush(stderr);
    shown = true;
  }
  if (shown) std::fputs("\r\033[K", stderr);
}

}  // namespace palpate::check
