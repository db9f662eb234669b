// Measures palpate-server over the loopback beside a raw Beast server, interleaved, and prints a
// table of ratios.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "bench/load.hpp"
#include "bench/server.hpp"

namespace palpate::bench {
namespace {

struct Shape {
  const char* name;
  int connections;
  int conversations;
};
constexpr Shape shapes[] = {{"1 connection", 1, 1},
                            {"100 connections", 100, 1},
                            {"1000 connections", 1000, 1},
                            {"1 bridge x 1000", 1, 1000}};

enum Kind { echo, memory, disk };
constexpr const char* kind_names[] = {"raw Beast, same bytes",
                                      "palpate, :memory:", "palpate, SQLite on disk"};

struct Sample {
  LoadResult load;
  double cpu_us = 0;  // of the server, a turn
};

std::vector<std::string> command(Kind kind, const std::string& folder) {
  const std::string programs = PALPATE_BINARY_DIR "/bin/";
  if (kind == echo) return {programs + "palpate-bench-echo"};
  static int number = 0;
  const std::string database = folder + "/" + std::to_string(++number) + ".db";
  return {programs + "palpate-server",
          "--port",
          "0",
          "--dialogs",
          PALPATE_SOURCE_DIR "/dialogs",
          "--database",
          kind == memory ? ":memory:" : database,
          "--bridge-tokens",
          folder + "/tokens",
          "--log-level",
          "error",
          "--limit-client-rate",
          "0",
          "--limit-client-per-minute",
          "0",
          "--limit-bridge-rate",
          "0",
          "--limit-connections-per-address",
          "5000",
          "--limit-turns-per-conversation",
          "100000000"};
}

Sample measure(Kind kind, const Shape& shape, const std::vector<Step>& script,
               const std::string& folder) {
  Server server(command(kind, folder));
  struct Context {
    const Server& server;
    double cpu_before = 0;
  } context{server};
  LoadOptions options;
  options.port = server.port();
  options.connections = shape.connections;
  options.conversations = shape.conversations;
  options.is_echo = kind == echo;
  const auto on_measuring = [](void* pointer) {
    auto& it = *static_cast<Context*>(pointer);
    it.cpu_before = it.server.cpu_seconds();
  };
  Sample sample;
  sample.load = run_load(options, script, on_measuring, &context);
  const auto turns = static_cast<double>(std::max<std::uint64_t>(sample.load.turns, 1));
  sample.cpu_us = (server.cpu_seconds() - context.cpu_before) * 1e6 / turns;
  return sample;
}

template <class Get>
double median(const std::vector<Sample>& samples, Get get) {
  std::vector<double> values;
  for (const Sample& sample : samples) values.push_back(get(sample));
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void print_row(const Shape& shape, const std::map<Kind, std::vector<Sample>>& by_kind) {
  const auto turns = [](const Sample& sample) { return sample.load.turns_per_second; };
  const auto cpu = [](const Sample& sample) { return sample.cpu_us; };
  const double echo_turns = median(by_kind.at(echo), turns);
  const double echo_cpu = median(by_kind.at(echo), cpu);
  for (const auto& [kind, samples] : by_kind) {
    std::printf("| %-16s | %-23s | %9.0f | %7.2f | %7.2f | %6.1f | %5.2f | %5.2f |\n", shape.name,
                kind_names[kind], median(samples, turns),
                median(samples, [](const Sample& s) { return s.load.p50_ms; }),
                median(samples, [](const Sample& s) { return s.load.p99_ms; }),
                median(samples, cpu), median(samples, turns) / echo_turns,
                echo_cpu / median(samples, cpu));
  }
  std::fflush(stdout);
}

int run(int rounds) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  // In the build folder: /tmp may be memory, where no commit costs what it costs on a disk.
  std::string folder = PALPATE_BINARY_DIR "/bench-XXXXXX";
  if (!mkdtemp(folder.data())) return 1;
  std::ofstream(folder + "/tokens") << "bench " << bridge_token << "\n";

  std::vector<Step> script;
  {
    const Server server(command(memory, folder));
    script = record_script(server.port());
  }
  std::size_t request_bytes = 0, reply_bytes = 0;
  for (const Step& step : script) {
    request_bytes += step.request_bytes;
    reply_bytes += step.reply_bytes;
  }
  bind_to_core(load_core);
  std::printf(
      "A conversation of %zu turns, on average %zu B in and %zu B out; medians of %d interleaved "
      "rounds.\n"
      "\"turns\" and \"CPU\" are ratios to the raw Beast server: above 1 is better than it.\n\n"
      "|                  |                         |   turns/s |  p50 ms |  p99 ms | CPU us | "
      "turns |   CPU |\n"
      "| ---------------- | ----------------------- | --------- | ------- | ------- | ------ | "
      "----- | ----- |\n",
      script.size(), request_bytes / script.size(), reply_bytes / script.size(), rounds);
  for (const Shape& shape : shapes) {
    std::map<Kind, std::vector<Sample>> by_kind;
    for (int round = 0; round < rounds; ++round) {
      for (const Kind kind : {echo, memory, disk})
        by_kind[kind].push_back(measure(kind, shape, script, folder));
    }
    print_row(shape, by_kind);
  }
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace palpate::bench

int main(int argc, char** argv) {
  try {
    return palpate::bench::run(argc > 1 ? std::max(1, std::atoi(argv[1])) : 3);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "palpate-bench: %s\n", error.what());
    return 1;
  }
}
