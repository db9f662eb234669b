#include "verify/compare.hpp"

#include <algorithm>

#include "verify/sampler.hpp"

namespace palpate {
namespace {

class Comparison {
 public:
  Comparison(const Dialog& dialog, const Encoding& encoding, const Simulation& simulation,
             unsigned lane, const Walk& walk)
      : dialog_(dialog), encoding_(encoding), simulation_(simulation), lane_(lane), walk_(walk) {}

  std::string run() {
    path();
    flags();
    same("ended", encoding_.ended, walk_.outcome.has_value());
    if (walk_.outcome) outcome(*walk_.outcome);
    return difference_;
  }

 private:
  bool value(Literal literal) const { return simulation_.value(literal, lane_); }

  std::uint32_t value(const Number& number) const {
    std::uint32_t sum = 0;
    for (std::size_t bit = 0; bit < number.size(); ++bit)
      sum |= static_cast<std::uint32_t>(value(number[bit])) << bit;
    return sum;
  }

  void same(const std::string& field, Literal literal, bool engine) {
    if (value(literal) != engine)
      differs(field, engine ? "engine yes, formula no" : "engine no, formula yes");
  }

  void differs(const std::string& field, const std::string& how) {
    if (difference_.empty()) difference_ = field + ": " + how;
  }

  template <class Rows, class Id>
  void same_set(const std::string& field, const std::vector<Literal>& literals, const Rows& engine,
                Id id) {
    for (std::size_t i = 0; i < literals.size(); ++i) {
      bool here = std::find(engine.begin(), engine.end(), i) != engine.end();
      same(field + " " + id(i), literals[i], here);
    }
  }

  void path() {
    same_set("path", encoding_.visited, walk_.path,
             [&](std::size_t i) { return dialog_.nodes[i].id; });
    auto fact_id = [&](std::size_t i) { return dialog_.facts[i].id; };
    same_set("asked", encoding_.asked, walk_.asked, fact_id);
    std::vector<FactIndex> open;
    if (walk_.question) open.push_back(*walk_.question);
    same_set("question", encoding_.waiting, open, fact_id);
    if (value(encoding_.questions) != walk_.asked.size()) differs("questions", "other number");
  }

  void flags() {
    std::vector<FlagIndex> raised, lifted;
    for (const RaisedFlag& flag : walk_.flags) {
      raised.push_back(flag.flag);
      if (flag.lifted) lifted.push_back(flag.flag);
    }
    auto flag_id = [&](std::size_t i) { return dialog_.flags[i].id; };
    same_set("flag", encoding_.raised, raised, flag_id);
    same_set("lifted flag", encoding_.lifted, lifted, flag_id);
    for (std::size_t i = 0; i < disposition_names.size(); ++i) {
      same("disposition " + std::string(disposition_names[i]), encoding_.disposition[i],
           static_cast<std::size_t>(walk_.disposition) == i);
    }
  }

  std::vector<RowIndex> rules(const Outcome& outcome, RuleKind kind) const {
    std::vector<RowIndex> rows;
    for (const Rule& rule : outcome.rules) {
      if (rule.kind == kind) rows.push_back(rule.row);
    }
    return rows;
  }

  void outcome(const Outcome& outcome) {
    auto id_in = [](const auto& rows) { return [&rows](std::size_t i) { return rows[i].id; }; };
    same_set("matrix row", encoding_.rows, rules(outcome, RuleKind::matrix), id_in(dialog_.matrix));
    same_set("gate", encoding_.gates, rules(outcome, RuleKind::gate), id_in(dialog_.gates));
    same_set("score", encoding_.scores, rules(outcome, RuleKind::score), id_in(dialog_.scores));
    same_set("note", encoding_.notes, outcome.notes, id_in(dialog_.notes));
    same_set("allowed", encoding_.allowed, outcome.allowed, id_in(dialog_.techniques));
    std::vector<TechniqueIndex> primary;
    if (outcome.primary) primary.push_back(*outcome.primary);
    same_set("primary", encoding_.primary, primary, id_in(dialog_.techniques));
    std::vector<RowIndex> schedule;
    if (outcome.schedule_row) schedule.push_back(*outcome.schedule_row);
    same_set("schedule", encoding_.schedule_rows, schedule, id_in(dialog_.schedule_rows));
    points(outcome);
  }

