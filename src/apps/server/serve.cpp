#include "apps/server/serve.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <fstream>
#include <iostream>
#include <sstream>

#include "apps/server/dialogs.hpp"
#include "apps/server/log.hpp"
#include "apps/server/pages.hpp"
#include "storage/memory_store.hpp"
#include "storage/sqlite_store.hpp"
#include "transport/server.hpp"
#include "transport/system_ports.hpp"

namespace palpate::server {
namespace {

using transport::LogLevel;

/// What is wrong with an option, and the exit code for it.
struct Complaint {
  ExitCode code;
  std::string text;
};

Complaint wrong(std::string text) {
  return {ExitCode::wrong_options, std::move(text)};
}

ExitCode complain(const Complaint& complaint) {
  std::cerr << "palpate-server: " << complaint.text;
  if (!complaint.text.ends_with('\n')) std::cerr << '\n';
  return complaint.code;
}

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080"
std::optional<Complaint> read_listen(const Options& options, transport::ServerOptions& server) {
  const auto& text = options.listen;
  const auto colon = text.rfind(':');
  std::string address = text.substr(0, colon);
  unsigned port = 0;
  const char* end = text.data() + text.size();
  if (colon == std::string::npos ||
      std::from_chars(text.data() + colon + 1, end, port).ptr != end || colon + 1 == text.size() ||
      port > 65535) {
    return wrong("--listen must be an address and a port, such as 127.0.0.1:8080 or [::1]:8080");
  }
  if (options.port >= 0) port = static_cast<unsigned>(options.port);
  if (address == "localhost") address = "127.0.0.1";
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error) return wrong("--listen: \"" + address + "\" is not a numeric address");
  if (!parsed.is_loopback() && options.behind_proxy.empty()) {
    return wrong("listening on " + address +
                 " without encryption is refused: health answers could be read on their way. Put a "
                 "proxy that ends TLS in front and name its address (--behind-proxy 10.0.0.2), or "
                 "listen on 127.0.0.1.");
  }
  if (parsed.is_loopback() && !options.allow_host.empty() && options.behind_proxy.empty()) {
    return wrong(
        "--allow-host means that a proxy is in front; name its address too (--behind-proxy "
        "127.0.0.1), or all its clients would count as this machine");
  }
  if (!parsed.is_loopback() && options.allow_host.empty()) {
    return wrong(
        "behind a proxy, --allow-host must name the host that browsers use, such as "
        "chat.clinic.example");
  }
  server.address = parsed.to_string();
  server.port = static_cast<std::uint16_t>(port);
  server.policy.hosts = {"localhost", "127.0.0.1", "[::1]"};
  if (!parsed.is_unspecified()) {
    server.policy.hosts.push_back(parsed.is_v6() ? "[" + server.address + "]" : server.address);
  }
  return std::nullopt;
}

std::optional<Complaint> read_bridges(const Options& options, transport::ServerOptions& server) {
  if (options.bridge_tokens.empty()) return std::nullopt;
  std::ifstream file(options.bridge_tokens);
  if (!file) return wrong("--bridge-tokens: " + options.bridge_tokens + " cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  auto keys = transport::BridgeKeys::parse(text.str());
  if (!keys)
    return wrong("--bridge-tokens: " + options.bridge_tokens + ": " + keys.error().message);
  server.policy.bridges = *std::move(keys);
  return std::nullopt;
}

std::optional<Complaint> read_policy(const Options& options, transport::ServerOptions& server) {
  if (auto complaint = read_listen(options, server)) return complaint;
  for (const std::string& host : options.allow_host) {
    if (!transport::is_valid_host(host)) return wrong("--allow-host: \"" + host + "\" is no host");
    server.policy.hosts.push_back(transport::lower(host));
  }
  for (const std::string& origin : options.allow_origin) {
    if (!transport::is_valid_origin(origin)) {
      return wrong("--allow-origin: \"" + origin +
                   "\" is not an origin as browsers send it, such as https://www.clinic.example");
    }
    server.policy.origins.push_back(origin);
  }
  for (const std::string& proxy : options.behind_proxy) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(proxy, error);
    if (error) return wrong("--behind-proxy: \"" + proxy + "\" is not a numeric address");
    server.proxies.push_back(address.to_string());
  }
  server.policy.allow_no_origin = options.allow_no_origin;
  server.limits = options.limits;
  server.stop_on_signals = true;
  server.log_level = log_level(options.log_level);
  return read_bridges(options, server);
}

// Each connection is a file; the usual soft limit of 1024 would end below Limits::connections.
void raise_file_limit(std::int64_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  constexpr std::int64_t other_files = 64;
  if (limit.rlim_max < static_cast<rlim_t>(connections + other_files)) {
    log_event({LogLevel::warn,
               "few_files",
               {{"detail", "this machine allows fewer open files than --limit-connections"},
                {"files", std::to_string(limit.rlim_max)}}});
  }
}

std::array<std::uint8_t, 32> make_secret(Random& random) {
  std::array<std::uint8_t, 32> secret{};
  random.fill(secret.data(), secret.size());
  return secret;
}

Result<std::unique_ptr<ConversationStore>> open_store(const Options& options, Random& random,
                                                      transport::Server& server) {
  if (options.database == ":memory:") {
    log_event(
        {LogLevel::warn,
         "nothing_is_kept",
         {{"detail", "--database :memory: loses every conversation when this process ends"}}});
    return std::unique_ptr<ConversationStore>(std::make_unique<MemoryStore>(make_secret(random)));
  }
  auto store =
      SqliteStore::open(options.database, SqliteOptions{},
                        [&server](std::function<void()> task) { server.post(std::move(task)); });
  if (!store) return store.error();
  return std::unique_ptr<ConversationStore>(*std::move(store));
}

std::string address_line(const transport::ServerOptions& options, std::uint16_t port) {
  const bool is_v6 = options.address.find(':') != std::string::npos;
  return "http://" + (is_v6 ? "[" + options.address + "]" : options.address) + ":" +
         std::to_string(port) + "/";
}

}  // namespace

ExitCode serve(const Options& options) {
  transport::ServerOptions server_options;
  if (auto complaint = read_policy(options, server_options)) return complain(*complaint);
  auto loaded = load_dialogs(options.dialogs, options.default_region, options.require_proof);
  if (const auto* mistakes = std::get_if<std::string>(&loaded)) {
    return complain({ExitCode::failed, *mistakes});
  }
  if (options.check_config) {
    std::cout << options.as_text;
    return ExitCode::ok;
  }

  start_log(server_options.log_level, options.log_format);
  umask(S_IRWXG | S_IRWXO);  // the database and all beside it are the operator's alone
  raise_file_limit(options.limits.connections);
  transport::SystemClock clock;
  transport::SystemRandom random;
  transport::Server server(server_options, make_pages(options), random, log_event);
  if (auto listening = server.listen(); !listening) {
    return complain({ExitCode::failed, listening.error().message});
  }
  auto store = open_store(options, random, server);
  if (!store) return complain({ExitCode::failed, store.error().message});
  ConversationService service(std::get<Dialogs>(std::move(loaded)), **store, clock, random, server,
                              options.service_limits, options.clinic_phone, log_service_event);
  std::cout << "Palpate is ready: " << address_line(server_options, server.port()) << std::endl;
  log_event({LogLevel::info, "started", {{"port", std::to_string(server.port())}}});
  server.run(service, **store);
  log_event({LogLevel::info, "stopped", {}});
  return ExitCode::ok;
}

}  // namespace palpate::server
