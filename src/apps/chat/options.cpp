#include "apps/chat/options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/chat/exit_code.hpp"

namespace palpate::chat {
namespace {

constexpr std::string_view help_text =
    R"(palpate-chat: a triage conversation in the terminal

  palpate-chat ws://127.0.0.1:8080/v1/chat       talk to a server
  palpate-chat --dialogue dialogs/back-pain      talk to a dialogue's files, without a server

Where the conversation runs
  URL                 a server's address: ws://host[:port][/path]; without a path it is /v1/chat
  --dialogue FOLDER   without URL: the folder of a dialogue, loaded and run in this process exactly as a server
                      would; every mistake in it is printed. With URL: the name of one of the server's dialogues
  --locale TAG        language, for example en or en-GB (default: the dialogue's first)
  --region NAME       country for the numbers to call, for example UK, US, EU (default: unknown)
  --clinic-phone NR   without URL: the number that the dialogue gives as the clinic's
  --resume TOKEN      with URL: go on with an earlier conversation; also read from PALPATE_TOKEN

What goes in and comes out
  --script FILE       answers, one a line, instead of the keyboard; - is standard input. Empty lines and lines that
                      begin with # are skipped. Standard input that is no terminal is read the same way
  --json              print every frame that arrives, one JSON object a line, instead of text
  --color WHEN        auto, always or never; auto is for terminals, unless NO_COLOR is set
  --help, --version

While it runs
  Type an option's number, or your own words. Commands: /back, /change, /answers, /why, /help, /restart, /quit.
  Ctrl-D leaves and prints how to go on later.

Exit codes
  0   a technique was suggested            2   wrong options, or a dialogue that does not load
  10  a clinician has to say OK first      3   the input ended before the conversation did
  11  urgent: seen the same day            4   the server cannot be reached or was lost
  12  emergency
)";

int complain(const std::string& what) {
  std::cerr << "palpate-chat: " << what << "\nTry palpate-chat --help.\n";
  return static_cast<int>(ExitCode::usage);
}

/// What CLI11 cannot know: which options go together. Empty when all is well.
std::string contradiction(const Options& options) {
  if (options.url.empty() && options.dialogue.empty()) {
    return "give the address of a server (ws://...) or the folder of a dialogue (--dialogue "
           "FOLDER)";
  }
  if (options.url.empty() && !options.token.empty()) {
    return "--resume needs a server; conversations of --dialogue FOLDER end with the program";
  }
  if (!options.url.empty() && !options.clinic_phone.empty()) {
    return "--clinic-phone is the server's to say; it goes with --dialogue FOLDER only";
  }
  return "";
}

}  // namespace

std::variant<Options, int> read_options(int argc, char** argv) {
  Options options;
  bool help = false, version = false;
  CLI::App app;
  app.set_help_flag();
  app.add_flag("-h,--help", help);
  app.add_flag("--version", version);
  app.add_option("url", options.url);
  app.add_option("--dialogue", options.dialogue);
  app.add_option("--locale", options.locale);
  app.add_option("--region", options.region);
  app.add_option("--clinic-phone", options.clinic_phone);
  CLI::Option* resume = app.add_option("--resume", options.token);
  app.add_option("--script", options.script);
  app.add_option("--color", options.color)->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("--json", options.json);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return complain(error.what());
  }
  if (help) {
    std::cout << help_text;
    return static_cast<int>(ExitCode::suggestion);
  }
  if (version) {
    std::cout << "palpate-chat " PALPATE_VERSION "\n";
    return static_cast<int>(ExitCode::suggestion);
  }
  // The variable is for the shell's convenience; it must not turn a local run into a contradiction.
  const char* token = std::getenv("PALPATE_TOKEN");
  if (resume->empty() && token != nullptr && !options.url.empty()) options.token = token;
  if (const std::string why = contradiction(options); !why.empty()) return complain(why);
  return options;
}

}  // namespace palpate::chat
