#include "understand/sign_scope.hpp"

#include <algorithm>

namespace palpate {
namespace {

constexpr std::uint32_t max_supposed = 10;    // words that "if" reaches
constexpr std::uint32_t max_report = 2;       // words between "husband" and "says"
constexpr std::uint32_t max_recent = 12;      // words between "had" and "just now"
constexpr std::uint32_t max_since = 3;        // words from "since" to "in 2020"
constexpr std::uint32_t max_answered = 5;     // words before the "no" of "chest pain no"
constexpr std::uint32_t max_denied_noun = 2;  // words of "diabetes" in "no diabetes my legs"
constexpr std::uint32_t max_subject = 3;      // words between "my" and "are"

class Scopes {
 public:
  Scopes(const Signs& signs, const TypedText& text, const Marks& marks)
      : signs_(signs),
        text_(text),
        marks_(marks),
        scopes_(text.tokens.size(), 0),
        cues_(text.tokens.size(), 0),
        cue_end_(text.tokens.size(), 0),
        in_phrase_(text.tokens.size(), false),
        ends_concept_(text.tokens.size(), false),
        denies_nothing_(text.tokens.size(), false),
        begins_concept_(text.tokens.size(), false),
        begins_phrase_(text.tokens.size(), false) {
    for (const Occurrence& found : marks.occurrences) {
      if (found.concept_index < sign_cue_names.size()) {
        cues_[found.begin] |= 1U << found.concept_index;
        cue_end_[found.begin] = std::max(cue_end_[found.begin], found.end);
      }
      const bool own = found.concept_index >= sign_cue_names.size();
      const bool pseudo = is(found, SignCue::not_denials) || (own && found.end > found.begin);
      if (own) ends_concept_[found.end] = true;
      if (own) begins_concept_[found.begin] = true;
      if (own && found.end > found.begin) begins_phrase_[found.begin] = true;
      for (std::uint32_t i = found.begin; pseudo && i <= found.end; ++i) {
        in_phrase_[i] = true;
        if (!own) denies_nothing_[i] = true;
      }
    }
  }

  std::vector<std::uint8_t> find() {
    for (std::uint32_t k = 0; k < text_.sentences.size(); ++k) {
      const Sentence& sentence = text_.sentences[k];
      deny(sentence);
      deny_answered(k);
      ask(sentence);
      suppose(sentence);
      time(sentence, k);
      whose(sentence);
    }
    return std::move(scopes_);
  }

 private:
  static bool is(const Occurrence& found, SignCue cue) {
    return found.concept_index == static_cast<ConceptIndex>(cue);
  }
  bool has(std::uint32_t token, SignCue cue) const {
    return (cues_[token] >> static_cast<unsigned>(cue) & 1U) != 0;
  }
  bool comma(std::uint32_t token) const { return text_.tokens[token].comma_before; }
  void mark(std::uint32_t begin, std::uint32_t end, SignScope scope) {
    for (std::uint32_t i = begin; i < end; ++i)
      scopes_[i] = static_cast<std::uint8_t>(scopes_[i] | scope);
  }

  /// True if the part of a list that begins at `begin` is a statement of its own.
  bool states(std::uint32_t begin, std::uint32_t end) const {
    if (begin < end && has(begin, SignCue::subjects)) return true;
    for (std::uint32_t i = begin; i < end; ++i) {
      if (i > begin && (comma(i) || has(i, SignCue::joins))) return false;
      if (has(i, SignCue::ends)) return false;
      if (has(i, SignCue::verbs)) return true;
    }
    return false;
  }

