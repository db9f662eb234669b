#include "atlas/stories.hpp"

#include <array>
#include <boost/json.hpp>

#include "base/strict_json.hpp"
#include "dialog/answer_names.hpp"

namespace palpate {
namespace {

namespace json = boost::json;

/// By StoryTurn::Kind: the member that makes a line this kind.
constexpr std::array kind_keys =
    std::to_array<std::string_view>({"answer", "say", "back", "change", "restart", "why", "help"});

Error wrong(std::string message) {
  return {Errc::invalid_argument, std::move(message)};
}

std::string in_turn(std::size_t index, const std::string& message) {
  return "turn " + std::to_string(index + 1) + ": " + message;
}

std::string string_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const json::string* text = value != nullptr ? value->if_string() : nullptr;
  return text != nullptr ? std::string(text->data(), text->size()) : std::string();
}

std::optional<StoryTurn> read_turn(const json::value& value) {
  const json::object* line = value.if_object();
  if (line == nullptr) return std::nullopt;
  StoryTurn turn;
  turn.expect_ask = string_at(*line, "expect_ask");
  for (std::size_t kind = 0; kind < kind_keys.size(); ++kind) {
    const json::value* found = line->if_contains(kind_keys[kind]);
    if (found == nullptr) continue;
    turn.kind = static_cast<StoryTurn::Kind>(kind);
    if (turn.kind == StoryTurn::Kind::answer) turn.text = json::serialize(*found);
    if (turn.kind == StoryTurn::Kind::say || turn.kind == StoryTurn::Kind::change)
      turn.text = string_at(*line, kind_keys[kind]);
    return turn;
  }
  return std::nullopt;
}

/// What a turn puts into the conversation, or what is wrong with it there.
Result<Input> input_of(const Dialog& dialog, const StoryTurn& turn,
                       std::optional<FactIndex> question) {
  const std::string open = question ? dialog.facts[*question].id : "nothing";
  if (!turn.expect_ask.empty() && turn.expect_ask != open)
    return wrong("\"" + turn.expect_ask + "\" is expected, and " + open + " is asked");
  switch (turn.kind) {
    case StoryTurn::Kind::answer: {
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

Result<Story> read_story(std::string_view text) {
  JsonRules rules;
  rules.comments = true;
  auto parsed = parse_strict_json(text, rules);
  if (const auto* error = std::get_if<JsonError>(&parsed)) {
    return wrong("line " + std::to_string(error->line) + ", column " +
                 std::to_string(error->column) + ": " + error->message);
  }
  const json::object* object = std::get<json::value>(parsed).if_object();
  const json::value* turns = object != nullptr ? object->if_contains("turns") : nullptr;
  if (turns == nullptr || !turns->is_array()) return wrong("a story has a list \"turns\"");
  Story story{
      string_at(*object, "title"), string_at(*object, "locale"), string_at(*object, "region"), {}};
  for (const json::value& line : turns->get_array()) {
    std::optional<StoryTurn> turn = read_turn(line);
    if (!turn) {
      return wrong(
          in_turn(story.turns.size(), "write an answer, say, back, change, restart, why or help"));
    }
    story.turns.push_back(std::move(*turn));
  }
  return story;
}

Result<std::vector<Moment>> play(const Dialog& dialog, const Story& story) {
  const Locale& locale = dialog.locale_for(story.locale);
  Step now = start(dialog);
  std::vector<Moment> moments{{now.state.answers, now.walk}};
  for (std::size_t i = 0; i < story.turns.size(); ++i) {
    Result<Input> input = input_of(dialog, story.turns[i], now.walk.question);
    if (!input) return wrong(in_turn(i, input.error().message));
    now = step(dialog, locale, now.state, *input);
    // Its walk then is of the answers before that question.
    if (!now.state.changing) moments.push_back({now.state.answers, now.walk});
  }
  return moments;
}

}  // namespace palpate
