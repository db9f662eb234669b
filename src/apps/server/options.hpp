// What an operator can set: by flag, environment or config file, with the same names.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "conversation/service.hpp"
#include "transport/limits.hpp"

namespace palpate::server {

struct Options {
  std::string listen = "127.0.0.1:8080";
  int port = -1;  // replaces that of `listen`
  std::vector<std::string> dialogs{"dialogs"};
  bool require_proof = false;
  std::string database = "palpate.db";

  std::string clinic_name;
  std::string clinic_phone;
  std::string default_region;

  std::vector<std::string> allow_origin;
  std::vector<std::string> allow_host;
  std::vector<std::string> behind_proxy;
  std::string bridge_tokens;
  bool allow_no_origin = false;

  std::string log_level = "info";
  std::string log_format = "human";

  transport::Limits limits;
  ServiceLimits service_limits;

  bool check_config = false;
  std::string as_text;  // with check_config: all of the above, as a config file
};

enum class ExitCode : int { ok = 0, failed = 1, wrong_options = 2 };

/// The options, or the exit code when the program has nothing more to do: help or version were
/// printed to standard output, or what is wrong to standard error.
std::variant<Options, ExitCode> read_options(int argc, char** argv);

/// What --help prints.
std::string help_text();

/// A limit of the service that an operator may set.
struct NamedServiceLimit {
  std::string_view name;
  std::size_t ServiceLimits::* value;
  std::string_view help;
};
const std::vector<NamedServiceLimit>& named_service_limits();

}  // namespace palpate::server
