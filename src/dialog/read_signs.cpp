// "signs" of text/<locale>.json.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/fold.hpp"
#include "dialog/loading.hpp"
#include "dialog/signs.hpp"

namespace palpate {
namespace {

constexpr std::size_t max_phrase_words = 12;
constexpr std::size_t max_expanded = 4000;  // phrases of one concept
constexpr std::size_t max_words = 60000;

using Words = std::vector<WordIndex>;
constexpr WordIndex bad_word = no_word;

/// A concept while it is read: its lines, and the phrases that they stand for.
struct Concept {
  std::string name;
  JsonView place;
  std::vector<Words> phrases;
  enum { unread, reading, read } state = unread;
  bool used = false;
  bool warns = false;  // a part of a sign, and not only what excuses one
};

class SignsReader {
 public:
  SignsReader(Loading& loading, Signs& signs, const JsonView& place)
      : loading_(loading), signs_(signs), place_(place) {}

  void read() {
    place_.object({"concepts", "patterns"}, {"cues", "denial_reach", "asked_about", "bland"});
    if (place_.has("denial_reach"))
      signs_.denial_reach =
          static_cast<std::uint16_t>(place_.member("denial_reach").integer(1, 50));
    signs_.words.emplace_back("_");
    collect();
    for (std::size_t i = 0; i < concepts_.size(); ++i) expand(i);
    note_fillers();
    for (std::size_t i = 0; i < concepts_.size(); ++i) add_phrases(i);
    for (const JsonView& pattern : place_.member("patterns").elements()) read_pattern(pattern);
    for (const Concept& made : concepts_) signs_.bland.push_back(!made.warns);
    for (ConceptIndex index : concepts_at(place_.member("bland"))) signs_.bland[index] = true;
    signs_.asked_about.resize(loading_.dialog.facts.size());
    for (const auto& [name, list] : place_.member("asked_about").members()) {
      if (auto fact = loading_.find(loading_.facts, name, list, "fact"))
        signs_.asked_about[*fact] = concepts_at(list);
    }
    for (const Concept& made : concepts_) {
      if (!made.used) {
        made.place.report("unused_concept",
                          "no pattern and no other concept uses \"" + made.name + "\"");
      }
    }
  }

 private:
  void collect() {
    JsonView cues = place_.member("cues");
    for (std::string_view name : sign_cue_names) {
      concepts_.push_back({std::string(name), cues.member(name), {}, Concept::unread, true});
      signs_.concepts.emplace_back(name);
    }
    std::vector<std::string> cue_names(sign_cue_names.begin(), sign_cue_names.end());
    for (const auto& [name, list] : cues.members()) {
      if (std::find(cue_names.begin(), cue_names.end(), name) == cue_names.end())
        list.report("unknown_cue",
                    "no cue is called \"" + name + "\"" + did_you_mean(name, cue_names));
    }
    for (const auto& [name, list] : place_.member("concepts").members()) {
      loading_.check_id(name, list);
      names_.push_back(name);
      concepts_.push_back({name, list, {}, Concept::unread, false});
      signs_.concepts.push_back(name);
    }
  }

  /// The concept of the author called `name`; notes unknown_concept at `place`.
  std::optional<std::size_t> find(const std::string& name, const JsonView& place) {
    auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) {
      place.report("unknown_concept",
                   "there is no concept called \"" + name + "\"" + did_you_mean(name, names_));
      return std::nullopt;
    }
    auto index = static_cast<std::size_t>(found - names_.begin()) + sign_cue_names.size();
    concepts_[index].used = true;
    return index;
  }

  void expand(std::size_t index) {
    if (concepts_[index].state != Concept::unread) return;
    concepts_[index].state = Concept::reading;
    std::vector<Words> all;
    std::vector<JsonView> lines = concepts_[index].place.elements();
    for (const JsonView& line : lines) {
      for (Words& words : expand_line(line)) all.push_back(std::move(words));
    }
    if (lines.empty() && index >= sign_cue_names.size())
      concepts_[index].place.report("empty_list", "name at least one word or phrase");
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    concepts_[index].phrases = std::move(all);
    concepts_[index].state = Concept::read;
  }

