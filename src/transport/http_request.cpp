#include "transport/http_request.hpp"

#include <algorithm>
#include <charconv>

namespace palpate::transport {
namespace {

constexpr std::size_t max_method_bytes = 16;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// tchar of RFC 9110.
bool is_token_char(char c) {
  return is_digit(c) || is_alpha(c) ||
         (c != 0 && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

// What may stand in a field's value: visible characters, spaces, tabs and bytes beyond ASCII.
bool is_value_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Refusal refuse(int status, std::string detail) {
  return {status, std::move(detail), {}, false};
}

std::optional<Refusal> read_version(std::string_view version, RequestHead& head) {
  if (version == "HTTP/1.1") {
    head.minor_version = 1;
  } else if (version == "HTTP/1.0") {
    head.minor_version = 0;
  } else if (version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
             version[6] == '.' && is_digit(version[7])) {
    return refuse(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
  } else {
    return refuse(400, "The request line is not one of HTTP.");
  }
  return std::nullopt;
}

// The path of a target in origin form, or of one in absolute form, whose authority goes to
// `authority`.
std::optional<Refusal> read_target(std::string_view target, RequestHead& head,
                                   std::string& authority) {
  head.target = std::string(target);
  if (!std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; }) ||
      target.find('#') != std::string_view::npos) {
    return refuse(400, "The target holds a character that a target cannot hold.");
  }
  if (!target.starts_with('/')) {
    const std::string start = lower(target.substr(0, 8));
    const std::size_t scheme = start.starts_with("http://") ? 7 : start == "https://" ? 8 : 0;
    if (scheme == 0) return refuse(400, "The target must be a path that begins with \"/\".");
    target.remove_prefix(scheme);
    const auto slash = std::min(target.find_first_of("/?"), target.size());
    authority = lower(target.substr(0, slash));
    if (authority.empty()) return refuse(400, "The target names no host.");
    target.remove_prefix(slash);
  }
  target = target.substr(0, target.find('?'));
  head.path = target.empty() ? "/" : std::string(target);
  return std::nullopt;
}

std::optional<Refusal> read_request_line(std::string_view line, const Limits& limits,
                                         RequestHead& head, std::string& authority) {
  const auto first = line.find(' ');
  if (first == std::string_view::npos || first > max_method_bytes ||
      !is_token(line.substr(0, first))) {
    return refuse(400, "The request line does not begin with a method.");
  }
  head.method = std::string(line.substr(0, first));
  const auto last = line.rfind(' ');
  const auto target = last > first ? line.substr(first + 1, last - first - 1) : std::string_view{};
  if (target.size() > static_cast<std::size_t>(limits.target_bytes)) {
    return refuse(414, "The target is too long.");
  }
  if (target.empty()) return refuse(400, "The request line is not one of HTTP.");
  if (auto refusal = read_version(line.substr(last + 1), head)) return refusal;
  return read_target(target, head, authority);
}

std::optional<Refusal> read_field(std::string_view line, RequestHead& head) {
  if (line.starts_with(' ') || line.starts_with('\t')) {
    return refuse(400, "A header field is folded over two lines.");
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return refuse(400, "A header field has no valid name.");
  }
  const auto value = trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_value_char)) {
    return refuse(400, "A header field holds a control character.");
  }
  head.fields.push_back({lower(line.substr(0, colon)), std::string(value)});
  return std::nullopt;
}

std::optional<Refusal> read_framing(const Limits& limits, RequestHead& head) {
  const bool has_encoding = head.count("transfer-encoding") > 0;
  const auto lengths = head.count("content-length");
  if (has_encoding && lengths > 0) {
    return refuse(400, "A request cannot have both Transfer-Encoding and Content-Length.");
  }
  if (has_encoding) return refuse(501, "Transfer-Encoding is not taken here.");
  if (lengths > 1) return refuse(400, "There is more than one Content-Length.");
  if (lengths == 0) return std::nullopt;
  const auto text = *head.only("content-length");
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) {
    return refuse(400, "The Content-Length is not a number.");
  }
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), head.body_bytes);
  if (error != std::errc{} || head.body_bytes > static_cast<std::size_t>(limits.body_bytes)) {
    return refuse(413, "The body is too large.");
  }
  return std::nullopt;
}