  void points(const Outcome& outcome) {
    for (std::size_t t = 0; t < outcome.scores.size(); ++t) {
      auto formula =
          static_cast<std::int64_t>(value(encoding_.points[t])) - encoding_.points_offset;
      if (formula != outcome.scores[t])
        differs("points of " + dialog_.techniques[t].id, "other sum");
    }
    for (std::size_t i = 0; i < outcome.allowed.size(); ++i) {
      for (std::size_t j = i + 1; j < outcome.allowed.size(); ++j) {
        same("order", encoding_.beats[outcome.allowed[i]][outcome.allowed[j]], true);
      }
    }
  }

  const Dialog& dialog_;
  const Encoding& encoding_;
  const Simulation& simulation_;
  unsigned lane_;
  const Walk& walk_;
  std::string difference_;
};

std::string described(const Dialog& dialog, const Conversation& conversation) {
  std::string text;
  Answers said = conversation.answers;
  said.insert(said.end(), conversation.walk.signs.begin(), conversation.walk.signs.end());
  for (const Answer& answer : said) {
    text += " " + dialog.facts[answer.fact].id + "=" + std::to_string(answer.value.bits) +
            (answer.value.not_sure ? "+not_sure" : "");
  }
  return text;
}

}  // namespace

std::string difference(const Dialog& dialog, const Encoding& encoding, const Simulation& simulation,
                       unsigned lane, const Walk& walk) {
  return Comparison(dialog, encoding, simulation, lane, walk).run();
}

std::string compare_at_random(const Dialog& dialog, std::uint64_t count, std::uint64_t seed,
                              std::array<std::uint64_t, 4>* endings) {
  constexpr unsigned lanes = 64;
  Formula formula;
  std::vector<Domain> domains = domains_of(dialog);
  Patient patient(formula, dialog, domains, true);
  Switches switches = Switches::on(dialog);
  Encoding encoding = encode(formula, dialog, domains, patient.said(), switches);
  Simulation simulation(formula);
  Sampler sampler(dialog, seed);
  for (std::uint64_t done = 0; done < count;) {
    auto here = static_cast<unsigned>(std::min<std::uint64_t>(lanes, count - done));
    std::vector<Conversation> conversations;
    for (unsigned lane = 0; lane < here; ++lane) {
      Assignment assignment = sampler.next(true);
      patient.set(simulation, lane, assignment);
      conversations.push_back(converse(dialog, assignment));
    }
    simulation.run();
    for (unsigned lane = 0; lane < here; ++lane) {
      const Conversation& conversation = conversations[lane];
      std::string text = difference(dialog, encoding, simulation, lane, conversation.walk);
      if (!text.empty()) return text + "; answers:" + described(dialog, conversation);
      if (endings != nullptr && conversation.walk.outcome)
        ++(*endings)[static_cast<std::size_t>(conversation.walk.disposition)];
    }
    done += here;
  }
  return "";
}

std::optional<Conversation> first_that_order_changes(const Dialog& dialog, std::uint64_t count,
                                                     std::uint64_t seed) {
  Sampler sampler(dialog, seed);
  std::mt19937_64 random(seed);
  for (std::uint64_t i = 0; i < count; ++i) {
    Conversation conversation = converse(dialog, sampler.next(true));
    Answers shuffled = conversation.answers;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    if (walk(dialog, shuffled, conversation.walk.signs) != conversation.walk) return conversation;
  }
  return std::nullopt;
}

}  // namespace palpate
