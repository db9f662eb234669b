#include "understand/understand.hpp"

#include "understand/facts.hpp"
#include "understand/wishes.hpp"

namespace palpate {

Understanding understand(const Dialog& dialog, const TypedMessage& message, const Asked& asked) {
  Understanding made;
  if (message.is_too_long() || message.text().tokens.empty()) return made;
  const Line line(message, asked.today);
  const Wishes wishes(dialog, line, asked);
  const Facts facts(dialog, line, asked);
  if (wishes.is_slash_command()) {
    made.command = command_of(line);
    return made;
  }
  if (facts.read_number_correction(made)) return made;
  if (asked.open && (made.value = bare_answer_in(dialog, line, *asked.open))) {
    made.answering = tokens_of_answer(dialog, line, *asked.open);
    return made;
  }
  if ((made.locale = wishes.language()) || (made.command = wishes.command()) ||
      wishes.read_change(made) || (made.topic = wishes.topic()))
    return made;
  facts.read(made);
  if (made.value || !made.told.empty()) return made;
  if (!(made.command = wishes.command_inside())) made.topic = wishes.topic_inside();
  return made;
}

std::optional<Truth> understand_check(const TypedMessage& message) {
  if (message.is_too_long()) return std::nullopt;
  const Line line(message, std::nullopt);
  if (says_only(line.meant, {MeaningKind::not_sure}, true)) return Truth::unknown;
  if (says_only(line.meant, {MeaningKind::yes}, true)) return Truth::yes;
  // A sign is put aside only by what is nothing but a "no".
  if (says_only(line.meant, {MeaningKind::no}, false)) return Truth::no;
  return std::nullopt;
}

std::optional<Command> understand_command(const TypedMessage& message) {
  if (message.is_too_long()) return std::nullopt;
  const Line line(message, std::nullopt);
  return command_of(line);
}

}  // namespace palpate
