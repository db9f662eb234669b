// The lexicon of a locale's answers, commands and questions: from the words of its questions, its
// "words" and its "topics".
#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/fold.hpp"
#include "dialog/loading.hpp"

namespace palpate {
namespace {

constexpr std::size_t max_phrase_words = 16;
constexpr std::size_t max_words = 60000;

class MeaningsReader {
 public:
  MeaningsReader(Loading& loading, Locale& locale, const JsonView& file)
      : loading_(loading), locale_(locale), made_(locale.meanings), file_(file) {
    made_.lexicon.words.emplace_back("_");
  }

  void read() {
    const JsonView words = file_.member("words");
    for (const auto& [filler, place] : words.member("fillers").names())
      fillers_.push_back(word(filler, place));
    for (std::size_t i = 0; i < locale_.questions.size(); ++i)
      read_question(static_cast<FactIndex>(i));
    read_common(words);
    read_times(words);
    read_topics();
    read_languages();
    made_.lexicon.is_filler.resize(made_.lexicon.words.size());
    for (WordIndex filler : fillers_) made_.lexicon.is_filler[filler] = true;
    for (std::size_t i = 0; i < locale_.questions.size(); ++i) note_units(i);
    compile(made_.lexicon, ordinary_words(), locale_.words.habits);
  }

 private:
  WordIndex word(const std::string& text, const JsonView& place) {
    if (text == "_") return any_word;
    if (text.starts_with('#')) return range(text, place);
    const bool stem = text.ends_with('*');
    std::string folded = fold_word(stem ? std::string_view(text).substr(0, text.size() - 1) : text);
    if (folded.empty()) {
      place.report("bad_word", "\"" + text +
                                   "\" is no word: use letters and digits, \"shoulder*\" for all "
                                   "endings, \"_\" for any word");
      return any_word;
    }
    if (stem) folded += '*';
    auto [found, is_new] =
        index_.try_emplace(folded, static_cast<WordIndex>(made_.lexicon.words.size()));
    if (is_new) made_.lexicon.words.push_back(folded);
    return found->second;
  }

  /// "#90..159": any number between.
  WordIndex range(const std::string& text, const JsonView& place) {
    std::optional<NumberRange> numbers = number_range(text);
    if (!numbers) {
      place.report("bad_word", "\"" + text + "\" is no range of numbers such as \"#90..159\"");
      return any_word;
    }
    auto [found, is_new] =
        index_.try_emplace(text, static_cast<WordIndex>(made_.lexicon.words.size()));
    if (is_new) {
      made_.lexicon.words.push_back(text);
      numbers->word = found->second;
      made_.lexicon.ranges.push_back(*numbers);
    }
    return found->second;
  }

  /// The words of `text`, cut where a typed line is cut, but for the "*" of a stem.
  static std::vector<std::string> pieces(std::string_view text) {
    std::vector<std::string> words;
    std::string piece;
    auto finish = [&] {
      if (!piece.empty() && piece != "*") words.push_back(piece);
      piece.clear();
    };
    const std::string folded = fold_text(text);
    for (std::size_t i = 0; i < folded.size(); ++i) {
      const char c = folded[i];
      const bool digit = c >= '0' && c <= '9';
      const bool letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
      const bool is_range = piece.starts_with('#');
      const bool turns = !piece.empty() && !is_range && (letter || digit) &&
                         (piece.back() >= '0' && piece.back() <= '9') != digit;
      if (turns) finish();
      if ((c == '#' && piece.empty()) || (is_range && c != ' ')) {
        piece += c;
        continue;
      }
      if (letter || digit || c == '*') {
        piece += c;
        continue;
      }
      finish();
      const bool alone =
          (i == 0 || folded[i - 1] == ' ') && (i + 1 == folded.size() || folded[i + 1] == ' ');
      if (c == '_' && alone) words.emplace_back("_");
    }
    finish();
    return words;
  }

