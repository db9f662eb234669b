// The thread that owns the service, in a test: runs completions posted from elsewhere.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace palpate::testing {

class CompletionQueue {
 public:
  std::function<void(std::function<void()>)> poster() {
    return [this](std::function<void()> completion) {
      {
        std::lock_guard guard(mutex_);
        completions_.push_back(std::move(completion));
      }
      wake_.notify_one();
    };
  }

  /// Runs completions until `done`; fails the test when nothing comes for ten seconds.
  template <class Done>
  void run_until(Done done) {
    while (!done()) {
      std::function<void()> next;
      {
        std::unique_lock lock(mutex_);
        const bool came = wake_.wait_for(lock, std::chrono::seconds(10),
                                         [this] { return !completions_.empty(); });
        if (!came) {
          ADD_FAILURE() << "no completion came";
          return;
        }
        next = std::move(completions_.front());
        completions_.pop_front();
      }
      next();
    }
  }

  std::size_t size() {
    std::lock_guard guard(mutex_);
    return completions_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> completions_;
};

}  // namespace palpate::testing
