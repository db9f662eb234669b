#include "atlas/booklet_writer.hpp"

namespace palpate {
namespace {

/// For a string of CSS inside a style element.
std::string css_string(std::string_view text) {
  std::string escaped = "\"";
  for (char c : text) {
    // Letters that could end the string or the element are written as blanks.
    const bool is_plain = static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' &&
                          c != '<' && c != '>' && c != '&';
    escaped += is_plain ? c : ' ';
  }
  return escaped + "\"";
}

constexpr std::string_view styles = R"css(
:root { --ink: #1d2730; --soft: #5a6873; --line: #c9d2d9; --paper: #ffffff; --accent: #23506f;
  --emergency: #b3142a; --urgent: #b34800; --clearance: #7a6000; --caution: #4c626d; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0 auto; max-width: 210mm; padding: 12mm 14mm; background: var(--paper);
  color: var(--ink); font: 9.6pt/1.42 "Source Serif 4", Charter, Georgia, "Liberation Serif", serif;
  hyphens: manual; }
h1, h2, h3, h4, th, .kind, .version, .tag, .code, .level, .mark, .how, .no, caption, .grade, .cell,
.points { font-family: "Source Sans 3", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 2px; }
p { margin: 0 0 4pt; } ul { margin: 2pt 0 4pt; padding-left: 14pt; }
h2 { font-size: 17pt; line-height: 1.15; margin: 0 0 8pt; padding-bottom: 4pt; color: var(--accent);
  border-bottom: 1.2pt solid var(--accent); break-after: avoid; }
h2 .no { display: inline-block; min-width: 20pt; margin-right: 6pt; font-weight: 400; }
.lead { break-inside: avoid; break-after: avoid; margin-bottom: 6pt; }
a.q { text-decoration: none; font-weight: 600; }
h3 { font-size: 11.5pt; line-height: 1.25; margin: 12pt 0 4pt; break-after: avoid; }
h4 { font-size: 10pt; margin: 0 0 2pt; font-weight: 600; }
section { margin-bottom: 14mm; }
code { font: 7.6pt "Liberation Mono", monospace; overflow-wrap: anywhere; }
.fine, .note, .closing { color: var(--soft); font-size: 8.4pt; }
.grade { border: .6pt solid var(--line); border-radius: 2pt; padding: 0 2pt; font-size: 7.4pt;
  white-space: nowrap; }
.filled { font-weight: 600; border-bottom: .8pt dotted var(--soft); }
.code { font-size: 8pt; font-weight: 600; color: var(--accent); }
.level { display: inline-block; color: #fff; border-radius: 2.5pt; padding: 0 4pt; font-size: 8.2pt;
  font-weight: 700; white-space: nowrap; text-decoration: none; }
.level.emergency { background: var(--emergency); } .level.urgent { background: var(--urgent); }
.level.clearance { background: var(--clearance); } .level.caution { background: var(--caution); }
.title { min-height: 240mm; display: flex; flex-direction: column; }
.title .kind { margin-top: 34mm; text-transform: uppercase; letter-spacing: .14em; font-size: 9pt;
  color: var(--soft); }
.title h1 { font-size: 42pt; line-height: 1.05; margin: 2mm 0 3mm; color: var(--accent);
  letter-spacing: -.01em; }
.title .version { font-size: 13pt; margin-bottom: 10mm; }
.title .counts { list-style: none; padding: 0; display: grid; grid-template-columns: auto 1fr;
  column-gap: 14mm; }
.title .counts b { display: inline-block; min-width: 22pt; text-align: right; margin-right: 5pt; }
.title .hash { margin: 3mm 0 0; color: var(--soft); font-size: 8.6pt; }
.signature { margin-top: auto; table-layout: fixed; } .signature td { height: 15mm; }
.signature th { width: 31%; } .signature th:nth-child(2), .signature th:nth-child(3) { width: 19%; }
.signature caption { text-align: left; font-weight: 700; font-size: 11pt; padding-bottom: 4pt; }
.signature caption p { font: 400 9.6pt/1.42 serif; font-family: inherit; margin: 2pt 0 0; }
.contents ol { padding-left: 18pt; font-size: 10.5pt; line-height: 1.75; } .contents a {
  text-decoration: none; } .contents h2:not(:first-child) { margin-top: 12mm; }
table { border-collapse: collapse; width: 100%; margin: 4pt 0 8pt; font-size: 8.5pt;
  line-height: 1.34; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th { text-align: left; font-size: 7.8pt; font-weight: 600; color: var(--soft); vertical-align: bottom;
  border-bottom: .9pt solid var(--ink); padding: 2pt 4pt; }
td { vertical-align: top; border-bottom: .5pt solid var(--line); padding: 3pt 4pt; }
td p { margin: 0 0 2pt; } .sources { font-size: 7.8pt; color: var(--soft); }
th.id { width: 11%; } th.name { width: 22%; } th.key { width: 15%; } td.key { white-space: nowrap; }
td > .code { overflow-wrap: anywhere; }
.signature td, .signature th { border: .6pt solid var(--soft); }
.step:not(.long) { break-inside: avoid; } .step { margin: 0 0 6pt; padding: 5pt 8pt; border-left: 2.4pt solid var(--accent);
  background: #f6f8fa; }
.step.ask { background: none; padding-top: 2pt; margin-top: 10pt; }
.step.decide { border-left: 2.4pt dashed #3c7a5e; } .step.say { border-left-color: var(--line); }
.step.finish { background: #22384a; color: #fff; border: 0; } .step h3 { margin-top: 0; }
h3 .no, h4 .no { color: var(--accent); margin-right: 6pt; }
.tag { text-transform: uppercase; letter-spacing: .1em; font-size: 7.2pt; color: var(--soft);
  margin: 0; }
.wording { font-size: 10.2pt; } .asked { font-size: 8.8pt; break-after: avoid; }
.mark { font-size: 7.4pt; border: .6pt solid var(--soft); border-radius: 7pt; padding: 0 4pt;
  white-space: nowrap; }
.how { font-size: 8pt; color: var(--soft); margin: 3pt 0 0; break-after: avoid; }
.options { columns: 2; column-gap: 14pt; list-style: none; padding: 0; font-size: 9pt; }
.options li { break-inside: avoid; padding-left: 12pt; text-indent: -12pt; }
.options li::before { content: "☐ "; color: var(--soft); }
.alarm { font-weight: 600; color: var(--emergency); }
.options.inline { columns: auto; margin: 0; font-size: inherit; }
.options.inline li { display: inline-block; margin-right: 9pt; }
.options .group { font-weight: 600; color: var(--soft); padding: 2pt 0 0; text-indent: 0; font-size: 8pt;
  break-after: avoid; }
.options .group::before { content: none; } .options .special { font-style: italic; }
.raises { font-size: 8pt; color: var(--soft); margin: 3pt 0 2pt; } .raises .level { font-size: 7pt; }
.ways { font-size: 8.4pt; color: var(--soft); margin: 2pt 0 0; } ul.ways { padding-left: 12pt; }
.flag { margin: 0 0 7pt; padding: 4pt 8pt 3pt; border-left: 3pt solid; break-inside: avoid;
  background: #faf8f6; }
.flag.emergency { border-color: var(--emergency); } .flag.urgent { border-color: var(--urgent); }
.flag.clearance { border-color: var(--clearance); } .flag.caution { border-color: var(--caution); }
.flag .head { font-size: 8.8pt; }
.flag .wording { margin: 3pt 0; }
.matrix, .scores, .notes { table-layout: fixed; } .matrix .when { width: 30%; }
.matrix .technique { width: 8.6%; } .scores .id { width: 9%; } .scores .when { width: 26%; }
.scores .technique { width: 8.6%; } .notes .id { width: 14%; } .notes .text { width: 33%; }
.notes .when { width: 25%; } .scores th:last-child, .notes th:last-child { width: 11%; }
.typed { columns: 2; column-gap: 8mm; font-size: 7.8pt; line-height: 1.32; }
.typed p { margin: 0 0 1.5pt; padding-left: 8pt; text-indent: -8pt; color: var(--soft); }
.typed b { color: var(--ink); } .typed h4 { font-size: 8.6pt; margin: 7pt 0 2pt; break-after: avoid; }
.typed h4:first-child { margin-top: 0; } .typed p { break-inside: avoid; }
.cell { font-size: 7.8pt; text-align: center; border: 1.2pt solid #fff; white-space: nowrap; }
.cell span { display: block; font-size: 10.5pt; line-height: 1.1; font-weight: 700; }
.cell.ok { background: #e3f1e7; color: #14532d; } .cell.adapt { background: #fdf3d0; color: #594400; }
.cell.clear { background: #fbd9b8; color: #6b2f00; } .cell.avoid { background: #f2bcc1; color: #6d0716; }
.key { white-space: nowrap; font-weight: 600; } span.key { border-radius: 2pt; padding: 0 3pt; }
.key.ok { background: #e3f1e7; } .key.adapt { background: #fdf3d0; }
.key.clear { background: #fbd9b8; } .key.avoid { background: #f2bcc1; }
.invariants th.no { width: 6%; } .invariants th:last-child { width: 13%; }
.points { text-align: center; font-weight: 600; } .points.plus { color: #14532d; background: #eef7f0; }
.points.minus { color: #8a1020; background: #fbeeee; }
.bibliography td, .bibliography a { overflow-wrap: anywhere; }
.drawing svg { width: 100%; height: auto; border: .6pt solid var(--line); }
@media screen { html { background: #e9edf0; } body { box-shadow: 0 1px 10px #0002; margin: 8mm auto; } }
@media print { body { max-width: none; padding: 0; } section { margin: 0; break-before: page; }
  .title { break-before: auto; } #definitions, #techniques, #gates, #scores, #schedule, #messages, #words,
  #numbers, #sources { break-before: auto; margin-top: 10mm; } .drawing { page: wide; } }
@page { size: A4; margin: 16mm 15mm 18mm; }
@page wide { size: A4 landscape; margin: 10mm; }
@page :first { @bottom-left { content: none; } @bottom-right { content: none; } }
)css";

}  // namespace

std::string booklet_styles(std::string_view footer) {
  const std::string font = "font: 7.5pt Arial, sans-serif; color: #5a6873;";
  return "@page { @bottom-left { content: " + css_string(footer) + "; " + font +
         " } @bottom-right { content: counter(page) \" / \" counter(pages); " + font + " } }" +
         std::string(styles);
}

}  // namespace palpate
