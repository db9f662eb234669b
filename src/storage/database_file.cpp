#include "storage/database_file.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "conversation/digest.hpp"

namespace palpate {
namespace {

constexpr mode_t file_mode = 0600;
constexpr std::int64_t application_id = 0x506c7074;  // "Plpt", so that file(1) and we know the file

constexpr const char* schema_sql = R"(
CREATE TABLE meta(
  key TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE conversations(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,        -- ConversationRecord::id
  token_hash TEXT NOT NULL UNIQUE,
  bridge TEXT NOT NULL,
  bridge_key TEXT NOT NULL,
  start_id TEXT NOT NULL,           -- of the frame that began it
  dialogue TEXT NOT NULL,
  version TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  locale TEXT NOT NULL,
  region TEXT NOT NULL,
  plain INTEGER NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX conversations_by_bridge_key ON conversations(bridge, bridge_key) WHERE bridge <> '';
CREATE UNIQUE INDEX conversations_by_start ON conversations(bridge, bridge_key, start_id)
  WHERE bridge <> '';
CREATE TABLE turns(
  id INTEGER PRIMARY KEY,           -- in the order of arrival: a commit writes neighbouring pages
  conversation INTEGER NOT NULL REFERENCES conversations(id),
  turn INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  event TEXT NOT NULL,
  fact TEXT NOT NULL,
  value TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  chain BLOB NOT NULL               -- SHA-256 over the chain of the turn before and this row
) STRICT;
CREATE UNIQUE INDEX turns_by_conversation ON turns(conversation, turn);
)";

Error file_error(const std::string& path, std::string_view what) {
  return Error{Errc::io_error, path + ": " + std::string(what) + ": " + std::strerror(errno)};
}

/// Makes the folder of `path`, private to us. One that exists is left as it is.
Result<void> make_folder(const std::string& path) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) return {};
  std::error_code ec;
  if (std::filesystem::exists(folder, ec)) return {};
  std::filesystem::create_directories(folder.parent_path(), ec);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return file_error(folder.string(), "this folder could not be made");
  }
  return {};
}

/// The one spelling of `path`: without links, so that the lock is of the file and not of one of its
/// names. A link may lead to a database that is not made yet.
Result<std::string> resolve(const std::string& path) {
  constexpr int max_links = 16;
  std::error_code ec;
  std::filesystem::path resolved = std::filesystem::absolute(path, ec);
  for (int links = 0; !ec && links < max_links; ++links) {
    resolved = std::filesystem::weakly_canonical(resolved, ec);
    if (ec || !std::filesystem::is_symlink(std::filesystem::symlink_status(resolved))) break;
    resolved = resolved.parent_path() / std::filesystem::read_symlink(resolved, ec);
  }
  if (ec) return Error{Errc::io_error, path + ": this path leads nowhere: " + ec.message()};
  return resolved.string();
}

Result<FileLock> lock_file(const std::string& path) {
  const std::string lock_path = path + ".lock";
  int file = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, file_mode);
  if (file < 0) return file_error(lock_path, "the lock file could not be opened");
  FileLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    char pid[32] = {};
    const ssize_t size = ::pread(file, pid, sizeof pid - 1, 0);
    std::string who = size > 0 ? "process " + std::string(pid, static_cast<std::size_t>(size))
                               : std::string("another process");
    return Error{Errc::in_use,
                 path + ": " + who + " uses this database; stop it first, or choose another file"};
  }
  const std::string pid = std::to_string(::getpid());
  // The number is a help for people only; the lock itself is what counts.
  if (::ftruncate(file, 0) != 0 ||
      ::pwrite(file, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return file_error(lock_path, "the lock file could not be written");
  }
  return lock;
}

/// Makes the file before SQLite does, so that nobody else can read it at any time. The log files
/// take its mode.
Result<void> make_file(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    return Error{Errc::io_error, path + ": this is a folder; name a file in it"};
  }
  int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, file_mode);
  if (file < 0) return file_error(path, "the database could not be opened for writing");
  ::fchmod(file, file_mode);
  ::close(file);
  return {};
}

Result<std::string> ask(sqlite3* database, const std::string& path, std::string_view sql) {
  int code = SQLITE_OK;
  Statement statement(database, sql, code);
  if (code == SQLITE_OK) code = statement.step();
  if (code == SQLITE_ROW) return statement.text(0);
  if (code == SQLITE_DONE) return std::string();
  return sqlite_error(code, path);
}

