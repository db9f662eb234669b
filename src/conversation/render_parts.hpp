// The parts that a turn is put together from. Inside the room only.
#pragma once

#include "conversation/render.hpp"

namespace palpate {

/// The open question, or nothing when the conversation has ended.
std::optional<protocol::Ask> render_ask(const Dialog& dialog, const Audience& audience,
                                        const Step& step);

/// What the flags that decided the outcome say: every one of the highest level, then the level's
/// closing words.
std::vector<protocol::Message> render_flag_messages(const Dialog& dialog, const Audience& audience,
                                                    const Walk& walk);

/// The advice with every reason, once the conversation has ended.
protocol::Result render_result(const Dialog& dialog, const Audience& audience, const Walk& walk);

/// The question with its options numbered, as it is typed: "Where is it?\n\n1) Lower back\n2)
/// Neck".
std::string numbered_question(const Audience& audience, const protocol::Ask& ask);

}  // namespace palpate
