#include "understand/sign_text.hpp"

#include <algorithm>

#include "understand/normalise.hpp"

namespace palpate {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string folded_for_signs(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!plain) return folded_text(text);
  std::string folded;
  folded.reserve(text.size());
  for (char c : text) {
    if (c == '\'' || c == '`') continue;
    if (c == '\n') c = '.';
    folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return folded;
}

class Tokenizer {
 public:
  explicit Tokenizer(SignText& made) : made_(made), text_(made.folded) {}

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
    SignToken token;
    token.text = text_.substr(begin, at_ - begin);
    token.sentence = static_cast<std::uint32_t>(made_.sentences.size());
    token.comma_before = comma_ && made_.tokens.size() > begin_;
    comma_ = false;
    made_.tokens.push_back(token);
  }

  void mark() {
    const char c = text_[at_++];
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

  SignText& made_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t begin_ = 0;
  bool comma_ = false;
  bool question_ = false;
};

bool is_word(const SignText& text, std::uint32_t token, SignWord word) {
  if (word == any_sign_word) return true;
  const SignToken& at = text.tokens[token];
  const auto* first = text.words.data() + at.first_word;
  return std::find(first, first + at.word_count, word) != first + at.word_count;
}

/// The last token of `phrase` if it begins at `begin`, of which the first word is known to fit.
std::uint32_t end_of_phrase(const SignText& text, const SignPhrase& phrase, std::uint32_t begin) {
  constexpr std::uint32_t none = UINT32_MAX;
  const std::uint32_t sentence_end = text.sentences[text.tokens[begin].sentence].end;
  std::uint32_t at = begin;
  for (std::size_t i = 1; i < phrase.words.size(); ++i) {
    do {
      ++at;
      if (at >= sentence_end || text.tokens[at].comma_before) return none;
    } while (text.tokens[at].filler && !is_word(text, at, phrase.words[i]));
    if (!is_word(text, at, phrase.words[i])) return none;
  }
  return at;
}

constexpr std::uint32_t max_fillers = 8;  // between the first and the second word of a phrase

/// The words that may be the second one of a phrase that begins at `begin`; each once.
void find_seconds(const SignText& text, std::uint32_t begin, std::vector<SignWord>& seconds) {
  seconds.assign({any_sign_word, no_sign_word});
  const std::uint32_t end =
      std::min(text.sentences[text.tokens[begin].sentence].end, begin + max_fillers + 2);
  for (std::uint32_t at = begin + 1; at < end && !text.tokens[at].comma_before; ++at) {
    const SignToken& token = text.tokens[at];
    for (std::uint32_t k = 0; k < token.word_count; ++k) {
      const SignWord word = text.words[token.first_word + k];
      if (std::find(seconds.begin(), seconds.end(), word) == seconds.end()) seconds.push_back(word);
    }
    if (!token.filler) break;
  }
}

void find_occurrences(const Signs& signs, SignText& made) {
  constexpr std::ptrdiff_t few = 12;  // phrases that are looked at one by one
  std::vector<SignWord> seconds;
  for (std::uint32_t i = 0; i < made.tokens.size(); ++i) {
    const SignToken& token = made.tokens[i];
    auto check = [&](const SignStart& start) {
      const std::uint32_t end =
          start.second == no_sign_word ? i : end_of_phrase(made, signs.phrases[start.phrase], i);
      if (end != UINT32_MAX) made.occurrences.push_back({start.concept_index, i, end});
    };
    seconds.clear();
    for (std::uint32_t k = 0; k < token.word_count; ++k) {
      const SignWord word = made.words[token.first_word + k];
      const auto* first = signs.first_phrases.data() + signs.starts[word];
      const auto* last = signs.first_phrases.data() + signs.starts[word + 1U];
      if (first == last) continue;
      if (seconds.empty()) find_seconds(made, i, seconds);
      if (last - first <= few) {
        for (const auto* at = first; at < last; ++at) {
          if (std::find(seconds.begin(), seconds.end(), at->second) != seconds.end()) check(*at);
        }
        continue;
      }
      for (SignWord second : seconds) {
        const auto* at = std::lower_bound(
            first, last, second,
            [](const SignStart& start, SignWord wanted) { return start.second < wanted; });
        for (; at < last && at->second == second; ++at) check(*at);
      }
    }
  }
}

/// Takes away what lies in an idiom or overlaps one, unless the idiom is a part of it.
void blank_idioms(SignText& made) {
  constexpr auto idioms = static_cast<ConceptIndex>(SignCue::idioms);
  std::vector<SignOccurrence> found;
  for (const SignOccurrence& occurrence : made.occurrences) {
    if (occurrence.concept_index == idioms) found.push_back(occurrence);
  }
  if (found.empty()) return;
  std::vector<std::uint32_t> idiom_at(made.tokens.size(),
                                      UINT32_MAX);  // the longest that covers it
  for (std::uint32_t k = 0; k < found.size(); ++k) {
    for (std::uint32_t i = found[k].begin; i <= found[k].end; ++i) {
      std::uint32_t& at = idiom_at[i];
      if (at == UINT32_MAX || found[k].end - found[k].begin > found[at].end - found[at].begin)
        at = k;
    }
  }
  std::erase_if(made.occurrences, [&](const SignOccurrence& occurrence) {
    for (std::uint32_t i = occurrence.begin; i <= occurrence.end; ++i) {
      if (idiom_at[i] == UINT32_MAX) continue;
      const SignOccurrence& idiom = found[idiom_at[i]];
      const bool holds_it = occurrence.begin <= idiom.begin && occurrence.end >= idiom.end &&
                            occurrence.end - occurrence.begin > idiom.end - idiom.begin;
      if (!holds_it) return true;
    }
    return false;
  });
}

}  // namespace

void read_sign_text(const Signs& signs, std::string_view text, SignText& made) {
  made.folded = folded_for_signs(text);
  made.tokens.reserve(made.folded.size() / 4 + 1);
  made.words.reserve(made.folded.size() / 2 + 1);
  Tokenizer(made).cut();
  for (SignToken& token : made.tokens) {
    token.first_word = static_cast<std::uint32_t>(made.words.size());
    find_sign_words(signs, token.text, made.words);
    token.word_count = static_cast<std::uint32_t>(made.words.size()) - token.first_word;
    for (std::uint32_t k = 0; k < token.word_count; ++k)
      token.filler = token.filler || signs.is_filler[made.words[token.first_word + k]];
  }
  made.occurrences.reserve(made.tokens.size() * 4);
  find_occurrences(signs, made);
  blank_idioms(made);
}

}  // namespace palpate
