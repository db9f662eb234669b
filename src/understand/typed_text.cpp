#include "understand/typed_text.hpp"

#include <algorithm>

#include "base/fold.hpp"

namespace palpate {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

class Tokenizer {
 public:
  explicit Tokenizer(TypedText& made) : made_(made), text_(made.folded) {}

  void cut() {
    while (at_ < text_.size()) {
      if (is_digit(text_[at_])) {
        number();
      } else if (is_letter(text_[at_])) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
        add(begin);
      } else {
        mark();
      }
    }
    end_sentence();
  }

 private:
  /// "38.5" is one token; "20lbs" is two.
  void number() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
      ++at_;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    }
    add(begin);
  }

  void add(std::size_t begin) {
    Token token;
    token.text = text_.substr(begin, at_ - begin);
    token.sentence = static_cast<std::uint32_t>(made_.sentences.size());
    token.comma_before = comma_ && made_.tokens.size() > begin_;
    comma_ = false;
    made_.tokens.push_back(token);
  }

  bool is_letter_at(std::size_t at) const { return at < text_.size() && is_letter(text_[at]); }

  bool is_digit_at(std::size_t at) const { return at < text_.size() && is_digit(text_[at]); }

  /// "38,5": one digit right behind two others.
  bool is_decimal(std::size_t comma) const {
    return comma > 1 && is_digit_at(comma - 1) && is_digit_at(comma - 2) &&
           (comma == 2 || !is_digit_at(comma - 3)) && is_digit_at(comma + 1) &&
           !is_digit_at(comma + 2);
  }

  /// "y/o", "y.o.", "138/84", "38,5": a mark inside one word, or between the numbers of one figure.
  bool is_inside(char mark) const {
    const std::size_t before = at_ - 1;
    if (before == 0 || (mark != '/' && mark != '.' && mark != ',')) return false;
    if (mark == ',') return is_decimal(before);
    if (mark == '/' && is_digit(text_[before - 1]) && at_ < text_.size() && is_digit(text_[at_]))
      return true;
    return is_letter_at(before - 1) && (before < 2 || !is_letter_at(before - 2)) &&
           is_letter_at(at_) && !is_letter_at(at_ + 1);
  }

  void mark() {
    const char c = text_[at_++];
    if (is_inside(c)) return;
    if (c == '.' && at_ < text_.size() && text_[at_] == '.') {  // a pause
      while (at_ < text_.size() && text_[at_] == '.') ++at_;
      comma_ = true;
    } else if (c == '.' || c == '!' || c == '?') {
      question_ = question_ || c == '?';
      if (c != '?' || at_ >= text_.size() || text_[at_] != '?') end_sentence();
    } else if (c == '-') {
      comma_ = comma_ || (at_ < text_.size() && text_[at_] == ' ');
    } else if (c == ',' || c == ';' || c == ':' || c == '/' || c == '+' || c == '&' || c == '(' ||
               c == ')') {
      comma_ = true;
    }
  }

  void end_sentence() {
    if (made_.tokens.size() > begin_) {
      made_.sentences.push_back(
          {begin_, static_cast<std::uint32_t>(made_.tokens.size()), question_});
      begin_ = static_cast<std::uint32_t>(made_.tokens.size());
    } else if (question_ && !made_.sentences.empty()) {
      made_.sentences.back().question_mark = true;
    }
    question_ = false;
    comma_ = false;
  }

  TypedText& made_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t begin_ = 0;
  bool comma_ = false;
  bool question_ = false;
};

/// Finding phrases at the tokens of a text.
class Marker {
 public:
  Marker(const Lexicon& lexicon, const TypedText& text, Marks& made)
      : lexicon_(lexicon), text_(text), made_(made) {}

