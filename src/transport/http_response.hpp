// The text of HTTP responses. Nothing that a client sent is ever put into one.
#pragma once

#include <string>
#include <string_view>

#include "transport/http_request.hpp"

namespace palpate::transport {

/// A file served from memory.
struct StaticFile {
  std::string path;  // "/", "/widget.js"
  std::string type;  // "text/html; charset=utf-8"
  std::string bytes;
};

/// The content type for a file called `name`, by its ending.
[[nodiscard]] std::string_view content_type(std::string_view name);

/// How a response ends the request.
struct Ending {
  bool keep_alive = true;
  bool head_only = false;  // the request was HEAD
};

[[nodiscard]] std::string file_response(const StaticFile& file, Ending ending);

/// `{"status": "ok"}` and the like: of /healthz and /readyz.
[[nodiscard]] std::string state_response(int status, std::string_view state, Ending ending);

/// An RFC 9457 problem.
[[nodiscard]] std::string problem_response(const Refusal& refusal, Ending ending);

}  // namespace palpate::transport
