#include <cstdio>
#include <ctime>
#include <filesystem>

#include "apps/check/commands.hpp"
#include "apps/check/progress.hpp"
#include "apps/check/report.hpp"
#include "dialog/proof_report.hpp"
#include "verify/transcript.hpp"

namespace palpate::check {
namespace {

namespace fs = std::filesystem;

std::string today() {
  std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &utc);
  return text;
}

ExitCode write_proof(const Dialog& dialog, const Report& report, const std::string& directory,
                     const std::string& signed_off_by) {
  ProofReport proof{dialog.id,
                    dialog.version,
                    dialog.content_hash,
                    "palpate-check " PALPATE_VERSION,
                    today(),
                    signed_off_by,
                    {}};
  for (const Claim& claim : report.claims)
    proof.claims.emplace_back(claim.id, verdict_names[static_cast<std::size_t>(claim.verdict)]);
  return write_text((fs::path(directory) / proof_file).string(), write_proof_report(proof));
}

/// A claim of two conversations leaves two stories.
ExitCode save_stories(const Dialog& dialog, const Report& report, const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return complain(ExitCode::unreadable, folder + " cannot be made: " + error.message());
  ExitCode code = ExitCode::good;
  auto save = [&](const Conversation& conversation, const std::string& name,
                  const std::string& title) {
    code = std::max(code, write_text((fs::path(folder) / (name + ".json")).string(),
                                     write_story(story_of(dialog, conversation, title))));
  };
  for (const Claim& claim : report.claims) {
    if (!claim.counterexample) continue;
    save(claim.counterexample->conversation, claim.id, "Breaks " + claim.id + ": " + claim.text);
    if (claim.counterexample->other) {
      save(*claim.counterexample->other, claim.id + "_other",
           "The other conversation that breaks " + claim.id + ": " + claim.text);
    }
  }
  return code;
}

ExitCode verdict_of(const Report& report) {
  if (report.count(Verdict::gave_up) != 0) return ExitCode::gave_up;
  return report.count(Verdict::broken) != 0 ? ExitCode::finding : ExitCode::good;
}

ExitCode prove_one(const std::string& directory, const ProveOptions& options) {
  ExitCode code = ExitCode::good;
  std::optional<Dialog> dialog = load(directory, code);
  if (!dialog) return code;
  const auto start = std::chrono::steady_clock::now();
  Report report;
  {
    Progress progress;
    ProofOptions wanted;
    wanted.limit = options.limit;
    if (options.compared != 0) wanted.compared = options.compared;
    wanted.progress = [&](std::string_view what) {
      progress.say(directory + ": " + std::string(what));
    };
    report = prove(*dialog, wanted);
  }
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  const std::string text =
      options.json ? report_json(*dialog, report, time) : report_text(*dialog, report, time);
  code = write_text("", text);
  if (!options.stories.empty())
    code = std::max(code, save_stories(*dialog, report, options.stories));
  if (options.write_proof)
    code = std::max(code, write_proof(*dialog, report, directory, options.signed_off_by));
  return std::max(code, verdict_of(report));
}

}  // namespace

ExitCode prove_dialogues(const ProveOptions& options) {
  ExitCode worst = ExitCode::good;
  for (const std::string& directory : options.directories)
    worst = std::max(worst, prove_one(directory, options));
  return worst;
}

}  // namespace palpate::check
