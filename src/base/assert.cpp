// The handler of BOOST_ASSERT, kept on in every build: a state that cannot be must not go on to
// advise anybody.
#include <boost/assert.hpp>
#include <cstdio>
#include <cstdlib>

namespace boost {

void assertion_failed(const char* expression, const char* function, const char* file, long line) {
  std::fprintf(stderr, "palpate: broken invariant: %s\n  in %s (%s:%ld)\n", expression, function,
               file, line);
  std::abort();
}

void assertion_failed_msg(const char* expression, const char* message, const char* function,
                          const char* file, long line) {
  std::fprintf(stderr, "palpate: broken invariant: %s (%s)\n  in %s (%s:%ld)\n", message,
               expression, function, file, line);
  std::abort();
}

}  // namespace boost
