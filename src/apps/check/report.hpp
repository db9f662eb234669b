// A proof as text for people and as JSON for programs.
#pragma once

#include <chrono>
#include <string>

#include "verify/prove.hpp"

namespace palpate::check {

/// Every finding with the conversation that shows it, then what the proof covers.
[[nodiscard]] std::string report_text(const Dialog& dialog, const Report& report,
                                      std::chrono::milliseconds time);

/// One JSON object in one line.
[[nodiscard]] std::string report_json(const Dialog& dialog, const Report& report,
                                      std::chrono::milliseconds time);

}  // namespace palpate::check