  /// The phrases that one line stands for: "@cant feel" is "feel" after each phrase of "cant".
  std::vector<Words> expand_line(const JsonView& line) {
    std::string text = line.string();
    std::vector<Words> made(1);
    std::size_t at = 0;
    while (at < text.size()) {
      std::size_t end = std::min(text.find(' ', at), text.size());
      std::string piece = text.substr(at, end - at);
      at = end + 1;
      if (piece.empty()) continue;
      std::vector<Words> parts = piece[0] == '@' ? part(piece.substr(1), line)
                                                 : std::vector<Words>{{checked_word(piece, line)}};
      if (made.size() * parts.size() > max_expanded) {
        line.report("too_many_phrases", "this stands for more than " +
                                            std::to_string(max_expanded) +
                                            " phrases; use two concepts in a pattern instead");
        return {};
      }
      std::vector<Words> longer;
      for (const Words& before : made) {
        for (const Words& after : parts) {
          longer.push_back(before);
          longer.back().insert(longer.back().end(), after.begin(), after.end());
        }
      }
      made = std::move(longer);
    }
    std::erase_if(made, [](const Words& words) {
      return words.empty() || words.size() > max_phrase_words || words.front() == any_word ||
             std::find(words.begin(), words.end(), bad_word) != words.end();
    });
    if (made.empty() && line.is_string() && text.find('@') == std::string::npos && !bad_word_)
      line.report("bad_phrase", "a phrase has 1 to " + std::to_string(max_phrase_words) +
                                    " words, and does not begin with \"_\"");
    bad_word_ = false;
    return made;
  }

  std::vector<Words> part(const std::string& name, const JsonView& line) {
    std::optional<std::size_t> index = find(name, line);
    if (!index) return {};
    concepts_[*index].warns = true;
    if (concepts_[*index].state == Concept::reading) {
      line.report("concept_cycle", "\"" + name + "\" stands for itself here");
      return {};
    }
    expand(*index);
    return concepts_[*index].phrases;
  }

  /// `piece` folded; bad_word with a diagnostic if it is no word.
  WordIndex checked_word(const std::string& piece, const JsonView& line) {
    if (piece == "_") return any_word;
    if (signs_.words.size() >= max_words) {
      line.report("too_many_phrases", "there are too many words altogether");
      bad_word_ = true;
      return bad_word;
    }
    if (piece[0] == '#') {
      if (number_range(piece)) return word(piece);
    } else {
      bool stem = piece.ends_with('*');
      std::string folded = fold_word(stem ? piece.substr(0, piece.size() - 1) : piece);
      if (!folded.empty()) return word(stem ? folded + "*" : folded);
    }
    bad_word_ = true;
    line.report("bad_word", "\"" + piece +
                                "\" is no word: use letters, \"numb*\" for all endings, \"_\" for "
                                "any word, \"#38..43\" for numbers");
    return bad_word;
  }

  WordIndex word(const std::string& text) {
    auto [found, is_new] =
        word_index_.try_emplace(text, static_cast<WordIndex>(signs_.words.size()));
    if (is_new) {
      signs_.words.push_back(text);
      if (text[0] == '#') {
        NumberRange made = *number_range(text);
        made.word = found->second;
        signs_.ranges.push_back(made);
      }
    }
    return found->second;
  }

  /// A filler at the beginning belongs to the phrase ("even lying"), and so do all of them if one
  /// word would be left: "sick of" is not "sick".
  Words without_fillers(const Words& words) const {
    Words kept{words.front()};
    std::copy_if(words.begin() + 1, words.end(), std::back_inserter(kept),
                 [this](WordIndex word) { return !is_filler(word); });
    return kept.size() < 2 ? words : kept;
  }

  bool is_filler(WordIndex word) const { return signs_.is_filler[word]; }

  void note_fillers() {
    signs_.is_filler.resize(signs_.words.size());
    for (const Words& words : concepts_[0].phrases) {
      for (WordIndex word : words) signs_.is_filler[word] = true;
      if (words.size() > 1) {
        concepts_[0].place.report("bad_filler",
                                  "a filler is one word: \"" + signs_.words[words[0]] + " " +
                                      signs_.words[words[1]] + "\" would skip each of them");
      }
    }
  }

  void add_phrases(std::size_t index) {
    for (const Words& words : concepts_[index].phrases)
      signs_.phrases.push_back({static_cast<ConceptIndex>(index), without_fillers(words)});
  }

