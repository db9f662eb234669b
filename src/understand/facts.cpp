#include "understand/facts.hpp"

#include <algorithm>

namespace palpate {

bool Facts::read_number_correction(Understanding& made) const {
  return corrects_a_number(made) || names_old_number(made);
}

void Facts::read(Understanding& made) const {
  std::vector<bool> used(line_.meant.size());
  if (asked_.open) made.value = answer_in(dialog_, line_, *asked_.open, asked_.items);
  if (asked_.is_told && says_nothing_else()) made.value = Value{};
  if (made.value) {
    used = tokens_of_answer(dialog_, line_, *asked_.open);
    made.answering = used;
    made.is_estimate = is_estimate(*made.value);
  }
  const bool corrects =
      line_.meant.has(MeaningKind::correct) || line_.meant.has(MeaningKind::change);
  for (FactIndex fact = 0; fact < dialog_.facts.size(); ++fact) {
    if (asked_.open == fact) continue;
    const bool is_told = dialog_.facts[fact].told != Told::no;
    if (is_answered(fact) && (is_told || corrects || denies_a_number())) {
      read_answered(fact, used, corrects, made);
    } else if (is_told && !is_answered(fact)) {
      read_unanswered(fact, used, made);
    }
  }
  const bool is_choice =
      asked_.open && made.value && dialog_.facts[*asked_.open].kind == FactKind::choice;
  if (!made.told.empty() || is_choice) read_lone_numbers(used, made);
  if (corrects && !made.value && made.told.empty()) correct_last(made);
}

/// "That's all", "no, nothing else": what was told before is the answer.
bool Facts::says_nothing_else() const {
  const Fact& fact = dialog_.facts[*asked_.open];
  return fact.kind == FactKind::choices && fact.none && line_.meant.has(MeaningKind::close) &&
         says_only(line_.meant, {MeaningKind::close, MeaningKind::no, MeaningKind::none}, true);
}

void Facts::read_unanswered(FactIndex fact, const std::vector<bool>& used,
                            Understanding& made) const {
  // "Two years off fifty" at the question for the age is no length of time.
  if (!dialog_.facts[fact].days.empty() && asks_for_a_time() &&
      (!made.value || has_quantity_of_question()))
    return;
  const std::optional<Value> value = told_in(dialog_, line_, fact, used, false);
  if (value) made.told.push_back({fact, *value, dialog_.facts[fact].told == Told::ticks});
}

/// The time that is named may be the answer to the open question.
bool Facts::has_quantity_of_question() const {
  const std::uint8_t units = line_.meant.message().locale().meanings.units[*asked_.open];
  return line_.quantities.size() == 1 && line_.quantities[0].unit &&
         (units >> static_cast<unsigned>(*line_.quantities[0].unit) & 1U) != 0;
}

bool Facts::asks_for_a_time() const {
  return asked_.open && dialog_.facts[*asked_.open].kind == FactKind::number &&
         line_.meant.message().locale().meanings.units[*asked_.open] != 0;
}

/// A number between commas, where other facts are told: of the question with the fewest numbers
/// that has it. "Lower back, 6" is how bad, "lower back, 38" the age.
void Facts::read_lone_numbers(const std::vector<bool>& used, Understanding& made) const {
  std::optional<ToldFact> best;
  std::int32_t fewest = INT32_MAX;
  for (FactIndex fact = 0; fact < dialog_.facts.size(); ++fact) {
    const std::int32_t numbers = dialog_.facts[fact].max - dialog_.facts[fact].min;
    if (!may_be_lone(fact, made) || numbers >= fewest) continue;
    if (const std::optional<Value> value = told_in(dialog_, line_, fact, used, true)) {
      best = ToldFact{fact, *value, false};
      fewest = numbers;
    }
  }
  const bool is_answer =
      asked_.open && made.value && dialog_.facts[*asked_.open].kind == FactKind::number;
  if (best && !is_answer) made.told.push_back(*best);
}

bool Facts::may_be_lone(FactIndex fact, const Understanding& made) const {
  const Fact& known = dialog_.facts[fact];
  return known.told == Told::answer && known.kind == FactKind::number && asked_.open != fact &&
         !is_answered(fact) &&
         std::none_of(made.told.begin(), made.told.end(),
                      [fact](const ToldFact& each) { return each.fact == fact; });
}

/// An earlier answer is changed where the line says that it corrects ("sorry, I'm 45"), or names
/// what is wrong ("48, not 44"); illnesses and medicines that are named come to it in any case.
void Facts::read_answered(FactIndex fact, const std::vector<bool>& used, bool corrects,
                          Understanding& made) const {
  const Fact& known = dialog_.facts[fact];
  const std::uint64_t denied = denied_in(dialog_, line_, fact);
  const bool adds = line_.meant.has(MeaningKind::add);
  const bool contrasts = denied != 0 || (known.kind == FactKind::number && denies_a_number());
  const bool comes_to = known.told == Told::ticks && known.warns;
  if (!corrects && !(adds && known.kind == FactKind::choices) && !contrasts && !comes_to) return;
  // Where the open question is answered, only a word that corrects changes an earlier answer.
  if (made.value && !corrects && !comes_to) return;
  std::optional<Value> value = told_in(dialog_, line_, fact, used, contrasts);
  if (!value && corrects && known.kind == FactKind::number && is_named(fact))
    value = answer_in(dialog_, line_, fact, 0);
  if (!value) return;
  const bool keeps = known.kind == FactKind::choices && (adds || comes_to);
  made.told.push_back({fact, *value, keeps});
}

bool Facts::is_named(FactIndex fact) const {
  return std::any_of(line_.meant.all().begin(), line_.meant.all().end(), [&](const Found& found) {
    return found.meaning->kind == MeaningKind::name && found.meaning->fact == fact;
  });
}

bool Facts::denies_a_number() const {
  return line_.quantities.size() > 1 &&
         std::any_of(line_.quantities.begin(), line_.quantities.end(),
                     [](const Quantity& each) { return each.denied; });
}

bool Facts::is_answered(FactIndex fact) const {
  return std::find(asked_.answered.begin(), asked_.answered.end(), fact) != asked_.answered.end();
}

/// "Actually it's 8" soon after a number is no option of the list that is asked now.
bool Facts::corrects_a_number(Understanding& made) const {
  if (!asked_.open || !line_.meant.has(MeaningKind::correct) || line_.quantities.size() != 1 ||
      dialog_.facts[*asked_.open].kind == FactKind::number || !is_bare_correction())
    return false;
  constexpr std::size_t soon = 3;  // answers ago
  const std::vector<FactIndex>& answered = asked_.answered;
  for (std::size_t i = answered.size(); i > 0 && i + soon > answered.size(); --i) {
    const FactIndex fact = answered[i - 1];
    if (dialog_.facts[fact].kind != FactKind::number) continue;
    const std::optional<Value> value = answer_in(dialog_, line_, fact, 0);
    if (value) made.told.push_back({fact, *value, false});
    return value.has_value();
  }
  return false;
}

/// "44 is wrong, 43 till Christmas", "a 7, not a 3": the old number says which answer is wrong.
bool Facts::names_old_number(Understanding& made) const {
  const std::vector<Quantity>& numbers = line_.quantities;
  const bool is_contrast = line_.meant.has(MeaningKind::correct) || denies_a_number() ||
                           line_.meant.has(MeaningKind::retract) ||
                           line_.meant.has(MeaningKind::change);
  if (numbers.size() != 2 || !is_contrast) return false;
  std::optional<ToldFact> only;
  for (const auto& [index, value] : asked_.given) {
    const Fact& fact = dialog_.facts[index];
    if (fact.kind != FactKind::number || value.not_sure || !is_answered(index)) continue;
    for (const Quantity& each : numbers) {
      const Quantity& other = &each == numbers.data() ? numbers[1] : numbers[0];
      const bool is_old = static_cast<std::uint64_t>(each.low) == value.bits;
      if (!is_old || each.low != each.high || other.denied || other.low != other.high ||
          other.low == each.low || other.low < fact.min || other.low > fact.max)
        continue;
      if (only) return false;
      only = ToldFact{index, {static_cast<std::uint64_t>(other.low), false}, false};
    }
  }
  if (only) made.told.push_back(*only);
  return only.has_value();
}

/// Words beside the number may be about anything; alone it is about what was just asked.
bool Facts::is_bare_correction() const {
  const Quantity& number = line_.quantities.front();
  std::vector<bool> covered = line_.meant.around();
  std::fill(covered.begin() + number.begin, covered.begin() + number.end + 1, true);
  for (const Found& found : line_.meant.all()) {
    if (found.meaning->kind == MeaningKind::correct) cover(found, covered);
  }
  return std::find(covered.begin(), covered.end(), false) == covered.end();
}

/// "Actually it's 8": of what was answered last.
void Facts::correct_last(Understanding& made) const {
  if (asked_.answered.empty()) return;
  const FactIndex last = asked_.answered.back();
  const Fact& fact = dialog_.facts[last];
  if (fact.kind == FactKind::grid) return;
  const std::optional<Value> value = answer_in(dialog_, line_, last, 0);
  const bool empty = value && value->bits == 0 && fact.kind != FactKind::number;
  if (value && !empty) made.told.push_back({last, *value, false});
}

/// The answer is the higher one of several numbers, or was rounded up.
bool Facts::is_estimate(const Value& value) const {
  if (dialog_.facts[*asked_.open].kind != FactKind::number || line_.birth.age) return false;
  return std::any_of(line_.quantities.begin(), line_.quantities.end(), [&](const Quantity& each) {
    const auto low = static_cast<std::uint64_t>(each.low);
    return !each.unit && !each.denied && each.low > 0 && low < value.bits &&
           (each.high > each.low || each.fraction || line_.quantities.size() > 1);
  });
}

}  // namespace palpate
