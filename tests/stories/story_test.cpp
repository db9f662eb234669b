// Every story of dialogs/*/stories is played twice at once: by the engine alone, and by the
// conversation service on a SQLite file with a new service between every two turns, so that all
// state passes through storage and back.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/strict_json.hpp"
#include "conversation/render.hpp"
#include "conversation/service.hpp"
#include "engine/step.hpp"
#include "storage/sqlite_store.hpp"
#include "support/completion_queue.hpp"
#include "support/dialog_files.hpp"
#include "support/temporary_directory.hpp"

namespace palpate {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::array event_names = std::to_array<std::string_view>(
    {"answered",   "not_an_option",    "refused",      "told",           "not_understood",
     "sign_noted", "checking",         "check_denied", "went_back",      "changing",
     "restarted",  "language_changed", "explained",    "topic_answered", "change_which",
     "helped",     "nothing_to_undo",  "not_answered", "ended",          "final"});

struct FixedClock : Clock {
  std::int64_t now_ms() override { return 1'700'000'000'000; }
  std::int64_t steady_ms() override { return ++ticks; }
  std::int64_t ticks = 0;
};

struct CountingRandom : Random {
  void fill(std::uint8_t* bytes, std::size_t count) override {
    for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(next++);
  }
  unsigned next = 1;
};

struct Inbox : Wire {
  void deliver(ConnectionId, std::string frame) override { frames.push_back(std::move(frame)); }
  std::vector<std::string> frames;
};

/// A client that is cut off after every frame, and a server that forgets everything but its
/// database.
class ForgetfulServer {
 public:
  explicit ForgetfulServer(std::shared_ptr<const Dialog> dialog) : dialog_(std::move(dialog)) {
    store_ = SqliteStore::open(folder_.file("stories.db"), {}, queue_.poster()).value();
  }

  protocol::Turn start(const std::string& locale, const std::string& region) {
    protocol::Turn turn =
        ask({}, {"start-1", "", protocol::StartFrame{"", locale, region, protocol::Render::plain}});
    token_ = turn.token;
    return turn;
  }

  /// What the server says to `frame`; a failure's turn when it has one.
  protocol::Turn send(decltype(protocol::Request::frame) frame) {
    protocol::Request request;
    request.id = "turn-" + std::to_string(++sent_);
    request.frame = std::move(frame);
    return ask(token_, request);
  }

  std::int64_t turn() const { return turn_; }

 private:
  protocol::Turn ask(const std::string& token, const protocol::Request& request) {
    Inbox inbox;
    ConversationService service({dialog_}, *store_, clock_, random_, inbox, {}, "01234 567890",
                                [](const ServiceEvent&) {});
    service.connected(1, "");
    std::size_t expected = 1;
    if (!token.empty()) {
      service.receive(
          1, protocol::serialize(protocol::Request{"resume-1", "", protocol::ResumeFrame{token}}));
      queue_.run_until([&] { return inbox.frames.size() == 1; });
      ++expected;
    }
    service.receive(1, protocol::serialize(request));
    queue_.run_until([&] { return inbox.frames.size() == expected; });
    auto reply = protocol::parse_reply(inbox.frames.back());
    service.disconnected(1);
    if (auto* failure = std::get_if<protocol::Failure>(&reply)) {
      EXPECT_TRUE(failure->turn.has_value()) << inbox.frames.back();
      return failure->turn.value_or(protocol::Turn{});
    }
    EXPECT_TRUE(std::holds_alternative<protocol::Turn>(reply)) << inbox.frames.back();
    turn_ = std::get<protocol::Turn>(reply).turn;
    return std::get<protocol::Turn>(reply);
  }

  std::shared_ptr<const Dialog> dialog_;
  testing::TemporaryDirectory folder_;
  testing::CompletionQueue queue_;
  std::unique_ptr<SqliteStore> store_;
  FixedClock clock_;
  CountingRandom random_;
  std::string token_;
  std::int64_t turn_ = 0;
  int sent_ = 0;
};

protocol::AnswerValue answer_value(const json::value& value) {
  if (value.is_int64()) return {value.get_int64()};
  if (value.is_string()) return {std::string(value.get_string())};
  if (value.is_array()) {
    std::vector<std::string> names;
    for (const json::value& name : value.get_array()) names.emplace_back(name.as_string());
    return {names};
  }
  std::vector<std::pair<std::string, std::string>> items;
  for (const auto& [item, option] : value.as_object()) items.emplace_back(item, option.as_string());
  return {items};
}

std::set<std::string> strings(const json::value& list) {
  std::set<std::string> names;
  for (const json::value& name : list.as_array()) names.emplace(name.as_string());
  return names;
}

class Player {
 public:
  Player(std::shared_ptr<const Dialog> dialog, const json::object& story)
      : dialog_(dialog),
        story_(story),
        locale_(story.at("locale").as_string()),
        server_(dialog),
        now_(palpate::start(*dialog)) {}

