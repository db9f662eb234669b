// A proof that travels with a dialogue: what palpate-check found, for exactly these bytes.
//
// The report is "proof.json" in the dialogue's folder. It is no signature: it stops mistakes, not
// somebody who forges reports.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "dialog/dialog.hpp"

namespace palpate {

constexpr std::string_view proof_file = "proof.json";

struct ProofReport {
  std::string dialogue;
  std::string version;
  std::string content_hash;   // of the files that were proved
  std::string checker;        // "palpate-check 1.2.0"
  std::string date;           // of the proof: "2026-11-24"
  std::string signed_off_by;  // who answers for the clinical content; may be empty
  std::vector<std::pair<std::string, std::string>> claims;  // id, verdict

  bool passed() const;  // there are claims, and all of them are "proved"
};

/// The report as a file: JSON with a seal over everything else in it.
[[nodiscard]] std::string write_proof_report(const ProofReport& report);

/// The report in `bytes`. Fails with invalid_argument (no report) or corrupt (a byte was changed).
[[nodiscard]] Result<ProofReport> parse_proof_report(std::string_view bytes);

/// The report in the dialogue's folder. Fails like the above, and with not_found or io_error.
[[nodiscard]] Result<ProofReport> read_proof_report(const std::string& directory);

/// Why the dialogue loaded from `directory` carries no passing proof, and what to run; nothing if
/// it does.
[[nodiscard]] std::optional<std::string> why_unproved(const Dialog& dialog,
                                                      const std::string& directory);

}  // namespace palpate
