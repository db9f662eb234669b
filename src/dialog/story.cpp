#include "dialog/story.hpp"

#include <array>
#include <boost/json.hpp>

#include "base/strict_json.hpp"

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

json::array names(const std::vector<std::string>& all) {
  json::array list;
  for (const std::string& name : all) list.emplace_back(name);
  return list;
}

std::string quoted(std::string_view text) {
  return json::serialize(json::value(text));
}

std::string line_of(const StoryTurn& turn) {
  std::string line = "{";
  if (!turn.expect_ask.empty()) line += "\"expect_ask\": " + quoted(turn.expect_ask) + ", ";
  line += quoted(kind_keys[static_cast<std::size_t>(turn.kind)]) + ": ";
  switch (turn.kind) {
    case StoryTurn::Kind::answer:
      return line + turn.text + "}";
    case StoryTurn::Kind::say:
    case StoryTurn::Kind::change:
      return line + quoted(turn.text) + "}";
    default:
      return line + "true}";
  }
}

std::string result_of(const StoryResult& expected) {
  json::object result{{"disposition", expected.disposition}, {"flags", names(expected.flags)}};
  if (!expected.primary.empty()) {
    result["primary"] = expected.primary;
    result["allowed"] = names(expected.allowed);
    result["schedule"] = expected.schedule;
  }
  return json::serialize(result);
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
  Story story{string_at(*object, "title"),
              string_at(*object, "locale"),
              string_at(*object, "region"),
              {},
              {}};
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

std::string write_story(const Story& story) {
  std::string text = "{\n  \"title\": " + quoted(story.title) +
                     ",\n  \"locale\": " + quoted(story.locale) +
                     ", \"region\": " + quoted(story.region) + ",\n  \"turns\": [";
  std::string separator = "\n";
  for (const StoryTurn& turn : story.turns) {
    text += separator + "    " + line_of(turn);
    separator = ",\n";
  }
  return text + "\n  ],\n  \"result\": " + (story.result ? result_of(*story.result) : "null") +
         "\n}\n";
}

}  // namespace palpate
