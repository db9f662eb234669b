// Turns as text for a terminal. Pure: the same turn and look give the same text.
//
// Options are numbered 1..n in their order, then "none of these", then "not sure": a typed number
// means the same to the server.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/turn.hpp"

namespace palpate::chat {

constexpr int max_width = 80;  // longer lines are hard to read, however wide the terminal is
constexpr int min_width = 40;

struct Look {
  int width = max_width;
  bool color = false;
  bool unicode = true;  // lines and marks beyond ASCII
};

/// How a piece of text stands out, where there is colour.
enum class Ink { plain, bold, dim, accent, good, caution, alarm, alarm_block };

class Screen {
 public:
  explicit Screen(Look look) : look_(look) {}

  /// The whole turn: messages, then the result or the question. Ends with a line feed.
  [[nodiscard]] std::string turn(const protocol::Turn& turn) const;
  [[nodiscard]] std::string failure(const protocol::Failure& failure) const;
  /// The answers so far, numbered as /change takes them.
  [[nodiscard]] std::string answers(const std::vector<protocol::Exchange>& transcript) const;
  /// The client's own words: what it did, or cannot do.
  [[nodiscard]] std::string notice(std::string_view text) const;
  [[nodiscard]] std::string commands() const;
  [[nodiscard]] std::string prompt() const;

 private:
  friend class ResultCard;

  std::string paint(Ink ink, std::string_view text) const;
  /// `text` wrapped, each line after `first` on the first line and as much blank on the others.
  std::string paragraph(std::string_view text, std::string_view first, Ink ink = Ink::plain,
                        Ink first_ink = Ink::plain) const;
  std::string box(std::string_view head, const std::vector<std::string>& paragraphs, Ink ink) const;
  std::string rule(std::string_view label) const;
  std::string_view glyph(std::string_view unicode, std::string_view ascii) const;

  std::string message(const protocol::Message& message) const;
  std::string alarm(const protocol::Turn& turn) const;
  std::string ask(const protocol::Ask& ask, const protocol::Progress& progress) const;
  std::string options(const protocol::Ask& ask) const;
  std::string option(int number, std::string_view label, int digits) const;
  std::string grid(const protocol::Ask& ask) const;
  std::string grid_choices(const protocol::GridRow& row) const;
  std::string hint(const protocol::Ask& ask) const;

  Look look_;
};

}  // namespace palpate::chat
