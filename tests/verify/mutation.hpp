// One change of a dialogue's files, as a script says it.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "dialog/load.hpp"

namespace palpate::test {

/// Changes the file `file` of `files` at `at`, a path like a JSON Pointer in which "{h_osteo}" is
/// the row with that id: sets it to `value`, or removes it where that is null. False if there is no
/// such place, or it is so already.
bool mutate(DialogFiles& files, const std::string& file, const std::string& at,
            const boost::json::value& value);

/// The file as JSON, without its comments.
boost::json::value parsed_file(const DialogFiles& files, const std::string& file);

}  // namespace palpate::test
