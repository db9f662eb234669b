#include "engine/invariants.hpp"

#include <set>

#include "engine/facts_view.hpp"

namespace palpate::test {
namespace {

class Checker {
 public:
  Checker(const Dialog& dialog, const Answers& answers, const Walk& walk)
      : dialog_(dialog), facts_(dialog, answers), walk_(walk), outcome_(*walk.outcome) {
    for (TechniqueIndex t : outcome_.allowed) allowed_.insert(dialog.techniques[t].id);
  }

  std::string check() {
    dispositions_follow_flags();
    suggestion_is_whole();
    bones_and_blood();
    heat_pregnancy_age_cancer();
    pain();
    clinicians_ok();
    return broken_;
  }

 private:
  void hold(bool good, std::string_view what) {
    if (!good) broken_ += std::string(what) + "\n";
  }
  /// `premise` implies `conclusion`.
  void hold_if(bool premise, bool conclusion, std::string_view what) {
    hold(!premise || conclusion, what);
  }

  bool suggests() const { return outcome_.disposition == Disposition::suggestion; }
  bool may(std::string_view technique) const { return allowed_.contains(std::string(technique)); }
  bool only_swedish() const { return allowed_.empty() || (allowed_.size() == 1 && may("swedish")); }
  bool at_least(Disposition level) const { return outcome_.disposition >= level; }
  bool cleared() const { return facts_.has("cleared", "yes"); }
  bool has_pain() const { return !facts_.has("state", "none"); }
  bool new_pain() const { return facts_.has_any("onset", {"d0_3_strain", "d0_3_other", "d4_6w"}); }
  bool raised(char letter, bool unlifted = true) const {
    return std::any_of(walk_.flags.begin(), walk_.flags.end(), [&](const RaisedFlag& flag) {
      return dialog_.flags[flag.flag].id[0] == letter && !(unlifted && flag.lifted);
    });
  }

  void dispositions_follow_flags() {
    Disposition expected = raised('E')                  ? Disposition::emergency
                           : raised('U')                ? Disposition::urgent
                           : raised('K') || raised('W') ? Disposition::clearance
                                                        : Disposition::suggestion;
    hold(outcome_.disposition == expected, "4: the highest raised level is the disposition");
    hold_if(!suggests(), outcome_.allowed.empty() && !outcome_.primary && !outcome_.schedule_row,
            "5: no technique and no schedule without a suggestion");
  }

  void suggestion_is_whole() {
    if (!suggests()) return;
    for (const char* fact : {"emerg", "age", "area", "urgent", "health", "treat"}) {
      hold(facts_.asked(fact), "2: a suggestion needs every screening answer");
    }
    hold_if(has_pain(), facts_.asked("onset") && facts_.asked("severity") && facts_.asked("type"),
            "2: pain is asked about");
    bool primary_allowed = outcome_.primary && may(dialog_.techniques[*outcome_.primary].id);
    hold(primary_allowed, "6: exactly one primary technique, and it is allowed");
    hold(outcome_.schedule_row.has_value(), "7: exactly one schedule");
    if (!outcome_.schedule_row) return;
    hold(dialog_.schedules[dialog_.schedule_rows[*outcome_.schedule_row].schedule].id ==
             expected_schedule(),
         "7: the schedule is that of the table");
  }

  std::string expected_schedule() const {
    if (facts_.has("state", "improving")) return "monthly_or_as_needed";
    if (facts_.has("state", "none")) return facts_.number("recur") > 0 ? "monthly" : "quarterly";
    if (new_pain()) return "weekly";
    if (facts_.has("onset", "w6_12")) return "every_2_weeks";
    return facts_.number("severity") >= 4 ? "every_2_weeks" : "monthly";
  }

  void bones_and_blood() {
    bool weak_bones = facts_.has_any("health", {"h_osteo", "h_spfrac"});
    bool steroids = facts_.has("treat", "t_steroid");
    hold_if(weak_bones, !may("deep_tissue") && !may("trigger_point"), "9: weak bones, no DT or TP");
    hold_if((weak_bones || steroids) && new_pain(), at_least(Disposition::urgent),
            "10: weak bones and new pain is urgent");
    hold_if(facts_.has("treat", "t_anticoag"), only_swedish(),
            "11: blood thinner, Swedish or nothing");
    bool new_clot = facts_.has("health", "h_clot") && facts_.item("detail", "clot") != "old";
    hold_if((facts_.has("health", "h_bleed") || new_clot) && suggests(),
            cleared() && only_swedish(),
            "12: bleeding disorder or new clot only with an OK, Swedish only");
    hold_if(facts_.has("urgent", "u_calf"), at_least(Disposition::urgent),
            "13: one swollen leg is urgent");
    hold_if(facts_.has("urgent", "u_calf") && facts_.has("emerg", "e_chest"),
            at_least(Disposition::emergency), "13: with chest signs an emergency");
  }

