#include "understand/understand.hpp"

#include <algorithm>
#include <array>

#include "understand/answers.hpp"

namespace palpate {
namespace {

constexpr std::size_t most_words_around_language = 6;

constexpr std::array command_kinds{
    std::pair{MeaningKind::back, Command::back}, std::pair{MeaningKind::restart, Command::restart},
    std::pair{MeaningKind::why, Command::why}, std::pair{MeaningKind::help, Command::help}};

bool is_slash_command(const TypedMessage& message) {
  const std::string& folded = message.text().folded;
  const std::size_t first = folded.find_first_not_of(' ');
  return first != std::string::npos && folded[first] == '/';
}

/// All of the line is `found` and what is around; where its words only begin a line, `found` comes
/// first.
bool is_whole(const Line& line, const Found& found) {
  for (std::uint32_t i = 0; i < line.meant.size(); ++i) {
    if (i >= found.begin && i <= found.end) continue;
    if (found.meaning->begins && i > found.end) return true;
    if (!line.meant.around()[i]) return false;
  }
  return !found.meaning->begins;
}

std::optional<Command> command_in(const Line& line) {
  for (const auto& [kind, command] : command_kinds) {
    for (const Found& found : line.meant.all()) {
      if (found.meaning->kind == kind && is_whole(line, found)) return command;
    }
  }
  return std::nullopt;
}

/// A command of several words inside a line that says nothing which could be an answer: "I pressed
/// the wrong thing, let me go back".
std::optional<Command> command_inside(const Line& line) {
  const Found* longest = nullptr;
  Command meant = Command::help;
  for (const auto& [kind, command] : command_kinds) {
    for (const Found& found : line.meant.all()) {
      if (found.meaning->kind != kind || found.length() < 2) continue;
      if (longest != nullptr && found.length() <= longest->length()) continue;
      longest = &found;
      meant = command;
    }
  }
  if (longest == nullptr || line.meant.is_denied_at(longest->begin)) return std::nullopt;
  const bool answers =
      std::any_of(line.meant.all().begin(), line.meant.all().end(), [&](const Found& found) {
        const MeaningKind kind = found.meaning->kind;
        const bool content = kind <= MeaningKind::item_option || kind == MeaningKind::unit ||
                             kind == MeaningKind::moment;
        return content && !longest->covers(found);
      });
  return answers ? std::nullopt : std::optional(meant);
}

class Reader {
 public:
  Reader(const Dialog& dialog, const TypedMessage& message, const Asked& asked)
      : dialog_(dialog), message_(message), asked_(asked), line_(message, asked.today) {}

  Understanding read() {
    Understanding made;
    if (line_.meant.size() == 0) return made;
    if (is_slash_command(message_)) {
      made.command = command_in(line_);
      return made;
    }
    if (corrects_a_number(made)) return made;
    if (asked_.open) made.value = bare_answer_in(dialog_, line_, *asked_.open);
    if (made.value) {
      made.answering = tokens_of_answer(dialog_, line_, *asked_.open);
      return made;
    }
    if ((made.locale = language())) return made;
    if (!is_in_a_label() && (made.command = command_in(line_))) return made;
    if (read_change(made)) return made;
    if ((made.topic = topic())) return made;
    read_facts(made);
    if (made.value || !made.told.empty()) return made;
    if (!is_in_a_label()) made.command = command_inside(line_);
    if (!made.command) made.topic = topic_of(2);  // "I'd rather talk to a human"
    return made;
  }

 private:
  /// "Back" may be the answer where a label speaks of the back.
  bool is_in_a_label() const {
    if (!asked_.open) return false;
    std::string bare;
    for (std::uint32_t i = 0; i < line_.meant.size(); ++i) {
      if (!line_.meant.is_around(i))
        bare += std::string(bare.empty() ? "" : " ") + std::string(line_.meant.tokens()[i].text);
    }
    if (bare.empty()) return false;
    const WholeLines& options = message_.locale().meanings.whole_lines[*asked_.open];
    return std::any_of(options.begin(), options.end(), [&](const std::vector<WholeLine>& lines) {
      return lines.front().label.find(" " + bare + " ") != std::string::npos;
    });
  }

  /// "Español", "can you speak Spanish": the name of another language, alone or with words that ask
  /// for it, and not much else.
  std::optional<std::size_t> language() const {
    const Found* named = nullptr;
    for (const Found& found : line_.meant.all()) {
      const bool other =
          found.meaning->kind == MeaningKind::language &&
          &dialog_.locales[static_cast<std::size_t>(found.meaning->number)] != &message_.locale();
      if (other) named = &found;
    }
    if (named == nullptr) return std::nullopt;
    const bool asked_for = line_.meant.has(MeaningKind::speak) &&
                           line_.meant.size() <= named->length() + most_words_around_language;
    if (!asked_for && !is_whole(line_, *named)) return std::nullopt;
    return static_cast<std::size_t>(named->meaning->number);
  }

