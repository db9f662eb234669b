// The head of an HTTP request, read strictly and without a socket: whatever is not plainly right is
// refused here.
//
// Beast's parser is not used for requests: it takes several shapes of Transfer-Encoding and
// Content-Length that another server in front may read otherwise, which is how requests are
// smuggled.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "transport/limits.hpp"

namespace palpate::transport {

/// Why a request is refused. After it the connection closes, unless `keep_alive`.
struct Refusal {
  int status = 400;
  std::string detail;                                       // for people; never what was sent
  std::vector<std::pair<std::string, std::string>> fields;  // "Allow", "Retry-After" ...
  bool keep_alive = false;

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

struct Field {
  std::string name;  // in lower case
  std::string value;
};

/// A request head that is well-formed and whose framing is beyond doubt.
struct RequestHead {
  std::string method;
  std::string target;  // as sent
  std::string path;    // of the target, without its query
  int minor_version = 1;
  std::vector<Field> fields;
  std::string host;  // in lower case, with its port; empty only with HTTP/1.0
  std::size_t body_bytes = 0;

  /// The value of the only field called `name`, or nothing when there is none or more than one.
  std::optional<std::string_view> only(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  /// The elements of all comma-separated lists called `name`, trimmed, empty ones left out.
  std::vector<std::string_view> elements(std::string_view name) const;
  /// True if `token` is an element of `name`, in any case.
  bool has_element(std::string_view name, std::string_view token) const;
};

/// Where the head ends in `bytes` (behind its empty line); nothing while more is needed.
[[nodiscard]] std::optional<std::size_t> find_head_end(std::string_view bytes);

/// Why `bytes`, a head that may not have ended yet, can be refused already: too long, or not HTTP
/// at all.
[[nodiscard]] std::optional<Refusal> refuse_early(std::string_view bytes, const Limits& limits);

/// Reads a whole head, its empty line included. Any bytes are safe.
[[nodiscard]] std::variant<RequestHead, Refusal> parse_head(std::string_view head,
                                                            const Limits& limits);

/// A host with an optional port, as in a Host field: "clinic.example:8080", "[::1]".
[[nodiscard]] bool is_valid_host(std::string_view host);

/// `host` without its port.
[[nodiscard]] std::string_view without_port(std::string_view host);

/// ASCII letters of `text` in lower case.
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace palpate::transport
