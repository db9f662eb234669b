#include "apps/chat/command.hpp"

#include <charconv>
#include <utility>
#include <vector>

namespace palpate::chat {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

Command send(decltype(protocol::Request::frame) frame) {
  return {CommandKind::frame, std::move(frame), {}};
}

/// For a grid: "1 2 1", a number for each row in order. Empty if `text` is anything else; then the
/// server reads it.
std::vector<std::pair<std::string, std::string>> read_grid(std::string_view text,
                                                           const protocol::Ask& ask) {
  std::vector<std::pair<std::string, std::string>> rows;
  while (!text.empty()) {
    const std::size_t start = text.find_first_not_of(" ,");
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    if (rows.size() == ask.items.size()) return {};
    const protocol::GridRow& row = ask.items[rows.size()];
    std::size_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || number < 1 || number > row.options.size()) return {};
    rows.emplace_back(row.id, row.options[number - 1].id);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    if (!text.empty() && text[0] != ' ' && text[0] != ',') return {};
  }
  if (rows.size() != ask.items.size()) return {};
  return rows;
}

Command say(std::string_view text, const protocol::Turn& turn) {
  if (turn.ask && turn.ask->kind == "grid") {
    if (auto rows = read_grid(text, *turn.ask); !rows.empty()) {
      return send(protocol::AnswerFrame{turn.turn, {std::move(rows)}});
    }
  }
  return send(protocol::SayFrame{turn.turn, std::string(text)});
}

}  // namespace

Command read_command(std::string_view line, const protocol::Turn& turn) {
  const std::string_view text = trim(line);
  if (text.empty()) return {};
  if (text[0] != '/') return say(text, turn);
  const std::size_t blank = text.find_first_of(" \t");
  const std::string_view name = text.substr(0, blank);
  const std::string argument(blank == std::string_view::npos ? "" : trim(text.substr(blank)));
  if (name == "/back") return send(protocol::BackFrame{});
  if (name == "/restart") return send(protocol::RestartFrame{});
  if (name == "/why") return send(protocol::WhyFrame{});
  if (name == "/help") return send(protocol::HelpFrame{});
  if (name == "/change") return {CommandKind::change, {}, argument};
  if (name == "/answers") return {CommandKind::answers, {}, {}};
  if (name == "/quit") return {CommandKind::quit, {}, {}};
  return {CommandKind::unknown, {}, std::string(name)};
}

}  // namespace palpate::chat
