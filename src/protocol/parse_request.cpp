// Requests: from the text of a frame to a Request, or to the Failure that answers it.
//
// The text comes from anybody on the network. Every member is checked for type and size, members
// that a frame does not have are refused, and no message repeats what was sent.
#include <boost/json.hpp>
#include <initializer_list>
#include <optional>

#include "base/strict_json.hpp"
#include "protocol/frames.hpp"

namespace palpate::protocol {
namespace {

namespace json = boost::json;

constexpr std::int64_t max_turn = std::int64_t{1} << 53;

/// What is wrong with a frame; the message is for people.
struct Fault {
  std::string_view code;
  std::string message;
};

std::string bad_json_message(const JsonError& error) {
  std::string where =
      " (line " + std::to_string(error.line) + ", column " + std::to_string(error.column) + ")";
  if (error.code == "duplicate_key") return "A key stands twice in one object" + where + ".";
  if (error.code == "too_deep") return "The frame is nested too deep" + where + ".";
  if (error.code == "not_an_integer") {
    return "Numbers must be whole and within 2^53" + where + ".";
  }
  if (error.code == "nul_character") {
    return "A string holds the character U+0000" + where + ".";
  }
  return "The frame is not JSON" + where + ".";
}

std::string quoted(std::string_view member) {
  return "\"" + std::string(member) + "\"";
}

/// Reads the members of one frame; the first fault is kept and later reads give nothing.
class FrameReader {
 public:
  explicit FrameReader(const json::object& object) : object_(object) {}

  bool has(std::string_view member) const { return object_.contains(member); }

  /// A string of `min` to `max` bytes; a missing member reads as empty when `min` is 0.
  std::string text(std::string_view member, std::size_t min, std::size_t max) {
    const json::value* value = object_.if_contains(member);
    if (value == nullptr) {
      if (min > 0) fail(quoted(member) + " is missing.");
      return {};
    }
    const json::string* string = value->if_string();
    if (string == nullptr) {
      fail(quoted(member) + " must be a string.");
      return {};
    }
    if (string->size() < min || string->size() > max) {
      fail(quoted(member) + " must have " + std::to_string(min) + " to " + std::to_string(max) +
           " bytes.");
      return {};
    }
    return std::string(string->data(), string->size());
  }

  std::int64_t turn() {
    const json::value* value = object_.if_contains("turn");
    if (value == nullptr) {
      fail("\"turn\" is missing.");
      return 0;
    }
    const std::int64_t* number = value->if_int64();
    if (number == nullptr || *number < 1 || *number > max_turn) {
      fail("\"turn\" must be a whole number from 1.");
      return 0;
    }
    return *number;
  }

  AnswerValue value() {
    const json::value* value = object_.if_contains("value");
    if (value == nullptr) {
      fail("\"value\" is missing.");
      return {};
    }
    if (const std::int64_t* number = value->if_int64()) return {*number};
    if (value->is_string()) return {text("value", 1, max_name_bytes)};
    if (const json::array* list = value->if_array()) return {options(*list)};
    if (const json::object* rows = value->if_object()) return {grid(*rows)};
    fail("\"value\" must be a string, a whole number, a list of strings or an object of strings.");
    return {};
  }

  /// Refuses every member that is not in `members` nor one that all frames have.
  void only(std::initializer_list<std::string_view> members) {
    for (const auto& [key, value] : object_) {
      std::string_view name(key.data(), key.size());
      if (name == "type" || name == "id" || name == "conversation") continue;
      bool known = false;
      for (std::string_view member : members) known = known || name == member;
      if (!known) fail("The frame has a member that frames of its type do not have.");
    }
  }

  void fail(std::string message) {
    if (!fault_) fault_ = Fault{error_codes::bad_frame, std::move(message)};
  }
  void fail(std::string_view code, std::string message) {
    if (!fault_) fault_ = Fault{code, std::move(message)};
  }
  const std::optional<Fault>& fault() const { return fault_; }

 private:
  std::vector<std::string> options(const json::array& list) {
    std::vector<std::string> result;
    if (list.size() > max_value_options) {
      fail("\"value\" must have at most " + std::to_string(max_value_options) + " options.");
      return result;
    }
    for (const json::value& item : list) {
      const json::string* string = item.if_string();
      if (string == nullptr || string->empty() || string->size() > max_name_bytes) {
        fail("\"value\" must hold option ids of 1 to " + std::to_string(max_name_bytes) +
             " bytes.");
        return result;
      }
      result.emplace_back(string->data(), string->size());
    }
    return result;
  }