  void add(const Meaning& meaning, const std::string& text, const JsonView& place) {
    Meaning meant = meaning;
    std::vector<std::string> words = pieces(text);
    if (words.empty() || words.size() > max_phrase_words || words.front() == "_") return;
    if (text.ends_with(" *")) meant.begins = true;
    Phrase phrase;
    phrase.concept_index = concept_of(meant, place);
    for (const std::string& each : words) {
      const WordIndex index = word(each, place);
      const bool filler = std::find(fillers_.begin(), fillers_.end(), index) != fillers_.end();
      if (!filler || phrase.words.empty()) phrase.words.push_back(index);
    }
    if (phrase.words.size() < 2 && words.size() > 1) {  // "a lot" is more than "a"
      phrase.words.clear();
      for (const std::string& each : words) phrase.words.push_back(word(each, place));
    }
    if (made_.lexicon.words.size() > max_words) {
      place.report("too_many_phrases", "there are too many words altogether");
      return;
    }
    if (known_.emplace(phrase.concept_index, phrase.words).second)
      made_.lexicon.phrases.push_back(std::move(phrase));
  }

  void add_all(const Meaning& meaning, const JsonView& list) {
    for (const auto& [text, place] : list.names()) add(meaning, text, place);
  }

  ConceptIndex concept_of(const Meaning& meaning, const JsonView& place) {
    auto same = std::find_if(made_.meanings.rbegin(), made_.meanings.rend(), [&](const Meaning& m) {
      return m.kind == meaning.kind && m.fact == meaning.fact && m.item == meaning.item &&
             m.number == meaning.number && m.begins == meaning.begins;
    });
    if (same != made_.meanings.rend())
      return static_cast<ConceptIndex>(made_.meanings.rend() - same - 1);
    if (made_.meanings.size() >= UINT16_MAX) {
      place.report("too_many", "there are too many different meanings");
      return 0;
    }
    made_.meanings.push_back(meaning);
    return static_cast<ConceptIndex>(made_.meanings.size() - 1);
  }

  void add_option(const Meaning& meaning, const OptionText& text) {
    add(meaning, text.label, file_);
    for (const std::string& each : text.words) add(meaning, each, file_);
    Meaning hint = meaning;
    hint.kind = meaning.kind == MeaningKind::not_sure ? MeaningKind::maybe : MeaningKind::hint;
    for (const std::string& each : text.hints) add(hint, each, file_);
  }

  static std::vector<WholeLine> whole_lines(const std::string& id, const OptionText& text) {
    const std::vector<std::string> words = pieces(text.label);
    std::string label = " ";
    for (const std::string& each : words) label += each + " ";
    std::vector<WholeLine> lines{
        {squeezed(text.label), true, label, static_cast<std::uint8_t>(words.size())}};
    if (!id.empty()) lines.push_back({squeezed(id), false, {}, 0});
    return lines;
  }

  /// A question that repeats another shares its meanings, but for words of its own.
  void read_question(FactIndex index) {
    const Fact& fact = loading_.dialog.facts[index];
    const QuestionText& text = locale_.questions[index];
    const JsonView place = file_.member("questions").member(fact.id);
    WholeLines whole;
    for (std::size_t i = 0; i < fact.options.size() && i < text.options.size(); ++i) {
      whole.push_back(whole_lines(fact.options[i], text.options[i]));
      if (fact.repeats && !place.has("options")) continue;
      if (fact.kind == FactKind::yes_no && !place.has("options")) continue;
      add_option({MeaningKind::option, index, every_item, static_cast<std::int32_t>(i)},
                 text.options[i]);
    }
    if (fact.none) {
      whole.push_back(whole_lines("none", text.none.value_or(locale_.words.none)));
      if (text.none) add_option({MeaningKind::none, index}, *text.none);
    }
    if (fact.not_sure) {
      whole.push_back(whole_lines("not_sure", text.not_sure.value_or(locale_.words.not_sure)));
      if (text.not_sure) add_option({MeaningKind::not_sure, index}, *text.not_sure);
    }
    made_.whole_lines.push_back(std::move(whole));
    read_grid(index, place);
    add_all({MeaningKind::cue, index}, place.member("cues"));
    add_all({MeaningKind::name, index}, place.member("names"));
    add_all({MeaningKind::aside, index}, place.member("aside"));
    read_sets(index, place.member("several"));
    for (const auto& [phrase, number] : place.member("values").members()) {
      const auto value = static_cast<std::int32_t>(number.integer(fact.min, fact.max));
      add({MeaningKind::value, index, every_item, value}, phrase, number);
    }
  }

