// The client's side: a reply of the server back to a Turn or a Failure.
//
// Members that this version does not know are passed over, so that an older client reads a newer
// server. A member of the wrong type makes the whole reply unreadable: half a result must never be
// shown.
#include <boost/json.hpp>

#include "base/strict_json.hpp"
#include "protocol/frames.hpp"

namespace palpate::protocol {
namespace {

namespace json = boost::json;

/// Reads members into values and remembers the first one that has the wrong type.
class ReplyReader {
 public:
  const std::string& fault() const { return fault_; }

  void read(const json::object& object, std::string_view key, std::string& out) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return;
    if (const json::string* text = value->if_string()) {
      out.assign(text->data(), text->size());
    } else {
      fail(key, "a string");
    }
  }
  void read(const json::object& object, std::string_view key, bool& out) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return;
    if (const bool* truth = value->if_bool()) {
      out = *truth;
    } else {
      fail(key, "true or false");
    }
  }
  void read(const json::object& object, std::string_view key, std::int64_t& out) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return;
    if (const std::int64_t* number = value->if_int64()) {
      out = *number;
    } else {
      fail(key, "a whole number");
    }
  }
  void read(const json::object& object, std::string_view key, int& out) {
    std::int64_t number = out;
    read(object, key, number);
    out = static_cast<int>(number);
  }
  void read(const json::object& object, std::string_view key, std::vector<std::string>& out) {
    each(object, key, [&](const json::value& item) {
      if (const json::string* text = item.if_string()) {
        out.emplace_back(text->data(), text->size());
      } else {
        fail(key, "a list of strings");
      }
    });
  }
  template <class T>
  void read(const json::object& object, std::string_view key, std::optional<T>& out) {
    if (object.contains(key)) read(object, key, out.emplace());
  }
  template <class T>
  void read(const json::object& object, std::string_view key, std::vector<T>& out) {
    each(object, key, [&](const json::value& item) {
      if (const json::object* members = item.if_object()) {
        read(*members, out.emplace_back());
      } else {
        fail(key, "a list of objects");
      }
    });
  }
  template <class T>
  void read(const json::object& object, std::string_view key, T& out) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return;
    if (const json::object* members = value->if_object()) {
      read(*members, out);
    } else {
      fail(key, "an object");
    }
  }

  void read(const json::object& o, Message& m) {
    read(o, "kind", m.kind);
    read(o, "id", m.id);
    read(o, "text", m.text);
  }
  void read(const json::object& o, Option& option) {
    read(o, "id", option.id);
    read(o, "label", option.label);
    read(o, "group", option.group);
  }
  void read(const json::object& o, Group& group) {
    read(o, "id", group.id);
    read(o, "label", group.label);
  }
  void read(const json::object& o, GridRow& row) {
    read(o, "id", row.id);
    read(o, "label", row.label);
    read(o, "options", row.options);
  }
  void read(const json::object& o, Ask& ask) {
    read(o, "fact", ask.fact);
    read(o, "kind", ask.kind);
    read(o, "text", ask.text);
    read(o, "options", ask.options);
    read(o, "groups", ask.groups);
    read(o, "items", ask.items);
    read(o, "none", ask.none);
    read(o, "not_sure", ask.not_sure);
    read(o, "shortcut", ask.shortcut);
    read(o, "min", ask.min);
    read(o, "max", ask.max);
    read(o, "min_label", ask.min_label);
    read(o, "max_label", ask.max_label);
    read(o, "unit", ask.unit);
    read(o, "told", ask.told);
    read(o, "changing", ask.changing);
    read(o, "current", ask.current);
  }
  void read(const json::object& o, Technique& technique) {
    read(o, "id", technique.id);
    read(o, "name", technique.name);
    read(o, "about", technique.about);
  }
  void read(const json::object& o, LeftOut& left_out) {
    read(o, "id", left_out.id);
    read(o, "name", left_out.name);
    read(o, "asked_for", left_out.asked_for);
    read(o, "reasons", left_out.reasons);
  }
  void read(const json::object& o, Note& note) {
    read(o, "id", note.id);
    read(o, "kind", note.kind);
    read(o, "text", note.text);
  }
  void read(const json::object& o, Citation& citation) {
    read(o, "key", citation.key);
    read(o, "title", citation.title);
    read(o, "url", citation.url);
  }
  void read(const json::object& o, Rule& rule) {
    read(o, "kind", rule.kind);
    read(o, "id", rule.id);
    read(o, "why", rule.why);
    read(o, "sources", rule.sources);
  }
  void read(const json::object& o, Plan& plan) {
    read(o, "id", plan.id);
    read(o, "text", plan.text);
    read(o, "limit", plan.limit);
    read(o, "caveat", plan.caveat);
    read(o, "days", plan.days);
  }
  void read(const json::object& o, Call& call) {
    read(o, "label", call.label);
    read(o, "number", call.number);
  }
  void read(const json::object& o, Flag& flag) {
    read(o, "id", flag.id);
    read(o, "level", flag.level);
    read(o, "lifted", flag.lifted);
  }
  void read(const json::object& o, Result& result) {
    read(o, "disposition", result.disposition);
    read(o, "title", result.title);
    read(o, "primary", result.primary);
    read(o, "allowed", result.allowed);
    read(o, "left_out", result.left_out);
    read(o, "schedule", result.schedule);
    read(o, "notes", result.notes);
    read(o, "for_therapist", result.for_therapist);
    read(o, "rules", result.rules);
    read(o, "sources", result.sources);
    read(o, "call", result.call);
    read(o, "dialogue", result.dialogue);
    read(o, "version", result.version);
    read(o, "content_hash", result.content_hash);
  }
  void read(const json::object& o, Progress& progress) {
    read(o, "answered", progress.answered);
    read(o, "about", progress.about);
  }
  void read(const json::object& o, Exchange& exchange) {
    read(o, "fact", exchange.fact);
    read(o, "question", exchange.question);
    read(o, "answer", exchange.answer);
  }
  void read(const json::object& o, Turn& turn) {
    if (!o.contains("turn")) fail("turn", "a whole number");
    read(o, "reply_to", turn.reply_to);
    read(o, "conversation", turn.conversation);
    read(o, "turn", turn.turn);
    read(o, "token", turn.token);
    read(o, "locale", turn.locale);
    read(o, "messages", turn.messages);
    read(o, "ask", turn.ask);
    read(o, "result", turn.result);
    read(o, "flags", turn.flags);
    read(o, "progress", turn.progress);
    read(o, "dropped", turn.dropped);
    turn.has_transcript = o.contains("transcript");
    read(o, "transcript", turn.transcript);
    read(o, "text", turn.text);
  }
  void read(const json::object& o, Failure& failure) {
    if (!o.contains("code")) fail("code", "a string");
    read(o, "reply_to", failure.reply_to);
    read(o, "conversation", failure.conversation);
    read(o, "code", failure.code);
    read(o, "message", failure.message);
    read(o, "turn", failure.turn);
  }

 private:
  template <class F>
  void each(const json::object& object, std::string_view key, F use) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return;
    const json::array* array = value->if_array();
    if (array == nullptr) return fail(key, "a list");
    for (const json::value& item : *array) use(item);
  }
  void fail(std::string_view key, std::string_view wanted) {
    if (fault_.empty()) {
      fault_ = "\"" + std::string(key) + "\" of the reply must be " + std::string(wanted);
    }
  }

  std::string fault_;
};

}  // namespace

std::variant<Turn, Failure, std::string> parse_reply(std::string_view text) {
  auto parsed = parse_strict_json(text);
  if (const auto* error = std::get_if<JsonError>(&parsed)) {
    return "the reply is not JSON: " + error->message;
  }
  const json::object* object = std::get<json::value>(parsed).if_object();
  if (object == nullptr) return std::string("the reply is not an object");
  const json::value* type = object->if_contains("type");
  ReplyReader reader;
  if (type != nullptr && *type == "turn") {
    Turn turn;
    reader.read(*object, turn);
    if (reader.fault().empty()) return turn;
    return reader.fault();
  }
  if (type != nullptr && *type == "error") {
    Failure failure;
    reader.read(*object, failure);
    if (reader.fault().empty()) return failure;
    return reader.fault();
  }
  return std::string("the reply is neither a turn nor an error");
}

}  // namespace palpate::protocol
