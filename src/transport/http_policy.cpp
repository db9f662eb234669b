#include "transport/http_policy.hpp"

#include <algorithm>

#include "protocol/frames.hpp"

namespace palpate::transport {
namespace {

constexpr std::string_view health_path = "/healthz";
constexpr std::string_view readiness_path = "/readyz";

Refusal refuse(int status, std::string detail) {
  return {status, std::move(detail), {}, false};
}

bool is_known_host(const std::string& host, const HttpPolicy& policy) {
  return std::any_of(policy.hosts.begin(), policy.hosts.end(), [&](const std::string& known) {
    return known == host || known == without_port(host);
  });
}

// 16 bytes in base64: 22 characters and "==", where the last one carries two bits only.
bool is_websocket_key(std::string_view key) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (key.size() != 24 || !key.ends_with("==")) return false;
  key.remove_suffix(2);
  return std::all_of(key.begin(), key.end(),
                     [&](char c) { return alphabet.find(c) != std::string_view::npos; }) &&
         std::string_view("AQgw").find(key.back()) != std::string_view::npos;
}

bool asks_for_websocket(const RequestHead& head) {
  return head.has_element("upgrade", "websocket");
}

std::optional<Refusal> check_upgrade_form(const RequestHead& head) {
  if (!asks_for_websocket(head) || head.minor_version == 0) {
    Refusal refusal = refuse(426, "Here a WebSocket is opened; nothing else is.");
    refusal.fields = {{"Upgrade", "websocket"}};
    refusal.keep_alive = head.body_bytes == 0 && head.minor_version == 1;
    return refusal;
  }
  if (!head.has_element("connection", "upgrade")) {
    return refuse(400, "The Connection field does not name the upgrade.");
  }
  if (head.body_bytes > 0) return refuse(400, "A WebSocket request has no body.");
  if (head.count("sec-websocket-version") > 1) {
    return refuse(400, "There is more than one Sec-WebSocket-Version.");
  }
  if (head.only("sec-websocket-version") != "13") {
    Refusal refusal = refuse(426, "Only version 13 of the WebSocket protocol is spoken here.");
    refusal.fields = {{"Sec-WebSocket-Version", "13"}, {"Upgrade", "websocket"}};
    return refusal;
  }
  const auto key = head.only("sec-websocket-key");
  if (!key || !is_websocket_key(*key)) {
    return refuse(400, "The Sec-WebSocket-Key is not 16 bytes in base64.");
  }
  return std::nullopt;
}

bool is_allowed_origin(const RequestHead& head, std::string_view origin, const HttpPolicy& policy) {
  if (origin == "http://" + head.host || origin == "https://" + head.host) return true;
  return std::find(policy.origins.begin(), policy.origins.end(), origin) != policy.origins.end();
}

// The name of the bridge that knocks; empty when nobody claims to be one.
std::variant<std::string, Refusal> read_bridge(const RequestHead& head, const HttpPolicy& policy) {
  if (head.count("authorization") == 0) return std::string();
  const auto value = head.only("authorization");
  Refusal refusal = refuse(401, "The bearer token is not one of this server's bridges.");
  refusal.fields = {{"WWW-Authenticate", "Bearer"}};
  if (!value || lower(value->substr(0, 7)) != "bearer ") return refusal;
  auto name = policy.bridges.find(value->substr(7));
  if (!name) return refusal;
  return *std::move(name);
}

Verdict judge_upgrade(const RequestHead& head, const Peer& peer, const HttpPolicy& policy) {
  if (auto refusal = check_upgrade_form(head)) return *refusal;
  Upgrade upgrade;
  upgrade.key = std::string(*head.only("sec-websocket-key"));
  auto bridge = read_bridge(head, policy);
  if (auto* refusal = std::get_if<Refusal>(&bridge)) return *refusal;
  upgrade.bridge = std::get<std::string>(bridge);

  if (head.count("origin") > 1) return refuse(400, "There is more than one Origin.");
  if (const auto origin = head.only("origin")) {
    if (!is_allowed_origin(head, *origin, policy)) {
      return refuse(403, "Pages of this origin may not talk to this server.");
    }
  } else if (upgrade.bridge.empty() && !policy.allow_no_origin && !peer.is_loopback) {
    return refuse(403, "Without an Origin, a bridge's token is needed.");
  }

  if (head.count("sec-websocket-protocol") > 0) {
    const auto offered = head.elements("sec-websocket-protocol");
    upgrade.names_subprotocol =
        std::find(offered.begin(), offered.end(), protocol::subprotocol) != offered.end();
    if (!upgrade.names_subprotocol) {
      return refuse(400, "The only subprotocol spoken here is palpate.v1.");
    }
  }
  return upgrade;
}

}  // namespace

Verdict judge(const RequestHead& head, const Peer& peer, const HttpPolicy& policy) {
  if (!head.host.empty() && !is_known_host(head.host, policy)) {
    return refuse(421, "This server does not answer for that host.");
  }
  const bool is_get = head.method == "GET";
  if (!is_get && (head.method != "HEAD" || head.path == chat_path)) {
    Refusal refusal = refuse(405, "This method is not taken here.");
    refusal.fields = {{"Allow", head.path == chat_path ? "GET" : "GET, HEAD"}};
    return refusal;
  }
  if (head.count("expect") > 0) return refuse(417, "Nothing is expected of a request here.");
  if (head.path == chat_path) return judge_upgrade(head, peer, policy);

  const auto file = std::find(policy.files.begin(), policy.files.end(), head.path);
  const bool is_state = head.path == health_path || head.path == readiness_path;
  if (file == policy.files.end() && !is_state) {
    Refusal refusal = refuse(404, "There is nothing here.");
    refusal.keep_alive = keeps_alive(head) && !asks_for_websocket(head);
    return refusal;
  }
  if (asks_for_websocket(head)) return refuse(400, "A WebSocket is opened at /v1/chat only.");
  if (head.path == health_path) return ServeHealth{};
  if (head.path == readiness_path) return ServeReadiness{};
  return ServeFile{static_cast<std::size_t>(file - policy.files.begin())};
}

bool keeps_alive(const RequestHead& head) {
  return head.minor_version == 1 && !head.has_element("connection", "close");
}

bool is_valid_origin(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!origin.starts_with(scheme)) continue;
    const auto host = origin.substr(scheme.size());
    return is_valid_host(host) && host == lower(host);
  }
  return false;
}

}  // namespace palpate::transport
