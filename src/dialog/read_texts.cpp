// text/<locale>.json and regions.json.
#include <algorithm>

#include "base/fold.hpp"
#include "dialog/chat_texts.hpp"
#include "dialog/loading.hpp"

namespace palpate {
namespace {

OptionText read_option(const JsonView& place) {
  OptionText text;
  if (!place.object({"label"}, {"words", "hints", "options"})) {
    if (!place.is_object()) return text;
  }
  text.label = place.member("label").string();
  text.words = place.member("words").strings();
  text.hints = place.member("hints").strings();
  if (place.has("label") && place.member("label").is_string() && text.label.empty()) {
    place.member("label").report("empty_text", "a label must not be empty");
  }
  return text;
}

/// The texts of `names`, by name; notes those that are missing and those that nothing has.
std::vector<OptionText> read_options(const JsonView& place, const std::vector<std::string>& names,
                                     std::string_view what, const JsonView& owner) {
  std::vector<OptionText> texts(names.size());
  if (names.empty() && !place) return texts;
  if (!place) {
    owner.report("missing_text", "\"" + std::string(what) + "s\" is missing here");
    return texts;
  }
  for (const auto& [name, option] : place.members()) {
    auto position = std::find(names.begin(), names.end(), name);
    if (position == names.end()) {
      option.report("unknown_" + std::string(what), "the question has no " + std::string(what) +
                                                        " called \"" + name + "\"" +
                                                        did_you_mean(name, names));
    } else {
      texts[static_cast<std::size_t>(position - names.begin())] = read_option(option);
    }
  }
  for (const std::string& name : names) {
    if (place.is_object() && !place.has(name)) {
      place.report("missing_text",
                   "the " + std::string(what) + " \"" + name + "\" has no text here");
    }
  }
  return texts;
}

void read_groups(const Fact& fact, QuestionText& text, const JsonView& place,
                 const JsonView& owner) {
  std::vector<std::string> names;
  for (const OptionGroup& group : fact.groups) names.push_back(group.id);
  text.groups.resize(names.size());
  if (names.empty() && !place) return;
  if (!place) {
    owner.report("missing_text", "\"groups\" is missing here");
    return;
  }
  for (const auto& [name, label] : place.members()) {
    auto position = std::find(names.begin(), names.end(), name);
    if (position == names.end()) {
      label.report("unknown_group",
                   "the question has no group called \"" + name + "\"" + did_you_mean(name, names));
    } else {
      text.groups[static_cast<std::size_t>(position - names.begin())] = label.string();
    }
  }
  for (const std::string& name : names) {
    if (!place.has(name))
      place.report("missing_text", "the group \"" + name + "\" has no text here");
  }
}

/// An item's options are those of the grid unless the item has its own.
void read_items(const Fact& fact, QuestionText& text, const JsonView& place) {
  std::vector<std::string> names;
  for (const GridItem& item : fact.items) names.push_back(item.id);
  text.items = read_options(place.member("items"), names, "item", place);
  for (const GridItem& item : fact.items) {
    JsonView own = place.member("items").member(item.id).member("options");
    text.item_options.push_back(
        read_options(own ? own : place.member("options"), item.options, "option", place));
  }
}

QuestionText read_question(const Fact& fact, const JsonView& place) {
  QuestionText text;
  place.object({"text", "why", "help"},
               {"min_label", "max_label", "unit", "options", "groups", "items", "none", "not_sure",
                "shortcut", "title", "names", "cues", "values", "aside", "several"});
  text.text = place.member("text").string();
  text.title = place.member("title").string();
  text.why = place.member("why").string();
  text.help = place.member("help").string();
  text.min_label = place.member("min_label").string();
  text.max_label = place.member("max_label").string();
  text.unit = place.member("unit").string();
  if (fact.told != Told::no && !place.has("title"))
    place.report("missing_text", "what patients can tell unasked needs a \"title\" here");
  if (place.has("none")) text.none = read_option(place.member("none"));
  if (place.has("not_sure")) text.not_sure = read_option(place.member("not_sure"));
  if (place.has("shortcut")) text.shortcut = read_option(place.member("shortcut"));
  if (fact.kind == FactKind::grid) {
    read_items(fact, text, place);
    if (fact.shortcut && !place.has("shortcut"))
      place.report("missing_text", "\"shortcut\" has no text here");
  } else if (fact.kind == FactKind::choice || fact.kind == FactKind::choices) {
    if (!fact.repeats || place.has("options")) {
      text.options = read_options(place.member("options"), fact.options, "option", place);
    }
    if (!fact.repeats || place.has("groups"))
      read_groups(fact, text, place.member("groups"), place);
  } else if (fact.kind == FactKind::yes_no) {
    text.options.resize(2);
    if (place.has("options"))
      text.options = read_options(place.member("options"), fact.options, "option", place);
  }
  return text;
}

void read_questions(Loading& loading, Locale& locale, const JsonView& questions) {
  const std::vector<Fact>& facts = loading.dialog.facts;
  locale.questions.resize(facts.size());
  if (!questions.is_object()) return;
  for (const auto& [id, place] : questions.members()) {
    if (auto index = loading.find(loading.facts, id, place, "fact")) {
      locale.questions[*index] = read_question(facts[*index], place);
    }
  }
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!questions.has(facts[i].id)) {
      questions.report("missing_text", "the question \"" + facts[i].id + "\" has no text here");
    }
    QuestionText& text = locale.questions[i];
    if (facts[i].repeats) {
      const QuestionText& first = locale.questions[*facts[i].repeats];
      if (text.options.empty()) text.options = first.options;
      if (text.groups.empty()) text.groups = first.groups;
      if (!text.none) text.none = first.none;
      if (!text.not_sure) text.not_sure = first.not_sure;
    }
    if (facts[i].kind == FactKind::yes_no && text.options.size() == 2 &&
        text.options[0].label.empty()) {
      text.options = {locale.words.yes, locale.words.no};
    }
  }
}

