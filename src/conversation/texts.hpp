// Sentences of a locale with their placeholders filled in. Inside the room only.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "conversation/render.hpp"
#include "dialog/labels.hpp"

namespace palpate {

/// What stands in braces in this one sentence: {"min", "0"}.
using Fillings = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// `text` with every placeholder filled in: by `fillings`, the region's numbers, the clinic's
/// phone. One that nobody knows becomes its name in plain words: braces are never shown.
std::string fill(const Audience& audience, std::string_view text, Fillings fillings = {});

/// A text of the dialogue, filled in.
std::string text_of(const Audience& audience, TextIndex text, Fillings fillings = {});

/// A sentence of Locale::chat, filled in; empty if the locale does not have it.
std::string chat(const Audience& audience, std::string_view key, Fillings fillings = {});

/// The words of the region for `placeholder` ("EMERGENCY"), or nothing.
std::string region_text(const Audience& audience, std::string_view placeholder);

/// The number to dial for `placeholder`, or nothing.
std::string region_number(const Audience& audience, std::string_view placeholder);

}  // namespace palpate