Result<void> run(sqlite3* database, const std::string& path, const char* sql) {
  int code = run_sql(database, sql);
  if (code != SQLITE_OK) return sqlite_error(code, path);
  return {};
}

Result<Database> open_file(const std::string& path, const SqliteOptions& options) {
  sqlite3* opened = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &opened,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                                 SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE,
                             options.vfs.empty() ? nullptr : options.vfs.c_str());
  Database database(opened);
  if (code != SQLITE_OK) return sqlite_error(code, path);
  if (sqlite3_db_readonly(database.get(), "main") == 1) return sqlite_error(SQLITE_READONLY, path);
  sqlite3_busy_timeout(database.get(), options.busy_timeout_ms);
  sqlite3_db_config(database.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return database;
}

Result<void> check_file(sqlite3* database, const std::string& path) {
  auto version = ask(database, path, "PRAGMA user_version");
  if (!version) return version.error();
  auto found_id = ask(database, path, "PRAGMA application_id");
  if (!found_id) return found_id.error();
  auto tables = ask(database, path, "SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  if (*tables != "0" && *found_id != std::to_string(application_id)) {
    return Error{Errc::invalid_argument,
                 path + ": this is the database of another program; choose another file"};
  }
  if (std::stoll(*version) > schema_version) {
    return Error{Errc::newer_version, path + ": written by a newer Palpate (schema " + *version +
                                          ", this one knows " + std::to_string(schema_version) +
                                          "); start the newer one"};
  }
  auto check = ask(database, path, "PRAGMA quick_check(1)");
  if (!check) return check.error();
  if (*check != "ok") return sqlite_error(SQLITE_CORRUPT, path);
  return {};
}

Result<void> make_schema(sqlite3* database, const std::string& path) {
  auto version = ask(database, path, "PRAGMA user_version");
  if (!version) return version.error();
  if (*version != "0") return {};
  // From the system's source, not from SQLite's own generator.
  std::string secret(32, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(secret.data()), 32) != 1) {
    return Error{Errc::io_error, path + ": the system gave no random bytes"};
  }
  const std::string script =
      std::string("BEGIN IMMEDIATE;") + schema_sql + "INSERT INTO meta VALUES ('secret', x'" +
      hex(secret) + "'), ('probe', x'');PRAGMA application_id = " + std::to_string(application_id) +
      ";PRAGMA user_version = " + std::to_string(schema_version) + ";COMMIT;";
  auto made = run(database, path, script.c_str());
  if (!made) run_sql(database, "ROLLBACK");
  return made;
}

}  // namespace

FileLock::~FileLock() {
  if (file_ >= 0) ::close(file_);
}

Result<DatabaseFile> open_database_file(const std::string& named, const SqliteOptions& options) {
  DatabaseFile file;
  if (auto made = make_folder(named); !made) return made.error();
  auto resolved = resolve(named);
  if (!resolved) return resolved.error();
  const std::string& path = *resolved;
  auto lock = lock_file(path);
  if (!lock) return lock.error();
  file.lock = std::move(*lock);
  if (auto made = make_file(path); !made) return made.error();
  auto database = open_file(path, options);
  if (!database) return database.error();
  file.database = std::move(*database);
  sqlite3* handle = file.database.get();
  if (auto checked = check_file(handle, path); !checked) return checked.error();
  constexpr const char* settings =
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
      "PRAGMA secure_delete = ON; PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;";
  if (auto set = run(handle, path, settings); !set) return set.error();
  auto mode = ask(handle, path, "PRAGMA journal_mode");
  if (!mode) return mode.error();
  if (*mode != "wal") {
    return Error{Errc::io_error, path +
                                     ": this file system does not allow write-ahead logging; "
                                     "choose a folder on a local disk"};
  }
  if (auto made = make_schema(handle, path); !made) return made.error();
  auto secret = ask(handle, path, "SELECT value FROM meta WHERE key = 'secret'");
  if (!secret) return secret.error();
  if (secret->size() != file.secret.size()) return sqlite_error(SQLITE_CORRUPT, path);
  std::copy(secret->begin(), secret->end(), file.secret.begin());
  return file;
}

}  // namespace palpate
