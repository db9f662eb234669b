// Values to the JSON of palpate.v1. What is left out when empty stands in frames.hpp.
#include <boost/json.hpp>

#include "protocol/frames.hpp"

namespace palpate::protocol {
namespace {

namespace json = boost::json;

void put(json::object& object, std::string_view key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

template <class T, class F>
json::array list(const std::vector<T>& values, F to_json) {
  json::array array;
  array.reserve(values.size());
  for (const T& value : values) array.push_back(to_json(value));
  return array;
}

json::array strings(const std::vector<std::string>& values) {
  return list(values, [](const std::string& text) { return json::value(text); });
}

json::value from(const Option& option) {
  json::object object{{"id", option.id}, {"label", option.label}};
  put(object, "group", option.group);
  return object;
}

json::value from(const GridRow& row) {
  return json::object{{"id", row.id},
                      {"label", row.label},
                      {"options", list(row.options, [](const Option& o) { return from(o); })}};
}

json::value from(const Ask& ask) {
  json::object object{{"fact", ask.fact}, {"kind", ask.kind}, {"text", ask.text}};
  if (!ask.options.empty()) {
    object["options"] = list(ask.options, [](const Option& o) { return from(o); });
  }
  if (!ask.groups.empty()) {
    object["groups"] = list(ask.groups, [](const Group& group) {
      return json::object{{"id", group.id}, {"label", group.label}};
    });
  }
  if (!ask.items.empty()) {
    object["items"] = list(ask.items, [](const GridRow& row) { return from(row); });
  }
  if (ask.none) object["none"] = from(*ask.none);
  if (ask.not_sure) object["not_sure"] = from(*ask.not_sure);
  if (ask.shortcut) object["shortcut"] = from(*ask.shortcut);
  if (ask.min) object["min"] = *ask.min;
  if (ask.max) object["max"] = *ask.max;
  put(object, "min_label", ask.min_label);
  put(object, "max_label", ask.max_label);
  put(object, "unit", ask.unit);
  if (!ask.told.empty()) object["told"] = strings(ask.told);
  if (ask.changing) object["changing"] = true;
  put(object, "current", ask.current);
  return object;
}

json::object from(const Technique& technique) {
  return {{"id", technique.id}, {"name", technique.name}, {"about", technique.about}};
}

json::object from(const LeftOut& left_out) {
  json::object object{{"id", left_out.id}, {"name", left_out.name}};
  if (left_out.asked_for) object["asked_for"] = true;
  object["reasons"] = strings(left_out.reasons);
  return object;
}

json::object from(const Plan& plan) {
  json::object object{{"id", plan.id}, {"text", plan.text}};
  put(object, "limit", plan.limit);
  put(object, "caveat", plan.caveat);
  object["days"] = plan.days;
  return object;
}

json::object from(const Rule& rule) {
  return {
      {"kind", rule.kind}, {"id", rule.id}, {"why", rule.why}, {"sources", strings(rule.sources)}};
}

json::object from(const Citation& citation) {
  json::object object{{"key", citation.key}, {"title", citation.title}};
  put(object, "url", citation.url);
  return object;
}

json::object from(const Result& result) {
  json::object object{{"disposition", result.disposition}, {"title", result.title}};
  if (result.primary) object["primary"] = from(*result.primary);
  object["allowed"] = list(result.allowed, [](const Technique& t) { return from(t); });
  object["left_out"] = list(result.left_out, [](const LeftOut& l) { return from(l); });
  if (result.schedule) object["schedule"] = from(*result.schedule);
  object["notes"] = list(result.notes, [](const Note& note) {
    return json::object{{"id", note.id}, {"kind", note.kind}, {"text", note.text}};
  });
  object["for_therapist"] = strings(result.for_therapist);
  object["rules"] = list(result.rules, [](const Rule& rule) { return from(rule); });
  object["sources"] = list(result.sources, [](const Citation& c) { return from(c); });
  if (result.call) {
    json::object call{{"label", result.call->label}};
    put(call, "number", result.call->number);
    object["call"] = std::move(call);
  }
  object["dialogue"] = result.dialogue;
  object["version"] = result.version;
  object["content_hash"] = result.content_hash;
  return object;
}

json::object from(const Turn& turn) {
  json::object object{{"type", "turn"}};
  put(object, "reply_to", turn.reply_to);
  put(object, "conversation", turn.conversation);
  object["turn"] = turn.turn;
  put(object, "token", turn.token);
  put(object, "locale", turn.locale);
  object["messages"] = list(turn.messages, [](const Message& message) {
    return json::object{{"kind", message.kind}, {"id", message.id}, {"text", message.text}};
  });
  if (turn.ask) object["ask"] = from(*turn.ask);
  if (turn.result) object["result"] = from(*turn.result);
  object["flags"] = list(turn.flags, [](const Flag& flag) {
    return json::object{{"id", flag.id}, {"level", flag.level}, {"lifted", flag.lifted}};
  });
  object["progress"] =
      json::object{{"answered", turn.progress.answered}, {"about", turn.progress.about}};
  if (!turn.dropped.empty()) object["dropped"] = strings(turn.dropped);
  if (turn.has_transcript) {
    object["transcript"] = list(turn.transcript, [](const Exchange& exchange) {
      return json::object{
          {"fact", exchange.fact}, {"question", exchange.question}, {"answer", exchange.answer}};
    });
  }
  if (turn.text) object["text"] = *turn.text;
  return object;
}

json::value from(const AnswerValue& answer) {
  struct ToJson {
    json::value operator()(const std::string& option) const { return json::value(option); }
    json::value operator()(std::int64_t number) const { return number; }
    json::value operator()(const std::vector<std::string>& options) const {
      return strings(options);
    }
    json::value operator()(const std::vector<std::pair<std::string, std::string>>& rows) const {
      json::object object;
      for (const auto& [row, option] : rows) object[row] = option;
      return object;
    }
  };
  return std::visit(ToJson{}, answer.value);
}

/// Adds the type and the members of one frame.
struct PutFrame {
  json::object& object;

  void operator()(const StartFrame& frame) const {
    object["type"] = "start";
    put(object, "dialogue", frame.dialogue);
    put(object, "locale", frame.locale);
    put(object, "region", frame.region);
    if (frame.render == Render::plain) object["render"] = "plain";
  }
  void operator()(const ResumeFrame& frame) const {
    object["type"] = "resume";
    put(object, "token", frame.token);
  }
  void operator()(const AnswerFrame& frame) const {
    object["type"] = "answer";
    object["turn"] = frame.turn;
    object["value"] = from(frame.value);
  }
  void operator()(const SayFrame& frame) const {
    object["type"] = "say";
    if (frame.turn != 0) object["turn"] = frame.turn;
    object["text"] = frame.text;
  }
  void operator()(const BackFrame&) const { object["type"] = "back"; }
  void operator()(const ChangeFrame& frame) const {
    object["type"] = "change";
    object["fact"] = frame.fact;
  }
  void operator()(const RestartFrame&) const { object["type"] = "restart"; }
  void operator()(const WhyFrame&) const { object["type"] = "why"; }
  void operator()(const HelpFrame&) const { object["type"] = "help"; }
};

}  // namespace

std::string serialize(const Turn& turn) {
  return json::serialize(from(turn));
}

std::string serialize(const Failure& failure) {
  json::object object{{"type", "error"}};
  put(object, "reply_to", failure.reply_to);
  put(object, "conversation", failure.conversation);
  object["code"] = failure.code;
  object["message"] = failure.message;
  if (failure.turn) object["turn"] = from(*failure.turn);
  return json::serialize(object);
}

std::string serialize(const Request& request) {
  json::object object{{"type", ""}, {"id", request.id}};
  put(object, "conversation", request.conversation);
  std::visit(PutFrame{object}, request.frame);
  return json::serialize(object);
}

}  // namespace palpate::protocol
