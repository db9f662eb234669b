#include "apps/server/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "base/spelling.hpp"

namespace palpate::server {
namespace {

std::string environment_name(std::string_view option) {
  std::string name = "PALPATE_";
  for (const char c : option) name += c == '-' ? '_' : static_cast<char>(std::toupper(c));
  return name;
}

template <class Value>
CLI::Option* add(CLI::App& app, const std::string& name, Value& value) {
  return app.add_option("--" + name, value)->capture_default_str();
}

void add_list(CLI::App& app, const std::string& name, std::vector<std::string>& values) {
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ",") + value;
  add(app, name, values)->allow_extra_args(false)->delimiter(',')->default_str(text);
}

void add_limits(CLI::App& app, Options& options) {
  for (const auto& limit : transport::named_limits()) {
    add(app, "limit-" + std::string(limit.name), options.limits.*limit.value)
        ->check(CLI::Range(limit.least, std::int64_t{1} << 40));
  }
  for (const auto& limit : named_service_limits()) {
    add(app, "limit-" + std::string(limit.name), options.service_limits.*limit.value)
        ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 40U));
  }
}

// The command line, with what the environment sets and the command line does not. CLI11 would let
// the config file win over the environment.
std::vector<std::string> all_arguments(const CLI::App& app, int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  std::vector<std::string> from_environment;
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_single_name();
    const char* value = std::getenv(environment_name(name).c_str());
    const bool is_given =
        std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
          return argument == "--" + name || argument.starts_with("--" + name + "=");
        });
    const bool is_question = name == "help" || name == "version" || name == "check-config";
    if (value == nullptr || *value == '\0' || is_given || is_question) continue;
    from_environment.push_back("--" + name + "=" + value);
  }
  arguments.insert(arguments.end(), from_environment.begin(), from_environment.end());
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  return arguments;
}

// "--prot" -> "; did you mean --port?"
std::string suggestion(const CLI::App& app, std::string word) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) names.push_back(option->get_single_name());
  word.erase(0, word.find_first_not_of('-'));
  const auto nearest = nearest_name(word.substr(0, word.find('=')), names);
  return nearest.empty() ? "" : "; did you mean --" + nearest + "?";
}

ExitCode complain(const std::string& what) {
  std::cerr << "palpate-server: " << what << "\nTry palpate-server --help.\n";
  return ExitCode::wrong_options;
}

// Without the options that are not set, so that the text can be read back.
std::string without_empty(const std::string& config) {
  std::istringstream lines(config);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (!line.ends_with("=\"\"")) result += line + "\n";
  }
  return result;
}

std::string last_word(const std::string& text) {
  return text.substr(text.rfind(' ') + 1);
}

void define(CLI::App& app, Options& options) {
  add(app, "listen", options.listen);
  add(app, "port", options.port)->default_str("")->check(CLI::Range(0, 65535));
  add_list(app, "dialogs", options.dialogs);
  app.add_flag("--require-proof", options.require_proof);
  add(app, "database", options.database);
  add(app, "clinic-name", options.clinic_name);
  add(app, "clinic-phone", options.clinic_phone);
  add(app, "default-region", options.default_region);
  add_list(app, "allow-origin", options.allow_origin);
  add_list(app, "allow-host", options.allow_host);
  add_list(app, "behind-proxy", options.behind_proxy);
  add(app, "bridge-tokens", options.bridge_tokens);
  app.add_flag("--allow-no-origin", options.allow_no_origin);
  add(app, "log-level", options.log_level)
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  add(app, "log-format", options.log_format)->check(CLI::IsMember({"human", "json"}));
  add_limits(app, options);
}

}  // namespace

const std::vector<NamedServiceLimit>& named_service_limits() {
  static const std::vector<NamedServiceLimit> limits{
      {"conversations-in-memory", &ServiceLimits::conversations_in_memory,
       "conversations kept at hand; others are loaded when needed"},
      {"conversations-per-bridge", &ServiceLimits::conversations_per_bridge,
       "open conversations of one bridge connection"},
      {"waiting-frames", &ServiceLimits::waiting_frames,
       "frames of a conversation behind the one in work"},
      {"turns-per-conversation", &ServiceLimits::turns_per_conversation,
       "turns of a conversation, misses and changes included"}};
  return limits;
}

std::variant<Options, ExitCode> read_options(int argc, char** argv) {
  Options options;
  bool help = false;
  bool version = false;
  CLI::App app;
  app.set_help_flag();
  app.add_flag("-h,--help", help)->configurable(false);
  app.add_flag("--version", version)->configurable(false);
  app.add_flag("--check-config", options.check_config)->configurable(false);
  app.set_config("--config", "", "", false)->configurable(false);
  app.allow_config_extras(CLI::config_extras_mode::error);
  define(app, options);
  try {
    app.parse(all_arguments(app, argc, argv));
  } catch (const CLI::ExtrasError&) {
    const auto words = app.remaining();
    const std::string word = words.empty() ? "" : words.front();
    return complain("there is no option \"" + word + "\"" + suggestion(app, word));
  } catch (const CLI::ConfigError& error) {
    const auto word = last_word(error.what());
    return complain("the config file has no use for \"" + word + "\"" + suggestion(app, word));
  } catch (const CLI::ParseError& error) {
    return complain(error.what());
  }
  if (help) {
    std::cout << help_text();
    return ExitCode::ok;
  }
  if (version) {
    std::cout << "palpate-server " PALPATE_VERSION "\n";
    return ExitCode::ok;
  }
  if (options.check_config) options.as_text = without_empty(app.config_to_str(true, false));
  return options;
}

}  // namespace palpate::server
