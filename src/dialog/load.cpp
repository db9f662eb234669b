#include "dialog/load.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/sha256.hpp"
#include "base/strict_json.hpp"
#include "dialog/loading.hpp"

namespace palpate {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t max_nesting = 32;
constexpr std::string_view regions_file = "../regions.json";
constexpr std::array required_files = std::to_array<std::string_view>(
    {"dialogue.json", "flags.json", "techniques.json", "schedule.json", "notes.json",
     "sources.json", "invariants.json", regions_file});

Result<std::string> read_file(const fs::path& path) {
  std::error_code ec;
  auto size = fs::file_size(path, ec);
  if (!ec && size > max_dialog_file_bytes) {
    return Error{Errc::limit_reached, path.string() + " is larger than " +
                                          std::to_string(max_dialog_file_bytes >> 20U) +
                                          " MiB; a dialogue file is not"};
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf()))
    return Error{Errc::io_error, path.string() + " cannot be read"};
  return bytes.str();
}

/// Every file as JSON; what cannot be parsed is noted and left out.
std::map<std::string, json::value> parse_files(const DialogFiles& files, Diagnostics& diagnostics) {
  JsonRules rules;
  rules.max_depth = max_nesting;
  rules.comments = true;
  std::map<std::string, json::value> parsed;
  for (const auto& [name, bytes] : files) {
    if (bytes.size() > max_dialog_file_bytes) {
      diagnostics.push_back({name, "", "file_too_large", "a dialogue file has at most 4 MiB"});
      continue;
    }
    auto result = parse_strict_json(bytes, rules);
    if (auto* error = std::get_if<JsonError>(&result)) {
      diagnostics.push_back({name,
                             std::to_string(error->line) + ":" + std::to_string(error->column),
                             error->code, error->message});
    } else {
      parsed.emplace(name, std::move(std::get<json::value>(result)));
    }
  }
  return parsed;
}

std::string content_hash(const DialogFiles& files) {
  std::string all;
  for (const auto& [name, bytes] : files) {
    all += name + "\n" + std::to_string(bytes.size()) + "\n" + bytes;
  }
  return sha256_hex(all);
}

void read_head(Loading& loading, const JsonView& dialogue) {
  constexpr std::int64_t most_questions = 200;
  dialogue.object(
      {"id", "version", "locales", "max_questions", "referral_flag", "facts", "start", "nodes"},
      {"derived", "clearance"});
  loading.dialog.id = dialogue.member("id").string();
  if (dialogue.has("id")) loading.check_id(loading.dialog.id, dialogue.member("id"));
  loading.dialog.version = dialogue.member("version").string();
  loading.dialog.max_questions =
      static_cast<std::int32_t>(dialogue.member("max_questions").integer(1, most_questions));
  loading.locale_ids = dialogue.member("locales").strings();
  if (loading.locale_ids.empty() && dialogue.has("locales")) {
    dialogue.member("locales").report("empty_list", "name at least one locale, the default first");
  }
}

void read_referral_flag(Loading& loading, const JsonView& dialogue) {
  if (!dialogue.has("referral_flag")) return;
  JsonView name = dialogue.member("referral_flag");
  auto flag = loading.find(loading.flags, name.string(), name, "flag");
  if (!flag) return;
  loading.dialog.referral_flag = *flag;
  if (loading.dialog.flags[*flag].level < Level::clearance) {
    name.report("wrong_level",
                "the flag that stands for \"nothing is left to suggest\" needs the level "
                "\"clearance\" or above");
  }
}

