// Red-flag signs of a language: concepts (lists of words and short phrases) and patterns that
// combine them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/lexicon.hpp"

namespace palpate {

/// A list of words with a meaning for how the rest is read. Authors write them under "cues".
enum class SignCue : std::uint8_t {
  fillers,         // skipped inside phrases: "my", "really"
  no,              // denies the things named after it, a whole list: "no", "without"
  not_,            // denies what is said after it: "don't", "never"
  not_denials,     // hold a word that denies, and deny nothing: "not just", "no idea why"
  ends,            // end what a denial reaches: "but"
  joins,           // stand between the parts of a list: "and", "or"
  subjects,        // after a comma or a join, a denial does not reach over them: "my", "i"
  verbs,           // anywhere in the next part, they end a denial: "are", "feels"
  denied_before,   // deny what stands before them: "ruled out"
  self,            // the writer: "i", "my"
  others,          // somebody else: "dad", "she"
  others_past,     // somebody else's past: "had", "died"
  stories,         // the sentence tells of a film, a job or a game: "on the telly", "paramedic"
  is_theirs,       // what stands before them is somebody else's: "is my husband"
  not_mine,        // at the end of a part: what was said before is of others: "not me"
  reports,         // behind somebody else, they make the writer the subject again: "says"
  now,             // cancel the past: "now", "since"
  past,            // "years ago", "back in"
  over,            // "all clear", "fine now"
  asks,            // a sentence that begins with it asks
  asks_with_mark,  // the same, if it ends with a question mark
  presupposes,     // asks, but says that it is so: "is it normal that"
  supposes,        // "if", "in case"
  idioms,          // their words mean nothing: "killing me"
  ordinary,        // words spelled right, which are no misspelling of another: "lying"
};
constexpr std::array<std::string_view, 25> sign_cue_names{
    "fillers",        "no",          "not",      "not_denials",   "ends",
    "joins",          "subjects",    "verbs",    "denied_before", "self",
    "others",         "others_past", "stories",  "is_theirs",     "not_mine",
    "reports",        "now",         "past",     "over",          "asks",
    "asks_with_mark", "presupposes", "supposes", "idioms",        "ordinary"};

struct SignPattern {
  std::string id;
  std::uint16_t fact = 0;  // of kind choices
  std::uint8_t option = 0;
  std::vector<std::vector<ConceptIndex>> all;  // one concept of each list
  std::vector<ConceptIndex> unless;            // in the same sentence
  std::uint16_t within = 10;                   // words between a concept and the first one
  bool ordered = false;                        // in the order of `all`
  bool across = false;                         // anywhere in the message
  bool check = false;                          // never certain
  bool anyone = false;                         // also of somebody else, now
  bool even_asked = false;                     // certain also in a question or after "if"
};

/// Concepts of the lexicon: the cues first, then those of the author in the order of the file.
struct Signs : Lexicon {
  std::vector<std::string> concepts;  // names
  std::vector<SignPattern> patterns;
  std::vector<bool> bland;  // by concept: a cue, only excuses, or says nothing by itself: "car"
  std::vector<std::vector<ConceptIndex>> asked_about;  // by fact: what its question is about, and
                                                       // an answer need not say again
  std::uint16_t denial_reach = 8;                      // words that a denial reaches
};

}  // namespace palpate