  void deny(const Sentence& sentence) {
    std::uint32_t left = 0;
    bool list = false;        // opened by "no"
    std::uint32_t first = 0;  // what is denied first
    std::uint32_t cue = 0;
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const bool join = has(i, SignCue::joins);
      if (has(i, SignCue::ends)) left = 0;
      if (left > 0 && (comma(i) || join)) {
        left = states(join ? i + 1 : i, sentence.end) ? 0 : signs_.denial_reach;
      } else if (left > 0 && has(i, SignCue::subjects) &&
                 (starts_over(i, first, list, sentence.end) || is_contrast(sentence, cue, i))) {
        left = 0;
      }
      const bool no = has(i, SignCue::no);
      if ((no || has(i, SignCue::not_)) && !in_phrase_[i] && !denies_nothing_[cue_end_[i]]) {
        std::uint32_t after = cue_end_[i] + 1;
        while (after < sentence.end && marks_.filler[after] && !comma(after) &&
               !has(after, SignCue::subjects))
          ++after;
        // An answer of its own: "no, my legs are numb", "not really, just feverish".
        const bool particle = after >= sentence.end || comma(after) ||
                              (no && (has(after, SignCue::subjects) || has(after, SignCue::ends)));
        left = particle ? 0 : signs_.denial_reach;
        list = no;
        first = after;
        cue = i;
        const std::uint32_t next = cue_end_[i] + 1;
        const bool then_verb = next < sentence.end && has(next, SignCue::verbs) && !comma(next);
        if (ends_part(next, sentence.end) || (then_verb && ends_part(next + 1, sentence.end)))
          deny_part(sentence, i);
      } else if (left > 0) {
        mark(i, i + 1, sign_denied);
        --left;
      }
      if (has(i, SignCue::denied_before) && !in_phrase_[i]) deny_back(sentence, i);
    }
  }

  /// Without a comma: "no fever my legs are numb", "no diabetes I can't feel my bum".
  bool starts_over(std::uint32_t subject, std::uint32_t first, bool list, std::uint32_t end) const {
    if (subject == 0 || subject <= first) return false;
    if (list && ends_concept_[subject - 1]) return true;
    for (std::uint32_t i = subject; i < end && i <= subject + 1; ++i) {
      if (begins_phrase_[i] && (has(i, SignCue::verbs) || has(i, SignCue::not_))) return true;
    }
    if (!list || subject - first > max_denied_noun) return false;
    for (std::uint32_t i = subject + 1; i < end && i <= subject + max_subject && !comma(i); ++i) {
      if (has(i, SignCue::verbs)) return true;
    }
    return false;
  }

  /// "It's not the middle it's my legs".
  bool is_contrast(const Sentence& sentence, std::uint32_t cue, std::uint32_t subject) const {
    return cue > sentence.begin && subject > cue + 1 && !has(subject, SignCue::self) &&
           text_.tokens[cue - 1].text == text_.tokens[subject].text;
  }

  bool ends_part(std::uint32_t token, std::uint32_t end) const {
    return token >= end || comma(token) || has(token, SignCue::ends);
  }

  /// "Fever no, headache no", "fiebre no tengo": some words without a verb, and a "no" behind them.
  void deny_part(const Sentence& sentence, std::uint32_t no) {
    std::uint32_t begin = no;
    while (begin > sentence.begin && no - begin <= max_answered && !comma(begin) &&
           !has(begin - 1, SignCue::ends) && !has(begin - 1, SignCue::joins))
      --begin;
    if (begin == no || no - begin > max_answered || comma(no) || !ends_concept_[no - 1]) return;
    for (std::uint32_t i = begin; i < no; ++i) {
      if (has(i, SignCue::verbs) || has(i, SignCue::subjects) || has(i, SignCue::self)) return;
    }
    mark(begin, no, sign_denied);
  }

  void deny_back(const Sentence& sentence, std::uint32_t token) {
    std::uint32_t begin = token;
    while (begin > sentence.begin && token - begin < signs_.denial_reach &&
           !has(begin - 1, SignCue::ends))
      --begin;
    mark(begin, token, sign_denied);
  }

  /// "Night sweats? No."
  void deny_answered(std::uint32_t k) {
    if (!text_.sentences[k].question_mark || k + 1 >= text_.sentences.size()) return;
    const std::uint32_t next = text_.sentences[k + 1].begin;
    if ((has(next, SignCue::no) || has(next, SignCue::not_)) && !in_phrase_[next])
      mark(text_.sentences[k].begin, text_.sentences[k].end, sign_denied);
  }

