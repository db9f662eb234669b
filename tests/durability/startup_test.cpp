// Databases that cannot be used, and disks that are full: a clear word, an exit code, and no lost
// turn.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "durability/patient.hpp"
#include "durability/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace palpate::tests {
namespace {

constexpr unsigned nobody = 65534;

/// What the server says when it cannot start on `database`.
std::string refusal(const std::string& database, unsigned user = 0) {
  ServerProcess server({{"--database", database, "--log-level", "error"}, user, {}, true});
  EXPECT_EQ(server.wait(), 1);
  return server.errors();
}

class Startup : public ::testing::Test {
 protected:
  void make_database() {
    ServerProcess server({{"--database", path_, "--log-level", "error"}});
    RawWebSocket client(server.port());
    client.send("{\"type\": \"start\", \"id\": \"a\"}");
    EXPECT_NE(client.read_text(), "");
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0);
  }

  void overwrite(std::streamoff at, const std::string& bytes) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file << bytes;
  }

  const palpate::testing::TemporaryDirectory directory_;
  const std::string path_ = directory_.file("palpate.db");
};

TEST_F(Startup, ASecondServerOnTheDatabaseIsRefused) {
  ServerProcess first({{"--database", path_, "--log-level", "error"}});
  EXPECT_EQ(refusal(path_), "palpate-server: " + path_ + ": process " +
                                std::to_string(first.pid()) +
                                " uses this database; stop it first, or choose another file\n");
  RawWebSocket client(first.port());  // the first one goes on
  client.send("{\"type\": \"start\", \"id\": \"a\"}");
  EXPECT_NE(client.read_text().find("\"token\""), std::string::npos);
}

TEST_F(Startup, AFileThatIsNoDatabaseIsRefused) {
  std::ofstream(path_) << std::string(8192, 'x');
  EXPECT_EQ(refusal(path_), "palpate-server: " + path_ +
                                ": file is not a database; restore a backup, or move the file "
                                "away to begin anew\n");
}

TEST_F(Startup, ADamagedDatabaseIsRefused) {
  make_database();
  overwrite(4096, std::string(16384, '\xaa'));
  EXPECT_EQ(refusal(path_), "palpate-server: " + path_ +
                                ": database disk image is malformed; restore a backup, or move "
                                "the file away to begin anew\n");
}

TEST_F(Startup, ADatabaseOfANewerVersionIsRefusedAndLeftAsItIs) {
  make_database();
  constexpr std::streamoff user_version = 60;  // in the header of the file format
  overwrite(user_version, std::string("\0\0\0\x63", 4));
  EXPECT_EQ(refusal(path_), "palpate-server: " + path_ +
                                ": written by a newer Palpate (schema 99, this one knows 1); "
                                "start the newer one\n");
  std::ifstream file(path_, std::ios::binary);
  file.seekg(user_version + 3);
  EXPECT_EQ(file.get(), 0x63);
}

TEST_F(Startup, ADatabaseThatCannotBeWrittenIsRefused) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to become somebody else";
  make_database();
  const std::string folder = path_.substr(0, path_.rfind('/'));
  ::chmod(folder.c_str(), 0555);
  EXPECT_EQ(
      refusal(path_, nobody),
      "palpate-server: " + path_ + ".lock: the lock file could not be opened: Permission denied\n");
  ::unlink((path_ + ".lock").c_str());
  ::chmod(folder.c_str(), 0777);
  ::chmod(path_.c_str(), 0444);
  EXPECT_EQ(refusal(path_, nobody),
            "palpate-server: " + path_ +
                ": the database could not be opened for writing: Permission denied\n");
}

TEST_F(Startup, APortInUseIsNamed) {
  ServerProcess first({{"--database", path_, "--log-level", "error"}});
  const auto port = std::to_string(first.port());
  ServerProcess second({{"--database", directory_.file("other.db")}, 0, {}, true, port});
  EXPECT_EQ(second.wait(), 1);
  EXPECT_EQ(second.errors(),
            "palpate-server: 127.0.0.1 port " + port + " is in use by another program\n");
}

/// A disk of one megabyte.
class SmallDisk {
 public:
  explicit SmallDisk(std::string path) : path_(std::move(path)) {
    ::mkdir(path_.c_str(), 0700);
    is_mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=1m") == 0;
  }
  ~SmallDisk() {
    if (is_mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  bool is_mounted() const { return is_mounted_; }

 private:
  std::string path_;
  bool is_mounted_ = false;
};

int readiness(std::uint16_t port) {
  RawClient client(port);
  client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  return status_of(client.read_response());
}

TEST_F(Startup, AFullDiskIsSaidAndNothingIsLost) {
  const std::string folder = directory_.file("disk");
  const SmallDisk disk(folder);
  if (!disk.is_mounted()) GTEST_SKIP() << "needs root, to mount a small disk";
  ServerProcess server({{"--database", folder + "/palpate.db", "--log-level", "error",
                         "--limit-client-rate", "0", "--limit-client-per-minute", "0"}});
  RawWebSocket client(server.port());
  client.send("{\"type\": \"start\", \"id\": \"a\"}");
  auto reply = protocol::parse_reply(client.read_text());
  const std::string token = std::get<protocol::Turn>(reply).token;
  client.send("{\"type\": \"answer\", \"id\": \"b\", \"turn\": 1, \"value\": \"pain_now\"}");
  reply = protocol::parse_reply(client.read_text());
  EXPECT_EQ(std::get<protocol::Turn>(reply).turn, 2);

  const std::string filler = folder + "/filler";
  std::ofstream(filler) << std::string(4U << 20U, 'x');
  std::string code;
  for (int i = 0; i < 200 && code.empty();
       ++i) {  // until the room in the write-ahead log is used up
    client.send("{\"type\": \"restart\", \"id\": \"r" + std::to_string(i) + "\"}");
    reply = protocol::parse_reply(client.read_text());
    if (const auto* failure = std::get_if<protocol::Failure>(&reply)) code = failure->code;
  }
  EXPECT_EQ(code, protocol::error_codes::unavailable);
  EXPECT_EQ(readiness(server.port()), 503);
  {
    RawClient late(server.port());
    late.send(upgrade_request());
    EXPECT_EQ(status_of(late.read_response()), 503);
  }

  ::unlink(filler.c_str());
  for (int i = 0; i < 100 && readiness(server.port()) != 200; ++i) ::usleep(50'000);
  EXPECT_EQ(readiness(server.port()), 200);
  RawWebSocket again(server.port());
  again.send("{\"type\": \"resume\", \"id\": \"z\", \"token\": \"" + token + "\"}");
  reply = protocol::parse_reply(again.read_text());
  EXPECT_GE(std::get<protocol::Turn>(reply).turn, 2);
  again.send("{\"type\": \"restart\", \"id\": \"again\"}");
  reply = protocol::parse_reply(again.read_text());
  EXPECT_TRUE(std::holds_alternative<protocol::Turn>(reply));
}

}  // namespace
}  // namespace palpate::tests
