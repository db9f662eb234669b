// The possible answers to a question as phrases, and finding them in a line. Inside the room only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dialog/dialog.hpp"

namespace palpate {

/// One possible answer and every phrase that means it, normalised.
struct Candidate {
  std::string label;
  std::vector<std::string> phrases;
};

/// The candidate for an option called `id`.
[[nodiscard]] Candidate candidate(const std::string& id, const OptionText& text);

/// `tokens` as one phrase, without separators.
[[nodiscard]] std::string joined(const std::vector<std::string>& tokens);

/// True if `phrase` stands in `text` as whole words.
[[nodiscard]] bool contains_phrase(const std::string& text, const std::string& phrase);

/// `tokens` cut at commas and at the words `separators`; no part is empty.
[[nodiscard]] std::vector<std::vector<std::string>> split(
    const std::vector<std::string>& tokens, const std::vector<std::string>& separators);

/// A list of candidates, numbered from 1 as they are shown.
class Candidates {
 public:
  Candidates(const CommonWords& words, std::vector<Candidate> all)
      : words_(words), all_(std::move(all)) {}

  /// The candidate that `phrase` is: by number, by a whole phrase, or by the start of one label
  /// only.
  std::optional<std::size_t> exact(const std::string& phrase) const;

  /// Every one of the first `count` candidates of which a phrase stands inside `text`, longest
  /// phrases first; what was found is blotted out of `text`, so that a shorter phrase inside it
  /// does not count.
  std::vector<std::size_t> inside(std::string& text, std::size_t count) const;

 private:
  std::optional<std::size_t> by_prefix(const std::string& phrase) const;

  const CommonWords& words_;
  std::vector<Candidate> all_;
};

}  // namespace palpate
