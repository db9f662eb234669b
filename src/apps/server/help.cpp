#include "apps/server/options.hpp"

namespace palpate::server {
namespace {

constexpr std::string_view main_help =
    R"(palpate-server: triage conversations for a clinic's website, over WebSockets

  palpate-server                                  with ./dialogs and ./palpate.db, for this machine only
  palpate-server --database /var/lib/palpate/palpate.db --clinic-phone "020 7946 0000" \
                 --listen 127.0.0.1:8080 --allow-host chat.clinic.example --behind-proxy 127.0.0.1 \
                 --allow-origin https://www.clinic.example

Every option can also be set in the environment (--clinic-phone is PALPATE_CLINIC_PHONE; lists with commas) or in a
file given with --config (clinic-phone = "020 7946 0000"). A flag wins over the environment, that over the file.

Where it listens
  --listen ADDRESS:PORT   default 127.0.0.1:8080. Any address but the loopback needs --behind-proxy, since there is
                          no encryption in this process: a proxy in front ends TLS
  --port N                another port; 0 takes any free one
  --behind-proxy ADDRESS  a proxy whose X-Forwarded-For is believed; may be repeated
  --allow-host HOST       a host name that browsers use for this server, with or without its port; may be repeated.
                          The loopback's names are always known
  --allow-origin ORIGIN   another website whose pages may talk to this server, exactly as browsers name it:
                          https://www.clinic.example; may be repeated. Pages of this server's own may always
  --allow-no-origin       let programs in that are neither browsers nor bridges, from anywhere. From this machine
                          they always may
  --bridge-tokens FILE    lines of "name token": the messaging bridges. A token has 32 characters or more; a name
                          may have two while they are rotated

What it says
  --dialogs FOLDER        a dialogue's folder, or one that holds several; may be repeated; the first dialogue is the
                          default one (default: dialogs)
  --require-proof         serve a dialogue only if palpate-check --write-proof proved exactly these files
  --clinic-name NAME      on the demo page
  --clinic-phone NUMBER   the number that the dialogue gives as the clinic's
  --default-region NAME   whose emergency numbers are given when a client names no region: UK, US, EU ...

What it keeps
  --database FILE         SQLite (default: palpate.db). ":memory:" keeps nothing: conversations are lost at the end

What it tells
  --log-level LEVEL       debug, info, warn or error (default: info)
  --log-format FORMAT     human, or json: one object a line (default: human), on standard error.
                          What patients write is never logged
  --config FILE           options in a file
  --check-config          print all options as such a file, load the dialogues, and exit
  --help, --version

/healthz answers 200 while the process lives, /readyz 503 while it drains or cannot store. SIGTERM and SIGINT let
turns in flight end, tell all clients to come back (close code 1001), and exit with 0.
Exit codes: 0 after a drain, 1 when it cannot start or go on, 2 for wrong options, 70 after a failed fsync.

Limits (defaults)
)";

void add_row(std::string& text, std::string_view name, const std::string& value,
             std::string_view help) {
  std::string row = "  --limit-" + std::string(name) + " " + value;
  row.resize(std::max<std::size_t>(row.size() + 2, 44), ' ');
  text += row + std::string(help) + "\n";
}

}  // namespace

std::string help_text() {
  std::string text(main_help);
  const transport::Limits limits;
  for (const auto& limit : transport::named_limits()) {
    add_row(text, limit.name, std::to_string(limits.*limit.value), limit.help);
  }
  const ServiceLimits service;
  for (const auto& limit : named_service_limits()) {
    add_row(text, limit.name, std::to_string(service.*limit.value), limit.help);
  }
  return text;
}

}  // namespace palpate::server
