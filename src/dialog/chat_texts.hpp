// The fixed keys of a locale's "chat": what the engine and the clients say at every dialogue.
#pragma once

#include <array>
#include <string_view>

namespace palpate {

constexpr std::array chat_text_keys = std::to_array<std::string_view>({
    "send",
    "type_here",
    "back",
    "restart",
    "restart_confirm",
    "why",
    "why_label",
    "help",
    "help_text",
    "none_hint",
    "choose_one",
    "choose_many",
    "choose_number",
    "choose_grid",
    "option_numbers",
    "options_numbers",
    "not_understood_1",
    "not_understood_2",
    "not_understood_3",
    "not_understood_4",
    "not_an_option",
    "understood",
    "check_sign",
    "check_why",
    "sign_noted",
    "sign_denied",
    "dropped",
    "went_back",
    "nothing_to_undo",
    "not_answered",
    "changing",
    "restarted",
    "ended",
    "final",
    "progress",
    "title_suggestion",
    "title_clearance",
    "title_urgent",
    "title_emergency",
    "primary_label",
    "allowed_label",
    "left_out_label",
    "schedule_label",
    "limit_label",
    "warnings_label",
    "advice_label",
    "therapist_label",
    "why_label_result",
    "sources_label",
    "rules_label",
    "call",
    "why_not",
    "your_answers",
    "edit",
    "reconnecting",
    "offline",
    "resumed",
    "engine_failed",
    "version_label",
    "the_clinic",
    "yes",
    "no",
    "multi_done",
});

/// What stands in braces in texts and is filled in when a turn is written.
constexpr std::array chat_placeholders = std::to_array<std::string_view>({
    "technique",
    "reason",
    "answer",
    "questions",
    "question",
    "number",
    "min",
    "max",
    "about",
});
constexpr std::string_view clinic_phone_placeholder = "CLINIC_PHONE";

}  // namespace palpate
