// A conversation with the service in this process, kept in memory: what an author sees is what
// users see.
#pragma once

#include <memory>
#include <string>

#include "apps/chat/link.hpp"
#include "dialog/dialog.hpp"

namespace palpate::chat {

/// The link to a service that offers `dialog`. Conversations end with the process.
std::unique_ptr<Link> local_link(std::shared_ptr<const Dialog> dialog,
                                 const std::string& clinic_phone);

}  // namespace palpate::chat