  void play() {
    turn_ = server_.start(locale_, std::string(story_.at("region").as_string()));
    for (const json::value& line : story_.at("turns").as_array()) {
      SCOPED_TRACE(json::serialize(line));
      take(line.as_object());
      if (::testing::Test::HasFatalFailure()) return;
    }
    check_result(story_.at("result"));
  }

 private:
  void take(const json::object& line) {
    if (line.contains("expect_ask")) {
      ASSERT_EQ(open_question(), line.at("expect_ask").as_string());
    }
    if (line.contains("answer") && now_.state.check) {
      protocol::AnswerValue value = answer_value(line.at("answer"));
      std::optional<Truth> happening = read_check(value);
      ASSERT_TRUE(happening) << "no such answer";
      engine(AnswerCheck{*happening});
      turn_ = server_.send(protocol::AnswerFrame{server_.turn(), value});
    } else if (line.contains("answer")) {
      ASSERT_TRUE(now_.walk.question) << "the conversation has ended";
      protocol::AnswerValue value = answer_value(line.at("answer"));
      std::optional<Value> read = read_value(*dialog_, *now_.walk.question, value);
      ASSERT_TRUE(read) << "no such answer";
      engine(GiveAnswer{*read});
      turn_ = server_.send(protocol::AnswerFrame{server_.turn(), value});
    } else if (line.contains("say")) {
      std::string text(line.at("say").as_string());
      engine(Say{text});
      turn_ = server_.send(protocol::SayFrame{server_.turn(), text});
    } else if (line.contains("back")) {
      engine(Back{});
      turn_ = server_.send(protocol::BackFrame{});
    } else if (line.contains("change")) {
      std::string fact(line.at("change").as_string());
      engine(ChangeAnswer{dialog_->find_fact(fact).value()});
      turn_ = server_.send(protocol::ChangeFrame{fact});
    } else if (line.contains("restart")) {
      engine(Restart{});
      turn_ = server_.send(protocol::RestartFrame{});
    } else if (line.contains("why")) {
      engine(AskWhy{});
      turn_ = server_.send(protocol::WhyFrame{});
    } else {
      ASSERT_TRUE(line.contains("help"));
      engine(AskHelp{});
      turn_ = server_.send(protocol::HelpFrame{});
    }
    std::string_view expected =
        line.contains("event") ? std::string_view(line.at("event").as_string()) : "";
    std::string_view event = event_names[static_cast<std::size_t>(now_.event)];
    if (!expected.empty()) {
      EXPECT_EQ(event, expected);
    }
    // The server stands where the engine stands.
    ASSERT_EQ(turn_.ask ? turn_.ask->fact : "", open_question());
    ASSERT_EQ(turn_.result.has_value(), now_.walk.outcome.has_value() && !now_.state.check);
    ASSERT_TRUE(turn_.text.has_value() && !turn_.text->empty()) << "a plain turn has its text";
  }

  /// The name of what is asked now, or "" at the end.
  std::string open_question() const {
    if (now_.state.check) return std::string(check_name);
    return now_.walk.question ? dialog_->facts[*now_.walk.question].id : "";
  }

  void engine(const Input& input) {
    now_ = step(*dialog_, dialog_->locale_for(locale_), now_.state, input);
  }

