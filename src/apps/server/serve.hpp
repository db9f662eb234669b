// Puts the server together and runs it.
#pragma once

#include "apps/server/options.hpp"

namespace palpate::server {

/// Runs until SIGTERM or SIGINT. What goes wrong stands on standard error, as one paragraph.
ExitCode serve(const Options& options);

}  // namespace palpate::server
