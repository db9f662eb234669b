#include "understand/meant.hpp"

#include <algorithm>

#include "understand/sign_scope.hpp"

namespace palpate {
namespace {

constexpr std::uint32_t retraction = 4;       // words that "I said" takes back
constexpr std::uint32_t denial_distance = 3;  // words between "not" and the number that it denies

bool is_cue(const Occurrence& found, SignCue cue) {
  return found.concept_index == static_cast<ConceptIndex>(cue);
}

}  // namespace

Meant::Meant(const TypedMessage& message)
    : message_(message),
      retracted_(message.text().tokens.size()),
      denials_(message.text().tokens.size()),
      nots_(message.text().tokens.size()),
      ends_(message.text().tokens.size()) {
  const Meanings& meanings = message.locale().meanings;
  for (const Occurrence& found : message.meanings().occurrences)
    all_.push_back({&meanings.meanings[found.concept_index], found.begin, found.end});
  first_at_.assign(size() + 1U, 0);
  for (const Found& found : all_) ++first_at_[found.begin + 1U];
  for (std::size_t i = 1; i < first_at_.size(); ++i) first_at_[i] += first_at_[i - 1];
  for (const Occurrence& found : message.signs().occurrences) {
    if (is_cue(found, SignCue::ends)) ends_[found.begin] = true;
    if (is_cue(found, SignCue::not_)) nots_[found.end] = true;
    if (is_cue(found, SignCue::no) || is_cue(found, SignCue::not_)) denials_[found.end] = true;
  }
  around_ = message.meanings().filler;
  around_.resize(size());
  for (const Found& found : all_) {
    if (found.meaning->kind == MeaningKind::around) cover(found, around_);
  }
  note_retractions();
  note_denied_parts();
  note_questions();
  auto holds = [](const std::vector<bool>& marks) {
    return std::find(marks.begin(), marks.end(), true) != marks.end();
  };
  denies_ = holds(denials_) || holds(retracted_);
}

bool Meant::comma_between(std::uint32_t before, std::uint32_t after) const {
  for (std::uint32_t i = before + 1; i <= after; ++i) {
    if (tokens()[i].comma_before || tokens()[i].sentence != tokens()[before].sentence) return true;
  }
  return false;
}

const Found* Meant::first(MeaningKind kind) const {
  auto found = std::find_if(all_.begin(), all_.end(),
                            [kind](const Found& each) { return each.meaning->kind == kind; });
  return found == all_.end() ? nullptr : &*found;
}

const Found* Meant::at(MeaningKind kind, std::uint32_t token) const {
  const Found* longest = nullptr;
  if (token >= size()) return nullptr;
  for (std::uint32_t i = first_at_[token]; i < first_at_[token + 1U]; ++i) {
    if (all_[i].meaning->kind != kind) continue;
    if (longest == nullptr || all_[i].end > longest->end) longest = &all_[i];
  }
  return longest;
}

const Found* Meant::ending_at(MeaningKind kind, std::uint32_t token) const {
  constexpr std::uint32_t longest_phrase = 8;
  const std::uint32_t from = token < longest_phrase ? 0 : token - longest_phrase;
  for (std::uint32_t begin = from; begin <= token && begin < size(); ++begin) {
    for (std::uint32_t i = first_at_[begin]; i < first_at_[begin + 1U]; ++i) {
      if (all_[i].meaning->kind == kind && all_[i].end == token) return &all_[i];
    }
  }
  return nullptr;
}

std::string_view Meant::gap_after(std::uint32_t token) const {
  const std::string& folded = message_.text().folded;
  const std::string_view text = tokens()[token].text;
  const auto begin = static_cast<std::size_t>(text.data() + text.size() - folded.data());
  const std::size_t end =
      token + 1 < size()
          ? static_cast<std::size_t>(tokens()[token + 1U].text.data() - folded.data())
          : folded.size();
  return std::string_view(folded).substr(begin, end - begin);
}

bool Meant::is_denied_at(std::uint32_t token) const {
  for (std::uint32_t back = 1; back <= denial_distance && back <= token; ++back) {
    if (tokens()[token - back + 1].comma_before ||
        tokens()[token - back].sentence != tokens()[token].sentence)
      return false;
    if (ending_at(MeaningKind::correct, token - back) != nullptr) return false;  // "no wait, 6"
    if (denials_[token - back]) return true;
    const char first = tokens()[token - back].text[0];
    if (first >= '0' && first <= '9') return false;  // "not 44, 43"
  }
  return false;
}

bool Meant::is_put_aside(std::uint32_t token, bool of_others) const {
  constexpr std::uint8_t never_so = sign_denied | sign_asked | sign_supposed;
  constexpr std::uint8_t theirs = sign_other | sign_other_past;
  std::uint8_t scopes = message_.scope(token);
  if (is_contrasted(token)) scopes = static_cast<std::uint8_t>(scopes & ~sign_denied);
  return retracted_[token] || (scopes & never_so) != 0 || (of_others && (scopes & theirs) != 0);
}

bool Meant::is_past(std::uint32_t token) const {
  return (message_.scope(token) & sign_past) != 0;
}

/// "Not lower, upper back": what stands behind a comma after "not" is said, while "no" denies a
/// whole list. For signs both are denied.
bool Meant::is_contrasted(std::uint32_t token) const {
  for (std::uint32_t i = token; i > 0; --i) {
    if (tokens()[i - 1U].sentence != tokens()[token].sentence) return false;
    if (ending_at(MeaningKind::correct, i - 1) != nullptr) return true;  // "no wait, I meant"
    if (!denials_[i - 1U]) continue;
    return nots_[i - 1U] && comma_between(i - 1, token);
  }
  return false;
}

/// "The neck no, the shoulders": a "no" at the end of a part denies the part.
void Meant::note_denied_parts() {
  std::uint32_t begin = 0;
  for (std::uint32_t i = 0; i < size(); ++i) {
    if (i > 0 && comma_between(i - 1, i)) begin = i;
    const bool ends = i + 1 == size() || comma_between(i, i + 1);
    if (!ends || i == begin || !denials_[i] || nots_[i]) continue;
    for (std::uint32_t k = begin; k < i; ++k) retracted_[k] = true;
  }
}

/// "I said four weeks, should be nine": what follows the words is taken back, up to the comma.
void Meant::note_retractions() {
  for (const Found& found : all_) {
    if (found.meaning->kind != MeaningKind::retract) continue;
    for (std::uint32_t i = found.end + 1; i < size() && i <= found.end + retraction; ++i) {
      if (tokens()[i].comma_before || tokens()[i].sentence != tokens()[found.end].sentence ||
          at(MeaningKind::correct, i) != nullptr || at(MeaningKind::except, i) != nullptr ||
          ends_[i])
        break;
      retracted_[i] = true;
    }
  }
}

void Meant::note_questions() {
  const std::vector<Sentence>& sentences = message_.text().sentences;
  asks_ = std::any_of(sentences.begin(), sentences.end(),
                      [](const Sentence& each) { return each.question_mark; });
  for (const Found& found : all_) {
    if (found.meaning->kind != MeaningKind::asks) continue;
    asks_ = asks_ || !found.meaning->begins || begins_sentence(found.begin);
  }
}

bool Meant::begins_sentence(std::uint32_t token) const {
  return token == 0 || tokens()[token].comma_before ||
         tokens()[token].sentence != tokens()[token - 1U].sentence;
}

void cover(const Found& found, std::vector<bool>& covered) {
  for (std::uint32_t i = found.begin; i <= found.end; ++i) covered[i] = true;
}

bool says_only(const Meant& meant, std::initializer_list<MeaningKind> kinds, bool with_around) {
  std::vector<bool> covered = with_around ? meant.around() : std::vector<bool>(meant.size());
  bool found_one = false;
  for (const Found& found : meant.all()) {
    const bool is_wanted =
        std::find(kinds.begin(), kinds.end(), found.meaning->kind) != kinds.end();
    if (!is_wanted || found.meaning->fact != no_fact) continue;
    found_one = true;
    cover(found, covered);
  }
  return found_one && std::all_of(covered.begin(), covered.end(), [](bool each) { return each; });
}

void keep_longest(std::vector<Found>& found) {
  const std::vector<Found> every = found;
  std::erase_if(found, [&](const Found& each) {
    return std::any_of(every.begin(), every.end(), [&](const Found& other) {
      return other.covers(each) && other.length() > each.length();
    });
  });
}

}  // namespace palpate
