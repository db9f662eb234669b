// From files to a Dialog. All mistakes are reported at once; a dialogue with one does not load.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "dialog/diagnostic.hpp"
#include "dialog/dialog.hpp"

namespace palpate {

/// The files of a dialogue by their name inside its folder ("dialogue.json", "text/en.json");
/// regions.json, which lies one folder up and serves all dialogues, is "../regions.json".
using DialogFiles = std::map<std::string, std::string>;

/// A file or a dialogue larger than this is refused before it is read.
constexpr std::size_t max_dialog_file_bytes = 4U << 20U;

/// The dialogue's files in `directory` (stories are not among them). Fails with not_found or
/// io_error.
[[nodiscard]] Result<DialogFiles> read_dialog_files(const std::string& directory);

/// The dialogue, or everything that is wrong with it, in the order of files and places. Any bytes
/// are safe.
[[nodiscard]] std::variant<Dialog, std::vector<Diagnostic>> load_dialog(const DialogFiles& files);

/// Both of the above; a folder that cannot be read is one Diagnostic.
[[nodiscard]] std::variant<Dialog, std::vector<Diagnostic>> load_dialog_directory(
    const std::string& directory);

}  // namespace palpate
