// SIGKILL in the middle of fifty conversations, again and again: nothing acknowledged is lost or
// counts twice.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "durability/patient.hpp"
#include "durability/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace palpate::tests {
namespace {

constexpr int patients_at_once = 50;

int rounds() {
  if (const char* wanted = std::getenv("PALPATE_KILL_ROUNDS")) return std::atoi(wanted);
  return std::getenv("PALPATE_SANITIZED") ? 4 : 20;
}

ProcessOptions with_database(const std::string& path) {
  return {{"--database", path, "--log-level", "error", "--limit-client-rate", "0",
           "--limit-client-per-minute", "0", "--limit-connections-per-address", "200"}};
}

template <class Task>
void all_at_once(std::vector<Patient>& patients, Task task) {
  std::vector<std::thread> threads;
  threads.reserve(patients.size());
  for (Patient& patient : patients) threads.emplace_back([&patient, &task] { task(patient); });
  for (auto& thread : threads) thread.join();
}

void expect_no_faults(const std::vector<Patient>& patients) {
  for (const Patient& patient : patients) {
    for (const auto& fault : patient.faults()) ADD_FAILURE() << fault;
  }
}

TEST(Durability, NoAcknowledgedAnswerIsLostOrDoubledBySigkill) {
  const palpate::testing::TemporaryDirectory directory;
  const auto options = with_database(directory.file("palpate.db"));
  std::vector<Patient> patients;
  for (unsigned i = 0; i < patients_at_once; ++i) patients.emplace_back(i + 1);
  std::mt19937 random(7);
  double slowest_start = 0;
  for (int round = 0; round < rounds(); ++round) {
    const auto began = std::chrono::steady_clock::now();
    ServerProcess server(options);
    slowest_start =
        std::max(slowest_start,
                 std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    std::thread killer([&server, pause = 100 + random() % 300] {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause));
      server.signal(SIGKILL);
    });
    all_at_once(patients, [&](Patient& patient) { patient.talk(server.port()); });
    killer.join();
    EXPECT_EQ(server.wait(), 128 + SIGKILL);
    expect_no_faults(patients);
    if (HasFailure()) break;
  }

  ServerProcess server(options);
  all_at_once(patients, [&](Patient& patient) { patient.check_all(server.port()); });
  expect_no_faults(patients);
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  std::size_t acknowledged = 0;
  std::size_t conversations = 0;
  for (const Patient& patient : patients) {
    acknowledged += patient.acknowledged();
    conversations += patient.conversations();
  }
  EXPECT_GT(acknowledged, static_cast<std::size_t>(rounds()) * patients_at_once / 5);
  std::printf(
      "%d kills, %zu conversations, %zu acknowledged answers: each there exactly once; slowest "
      "start %.2f s\n",
      rounds(), conversations, acknowledged, slowest_start);
}

TEST(Durability, SigtermLosesNothingAndExitsWithZero) {
  const palpate::testing::TemporaryDirectory directory;
  const auto options = with_database(directory.file("palpate.db"));
  std::vector<Patient> patients;
  for (unsigned i = 0; i < patients_at_once; ++i) patients.emplace_back(i + 100);
  for (int round = 0; round < 3; ++round) {
    ServerProcess server(options);
    std::thread ender([&server] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      server.signal(SIGTERM);
    });
    all_at_once(patients, [&](Patient& patient) { patient.talk(server.port()); });
    ender.join();
    EXPECT_EQ(server.wait(), 0);
  }
  ServerProcess server(options);
  all_at_once(patients, [&](Patient& patient) { patient.check_all(server.port()); });
  expect_no_faults(patients);
}

}  // namespace
}  // namespace palpate::tests
