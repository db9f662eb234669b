#include "understand/signs.hpp"

#include <algorithm>
#include <optional>

#include "understand/sign_scope.hpp"

namespace palpate {
namespace {

class Finder {
 public:
  Finder(const TypedMessage& message, std::optional<FactIndex> open)
      : signs_(message.locale().signs), message_(message), text_(message.text()) {
    if (open && *open < signs_.asked_about.size()) asked_about_ = signs_.asked_about[*open];
    sort_by_concept();
  }

  std::vector<FoundSign> find() const {
    std::vector<FoundSign> found;
    for (const SignPattern& pattern : signs_.patterns) {
      if (!may_match(pattern)) continue;
      if (const std::optional<Match> found_at = match(pattern)) {
        add(found, {pattern.fact, pattern.option, found_at->certain, pattern.id, found_at->begin,
                    found_at->end});
      }
    }
    std::stable_sort(found.begin(), found.end(), [](const FoundSign& a, const FoundSign& b) {
      return a.certain && !b.certain;
    });
    return found;
  }

 private:
  struct Match {
    bool certain = false;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };

  static void add(std::vector<FoundSign>& found, const FoundSign& sign) {
    auto same = std::find_if(found.begin(), found.end(), [&](const FoundSign& other) {
      return other.fact == sign.fact && other.option == sign.option;
    });
    if (same == found.end()) {
      found.push_back(sign);
    } else if (sign.certain && !same->certain) {
      *same = sign;
    }
  }

  /// Occurrences that are not denied, by concept and then by place.
  void sort_by_concept() {
    first_.assign(signs_.concepts.size() + 1, 0);
    auto counts = [this](const Occurrence& found) {
      return found.concept_index >= sign_cue_names.size() &&
             (message_.scope(found.begin) & sign_denied) == 0;
    };
    for (const Occurrence& found : message_.signs().occurrences) {
      if (counts(found)) ++first_[found.concept_index + 1U];
    }
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    sorted_.resize(first_.back());
    std::vector<std::uint32_t> next(first_.begin(), first_.end());
    for (const Occurrence& found : message_.signs().occurrences) {
      if (counts(found)) sorted_[next[found.concept_index]++] = found;
    }
  }

  bool is_present(ConceptIndex index) const { return first_[index] != first_[index + 1U]; }

  bool may_match(const SignPattern& pattern) const {
    return std::all_of(pattern.all.begin(), pattern.all.end(),
                       [this](const auto& slot) { return is_asked_about(slot) || is_said(slot); });
  }

  bool is_said(const std::vector<ConceptIndex>& slot) const {
    return std::any_of(slot.begin(), slot.end(),
                       [this](ConceptIndex index) { return is_present(index); });
  }

  bool is_asked_about(const std::vector<ConceptIndex>& slot) const {
    return std::any_of(slot.begin(), slot.end(), [this](ConceptIndex index) {
      return std::find(asked_about_.begin(), asked_about_.end(), index) != asked_about_.end();
    });
  }

  /// Where the pattern is found, certain rather than not; what the question is about may be left
  /// out.
  std::optional<Match> match(const SignPattern& pattern) const {
    const std::optional<Match> best = match(pattern, false);
    const bool is_answer = !asked_about_.empty() &&
                           std::any_of(pattern.all.begin(), pattern.all.end(),
                                       [this](const auto& slot) { return is_asked_about(slot); });
    if (!is_answer || (best && best->certain)) return best;
    const std::optional<Match> answer = match(pattern, true);
    return answer ? answer : best;
  }

  std::optional<Match> match(const SignPattern& pattern, bool as_answer) const {
    std::size_t lead = 0;
    while (lead < pattern.all.size() && as_answer && is_asked_about(pattern.all[lead])) ++lead;
    if (lead == pattern.all.size()) return std::nullopt;  // nothing is said
    std::optional<Match> best;
    for (ConceptIndex index : pattern.all[lead]) {
      for (std::uint32_t i = first_[index]; i < first_[index + 1U]; ++i) {
        const std::optional<Match> found = match_at(pattern, lead, as_answer, sorted_[i]);
        if (found && found->certain) return found;
        if (found) best = found;
      }
    }
    return best;
  }

