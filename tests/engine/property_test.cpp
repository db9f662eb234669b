// What holds for every conversation of the shipped dialogue, tried on many random ones. A failure
// names its seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "engine/claims.hpp"
#include "engine/invariants.hpp"
#include "engine/step.hpp"
#include "support/dialog_files.hpp"
#include "support/random_conversation.hpp"

namespace palpate {
namespace {

/// How many conversations; fewer under the sanitizers, which are slow. PALPATE_RANDOM_CONVERSATIONS
/// decides otherwise.
std::uint64_t conversations() {
  const char* wanted = std::getenv("PALPATE_RANDOM_CONVERSATIONS");
  if (wanted != nullptr) return std::strtoull(wanted, nullptr, 10);
  return std::getenv("PALPATE_SANITIZED") != nullptr ? 4'000 : 200'000;
}

class BackPain : public testing::Test {
 protected:
  static const Dialog& dialog() {
    static const Dialog loaded = test::back_pain_dialog();
    return loaded;
  }
  static const Locale& locale() { return dialog().locales.front(); }

  static Step give(const State& state, const Value& value) {
    return step(dialog(), locale(), state, GiveAnswer{value});
  }

  /// Answers at random until the conversation ends.
  static Step play(test::RandomPatient& patient) {
    Step now = start(dialog());
    for (int turns = 0; now.walk.question && turns < 100; ++turns) {
      now = give(now.state, patient.answer(*now.walk.question, now.state.answers));
      EXPECT_TRUE(now.event == Event::answered || now.event == Event::refused);
    }
    return now;
  }

  /// The same answers given one after the other to a new conversation, as far as they are asked.
  static State replay(const Answers& answers) {
    Step now = start(dialog());
    while (now.walk.question) {
      auto known = std::find_if(answers.begin(), answers.end(), [&](const Answer& answer) {
        return answer.fact == *now.walk.question;
      });
      if (known == answers.end()) break;
      Step next = give(now.state, known->value);
      if (next.event != Event::answered) break;
      now = std::move(next);
    }
    return now.state;
  }

  /// The walk of `answers` to its end; questions that they leave open are answered at random. A
  /// grid keeps its old lines.
  static Walk complete(Answers& answers, test::RandomPatient& patient) {
    Walk now = walk(dialog(), answers);
    while (!now.outcome) {
      FactIndex question = *now.question;
      Value value = patient.answer(question, answers);
      auto old = std::find_if(answers.begin(), answers.end(),
                              [&](const Answer& a) { return a.fact == question; });
      if (old != answers.end()) {
        for (unsigned i = 0; i < dialog().facts[question].items.size(); ++i) {
          if (grid_item(old->value, i) != 0) set_grid_item(value, i, grid_item(old->value, i));
        }
        answers.erase(old);
      }
      answers.push_back({question, value});
      now = walk(dialog(), answers);
    }
    return now;
  }

