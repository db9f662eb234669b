// One line for all the rows of a grid: "never, good, bad, never", "Swedish was lovely, the others I
// never had".
#include <algorithm>
#include <array>

#include "understand/answer_parts.hpp"
#include "understand/option_numbers.hpp"

namespace palpate {
namespace {

class Reader {
 public:
  Reader(const Fact& fact, FactIndex index, const Line& line, std::uint32_t asked)
      : fact_(fact), index_(index), meant_(line.meant), line_(line), asked_(asked) {
    for (const Found& found : meant_.all()) {
      const MeaningKind kind = found.meaning->kind;
      const bool mine = found.meaning->fact == index_ || found.meaning->fact == no_fact;
      const bool wanted = kind == MeaningKind::item || kind == MeaningKind::item_option ||
                          kind == MeaningKind::shortcut || kind == MeaningKind::hint ||
                          (kind == MeaningKind::not_sure && fact_.not_sure);
      const bool denied =
          kind == MeaningKind::item_option && meant_.is_put_aside(found.begin, false);
      const bool is_other = kind == MeaningKind::item_option && found.meaning->item != every_item &&
                            !is_asked(found.meaning->item);
      if (mine && wanted && !denied && !is_other) found_.push_back(found);
    }
    keep_longest(found_);
    find_counted_rows();
    is_shortcut_ = fact_.shortcut &&
                   (is_shortcut() || says_only(meant_, {MeaningKind::none, MeaningKind::no}, true));
    // "Never" is a row's answer as well.
    std::erase_if(found_, [this](const Found& found) {
      return !is_shortcut_ && found.meaning->kind == MeaningKind::shortcut && is_option_too(found);
    });
  }

  std::optional<Value> read() {
    if (is_shortcut_) return for_all(*fact_.shortcut + 1U);
    if (std::optional<Value> numbers = by_numbers()) return numbers;
    if (std::optional<Value> named = by_names()) return named;
    return in_order();
  }

 private:
  /// "The first two", "los dos últimos": so many rows, each at those words.
  void find_counted_rows() {
    const std::vector<unsigned> rows = asked_items();
    for (const Found& end : meant_.all()) {
      const bool first = end.meaning->kind == MeaningKind::first;
      if (!first && end.meaning->kind != MeaningKind::last) continue;
      for (const Quantity& each : line_.quantities) {
        const auto count = static_cast<std::size_t>(each.low);
        const bool beside = each.begin == end.end + 1 || each.end + 1 == end.begin;
        if (!beside || each.low < 2 || each.low != each.high || count > rows.size()) continue;
        for (std::size_t i = 0; i < count; ++i) {
          const unsigned row = rows[first ? i : rows.size() - count + i];
          counted_rows_[row] = {MeaningKind::item, index_, every_item,
                                static_cast<std::int32_t>(row)};
          found_.push_back(
              {&counted_rows_[row], std::min(each.begin, end.begin), std::max(each.end, end.end)});
        }
      }
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Found& a, const Found& b) { return a.begin < b.begin; });
  }

  bool is_asked(unsigned item) const { return (asked_ >> item & 1U) != 0; }

  Value for_all(unsigned code) const {
    Value value;
    for (unsigned item = 0; item < fact_.items.size(); ++item) {
      if (is_asked(item)) set_grid_item(value, item, code);
    }
    return value;
  }

  /// The shortcut's words, no row's, and no other answer's.
  bool is_shortcut() const {
    return says(MeaningKind::shortcut) && !says(MeaningKind::item) &&
           std::all_of(found_.begin(), found_.end(), [&](const Found& found) {
             return found.meaning->kind != MeaningKind::item_option ||
                    found.meaning->number == *fact_.shortcut;
           });
  }

  bool is_option_too(const Found& shortcut) const {
    return std::any_of(found_.begin(), found_.end(), [&](const Found& found) {
      return found.meaning->kind == MeaningKind::item_option && found.begin == shortcut.begin &&
             found.end == shortcut.end;
    });
  }

