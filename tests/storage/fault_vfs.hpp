// SQLite's file system with faults that a test switches on.
#pragma once

#include <sqlite3.h>

#include <atomic>

namespace palpate::testing {

/// Register with install(), then open the store with SqliteOptions::vfs = "palpate-fault".
struct FaultVfs {
  static inline std::atomic<bool> sync_fails = false;
  static inline std::atomic<bool> disk_full = false;
  static inline std::atomic<bool> write_fails = false;
  static inline std::atomic<bool> read_only = false;

  static void install() {
    static const bool installed = [] {
      system = sqlite3_vfs_find(nullptr);
      vfs = *system;
      vfs.zName = "palpate-fault";
      vfs.xOpen = open;
      return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
    }();
    (void)installed;
    sync_fails = disk_full = write_fails = read_only = false;
  }

 private:
  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    if (read_only && (flags & SQLITE_OPEN_MAIN_DB) != 0) {
      flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    }
    int code = system->xOpen(system, name, file, flags, out_flags);
    if (code != SQLITE_OK || file->pMethods == nullptr) return code;
    // Log files have other methods than the database (no locks); what can fail here is the same in
    // both.
    sqlite3_io_methods& copy = (flags & SQLITE_OPEN_MAIN_DB) != 0 ? database_methods : log_methods;
    copy = *file->pMethods;
    system_sync = copy.xSync;
    system_write = copy.xWrite;
    copy.xSync = sync;
    copy.xWrite = write;
    file->pMethods = &copy;
    return code;
  }
  static int sync(sqlite3_file* file, int flags) {
    return sync_fails ? SQLITE_IOERR_FSYNC : system_sync(file, flags);
  }
  static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    if (disk_full) return SQLITE_FULL;
    if (write_fails) return SQLITE_IOERR_WRITE;
    return system_write(file, bytes, count, at);
  }

  static inline sqlite3_vfs* system = nullptr;
  static inline sqlite3_vfs vfs{};
  static inline sqlite3_io_methods database_methods{};
  static inline sqlite3_io_methods log_methods{};
  static inline decltype(sqlite3_io_methods::xSync) system_sync = nullptr;
  static inline decltype(sqlite3_io_methods::xWrite) system_write = nullptr;
};

}  // namespace palpate::testing
