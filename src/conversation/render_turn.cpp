#include <algorithm>

#include "conversation/render_parts.hpp"
#include "conversation/texts.hpp"

namespace palpate {
namespace {

using protocol::Message;
using Messages = std::vector<Message>;

void say(Messages& messages, std::string_view kind, std::string_view id, std::string text) {
  if (text.empty()) return;
  messages.push_back({std::string(kind), std::string(id), std::move(text)});
}

void add_chat(Messages& messages, const Audience& audience, std::string_view key,
              Fillings fillings = {}) {
  say(messages, "notice", key, chat(audience, key, fillings));
}

/// Each miss in a row is answered more helpfully: other words, then numbers to type, then a phone
/// to call.
void add_miss(const Dialog& dialog, const Audience& audience, const Step& step,
              Messages& messages) {
  const int misses = std::clamp(step.state.misses, 1, 4);
  add_chat(messages, audience, "not_understood_" + std::to_string(misses));
  if (misses != 2 || audience.render == protocol::Render::plain) return;
  if (auto ask = render_ask(dialog, audience, step)) {
    say(messages, "notice", "option_numbers", numbered_question(audience, *ask));
  }
}

void add_explanation(const Audience& audience, const Step& step, Messages& messages) {
  if (step.state.check) {
    return say(messages, "explanation", "why", chat(audience, "check_why"));
  }
  if (!step.walk.question) return add_chat(messages, audience, "ended");
  const QuestionText& question = audience.locale->questions[*step.walk.question];
  say(messages, "explanation", "why", fill(audience, question.why));
}

void add_help(const Audience& audience, const Step& step, Messages& messages) {
  if (step.state.check) {
    say(messages, "explanation", "help", chat(audience, "check_why"));
  } else if (step.walk.question) {
    const QuestionText& question = audience.locale->questions[*step.walk.question];
    say(messages, "explanation", "help", fill(audience, question.help));
  }
  say(messages, "explanation", "help_text", chat(audience, "help_text"));
}

void add_changing(const Dialog& dialog, const Audience& audience, const Step& step,
                  Messages& messages) {
  auto ask = render_ask(dialog, audience, step);
  if (!ask) return;
  add_chat(messages, audience, "changing", {{"question", ask->text}, {"answer", ask->current}});
}

/// "Age: 44; Where: Lower back".
std::string listed(const Dialog& dialog, const Audience& audience, const Answers& facts) {
  std::string list;
  for (const Answer& answer : facts) {
    const QuestionText& question = audience.locale->questions[answer.fact];
    if (!list.empty()) list += "; ";
    if (!question.title.empty()) list += question.title + ": ";
    list += answer_label(dialog, *audience.locale, answer.fact, answer.value);
  }
  return list;
}

/// Says back what was taken from a line, so that a mistake is seen and can be mended.
void add_told(const Dialog& dialog, const Audience& audience, const Step& step,
              Messages& messages) {
  if (!step.told.empty()) {
    add_chat(messages, audience, "understood_facts",
             {{"answer", listed(dialog, audience, step.told)}});
  }
  if (!step.noted.empty())
    add_chat(messages, audience, "sign_noted", {{"answer", listed(dialog, audience, step.noted)}});
}

void add_change_which(const Audience& audience, const Step& step, Messages& messages) {
  std::string titles;
  for (FactIndex fact : step.walk.asked) {
    const std::string& title = audience.locale->questions[fact].title;
    if (title.empty()) continue;
    if (!titles.empty()) titles += ", ";
    titles += title;
  }
  if (step.walk.asked.empty()) return add_chat(messages, audience, "nothing_to_undo");
  add_chat(messages, audience, "change_which", {{"questions", titles}});
}

/// What the open question was told already is ticked there, whatever is answered.
void add_already_told(const Dialog& dialog, const Audience& audience, const Step& step,
                      Messages& messages) {
  if (step.state.check || !step.walk.question) return;
  for (const Answer& sign : step.state.signs) {
    if (sign.fact != *step.walk.question || sign.value.bits == 0) continue;
    add_chat(messages, audience, "already_told",
             {{"answer",
               answer_label(dialog, *audience.locale, sign.fact, Value{sign.value.bits, false})}});
  }
}

/// `answer` with what was told of its question before, which counts.
Answer with_told(const Step& step, Answer answer) {
  for (const Answer& sign : step.state.signs) {
    if (sign.fact == answer.fact) answer.value.bits |= sign.value.bits;
  }
  return answer;
}

bool needs_help(const Step& step) {
  return step.walk.outcome && step.walk.outcome->disposition >= Disposition::urgent;
}

/// What became of the input, in the words of the locale.
void add_event(const Dialog& dialog, const Audience& audience, const Step& step, Origin origin,
               Messages& messages) {
  switch (step.event) {
    case Event::answered:
      // Whoever needs help now reads first what to do.
      if (step.understood && origin == Origin::typed && !needs_help(step)) {
        const Answer answer = with_told(step, *step.understood);
        add_chat(messages, audience, step.is_estimate ? "understood_higher" : "understood",
                 {{"answer", answer_label(dialog, *audience.locale, answer.fact, answer.value)}});
      }
      break;
    case Event::told:
      if (!needs_help(step)) add_told(dialog, audience, step, messages);
      break;
    case Event::not_an_option:
      return add_chat(messages, audience, "not_an_option");
    case Event::refused:
      if (step.refusal) {
        say(messages, "notice", dialog.text_keys[*step.refusal], text_of(audience, *step.refusal));
      }
      break;
    case Event::not_understood:
      return add_miss(dialog, audience, step, messages);
    case Event::sign_noted:
      // The text of an urgent flag, or worse, says what to do.
      if (needs_help(step)) break;
      for (const Answer& sign : step.noted) {
        add_chat(messages, audience, "sign_noted",
                 {{"answer", answer_label(dialog, *audience.locale, sign.fact, sign.value)}});
      }
      break;
    case Event::checking:
      break;  // the question says it
    case Event::check_denied:
      return add_chat(messages, audience, "sign_denied");
    case Event::went_back:
      return add_chat(messages, audience, "went_back");
    case Event::changing:
      return add_changing(dialog, audience, step, messages);
    case Event::restarted:
      return add_chat(messages, audience, "restarted");
    case Event::language_changed:
      return add_chat(messages, audience, "language_changed");
    case Event::topic_answered:
      return say(messages, "explanation", "topic",
                 fill(audience, audience.locale->topics[*step.topic].text));
    case Event::change_which:
      return add_change_which(audience, step, messages);
    case Event::explained:
      return add_explanation(audience, step, messages);
    case Event::helped:
      return add_help(audience, step, messages);
    case Event::nothing_to_undo:
      return add_chat(messages, audience, "nothing_to_undo");
    case Event::not_answered:
      return add_chat(messages, audience, "not_answered");
    case Event::ended:
      return add_chat(messages, audience, "ended");
    case Event::final:
      return add_chat(messages, audience, "final");
  }
}

void add_dropped(const Audience& audience, const Step& step, Messages& messages) {
  if (step.dropped.empty()) return;
  std::string questions;
  for (FactIndex fact : step.dropped) {
    if (!questions.empty()) questions += ", ";
    questions += '"' + fill(audience, audience.locale->questions[fact].text) + '"';
  }
  add_chat(messages, audience, "dropped", {{"questions", questions}});
}

bool find_told(const Step& step, FactIndex fact) {
  return std::any_of(step.told.begin(), step.told.end(),
                     [fact](const Answer& answer) { return answer.fact == fact; });
}

/// The nodes visited before this turn: those of the answers without the newest one.
std::vector<NodeIndex> path_before(const Dialog& dialog, const Step& step) {
  if (step.event == Event::restarted || !(step.understood || step.event == Event::told)) return {};
  Answers before = step.state.answers;
  std::erase_if(before, [&](const Answer& answer) {
    return (step.understood && answer.fact == step.understood->fact) ||
           find_told(step, answer.fact);
  });
  return walk(dialog, before, step.state.signs).path;
}

/// What the `say` nodes say that this turn passed for the first time.
void add_says(const Dialog& dialog, const Audience& audience, const Step& step,
              Messages& messages) {
  const bool begins = step.state.answers.empty();
  const bool moved =
      step.event == Event::told || (step.event == Event::answered && (step.understood || begins));
  if (!moved && step.event != Event::restarted) return;
  const std::vector<NodeIndex> before = path_before(dialog, step);
  for (NodeIndex index : step.walk.path) {
    const Node& node = dialog.nodes[index];
    if (node.kind != NodeKind::say) continue;
    if (std::find(before.begin(), before.end(), index) != before.end()) continue;
    for (TextIndex text : node.says) {
      say(messages, "info", dialog.text_keys[text], text_of(audience, text));
    }
  }
}

/// True when the client's list of earlier answers is no longer right.
bool transcript_changed(const Step& step) {
  if (!step.dropped.empty() || step.event == Event::went_back || step.event == Event::restarted) {
    return true;
  }
  if (step.event == Event::told || step.event == Event::language_changed) return true;
  return step.event == Event::answered && step.understood && !step.walk.asked.empty() &&
         step.walk.asked.back() != step.understood->fact;
}

}  // namespace

protocol::Turn render_turn(const Dialog& dialog, const Audience& audience, const Step& step,
                           Origin origin) {
  protocol::Turn turn;
  if (origin == Origin::resumed) {
    add_chat(turn.messages, audience, "resumed");
  } else if (origin != Origin::current) {
    add_event(dialog, audience, step, origin, turn.messages);
    add_says(dialog, audience, step, turn.messages);
  }
  add_dropped(audience, step, turn.messages);
  for (Message& message : render_flag_messages(dialog, audience, step.walk)) {
    turn.messages.push_back(std::move(message));
  }
  turn.ask = render_ask(dialog, audience, step);
  add_already_told(dialog, audience, step, turn.messages);
  turn.locale = audience.locale->id;
  if (step.walk.outcome && !turn.ask) turn.result = render_result(dialog, audience, step.walk);
  for (const RaisedFlag& raised : step.walk.flags) {
    const Flag& flag = dialog.flags[raised.flag];
    turn.flags.push_back(
        {flag.id, std::string(level_names[static_cast<std::size_t>(flag.level)]), raised.lifted});
  }
  turn.progress.answered = static_cast<int>(step.walk.asked.size());
  turn.progress.about =
      turn.progress.answered +
      (turn.ask ? questions_ahead(dialog, step.state.answers, step.state.signs) : 0);
  for (FactIndex fact : step.dropped) turn.dropped.push_back(dialog.facts[fact].id);
  if (origin == Origin::resumed || transcript_changed(step)) {
    turn.has_transcript = true;
    turn.transcript = render_transcript(dialog, audience, step);
  }
  if (audience.render == protocol::Render::plain) turn.text = render_plain(audience, turn);
  return turn;
}

std::vector<protocol::Exchange> render_transcript(const Dialog& dialog, const Audience& audience,
                                                  const Step& step) {
  std::vector<protocol::Exchange> transcript;
  for (FactIndex fact : step.walk.asked) {
    for (const Answer& answer : step.state.answers) {
      if (answer.fact != fact) continue;
      transcript.push_back({dialog.facts[fact].id,
                            fill(audience, audience.locale->questions[fact].text),
                            answer_label(dialog, *audience.locale, fact, answer.value)});
    }
  }
  return transcript;
}

}  // namespace palpate
