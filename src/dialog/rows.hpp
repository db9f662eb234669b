// Lists of rule rows: limited in number, each row with an id of its own. Inside the room only.
#pragma once

#include <algorithm>

#include "dialog/loading.hpp"

namespace palpate {

constexpr std::size_t max_rows = 5000;

/// Notes a second row with the id of an earlier one.
class RowIds {
 public:
  void add(const std::string& id, const JsonView& place) {
    if (std::find(seen_.begin(), seen_.end(), id) != seen_.end()) {
      place.report("duplicate_id", "there is another row called \"" + id + "\"");
    }
    seen_.push_back(id);
  }

 private:
  std::vector<std::string> seen_;
};

inline std::vector<JsonView> limited_rows(const JsonView& place) {
  std::vector<JsonView> rows = place.elements();
  if (rows.size() > max_rows) {
    place.report("too_many", "at most " + std::to_string(max_rows) + " rows are possible here");
    rows.erase(rows.begin() + max_rows, rows.end());
  }
  return rows;
}

inline std::string row_id(Loading& loading, const JsonView& row, RowIds& ids) {
  std::string id = row.member("id").string();
  if (row.has("id") && row.member("id").is_string()) {
    loading.check_id(id, row.member("id"));
    ids.add(id, row.member("id"));
  }
  return id;
}

}  // namespace palpate
