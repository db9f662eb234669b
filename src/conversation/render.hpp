// From what the engine computed to what a client is told: texts of the locale, numbers of the region, plain text.
#pragma once

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

/// The turn that tells `step`. Leaves reply_to, conversation, turn and token to the caller. Pure.
[[nodiscard]] protocol::Turn render_turn(const Dialog& dialog, const Audience& audience, const Step& step);

/// What was asked and answered so far, as labels.
[[nodiscard]] std::vector<protocol::Exchange> render_transcript(const Dialog& dialog, const Audience& audience,
                                                                const Step& step);

/// `turn` as plain text with numbered options, ready for an SMS.
[[nodiscard]] std::string render_plain(const Audience& audience, const protocol::Turn& turn);

/// The answer that `value` means to `fact`, or nothing.
[[nodiscard]] std::optional<Value> read_value(const Dialog& dialog, FactIndex fact,
                                              const protocol::AnswerValue& value);

/// The JSON of `value` as in palpate.v1, by names; read_value's inverse. For stored turns.
[[nodiscard]] std::string write_value(const Dialog& dialog, FactIndex fact, const Value& value);

}  // namespace palpate
