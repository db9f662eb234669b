#include "understand/wishes.hpp"

#include <algorithm>
#include <array>

namespace palpate {
namespace {

constexpr std::size_t most_words_around_language = 6;

constexpr std::array command_kinds{
    std::pair{MeaningKind::back, Command::back}, std::pair{MeaningKind::restart, Command::restart},
    std::pair{MeaningKind::why, Command::why}, std::pair{MeaningKind::help, Command::help}};

/// All of the line is `found` and what is around; where its words only begin a line, `found` comes
/// first.
bool is_whole(const Line& line, const Found& found) {
  for (std::uint32_t i = 0; i < line.meant.size(); ++i) {
    if (i >= found.begin && i <= found.end) continue;
    if (found.meaning->begins && i > found.end) return true;
    if (!line.meant.around()[i]) return false;
  }
  return !found.meaning->begins;
}

/// A command, and the words that name it.
struct NamedCommand {
  Command command = Command::help;
  const Found* found = nullptr;
};

std::optional<NamedCommand> whole_command(const Line& line) {
  for (const auto& [kind, command] : command_kinds) {
    for (const Found& found : line.meant.all()) {
      if (found.meaning->kind == kind && is_whole(line, found))
        return NamedCommand{command, &found};
    }
  }
  return std::nullopt;
}

/// A command of several words inside a line: "I pressed the wrong thing, let me go back".
std::optional<NamedCommand> named_inside(const Line& line) {
  NamedCommand longest;
  for (const auto& [kind, command] : command_kinds) {
    for (const Found& found : line.meant.all()) {
      if (found.meaning->kind != kind || found.length() < 2) continue;
      if (longest.found == nullptr || found.length() > longest.found->length())
        longest = {command, &found};
    }
  }
  if (longest.found == nullptr || line.meant.is_denied_at(longest.found->begin))
    return std::nullopt;
  return longest;
}

}  // namespace

bool Wishes::is_slash_command() const {
  const std::string& folded = line_.meant.message().text().folded;
  const std::size_t first = folded.find_first_not_of(' ');
  return first != std::string::npos && folded[first] == '/';
}

std::size_t Wishes::number_of(const Found& topic) const {
  return static_cast<std::size_t>(topic.meaning->number);
}

std::optional<Command> Wishes::command() const {
  constexpr std::uint32_t clear = 3;  // words that hardly occur in an answer
  std::optional<NamedCommand> named = whole_command(line_);
  const bool is_bare = named && named->found->length() == 1;
  if (named && is_bare && is_in_a_label()) named.reset();
  const bool is_open = named && named->found->meaning->begins;
  if (named && !is_open) return named->command;
  if (!named) named = named_inside(line_);
  if (!named || named->found->length() < (is_open ? 1 : clear)) return std::nullopt;
  const bool is_long = named->found->length() > clear;  // "got to do with"
  if (!is_open && !is_long && says_more_than(*named->found)) return std::nullopt;
  const Found* asked = asked_topic();
  if (asked != nullptr && asked->length() >= named->found->length()) return std::nullopt;
  return named->command;
}

std::optional<Command> Wishes::command_inside() const {
  const std::optional<NamedCommand> named = named_inside(line_);
  if (!named || is_in_a_label() || says_more_than(*named->found)) return std::nullopt;
  return named->command;
}

/// Something that may be an answer stands outside of `inside`.
bool Wishes::says_more_than(const Found& inside) const {
  return std::any_of(line_.meant.all().begin(), line_.meant.all().end(), [&](const Found& found) {
    const Meaning& meaning = *found.meaning;
    const bool is_heard = meaning.fact == no_fact || meaning.fact == asked_.open ||
                          dialog_.facts[meaning.fact].told != Told::no;
    const bool content = (meaning.kind <= MeaningKind::item_option && is_heard) ||
                         meaning.kind == MeaningKind::unit || meaning.kind == MeaningKind::moment;
    return content && !inside.covers(found);
  });
}

/// "Back" may be the answer where a label speaks of the back.
bool Wishes::is_in_a_label() const {
  if (!asked_.open) return false;
  std::string bare;
  for (std::uint32_t i = 0; i < line_.meant.size(); ++i) {
    if (!line_.meant.is_around(i))
      bare += std::string(bare.empty() ? "" : " ") + std::string(line_.meant.tokens()[i].text);
  }
  if (bare.empty()) return false;
  const WholeLines& options = locale_.meanings.whole_lines[*asked_.open];
  return std::any_of(options.begin(), options.end(), [&](const std::vector<WholeLine>& lines) {
    return lines.front().label.find(" " + bare + " ") != std::string::npos;
  });
}

std::optional<std::size_t> Wishes::language() const {
  std::vector<Found> all;
  for (const Found& found : line_.meant.all()) {
    if (found.meaning->kind == MeaningKind::language) all.push_back(found);
  }
  keep_longest(all);
  // Where several are named, the one that is asked for: "my Spanish is poor, in English please".
  auto is_asked_for = [&](const Found& found) {
    return found.begin > 0 && line_.meant.ending_at(MeaningKind::speak, found.begin - 1) != nullptr;
  };
  if (all.empty()) return std::nullopt;
  auto is_spoken_now = [&](const Found& found) {
    return &dialog_.locales[static_cast<std::size_t>(found.meaning->number)] == &locale_;
  };
  const auto named = std::find_if(all.begin(), all.end(), [&](const Found& found) {
    return is_asked_for(found) || std::all_of(all.begin(), all.end(), [&](const Found& other) {
             return other.meaning == found.meaning;
           });
  });
  if (named == all.end() ||
      (is_spoken_now(*named) && !is_asked_for(*named) && !is_whole(line_, *named)))
    return std::nullopt;
  const bool asked_for = line_.meant.has(MeaningKind::speak) &&
                         (line_.meant.size() <= named->length() + most_words_around_language ||
                          !says_more_than(*named));
  if (!asked_for && !is_whole(line_, *named)) return std::nullopt;
  return static_cast<std::size_t>(named->meaning->number);
}

/// "My age is wrong, it's 52".
bool Wishes::says_new_number(FactIndex fact) const {
  if (dialog_.facts[fact].kind != FactKind::number) return false;
  const std::optional<Value> value = answer_in(dialog_, line_, fact, 0);
  return value && std::none_of(asked_.given.begin(), asked_.given.end(), [&](const auto& given) {
           return given.first == fact && given.second == *value;
         });
}

bool Wishes::read_change(Understanding& made) const {
  const Found* change = line_.meant.first(MeaningKind::change);
  if (change == nullptr || line_.meant.is_denied_at(change->begin)) return false;
  if (change->length() == 1 && is_answer_too()) return false;  // "it changes when I twist"
  const Found* name = nullptr;
  for (const Found& found : line_.meant.all()) {
    const bool longer = name == nullptr || found.length() > name->length();
    if (found.meaning->kind == MeaningKind::name && longer) name = &found;
  }
  if (name == nullptr) {
    if (!is_whole(line_, *change)) return false;
    made.command = Command::change;
    return true;
  }
  const std::vector<bool> none(line_.meant.size());
  const FactIndex fact = name->meaning->fact;
  if (told_in(dialog_, line_, fact, none, false) || says_new_number(fact)) return false;
  made.command = Command::change;
  made.changed = name->meaning->fact;
  return true;
}

/// The topic of a line that asks something, or that is nothing else.
const Found* Wishes::asked_topic() const {
  if (!line_.meant.asks()) {
    for (const Found& found : line_.meant.all()) {
      if (found.meaning->kind == MeaningKind::topic && is_whole(line_, found))
        return is_answer_too() ? nullptr : &found;
    }
    return nullptr;
  }
  return topic_of(1);
}

/// The topic with the longest name, of at least so many words. What is asked about a massage goes
/// before the massage: "does deep tissue hurt".
const Found* Wishes::topic_of(std::uint32_t words) const {
  const Found* longest = nullptr;
  auto rank = [this](const Found& found) { return std::pair(!is_massage(found), found.length()); };
  for (const Found& found : line_.meant.all()) {
    if (found.meaning->kind != MeaningKind::topic || found.length() < words) continue;
    const auto& known = locale_.topics[static_cast<std::size_t>(found.meaning->number)];
    if (known.is_small_talk && !is_whole(line_, found)) continue;
    if (longest == nullptr || rank(found) > rank(*longest)) longest = &found;
  }
  return longest;
}

bool Wishes::is_massage(const Found& topic) const {
  return dialog_.find_technique(locale_.topics[number_of(topic)].id).has_value();
}

/// "Thanks" asks nothing, and has an answer; "hot stone" may be one.
bool Wishes::is_answer_too() const {
  return asked_.open && answer_in(dialog_, line_, *asked_.open, asked_.items).has_value();
}

std::optional<std::size_t> Wishes::topic() const {
  const Found* asked = asked_topic();
  return asked == nullptr ? std::nullopt : std::optional(number_of(*asked));
}

std::optional<std::size_t> Wishes::topic_inside() const {
  const Found* named = topic_of(2);
  return named == nullptr || is_massage(*named) ? std::nullopt : std::optional(number_of(*named));
}

std::optional<Command> command_of(const Line& line) {
  const std::optional<NamedCommand> named = whole_command(line);
  return named ? std::optional(named->command) : std::nullopt;
}

}  // namespace palpate