  bool says(MeaningKind kind) const {
    return std::any_of(found_.begin(), found_.end(),
                       [kind](const Found& found) { return found.meaning->kind == kind; });
  }

  std::vector<unsigned> asked_items() const {
    std::vector<unsigned> items;
    for (unsigned item = 0; item < fact_.items.size(); ++item) {
      if (is_asked(item)) items.push_back(item);
    }
    return items;
  }

  /// "The second one", of the only row that is asked.
  std::optional<Value> by_number(unsigned item) const {
    const std::size_t options = fact_.items[item].options.size();
    const auto picked = option_numbers(line_, options, 0);
    if (!picked || picked->size() != 1) return std::nullopt;
    const std::size_t candidate = picked->front();
    if (candidate > options || (candidate == options && !fact_.not_sure)) return std::nullopt;
    Value value;
    set_grid_item(value, item,
                  candidate == options ? grid_not_sure : static_cast<unsigned>(candidate) + 1);
    return value;
  }

  /// "1 2 3 1": an option's number for each row.
  std::optional<Value> by_numbers() const {
    const std::vector<unsigned> items = asked_items();
    if (items.size() == 1 && found_.empty()) return by_number(items.front());
    if (line_.quantities.size() != items.size() || !found_.empty()) return std::nullopt;
    Value value;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Quantity& number = line_.quantities[i];
      const std::size_t options = fact_.items[items[i]].options.size() + (fact_.not_sure ? 1U : 0U);
      if (number.low < 1 || number.low != number.high || number.unit || number.slashed ||
          static_cast<std::size_t>(number.low) > options)
        return std::nullopt;
      const auto picked = static_cast<unsigned>(number.low);
      set_grid_item(value, items[i],
                    picked > fact_.items[items[i]].options.size() ? grid_not_sure : picked);
    }
    return value;
  }

  /// What `found` says of `item`: the code, or nothing.
  std::optional<unsigned> code_for(const Found& found, unsigned item) const {
    if (found.meaning->kind == MeaningKind::not_sure) return grid_not_sure;
    if (found.meaning->kind == MeaningKind::shortcut) return *fact_.shortcut + 1U;
    if (found.meaning->kind != MeaningKind::item_option) return std::nullopt;
    const bool fits = found.meaning->item == every_item || found.meaning->item == item;
    if (!fits ||
        static_cast<std::size_t>(found.meaning->number) >= fact_.items[item].options.size())
      return std::nullopt;
    return static_cast<unsigned>(found.meaning->number) + 1;
  }

  /// The same words may be an answer for several rows, with other meanings.
  std::optional<unsigned> code_of_words(const Found& words, unsigned item) const {
    for (const Found& found : found_) {
      if (found.begin != words.begin || found.end != words.end) continue;
      if (std::optional<unsigned> code = code_for(found, item)) return code;
    }
    return std::nullopt;
  }

  bool is_answer(const Found& found) const {
    const MeaningKind kind = found.meaning->kind;
    return kind == MeaningKind::item_option || kind == MeaningKind::not_sure ||
           kind == MeaningKind::shortcut;
  }

