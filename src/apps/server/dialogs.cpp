#include "apps/server/dialogs.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/spelling.hpp"
#include "dialog/load.hpp"
#include "dialog/proof_report.hpp"

namespace palpate::server {
namespace {

namespace fs = std::filesystem;

bool is_dialogue(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "dialogue.json", ignored);
}

std::vector<fs::path> find_dialogues(const fs::path& folder) {
  if (is_dialogue(folder)) return {folder};
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (is_dialogue(entry.path())) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The numbers of `region` become those for clients that name none. Empty when all is well.
std::string set_default_region(Dialog& dialog, const std::string& region) {
  std::vector<std::string> names;
  for (const Region& known : dialog.regions) names.push_back(known.id);
  const auto found = std::find(names.begin(), names.end(), region);
  if (found == names.end()) {
    const auto nearest = nearest_name(region, names);
    return dialog.id + " has no region \"" + region + "\"" +
           (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?") + "\n";
  }
  const Region chosen = dialog.regions[static_cast<std::size_t>(found - names.begin())];
  for (Region& known : dialog.regions) {
    if (known.id != "default") continue;
    known.texts = chosen.texts;
    known.call = chosen.call;
  }
  return "";
}

}  // namespace

std::variant<Dialogs, std::string> load_dialogs(const std::vector<std::string>& folders,
                                                const std::string& default_region,
                                                bool require_proof) {
  Dialogs dialogs;
  std::string mistakes;
  std::set<std::string> ids;
  for (const std::string& folder : folders) {
    const auto found = find_dialogues(folder);
    if (found.empty()) {
      mistakes += folder + ": there is no dialogue (a folder with a dialogue.json) in it\n";
    }
    for (const fs::path& path : found) {
      auto loaded = load_dialog_directory(path.string());
      if (const auto* diagnostics = std::get_if<std::vector<Diagnostic>>(&loaded)) {
        mistakes += path.string() + " has " + std::to_string(diagnostics->size()) +
                    (diagnostics->size() == 1 ? " mistake:\n" : " mistakes:\n") +
                    to_string(*diagnostics);
        if (!mistakes.ends_with('\n')) mistakes += '\n';
        continue;
      }
      auto& dialog = std::get<Dialog>(loaded);
      if (!ids.insert(dialog.id).second) {
        mistakes += path.string() + ": another dialogue is called \"" + dialog.id + "\" too\n";
      }
      if (require_proof) {
        if (auto why = why_unproved(dialog, path.string())) mistakes += *why + "\n";
      }
      if (!default_region.empty()) mistakes += set_default_region(dialog, default_region);
      dialogs.push_back(std::make_shared<const Dialog>(std::move(dialog)));
    }
  }
  if (!mistakes.empty()) return mistakes;
  return dialogs;
}

}  // namespace palpate::server
