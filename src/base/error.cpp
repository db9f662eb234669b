#include "base/error.hpp"

namespace palpate {

std::string_view name(Errc code) {
  switch (code) {
    case Errc::io_error:
      return "io_error";
    case Errc::not_found:
      return "not_found";
    case Errc::already_exists:
      return "already_exists";
    case Errc::invalid_argument:
      return "invalid_argument";
    case Errc::unavailable:
      return "unavailable";
    case Errc::unknown_result:
      return "unknown_result";
    case Errc::corrupt:
      return "corrupt";
    case Errc::newer_version:
      return "newer_version";
    case Errc::in_use:
      return "in_use";
    case Errc::limit_reached:
      return "limit_reached";
  }
  return "unknown";
}

BadResultAccess::BadResultAccess(const Error& error)
    : text_(std::string(name(error.code)) + ": " + error.message) {}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw BadResultAccess(error);
}

}  // namespace palpate