  void find_words_of_tokens() {
    const std::size_t count = text_.tokens.size();
    made_.words.reserve(count * 2);
    made_.first.reserve(count + 1);
    made_.filler.resize(count);
    made_.known.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t first = made_.words.size();
      made_.first.push_back(static_cast<std::uint32_t>(first));
      made_.known[i] = find_words(lexicon_, text_.tokens[i].text, made_.words);
      made_.filler[i] =
          std::any_of(made_.words.begin() + static_cast<std::ptrdiff_t>(first), made_.words.end(),
                      [this](WordIndex word) { return lexicon_.is_filler[word]; });
    }
    made_.first.push_back(static_cast<std::uint32_t>(made_.words.size()));
  }

  void find_occurrences() {
    made_.occurrences.reserve(text_.tokens.size() * 4);
    for (std::uint32_t i = 0; i < text_.tokens.size(); ++i) {
      seconds_.clear();
      for (std::uint32_t k = made_.first[i]; k < made_.first[i + 1U]; ++k)
        find_phrases(i, made_.words[k]);
    }
  }

 private:
  /// Phrases at `token` that begin with `word`, by their second word.
  void find_phrases(std::uint32_t token, WordIndex word) {
    constexpr std::ptrdiff_t few = 12;  // phrases that are looked at one by one
    const auto* first = lexicon_.first_phrases.data() + lexicon_.starts[word];
    const auto* last = lexicon_.first_phrases.data() + lexicon_.starts[word + 1U];
    if (first == last) return;
    if (seconds_.empty()) find_seconds(token);
    if (last - first <= few) {
      for (const auto* at = first; at < last; ++at) {
        if (std::find(seconds_.begin(), seconds_.end(), at->second) != seconds_.end())
          check(token, *at);
      }
      return;
    }
    for (WordIndex second : seconds_) {
      const auto* at = std::lower_bound(
          first, last, second,
          [](const PhraseStart& start, WordIndex wanted) { return start.second < wanted; });
      for (; at < last && at->second == second; ++at) check(token, *at);
    }
  }

  void check(std::uint32_t token, const PhraseStart& start) {
    const std::uint32_t end =
        start.second == no_word ? token : end_of(lexicon_.phrases[start.phrase], token);
    if (end != UINT32_MAX) made_.occurrences.push_back({start.concept_index, token, end});
  }

  /// The words that may be the second one of a phrase that begins at `begin`; each once.
  void find_seconds(std::uint32_t begin) {
    constexpr std::uint32_t max_fillers = 8;  // between the first and the second word
    seconds_.assign({any_word, no_word});
    const std::uint32_t end =
        std::min(text_.sentences[text_.tokens[begin].sentence].end, begin + max_fillers + 2);
    for (std::uint32_t at = begin + 1; at < end && !text_.tokens[at].comma_before; ++at) {
      for (std::uint32_t k = made_.first[at]; k < made_.first[at + 1U]; ++k) {
        const WordIndex word = made_.words[k];
        if (std::find(seconds_.begin(), seconds_.end(), word) == seconds_.end())
          seconds_.push_back(word);
      }
      if (!made_.filler[at]) break;
    }
  }

  bool is_word(std::uint32_t token, WordIndex word) const {
    if (word == any_word) return true;
    const auto* first = made_.words.data() + made_.first[token];
    const auto* last = made_.words.data() + made_.first[token + 1U];
    return std::find(first, last, word) != last;
  }

  /// The last token of `phrase` if it begins at `begin`, of which the first word is known to fit.
  std::uint32_t end_of(const Phrase& phrase, std::uint32_t begin) const {
    constexpr std::uint32_t none = UINT32_MAX;
    const std::uint32_t sentence_end = text_.sentences[text_.tokens[begin].sentence].end;
    std::uint32_t at = begin;
    for (std::size_t i = 1; i < phrase.words.size(); ++i) {
      do {
        ++at;
        if (at >= sentence_end || text_.tokens[at].comma_before) return none;
      } while (made_.filler[at] && !is_word(at, phrase.words[i]));
      if (!is_word(at, phrase.words[i])) return none;
    }
    return at;
  }

  const Lexicon& lexicon_;
  const TypedText& text_;
  Marks& made_;
  std::vector<WordIndex> seconds_;
};

}  // namespace

void cut_text(std::string_view text, TypedText& made) {
  made.folded = fold_text(text);
  made.tokens.reserve(made.folded.size() / 4 + 1);
  Tokenizer(made).cut();
}

Marks mark_text(const Lexicon& lexicon, const TypedText& text) {
  Marks marks;
  Marker marker(lexicon, text, marks);
  marker.find_words_of_tokens();
  marker.find_occurrences();
  return marks;
}

void blot_out(ConceptIndex blotting, const TypedText& text, Marks& marks) {
  std::vector<Occurrence> found;
  for (const Occurrence& occurrence : marks.occurrences) {
    if (occurrence.concept_index == blotting) found.push_back(occurrence);
  }
  if (found.empty()) return;
  std::vector<std::uint32_t> blot_at(text.tokens.size(), UINT32_MAX);  // the longest that covers it
  for (std::uint32_t k = 0; k < found.size(); ++k) {
    for (std::uint32_t i = found[k].begin; i <= found[k].end; ++i) {
      std::uint32_t& at = blot_at[i];
      if (at == UINT32_MAX || found[k].end - found[k].begin > found[at].end - found[at].begin)
        at = k;
    }
  }
  std::erase_if(marks.occurrences, [&](const Occurrence& occurrence) {
    for (std::uint32_t i = occurrence.begin; i <= occurrence.end; ++i) {
      if (blot_at[i] == UINT32_MAX) continue;
      const Occurrence& blot = found[blot_at[i]];
      const bool holds_it = occurrence.begin <= blot.begin && occurrence.end >= blot.end &&
                            occurrence.end - occurrence.begin > blot.end - blot.begin;
      if (!holds_it) return true;
    }
    return false;
  });
}

}  // namespace palpate