  void heat_pregnancy_age_cancer() {
    bool no_stones =
        facts_.has_any("health", {"h_heat", "h_numbskin", "h_ms", "h_skin_sens", "h_preg"}) ||
        facts_.has_any("treat", {"t_patch", "t_strong"});
    hold_if(no_stones, !may("hot_stone"), "14: no hot stones");
    if (facts_.has("health", "h_preg")) {
      bool settled =
          facts_.number("preg_weeks") >= 13 && !facts_.has("preg_signs", "high_risk") && cleared();
      hold_if(suggests(), settled && only_swedish(), "15: pregnancy");
    }
    hold_if(facts_.number("age") < 18, !suggests(), "16: never under 18");
    if (facts_.has("health", "h_cancer")) {
      hold_if(has_pain() && suggests(), cleared(), "17: cancer with pain only with an OK");
      hold(only_swedish(), "17: cancer, never DT, TP, HS");
    }
    bool fever = facts_.has("urgent", "u_fever");
    bool low_defence = facts_.has("health", "h_immune") || facts_.has("treat", "t_immune") ||
                       facts_.item("detail", "cancer") == "now";
    hold_if(fever, at_least(Disposition::urgent), "18: fever is urgent");
    hold_if(fever && low_defence, at_least(Disposition::emergency),
            "18: fever with low immunity is an emergency");
  }

  void pain() {
    int score = facts_.number("severity");
    hold_if(score >= 9 && suggests(), facts_.has("onset", "w12p") && cleared(), "19: 9-10");
    hold_if(score < 4, !may("deep_tissue"), "20: no DT under 4 or without pain");
    bool any_massage = false;
    for (const char* technique : {"swedish", "deep_tissue", "trigger_point", "hot_stone"}) {
      std::string past = facts_.item("prev", technique);
      any_massage = any_massage || past == "good" || past == "bad" || past == "lasting";
      hold_if(past == "bad" || past == "lasting", !may(technique), "22: never again what was bad");
    }
    hold_if(!any_massage, !may("deep_tissue"), "21: no DT as a first massage");
    bool neck = facts_.has("area", "neck");
    bool upper = facts_.has("area", "upper");
    hold_if(neck && suggests(), facts_.asked("neck"), "23: neck signs are asked");
    hold_if(neck, !may("deep_tissue"), "23: no DT with the neck");
    hold_if((neck || upper) && suggests(), shows("W_NECK"), "23: the neck warning is shown");
    hold_if(facts_.has("onset", "d0_3_other"), only_swedish(), "24: first three days");
    hold_if(facts_.has("onset", "d0_3_strain"), allowed_.empty(),
            "24: nothing after a fresh strain");
    hold_if(facts_.has("area", "leg_both"), at_least(Disposition::emergency), "25: both legs");
    hold_if(facts_.has_any("area", {"leg_one", "arm_one"}),
            !may("deep_tissue") && !may("trigger_point"), "25: one limb");
    bool numb = facts_.has_any("leg", {"numb", "weak"}) || facts_.has_any("arm", {"numb", "weak"});
    hold_if(numb && suggests(), cleared(), "25: numb or weak only with an OK");
  }

  bool shows(std::string_view note) const {
    return std::any_of(outcome_.notes.begin(), outcome_.notes.end(),
                       [&](RowIndex row) { return dialog_.notes[row].id == note; });
  }

  void clinicians_ok() {
    hold_if(cleared(), only_swedish(), "27: an OK never allows DT, TP or HS");
    for (const RaisedFlag& flag : walk_.flags) {
      if (!flag.lifted) continue;
      const std::string& id = dialog_.flags[flag.flag].id;
      bool never =
          id[0] == 'E' || id[0] == 'U' || id[0] == 'W' || id == "K1" || id == "K11" || id == "K14";
      hold(!never, "27: an OK never lifts " + id);
      hold_if(id == "K2",
              facts_.number("preg_weeks") >= 13 && !facts_.has("preg_signs", "high_risk"),
              "27: K2");
    }
    for (const char* note : {"W_GENERAL", "W_SORE", "W_AGGRAV", "W_NET", "N_COMM", "N_CONSULT"}) {
      hold_if(suggests(), shows(note), "37: every suggestion shows its notes");
    }
    hold_if(facts_.not_sure("emerg"), at_least(Disposition::urgent),
            "32: not sure of an emergency sign");
    hold_if(facts_.not_sure("urgent"), at_least(Disposition::clearance),
            "32: not sure of an urgent sign");
    hold_if(facts_.not_sure("health") || facts_.not_sure("treat"), only_swedish(),
            "32: not sure of health");
  }

  const Dialog& dialog_;
  FactsView facts_;
  const Walk& walk_;
  const Outcome& outcome_;
  std::set<std::string> allowed_;
  std::string broken_;
};

}  // namespace

std::string broken_invariants(const Dialog& dialog, const Answers& answers, const Walk& walk) {
  return Checker(dialog, answers, walk).check();
}

}  // namespace palpate::test
