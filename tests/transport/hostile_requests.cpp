#include "transport/hostile_requests.hpp"

namespace palpate::tests {
namespace {

constexpr const char* smuggled = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

std::string get(const std::string& fields, const std::string& target = "/") {
  return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n";
}

std::string with_host(const std::string& host) {
  return "GET / HTTP/1.1\r\n" + host + "\r\n";
}

std::string fields(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "a" + std::to_string(i) + ": b\r\n";
  return text;
}

std::string upgrade(const std::string& drop, const std::string& instead = "",
                    const std::string& target = "/v1/chat") {
  std::string text = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  for (const char* field :
       {"Connection: Upgrade\r\n", "Upgrade: websocket\r\n", "Sec-WebSocket-Version: 13\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"}) {
    const std::string line = field;
    if (drop.empty() || !line.starts_with(drop + ":")) text += line;
  }
  return text + instead + "\r\n";
}

void add_smuggling(std::vector<HostileRequest>& all) {
  const auto encoding = [&](const std::string& name, const std::string& value) {
    all.push_back({"encoding_" + name,
                   get("Transfer-Encoding: " + value + "\r\n") + "0\r\n\r\n" + smuggled, 501});
  };
  encoding("chunked", "chunked");
  encoding("xchunked", "xchunked");
  encoding("chunked_identity", "chunked, identity");
  encoding("identity_chunked", "identity, chunked");
  encoding("twice_in_one", "chunked, chunked");
  encoding("gzip", "gzip");
  encoding("quoted", "\"chunked\"");
  encoding("empty", "");
  encoding("parameter", "chunked;x");
  encoding("upper_case", "CHUNKED");
  encoding("tab", "\tchunked");
  encoding("identity", "identity");
  encoding("vertical_tab_free_text", "chun ked");
  all.push_back({"encoding_two_fields",
                 get("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), 501});
  all.push_back(
      {"encoding_and_length", get("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400});
  all.push_back(
      {"length_and_encoding", get("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400});
  all.push_back({"encoding_folded", get("Transfer-Encoding:\r\n chunked\r\n"), 400});
  all.push_back({"encoding_space_before_colon", get("Transfer-Encoding : chunked\r\n"), 400});
  all.push_back({"encoding_tab_before_colon", get("Transfer-Encoding\t: chunked\r\n"), 400});
  all.push_back({"encoding_space_before_name", get(" Transfer-Encoding: chunked\r\n"), 400});
  all.push_back(
      {"encoding_on_1_0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501});
  all.push_back({"encoding_behind_bare_lf", get("X: a\nTransfer-Encoding: chunked\r\n"), 400});
  all.push_back({"encoding_behind_bare_cr", get("X: a\rTransfer-Encoding: chunked\r\n"), 400});
  all.push_back(
      {"encoding_behind_nul", get(std::string("X: a\0Transfer-Encoding: chunked\r\n", 33)), 400});
}

void add_lengths(std::vector<HostileRequest>& all) {
  const auto length = [&](const std::string& name, const std::string& value, int status) {
    all.push_back({"length_" + name, get("Content-Length: " + value + "\r\n"), status});
  };
  length("list", "5, 5", 400);
  length("plus", "+5", 400);
  length("minus", "-5", 400);
  length("hex", "0x5", 400);
  length("empty", "", 400);
  length("space_inside", "5 5", 400);
  length("fraction", "5.0", 400);
  length("exponent", "5e1", 400);
  length("word", "five", 400);
  length("other_digits", "\xd9\xa5", 400);
  length("too_large", "65537", 413);
  length("beyond_64_bits", "18446744073709551617", 413);
  length("thirty_digits", std::string(30, '9'), 413);
  all.push_back({"length_twice_same", get("Content-Length: 5\r\nContent-Length: 5\r\n"), 400});
  all.push_back({"length_twice_different", get("Content-Length: 5\r\nContent-Length: 6\r\n"), 400});
  all.push_back({"length_folded", get("Content-Length:\r\n 5\r\n"), 400});
}

void add_hosts(std::vector<HostileRequest>& all) {
  const auto host = [&](const std::string& name, const std::string& value, int status) {
    all.push_back({"host_" + name, with_host("Host: " + value + "\r\n"), status});
  };
  all.push_back({"host_missing", with_host(""), 400});
  all.push_back({"host_twice_same", with_host("Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n"), 400});
  all.push_back(
      {"host_twice_different", with_host("Host: 127.0.0.1\r\nhost: evil.example\r\n"), 400});
  host("empty", "", 400);
  host("list", "127.0.0.1, evil.example", 400);
  host("user", "user@127.0.0.1", 400);
  host("path", "127.0.0.1/x", 400);
  host("port_letters", "127.0.0.1:http", 400);
  host("port_empty", "127.0.0.1:", 400);
  host("port_too_large", "127.0.0.1:65536", 400);
  host("port_long", "127.0.0.1:000080", 400);
  host("two_ports", "127.0.0.1:80:80", 400);
  host("space", "127.0.0.1 evil.example", 400);
  host("percent", "127.0.0.1%2eevil.example", 400);
  host("broken_v6", "[::1", 400);
  host("v6_with_name", "[evil.example]", 400);
  host("v6_tail", "[::1]x", 400);
  host("scheme", "http://127.0.0.1", 400);
  host("other", "evil.example", 421);
  host("prefix", "127.0.0.1.evil.example", 421);
  host("suffix", "evil127.0.0.1", 421);
  host("trailing_dot", "localhost.", 421);
  host("number_form", "2130706433", 421);
  all.push_back({"host_differs_from_target",
                 "GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400});
  all.push_back({"host_behind_user_in_target",
                 "GET http://a@127.0.0.1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400});
}

void add_request_lines(std::vector<HostileRequest>& all) {
  const auto line = [&](const std::string& name, const std::string& text, int status) {
    all.push_back({"line_" + name, text + "\r\nHost: 127.0.0.1\r\n\r\n", status});
  };
  line("post", "POST / HTTP/1.1", 405);
  line("put", "PUT / HTTP/1.1", 405);
  line("delete", "DELETE /v1/chat HTTP/1.1", 405);
  line("options", "OPTIONS * HTTP/1.1", 400);
  line("options_path", "OPTIONS / HTTP/1.1", 405);
  line("trace", "TRACE / HTTP/1.1", 405);
  line("connect", "CONNECT 127.0.0.1:80 HTTP/1.1", 400);
  line("head_of_chat", "HEAD /v1/chat HTTP/1.1", 405);
  line("invented_method", "BREW / HTTP/1.1", 405);
  line("lower_case_method", "get / HTTP/1.1", 405);
  line("long_method", std::string(40, 'A') + " / HTTP/1.1", 400);
  line("method_with_colon", "G:T / HTTP/1.1", 400);
  line("no_target", "GET HTTP/1.1", 400);
  line("two_spaces", "GET  / HTTP/1.1", 400);
  line("space_in_target", "GET /a b HTTP/1.1", 400);
  line("tab_instead_of_space", "GET\t/ HTTP/1.1", 400);
  line("no_version", "GET /", 400);
  line("version_2", "GET / HTTP/2.0", 505);
  line("version_0_9", "GET / HTTP/0.9", 505);
  line("version_1_2", "GET / HTTP/1.2", 505);
  line("version_lower_case", "GET / http/1.1", 400);
  line("version_long", "GET / HTTP/1.10", 400);
  line("space_behind_version", "GET / HTTP/1.1 ", 400);
  line("relative_target", "GET index.html HTTP/1.1", 400);
  line("fragment", "GET /#x HTTP/1.1", 400);
  line("nul_in_target", std::string("GET /\0 HTTP/1.1", 15), 400);
  line("byte_beyond_ascii", "GET /\xc3\xa9 HTTP/1.1", 400);
  line("file_scheme", "GET file:///etc/passwd HTTP/1.1", 400);
  line("long_target", "GET /" + std::string(2100, 'a') + " HTTP/1.1", 414);
  line("longest_target", "GET /" + std::string(2047, 'a') + " HTTP/1.1", 404);
  line("empty_line_first", "\r\nGET / HTTP/1.1", 400);
  line("tls_hello", std::string("\x16\x03\x01\x02", 4), 400);
}

void add_fields(std::vector<HostileRequest>& all) {
  all.push_back({"fields_at_limit", get(fields(63)), 200});
  all.push_back({"fields_one_over", get(fields(64)), 431});
  all.push_back({"fields_many", get(fields(800)), 431});
  all.push_back({"field_too_long", get("X: " + std::string(9000, 'a') + "\r\n"), 431});
  all.push_back({"field_without_name", get(": x\r\n"), 400});
  all.push_back({"field_without_colon", get("nonsense\r\n"), 400});
  all.push_back({"field_name_with_space", get("a b: c\r\n"), 400});
  all.push_back({"field_name_in_parentheses", get("(a): c\r\n"), 400});
  all.push_back({"field_folded", get("X: a\r\n b\r\n"), 400});
  all.push_back({"field_with_escape", get("X: \x1b[31m\r\n"), 400});
  all.push_back({"field_with_delete", get("X: a\x7f\r\n"), 400});
  all.push_back({"expectation", get("Expect: 100-continue\r\nContent-Length: 2\r\n"), 417});
}

void add_upgrades(std::vector<HostileRequest>& all) {
  const auto key = [&](const std::string& name, const std::string& value) {
    all.push_back({"upgrade_key_" + name,
                   upgrade("Sec-WebSocket-Key", "Sec-WebSocket-Key: " + value + "\r\n"), 400});
  };
  key("empty", "");
  key("short", "dGhlIHNhbXBsZSBub25j");
  key("long", "dGhlIHNhbXBsZSBub25jZSBsb25nZXI=");
  key("no_base64", "dGhlIHNhbXBsZSBub25jZ!==");
  key("loose_bits", "dGhlIHNhbXBsZSBub25jZR==");
  key("unpadded", "dGhlIHNhbXBsZSBub25jZQ");
  all.push_back({"upgrade_no_key", upgrade("Sec-WebSocket-Key"), 400});
  all.push_back(
      {"upgrade_two_keys", upgrade("", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), 400});
  all.push_back({"upgrade_no_version", upgrade("Sec-WebSocket-Version"), 426});
  all.push_back(
      {"upgrade_version_8", upgrade("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8\r\n"), 426});
  all.push_back({"upgrade_version_list",
                 upgrade("Sec-WebSocket-Version", "Sec-WebSocket-Version: 13, 8\r\n"), 426});
  all.push_back({"upgrade_two_versions", upgrade("", "Sec-WebSocket-Version: 13\r\n"), 400});
  all.push_back(
      {"upgrade_not_in_connection", upgrade("Connection", "Connection: keep-alive\r\n"), 400});
  all.push_back({"upgrade_missing", upgrade("Upgrade"), 426});
  all.push_back({"upgrade_to_h2c", upgrade("Upgrade", "Upgrade: h2c\r\n"), 426});
  all.push_back({"upgrade_with_body", upgrade("", "Content-Length: 3\r\n"), 400});
  all.push_back({"upgrade_at_root", upgrade("", "", "/"), 400});
  all.push_back({"upgrade_nowhere", upgrade("", "", "/v2/chat"), 404});
  all.push_back({"upgrade_with_slash", upgrade("", "", "/v1/chat/"), 404});
  all.push_back({"upgrade_strange_origin", upgrade("", "Origin: https://evil.example\r\n"), 403});
  all.push_back({"upgrade_null_origin", upgrade("", "Origin: null\r\n"), 403});
  all.push_back({"upgrade_empty_origin", upgrade("", "Origin: \r\n"), 403});
  all.push_back({"upgrade_origin_prefix",
                 upgrade("", "Origin: https://www.clinic.example.evil.example\r\n"), 403});
  all.push_back({"upgrade_origin_http", upgrade("", "Origin: http://www.clinic.example\r\n"), 403});
  all.push_back(
      {"upgrade_origin_port", upgrade("", "Origin: https://www.clinic.example:444\r\n"), 403});
  all.push_back(
      {"upgrade_two_origins",
       upgrade("", "Origin: https://www.clinic.example\r\nOrigin: https://evil.example\r\n"), 400});
  all.push_back(
      {"upgrade_other_protocol", upgrade("", "Sec-WebSocket-Protocol: chat, palpate.v2\r\n"), 400});
  all.push_back({"upgrade_protocol_of_spaces",
                 upgrade("", "Sec-WebSocket-Protocol: a" + std::string(4000, ' ') + "b\r\n"), 400});
  all.push_back({"upgrade_protocol_of_commas",
                 upgrade("", "Sec-WebSocket-Protocol: " + std::string(4000, ',') + "\r\n"), 400});
  all.push_back({"upgrade_wrong_token",
                 upgrade("", "Authorization: Bearer 0123456789abcdef0123456789abcdee\r\n"), 401});
  all.push_back({"upgrade_empty_token", upgrade("", "Authorization: Bearer \r\n"), 401});
  all.push_back({"upgrade_null_token", upgrade("", "Authorization: Bearer null\r\n"), 401});
  all.push_back({"upgrade_basic",
                 upgrade("", "Authorization: Basic 0123456789abcdef0123456789abcdef\r\n"), 401});
  all.push_back(
      {"upgrade_two_tokens",
       upgrade(
           "",
           "Authorization: Bearer 0123456789abcdef0123456789abcdef\r\nAuthorization: Bearer x\r\n"),
       401});
  all.push_back({"upgrade_on_1_0",
                 "GET /v1/chat HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: "
                 "websocket\r\n\r\n",
                 426});
}

}  // namespace

const std::vector<HostileRequest>& hostile_requests() {
  static const std::vector<HostileRequest> all = [] {
    std::vector<HostileRequest> result;
    add_smuggling(result);
    add_lengths(result);
    add_hosts(result);
    add_request_lines(result);
    add_fields(result);
    add_upgrades(result);
    return result;
  }();
  return all;
}

const std::vector<std::string>& traversal_targets() {
  static const std::vector<std::string> targets{"/../etc/passwd",
                                                "/../../etc/passwd",
                                                "/../../../../../../etc/passwd",
                                                "/./../etc/passwd",
                                                "/widget.js/../../etc/passwd",
                                                "/widget.js/..",
                                                "/widget.js/.",
                                                "/widget.js/",
                                                "/./widget.js",
                                                "//widget.js",
                                                "//etc/passwd",
                                                "///etc/passwd",
                                                "/etc/passwd",
                                                "/%2e%2e/etc/passwd",
                                                "/%2e%2e%2fetc%2fpasswd",
                                                "/..%2fetc/passwd",
                                                "/%2E%2E/etc/passwd",
                                                "/.%2e/etc/passwd",
                                                "/%252e%252e/etc/passwd",
                                                "/%252e%252e%252fetc%252fpasswd",
                                                "/..%5cetc%5cpasswd",
                                                "/..\\..\\etc\\passwd",
                                                "/\\etc\\passwd",
                                                "/%c0%ae%c0%ae/etc/passwd",
                                                "/%c0%af../etc/passwd",
                                                "/%e0%80%ae%e0%80%ae/etc/passwd",
                                                "/..%c1%9cetc",
                                                "/%uff0e%uff0e/etc/passwd",
                                                "/....//etc/passwd",
                                                "/..;/etc/passwd",
                                                "/widget.js%00.html",
                                                "/%00/etc/passwd",
                                                "/widget.js%20",
                                                "/WIDGET.JS",
                                                "/%77idget.js",
                                                "/widget.js.",
                                                "/proc/self/environ",
                                                "/.git/config",
                                                "/palpate.db"};
  return targets;
}

}  // namespace palpate::tests
