// The way to a conversation: a socket to a server, or the service in this process.
#pragma once

#include <string>

#include "base/error.hpp"

namespace palpate::chat {

/// Carries frames of palpate.v1. Fails with unavailable when trying again may help, with
/// invalid_argument when it will not (the other side is no Palpate, or does not let us in). One
/// thread uses it.
class Link {
 public:
  virtual ~Link() = default;
  /// Connects, or connects anew; frames of the earlier connection are forgotten.
  virtual Result<void> open() = 0;
  virtual Result<void> send(const std::string& frame) = 0;
  /// The next frame. Waits for it, but not for ever.
  virtual Result<std::string> receive() = 0;
};

}  // namespace palpate::chat