  std::vector<std::pair<std::string, std::string>> grid(const json::object& rows) {
    std::vector<std::pair<std::string, std::string>> result;
    if (rows.size() > max_value_rows) {
      fail("\"value\" must have at most " + std::to_string(max_value_rows) + " rows.");
      return result;
    }
    for (const auto& [key, item] : rows) {
      const json::string* string = item.if_string();
      if (key.empty() || key.size() > max_name_bytes || string == nullptr || string->empty() ||
          string->size() > max_name_bytes) {
        fail("\"value\" must hold row and option ids of 1 to " + std::to_string(max_name_bytes) +
             " bytes.");
        return result;
      }
      result.emplace_back(std::string(key.data(), key.size()),
                          std::string(string->data(), string->size()));
    }
    return result;
  }

  const json::object& object_;
  std::optional<Fault> fault_;
};

StartFrame read_start(FrameReader& reader) {
  reader.only({"dialogue", "locale", "region", "render"});
  StartFrame frame;
  frame.dialogue = reader.text("dialogue", 0, max_name_bytes);
  frame.locale = reader.text("locale", 0, max_name_bytes);
  frame.region = reader.text("region", 0, max_name_bytes);
  if (reader.has("render")) {
    std::string render = reader.text("render", 1, max_name_bytes);
    if (render == "plain") {
      frame.render = Render::plain;
    } else if (render != "rich") {
      reader.fail("\"render\" must be \"rich\" or \"plain\".");
    }
  }
  return frame;
}

SayFrame read_say(FrameReader& reader) {
  reader.only({"turn", "text"});
  SayFrame frame;
  if (reader.has("turn")) frame.turn = reader.turn();
  if (!reader.has("text")) reader.fail("\"text\" is missing.");
  frame.text = reader.text("text", 0, max_text_bytes);
  return frame;
}

AnswerFrame read_answer(FrameReader& reader) {
  reader.only({"turn", "value"});
  AnswerFrame frame;
  frame.turn = reader.turn();
  frame.value = reader.value();
  return frame;
}

void read_body(FrameReader& reader, const std::string& type, Request& request) {
  if (type == "start") {
    request.frame = read_start(reader);
  } else if (type == "resume") {
    reader.only({"token"});
    request.frame = ResumeFrame{reader.text("token", 0, max_token_bytes)};
  } else if (type == "answer") {
    request.frame = read_answer(reader);
  } else if (type == "say") {
    request.frame = read_say(reader);
  } else if (type == "change") {
    reader.only({"fact"});
    request.frame = ChangeFrame{reader.text("fact", 1, max_name_bytes)};
  } else if (type == "back") {
    reader.only({});
    request.frame = BackFrame{};
  } else if (type == "restart") {
    reader.only({});
    request.frame = RestartFrame{};
  } else if (type == "why") {
    reader.only({});
    request.frame = WhyFrame{};
  } else if (type == "help") {
    reader.only({});
    request.frame = HelpFrame{};
  } else {
    reader.fail(error_codes::unknown_type,
                "\"type\" must be start, resume, answer, say, back, change, restart, why or help.");
  }
}

Failure failure(const Request& request, std::string_view code, std::string message) {
  Failure result;
  result.reply_to = request.id;
  result.conversation = request.conversation;
  result.code = code;
  result.message = std::move(message);
  return result;
}

}  // namespace

std::variant<Request, Failure> parse_request(std::string_view text) {
  Request request;
  auto parsed = parse_strict_json(text);
  if (const auto* error = std::get_if<JsonError>(&parsed)) {
    return failure(request, error_codes::bad_json, bad_json_message(*error));
  }
  const json::object* object = std::get<json::value>(parsed).if_object();
  if (object == nullptr) {
    return failure(request, error_codes::bad_frame, "A frame must be a JSON object.");
  }
  FrameReader reader(*object);
  request.id = reader.text("id", 1, max_id_bytes);
  if (reader.has("conversation")) {
    request.conversation = reader.text("conversation", 1, max_conversation_bytes);
  }
  std::string type = reader.text("type", 1, max_name_bytes);
  if (!reader.fault()) read_body(reader, type, request);
  if (reader.fault()) return failure(request, reader.fault()->code, reader.fault()->message);
  return request;
}

}  // namespace palpate::protocol