/// All of it, once every file is there and parses.
void read_all(Loading& loading, const std::map<std::string, json::value>& files) {
  auto view = [&](std::string_view name) {
    auto found = files.find(std::string(name));
    return JsonView(found == files.end() ? nullptr : &found->second, std::string(name), "",
                    loading.diagnostics);
  };
  JsonView dialogue = view("dialogue.json");
  read_head(loading, dialogue);
  read_facts(loading, dialogue);
  read_derived(loading, dialogue);
  read_sources(loading, view("sources.json"));
  read_flag_names(loading, view("flags.json"));
  read_technique_names(loading, view("techniques.json"));
  read_schedule_names(loading, view("schedule.json"));
  read_nodes(loading, dialogue);
  read_flags(loading, view("flags.json"));
  read_techniques(loading, view("techniques.json"));
  read_schedule(loading, view("schedule.json"));
  read_notes(loading, view("notes.json"));
  read_invariants(loading, view("invariants.json"));
  read_referral_flag(loading, dialogue);
  read_regions(loading, view(regions_file));
  std::vector<JsonView> locales;
  for (const std::string& id : loading.locale_ids) {
    JsonView locale = view("text/" + id + ".json");
    if (!locale) continue;  // noted by missing_files
    if (locale.has("locale") && locale.member("locale").string() != id) {
      locale.member("locale").report("wrong_locale",
                                     "this must be \"" + id + "\", after the name of the file");
    }
    locales.push_back(locale);
    read_locale(loading, locale);
  }
  for (std::size_t i = 0; i < loading.dialog.locales.size(); ++i)
    read_meanings(loading, loading.dialog.locales[i], locales[i]);
  lint_graph(loading, dialogue);
  lint_safety(loading, dialogue);
  lint_texts(loading, locales);
  for (std::size_t i = 0; i < loading.sources_used.size(); ++i) {
    if (loading.sources_used[i]) continue;
    const std::string& key = loading.dialog.sources[i].key;
    view("sources.json")
        .member("sources")
        .member(key)
        .report("unused_source", "no rule cites \"" + key + "\"");
  }
}

void note_missing_files(const DialogFiles& files, const std::map<std::string, json::value>& parsed,
                        Diagnostics& diagnostics) {
  for (std::string_view name : required_files) {
    if (!files.contains(std::string(name))) {
      diagnostics.push_back({std::string(name), "", "file_missing",
                             "a dialogue needs this file, and it is not there"});
    }
  }
  auto dialogue = parsed.find("dialogue.json");
  if (dialogue == parsed.end()) return;
  JsonView view(&dialogue->second, "dialogue.json", "", diagnostics);
  for (const JsonView& locale : view.member("locales").elements()) {
    std::string name = "text/" + locale.string() + ".json";
    if (!files.contains(name)) locale.report("file_missing", "there is no file " + name);
  }
}

void order(Diagnostics& diagnostics) {
  auto position = [](const std::string& file) {
    auto found = std::find(required_files.begin(), required_files.end(), file);
    return found - required_files.begin();  // text files last
  };
  std::stable_sort(
      diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& a, const Diagnostic& b) {
        return std::pair(position(a.file), a.file) < std::pair(position(b.file), b.file);
      });
  // One mistake may be met twice on the way.
  auto last = std::unique(diagnostics.begin(), diagnostics.end());
  diagnostics.erase(last, diagnostics.end());
}

}  // namespace

Result<DialogFiles> read_dialog_files(const std::string& directory) {
  DialogFiles files;
  std::error_code ec;
  fs::path root(directory);
  if (!fs::is_directory(root, ec))
    return Error{Errc::not_found, directory + " is no folder; give the folder of a dialogue"};
  std::vector<std::pair<std::string, fs::path>> wanted;
  for (std::string_view name : required_files) wanted.emplace_back(name, root / name);
  for (fs::directory_iterator it(root / "text", ec), end; !ec && it != end; it.increment(ec)) {
    if (it->path().extension() == ".json")
      wanted.emplace_back("text/" + it->path().filename().string(), it->path());
  }
  for (const auto& [name, path] : wanted) {
    if (!fs::exists(path, ec)) continue;  // load_dialog names what is missing
    Result<std::string> bytes = read_file(path);
    if (!bytes) return bytes.error();
    files.emplace(name, std::move(*bytes));
  }
  return files;
}

std::variant<Dialog, std::vector<Diagnostic>> load_dialog(const DialogFiles& files) {
  Loading loading;
  std::map<std::string, json::value> parsed = parse_files(files, loading.diagnostics);
  note_missing_files(files, parsed, loading.diagnostics);
  if (loading.diagnostics.empty()) read_all(loading, parsed);
  if (!loading.diagnostics.empty()) {
    order(loading.diagnostics);
    return std::move(loading.diagnostics);
  }
  mark_dependencies(loading.dialog);
  loading.dialog.content_hash = content_hash(files);
  return std::move(loading.dialog);
}

std::variant<Dialog, std::vector<Diagnostic>> load_dialog_directory(const std::string& directory) {
  Result<DialogFiles> files = read_dialog_files(directory);
  if (!files) {
    return std::vector<Diagnostic>{
        {directory, "", std::string(name(files.error().code)), files.error().message}};
  }
  return load_dialog(*files);
}

}  // namespace palpate
