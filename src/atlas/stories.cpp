#include "atlas/stories.hpp"

#include "dialog/answer_names.hpp"

namespace palpate {
namespace {

Error wrong(std::string message) {
  return {Errc::invalid_argument, std::move(message)};
}

/// Whether what was said is happening, as the JSON of an answer.
Result<Input> check_answer(const std::string& json) {
  if (json == R"("yes")") return Input(AnswerCheck{Truth::yes});
  if (json == R"("no")") return Input(AnswerCheck{Truth::no});
  if (json == R"("not_sure")") return Input(AnswerCheck{Truth::unknown});
  return wrong("whether something is happening has no answer " + json);
}

/// What a turn puts into the conversation, or what is wrong with it there.
Result<Input> input_of(const Dialog& dialog, const StoryTurn& turn, const Step& now) {
  const std::optional<FactIndex> question = now.walk.question;
  std::string open = question ? dialog.facts[*question].id : "nothing";
  if (now.state.check) open = "check";
  if (!turn.expect_ask.empty() && turn.expect_ask != open)
    return wrong("\"" + turn.expect_ask + "\" is expected, and " + open + " is asked");
  switch (turn.kind) {
    case StoryTurn::Kind::answer: {
      if (now.state.check) return check_answer(turn.text);
      if (!question) return wrong("the conversation has ended");
      std::optional<Value> value = parse_value(dialog, *question, turn.text);
      if (!value) return wrong("\"" + open + "\" has no answer " + turn.text);
      return Input(GiveAnswer{*value});
    }
    case StoryTurn::Kind::change: {
      std::optional<FactIndex> fact = dialog.find_fact(turn.text);
      if (!fact) return wrong("there is no fact called \"" + turn.text + "\"");
      return Input(ChangeAnswer{*fact});
    }
    case StoryTurn::Kind::say:
      return Input(Say{turn.text});
    case StoryTurn::Kind::back:
      return Input(Back{});
    case StoryTurn::Kind::restart:
      return Input(Restart{});
    case StoryTurn::Kind::why:
      return Input(AskWhy{});
    case StoryTurn::Kind::help:
      return Input(AskHelp{});
  }
  return wrong("no such kind of turn");
}

}  // namespace

Result<std::vector<Stood>> play(const Dialog& dialog, const Story& story) {
  const Locale& locale = dialog.locale_for(story.locale);
  Step now = start(dialog);
  std::vector<Stood> stood{{now.state.answers, now.walk}};
  for (std::size_t i = 0; i < story.turns.size(); ++i) {
    Result<Input> input = input_of(dialog, story.turns[i], now);
    if (!input) return wrong("turn " + std::to_string(i + 1) + ": " + input.error().message);
    now = step(dialog, locale, now.state, *input);
    // Its walk then is of the answers before that question.
    if (!now.state.changing && !now.state.check) stood.push_back({now.state.answers, now.walk});
  }
  return stood;
}

}  // namespace palpate
