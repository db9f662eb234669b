// Dialogues for tests: the small good one of tests/bad_dialogs, and the shipped one.
#pragma once

#include <string>

#include "dialog/load.hpp"

namespace palpate::test {

inline std::string source_path(const std::string& path) {
  return std::string(PALPATE_SOURCE_DIR) + "/" + path;
}

/// The files of the small good dialogue.
inline DialogFiles small_dialog_files() {
  return read_dialog_files(source_path("tests/bad_dialogs/good")).value();
}

/// The small dialogue; the test ends if it does not load.
inline Dialog small_dialog() {
  return std::get<Dialog>(load_dialog(small_dialog_files()));
}

/// The shipped back-pain dialogue.
inline Dialog back_pain_dialog() {
  return std::get<Dialog>(load_dialog_directory(source_path("dialogs/back-pain")));
}

}  // namespace palpate::test
