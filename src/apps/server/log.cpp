#include "apps/server/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace palpate::server {
namespace {

bool is_json = false;

spdlog::level::level_enum level_of(transport::LogLevel level) {
  switch (level) {
    case transport::LogLevel::debug:
      return spdlog::level::debug;
    case transport::LogLevel::info:
      return spdlog::level::info;
    case transport::LogLevel::warn:
      return spdlog::level::warn;
    case transport::LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

std::string escaped(std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      result += "\\u00";
      result += digits[byte >> 4U];
      result += digits[byte & 15U];
    } else {
      result += c;
    }
  }
  return result;
}

transport::LogLevel log_level(const std::string& name) {
  if (name == "debug") return transport::LogLevel::debug;
  if (name == "warn") return transport::LogLevel::warn;
  if (name == "error") return transport::LogLevel::error;
  return transport::LogLevel::info;
}

void start_log(transport::LogLevel level, const std::string& format) {
  is_json = format == "json";
  auto logger = spdlog::stderr_logger_mt("palpate");
  logger->set_level(level_of(level));
  logger->set_pattern(is_json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                              : "%Y-%m-%d %H:%M:%S.%e %-7l %v",
                      spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

void log_event(const transport::LogEvent& event) {
  const auto level = level_of(event.level);
  if (!spdlog::should_log(level)) return;
  std::string line = is_json ? "\"event\":\"" + escaped(event.event) + "\"" : escaped(event.event);
  for (const auto& [name, value] : event.fields) {
    if (value.empty()) continue;
    const bool is_word = value.find_first_of(" =") == std::string::npos;
    if (is_json) {
      line += ",\"" + escaped(name) + "\":\"" + escaped(value) + "\"";
    } else {
      line += " " + escaped(name) + "=" + (is_word ? escaped(value) : "\"" + escaped(value) + "\"");
    }
  }
  spdlog::log(level, "{}", line);
}

void log_service_event(const ServiceEvent& event) {
  auto level = transport::LogLevel::info;
  if (event.event == "answered") level = transport::LogLevel::debug;
  if (event.event == "store_failed" || event.event == "failed") level = transport::LogLevel::error;
  if (!spdlog::should_log(level_of(level))) return;
  log_event({level,
             event.event,
             {{"conversation", event.conversation},
              {"node", event.node},
              {"disposition", event.disposition},
              {"detail", event.detail},
              {"why", event.why}}});
}

}  // namespace palpate::server
