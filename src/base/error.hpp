// What can go wrong outside our own code, as values: Errc, Error and Result<T>.
//
// Result is for failures of the world (a database, a socket, a peer, a file). What a patient says
// is never an error (engine/step.hpp), an author's mistake is a Diagnostic (dialog/diagnostic.hpp),
// and a broken invariant of ours stops the process (BOOST_ASSERT, base/assert.cpp).
#pragma once

#include <boost/system/result.hpp>
#include <exception>
#include <string>
#include <string_view>

namespace palpate {

/// The closed set of failure kinds. Callers branch on these; the message of an Error is for people.
enum class Errc {
  io_error = 1,      // a file or socket could not be read or written
  not_found,         // no such conversation, file or dialogue
  already_exists,    // this turn of this conversation is already stored: somebody else was first
  invalid_argument,  // a frame, option or file that is not what it must be
  unavailable,       // the store cannot commit now (disk full, database away): nothing was stored
  unknown_result,    // the connection to the store was lost during a commit: read again before
                     // answering
  corrupt,           // stored data is damaged or altered
  newer_version,     // the database was written by a newer Palpate
  in_use,            // another process holds the database
  limit_reached,     // a named limit is reached; the message names it
};

/// The stable snake_case name of `code`, as it appears in logs and frames.
std::string_view name(Errc code);

/// A failure: its kind for the program, a message for people (what, where, what to do).
struct Error {
  Errc code;
  std::string message;
};

/// Thrown only when a Result is unwrapped without being checked, which is a bug of ours.
class BadResultAccess : public std::exception {
 public:
  explicit BadResultAccess(const Error& error);
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::string text_;
};

/// Makes boost::system::result work with Error (found by argument-dependent look-up).
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace palpate
