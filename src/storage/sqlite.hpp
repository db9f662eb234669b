// SQLite's C interface as values: Database and Statement. Inside the room only.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace palpate {

/// What an (extended) SQLite result code means to us. A failed fsync does not return: it ends the
/// process.
[[nodiscard]] Error sqlite_error(int code, std::string_view doing);

/// A prepared statement, reset when it goes out of use.
class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* database, std::string_view sql, int& code);

  /// Clears what a previous use left.
  Statement& again();
  Statement& bind(int at, std::string_view text);
  Statement& bind(int at, std::int64_t number);
  Statement& bind_blob(int at, std::string_view bytes);

  /// SQLITE_ROW, SQLITE_DONE or an error code; a failed fsync ends the process.
  int step();
  void reset() { sqlite3_reset(statement_.get()); }

  std::int64_t number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string text(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

/// Runs statements without parameters. Gives the SQLite code; a failed fsync ends the process.
int run_sql(sqlite3* database, const char* sql);

/// Ends the process if `code` says that an fsync failed.
void end_after_failed_sync(int code);

}  // namespace palpate
