// From what the engine computed to what a client is told: texts of the locale, numbers of the
// region, plain text.
#pragma once

#include "dialog/answer_names.hpp"
#include "engine/step.hpp"
#include "protocol/frames.hpp"
#include "protocol/turn.hpp"

namespace palpate {

/// Whom a turn is written for.
struct Audience {
  const Locale* locale = nullptr;
  const Region* region = nullptr;
  protocol::Render render = protocol::Render::rich;
  std::string clinic_phone;  // {CLINIC_PHONE}
};

/// What made the turn that is told.
enum class Origin : std::uint8_t {
  typed,    // a typed text: what it was taken to mean is said
  tapped,   // start, or a frame that says exactly what is meant
  resumed,  // nothing new: where a stored conversation stands, with its transcript
  current,  // nothing new: the question again, beside a Failure
};

/// The turn that tells `step`. Leaves reply_to, conversation, turn and token to the caller. Pure.
[[nodiscard]] protocol::Turn render_turn(const Dialog& dialog, const Audience& audience,
                                         const Step& step, Origin origin = Origin::typed);

/// The name under which a client is asked whether something it was told is happening; no fact has
/// it. The answers are "yes", "no" and "not_sure".
constexpr std::string_view check_name = "check";

/// What such an answer means, or nothing.
[[nodiscard]] std::optional<Truth> read_check(const protocol::AnswerValue& answer);

/// What was asked and answered so far, as labels.
[[nodiscard]] std::vector<protocol::Exchange> render_transcript(const Dialog& dialog,
                                                                const Audience& audience,
                                                                const Step& step);

/// `turn` as plain text, ready for an SMS: every message, the result, then the question with its
/// options numbered from 1 in the order of the dialogue, "none" and "not sure" last, as step()
/// understands typed numbers.
[[nodiscard]] std::string render_plain(const Audience& audience, const protocol::Turn& turn);

/// The answer that `value` means to `fact`, or nothing.
[[nodiscard]] std::optional<Value> read_value(const Dialog& dialog, FactIndex fact,
                                              const protocol::AnswerValue& value);

}  // namespace palpate
