#include "corpus/corpus.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <set>

#include "dialog/answer_names.hpp"

namespace palpate::corpus {
namespace {

namespace json = boost::json;

/// The day on which all of them are typed, a Thursday.
constexpr std::chrono::sys_days today{std::chrono::year(2026) / 11 / 26};

/// Answers that a conversation needs so that `question` comes, and those that `corrected` corrects;
/// all others are harmless.
std::map<std::string, std::string> answers_for(const std::string& question,
                                               const std::vector<std::string>& corrected) {
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
      {"guardian", R"("yes")"},
      {"neck", "[]"},
      {"leg", "[]"},
      {"arm", "[]"},
      {"mid", R"("muscle")"},
      {"inflam", "[]"},
      {"detail", R"({"bp":"controlled"})"},
      {"cleared", R"("yes")"},
      {"preg_weeks", "20"},
      {"preg_signs", "[]"},
      {"recur", "2"},
      {"prev",
       R"({"swedish":"good","deep_tissue":"never","trigger_point":"never","hot_stone":"never"})"}};
  std::vector<std::string> asked = corrected;
  asked.push_back(question);
  for (const std::string& each : asked) {
    const auto found = special.find(each);
    if (found == special.end()) continue;
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
    std::vector<std::string> corrected;
    if (intent == "correct") {
      for (const auto& [name, value] : message.at("facts").as_object()) corrected.push_back(name);
    }
    const Step before = at_question(std::string(message.at("at").as_string()), corrected);
    const Step after = step(dialog_, locale_, before.state, Say{text, today});
    const bool right = is_right(intent, message, before, after);
    const std::string told =
        std::string(message.at("at").as_string()) + ": " + text + "  -> " + description(after);
    note(intent, told, right);
    const std::string taken(taken_for(before, after));
    if (taken == intent) {
      ++scores_[taken].taken;
    } else if (!right) {
      ++scores_[taken].mistaken;
    }
    if (intent == "emergency" || intent == "urgent") return;
    note("false_alarm", told, right || !is_alarm(taken));
  }

  Scores scores() { return std::move(scores_); }

