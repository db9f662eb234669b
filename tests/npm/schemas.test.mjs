// The JSON Schemas of dialogs/schema accept every shipped file and refuse what an author is likely to get wrong.
//
// scripts/test runs the tests of this folder as: npm ci --prefix tests/npm, then npm test --prefix tests/npm.
import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {basename, dirname, join, relative, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {test} from "node:test";
import Ajv from "ajv";
import {parse, printParseErrorCode} from "jsonc-parser";

const dialogs = fileURLToPath(new URL("../../dialogs/", import.meta.url));
const schemas = join(dialogs, "schema");

/// JSON with comments and trailing commas, as authors write it.
function read(path) {
  const errors = [];
  const value = parse(readFileSync(path, "utf8"), errors, {allowTrailingComma: true});
  assert.deepEqual(errors.map(({error, offset}) => `${path}: ${printParseErrorCode(error)} at byte ${offset}`), []);
  return value;
}

/// The schema of a file, by its place below dialogs/.
function kindOf(path) {
  const folder = basename(dirname(path));
  if (folder === "text") return "text";
  return folder === "stories" ? "story" : basename(path, ".json");
}

const ajv = new Ajv({allErrors: true, strict: true, strictTypes: false, strictRequired: false});
for (const name of readdirSync(schemas)) ajv.addSchema(read(join(schemas, name)));

function faults(kind, value) {
  const validate = ajv.getSchema(`${kind}.schema.json`);
  assert.ok(validate, `there is no schema for ${kind}`);
  return validate(value) ? [] : validate.errors.map(({instancePath, message, params}) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

const files = readdirSync(dialogs, {recursive: true})
    .filter((name) => name.endsWith(".json") && !name.startsWith("schema")).map((name) => join(dialogs, name)).sort();

for (const path of files) {
  test(`${relative(dialogs, path)} passes its schema`, () => {
    assert.deepEqual(faults(kindOf(path), read(path)), []);
  });
}

test("files that name their schema name the right one", () => {
  for (const path of files) {
    const named = read(path).$schema;
    if (named !== undefined) assert.equal(resolve(dirname(path), named), join(schemas, `${kindOf(path)}.schema.json`), path);
  }
});

test("every kind of file is there to be checked", () => {
  const kinds = new Set(files.map(kindOf));
  for (const kind of ["dialogue", "flags", "techniques", "schedule", "notes", "sources", "invariants", "text", "regions", "story"]) assert.ok(kinds.has(kind), kind);
});

test("every object of the schemas refuses members that it does not know", () => {
  const open = [];
  const look = (value, place) => {
    if (value === null || typeof value !== "object") return;
    if (value.type === "object" && value.additionalProperties === undefined && !value.if) open.push(place);
    for (const [key, inner] of Object.entries(value)) look(inner, `${place}/${key}`);
  };
  for (const name of readdirSync(schemas)) look(read(join(schemas, name)), name);
  assert.deepEqual(open, []);
});

test("the schema of texts has the fixed keys of the programs", () => {
  const header = readFileSync(new URL("../../src/dialog/chat_texts.hpp", import.meta.url), "utf8");
  const keys = [...header.split("chat_text_keys")[1].split("});")[0].matchAll(/"(\w+)"/g)].map((match) => match[1]);
  assert.deepEqual(read(join(schemas, "text.schema.json")).properties.chat.required, keys);
});

// What each mistake changes in a shipped file, and where the schema must point.
const mistakes = [
  ["a misspelt member of a fact", "dialogue", (d) => { d.facts.age.savety = true; }, "/facts/age"],
  ["an unknown kind of fact", "dialogue", (d) => { d.facts.age.kind = "nubmer"; }, "/facts/age/kind"],
  ["a number without its limits", "dialogue", (d) => { delete d.facts.age.max; }, "/facts/age"],
  ["options and groups together", "dialogue", (d) => { d.facts.emerg.options = ["a"]; }, "/facts/emerg"],
  ["a node of two kinds", "dialogue", (d) => { d.nodes[d.start].end = "x"; }, "/nodes/"],
  ["a row of next without its target", "dialogue", (d) => { d.nodes[d.start].next = [{when: {age: 1}}]; }, "/nodes/"],
  ["an id that is a sentence", "dialogue", (d) => { d.facts["how old"] = d.facts.age; }, "/facts"],
  ["an empty condition", "flags", (f) => { f.flags.E1.when = {}; }, "/flags/E1/when"],
  ["an unknown operator", "flags", (f) => { f.flags.E1.when = {age: {atleast: 3}}; }, "/flags/E1/when/age"],
  ["always false", "flags", (f) => { f.flags.E1.when = {always: false}; }, "/flags/E1/when/always"],
  ["a count without its list", "flags", (f) => { f.flags.E1.when = {at_least: 2}; }, "/flags/E1/when"],
  ["a mistake deep inside conditions", "flags", (f) => { f.flags.E1.when = {any: [{not: {certainly: {all: []}}}]}; }, "/flags/E1/when/any/0/not/certainly/all"],
  ["when and unless together", "flags", (f) => { f.flags.E1.unless = f.flags.E1.when; }, "/flags/E1"],
  ["neither when nor unless", "flags", (f) => { delete f.flags.E1.when; }, "/flags/E1"],
  ["an unknown level", "flags", (f) => { f.flags.E1.level = "critical"; }, "/flags/E1/level"],
  ["a rule without a source", "flags", (f) => { f.flags.E1.source = []; }, "/flags/E1/source"],
  ["an unknown cell", "techniques", (t) => { t.matrix[0].cells.swedish = "maybe"; }, "/matrix/0/cells/swedish"],
  ["points that are words", "techniques", (t) => { t.scores[0].points.swedish = "three"; }, "/scores/0/points/swedish"],
  ["a gate that removes nothing", "techniques", (t) => { t.gates[0].remove = []; }, "/gates/0/remove"],
  ["more than one session a week", "schedule", (s) => { s.schedules.weekly.days = 3; }, "/schedules/weekly/days"],
  ["a schedule row without its limit", "schedule", (s) => { delete s.rows[0].limit; }, "/rows/0"],
  ["an unknown kind of note", "notes", (n) => { n.notes[0].kind = "hint"; }, "/notes/0/kind"],
  ["an invariant that cannot hold for want of cases unseen", "invariants", (i) => { delete i.invariants[0].reachable; }, "/invariants/0"],
  ["an invariant of two shapes", "invariants", (i) => { i.invariants[0].never = {always: true}; }, "/invariants/0"],
  ["an invariant of no shape", "invariants", (i) => { delete i.invariants[0].when; delete i.invariants[0].then; }, "/invariants/0"],
  ["when without then", "invariants", (i) => { delete i.invariants[0].then; }, "/invariants/0"],
  ["among without changing", "invariants", (i) => { i.invariants[0].among = ["never", "good"]; }, "/invariants/0"],
  ["one option that is exchanged with nothing", "invariants", (i) => { i.invariants.find((one) => one.among).among = ["good"]; }, "/invariants/"],
  ["an invariant in no words", "invariants", (i) => { i.invariants[0].text = ""; }, "/invariants/0/text"],
  ["a list where one of or all of must be said", "invariants", (i) => { i.invariants[0].then = {asked: ["age"]}; }, "/invariants/0/then/asked"],
  ["one of and all of together", "invariants", (i) => { i.invariants[0].then = {raised: {has_any: ["E1"], has_all: ["E2"]}}; }, "/invariants/0/then/raised"],
  ["a count of questions without a limit", "invariants", (i) => { i.invariants[0].then = {questions: {}}; }, "/invariants/0/then/questions"],
  ["two ways to speak of what is allowed", "invariants", (i) => { i.invariants[0].then = {allowed: {has: "swedish", within: ["swedish"]}}; }, "/invariants/0/then/allowed"],
  ["a word for nothing that is none", "invariants", (i) => { i.invariants[0].then = {allowed: "nothing"}; }, "/invariants/0/then/allowed"],
  ["a source without a title", "sources", (s) => { s.sources.S = {url: "https://example.org"}; }, "/sources/S"],
  ["a question without why", "text/en", (t) => { delete t.questions.state.why; }, "/questions/state"],
  ["an option without a label", "text/en", (t) => { t.questions.state.options.pain_now = {words: []}; }, "/questions/state/options/pain_now"],
  ["an empty text", "text/en", (t) => { t.texts[Object.keys(t.texts)[0]] = ""; }, "/texts/"],
  ["logic in a text file", "text/en", (t) => { t.nodes = {}; }, ""],
  ["a fixed key missing", "text/en", (t) => { delete t.chat.send; }, "/chat"],
  ["a story's turn that does two things", "stories/chest_pain", (s) => { s.turns[0].back = true; }, "/turns/0"],
  ["a story that says nothing of its end", "stories/chest_pain", (s) => { delete s.result; }, ""],
  ["a misspelt member of a story's result", "stories/chest_pain", (s) => { s.result.flag = []; }, "/result"],
  ["no default region", "../regions", (r) => { delete r.regions.default; }, "/regions"],
  ["a number to dial with letters", "../regions", (r) => { r.regions.UK.EMERGENCY.call = "nine"; }, "/regions/UK/EMERGENCY/call"],
];

for (const [name, file, spoil, place] of mistakes) {
  test(`refused: ${name}`, () => {
    const path = join(dialogs, "back-pain", `${file}.json`);
    const value = read(path);
    spoil(value);
    const found = faults(kindOf(path), value);
    assert.ok(found.some((fault) => fault.startsWith(place)), found.join("\n") || "nothing was found");
  });
}
