// The log on standard error: for people, or one JSON object a line. Values are escaped, so that no
// line can be forged.
#pragma once

#include <string>

#include "conversation/service.hpp"
#include "transport/server.hpp"

namespace palpate::server {

/// Sets the log up. `format` is "human" or "json".
void start_log(transport::LogLevel level, const std::string& format);

transport::LogLevel log_level(const std::string& name);

void log_event(const transport::LogEvent& event);
void log_service_event(const ServiceEvent& event);

/// `text` without quotes, control characters or bytes beyond ASCII; those stand as JSON escapes.
std::string escaped(std::string_view text);

}  // namespace palpate::server
