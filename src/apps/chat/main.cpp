// palpate-chat: composes link, client, lines and screen, and hands over to the chat.

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "apps/chat/chat.hpp"
#include "apps/chat/local_link.hpp"
#include "apps/chat/options.hpp"
#include "apps/chat/socket_link.hpp"
#include "dialog/load.hpp"

namespace {

using namespace palpate;
using namespace palpate::chat;

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool wants_color(const Options& options) {
  if (options.color != "auto") return options.color == "always";
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 && !is_set("NO_COLOR") && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

Look read_look(const Options& options) {
  // Without a locale of its own (a container, cron) the text is UTF-8 all the same.
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
  Look look;
  look.color = wants_color(options);
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    look.width = std::clamp<int>(size.ws_col, min_width, max_width);
  }
  const char* terminal = std::getenv("TERM");
  look.unicode = terminal == nullptr || std::string_view(terminal) != "dumb";
  return look;
}

/// The link that the options ask for, or what is wrong with them.
Result<std::unique_ptr<Link>> make_link(const Options& options, protocol::StartFrame& start) {
  start.locale = options.locale;
  start.region = options.region;
  if (!options.url.empty()) {
    start.dialogue = options.dialogue;
    Result<ServerAddress> address = read_address(options.url);
    if (!address) return address.error();
    return socket_link(std::move(*address), "palpate-chat/" PALPATE_VERSION);
  }
  auto loaded = load_dialog_directory(options.dialogue);
  if (const auto* mistakes = std::get_if<std::vector<Diagnostic>>(&loaded)) {
    const std::string count =
        std::to_string(mistakes->size()) + (mistakes->size() == 1 ? " mistake" : " mistakes");
    std::string list = to_string(*mistakes);
    while (list.ends_with('\n')) list.pop_back();
    return Error{Errc::invalid_argument,
                 options.dialogue + " does not load, " + count + ":\n" + list};
  }
  return local_link(std::make_shared<const Dialog>(std::get<Dialog>(std::move(loaded))),
                    options.clinic_phone);
}

Result<std::unique_ptr<LineReader>> make_lines(const Options& options, const Look& look) {
  if (!options.script.empty()) return script_lines(options.script);
  if (isatty(STDIN_FILENO) == 0) return script_lines("-");
  return terminal_lines(look.color);
}

ClientEvents make_events(const Options& options) {
  ClientEvents events;
  if (options.json) {
    events.received = [](const std::string& frame) { std::cout << frame << std::endl; };
  }
  events.reconnecting = [](const Error& reason, int attempt) {
    std::cerr << (attempt == 1 ? reason.message + "; trying again" : std::string("still trying"))
              << " (" << attempt << " of " << max_attempts << ")\n";
  };
  events.pause = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); };
  return events;
}

int complain(const Error& error) {
  std::cerr << "palpate-chat: " << error.message << "\n";
  return static_cast<int>(ExitCode::usage);
}

}  // namespace

int main(int argc, char** argv) {
  auto parsed = read_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const Options& options = std::get<Options>(parsed);
  const Look look = read_look(options);
  protocol::StartFrame start;
  Result<std::unique_ptr<Link>> link = make_link(options, start);
  if (!link) return complain(link.error());
  Result<std::unique_ptr<LineReader>> lines = make_lines(options, look);
  if (!lines) return complain(lines.error());

  ChatSettings settings;
  settings.json = options.json;
  if (!options.url.empty()) settings.resume_command = "palpate-chat " + options.url + " --resume ";
  Client client(**link, start, make_events(options));
  const Screen screen(look);
  Chat chat(client, **lines, screen, std::cout, std::cerr, settings);
  const int code = static_cast<int>(chat.run(options.token));
  std::cout.flush();
  return code;
}
