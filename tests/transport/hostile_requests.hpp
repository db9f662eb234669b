// Requests that a server must not misunderstand, each with the status that it gets. One table for
// the pure policy and for the running server.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace palpate::tests {

struct HostileRequest {
  std::string name;
  std::string bytes;  // up to the end of the head; a body may follow
  int status = 0;

  friend void PrintTo(const HostileRequest& request, std::ostream* out) { *out << request.name; }
};

const std::vector<HostileRequest>& hostile_requests();

/// Targets that try to leave the folder of static files; all of them are simply not there.
const std::vector<std::string>& traversal_targets();

}  // namespace palpate::tests