std::optional<Refusal> read_host(const std::string& authority, RequestHead& head) {
  const auto hosts = head.count("host");
  if (hosts > 1) return refuse(400, "There is more than one Host.");
  if (hosts == 0) {
    if (head.minor_version == 0) return std::nullopt;
    return refuse(400, "There is no Host.");
  }
  head.host = lower(*head.only("host"));
  if (!is_valid_host(head.host)) return refuse(400, "The Host is not valid.");
  if (!authority.empty() && authority != head.host) {
    return refuse(400, "The target names another host than the Host field.");
  }
  return std::nullopt;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::size_t RequestHead::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; }));
}

std::optional<std::string_view> RequestHead::only(std::string_view name) const {
  if (count(name) != 1) return std::nullopt;
  return std::find_if(fields.begin(), fields.end(),
                      [&](const Field& field) { return field.name == name; })
      ->value;
}

std::vector<std::string_view> RequestHead::elements(std::string_view name) const {
  std::vector<std::string_view> result;
  for (const Field& field : fields) {
    if (field.name != name) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const auto comma = std::min(rest.find(','), rest.size());
      if (const auto element = trim(rest.substr(0, comma)); !element.empty()) {
        result.push_back(element);
      }
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return result;
}

bool RequestHead::has_element(std::string_view name, std::string_view token) const {
  const auto list = elements(name);
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view element) { return lower(element) == token; });
}

std::optional<std::size_t> find_head_end(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  return end + 4;
}

std::optional<Refusal> refuse_early(std::string_view bytes, const Limits& limits) {
  if (!bytes.empty() && !is_token_char(bytes[0])) {
    return refuse(400, "The request line does not begin with a method.");
  }
  for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r') {
      return refuse(400, "A line does not end as HTTP's do.");
    }
  }
  const auto line = bytes.substr(0, bytes.find("\r\n"));
  const auto longest_line = static_cast<std::size_t>(limits.target_bytes) + max_method_bytes + 10;
  if (line.size() > longest_line) return refuse(414, "The target is too long.");
  if (bytes.size() > static_cast<std::size_t>(limits.head_bytes)) {
    return refuse(431, "The header fields are too large.");
  }
  return std::nullopt;
}

std::variant<RequestHead, Refusal> parse_head(std::string_view head, const Limits& limits) {
  if (auto refusal = refuse_early(head, limits)) return *refusal;
  RequestHead result;
  std::string authority;
  bool first = true;
  for (std::string_view rest = head; !rest.empty();) {
    const auto end = rest.find("\r\n");
    if (end == std::string_view::npos) return refuse(400, "A line does not end as HTTP's do.");
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (line.empty() && !first) break;
    if (!first && result.fields.size() == static_cast<std::size_t>(limits.head_fields)) {
      return refuse(431, "There are too many header fields.");
    }
    auto refusal =
        first ? read_request_line(line, limits, result, authority) : read_field(line, result);
    if (refusal) return *refusal;
    first = false;
  }
  if (auto refusal = read_framing(limits, result)) return *refusal;
  if (auto refusal = read_host(authority, result)) return *refusal;
  return result;
}

std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool is_valid_host(std::string_view host) {
  const auto name = without_port(host);
  if (name.empty()) return false;
  if (const auto port = host.substr(name.size()); !port.empty()) {
    unsigned number = 0;
    if (port[0] != ':' || port.size() < 2 || port.size() > 6) return false;
    if (!std::all_of(port.begin() + 1, port.end(), is_digit)) return false;
    std::from_chars(port.data() + 1, port.data() + port.size(), number);
    if (number > 65535) return false;
  }
  if (name.starts_with('[')) {
    const auto inside = name.substr(1, name.size() - 2);
    return name.ends_with(']') && inside.find(':') != std::string_view::npos &&
           std::all_of(inside.begin(), inside.end(), [](char c) {
             return is_digit(c) || c == ':' || c == '.' || (c >= 'a' && c <= 'f') ||
                    (c >= 'A' && c <= 'F');
           });
  }
  return name.size() <= 253 && std::all_of(name.begin(), name.end(), [](char c) {
           return is_digit(c) || is_alpha(c) || c == '-' || c == '.' || c == '_';
         });
}

}  // namespace palpate::transport
