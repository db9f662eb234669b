#include "storage/sqlite.hpp"

#include <cstdio>
#include <cstdlib>

#include "storage/sqlite_store.hpp"

namespace palpate {

void end_after_failed_sync(int code) {
  if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC) return;
  // No destructors: they would checkpoint and acknowledge with the same broken disk.
  std::fputs(
      "palpate: the disk failed to sync the database; nothing more can be promised, so the "
      "process ends here\n",
      stderr);
  std::_Exit(SqliteStore::exit_after_failed_sync);
}

Error sqlite_error(int code, std::string_view doing) {
  end_after_failed_sync(code);
  Errc kind = Errc::io_error;
  std::string hint;
  switch (code & 0xff) {
    case SQLITE_FULL:
      kind = Errc::unavailable;
      hint = "; the disk is full: make room, then it works again by itself";
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_IOERR:
      kind = Errc::unavailable;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      kind = Errc::corrupt;
      hint = "; restore a backup, or move the file away to begin anew";
      break;
    case SQLITE_READONLY:
      hint = "; give the server write access to the file and its folder";
      break;
    case SQLITE_CANTOPEN:
      hint = "; check that its folder exists and that the server may write there";
      break;
    default:
      break;
  }
  return Error{kind, std::string(doing) + ": " + sqlite3_errstr(code) + hint};
}

Statement::Statement(sqlite3* database, std::string_view sql, int& code) {
  sqlite3_stmt* made = nullptr;
  code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                            SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  statement_.reset(made);
}

Statement& Statement::again() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
  // A null pointer would bind NULL, and no column of ours takes it.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(statement_.get(), at, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int at, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), at, number);
  return *this;
}

Statement& Statement::bind_blob(int at, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), at, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  return *this;
}

int Statement::step() {
  int code = sqlite3_step(statement_.get());
  end_after_failed_sync(code);
  return code;
}

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

int run_sql(sqlite3* database, const char* sql) {
  int code = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  end_after_failed_sync(code);
  return code;
}

}  // namespace palpate
