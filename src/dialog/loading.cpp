#include "dialog/loading.hpp"

#include <algorithm>

namespace palpate {
namespace {

std::vector<std::string> keys_of(const std::map<std::string, std::uint16_t>& names) {
  std::vector<std::string> keys;
  for (const auto& [name, index] : names) keys.push_back(name);
  return keys;
}

constexpr std::size_t max_name_length = 64;

}  // namespace

std::optional<std::uint16_t> Loading::find(const std::map<std::string, std::uint16_t>& names,
                                           const std::string& name, const JsonView& place,
                                           std::string_view what) {
  auto found = names.find(name);
  if (found != names.end()) return found->second;
  if (!place || !place.is_string()) {
    if (name.empty()) return std::nullopt;  // noted as wrong_type already
  }
  place.report("unknown_" + std::string(what), "there is no " + std::string(what) + " called \"" +
                                                   name + "\"" +
                                                   did_you_mean(name, keys_of(names)));
  return std::nullopt;
}

TextIndex Loading::text(const JsonView& place) {
  std::string key = place.string();
  auto [found, is_new] =
      texts.try_emplace(key, static_cast<std::uint16_t>(dialog.text_keys.size()));
  if (is_new) {
    dialog.text_keys.push_back(key);
    text_places.push_back(place);
  }
  return found->second;
}

Basis Loading::basis(const JsonView& row) {
  Basis basis;
  if (row.has("why")) basis.why = text(row.member("why"));
  std::vector<JsonView> keys = row.member("source").elements();
  if (keys.empty() && row.has("source")) {
    row.member("source").report("empty_list", "name at least one source of sources.json");
  }
  for (const JsonView& key : keys) {
    std::optional<std::uint16_t> source = find(sources, key.string(), key, "source");
    if (!source) continue;
    basis.sources.push_back(*source);
    sources_used[*source] = true;
  }
  basis.grade = row.member("basis").string();
  return basis;
}

Trigger Loading::trigger(const JsonView& row, Scope scope) {
  Trigger trigger;
  if (row.has("when") && row.has("unless")) {
    row.report("when_and_unless", "a row has \"when\" or \"unless\", not both");
  } else if (!row.has("when") && !row.has("unless")) {
    row.report("missing_member",
               "\"when\" is missing here; write {\"always\": true} if it always fires");
  } else {
    trigger.unless = row.has("unless");
    trigger.condition = condition(row.member(trigger.unless ? "unless" : "when"), scope);
  }
  return trigger;
}

void Loading::check_id(const std::string& id, const JsonView& place) {
  bool good = !id.empty() && id.size() <= max_name_length &&
              std::isalpha(static_cast<unsigned char>(id[0])) != 0 &&
              std::all_of(id.begin(), id.end(), [](unsigned char c) {
                return std::isalnum(c) != 0 || c == '_' || c == '-';
              });
  if (!good) {
    place.report(
        "bad_id",
        "\"" + id + "\" is no name: use a letter first, then letters, digits and _, 64 at most");
  }
}

}  // namespace palpate
