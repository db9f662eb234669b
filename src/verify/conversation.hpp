// From a patient's answers to the conversation that the engine has with them.
#pragma once

#include "engine/walk.hpp"
#include "verify/patient.hpp"

namespace palpate {

struct Conversation {
  Answers answers;  // those used, in the order of asking; what is mentioned is in `walk`
  Walk walk;
};

/// What the production engine makes of `patient`: each question is answered when it is asked.
[[nodiscard]] Conversation converse(const Dialog& dialog, const Assignment& patient);

}  // namespace palpate
