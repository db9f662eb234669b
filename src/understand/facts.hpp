// Several facts in one line, and corrections of earlier answers. Inside the room only.
#pragma once

#include "understand/answers.hpp"
#include "understand/understand.hpp"

namespace palpate {

class Facts {
 public:
  /// All of them must outlive it.
  Facts(const Dialog& dialog, const Line& line, const Asked& asked)
      : dialog_(dialog), line_(line), asked_(asked) {}

  /// A number of an earlier answer is corrected, and nothing else is said: "actually it's 8", "44
  /// is wrong, 43".
  bool read_number_correction(Understanding& made) const;
  /// The answer to the open question, and what is said of others.
  void read(Understanding& made) const;

 private:
  bool says_nothing_else() const;
  void read_unanswered(FactIndex fact, const std::vector<bool>& used, Understanding& made) const;
  bool has_quantity_of_question() const;
  bool asks_for_a_time() const;
  void read_lone_numbers(const std::vector<bool>& used, Understanding& made) const;
  bool may_be_lone(FactIndex fact, const Understanding& made) const;
  void read_answered(FactIndex fact, const std::vector<bool>& used, bool corrects,
                     Understanding& made) const;
  bool is_named(FactIndex fact) const;
  bool denies_a_number() const;
  bool is_answered(FactIndex fact) const;
  bool corrects_a_number(Understanding& made) const;
  bool names_old_number(Understanding& made) const;
  bool is_bare_correction() const;
  void correct_last(Understanding& made) const;
  bool is_estimate(const Value& value) const;

  const Dialog& dialog_;
  const Line& line_;
  const Asked& asked_;
};

}  // namespace palpate
