#include "transport/http_response.hpp"

namespace palpate::transport {
namespace {

// Nothing inline and nothing from elsewhere.
constexpr std::string_view security_fields =
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'\r\n"
    "Referrer-Policy: no-referrer\r\n";

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Error";
  }
}

struct Body {
  std::string_view type;
  std::string_view cache;
  std::string_view bytes;
};

std::string response(int status, const std::string& fields, const Body& body, Ending ending) {
  std::string text =
      "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status)) + "\r\n";
  text += fields;
  text += "Content-Type: " + std::string(body.type) + "\r\n";
  text += "Content-Length: " + std::to_string(body.bytes.size()) + "\r\n";
  text += "Cache-Control: " + std::string(body.cache) + "\r\n";
  text += security_fields;
  text += ending.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  if (!ending.head_only) text += body.bytes;
  return text;
}

}  // namespace

std::string_view content_type(std::string_view name) {
  struct Type {
    std::string_view ending, type;
  };
  constexpr Type types[] = {{".html", "text/html; charset=utf-8"},
                            {".js", "text/javascript; charset=utf-8"},
                            {".css", "text/css; charset=utf-8"},
                            {".svg", "image/svg+xml; charset=utf-8"},
                            {".json", "application/json; charset=utf-8"}};
  for (const Type& type : types) {
    if (name.ends_with(type.ending)) return type.type;
  }
  return "text/plain; charset=utf-8";
}

std::string file_response(const StaticFile& file, Ending ending) {
  // A clinic's own page loads the widget from here as a module, which browsers fetch with CORS.
  return response(200, "Access-Control-Allow-Origin: *\r\n", {file.type, "no-cache", file.bytes},
                  ending);
}

std::string state_response(int status, std::string_view state, Ending ending) {
  const std::string body = "{\"status\": \"" + std::string(state) + "\"}\n";
  return response(status, "", {"application/json; charset=utf-8", "no-store", body}, ending);
}

std::string problem_response(const Refusal& refusal, Ending ending) {
  std::string fields;
  for (const auto& [name, value] : refusal.fields) fields += name + ": " + value + "\r\n";
  std::string body = "{\"type\": \"about:blank\", \"title\": \"" +
                     std::string(reason(refusal.status)) +
                     "\", \"status\": " + std::to_string(refusal.status) + ", \"detail\": \"";
  for (const char c : refusal.detail) {
    if (c == '"' || c == '\\') body += '\\';
    body += c;
  }
  body += "\"}\n";
  return response(refusal.status, fields,
                  {"application/problem+json; charset=utf-8", "no-store", body}, ending);
}

}  // namespace palpate::transport