  /// Phrases that stand for several options at once.
  void read_sets(FactIndex index, const JsonView& sets) {
    const Fact& fact = loading_.dialog.facts[index];
    for (const auto& [phrase, list] : sets.members()) {
      std::uint64_t options = 0;
      for (const auto& [name, place] : list.names()) {
        if (auto option = find_name(fact.options, name, place, "option"))
          options |= std::uint64_t{1} << *option;
      }
      const auto number = static_cast<std::int32_t>(made_.sets.size());
      made_.sets.push_back(options);
      add({MeaningKind::several, index, every_item, number}, phrase, list);
    }
  }

  void read_grid(FactIndex index, const JsonView& place) {
    const Fact& fact = loading_.dialog.facts[index];
    const QuestionText& text = locale_.questions[index];
    // Where texts are missing, which is noted elsewhere, there may be fewer than the fact has.
    const std::size_t items =
        std::min({fact.items.size(), text.items.size(), text.item_options.size()});
    for (std::size_t item = 0; item < items; ++item) {
      const auto number = static_cast<std::int32_t>(item);
      add_option({MeaningKind::item, index, static_cast<std::uint8_t>(item), number},
                 text.items[item]);
      const bool own = place.member("items").member(fact.items[item].id).has("options");
      for (std::size_t i = 0; i < text.item_options[item].size(); ++i) {
        if (!own && item > 0) continue;
        const std::uint8_t of = own ? static_cast<std::uint8_t>(item) : every_item;
        add_option({MeaningKind::item_option, index, of, static_cast<std::int32_t>(i)},
                   text.item_options[item][i]);
      }
    }
    if (text.shortcut) add_option({MeaningKind::shortcut, index}, *text.shortcut);
  }

  void read_common(const JsonView& words) {
    add_option({MeaningKind::none}, locale_.words.none);
    add_option({MeaningKind::not_sure}, locale_.words.not_sure);
    add_option({MeaningKind::yes}, locale_.words.yes);
    add_option({MeaningKind::no}, locale_.words.no);
    add_numbers(words.member("numbers"));
    for (std::size_t i = 0; i < word_list_names.size(); ++i) {
      add_all({static_cast<MeaningKind>(first_word_list + i)}, words.member(word_list_names[i]));
    }
    add_lists(MeaningKind::ordinal, words.member("ordinals"), 0);
    add_values(MeaningKind::vague, words.member("vague"), 1, 1000);
  }

  static Meaning common(MeaningKind kind, std::int32_t number) {
    return {kind, no_fact, every_item, number};
  }

  /// Lists of words of which each stands for the next number.
  void add_lists(MeaningKind kind, const JsonView& lists, std::int32_t first) {
    for (const JsonView& list : lists.elements()) add_all(common(kind, first++), list);
  }

  /// Phrases, each with its number.
  void add_values(MeaningKind kind, const JsonView& values, std::int32_t low, std::int32_t high) {
    for (const auto& [text, number] : values.members())
      add(common(kind, static_cast<std::int32_t>(number.integer(low, high))), text, number);
  }

  /// The words for numbers, and those for tens and ones in one: "thirtyfour".
  void add_numbers(const JsonView& place) {
    const auto& numbers = locale_.words.numbers;
    for (const auto& [text, number] : numbers)
      add(common(MeaningKind::number, number), text, place);
    for (const auto& [tens, ten] : numbers) {
      if (ten < 20 || ten >= 100 || ten % 10 != 0) continue;
      for (const auto& [ones, one] : numbers) {
        if (one >= 1 && one <= 9) add(common(MeaningKind::number, ten + one), tens + ones, place);
      }
    }
  }

