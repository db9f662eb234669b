#include "apps/check/options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/check/exit_code.hpp"

namespace palpate::check {
namespace {

constexpr std::string_view help_text =
    R"(palpate-check: proves that no conversation of a dialogue can reach an unsafe advice

  palpate-check DIR...             every mistake in the files, then a proof of every claim for all conversations
  palpate-check explain DIR ...    why somebody is advised what they are, and what would change it
  palpate-check diff OLD NEW       which patients another version advises otherwise
  palpate-check draw DIR           the graph as a picture
  palpate-check coverage DIR       what the stories exercise, and what they leave out
  palpate-check booklet DIR        everything on paper, for clinical sign-off
  palpate-check signs DIR TEXT...  which warning signs are heard in something that people type

DIR is the folder of a dialogue, for example dialogs/back-pain.

Proof
  --json                 the report as one JSON object a dialogue, a line each
  --save-stories FOLDER  write each conversation that breaks a claim as a story
  --write-proof          store the report as proof.json in DIR, for palpate-server --require-proof
  --signed-off-by NAME   with --write-proof: who answers for the clinical content
  --compare N            compare formula and engine on N random patients (default 512; in full 1000000)

explain DIR [ANSWER...]
  ANSWER                 severity=6  area=low,neck  health=none  urgent=not_sure  prev.swedish=good  prev=never
  --story FILE           the answers of a story instead
  --plain                answer every other question in the plainest way
  --changes N            look for other advice at most N changed answers away (default 2, at most 5)

draw DIR                 --format svg|mermaid|dot (default svg), --output FILE
coverage DIR             --stories FOLDER (default: the dialogue's own)
booklet DIR              --locale TAG, --region NAME, --output FILE
signs DIR [TEXT...]      --locale TAG, --at QUESTION that is open; without TEXT each line of standard input

  --limit SECONDS        for each question to the solver (default 60), with a proof, explain and diff
  --help, --version

Exit codes
  0   proved; explained, drawn or written; no difference; nothing is left out
  1   a mistake, a broken claim, a difference, something that no story exercises
  2   wrong options, or a file that cannot be read or written
  3   the solver gave up: nothing is proved
)";

constexpr int good = static_cast<int>(ExitCode::good);

int complain(const std::string& what) {
  std::cerr << "palpate-check: " << what << "\nTry palpate-check --help.\n";
  return static_cast<int>(ExitCode::unreadable);
}

void add_limit(CLI::App& command, std::chrono::seconds& limit) {
  command
      .add_option_function<unsigned>(
          "--limit", [&limit](unsigned seconds) { limit = std::chrono::seconds(seconds); })
      ->check(CLI::Range(1U, 86'400U));
}

/// Everything that can be said, each command into its own options.
struct CommandLine {
  ProveOptions prove;
  ExplainOptions explain;
  DiffOptions diff;
  DrawOptions draw;
  CoverageOptions coverage;
  BookletOptions booklet;
  SignsOptions signs;
  bool help = false, version = false;
  CLI::App app;
  CLI::App* explain_command = nullptr;
  CLI::App* diff_command = nullptr;
  CLI::App* draw_command = nullptr;
  CLI::App* coverage_command = nullptr;
  CLI::App* booklet_command = nullptr;
  CLI::App* signs_command = nullptr;

  CommandLine() {
    app.set_help_flag();
    app.add_flag("-h,--help", help);
    app.add_flag("--version", version);
    app.add_option("DIR", prove.directories);
    app.add_flag("--json", prove.json);
    app.add_option("--save-stories", prove.stories);
    app.add_flag("--write-proof", prove.write_proof);
    app.add_option("--signed-off-by", prove.signed_off_by);
    app.add_option("--compare", prove.compared)->check(CLI::Range(1U, 1'000'000'000U));
    add_limit(app, prove.limit);
    app.require_subcommand(0, 1);

    explain_command = command("explain", explain.directory);
    explain_command->add_option("ANSWER", explain.answers);
    explain_command->add_option("--story", explain.story);
    explain_command->add_flag("--plain", explain.plain);
    explain_command->add_option("--changes", explain.most_changes)->check(CLI::Range(0U, 5U));
    add_limit(*explain_command, explain.limit);

    diff_command = command("diff", diff.before, "OLD");
    diff_command->add_option("NEW", diff.after)->required();
    add_limit(*diff_command, diff.limit);

    draw_command = command("draw", draw.directory);
    draw_command->add_option("--format", draw.format)
        ->check(CLI::IsMember({"svg", "mermaid", "dot"}));
    draw_command->add_option("-o,--output", draw.output);

    coverage_command = command("coverage", coverage.directory);
    coverage_command->add_option("--stories", coverage.stories);

    booklet_command = command("booklet", booklet.directory);
    booklet_command->add_option("--locale", booklet.locale);
    booklet_command->add_option("--region", booklet.region);
    booklet_command->add_option("-o,--output", booklet.output);

    signs_command = command("signs", signs.directory);
    signs_command->add_option("TEXT", signs.texts);
    signs_command->add_option("--locale", signs.locale);
    signs_command->add_option("--at", signs.question);
  }

  CLI::App* command(const std::string& name, std::string& directory,
                    const std::string& called = "DIR") {
    CLI::App* added = app.add_subcommand(name);
    added->set_help_flag();
    added->add_flag("-h,--help", help);
    added->add_option(called, directory);
    return added;
  }

  Command chosen() const {
    if (*explain_command) return explain;
    if (*diff_command) return diff;
    if (*draw_command) return draw;
    if (*coverage_command) return coverage;
    if (*booklet_command) return booklet;
    if (*signs_command) return signs;
    return prove;
  }
};

/// What CLI11 cannot know: which options go together. Empty when all is well.
std::string contradiction(const Command& command) {
  if (const auto* prove = std::get_if<ProveOptions>(&command)) {
    if (prove->directories.empty()) return "name the folder of a dialogue, or a command";
    if (!prove->signed_off_by.empty() && !prove->write_proof)
      return "--signed-off-by goes with --write-proof";
  }
  if (const auto* explain = std::get_if<ExplainOptions>(&command)) {
    if (explain->directory.empty()) return "explain: name the folder of a dialogue";
    if (!explain->story.empty() && !explain->answers.empty())
      return "explain: give a story or answers, not both";
  }
  const bool is_without_folder = std::visit(
      [](const auto& options) {
        if constexpr (requires { options.directory; }) return options.directory.empty();
        return false;
      },
      command);
  return is_without_folder ? "name the folder of a dialogue" : "";
}

}  // namespace

std::variant<Command, int> read_options(int argc, const char* const* argv) {
  CommandLine line;
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (!line.help) return complain(error.what());
  }
  if (line.help) {
    std::cout << help_text;
    return good;
  }
  if (line.version) {
    std::cout << "palpate-check " PALPATE_VERSION "\n";
    return good;
  }
  Command command = line.chosen();
  if (std::string why = contradiction(command); !why.empty()) return complain(why);
  return command;
}

}  // namespace palpate::check
