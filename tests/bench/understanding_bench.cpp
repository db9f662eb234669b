// How well typed messages are understood, and how long that takes: Palpate, and beside it what
// tests/bench/npm/node_nlp.mjs says of node-nlp.
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "corpus/corpus.hpp"
#include "dialog/load.hpp"

namespace palpate::bench {
namespace {

namespace json = boost::json;

/// What was measured of one of the two on one part of the corpus.
struct Measured {
  corpus::Scores scores;
  double microseconds = 0;  // a message
};

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", share * 100);
  return text;
}

/// One of the figures of a row; "-" where there is none.
using Figure = std::string (*)(const corpus::Score&);

std::string right(const corpus::Score& score) {
  return score.all == 0 ? "-" : percent(score.rate());
}
std::string wrong(const corpus::Score& score) {
  return score.all == 0 ? "-" : percent(1 - score.rate());
}
std::string taken(const corpus::Score& score) {
  if (score.all == 0) return "-";
  return percent(static_cast<double>(score.taken) / static_cast<double>(score.all));
}
std::string precise(const corpus::Score& score) {
  const std::optional<double> precision = score.precision();
  return precision ? percent(*precision) : "-";
}
std::string none(const corpus::Score&) {
  return "";
}

struct Row {
  const char* name;
  const char* palpate;  // the name of its score
  const char* node_nlp;
  Figure recall;
  Figure precision;
};
constexpr Row rows[] = {
    {"emergency", "emergency", "emergency", right, precise},
    {"emergency, right sign", "emergency", "emergency_sign", right, none},
    {"urgent", "urgent", "urgent", right, precise},
    {"false alarms", "false_alarm", "false_alarm", wrong, none},
    {"lookalike", "lookalike", "lookalike", right, none},
    {"answer, any value", "answer", "answer", taken, precise},
    {"answer, right value", "answer", "answer", right, none},
    {"facts", "facts", "facts", right, precise},
    {"correct", "correct", "correct", right, precise},
    {"command", "command", "command", right, precise},
    {"ask", "ask", "ask", right, precise},
    {"chat", "chat", "chat", right, precise},
};

corpus::Score score_of(const Measured& measured, const char* name) {
  const auto found = measured.scores.find(name);
  return found == measured.scores.end() ? corpus::Score{} : found->second;
}

void print_table(const std::string& locale, const Measured& tune, const Measured& score,
                 const Measured& node_nlp) {
  std::printf(
      "\n| %-21s | tune  | recall    | score | recall    | precision | node-nlp: | precision |\n",
      locale.c_str());
  std::printf(
      "| --------------------- | ----- | --------- | ----- | --------- | --------- | --------- | "
      "--------- |\n");
  for (const Row& row : rows) {
    const corpus::Score tuned = score_of(tune, row.palpate);
    const corpus::Score own = score_of(score, row.palpate);
    const corpus::Score other = score_of(node_nlp, row.node_nlp);
    std::printf("| %-21s | %5zu | %9s | %5zu | %9s | %9s | %9s | %9s |\n", row.name, tuned.all,
                row.recall(tuned).c_str(), own.all, row.recall(own).c_str(),
                row.precision(own).c_str(), row.recall(other).c_str(),
                row.precision(other).c_str());
  }
  std::printf("| %-21s | %5s | %6.1f us | %5s | %6.1f us | %9s | %6.0f us | %9s |\n",
              "time a message", "", tune.microseconds, "", score.microseconds, "",
              node_nlp.microseconds, "");
}

Measured measure(const Dialog& dialog, const std::string& locale, const std::string& part) {
  const std::string file =
      PALPATE_SOURCE_DIR "/tests/corpus/messages/" + locale + "." + part + ".jsonl";
  return {corpus::score(dialog, dialog.locale_for(locale), file),
          corpus::microseconds_per_message(dialog, dialog.locale_for(locale), file)};
}

Measured from_json(const json::value& value) {
  Measured measured{{}, value.at("microseconds").to_number<double>()};
  for (const auto& [name, counts] : value.at("scores").as_object()) {
    const auto count = [&counts](const char* key) {
      return counts.at(key).to_number<std::size_t>();
    };
    measured.scores[name] = {count("right"), count("all"), count("taken"), count("mistaken"), {}};
  }
  return measured;
}

void print_heading(const json::value& node_nlp) {
  std::printf(
      "The labelled messages of tests/corpus: Palpate, and node-nlp %s trained on the same tune "
      "part.\n"
      "recall: of the messages with this intent, those understood right (tests/corpus/README.md). "
      "precision: of those\n"
      "taken for it, those that have it; one understood right otherwise counts for neither. false "
      "alarms: harmless\n"
      "messages that raise or ask about a sign; fewer are better. The tune columns are Palpate's.\n"
      "node-nlp is judged more leniently: for an emergency any sign will do, urgent may be any "
      "sign or an emergency,\n"
      "facts and corrections need no values, a lookalike may be an answer. It is told which "
      "question is open, knows\n"
      "the dialogue's words for each option too, and reads numbers with its own recognizers. Of "
      "lookalikes it only\n"
      "must raise nothing.\n",
      node_nlp.at("version").as_string().c_str());
}

int run(const char* node_nlp_file) {
  auto loaded = load_dialog_directory(PALPATE_SOURCE_DIR "/dialogs/back-pain");
  const auto& dialog = std::get<Dialog>(loaded);
  std::ifstream stream(node_nlp_file);
  const json::value node_nlp = json::parse(std::string(std::istreambuf_iterator<char>(stream), {}));
  print_heading(node_nlp);
  for (const char* locale : {"en", "es"}) {
    print_table(locale, measure(dialog, locale, "tune"), measure(dialog, locale, "score"),
                from_json(node_nlp.at("locales").at(locale)));
  }
  return 0;
}

}  // namespace
}  // namespace palpate::bench

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: palpate-bench-understanding RESULTS_OF_NODE_NLP.json\n");
    return 2;
  }
  return palpate::bench::run(arguments[1]);
}