  /// "I want to change my age": a question that is named, and no new answer to it.
  bool read_change(Understanding& made) const {
    const Found* change = line_.meant.first(MeaningKind::change);
    if (change == nullptr || line_.meant.is_denied_at(change->begin)) return false;
    const Found* name = nullptr;
    for (const Found& found : line_.meant.all()) {
      const bool longer = name == nullptr || found.length() > name->length();
      if (found.meaning->kind == MeaningKind::name && longer) name = &found;
    }
    if (name == nullptr) {
      if (!is_whole(line_, *change)) return false;
      made.command = Command::change;
      return true;
    }
    const std::vector<bool> none(line_.meant.size());
    if (told_in(dialog_, line_, name->meaning->fact, none, false)) return false;
    made.command = Command::change;
    made.changed = name->meaning->fact;
    return true;
  }

  /// The topic of a line that asks something, or that is nothing else.
  std::optional<std::size_t> topic() const {
    if (!line_.meant.asks()) {
      for (const Found& found : line_.meant.all()) {
        if (found.meaning->kind == MeaningKind::topic && is_whole(line_, found))
          return whole_topic(found);
      }
      return std::nullopt;
    }
    return topic_of(1);
  }

  /// The topic with the longest name, of at least so many words. What is asked about a massage goes
  /// before the massage: "does deep tissue hurt".
  std::optional<std::size_t> topic_of(std::uint32_t words) const {
    const Found* longest = nullptr;
    auto rank = [this](const Found& found) {
      const auto topic = static_cast<std::size_t>(found.meaning->number);
      const bool massage = dialog_.find_technique(message_.locale().topics[topic].id).has_value();
      return std::pair(!massage, found.length());
    };
    for (const Found& found : line_.meant.all()) {
      if (found.meaning->kind != MeaningKind::topic || found.length() < words) continue;
      const auto& known = message_.locale().topics[static_cast<std::size_t>(found.meaning->number)];
      if (known.is_small_talk && !is_whole(line_, found)) continue;
      if (longest == nullptr || rank(found) > rank(*longest)) longest = &found;
    }
    return longest == nullptr ? std::nullopt
                              : std::optional(static_cast<std::size_t>(longest->meaning->number));
  }

  /// "Thanks" asks nothing, and has an answer; "hot stone" may be one.
  std::optional<std::size_t> whole_topic(const Found& found) const {
    if (asked_.open && answer_in(dialog_, line_, *asked_.open, asked_.items)) return std::nullopt;
    return static_cast<std::size_t>(found.meaning->number);
  }

  // Several facts, and corrections.

  void read_facts(Understanding& made) const {
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
      if (asked_.open == fact || dialog_.facts[fact].told == Told::no) continue;
      if (is_answered(fact)) {
        read_answered(fact, used, corrects, made);
      } else {
        read_unanswered(fact, used, made);
      }
    }
    const bool is_choice =
        asked_.open && made.value && dialog_.facts[*asked_.open].kind == FactKind::choice;
    if (!made.told.empty() || is_choice) read_lone_numbers(used, made);
    if (corrects && !made.value && made.told.empty()) correct_last(made);
  }

  /// "That's all", "no, nothing else": what was told before is the answer.
  bool says_nothing_else() const {
    const Fact& fact = dialog_.facts[*asked_.open];
    return fact.kind == FactKind::choices && fact.none && line_.meant.has(MeaningKind::close) &&
           says_only(line_.meant, {MeaningKind::close, MeaningKind::no, MeaningKind::none}, true);
  }

  void read_unanswered(FactIndex fact, const std::vector<bool>& used, Understanding& made) const {
    // "Two years off fifty" at the question for the age is no length of time.
    if (!dialog_.facts[fact].days.empty() && asks_for_a_time() &&
        (!made.value || has_quantity_of_question()))
      return;
    const std::optional<Value> value = told_in(dialog_, line_, fact, used, false);
    if (value) made.told.push_back({fact, *value, dialog_.facts[fact].told == Told::ticks});
  }

  /// The time that is named may be the answer to the open question.
  bool has_quantity_of_question() const {
    const std::uint8_t units = message_.locale().meanings.units[*asked_.open];
    return line_.quantities.size() == 1 && line_.quantities[0].unit &&
           (units >> static_cast<unsigned>(*line_.quantities[0].unit) & 1U) != 0;
  }

  bool asks_for_a_time() const {
    return asked_.open && dialog_.facts[*asked_.open].kind == FactKind::number &&
           message_.locale().meanings.units[*asked_.open] != 0;
  }

