// The embedded web files as the transport serves them, with the clinic's own words on the demo
// page.
#pragma once

#include <vector>

#include "apps/server/options.hpp"
#include "transport/http_response.hpp"

namespace palpate::server {

std::vector<transport::StaticFile> make_pages(const Options& options);

}  // namespace palpate::server
