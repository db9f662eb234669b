#include <cstdio>
#include <fstream>
#include <sstream>

#include "apps/check/commands.hpp"
#include "dialog/load.hpp"

namespace palpate::check {

ExitCode complain(ExitCode code, const std::string& what) {
  std::fprintf(stderr, "palpate-check: %s\n", what.c_str());
  return code;
}

std::optional<Dialog> load(const std::string& directory, ExitCode& code) {
  Result<DialogFiles> files = read_dialog_files(directory);
  if (!files) {
    code = complain(ExitCode::unreadable, files.error().message);
    return std::nullopt;
  }
  auto loaded = load_dialog(*files);
  if (auto* dialog = std::get_if<Dialog>(&loaded)) return std::move(*dialog);
  const auto& mistakes = std::get<std::vector<Diagnostic>>(loaded);
  std::fputs(to_string(mistakes).c_str(), stdout);
  std::printf("%zu mistake%s in %s\n", mistakes.size(), mistakes.size() == 1 ? "" : "s",
              directory.c_str());
  code = ExitCode::finding;
  return std::nullopt;
}

ExitCode write_text(const std::string& path, const std::string& text) {
  if (path.empty() || path == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return std::fflush(stdout) == 0
               ? ExitCode::good
               : complain(ExitCode::unreadable, "standard output cannot be written");
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (!(file << text) || !file.flush())
    return complain(ExitCode::unreadable, path + " cannot be written");
  return ExitCode::good;
}

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) {
    complain(ExitCode::unreadable, path + " cannot be read");
    return std::nullopt;
  }
  return bytes.str();
}

}  // namespace palpate::check