  /// A number between commas, where other facts are told: of the question with the fewest numbers
  /// that has it. "Lower back, 6" is how bad, "lower back, 38" the age.
  void read_lone_numbers(const std::vector<bool>& used, Understanding& made) const {
    std::optional<ToldFact> best;
    std::int32_t fewest = INT32_MAX;
    for (FactIndex fact = 0; fact < dialog_.facts.size(); ++fact) {
      const Fact& known = dialog_.facts[fact];
      const bool told = std::any_of(made.told.begin(), made.told.end(),
                                    [&](const ToldFact& each) { return each.fact == fact; });
      if (known.told == Told::no || known.kind != FactKind::number || asked_.open == fact || told ||
          is_answered(fact) || known.max - known.min >= fewest)
        continue;
      if (const std::optional<Value> value = told_in(dialog_, line_, fact, used, true)) {
        best = ToldFact{fact, *value, false};
        fewest = known.max - known.min;
      }
    }
    const bool is_answer =
        asked_.open && made.value && dialog_.facts[*asked_.open].kind == FactKind::number;
    if (best && !is_answer) made.told.push_back(*best);
  }

  /// An earlier answer is changed where the line says that it corrects ("sorry, I'm 45"), or names
  /// what is wrong ("48, not 44"); illnesses and medicines that are named come to it in any case.
  void read_answered(FactIndex fact, const std::vector<bool>& used, bool corrects,
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

  bool is_named(FactIndex fact) const {
    return std::any_of(line_.meant.all().begin(), line_.meant.all().end(), [&](const Found& found) {
      return found.meaning->kind == MeaningKind::name && found.meaning->fact == fact;
    });
  }

  bool denies_a_number() const {
    return line_.quantities.size() > 1 &&
           std::any_of(line_.quantities.begin(), line_.quantities.end(),
                       [](const Quantity& each) { return each.denied; });
  }

  bool is_answered(FactIndex fact) const {
    return std::find(asked_.answered.begin(), asked_.answered.end(), fact) != asked_.answered.end();
  }

  /// "Actually it's 8" soon after a number is no option of the list that is asked now.
  bool corrects_a_number(Understanding& made) const {
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

  /// Words beside the number may be about anything; alone it is about what was just asked.
  bool is_bare_correction() const {
    const Quantity& number = line_.quantities.front();
    for (std::uint32_t i = 0; i < line_.meant.size(); ++i) {
      const bool inside = i >= number.begin && i <= number.end;
      if (!inside && !line_.meant.is_around(i) && !is_correcting(i)) return false;
    }
    return true;
  }

  bool is_correcting(std::uint32_t token) const {
    return std::any_of(line_.meant.all().begin(), line_.meant.all().end(), [&](const Found& found) {
      return found.meaning->kind == MeaningKind::correct && found.begin <= token &&
             found.end >= token;
    });
  }

  /// "Actually it's 8": of what was answered last.
  void correct_last(Understanding& made) const {
    if (asked_.answered.empty()) return;
    const FactIndex last = asked_.answered.back();
    const Fact& fact = dialog_.facts[last];
    if (fact.kind == FactKind::grid) return;
    const std::optional<Value> value = answer_in(dialog_, line_, last, 0);
    const bool empty = value && value->bits == 0 && fact.kind != FactKind::number;
    if (value && !empty) made.told.push_back({last, *value, false});
  }

  /// The answer is the higher one of several numbers, or was rounded up.
  bool is_estimate(const Value& value) const {
    if (dialog_.facts[*asked_.open].kind != FactKind::number) return false;
    return std::any_of(line_.quantities.begin(), line_.quantities.end(), [&](const Quantity& each) {
      const auto low = static_cast<std::uint64_t>(each.low);
      return !each.unit && !each.denied && each.low > 0 && low < value.bits &&
             (each.high > each.low || each.fraction || line_.quantities.size() > 1);
    });
  }

  const Dialog& dialog_;
  const TypedMessage& message_;
  const Asked& asked_;
  Line line_;
};

}  // namespace

Understanding understand(const Dialog& dialog, const TypedMessage& message, const Asked& asked) {
  if (message.is_too_long()) return {};
  return Reader(dialog, message, asked).read();
}

std::optional<Truth> understand_check(const TypedMessage& message) {
  if (message.is_too_long()) return std::nullopt;
  const Line line(message, std::nullopt);
  if (says_only(line.meant, {MeaningKind::not_sure}, true)) return Truth::unknown;
  if (says_only(line.meant, {MeaningKind::yes}, true)) return Truth::yes;
  // A sign is put aside only by what is nothing but a "no".
  if (says_only(line.meant, {MeaningKind::no}, false)) return Truth::no;
  return std::nullopt;
}

std::optional<Command> understand_command(const TypedMessage& message) {
  if (message.is_too_long()) return std::nullopt;
  return command_in(Line(message, std::nullopt));
}

}  // namespace palpate
