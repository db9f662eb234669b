#include "atlas/booklet.hpp"

#include <array>

#include "atlas/booklet_writer.hpp"
#include "atlas/describe.hpp"

namespace palpate {
namespace {

struct Chapter {
  std::string_view id;
  std::string_view title;
  std::string (*write)(const BookletWriter&);
};

constexpr std::array chapters = std::to_array<Chapter>({
    {"questions", "The conversation", chapter_questions},
    {"definitions", "Terms used in conditions", chapter_definitions},
    {"flags", "What sends somebody elsewhere", chapter_flags},
    {"techniques", "The techniques", chapter_techniques},
    {"matrix", "Contraindications", chapter_matrix},
    {"gates", "Other reasons to leave a technique out", chapter_gates},
    {"scores", "Which technique comes first", chapter_scores},
    {"schedule", "How often", chapter_schedule},
    {"notes", "Notes that go with the result", chapter_notes},
    {"messages", "What else is said", chapter_messages},
    {"words", "What people may type", chapter_words},
    {"invariants", "What must hold for every conversation", chapter_invariants},
    {"numbers", "Whom to call", chapter_numbers},
    {"sources", "Sources", chapter_sources},
});

/// "chapter 3", leading there.
std::string chapter(std::string_view id) {
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    if (chapters[i].id != id) continue;
    return "<a href=\"#" + std::string(id) + "\">chapter " + std::to_string(i + 1) + "</a>";
  }
  return std::string(id);
}

const Region& region_of(const Dialog& dialog, std::string_view wanted) {
  if (!wanted.empty()) return dialog.region_for(wanted);
  for (const Region& region : dialog.regions) {
    if (region.id != "default") return region;
  }
  return dialog.region_for("default");
}

std::string country(const Region& region) {
  return region.id == "default" ? "an unknown country" : html(region.id);
}

std::string count_line(std::size_t count, std::string_view what) {
  return "<li><b>" + std::to_string(count) + "</b> " + std::string(what) + "</li>";
}

std::string title_page(const BookletWriter& writer) {
  const Dialog& dialog = writer.dialog();
  std::string page =
      "<section class=\"title\"><p class=\"kind\">Palpate · Dialogue for clinical review</p>";
  page += "<h1>" + html(dialog_title(dialog)) + "</h1>";
  page += "<p class=\"version\">Version " + html(dialog.version) + " · " +
          html(writer.locale().name) + " · numbers of " + country(writer.region()) +
          "</p><ul class=\"counts\">";
  page += count_line(dialog.facts.size(), "questions") + count_line(dialog.flags.size(), "flags") +
          count_line(dialog.matrix.size(), "contraindications") +
          count_line(dialog.gates.size() + dialog.scores.size() + dialog.schedule_rows.size(),
                     "rules of choice") +
          count_line(dialog.notes.size(), "notes") +
          count_line(dialog.invariants.size(), "claims about every conversation");
  page +=
      "</ul><table class=\"signature\"><caption>Clinical sign-off<p>I have read this booklet. The "
      "dialogue may be used with patients as it stands here.</p></caption><thead><tr><th>Name and "
      "role</th><th>Registration</th><th>Date</th><th>Signature</th></tr></thead><tbody>";
  for (int line = 0; line < 3; ++line) page += "<tr><td></td><td></td><td></td><td></td></tr>";
  return page +
         "</tbody></table><p class=\"hash\">A signature is for exactly this content: <code>" +
         html(dialog.content_hash) +
         "</code><br>It changes with every letter of the dialogue. Every page shows its "
         "beginning.</p></section>";
}

std::string contents(bool has_drawing) {
  std::string list = "<section class=\"contents\"><h2>Contents</h2><ol>";
  for (const Chapter& chapter : chapters) {
    list += "<li><a href=\"#" + std::string(chapter.id) + "\">" + std::string(chapter.title) +
            "</a></li>";
  }
  list += "</ol>";
  if (has_drawing) list += "<p><a href=\"#drawing\">The conversation as a picture</a></p>";
  return list;
}

/// What a reader has to know before the first rule.
std::string how_to_read(const BookletWriter& writer) {
  std::string text =
      "<h2>How to read this</h2><p>A conversation asks the questions of " + chapter("questions") +
      ". What is answered raises <b>flags</b> (" + chapter("flags") +
      "), of four levels: <span class=\"level emergency\">emergency</span> ends the conversation "
      "at "
      "once, <span class=\"level urgent\">urgent</span> means care today, <span class=\"level "
      "clearance\">clearance</span> means a clinician's OK first, or waiting, and <span "
      "class=\"level caution\">caution</span> blocks nothing. The highest one decides how the "
      "conversation ends. Only without any of the first three is a massage suggested: what " +
      chapter("matrix") + " and " + chapter("gates") + " leave out is never suggested, " +
      chapter("scores") + " puts the rest in order, and " + chapter("schedule") +
      " says how often.</p>";
  text +=
      "<p>A rule counts when its condition is <b>certainly true</b>. A question that was not "
      "asked, "
      "or that was answered with “not sure”, makes a condition about it unknown; unknown is never "
      "“no”. “Always, unless …” counts on unknown too. What several conditions need in common is "
      "joined by “, and”; where one is enough, by “, or”. ‘Names like this’ are explained in " +
      chapter("definitions") + ".</p>";
  text +=
      "<p>Numbers to call are shown for <b>" + country(writer.region()) +
      "</b>, <b class=\"filled\">like this</b>; " + chapter("numbers") +
      " has those of every country. Letters in capitals after a reason name its sources (" +
      chapter("sources") +
      "), and the letter in a box grades them: <span class=\"grade\">G</span> guideline or "
      "official health page, <span class=\"grade\">R</span> review, trial or case reports, <span "
      "class=\"grade\">P</span> lists of therapists or professional bodies only, <span "
      "class=\"grade\">C</span> a cautious choice where publications are silent or thin, <span "
      "class=\"grade\">S</span> the clinic's article.</p></section>";
  return text;
}

}  // namespace

std::string booklet(const Dialog& dialog, std::string_view locale, std::string_view region,
                    std::string_view drawing) {
  const Locale& words = locale.empty() ? dialog.locales.front() : dialog.locale_for(locale);
  const BookletWriter writer(dialog, words, region_of(dialog, region));
  const std::string title = dialog_title(dialog) + " " + dialog.version;
  std::string page =
      "<!doctype html>\n<html lang=\"" + html(words.id) +
      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>" +
      html(title) + "</title>\n<style>\n" +
      booklet_styles(title + " · " + dialog.content_hash.substr(0, 12)) +
      "</style>\n</head>\n<body>\n";
  page += title_page(writer) + "\n" + contents(!drawing.empty()) + how_to_read(writer) + "\n";
  std::size_t number = 1;
  for (const Chapter& chapter : chapters) {
    page += "<section id=\"" + std::string(chapter.id) + "\"><h2><span class=\"no\">" +
            std::to_string(number++) + "</span>" + std::string(chapter.title) + "</h2>" +
            chapter.write(writer) + "</section>\n";
  }
  // An SVG file begins with its XML declaration and document type, which HTML does not have.
  const std::size_t svg = drawing.find("<svg");
  if (svg != std::string_view::npos) {
    page += "<section id=\"drawing\" class=\"drawing\"><h2>The conversation as a picture</h2>" +
            std::string(drawing.substr(svg)) + "</section>\n";
  }
  return page + "</body>\n</html>\n";
}

}  // namespace palpate