  void read_pattern(const JsonView& place) {
    if (!place.object({"id", "means", "all"},
                      {"unless", "within", "ordered", "across", "check", "anyone", "even_asked"}))
      return;
    SignPattern pattern;
    pattern.id = place.member("id").string();
    loading_.check_id(pattern.id, place.member("id"));
    if (!ids_.insert(pattern.id).second)
      place.member("id").report("duplicate_id",
                                "another pattern is called \"" + pattern.id + "\" too");
    const bool is_meant = read_meaning(pattern, place.member("means"));
    for (const JsonView& slot : place.member("all").elements()) {
      pattern.all.push_back(concepts_at(slot));
      for (ConceptIndex index : pattern.all.back()) concepts_[index].warns = true;
    }
    if (pattern.all.empty())
      place.member("all").report("empty_pattern", "name at least one concept");
    if (place.has("unless")) pattern.unless = concepts_at(place.member("unless"));
    if (place.has("within"))
      pattern.within = static_cast<std::uint16_t>(place.member("within").integer(0, 100));
    pattern.ordered = place.member("ordered").boolean();
    pattern.across = place.member("across").boolean();
    pattern.check = place.member("check").boolean();
    pattern.anyone = place.member("anyone").boolean();
    pattern.even_asked = place.member("even_asked").boolean();
    if (is_meant) signs_.patterns.push_back(std::move(pattern));
  }

  std::vector<ConceptIndex> concepts_at(const JsonView& place) {
    std::vector<ConceptIndex> all;
    for (const auto& [name, at] : place.names()) {
      if (auto index = find(name, at)) all.push_back(static_cast<ConceptIndex>(*index));
    }
    return all;
  }

  /// False where it means nothing that there is.
  bool read_meaning(SignPattern& pattern, const JsonView& means) {
    if (means.members().size() != 1) {
      means.report("one_meaning", "name one fact and its option, as in {\"fact\": \"option\"}");
      return false;
    }
    const auto [name, option] = means.members().front();
    std::optional<std::uint16_t> fact = loading_.find(loading_.facts, name, option, "fact");
    if (!fact) return false;
    const Fact& found = loading_.dialog.facts[*fact];
    if (found.kind != FactKind::choices || found.repeats) {
      option.report("not_choices", "\"" + name +
                                       "\" is no question of which several options can be "
                                       "ticked, or repeats another one");
      return false;
    }
    pattern.fact = *fact;
    auto index = find_name(found.options, option.string(), option, "option");
    if (index) pattern.option = *index;
    return index.has_value();
  }

  Loading& loading_;
  Signs& signs_;
  const JsonView& place_;
  std::vector<Concept> concepts_;
  std::vector<std::string> names_;  // of the author's concepts
  std::unordered_map<std::string, WordIndex> word_index_;
  std::set<std::string> ids_;  // of patterns
  bool bad_word_ = false;
};

/// Every word of the locale's own sentences: they are spelled right.
void add_own_words(std::vector<std::string>& words, std::string_view text) {
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      word += c;
    } else if (!word.empty()) {
      std::string folded = fold_word(word);
      if (folded.size() >= min_typo_letters - 1) words.push_back(std::move(folded));
      word.clear();
    }
  }
}

}  // namespace

void read_signs(Loading& loading, Locale& locale, const JsonView& place) {
  SignsReader(loading, locale.signs, place).read();
  std::vector<std::string> own;
  for (const std::string& text : locale.texts) add_own_words(own, text);
  for (const auto& [key, text] : locale.chat) add_own_words(own, text);
  for (const QuestionText& question : locale.questions) {
    for (const std::string* text : {&question.text, &question.why, &question.help})
      add_own_words(own, *text);
    for (const OptionText& option : question.options) add_own_words(own, option.label);
  }
  for (const auto& [word, number] : locale.words.numbers) {
    own.push_back(word);
    for (const NumberRange& range : locale.signs.ranges) {
      if (number >= range.low && number <= range.high)
        locale.signs.exact.add(WordTable::hash(fold_word(word)), range.word);
    }
  }
  for (const std::string& line : locale.words.ordinary) add_own_words(own, line);
  compile(locale.signs, own, locale.words.habits);
}

}  // namespace palpate