  void ask(const Sentence& sentence) {
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      if (has(i, SignCue::presupposes)) return;
    }
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const bool opens = i == sentence.begin || comma(i) || has(i - 1, SignCue::ends) ||
                         has(i - 1, SignCue::joins);
      if (opens &&
          (has(i, SignCue::asks) || (sentence.question_mark && has(i, SignCue::asks_with_mark)))) {
        mark(i, sentence.end, sign_asked);
        return;
      }
    }
  }

  void suppose(const Sentence& sentence) {
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      // "As if", "even if" are one phrase; one that begins with "if" still supposes.
      if (!has(i, SignCue::supposes) || denies_nothing_[i] || (in_phrase_[i] && !begins_phrase_[i]))
        continue;
      std::uint32_t end = i + 1;
      while (end < sentence.end && end - i <= max_supposed && !comma(end) &&
             !has(end, SignCue::ends))
        ++end;
      if (!says_yes(sentence, i, end)) mark(i, end, sign_supposed);
    }
  }

  /// "Si" is "if" and "yes": what is supposed has a verb, and a consequence behind it. "Si tengo
  /// fiebre" has none.
  bool says_yes(const Sentence& sentence, std::uint32_t cue, std::uint32_t end) const {
    if (sentence.question_mark || cue_end_[cue] > cue || end <= cue + 1 ||
        (cue > sentence.begin && !comma(cue)))
      return false;
    if (begins_concept_[cue + 1] && !has(cue + 1, SignCue::verbs) &&
        !has(cue + 1, SignCue::subjects))
      return true;
    if (!has(cue + 1, SignCue::verbs) && !has(cue + 1, SignCue::self)) return false;
    if (end < sentence.end && !(comma(end) && has(end, SignCue::joins)) && !has(end, SignCue::ends))
      return false;
    for (std::uint32_t i = cue + 2; i < end; ++i) {
      if ((has(i, SignCue::verbs) && !has(i - 1, SignCue::joins)) || has(i, SignCue::asks) ||
          has(i, SignCue::asks_with_mark) || has(i, SignCue::no) || has(i, SignCue::not_))
        return false;
    }
    return true;
  }

  /// "Since the winter of 2020".
  bool opens_past(std::uint32_t token, std::uint32_t end) const {
    for (std::uint32_t i = token + 1; i < end && i <= token + max_since; ++i) {
      if (has(i, SignCue::past)) return true;
    }
    return false;
  }

  /// "Cancer in 2019, and now I lost two stone": a time behind its finding dates no other sentence.
  std::uint32_t past_reach(std::uint32_t cue, std::uint32_t begin, std::uint32_t end) const {
    const std::uint32_t after = cue_end_[cue] + 1;
    if (cue == begin || after >= end) return end;
    const bool join = has(after, SignCue::joins);
    if (!comma(after) && !join) return end;
    return states(join ? after + 1 : after, end) ? after : end;
  }

  void time(const Sentence& sentence, std::uint32_t k) {
    std::uint32_t earlier = sentence.begin;
    for (std::uint32_t begin = sentence.begin; begin < sentence.end;) {
      std::uint32_t end = begin + 1;
      while (end < sentence.end && !has(end, SignCue::ends)) ++end;
      std::uint32_t now = end;
      std::uint32_t past = begin;  // what it reaches
      for (std::uint32_t i = begin; i < end; ++i) {
        // "Since it started last month": a time behind "since" dates nothing before it.
        if (has(i, SignCue::past) && now == end) past = std::max(past, past_reach(i, begin, end));
        if (has(i, SignCue::now) && !opens_past(i, end)) now = std::min(now, i);
        if (has(i, SignCue::over)) {
          mark(begin, end, sign_over);
          if (i == sentence.begin && k > 0)
            mark(text_.sentences[k - 1].begin, text_.sentences[k - 1].end, sign_over);
          if (i == begin + 1) mark(earlier, begin, sign_over);  // "but fine now"
        }
      }
      mark(begin, std::min(now, past), sign_past);
      if (end > begin + 1) earlier = begin;
      begin = end;
    }
  }

  void whose(const Sentence& sentence) {
    const bool story = is_story(sentence);
    bool other = story;
    bool past = story;
    std::uint32_t begin = sentence.begin;  // of what is said of one person
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const bool inside = in_phrase_[i] && !begins_phrase_[i];  // "cáncer de mama"
      if (has(i, SignCue::is_theirs)) theirs(sentence, i);
      if (has(i, SignCue::not_mine) && ends_part(cue_end_[i] + 1, sentence.end))
        mark(sentence.begin, i, sign_other_past);
      if (has(i, SignCue::others) && !inside) {
        other = !reports(i, sentence.end);
        // "My dad" is real, whatever is on the telly.
        past = story && !(i > sentence.begin && has(i - 1, SignCue::self));
        begin = i;
      } else if (has(i, SignCue::self) && !(i + 1 < sentence.end && has(i + 1, SignCue::others))) {
        other = false;
      } else if ((has(i, SignCue::ends) && comma(i)) ||  // "she did, but listen"
                 (story && begin == sentence.begin && has(i, SignCue::joins))) {
        other = false;  // "I was watching a film and ..."
      }
      if (other && has(i, SignCue::now) && !story) past = false;
      if (other && has(i, SignCue::others_past) && !is_recent(i, sentence.end)) past = true;
      if (other && is_dated(i) && !says_now(begin, i)) {  // "my nan collapsed last year"
        past = true;
        mark(begin, i, sign_other_past);
      }
      if (other) mark(i, i + 1, past ? sign_other_past : sign_other);
    }
  }

  /// "The one who slurred is my husband".
  void theirs(const Sentence& sentence, std::uint32_t token) {
    bool dated = false;
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) dated = dated || is_dated(i);
    mark(clause_begin(sentence, token), token, dated ? sign_other_past : sign_other);
  }

  /// A time that is gone: of a word such as "had" nobody knows when.
  bool is_dated(std::uint32_t token) const {
    return has(token, SignCue::past) ||
           (has(token, SignCue::others_past) && cue_end_[token] > token);
  }

  bool says_now(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t i = begin; i < end; ++i) {
      if (has(i, SignCue::now)) return true;
    }
    return false;
  }

  bool is_story(const Sentence& sentence) const {
    bool story = false;
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      if (has(i, SignCue::now) && cue_end_[i] > i) return false;  // "just now"
      story = story || has(i, SignCue::stories);
    }
    return story;
  }

  std::uint32_t clause_begin(const Sentence& sentence, std::uint32_t token) const {
    std::uint32_t begin = token;
    while (begin > sentence.begin && !comma(begin) && !has(begin - 1, SignCue::ends)) --begin;
    return begin;
  }

  /// "He had a seizure just now": some words that say when, and not the one of "and now he is
  /// fine".
  bool is_recent(std::uint32_t token, std::uint32_t end) const {
    for (std::uint32_t i = token + 1; i < end && i <= token + max_recent; ++i) {
      if (has(i, SignCue::now) && cue_end_[i] > i) return true;
      if (has(i, SignCue::others)) return false;
    }
    return false;
  }

  bool reports(std::uint32_t person, std::uint32_t end) const {
    for (std::uint32_t i = cue_end_[person] + 1; i < end && i <= cue_end_[person] + max_report;
         ++i) {
      if (has(i, SignCue::reports)) return true;
    }
    return false;
  }

  const Signs& signs_;
  const TypedText& text_;
  const Marks& marks_;
  std::vector<std::uint8_t> scopes_;
  std::vector<std::uint32_t> cues_;     // which begin at a token
  std::vector<std::uint32_t> cue_end_;  // the last token of the longest of them
  std::vector<bool> in_phrase_;         // "not" here is a part of a symptom, or denies nothing
  std::vector<bool> ends_concept_;
  std::vector<bool> denies_nothing_;
  std::vector<bool> begins_concept_;
  std::vector<bool> begins_phrase_;  // a concept of several words
};

}  // namespace

std::vector<std::uint8_t> sign_scopes(const Signs& signs, const TypedText& text,
                                      const Marks& marks) {
  return Scopes(signs, text, marks).find();
}

}  // namespace palpate
