#include "verify/explain.hpp"

#include <cstdio>

#include "apps/check/commands.hpp"
#include "apps/check/given_answers.hpp"
#include "apps/check/progress.hpp"
#include "verify/changes.hpp"
#include "verify/transcript.hpp"

namespace palpate::check {
namespace {

std::optional<Result<Assignment>> patient_of(const Dialog& dialog, const ExplainOptions& options) {
  if (options.story.empty()) return given_answers(dialog, options.answers);
  std::optional<std::string> text = read_text(options.story);
  if (!text) return std::nullopt;
  return answers_of_story(dialog, *text);
}

/// What the patient answered although nobody asked.
std::string never_asked(const Dialog& dialog, const Assignment& given, const Walk& walk) {
  std::string text;
  for (std::size_t i = 0; i < given.size(); ++i) {
    bool asked = std::find(walk.asked.begin(), walk.asked.end(), i) != walk.asked.end();
    if (given[i] && !asked) text += (text.empty() ? "" : ", ") + dialog.facts[i].id;
  }
  return text.empty() ? text
                      : "Not asked in this conversation, so it counts for nothing: " + text + ".\n";
}

}  // namespace

ExitCode explain_answers(const ExplainOptions& options) {
  ExitCode code = ExitCode::good;
  std::optional<Dialog> dialog = load(options.directory, code);
  if (!dialog) return code;
  std::optional<Result<Assignment>> given = patient_of(*dialog, options);
  if (!given) return ExitCode::unreadable;
  if (!*given) return complain(ExitCode::unreadable, given->error().message);
  Assignment patient = **given;
  if (options.plain) answer_plainly(*dialog, patient);
  const Conversation conversation = converse(*dialog, patient);
  std::string text =
      transcript(*dialog, conversation) + "\n" + never_asked(*dialog, **given, conversation.walk);
  if (!conversation.walk.outcome) {
    std::fputs(text.c_str(), stdout);
    const Fact& open = dialog->facts[*conversation.walk.question];
    return complain(ExitCode::unreadable,
                    "the conversation is not over: \"" + open.id +
                        "\" is asked next; add an answer to it, or --plain for all that is left");
  }
  text += why_and_why_not(*dialog, conversation.walk);
  std::vector<Change> changes;
  if (options.most_changes != 0) {
    Progress progress;
    progress.say("looking for the smallest changes");
    changes = smallest_changes(*dialog, conversation, options.most_changes, options.limit);
  }
  text += describe_changes(*dialog, conversation, changes, options.most_changes);
  return write_text("", text);
}

}  // namespace palpate::check
