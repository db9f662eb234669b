// What the chapters of the booklet are written with. Inside the room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialog/dialog.hpp"

namespace palpate {

/// `text` for HTML, in attributes too.
[[nodiscard]] std::string html(std::string_view text);

/// An id that has no other words: "<span class="code">H2 soft</span>".
[[nodiscard]] std::string code(std::string_view id);

/// The styles of the booklet; `footer` stands at the foot of every page.
[[nodiscard]] std::string booklet_styles(std::string_view footer);

/// The words of one locale and region, as HTML. Dialogue, locale and region must outlive it.
class BookletWriter {
 public:
  BookletWriter(const Dialog& dialog, const Locale& locale, const Region& region);

  const Dialog& dialog() const { return dialog_; }
  const Locale& locale() const { return locale_; }
  const Region& region() const { return region_; }

  /// Nodes in the order in which they can come.
  const std::vector<NodeIndex>& order() const { return order_; }
  /// "Q7"; a question that two nodes ask has one number.
  std::string number(FactIndex fact) const;

  /// A text with its placeholders filled in and marked.
  std::string filled(std::string_view text) const;
  std::string text(TextIndex index) const { return filled(locale_.texts[index]); }
  /// What a placeholder stands for in `region`, or "".
  std::string filling(const Region& region, const std::string& placeholder) const;
  /// The same where this booklet's country is meant: never empty.
  std::string filling(const std::string& placeholder) const;

  /// A condition inside a sentence. A question is named at its first mention; all lead to it.
  std::string condition(Condition condition) const;
  /// The same of a condition on the answer just given to `fact`, which is called "the answer".
  std::string condition_after(FactIndex fact, Condition condition) const;
  /// The same with questions named by their numbers alone.
  std::string brief(Condition condition) const;
  /// When a rule row fires, as a sentence without its full stop.
  std::string when(const Trigger& trigger) const;
  std::string when(Condition condition) const { return when(Trigger{condition, false}); }

  /// The keys of sources, each leading to its title, and the grade.
  std::string sources(const Basis& basis) const;
  std::string sources(const std::vector<std::uint16_t>& sources) const;
  /// "because ..." of a rule row.
  std::string because(const Basis& basis) const;
  std::string technique(std::size_t index) const;
  /// A flag's code in the colour of its level, leading to the flag.
  std::string flag_link(FlagIndex flag) const;
  /// A question by its number, any other step by its words, leading to it.
  std::string node_link(NodeIndex node) const;

 private:
  std::string described(const Trigger& trigger, const std::vector<std::string>& names) const;
  std::string linked(std::string text) const;

  const Dialog& dialog_;
  const Locale& locale_;
  const Region& region_;
  std::vector<NodeIndex> order_;
  std::vector<std::size_t> numbers_;         // by FactIndex, from 1
  std::vector<std::string> question_names_;  // by FactIndex: "Q7 (When did it start)"
};

// The chapters, each what stands below its heading.
[[nodiscard]] std::string chapter_questions(const BookletWriter& writer);
[[nodiscard]] std::string chapter_definitions(const BookletWriter& writer);
[[nodiscard]] std::string chapter_flags(const BookletWriter& writer);
[[nodiscard]] std::string chapter_techniques(const BookletWriter& writer);
[[nodiscard]] std::string chapter_matrix(const BookletWriter& writer);
[[nodiscard]] std::string chapter_gates(const BookletWriter& writer);
[[nodiscard]] std::string chapter_scores(const BookletWriter& writer);
[[nodiscard]] std::string chapter_schedule(const BookletWriter& writer);
[[nodiscard]] std::string chapter_notes(const BookletWriter& writer);
[[nodiscard]] std::string chapter_messages(const BookletWriter& writer);
[[nodiscard]] std::string chapter_words(const BookletWriter& writer);
[[nodiscard]] std::string chapter_invariants(const BookletWriter& writer);
[[nodiscard]] std::string chapter_numbers(const BookletWriter& writer);
[[nodiscard]] std::string chapter_sources(const BookletWriter& writer);

}  // namespace palpate
