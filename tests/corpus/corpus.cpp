#include "corpus/corpus.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <set>

#include "dialog/answer_names.hpp"

namespace palpate::corpus {
namespace {

namespace json = boost::json;

/// Answers that a conversation needs so that a question comes; all others are harmless.
std::map<std::string, std::string> answers_for(const std::string& question) {
  static const std::map<std::string, std::map<std::string, std::string>> special{
      {"emerg_again", {{"emerg", R"("not_sure")"}}},
      {"urgent_again", {{"urgent", R"("not_sure")"}}},
      {"guardian", {{"age", "16"}}},
      {"neck", {{"area", R"(["neck"])"}}},
      {"leg", {{"area", R"(["leg_one"])"}}},
      {"arm", {{"area", R"(["arm_one"])"}}},
      {"mid", {{"area", R"(["mid"])"}}},
      {"detail", {{"health", R"(["h_bp"])"}}},
      {"cleared", {{"health", R"(["h_stroke"])"}}},
      {"preg_weeks", {{"health", R"(["h_preg"])"}}},
      {"preg_signs", {{"health", R"(["h_preg"])"}, {"preg_weeks", "20"}}},
      {"inflam", {{"type", R"(["stiff"])"}}},
      {"recur", {{"state", R"("none")"}}}};
  std::map<std::string, std::string> answers{
      {"state", R"("pain_now")"},
      {"emerg", "[]"},
      {"age", "44"},
      {"area", R"(["low"])"},
      {"onset", R"("w12p")"},
      {"severity", "3"},
      {"type", R"(["ache"])"},
      {"urgent", "[]"},
      {"health", "[]"},
      {"treat", "[]"},
      {"pref", R"("gentle")"},
      {"recur", "2"},
      {"prev",
       R"({"swedish":"good","deep_tissue":"never","trigger_point":"never","hot_stone":"never"})"}};
  if (auto found = special.find(question); found != special.end()) {
    for (const auto& [fact, answer] : found->second) answers[fact] = answer;
  }
  return answers;
}

class Reader {
 public:
  Reader(const Dialog& dialog, const Locale& locale) : dialog_(dialog), locale_(locale) {}

  void read(const json::object& message) {
    const std::string intent(message.at("intent").as_string());
    const std::string text(message.at("text").as_string());
    const Step before = at_question(std::string(message.at("at").as_string()));
    const Step after = step(dialog_, locale_, before.state, Say{text});
    note(intent, text, is_right(intent, message, before, after));
    if (intent == "emergency" || intent == "urgent") return;
    const bool may_check = intent == "lookalike" && message.at("check").as_bool();
    const bool is_quiet =
        after.event != Event::sign_noted && (after.event != Event::checking || may_check);
    note("false_alarm", text, is_quiet);
  }

  Scores scores() { return std::move(scores_); }

 private:
  void note(const std::string& intent, const std::string& text, bool right) {
    Score& score = scores_[intent];
    ++score.all;
    score.right += right;
    if (!right) score.wrong.push_back(text);
  }

  /// Where `question` is asked, or the end; as near as harmless answers lead.
  Step at_question(const std::string& question) const {
    const std::map<std::string, std::string> answers = answers_for(question);
    Step now = start(dialog_);
    while (now.walk.question && dialog_.facts[*now.walk.question].id != question) {
      const auto answer = answers.find(dialog_.facts[*now.walk.question].id);
      if (answer == answers.end()) break;
      const std::optional<Value> value = parse_value(dialog_, *now.walk.question, answer->second);
      now = step(dialog_, locale_, now.state, GiveAnswer{*value});
      if (now.event != Event::answered) break;
    }
    return now;
  }

  bool is_right(const std::string& intent, const json::object& message, const Step& before,
                const Step& after) const {
    if (intent == "emergency") {
      return after.walk.outcome && after.walk.disposition == Disposition::emergency &&
             raises(after.walk, message.at("flags"));
    }
    if (intent == "urgent") return is_urgent(message, after);
    if (after.event == Event::sign_noted) return false;
    if (intent == "lookalike")
      return after.event != Event::checking || message.at("check").as_bool();
    if (intent == "answer") {
      return after.event == Event::answered && before.walk.question &&
             after.understood->value ==
                 parse_value(dialog_, *before.walk.question, json::serialize(message.at("value")));
    }
    if (intent == "facts" || intent == "correct") return holds_all(message, after);
    if (intent == "command") return obeys(message, after);
    // Nothing may be taken for an answer.
    return after.event != Event::answered && after.event != Event::checking;
  }

  bool raises(const Walk& walk, const json::value& flags) const {
    return std::any_of(walk.flags.begin(), walk.flags.end(), [&](const RaisedFlag& raised) {
      const std::string& id = dialog_.flags[raised.flag].id;
      return std::any_of(flags.as_array().begin(), flags.as_array().end(),
                         [&](const json::value& wanted) { return wanted.as_string() == id; });
    });
  }

  /// One of the flags, or a graver one, is raised at once or when the check is answered with yes.
  bool is_urgent(const json::object& message, Step now) const {
    if (now.event == Event::checking)
      now = step(dialog_, locale_, now.state, AnswerCheck{Truth::yes});
    if (now.event == Event::checking ||
        !(now.event == Event::sign_noted || now.event == Event::answered))
      return false;
    // A fall counts by the age and the bones of who fell, which these conversations do not have.
    if (json::serialize(message.at("flags")).find("U3") != std::string::npos) return true;
    return raises(now.walk, message.at("flags")) || now.walk.disposition == Disposition::emergency;
  }

  bool holds_all(const json::object& message, const Step& after) const {
    for (const auto& [name, value] : message.at("facts").as_object()) {
      const std::optional<FactIndex> fact = dialog_.find_fact(name);
      if (!fact) return false;
      const auto wanted = parse_value(dialog_, *fact, json::serialize(value));
      const bool has = std::any_of(
          after.state.answers.begin(), after.state.answers.end(),
          [&](const Answer& answer) { return answer.fact == *fact && answer.value == wanted; });
      if (!has) return false;
    }
    return true;
  }

  bool obeys(const json::object& message, const Step& after) const {
    const std::string command(message.at("command").as_string());
    if (command == "back")
      return after.event == Event::went_back || after.event == Event::nothing_to_undo ||
             after.event == Event::final;
    if (command == "restart") return after.event == Event::restarted;
    if (command == "why") return after.event == Event::explained;
    if (command == "help") return after.event == Event::helped;
    if (command == "change")
      return after.event == Event::changing || after.event == Event::not_answered;
    return false;
  }

  const Dialog& dialog_;
  const Locale& locale_;
  Scores scores_;
};

}  // namespace

Scores score(const Dialog& dialog, const Locale& locale, const std::string& file) {
  Reader reader(dialog, locale);
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) reader.read(json::parse(line).as_object());
  }
  return reader.scores();
}

}  // namespace palpate::corpus
