#include <cmath>
#include <cstdio>
#include <map>

#include "apps/check/report.hpp"
#include "dialog/answer_names.hpp"
#include "dialog/labels.hpp"
#include "verify/transcript.hpp"

namespace palpate::check {
namespace {

constexpr std::string_view indent = "    ";

std::string sources(const Dialog& dialog, const Claim& claim) {
  std::string text;
  for (std::uint16_t source : claim.sources)
    text += (text.empty() ? " [" : ", ") + dialog.sources[source].key;
  return text.empty() ? text : text + "]";
}

const Value* answer_to(const Conversation& conversation, FactIndex fact) {
  for (const Answer& answer : conversation.answers) {
    if (answer.fact == fact) return &answer.value;
  }
  return nullptr;
}

/// What differs in the second of two conversations, and what comes of it.
std::string changes(const Dialog& dialog, const Conversation& before, const Conversation& after) {
  const Locale& locale = dialog.locales.front();
  Conversation different{{}, after.walk};
  std::string text;
  for (const Answer& answer : after.answers) {
    const Value* old = answer_to(before, answer.fact);
    if (old != nullptr && *old == answer.value) continue;
    different.answers.push_back(answer);
  }
  for (const Answer& answer : before.answers) {
    if (answer_to(after, answer.fact) != nullptr) continue;
    text += std::string(indent) + "(no longer asked: " + dialog.facts[answer.fact].id +
            ", where \"" + answer_label(dialog, locale, answer.fact, answer.value) +
            "\" was answered)\n";
  }
  return transcript(dialog, different, indent) + text;
}

/// The answers in one line, to see whether two conversations are one.
std::string key_of(const Dialog& dialog, const Counterexample& example) {
  std::string key;
  auto add = [&](const Conversation& conversation) {
    for (const Answer& answer : conversation.answers) {
      key +=
          dialog.facts[answer.fact].id + "=" + write_value(dialog, answer.fact, answer.value) + ";";
    }
    key += "\n";
  };
  for (const Answer& mention : example.conversation.walk.signs)
    key += dialog.facts[mention.fact].id + "+" + write_value(dialog, mention.fact, mention.value);
  add(example.conversation);
  if (example.other) add(*example.other);
  return key;
}

class FindingsWriter {
 public:
  explicit FindingsWriter(const Dialog& dialog) : dialog_(dialog) {}

  std::string write(const Claim& claim) {
    std::string text = (claim.verdict == Verdict::broken ? "BROKEN  " : "GAVE UP ") + claim.id +
                       sources(dialog_, claim) + "\n        " + claim.text + "\n        " +
                       claim.finding;
    if (!claim.counterexample) return text + "\n\n";
    const Counterexample& example = *claim.counterexample;
    auto [place, is_new] = shown_.emplace(key_of(dialog_, example), claim.id);
    if (!is_new) return text + ": the same as for " + place->second + "\n\n";
    text += ":\n" + transcript(dialog_, example.conversation, indent);
    if (example.other) {
      text += "  and with these answers instead:\n" +
              changes(dialog_, example.conversation, *example.other);
    }
    return text + "\n";
  }

 private:
  const Dialog& dialog_;
  std::map<std::string, std::string> shown_;  // conversation -> the claim it was shown for
};

std::string plural(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

/// "10^41": a number of which only the size can be grasped.
std::string power_of_ten(double log2) {
  constexpr double log10_of_2 = 0.30103;
  return "10^" + std::to_string(std::lround(std::floor(log2 * log10_of_2)));
}

std::string verdict(const Report& report) {
  const std::size_t broken = report.count(Verdict::broken);
  const std::size_t gave_up = report.count(Verdict::gave_up);
  if (broken == 0 && gave_up == 0)
    return "PROVED: " + plural(report.claims.size(), "claim") + " hold";
  std::string text = "NOT PROVED: ";
  if (broken != 0) text += plural(broken, "claim") + " broken";
  if (gave_up != 0) text += (broken != 0 ? ", " : "") + plural(gave_up, "claim") + " undecided";
  return text + " of " + std::to_string(report.claims.size());
}

}  // namespace

std::string report_text(const Dialog& dialog, const Report& report,
                        std::chrono::milliseconds time) {
  std::string text;
  FindingsWriter findings(dialog);
  for (const Claim& claim : report.claims) {
    if (claim.verdict != Verdict::proved) text += findings.write(claim);
  }
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.2f s", static_cast<double>(time.count()) / 1000);
  text += dialog.id + " " + dialog.version + ": " + verdict(report) + ", for all of the " +
          power_of_ten(report.log2_answers) + " ways to answer its questions, in " + seconds + "\n";
  text += "  " + plural(dialog.invariants.size(), "invariant") + " of its own, " +
          std::to_string(report.claims.size() - dialog.invariants.size()) +
          " claims that every dialogue must keep; at most " +
          plural(report.longest.walk.asked.size(), "question");
  if (report.shortest_suggestion) {
    text += ", a suggestion after " +
            std::to_string(report.shortest_suggestion->walk.asked.size()) + " at the least";
  }
  return text + "\n  content " + dialog.content_hash + "\n";
}

}  // namespace palpate::check
