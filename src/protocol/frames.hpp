// Frames of palpate.v1 to and from JSON. One JSON object a text frame; one frame in, one frame out.
//
// The JSON follows the structs: a struct is an object whose members have the names of the struct's
// members. Beyond that:
//  - A request has "type" (start, resume, answer, say, back, change, restart, why, help), "id" (1
//  to 64 bytes) and, on
//    bridge connections only, "conversation"; then the members of its ...Frame. Members that a
//    frame does not have, duplicate keys, fractions and nesting beyond 16 are refused. Optional:
//    `dialogue`, `locale`, `region`, `render`
//    ("rich" is the default), `token` (bridges leave it out), `turn` of a say.
//  - A reply has "type": "turn" or "error"; an error carries `reply_to`, `conversation`, `code`,
//  `message`, `turn`.
//  - Absent optionals, empty strings, false and empty lists are left out, except what a client
//  always reads: `turn`,
//    `messages`, `flags` and `progress` of a turn; all lists of a result; `label` and `text`
//    wherever they belong; `lifted` of a flag; `answered` and `about`. `transcript` is there
//    whenever Turn::has_transcript, even when empty.
//  - The question's texts are `ask`; its grid rows are `ask.items`. A plan is `result.schedule`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/turn.hpp"

namespace palpate::protocol {

constexpr std::string_view subprotocol = "palpate.v1";
constexpr std::size_t max_id_bytes = 64;             // of a frame's id, chosen by the client
constexpr std::size_t max_conversation_bytes = 128;  // of a bridge's conversation key
constexpr std::size_t max_text_bytes = 2048;         // of a `say`
constexpr std::size_t max_name_bytes = 64;    // of a dialogue, fact, option, locale or region name
constexpr std::size_t max_token_bytes = 128;  // of a `resume`
constexpr std::size_t max_value_options =
    66;                                     // of an `answer`: every option, "none" and "not_sure"
constexpr std::size_t max_value_rows = 16;  // of an `answer` to a grid

enum class Render : std::uint8_t { rich, plain };

/// The value of an `answer` as the client wrote it; the conversation gives it its meaning.
///   "low"                          a choice, or "yes", "no", "none", "not_sure"
///   ["low", "neck"]                choices; [] and ["none"] mean none; "not_sure" may stand beside
///   others 7                              a number
///   {"swedish": "good", ...}       a grid
struct AnswerValue {
  std::variant<std::string, std::int64_t, std::vector<std::string>,
               std::vector<std::pair<std::string, std::string>>>
      value;
};

struct StartFrame {
  std::string dialogue;  // empty: the server's default
  std::string locale;    // empty: the dialogue's default
  std::string region;    // empty: unknown
  Render render = Render::rich;
};
struct ResumeFrame {
  std::string token;  // empty on bridge connections, which resume by their key
};
struct AnswerFrame {
  std::int64_t turn = 0;
  AnswerValue value;
};
struct SayFrame {
  std::int64_t turn = 0;  // 0: not sent; then it is for the current turn
  std::string text;
};
struct BackFrame {};
struct ChangeFrame {
  std::string fact;
};
struct RestartFrame {};
struct WhyFrame {};
struct HelpFrame {};

struct Request {
  std::string id;
  std::string conversation;  // empty except on bridge connections
  std::variant<StartFrame, ResumeFrame, AnswerFrame, SayFrame, BackFrame, ChangeFrame, RestartFrame,
               WhyFrame, HelpFrame>
      frame;
};

/// Every code that a Failure can carry.
namespace error_codes {
constexpr std::string_view bad_json = "bad_json";    // not JSON, or JSON that the limits forbid
constexpr std::string_view bad_frame = "bad_frame";  // JSON, but not a frame
constexpr std::string_view unknown_type = "unknown_type";
constexpr std::string_view missing_conversation =
    "missing_conversation";  // a bridge frame without its key
constexpr std::string_view unexpected_conversation =
    "unexpected_conversation";  // a key on a single connection
constexpr std::string_view unknown_dialogue = "unknown_dialogue";
constexpr std::string_view not_started = "not_started";  // neither start nor resume came first
constexpr std::string_view already_started = "already_started";
constexpr std::string_view unknown_token =
    "unknown_token";  // wrong, erased or foreign: the same reply for all
constexpr std::string_view stale_turn = "stale_turn";
constexpr std::string_view not_an_option = "not_an_option";
constexpr std::string_view unknown_fact = "unknown_fact";
constexpr std::string_view not_answered = "not_answered";
constexpr std::string_view ended = "ended";
constexpr std::string_view id_reused = "id_reused";  // the same id with other content
constexpr std::string_view slow_down = "slow_down";  // too many frames wait for their turn
constexpr std::string_view too_many_turns =
    "too_many_turns";  // the conversation is too long: start a new one
constexpr std::string_view too_many_conversations = "too_many_conversations";
constexpr std::string_view unavailable = "unavailable";  // the store cannot commit now; nothing was
                                                         // changed, or the message says otherwise
}  // namespace error_codes

/// The frame, or why it is none. A Failure carries `reply_to` and `conversation` where they could
/// be read.
[[nodiscard]] std::variant<Request, Failure> parse_request(std::string_view text);

[[nodiscard]] std::string serialize(const Turn& turn);
[[nodiscard]] std::string serialize(const Failure& failure);

/// The client's side: what a program that speaks to a server sends and reads (palpate-chat,
/// bridges, benchmarks).
[[nodiscard]] std::string serialize(const Request& request);
[[nodiscard]] std::variant<Turn, Failure, std::string> parse_reply(
    std::string_view text);  // string: why it is neither

}  // namespace palpate::protocol
