// The last chapters: what is proved, whom to call, and the sources.
#include <algorithm>
#include <set>

#include "atlas/booklet_writer.hpp"
#include "atlas/describe.hpp"
#include "dialog/labels.hpp"

namespace palpate {
namespace {

std::string subjects(const BookletWriter& writer, const Invariant& invariant) {
  const Dialog& dialog = writer.dialog();
  std::string text;
  for (const Subject& subject : invariant.subjects) {
    if (!text.empty()) text += ", ";
    text += writer.number(subject.fact);
    if (subject.item != no_item)
      text += " for " + html(item_label(dialog, writer.locale(), subject.fact, subject.item));
  }
  return text;
}

/// The answers that an invariant is limited to; empty where it is about all.
std::string among(const BookletWriter& writer, const Invariant& invariant) {
  if (invariant.among == 0 || invariant.subjects.empty()) return "";
  const Subject& first = invariant.subjects.front();
  std::string text;
  for (std::size_t option = 0; option < max_options; ++option) {
    if ((invariant.among >> option & 1U) == 0) continue;
    if (!text.empty()) text += ", ";
    text += "“" +
            html(first.item == no_item
                     ? option_label(writer.dialog(), writer.locale(), first.fact, option)
                     : item_option_label(writer.dialog(), writer.locale(), first.fact, first.item,
                                         option)) +
            "”";
  }
  return " (among " + text + ")";
}

std::string claim(const BookletWriter& writer, const Invariant& invariant) {
  switch (invariant.kind) {
    case InvariantKind::never:
      return "<b>Never:</b> " + writer.brief(invariant.when);
    case InvariantKind::implies: {
      const std::string when = writer.brief(invariant.when);
      const std::string then = writer.brief(invariant.then);
      if (when == "always") return "<b>Always:</b> " + then;
      return "<b>If</b> " + when + ", <b>then</b> " + then;
    }
    case InvariantKind::adding:
      return "<b>One more ticked answer</b> to " + subjects(writer, invariant) +
             among(writer, invariant) + " never makes the outcome milder and adds no technique";
    case InvariantKind::changing:
      break;
  }
  return "<b>Another answer</b> to " + subjects(writer, invariant) + among(writer, invariant) +
         " never makes the outcome milder or worse";
}

}  // namespace

std::string chapter_invariants(const BookletWriter& writer) {
  std::string text =
      "<p class=\"lead\">palpate-check proves each of these for every conversation that can be "
      "had, whatever is answered. Under each claim stands what exactly is proved. Please read them "
      "as questions: is this what must never happen, or always?</p>";
  if (writer.dialog().invariants.empty()) return text + "<p>None is stated.</p>";
  text +=
      "<table class=\"invariants\"><thead><tr><th class=\"no\"></th><th>What "
      "holds</th><th>Sources</th></tr>"
      "</thead><tbody>";
  std::size_t number = 1;
  for (const Invariant& invariant : writer.dialog().invariants) {
    text += "<tr><td>" + std::to_string(number++) + "</td><td><b>" +
            html(words_of_id(invariant.text)) + "</b><p class=\"fine\">" + code(invariant.id) +
            " " + claim(writer, invariant) + ".</p></td><td class=\"sources\">" +
            writer.sources(invariant.sources) + "</td></tr>";
  }
  return text + "</tbody></table>";
}

std::string chapter_numbers(const BookletWriter& writer) {
  std::set<std::string> placeholders;
  for (const Region& region : writer.dialog().regions) {
    for (const auto& [name, texts] : region.texts) placeholders.insert(name);
  }
  std::string table =
      "<p class=\"lead\">What is said in each country where this booklet shows words <b "
      "class=\"filled\">like this</b>. “Elsewhere” is said when the country is not "
      "known.</p><table><thead><tr><th>Country</th>";
  for (const std::string& name : placeholders) {
    std::string words = words_of_id(name);
    for (char& c : words) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    table += "<th>" + html(capitalised(words)) + "</th>";
  }
  table += "</tr></thead><tbody>";
  std::vector<const Region*> regions;
  for (const Region& region : writer.dialog().regions) regions.push_back(&region);
  std::stable_partition(regions.begin(), regions.end(),
                        [](const Region* region) { return region->id != "default"; });
  for (const Region* listed : regions) {
    const Region& region = *listed;
    table += "<tr><td><b>" + (region.id == "default" ? "Elsewhere" : html(region.id)) + "</b></td>";
    for (const std::string& name : placeholders) {
      table += "<td>" + html(writer.filling(region, name));
      auto number = region.call.find(name);
      if (number != region.call.end() && !number->second.empty())
        table += " <span class=\"fine\">(dials " + html(number->second) + ")</span>";
      table += "</td>";
    }
    table += "</tr>";
  }
  return table + "</tbody></table>";
}

std::string chapter_sources(const BookletWriter& writer) {
  std::string table =
      "<table class=\"bibliography\"><thead><tr><th "
      "class=\"key\">Key</th><th>Publication</th></tr></thead>"
      "<tbody>";
  std::vector<Source> sources = writer.dialog().sources;
  // They are looked up by key.
  std::sort(sources.begin(), sources.end(),
            [](const Source& a, const Source& b) { return a.key < b.key; });
  for (const Source& source : sources) {
    const std::string key = html(source.key);
    const std::string url = html(source.url);
    table += "<tr id=\"source-" + key + "\"><td class=\"key\"><b>" + key + "</b></td><td>" +
             html(source.title);
    // Any other kind of address is shown and not linked.
    if (source.url.starts_with("https://") || source.url.starts_with("http://")) {
      table += "<br><a href=\"" + url + "\" rel=\"noreferrer\">" + url + "</a>";
    } else if (!url.empty()) {
      table += "<br>" + url;
    }
    table += "</td></tr>";
  }
  return table + "</tbody></table>";
}

}  // namespace palpate