  /// Rows named beside what is said of them, before it or behind it. What is said once without a
  /// row, or of "all" or "the others", counts for every row that is left.
  std::optional<Value> by_names() const {
    Value value;
    std::vector<unsigned> waiting;  // rows named, of which nothing is said yet
    const Found* loose = nullptr;   // said before any row: "loved the Swedish"
    std::optional<unsigned> rest;
    bool clashes = false;
    for (std::uint32_t k = 0; k < found_.size(); ++k) {
      const Found& found = found_[k];
      if (found.meaning->kind == MeaningKind::item) {
        const auto item = static_cast<unsigned>(found.meaning->number);
        if (!is_asked(item)) continue;
        if (loose != nullptr && (waiting.empty() || is_joined(k))) {
          if (auto code = code_of_words(*loose, item)) set_grid_item(value, item, *code);
          continue;
        }
        waiting.push_back(item);
        continue;
      }
      if (!is_answer(found)) continue;
      if (!waiting.empty() && is_of_the_others(found, k)) waiting.clear();
      if (!waiting.empty()) {
        for (unsigned item : waiting) {
          if (auto code = code_of_words(found, item)) set_grid_item(value, item, *code);
        }
        waiting.clear();
        loose = nullptr;
      } else {
        loose = &found;
        if (!is_about_rest(found)) continue;
        clashes = clashes || (rest && found_[*rest].begin != found.begin &&
                              found_[*rest].meaning != found.meaning);
        rest = k;
      }
    }
    if (clashes) return std::nullopt;
    if (rest) fill_rest(found_[*rest], value);
    if (!is_complete(value) && value.bits != 0 && fact_.not_sure) fill_unsaid(value);
    return is_complete(value) ? std::optional(value) : std::nullopt;
  }

  /// "Deep tissue I forget, the others never": a word for the rest stands between the row that was
  /// named last and what is said.
  bool is_of_the_others(const Found& found, std::uint32_t k) const {
    const std::uint32_t row = k == 0 ? 0 : found_[k - 1].end;
    return std::any_of(meant_.all().begin(), meant_.all().end(), [&](const Found& all) {
      return all.meaning->kind == MeaningKind::all && all.begin > row && all.end < found.begin;
    });
  }

  /// Of rows that nothing is said of, nothing is known.
  void fill_unsaid(Value& value) const {
    for (unsigned item : asked_items()) {
      if (grid_item(value, item) == 0) set_grid_item(value, item, grid_not_sure);
    }
  }

  bool is_joined(std::uint32_t k) const {
    return k > 0 && found_[k].begin <= found_[k - 1].end + 3;
  }

  /// "All of them", "the others" beside it, or the only row that is asked is meant.
  bool is_about_rest(const Found& found) const {
    if (asked_items().size() == 1) return true;
    constexpr std::uint32_t near = 4;
    return std::any_of(meant_.all().begin(), meant_.all().end(), [&](const Found& all) {
      if (all.meaning->kind != MeaningKind::all) return false;
      return all.begin <= found.end + near && all.end + near >= found.begin;
    });
  }

  void fill_rest(const Found& found, Value& value) const {
    for (unsigned item : asked_items()) {
      if (grid_item(value, item) != 0) continue;
      if (auto code = code_of_words(found, item)) set_grid_item(value, item, *code);
    }
  }

  bool is_complete(const Value& value) const {
    for (unsigned item : asked_items()) {
      if (grid_item(value, item) == 0) return false;
    }
    return true;
  }

  /// One answer for each row, in their order; or one for all where it is "not sure".
  std::optional<Value> in_order() const {
    const std::vector<unsigned> items = asked_items();
    std::vector<Found> answers;
    for (const Found& found : found_) {
      if (found.meaning->kind == MeaningKind::item) return std::nullopt;
      if (is_answer(found)) answers.push_back(found);
    }
    if (answers.size() == 1 && answers[0].meaning->kind == MeaningKind::not_sure)
      return for_all(grid_not_sure);
    if (answers.size() != items.size()) return std::nullopt;
    Value value;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::optional<unsigned> code = code_for(answers[i], items[i]);
      if (!code) return std::nullopt;
      set_grid_item(value, items[i], *code);
    }
    return value;
  }

  const Fact& fact_;
  FactIndex index_;
  const Meant& meant_;
  const Line& line_;
  std::uint32_t asked_;
  std::array<Meaning, max_options> counted_rows_{};
  std::vector<Found> found_;
  bool is_shortcut_ = false;
};

}  // namespace

std::optional<Value> read_grid(const Fact& fact, FactIndex index, const Line& line,
                               std::uint32_t items) {
  return Reader(fact, index, line, items).read();
}

}  // namespace palpate
