#include "apps/chat/result_card.hpp"

#include <algorithm>
#include <cctype>

namespace palpate::chat {
namespace {

constexpr std::size_t shown_hash_digits = 12;  // enough to tell versions apart; --json has all

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string(between)) + part;
  return text;
}

/// A reason on a line of its own begins with a capital; dialogues write it as part of a sentence.
std::string sentence(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace

std::string ResultCard::heading(std::string_view title) const {
  std::string capitals(title);
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return "\n" + screen_.paragraph(capitals, "", Ink::accent);
}

std::string ResultCard::suggestion() const {
  std::string text;
  if (result_.primary) {
    text += screen_.rule("result") + screen_.paragraph(result_.title, "", Ink::good);
    text += heading("Suggested") + screen_.paragraph(result_.primary->name, "  ", Ink::bold);
    text += screen_.paragraph(result_.primary->about, "  ");
  }
  if (result_.schedule) {
    text += heading("How often") + screen_.paragraph(result_.schedule->text, "  ", Ink::bold);
    if (!result_.schedule->limit.empty()) text += screen_.paragraph(result_.schedule->limit, "  ");
    if (!result_.schedule->caveat.empty())
      text += screen_.paragraph(result_.schedule->caveat, "  ");
  }
  if (!result_.allowed.empty()) text += heading("Also possible for you");
  for (const protocol::Technique& technique : result_.allowed) {
    text += screen_.paragraph(technique.name, "  ", Ink::bold);
    text += screen_.paragraph(technique.about, "  ");
  }
  return text;
}

std::string ResultCard::left_out() const {
  if (result_.left_out.empty()) return "";
  std::string text = heading("Left out, and why");
  for (const protocol::LeftOut& technique : result_.left_out) {
    text += screen_.paragraph(technique.name + (technique.asked_for ? " (you asked for it)" : ""),
                              "  ", Ink::bold);
    for (const std::string& reason : technique.reasons) {
      text += screen_.paragraph(sentence(reason), "  " + std::string(screen_.glyph("• ", "* ")));
    }
  }
  return text;
}

std::string ResultCard::notes(std::string_view kind, std::string_view title) const {
  std::string text;
  for (const protocol::Note& note : result_.notes) {
    if (note.kind != kind) continue;
    if (text.empty()) text = heading(title);
    text += kind == "warning" ? screen_.paragraph(note.text, "  ! ", Ink::plain, Ink::caution)
            : kind == "advice"
                ? screen_.paragraph(note.text, "  " + std::string(screen_.glyph("• ", "* ")))
                : screen_.paragraph(note.text, "  ");
  }
  return text;
}

std::string ResultCard::for_therapist() const {
  if (result_.for_therapist.empty()) return "";
  std::string text = heading("Tell your therapist");
  for (const std::string& note : result_.for_therapist) {
    text += screen_.paragraph(note, "  " + std::string(screen_.glyph("• ", "* ")));
  }
  return text;
}

std::string ResultCard::reasons() const {
  if (result_.rules.empty()) return "";
  std::string text = heading("Why: every rule that applied");
  for (const protocol::Rule& rule : result_.rules) {
    std::string line = sentence(rule.why) + " (" + rule.kind + " " + rule.id;
    if (!rule.sources.empty()) line += "; " + join(rule.sources, ", ");
    text += screen_.paragraph(line + ")", "  " + std::string(screen_.glyph("• ", "* ")));
  }
  return text;
}

std::string ResultCard::sources() const {
  if (result_.sources.empty()) return "";
  std::string text = heading("Sources");
  std::size_t longest = 0;
  for (const protocol::Citation& source : result_.sources)
    longest = std::max(longest, source.key.size());
  for (const protocol::Citation& source : result_.sources) {
    std::string key = source.key;
    key.resize(longest, ' ');
    text += screen_.paragraph(source.title, "  " + key + "  ", Ink::plain, Ink::bold);
    if (!source.url.empty()) {
      // An address is never broken: a terminal opens it only whole.
      text += std::string(longest + 4, ' ') + screen_.paint(Ink::dim, source.url) + "\n";
    }
  }
  return text;
}

std::string ResultCard::footer() const {
  return "\n" +
         screen_.paragraph("Dialogue " + result_.dialogue + " " + result_.version + ", content " +
                               result_.content_hash.substr(0, shown_hash_digits),
                           "", Ink::dim);
}

std::string ResultCard::text() const {
  return suggestion() + left_out() + notes("warning", "Please note") + notes("advice", "Advice") +
         for_therapist() + notes("disclaimer", "Remember") + reasons() + sources() + footer();
}

}  // namespace palpate::chat