  std::optional<Match> match_at(const SignPattern& pattern, std::size_t lead, bool as_answer,
                                const Occurrence& anchor) const {
    std::uint8_t scopes = message_.scope(anchor.begin);
    std::uint32_t begin = anchor.begin;
    std::uint32_t end = anchor.end;
    Occurrence last = anchor;
    for (std::size_t i = lead + 1; i < pattern.all.size(); ++i) {
      if (as_answer && is_asked_about(pattern.all[i])) continue;
      const Occurrence* other = nearest(pattern, pattern.all[i], anchor, last);
      if (other == nullptr) return std::nullopt;
      scopes = static_cast<std::uint8_t>(scopes | message_.scope(other->begin));
      begin = std::min(begin, other->begin);
      end = std::max(end, other->end);
      last = *other;
    }
    if (is_excluded(pattern, anchor)) return std::nullopt;
    const std::optional<bool> certain = judge(pattern, scopes);
    return certain ? std::optional(Match{*certain, begin, end}) : std::nullopt;
  }

  bool is_excluded(const SignPattern& pattern, const Occurrence& anchor) const {
    const Sentence& sentence = text_.sentences[text_.tokens[anchor.begin].sentence];
    return std::any_of(pattern.unless.begin(), pattern.unless.end(), [&](ConceptIndex index) {
      if (std::find(asked_about_.begin(), asked_about_.end(), index) != asked_about_.end())
        return true;
      const auto* end = sorted_.data() + first_[index + 1U];
      const auto* found = first_from(index, pattern.across ? 0 : sentence.begin);
      return found != end && (pattern.across || found->begin < sentence.end);
    });
  }

  /// The first occurrence of a concept that begins at `token` or after it.
  const Occurrence* first_from(ConceptIndex index, std::uint32_t token) const {
    return std::lower_bound(
        sorted_.data() + first_[index], sorted_.data() + first_[index + 1U], token,
        [](const Occurrence& found, std::uint32_t at) { return found.begin < at; });
  }

  /// The occurrence of one of `slot` that is nearest to `anchor` and fits.
  const Occurrence* nearest(const SignPattern& pattern, const std::vector<ConceptIndex>& slot,
                            const Occurrence& anchor, const Occurrence& last) const {
    const Occurrence* best = nullptr;
    std::uint32_t best_distance = UINT32_MAX;
    for (ConceptIndex index : slot) {
      const auto* begin = sorted_.data() + first_[index];
      const auto* end = sorted_.data() + first_[index + 1U];
      const auto* after = first_from(index, anchor.begin);
      const auto* low = after - std::min<std::ptrdiff_t>(after - begin, 2);
      const auto* high = after + std::min<std::ptrdiff_t>(end - after, 3);
      for (const auto* at = low; at < high; ++at) {
        const std::uint32_t distance = gap(anchor, *at);
        if (distance < best_distance && fits(pattern, anchor, last, *at, distance)) {
          best = at;
          best_distance = distance;
        }
      }
    }
    return best;
  }

  static std::uint32_t gap(const Occurrence& a, const Occurrence& b) {
    if (b.begin > a.end) return b.begin - a.end;
    return a.begin > b.end ? a.begin - b.end : 0;
  }

  bool fits(const SignPattern& pattern, const Occurrence& anchor, const Occurrence& last,
            const Occurrence& found, std::uint32_t distance) const {
    if (pattern.ordered && found.begin <= last.end) return false;
    if (pattern.across) return true;
    return distance <= pattern.within &&
           text_.tokens[found.begin].sentence == text_.tokens[anchor.begin].sentence;
  }

  static std::optional<bool> judge(const SignPattern& pattern, std::uint8_t scopes) {
    if ((scopes & sign_other_past) != 0) return std::nullopt;
    if ((scopes & sign_other) != 0 && !pattern.anyone) return std::nullopt;
    const bool is_over = (scopes & sign_over) != 0;
    if (is_over && (scopes & (sign_past | sign_supposed)) != 0) return std::nullopt;
    if (pattern.check || (scopes & (sign_past | sign_over)) != 0) return false;
    return pattern.even_asked || (scopes & (sign_asked | sign_supposed)) == 0;
  }

  const Signs& signs_;
  const TypedMessage& message_;
  const TypedText& text_;
  std::vector<Occurrence> sorted_;
  std::vector<std::uint32_t> first_;  // of sorted_, by concept
  std::vector<ConceptIndex> asked_about_;
};

}  // namespace

std::vector<FoundSign> find_signs(const TypedMessage& message, std::optional<FactIndex> open) {
  if (message.locale().signs.patterns.empty()) return {};
  return Finder(message, open).find();
}

}  // namespace palpate