  static Answers sorted(Answers answers) {
    std::sort(answers.begin(), answers.end(),
              [](const Answer& a, const Answer& b) { return a.fact < b.fact; });
    return answers;
  }
};

TEST_F(BackPain, EveryConversationEndsWithinTwentyQuestionsAndKeepsTheInvariants) {
  std::map<Disposition, std::uint64_t> reached;
  std::map<TechniqueIndex, std::uint64_t> suggested;
  std::map<RowIndex, std::uint64_t> schedules;
  std::size_t most = 0;
  for (std::uint64_t seed = 0; seed < conversations(); ++seed) {
    test::RandomPatient patient(dialog(), seed);
    Step end = play(patient);
    ASSERT_TRUE(end.walk.outcome) << "stuck, seed " << seed;
    ASSERT_LE(end.walk.asked.size(), 20U) << "seed " << seed;
    ASSERT_EQ(test::broken_invariants(dialog(), end.state.answers, end.walk), "")
        << "seed " << seed;
    most = std::max(most, end.walk.asked.size());
    ++reached[end.walk.outcome->disposition];
    if (end.walk.outcome->primary) ++suggested[*end.walk.outcome->primary];
    if (end.walk.outcome->schedule_row) ++schedules[*end.walk.outcome->schedule_row];
  }
  RecordProperty("most_questions", static_cast<int>(most));
  if (conversations() < 20'000) return;  // too few to reach everything
  // Nothing holds because nothing is there.
  EXPECT_EQ(reached.size(), disposition_names.size());
  EXPECT_EQ(suggested.size(), dialog().techniques.size());
  EXPECT_EQ(schedules.size(), dialog().schedule_rows.size());
}

TEST_F(BackPain, TheOrderOfAnswersNeverMatters) {
  for (std::uint64_t seed = 0; seed < conversations(); ++seed) {
    test::RandomPatient patient(dialog(), seed);
    Step end = play(patient);
    Answers shuffled = end.state.answers;
    std::shuffle(shuffled.begin(), shuffled.end(), patient.random());
    ASSERT_EQ(walk(dialog(), shuffled), end.walk) << "seed " << seed;
  }
}

TEST_F(BackPain, TypedTicksInAnyOrderAreTheSameAnswer) {
  std::mt19937_64 random(7);
  for (FactIndex fact = 0; fact < dialog().facts.size(); ++fact) {
    const Fact& declared = dialog().facts[fact];
    if (declared.kind != FactKind::choices || declared.repeats) continue;
    Step at = start(dialog());
    for (int seed = 0; at.walk.question != fact && seed < 5000; ++seed) {
      test::RandomPatient patient(dialog(), static_cast<std::uint64_t>(seed));
      at = start(dialog());
      while (at.walk.question && at.walk.question != fact)
        at = give(at.state, patient.answer(*at.walk.question, at.state.answers));
    }
    ASSERT_EQ(at.walk.question, fact) << declared.id << " was never asked";
    std::vector<std::size_t> numbers(declared.options.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = i + 1;
    std::shuffle(numbers.begin(), numbers.end(), random);
    numbers.resize(std::min<std::size_t>(numbers.size(), 3));
    std::string forward, backward;
    for (std::size_t number : numbers) {
      forward += std::to_string(number) + ", ";
      backward = std::to_string(number) + (backward.empty() ? "" : " and ") + backward;
    }
    Step one = step(dialog(), locale(), at.state, Say{forward});
    Step other = step(dialog(), locale(), at.state, Say{backward});
    ASSERT_EQ(one.event, Event::answered) << declared.id << ": " << forward;
    EXPECT_EQ(one.state, other.state) << declared.id << ": " << forward << " / " << backward;
    EXPECT_EQ(one.walk, other.walk);
  }
}

TEST_F(BackPain, GoingBackAndAnsweringTheSameChangesNothing) {
  for (std::uint64_t seed = 0; seed < conversations(); ++seed) {
    test::RandomPatient patient(dialog(), seed);
    Step now = start(dialog());
    while (now.walk.question) {
      Value value = patient.answer(*now.walk.question, now.state.answers);
      Step next = give(now.state, value);
      if (next.event != Event::answered) continue;
      if (patient.chance(0.3)) {
        Step back = step(dialog(), locale(), next.state, Back{});
        bool is_final = next.walk.outcome && next.walk.outcome->disposition >= Disposition::urgent;
        ASSERT_EQ(back.event, is_final ? Event::final : Event::went_back) << "seed " << seed;
        if (!is_final) {
          ASSERT_EQ(back.state, now.state) << "seed " << seed;
          Step again = give(back.state, value);
          ASSERT_EQ(again.state, next.state) << "seed " << seed;
          ASSERT_EQ(again.walk, next.walk) << "seed " << seed;
        }
      }
      now = std::move(next);
    }
  }
}

TEST_F(BackPain, ChangingAnAnswerIsLikeHavingGivenItAtFirst) {
  std::uint64_t changed = 0;
  for (std::uint64_t seed = 0; seed < conversations(); ++seed) {
    test::RandomPatient patient(dialog(), seed);
    Step now = start(dialog());
    std::uint64_t stop = 1 + patient.below(16);
    for (std::uint64_t i = 0; i < stop && now.walk.question; ++i) {
      now = give(now.state, patient.answer(*now.walk.question, now.state.answers));
    }
    if (now.walk.asked.empty()) continue;
    FactIndex fact = now.walk.asked[patient.below(now.walk.asked.size())];
    Step open = step(dialog(), locale(), now.state, ChangeAnswer{fact});
    if (open.event == Event::final) continue;
    ASSERT_EQ(open.event, Event::changing) << "seed " << seed;
    ASSERT_EQ(open.walk.question, fact);
    Answers earlier;
    for (FactIndex asked : now.walk.asked) {
      if (asked == fact) break;
      earlier.push_back(*std::find_if(now.state.answers.begin(), now.state.answers.end(),
                                      [&](const Answer& a) { return a.fact == asked; }));
    }
    Value value = patient.answer(fact, earlier);
    Step after = give(open.state, value);
    if (after.event != Event::answered) continue;
    Answers as_if = now.state.answers;
    for (Answer& answer : as_if) {
      if (answer.fact == fact) answer.value = value;
    }
    State fresh = replay(as_if);
    Walk expected = walk(dialog(), fresh.answers);
    // Later answers wait, unused, behind a question that the change opened.
    ASSERT_EQ(after.walk.asked, expected.asked) << "seed " << seed;
    ASSERT_EQ(after.walk.path, expected.path) << "seed " << seed;
    ASSERT_EQ(after.walk.flags, expected.flags) << "seed " << seed;
    ASSERT_EQ(after.walk.outcome, expected.outcome) << "seed " << seed;
    if (after.walk.outcome) {
      ASSERT_EQ(sorted(after.state.answers), sorted(fresh.answers)) << "seed " << seed;
    }
    ++changed;
  }
  EXPECT_GT(changed, conversations() / 10);
}

TEST_F(BackPain, ATypicalSafeAdultAnswersTwelveQuestions) {
  Step now = start(dialog());
  int questions = 0;
  auto fact = [&] { return dialog().facts[*now.walk.question].id; };
  const std::map<std::string, std::string> said{
      {"state", "pain now"}, {"emerg", "none"}, {"age", "44"},         {"area", "lower back"},
      {"onset", "3"},        {"severity", "5"}, {"type", "dull ache"}, {"urgent", "none"},
      {"health", "none"},    {"treat", "none"}, {"pref", "gentle"}};
  while (now.walk.question) {
    ASSERT_LT(++questions, 20);
    auto found = said.find(fact());
    Input input =
        found != said.end() ? Input(Say{found->second}) : Input(Say{"never, good, never, never"});
    std::string asked = fact();
    now = step(dialog(), locale(), now.state, input);
    ASSERT_EQ(now.event, Event::answered) << asked;
  }
  EXPECT_EQ(questions, 12);
  EXPECT_EQ(now.walk.outcome->disposition, Disposition::suggestion);
}

TEST_F(BackPain, ARedFlagOrConditionMoreNeverLowersTheDispositionNorAddsATechnique) {
  for (std::uint64_t seed = 0; seed < conversations(); ++seed) {
    test::RandomPatient patient(dialog(), seed);
    Step end = play(patient);
    const char* name = std::array{"emerg", "urgent", "health", "treat"}[patient.below(4)];
    FactIndex fact = *dialog().find_fact(name);
    Answers more = end.state.answers;
    auto answer =
        std::find_if(more.begin(), more.end(), [&](const Answer& a) { return a.fact == fact; });
    if (answer == more.end()) continue;
    std::uint64_t option = patient.below(dialog().facts[fact].options.size());
    if (dialog().facts[fact].options[option] == "t_physio")
      continue;  // neither a flag nor a condition
    answer->value.bits |= std::uint64_t{1} << option;
    // The new condition may open a question of its own; answered at random, whatever it is.
    Walk now = complete(more, patient);
    ASSERT_GE(now.outcome->disposition, end.walk.outcome->disposition)
        << "seed " << seed << " " << name << " " << option;
    if (end.walk.outcome->disposition != Disposition::suggestion || now.asked != end.walk.asked)
      continue;
    for (TechniqueIndex t : now.outcome->allowed) {
      const auto& before = end.walk.outcome->allowed;
      ASSERT_NE(std::find(before.begin(), before.end(), t), before.end())
          << "seed " << seed << " " << name << " " << option;
    }
  }
}

// The claims of invariants.json, held by the engine. test::broken_invariants above reads the same
// clinical rules a second time, in C++.
TEST_F(BackPain, NoConversationBreaksAnInvariant) {
  const std::vector<Invariant>& invariants = dialog().invariants;
  std::vector<Condition> conditions;
  for (const Invariant& invariant : invariants)
    conditions.insert(conditions.end(), {invariant.when, invariant.then, invariant.reachable});
  std::vector<bool> met(invariants.size());
  for (std::uint64_t seed = 0; seed < conversations() / 4; ++seed) {
    test::RandomPatient patient(dialog(), seed);
    Step end = play(patient);
    std::vector<Truth> truths = truths_at_end(dialog(), end.state.answers, end.walk, conditions);
    for (std::size_t i = 0; i < invariants.size(); ++i) {
      met[i] = met[i] || truths[3 * i + 2] == Truth::yes;
      if (invariants[i].kind > InvariantKind::implies || truths[3 * i] != Truth::yes) continue;
      bool is_broken =
          invariants[i].kind == InvariantKind::never || truths[3 * i + 1] != Truth::yes;
      ASSERT_FALSE(is_broken) << "seed " << seed << " breaks " << invariants[i].id << ": "
                              << invariants[i].text;
      if (seed % 64 == 0) {
        ASSERT_EQ(breaks(dialog(), invariants[i], end.state.answers, end.walk), is_broken);
      }
    }
  }
  if (conversations() < 200'000) return;  // too few to meet what is rare
  std::size_t unmet = 0;
  for (std::size_t i = 0; i < invariants.size(); ++i) {
    if (!met[i]) ++unmet, RecordProperty("not_met_" + invariants[i].id, "");
  }
  EXPECT_LE(unmet, 30U) << "of " << invariants.size() << "; the proof finds conversations for all";
}

TEST_F(BackPain, NoTickMoreAndNoOtherLikingBreaksAnInvariant) {
  std::map<std::string, std::uint64_t> tried;
  for (std::uint64_t seed = 0; seed < conversations() / 4; ++seed) {
    test::RandomPatient patient(dialog(), seed);
    Step end = play(patient);
    for (const Invariant& invariant : dialog().invariants) {
      if (invariant.kind < InvariantKind::adding) continue;
      const Subject& subject = invariant.subjects[patient.below(invariant.subjects.size())];
      const Fact& fact = dialog().facts[subject.fact];
      Answers other = end.state.answers;
      auto answer = std::find_if(other.begin(), other.end(),
                                 [&](const Answer& a) { return a.fact == subject.fact; });
      if (answer == other.end()) continue;
      if (invariant.kind == InvariantKind::adding) {
        answer->value.bits |= std::uint64_t{1} << patient.below(fact.options.size());
      } else if (subject.item == no_item) {
        answer->value = patient.answer(subject.fact, other);
      } else {
        unsigned was = grid_item(answer->value, subject.item);
        auto option = static_cast<unsigned>(patient.below(fact.items[subject.item].options.size()));
        bool exchanged = was != 0 && was != grid_not_sure && (invariant.among >> (was - 1) & 1U) &&
                         (invariant.among >> option & 1U);
        if (!exchanged) continue;
        set_grid_item(answer->value, subject.item, option + 1);
      }
      ASSERT_FALSE(breaks(dialog(), invariant, end.walk, complete(other, patient)))
          << "seed " << seed << " breaks " << invariant.id << " at " << fact.id;
      ++tried[invariant.id];
    }
  }
  for (const auto& [id, times] : tried) EXPECT_GT(times, conversations() / 1000) << id;
  EXPECT_EQ(tried.size(), 3U);
}

}  // namespace
}  // namespace palpate
