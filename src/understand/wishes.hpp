// What a line wants done or answered: commands, languages, earlier answers to change, topics.
// Inside the room only.
#pragma once

#include "understand/answers.hpp"
#include "understand/understand.hpp"

namespace palpate {

/// The command that the whole of `line` is.
[[nodiscard]] std::optional<Command> command_of(const Line& line);

class Wishes {
 public:
  /// All of them must outlive it.
  Wishes(const Dialog& dialog, const Line& line, const Asked& asked)
      : dialog_(dialog), line_(line), asked_(asked), locale_(line.meant.message().locale()) {}

  /// The line begins with "/", as a command does.
  bool is_slash_command() const;
  /// What the line wants done, if it names no topic in more words: "what do I put here", but not
  /// "what do I wear".
  std::optional<Command> command() const;
  /// A command of several words in a line that says nothing else which could be an answer: "I
  /// pressed the wrong thing, let me go back".
  std::optional<Command> command_inside() const;
  /// Of Dialog::locales. "Español", "can you speak Spanish": the name of a language, alone or with
  /// words that ask for it, and not much else.
  std::optional<std::size_t> language() const;
  /// "I want to change my age": a question that is named, and no new answer to it.
  bool read_change(Understanding& made) const;
  /// Of Locale::topics, of a line that asks something, or that is nothing else.
  std::optional<std::size_t> topic() const;
  /// "I'd rather talk to a human": a topic in several words, and nothing asked. No massage, which
  /// may be named in any sentence.
  std::optional<std::size_t> topic_inside() const;

 private:
  bool says_new_number(FactIndex fact) const;
  const Found* asked_topic() const;
  const Found* topic_of(std::uint32_t words) const;
  std::size_t number_of(const Found& topic) const;
  bool is_massage(const Found& topic) const;
  bool is_answer_too() const;
  bool says_more_than(const Found& inside) const;
  bool is_in_a_label() const;

  const Dialog& dialog_;
  const Line& line_;
  const Asked& asked_;
  const Locale& locale_;
};

}  // namespace palpate
