// palpate-server: constructs and connects, nothing else.
#include <csignal>
#include <iostream>

#include "apps/server/options.hpp"
#include "apps/server/serve.hpp"

int main(int argc, char** argv) {
  using palpate::server::ExitCode;
  std::signal(SIGPIPE, SIG_IGN);  // a log pipe whose reader has gone must not end the service
  try {
    auto options = palpate::server::read_options(argc, argv);
    if (const auto* code = std::get_if<ExitCode>(&options)) return static_cast<int>(*code);
    return static_cast<int>(palpate::server::serve(std::get<palpate::server::Options>(options)));
  } catch (const std::exception& error) {
    std::cerr << "palpate-server: " << error.what() << '\n';
    return static_cast<int>(ExitCode::failed);
  }
}
