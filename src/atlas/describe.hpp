// Conditions in plain words, for clinicians: `"Where is it?" has "Neck"`.
//
// The words around the labels are English; questions, answers and techniques are called what the
// locale calls them. What has no label (flags, notes, derived facts) is called by its id in words.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/dialog.hpp"

namespace palpate {

/// How a condition is put into words.
struct Wording {
  const Locale* locale = nullptr;  // null: the dialogue's first
  std::size_t longest_label = 60;  // in characters; a longer question or answer ends in an ellipsis
  std::optional<FactIndex> about;  // this question need not be named: the reader stands at it
  const std::vector<std::string>* question_names =
      nullptr;                // by FactIndex, complete: used instead of question_title()
  bool curly_quotes = false;  // “these” around labels and ‘these’ around terms, as in print
};

/// `condition` in plain words; "always" for one that nothing can make false.
[[nodiscard]] std::string describe(const Dialog& dialog, Condition condition,
                                   const Wording& wording = {});

/// When a rule row with this trigger fires: the condition, or "always, unless ..." it.
[[nodiscard]] std::string describe(const Dialog& dialog, const Trigger& trigger,
                                   const Wording& wording = {});

/// A question's first sentence without what follows a colon; the fact's id follows in brackets
/// where two questions begin with the same words.
[[nodiscard]] std::string question_title(const Dialog& dialog, FactIndex fact,
                                         const Wording& wording = {});

/// What a node does in a few words: its question, its title, or what it says. Placeholders stay.
[[nodiscard]] std::string node_title(const Dialog& dialog, NodeIndex node,
                                     const Wording& wording = {});

/// `text` cut between two words so that at most `longest` characters are left, the ellipsis
/// included. UTF-8 stays valid.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t longest);

/// The dialogue's id as a title: "back-pain" is "Back pain".
[[nodiscard]] std::string dialog_title(const Dialog& dialog);

/// `text` with a capital letter at its beginning, where that is a small one of ASCII.
[[nodiscard]] std::string capitalised(std::string text);

/// An id in words: "pain_course" is "pain course".
[[nodiscard]] std::string words_of_id(std::string_view id);

}  // namespace palpate
