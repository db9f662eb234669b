// The database as a file: made, locked, checked and brought to the current schema. Inside the room
// only.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "storage/sqlite.hpp"
#include "storage/sqlite_store.hpp"

namespace palpate {

/// The version of the tables in turn_log.cpp, kept in the database's user_version.
constexpr std::int64_t schema_version = 1;

/// Holds `<path>.lock` for as long as it lives, so that a second process is refused.
class FileLock {
 public:
  FileLock() = default;
  explicit FileLock(int file) : file_(file) {}
  FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~FileLock();

 private:
  int file_ = -1;
};

struct DatabaseFile {
  FileLock lock;  // released after the database is closed
  Database database;
  std::array<std::uint8_t, 32> secret{};
};

/// Opens or makes the database `named`. However it is named, links included, one database has one
/// lock.
[[nodiscard]] Result<DatabaseFile> open_database_file(const std::string& named,
                                                      const SqliteOptions& options);

}  // namespace palpate
