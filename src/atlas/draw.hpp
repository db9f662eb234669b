// The graph of a dialogue as a picture.
//
// A box is a question, with the flags that its answer can help to raise as coloured chips; the
// ways between them say when they are taken. An emergency ends a conversation at once, wherever it
// is noticed; no way is drawn for that.
#pragma once

#include <string>

#include "base/error.hpp"
#include "dialog/dialog.hpp"

namespace palpate {

/// The graph in Graphviz's language, in columns read from the left, made to fit one screen.
[[nodiscard]] std::string to_dot(const Dialog& dialog);

/// The graph drawn: an SVG document with its own background. Where fonts differ between two
/// machines, so may the picture. Not to be called by two threads at once (Graphviz). Fails with
/// io_error when Graphviz cannot draw.
[[nodiscard]] Result<std::string> to_svg(const Dialog& dialog);

/// The graph as a Mermaid flowchart, as GitHub draws it from a README.
[[nodiscard]] std::string to_mermaid(const Dialog& dialog);

}  // namespace palpate
