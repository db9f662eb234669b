// The files of this folder, embedded into the binary at build time.
#pragma once

#include <span>
#include <string_view>

namespace palpate::web {

/// One embedded file: its name without a folder ("widget.js") and its bytes.
struct WebFile {
  std::string_view name;
  std::string_view bytes;
};

/// All embedded files, sorted by name. They live as long as the program.
std::span<const WebFile> web_files();

}  // namespace palpate::web
