#include <boost/json.hpp>

#include "apps/check/report.hpp"
#include "dialog/answer_names.hpp"
#include "verify/transcript.hpp"

namespace palpate::check {
namespace {

namespace json = boost::json;

json::object conversation_json(const Dialog& dialog, const Conversation& conversation) {
  json::object answers;
  for (const Answer& answer : conversation.answers) {
    answers[dialog.facts[answer.fact].id] =
        json::parse(write_value(dialog, answer.fact, answer.value));
  }
  json::object mentions;
  for (const Answer& mention : conversation.walk.signs) {
    mentions[dialog.facts[mention.fact].id] =
        json::parse(write_value(dialog, mention.fact, mention.value));
  }
  json::array rules;
  if (conversation.walk.outcome) {
    for (const Rule& rule : conversation.walk.outcome->rules) {
      rules.push_back({{"kind", rule_kind_names[static_cast<std::size_t>(rule.kind)]},
                       {"id", rule_id(dialog, rule)}});
    }
  }
  return {{"answers", std::move(answers)},
          {"mentions", std::move(mentions)},
          {"ending", ending(dialog, conversation.walk)},
          {"rules", std::move(rules)}};
}

json::object claim_json(const Dialog& dialog, const Claim& claim) {
  json::array sources;
  for (std::uint16_t source : claim.sources) sources.emplace_back(dialog.sources[source].key);
  json::object object{{"id", claim.id},
                      {"text", claim.text},
                      {"sources", std::move(sources)},
                      {"verdict", verdict_names[static_cast<std::size_t>(claim.verdict)]}};
  if (!claim.finding.empty()) object["finding"] = claim.finding;
  if (!claim.counterexample) return object;
  object["conversation"] = conversation_json(dialog, claim.counterexample->conversation);
  if (claim.counterexample->other)
    object["other_conversation"] = conversation_json(dialog, *claim.counterexample->other);
  return object;
}

}  // namespace

std::string report_json(const Dialog& dialog, const Report& report,
                        std::chrono::milliseconds time) {
  json::array claims;
  for (const Claim& claim : report.claims) claims.push_back(claim_json(dialog, claim));
  json::object object{{"dialogue", dialog.id},
                      {"version", dialog.version},
                      {"content_hash", dialog.content_hash},
                      {"checker", "palpate-check " PALPATE_VERSION},
                      {"proved", report.count(Verdict::proved)},
                      {"broken", report.count(Verdict::broken)},
                      {"gave_up", report.count(Verdict::gave_up)},
                      {"log2_ways_to_answer", report.log2_answers},
                      {"most_questions", report.longest.walk.asked.size()},
                      {"milliseconds", time.count()},
                      {"solver_questions", report.solver_questions},
                      {"longest", conversation_json(dialog, report.longest)},
                      {"claims", std::move(claims)}};
  if (report.shortest_suggestion) {
    object["fewest_questions"] = report.shortest_suggestion->walk.asked.size();
    object["shortest_suggestion"] = conversation_json(dialog, *report.shortest_suggestion);
  }
  return json::serialize(object) + "\n";
}

}  // namespace palpate::check
