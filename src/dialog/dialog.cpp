#include "dialog/dialog.hpp"

#include <algorithm>
#include <cctype>

namespace palpate {
namespace {

template <class Index, class Items>
std::optional<Index> find_by_id(const Items& items, std::string_view id) {
  auto found =
      std::find_if(items.begin(), items.end(), [id](const auto& item) { return item.id == id; });
  if (found == items.end()) return std::nullopt;
  return static_cast<Index>(found - items.begin());
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

}  // namespace

std::optional<FactIndex> Dialog::find_fact(std::string_view name) const {
  return find_by_id<FactIndex>(facts, name);
}

std::optional<FlagIndex> Dialog::find_flag(std::string_view name) const {
  return find_by_id<FlagIndex>(flags, name);
}

std::optional<TechniqueIndex> Dialog::find_technique(std::string_view name) const {
  return find_by_id<TechniqueIndex>(techniques, name);
}

const Locale& Dialog::locale_for(std::string_view tag) const {
  for (const Locale& locale : locales) {
    if (equal_ignoring_case(locale.id, tag)) return locale;
  }
  std::string_view language = tag.substr(0, tag.find_first_of("-_"));
  for (const Locale& locale : locales) {
    if (equal_ignoring_case(locale.id, language)) return locale;
  }
  return locales.front();
}

const Region& Dialog::region_for(std::string_view name) const {
  const Region* fallback = &regions.front();
  for (const Region& region : regions) {
    if (equal_ignoring_case(region.id, name)) return region;
    if (region.id == "default") fallback = &region;
  }
  return *fallback;
}

}  // namespace palpate
