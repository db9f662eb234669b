#include "transport/test_server.hpp"

#include <future>
#include <stdexcept>

#include "dialog/load.hpp"

namespace palpate::tests {
namespace {

Dialogs shipped_dialogs() {
  static const Dialogs dialogs = [] {
    auto loaded = load_dialog_directory(PALPATE_SOURCE_DIR "/dialogs/back-pain");
    if (auto* mistakes = std::get_if<std::vector<Diagnostic>>(&loaded)) {
      throw std::runtime_error(to_string(*mistakes));
    }
    return Dialogs{std::make_shared<const Dialog>(std::get<Dialog>(std::move(loaded)))};
  }();
  return dialogs;
}

}  // namespace

void SwitchStore::append(TurnRecord turn, std::optional<ConversationRecord> opening,
                         Appended done) {
  if (!is_holding) return MemoryStore::append(std::move(turn), std::move(opening), std::move(done));
  held_.emplace_back([this, turn = std::move(turn), opening = std::move(opening),
                      done = std::move(done)]() mutable {
    MemoryStore::append(std::move(turn), std::move(opening), std::move(done));
  });
}

void SwitchStore::release() {
  is_holding = false;
  for (auto& append : std::exchange(held_, {})) append();
}

transport::Limits TestServer::without_rates() {
  transport::Limits limits;
  limits.client_rate = 0;
  limits.client_per_minute = 0;
  limits.bridge_rate = 0;
  return limits;
}

TestServer::TestServer(transport::Limits limits) {
  transport::ServerOptions options;
  options.port = 0;
  options.policy.hosts = {"localhost", "127.0.0.1", "[::1]"};
  options.policy.origins = {"https://www.clinic.example"};
  options.policy.bridges = *transport::BridgeKeys::parse("sms " + bridge_token + "\n");
  options.limits = limits;
  options.limits.tick_ms = 5;
  std::vector<transport::StaticFile> files{
      {"/", "text/html; charset=utf-8", "<!doctype html>\n"},
      {"/widget.js", "text/javascript; charset=utf-8", "export {};\n"}};
  server_ = std::make_unique<transport::Server>(std::move(options), std::move(files), random_,
                                                [](const transport::LogEvent&) {});
  if (auto listening = server_->listen(); !listening) {
    throw std::runtime_error(listening.error().message);
  }
  service_ = std::make_unique<ConversationService>(shipped_dialogs(), store_, clock_, random_,
                                                   *server_, ServiceLimits{}, "020 7946 0000",
                                                   [](const ServiceEvent&) {});
  thread_ = std::thread([this] { server_->run(*service_, store_); });
}

TestServer::~TestServer() {
  stop();
  join();
}

void TestServer::run_there(std::function<void()> task) {
  std::promise<void> done;
  server_->post([&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

void TestServer::join() {
  if (thread_.joinable()) thread_.join();
}

std::string start_frame(const std::string& id, const std::string& conversation) {
  return "{\"type\": \"start\", \"id\": \"" + id + "\"" +
         (conversation.empty() ? "" : ", \"conversation\": \"" + conversation + "\"") + "}";
}

}  // namespace palpate::tests