  void read_times(const JsonView& words) {
    for (const auto& [name, list] : words.member("units").members()) {
      if (auto unit = find_name(time_unit_names, name, list, "unit"))
        add_all(common(MeaningKind::unit, *unit), list);
    }
    add_values(MeaningKind::moment, words.member("moments"), 0, 40000);
    add_lists(MeaningKind::weekday, words.member("weekdays"), 0);
    add_lists(MeaningKind::month, words.member("months"), 1);
    add_values(MeaningKind::date, words.member("dates"), 101, 1231);
  }

  void read_topics() {
    std::int32_t index = 0;
    for (const auto& [id, place] : file_.member("topics").members()) {
      loading_.check_id(id, place);
      if (!place.object({"words", "text"}, {"small_talk"})) continue;
      add_all(common(MeaningKind::topic, index++), place.member("words"));
      locale_.topics.push_back(
          {id, place.member("text").string(), place.member("small_talk").boolean()});
    }
  }

  /// What this and every other language is called.
  void read_languages() {
    for (std::size_t i = 0; i < loading_.dialog.locales.size(); ++i) {
      for (const std::string& name : loading_.dialog.locales[i].called)
        add(common(MeaningKind::language, static_cast<std::int32_t>(i)), name, file_);
    }
  }

  /// The units of time that a question speaks of: a number in another one is no answer to it.
  void note_units(std::size_t question) {
    const QuestionText& text = locale_.questions[question];
    const std::vector<std::string> spoken_of = pieces(text.unit + " " + text.text);
    std::uint8_t units = 0;
    for (const Phrase& phrase : made_.lexicon.phrases) {
      const Meaning& meaning = made_.meanings[phrase.concept_index];
      if (meaning.kind != MeaningKind::unit || phrase.words.size() != 1) continue;
      const std::string& name = made_.lexicon.words[phrase.words.front()];
      if (std::find(spoken_of.begin(), spoken_of.end(), name) != spoken_of.end())
        units = static_cast<std::uint8_t>(units | 1U << static_cast<unsigned>(meaning.number));
    }
    made_.units.push_back(units);
  }

  /// Words that are spelled right: none of them is a mistake for another.
  std::vector<std::string> ordinary_words() const {
    std::vector<std::string> words;
    auto add_words = [&words](const std::string& text) {
      for (std::string& each : pieces(text)) words.push_back(std::move(each));
    };
    for (const std::string& text : locale_.texts) add_words(text);
    for (const auto& [key, text] : locale_.chat) add_words(text);
    for (const QuestionText& question : locale_.questions) {
      for (const std::string* text : {&question.text, &question.why, &question.help})
        add_words(*text);
      for (const OptionText& option : question.options) add_words(option.label);
    }
    for (const std::string& line : locale_.words.ordinary) add_words(line);
    for (const std::string& each : locale_.signs.words) {
      if (!each.ends_with('*') && !each.starts_with('#')) words.push_back(each);
    }
    return words;
  }

  Loading& loading_;
  Locale& locale_;
  Meanings& made_;
  const JsonView& file_;
  std::unordered_map<std::string, WordIndex> index_;
  std::set<std::pair<ConceptIndex, std::vector<WordIndex>>> known_;  // phrases
  std::vector<WordIndex> fillers_;
};

}  // namespace

std::string squeezed(std::string_view text) {
  std::string kept = fold_text(text);
  std::erase_if(kept, [](char c) {
    return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
             static_cast<unsigned char>(c) >= 0x80);
  });
  return kept;
}

void read_meanings(Loading& loading, Locale& locale, const JsonView& file) {
  MeaningsReader(loading, locale, file).read();
}

}  // namespace palpate
