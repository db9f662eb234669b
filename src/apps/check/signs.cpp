#include "understand/signs.hpp"

#include <iostream>

#include "apps/check/commands.hpp"
#include "dialog/labels.hpp"

namespace palpate::check {
namespace {

/// What is heard in `text` at the question `open`, a line each, with the pattern that hears it.
std::string heard(const Dialog& dialog, const Locale& locale, std::optional<FactIndex> open,
                  const std::string& text) {
  std::string lines = text + "\n";
  const std::vector<FoundSign> signs = find_signs(TypedMessage(locale, text), open);
  for (const FoundSign& sign : signs) {
    lines += std::string(sign.certain ? "    certain: " : "    to ask:  ") +
             dialog.facts[sign.fact].id + " " + dialog.facts[sign.fact].options[sign.option] +
             " (" + option_label(dialog, locale, sign.fact, sign.option) + "), by the pattern " +
             std::string(sign.pattern) + "\n";
  }
  return signs.empty() ? lines + "    nothing\n" : lines;
}

}  // namespace

ExitCode hear_signs(const SignsOptions& options) {
  ExitCode code = ExitCode::good;
  std::optional<Dialog> dialog = load(options.directory, code);
  if (!dialog) return code;
  const Locale& locale =
      options.locale.empty() ? dialog->locales.front() : dialog->locale_for(options.locale);
  const std::optional<FactIndex> open = dialog->find_fact(options.question);
  if (!open && !options.question.empty()) {
    std::cerr << "palpate-check: " << options.directory << " has no question \"" << options.question
              << "\"; its facts are in dialogue.json\n";
    return ExitCode::unreadable;
  }
  for (const std::string& text : options.texts)
    code = std::max(code, write_text("", heard(*dialog, locale, open, text)));
  if (!options.texts.empty()) return code;
  for (std::string line; std::getline(std::cin, line);)
    code = std::max(code, write_text("", heard(*dialog, locale, open, line)));
  return code;
}

}  // namespace palpate::check