  /// Where `question` is asked, or the end; as near as harmless answers lead.
  Step at_question(const std::string& question,
                   const std::vector<std::string>& corrected = {}) const {
    const std::map<std::string, std::string> answers = answers_for(question, corrected);
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

 private:
  /// The intent that a message was taken for: what the conversation made of it, right or wrong.
  std::string_view taken_for(const Step& before, const Step& after) const {
    if (after.state.check)  // counts like what a yes would raise
      return alarm_of(step(dialog_, locale_, after.state, AnswerCheck{Truth::yes}));
    switch (after.event) {
      case Event::sign_noted:
        return alarm_of(after);
      case Event::checking:
      case Event::answered:
        return after.walk.disposition >= Disposition::urgent &&
                       after.walk.disposition > before.walk.disposition
                   ? alarm_of(after)
                   : "answer";
      case Event::told:
        return told_as(before, after);
      case Event::topic_answered:
        return is_small_talk(after) ? "chat" : "ask";
      case Event::not_an_option:
      case Event::refused:
        return "answer";
      case Event::language_changed:
      case Event::change_which:
      case Event::went_back:
      case Event::changing:
      case Event::restarted:
      case Event::explained:
      case Event::helped:
      case Event::nothing_to_undo:
      case Event::not_answered:
      case Event::final:
        return "command";
      case Event::not_understood:
      case Event::check_denied:
      case Event::ended:
        return "chat";  // nothing is taken from it
    }
    return "chat";
  }

  std::string_view told_as(const Step& before, const Step& after) const {
    if (after.walk.disposition >= Disposition::urgent &&
        after.walk.disposition > before.walk.disposition)
      return alarm_of(after);
    const bool corrects =
        std::any_of(after.told.begin(), after.told.end(), [&](const Answer& told) {
          return std::any_of(before.walk.asked.begin(), before.walk.asked.end(),
                             [&](FactIndex asked) { return asked == told.fact; });
        });
    return corrects ? "correct" : "facts";
  }

  bool is_small_talk(const Step& after) const {
    const std::string& id = locale_.topics[*after.topic].id;
    return id == "greeting" || id == "thanks" || id == "patience" || id == "annoyed";
  }

  /// What was understood, for whoever mends it.
  std::string description(const Step& after) const {
    std::string text = "event " + std::to_string(static_cast<int>(after.event));
    auto add = [&](const Answer& answer) {
      text += " " + dialog_.facts[answer.fact].id + "=" +
              write_value(dialog_, answer.fact, answer.value);
    };
    if (after.understood) add(*after.understood);
    for (const Answer& told : after.told) add(told);
    for (const Answer& noted : after.noted) add(noted);
    if (after.state.check) add(*after.state.check);
    if (after.topic) text += " " + locale_.topics[*after.topic].id;
    return text;
  }

  static std::string_view alarm_of(const Step& step) {
    return step.walk.disposition == Disposition::emergency ? "emergency" : "urgent";
  }

  static bool is_alarm(std::string_view taken) { return taken == "emergency" || taken == "urgent"; }

  void note(const std::string& intent, const std::string& text, bool right) {
    Score& score = scores_[intent];
    ++score.all;
    score.right += right;
    if (!right) score.wrong.push_back(text);
  }

  bool is_right(const std::string& intent, const json::object& message, const Step& before,
                const Step& after) const {
    if (intent == "emergency") {
      return after.walk.outcome && after.walk.disposition == Disposition::emergency &&
             raises(after.walk, message.at("flags"));
    }
    if (intent == "urgent") return is_urgent(message, after);
    if (after.event == Event::sign_noted) return false;
    if (intent == "lookalike") {
      return !is_alarm(taken_for(before, after)) ||
             (after.state.check && message.at("check").as_bool());
    }
    if (intent == "answer") {
      return before.walk.question && is_answer(*before.walk.question, after, message.at("value"));
    }
    if (intent == "facts" || intent == "correct") return holds_all(message, after);
    if (intent == "command") return obeys(message, after);
    if (intent == "ask") {
      return after.event == Event::topic_answered &&
             locale_.topics[*after.topic].id == message.at("topic").as_string();
    }
    // Nothing may be taken for an answer.
    return after.event != Event::answered && after.event != Event::told && !after.state.check;
  }

  bool is_answer(FactIndex fact, const Step& after, const json::value& wanted) const {
    const std::optional<Value> value = answer_to(fact, after);
    if (!value) return false;
    if (dialog_.facts[fact].kind != FactKind::grid || !wanted.is_object())
      return value == parse_value(dialog_, fact, json::serialize(wanted));
    // Of rows that nothing is said of, nothing is known.
    for (unsigned item = 0; item < dialog_.facts[fact].items.size(); ++item) {
      const GridItem& row = dialog_.facts[fact].items[item];
      const unsigned code = grid_item(*value, item);
      const auto* said = wanted.as_object().if_contains(row.id);
      if (said == nullptr && code != 0 && code != grid_not_sure) return false;
      if (said == nullptr) continue;
      const std::string name = code == grid_not_sure ? "not_sure"
                               : code == 0           ? ""
                                                     : row.options[code - 1];
      if (said->as_string() != name) return false;
    }
    return true;
  }

  static std::optional<Value> answer_to(FactIndex fact, const Step& after) {
    if (after.event == Event::answered) return after.understood->value;
    if (after.event != Event::told) return std::nullopt;
    for (const Answer& told : after.told) {
      if (told.fact == fact) return told.value;
    }
    return std::nullopt;
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
    if (now.state.check) now = step(dialog_, locale_, now.state, AnswerCheck{Truth::yes});
    if (now.state.check || !(now.event == Event::sign_noted || now.event == Event::answered ||
                             now.event == Event::told))
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
      auto has = [&](const Answer& answer) {
        return answer.fact == *fact && answer.value == wanted;
      };
      const Answers& answers = after.state.answers;
      const Mentions& signs = after.state.signs;
      // A list that is not asked yet counts as ticked, and is still asked.
      if (std::none_of(answers.begin(), answers.end(), has) &&
          std::none_of(signs.begin(), signs.end(), has))
        return false;
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
    if (command == "change") {
      return after.event == Event::not_answered ||
             (after.state.changing &&
              dialog_.facts[*after.state.changing].id == message.at("fact").as_string());
    }
    return command == "language" && after.state.language &&
           dialog_.locales[*after.state.language].id == message.at("locale").as_string();
  }

  const Dialog& dialog_;
  const Locale& locale_;
  Scores scores_;
};

std::vector<json::object> messages_of(const std::string& file) {
  std::vector<json::object> messages;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) messages.push_back(json::parse(line).as_object());
  }
  return messages;
}

}  // namespace

Scores score(const Dialog& dialog, const Locale& locale, const std::string& file) {
  Reader reader(dialog, locale);
  for (const json::object& message : messages_of(file)) reader.read(message);
  return reader.scores();
}

double microseconds_per_message(const Dialog& dialog, const Locale& locale,
                                const std::string& file) {
  const Reader reader(dialog, locale);
  std::vector<std::pair<State, Say>> turns;
  for (const json::object& message : messages_of(file)) {
    turns.emplace_back(reader.at_question(std::string(message.at("at").as_string())).state,
                       Say{std::string(message.at("text").as_string()), today});
  }
  constexpr int rounds = 20;
  std::chrono::steady_clock::time_point begin;
  for (int round = -1; round < rounds; ++round) {  // the first one warms up
    if (round == 0) begin = std::chrono::steady_clock::now();
    for (const auto& [state, say] : turns) static_cast<void>(step(dialog, locale, state, say));
  }
  const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - begin;
  return time.count() / rounds / static_cast<double>(turns.size());
}

}  // namespace palpate::corpus
