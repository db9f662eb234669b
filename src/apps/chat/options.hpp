// The command line of palpate-chat.
#pragma once

#include <optional>
#include <string>
#include <variant>

namespace palpate::chat {

struct Options {
  std::string url;       // of a server, or empty
  std::string dialogue;  // with a url: the name of one of the server's dialogues; without: a folder
  std::string locale;
  std::string region;
  std::string clinic_phone;  // without a url
  std::string script;        // a file of lines, "-" for standard input, or empty
  std::string token;
  std::string color = "auto";
  bool json = false;
};

/// The options, or the exit code after help, version or a complaint was printed.
std::variant<Options, int> read_options(int argc, char** argv);

}  // namespace palpate::chat