/// The words that are shown; read_meanings.cpp reads the rest.
void read_words(Locale& locale, const JsonView& words) {
  std::vector<std::string> known{
      "none",  "not_sure", "yes",      "no",     "numbers", "fillers",  "ordinals",  "vague",
      "units", "moments",  "weekdays", "months", "dates",   "ordinary", "spellings", "sounds"};
  known.insert(known.end(), word_list_names.begin(), word_list_names.end());
  for (const auto& [key, place] : words.members()) {
    if (std::find(known.begin(), known.end(), key) == known.end())
      place.report("unknown_member",
                   "\"" + key + "\" is not known here" + did_you_mean(key, known));
  }
  CommonWords& read = locale.words;
  for (auto [key, text] : {std::pair{"none", &read.none},
                           {"not_sure", &read.not_sure},
                           {"yes", &read.yes},
                           {"no", &read.no}}) {
    if (words.has(key)) {
      *text = read_option(words.member(key));
    } else {
      words.report("missing_member", "\"" + std::string(key) + "\" is missing here");
    }
  }
  for (std::string_view name : word_list_names)
    read.lists[std::string(name)] = words.member(name).strings();
  for (const auto& [typed, meant] : words.member("spellings").members())
    read.habits.words.emplace_back(fold_word(typed), fold_word(meant.string()));
  for (const auto& [letters, sound] : words.member("sounds").members()) {
    if (letters.empty()) sound.report("bad_sound", "name the letters that sound like others");
    if (!letters.empty()) read.habits.sounds.emplace_back(letters, sound.string());
  }
  read.ordinary = words.member("ordinary").strings();
  for (const auto& [word, number] : words.member("numbers").members()) {
    read.numbers[word] = static_cast<std::int32_t>(number.integer(0, 1'000'000));
  }
}

void read_chat(Locale& locale, const JsonView& chat) {
  std::vector<std::string> keys(chat_text_keys.begin(), chat_text_keys.end());
  for (const auto& [key, text] : chat.members()) {
    locale.chat[key] = text.string();
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      text.report("unused_text", "no program says \"" + key + "\"" + did_you_mean(key, keys));
    }
  }
  for (const std::string& key : keys) {
    if (chat.is_object() && !chat.has(key))
      chat.report("missing_text", "\"" + key + "\" has no text here");
  }
}