  void check_result(const json::value& expected) {
    ASSERT_EQ(expected.is_null(), !now_.walk.outcome)
        << "the conversation has ended, or should have";
    if (expected.is_null()) return;
    const json::object& want = expected.as_object();
    const protocol::Result& result = *turn_.result;
    EXPECT_EQ(result.disposition, want.at("disposition").as_string());
    EXPECT_EQ(result.content_hash, dialog_->content_hash);
    if (want.contains("primary")) {
      EXPECT_EQ(result.primary ? result.primary->id : "", want.at("primary").as_string());
    }
    if (want.contains("schedule")) {
      EXPECT_EQ(result.schedule ? result.schedule->id : "", want.at("schedule").as_string());
    }
    if (want.contains("allowed")) {
      std::vector<std::string> allowed;
      for (TechniqueIndex t : now_.walk.outcome->allowed)
        allowed.push_back(dialog_->techniques[t].id);
      std::vector<std::string> wanted;
      for (const json::value& name : want.at("allowed").as_array())
        wanted.emplace_back(name.as_string());
      EXPECT_EQ(allowed, wanted);
    }
    if (want.contains("flags")) {
      std::set<std::string> raised;
      for (const protocol::Flag& flag : turn_.flags) raised.insert(flag.id);
      EXPECT_EQ(raised, strings(want.at("flags")));
    }
    std::set<std::string> notes;
    for (const protocol::Note& note : result.notes) notes.insert(note.id);
    if (want.contains("notes_include")) {
      for (const std::string& note : strings(want.at("notes_include")))
        EXPECT_TRUE(notes.contains(note)) << note;
    }
    if (want.contains("left_out")) check_left_out(want.at("left_out").as_object());
  }

  void check_left_out(const json::object& want) {
    for (const auto& [technique, rows] : want) {
      std::set<std::string> because;
      for (const LeftOut& out : now_.walk.outcome->left_out) {
        if (dialog_->techniques[out.technique].id != technique) continue;
        for (const Rule& rule : out.because) {
          because.insert(rule.kind == RuleKind::gate ? dialog_->gates[rule.row].id
                                                     : dialog_->matrix[rule.row].id);
        }
      }
      EXPECT_EQ(because, strings(rows)) << technique;
    }
  }

  std::shared_ptr<const Dialog> dialog_;
  const json::object& story_;
  std::string locale_;
  ForgetfulServer server_;
  Step now_;
  protocol::Turn turn_;
};

std::vector<std::string> story_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(test::source_path("dialogs/back-pain/stories"))) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

json::object read_story(const std::string& name) {
  std::ifstream file(test::source_path("dialogs/back-pain/stories/" + name + ".json"));
  std::ostringstream text;
  text << file.rdbuf();
  JsonRules rules;
  rules.comments = true;
  auto parsed = parse_strict_json(text.str(), rules);
  if (auto* error = std::get_if<JsonError>(&parsed)) {
    ADD_FAILURE() << name << ".json:" << error->line << ":" << error->column << ": "
                  << error->message;
    return {};
  }
  return std::get<json::value>(parsed).as_object();
}

std::shared_ptr<const Dialog> back_pain() {
  static const auto dialog = std::make_shared<const Dialog>(test::back_pain_dialog());
  return dialog;
}

class Story : public ::testing::TestWithParam<std::string> {};

TEST_P(Story, EndsAsItSays) {
  json::object story = read_story(GetParam());
  ASSERT_TRUE(story.contains("title") && story.contains("turns") && story.contains("result"));
  Player(back_pain(), story).play();
}

INSTANTIATE_TEST_SUITE_P(BackPain, Story, ::testing::ValuesIn(story_names()),
                         [](const auto& story_info) { return story_info.param; });

TEST(Stories, CoverDispositionsTechniquesSchedulesLevelsAndFollowUps) {
  std::set<std::string> dispositions, primaries, schedules, levels, asked;
  for (const std::string& name : story_names()) {
    json::object story = read_story(name);
    for (const json::value& line : story.at("turns").as_array()) {
      if (line.as_object().contains("expect_ask")) asked.emplace(line.at("expect_ask").as_string());
    }
    if (story.at("result").is_null()) continue;
    const json::object& result = story.at("result").as_object();
    dispositions.emplace(result.at("disposition").as_string());
    if (result.contains("primary")) primaries.emplace(result.at("primary").as_string());
    if (result.contains("schedule")) schedules.emplace(result.at("schedule").as_string());
    for (const std::string& flag : strings(result.at("flags"))) {
      levels.emplace(level_names[static_cast<std::size_t>(
          back_pain()->flags[back_pain()->find_flag(flag).value()].level)]);
    }
  }
  EXPECT_GE(story_names().size(), 30U);
  EXPECT_EQ(dispositions.size(), disposition_names.size());
  EXPECT_EQ(primaries.size(), back_pain()->techniques.size());
  EXPECT_EQ(schedules.size(), back_pain()->schedules.size());
  EXPECT_EQ(levels, (std::set<std::string>{"caution", "clearance", "urgent", "emergency"}));
  for (const Fact& fact : back_pain()->facts)
    EXPECT_TRUE(asked.contains(fact.id)) << fact.id << " is asked in no story";
}

}  // namespace
}  // namespace palpate