void check_placeholders(const Loading& loading, const std::string& text, const JsonView& place,
                        bool in_chat) {
  std::vector<std::string> names{std::string(clinic_phone_placeholder)};
  if (!loading.dialog.regions.empty()) {
    for (const auto& [name, texts] : loading.dialog.regions.front().texts) names.push_back(name);
  }
  if (in_chat) names.insert(names.end(), chat_placeholders.begin(), chat_placeholders.end());
  for (std::size_t open = text.find('{'); open != std::string::npos;
       open = text.find('{', open + 1)) {
    std::size_t close = text.find('}', open);
    std::string name = text.substr(open + 1, close == std::string::npos ? close : close - open - 1);
    if (close != std::string::npos && std::find(names.begin(), names.end(), name) != names.end())
      continue;
    place.report("unknown_placeholder",
                 "nothing fills in \"{" + name + "}\"" + did_you_mean(name, names));
  }
}

}  // namespace

void read_locale(Loading& loading, const JsonView& file) {
  Locale locale;
  file.object({"locale", "name", "questions", "texts", "words", "chat"},
              {"called", "topics", "signs"});
  locale.id = file.member("locale").string();
  locale.name = file.member("name").string();
  locale.called = file.member("called").strings();
  if (file.has("words")) read_words(locale, file.member("words"));
  if (file.has("questions")) read_questions(loading, locale, file.member("questions"));
  locale.questions.resize(loading.dialog.facts.size());
  if (file.has("chat")) read_chat(locale, file.member("chat"));
  for (const auto& [key, text] : locale.chat) {
    check_placeholders(loading, text, file.member("chat").member(key), true);
  }
  locale.texts.resize(loading.dialog.text_keys.size());
  JsonView texts = file.member("texts");
  for (const auto& [key, text] : texts.members()) {
    std::string sentence = text.string();
    check_placeholders(loading, sentence, text, false);
    auto index = loading.texts.find(key);
    if (index == loading.texts.end()) {
      text.report("unused_text", "no rule uses this text; remove it, or name it in a rule");
    } else {
      if (sentence.empty() && text.is_string())
        text.report("empty_text", "a text must not be empty");
      locale.texts[index->second] = sentence;
    }
  }
  if (file.has("signs")) read_signs(loading, locale, file.member("signs"));
  loading.dialog.locales.push_back(std::move(locale));
}

void read_regions(Loading& loading, const JsonView& file) {
  file.object({"regions"});
  JsonView regions = file.member("regions");
  std::vector<std::string> names;
  for (const auto& [name, text] : regions.member("default").members()) names.push_back(name);
  if (file.has("regions") && !regions.has("default")) {
    regions.report("missing_member",
                   "\"default\" is missing here: it serves everybody whose country is unknown");
  }
  for (const auto& [id, place] : regions.members()) {
    Region region;
    region.id = id;
    for (const auto& [name, entry] : place.members()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        entry.report("unknown_placeholder",
                     "the region \"default\" has no \"" + name + "\"" + did_you_mean(name, names));
      }
      entry.object({"text"}, {"call"});
      JsonView text = entry.member("text");
      if (text.is_object()) {
        for (const auto& [locale, sentence] : text.members())
          region.texts[name][locale] = sentence.string();
      } else {
        region.texts[name][""] = text.string();
      }
      if (entry.has("call")) region.call[name] = entry.member("call").string();
    }
    for (const std::string& name : names) {
      if (place.is_object() && !place.has(name))
        place.report("missing_member", "\"" + name + "\" is missing here");
    }
    // The default comes first, so that a placeholder is looked up where all of them are.
    if (id == "default") {
      loading.dialog.regions.insert(loading.dialog.regions.begin(), std::move(region));
    } else {
      loading.dialog.regions.push_back(std::move(region));
    }
  }
  if (loading.dialog.regions.empty()) loading.dialog.regions.push_back({"default", {}, {}});
}

}  // namespace palpate
