// How node-nlp understands the messages of tests/corpus: trained on the tune part, scored on the score part, beside
// Palpate in scripts/bench understanding. Usage: node node_nlp.mjs RESULTS.json, which gets counts only.
//
// Its settings are those that did best on the tune part, four fifths of it trained and the fifth one scored in turn.
// One classifier tells the intents; others tell which sign, which command, or which answer to one question: with a
// class for each sign the first one would hear fewer emergencies. It is told which question is open by a word in front
// of the message, and learns each message with and without that word; no score is too low for it to decide; the
// answers are taught the dialogue's words of all options too, which would drown emergencies among the intents; and
// where all answers are numbers, its own recognizers read them.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { NlpManager } = require("node-nlp");
const messagesFolder = new URL("../../corpus/messages/", import.meta.url);
const dialogFolder = new URL("../../../dialogs/back-pain/", import.meta.url);

function readMessages(locale, part) {
  const lines = readFileSync(new URL(`${locale}.${part}.jsonl`, messagesFolder), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

// A file of the dialogue; its comments have lines of their own.
const readDialog = (name) => JSON.parse(readFileSync(new URL(name, dialogFolder), "utf8").replace(/^\s*\/\/.*$/gm, ""));

// What Palpate knows of the answers as well: [question, text, class] for all labels and words of all options.
function wordsOfOptions(locale) {
  const { facts } = readDialog("dialogue.json");
  const { questions, words } = readDialog(`text/${locale}.json`);
  const found = [];
  for (const at of Object.keys(questions)) {
    const asked = facts[at]?.repeats ?? at;
    const fact = facts[asked];
    if (!fact || fact.kind === "grid" || fact.kind === "number") continue;
    const valueOf = (id) => (fact.kind === "choices" ? [id] : id);
    const options = Object.entries(questions[asked].options).map(([id, text]) => [valueOf(id), text]);
    for (const id of ["none", "not_sure"]) if (fact[id]) options.push([id, words[id]]);
    for (const [value, text] of options) {
      for (const each of [text.label, ...(text.words ?? [])]) found.push([at, each, JSON.stringify(value)]);
    }
  }
  return found;
}

const withQuestion = (message) => `question${message.at.replaceAll("_", "")} ${message.text}`;

// Of flags any of which will do, the first in number: one class for what is one sign.
function signOf(message) {
  const level = message.intent === "emergency" ? "E" : "U";
  const flags = message.flags.filter((flag) => flag.startsWith(level));
  return flags.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))[0];
}

// Choices and grids have no order.
function sorted(value) {
  if (Array.isArray(value)) return [...value].sort();
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// The classifier that tells more of a message with this intent at this question, and its class of the message.
const detailKind = (intent, at) => (intent === "answer" ? `answer ${at}` : intent);

function detailClass(message) {
  switch (message.intent) {
    case "emergency":
    case "urgent":
      return signOf(message);
    case "command":
      return message.command;
    case "answer":
      return JSON.stringify(sorted(message.value));
    default:
      return undefined;
  }
}

async function trained(locale, documents, areNumbers) {
  const manager = new NlpManager({
    languages: [locale],
    autoLoad: false,
    autoSave: false,
    calculateSentiment: false,
    forceNER: areNumbers,
    threshold: 0,
    nlu: { log: false },
  });
  for (const [text, name] of documents) manager.addDocument(locale, text, name);
  await manager.train();
  return { manager, areNumbers };
}

async function train(locale, messages) {
  const intents = [];
  const details = new Map();
  for (const message of messages) {
    intents.push([message.text, message.intent], [withQuestion(message), message.intent]);
    const name = detailClass(message);
    if (name === undefined) continue;
    const kind = detailKind(message.intent, message.at);
    details.set(kind, [...(details.get(kind) ?? []), [message.text, name]]);
  }
  for (const [at, text, name] of wordsOfOptions(locale)) {
    const kind = detailKind("answer", at);
    details.set(kind, [...(details.get(kind) ?? []), [text, name]]);
  }
  const classifiers = { intents: await trained(locale, intents, false), details: new Map() };
  for (const [kind, documents] of details) {
    const areNumbers = kind.startsWith("answer ") && documents.every(([, name]) => /^\d+$/.test(name));
    classifiers.details.set(kind, await trained(locale, documents, areNumbers));
  }
  return classifiers;
}

async function understand(locale, classifiers, message) {
  const { intent } = await classifiers.intents.manager.process(locale, withQuestion(message));
  // A lookalike is anything harmless, and most of the messages that it learns from: it may still be an answer.
  const detail = classifiers.details.get(detailKind(intent === "lookalike" ? "answer" : intent, message.at));
  if (!detail) return { intent };
  const result = await detail.manager.process(locale, message.text);
  const number = detail.areNumbers && result.entities.find((each) => each.entity === "number");
  return { intent, detail: number ? String(number.resolution.value) : result.intent };
}

const isAlarm = ({ intent }) => intent === "emergency" || intent === "urgent";

// As tests/corpus/corpus.cpp has it, but more lenient: any sign is the right one, facts and corrections need not be
// told apart any further.
function isRight(message, taken) {
  switch (message.intent) {
    case "urgent":
      return isAlarm(taken);
    case "lookalike":
      return !isAlarm(taken);
    case "answer":
      return ["answer", "lookalike"].includes(taken.intent) && taken.detail === detailClass(message);
    case "command":
      return taken.intent === "command" && taken.detail === message.command;
    case "ask":
    case "chat":
      return !isAlarm(taken) && !["answer", "facts", "correct"].includes(taken.intent);
    default:
      return taken.intent === message.intent;
  }
}

class Scores {
  byIntent = {};

  of(intent) {
    return (this.byIntent[intent] ??= { right: 0, all: 0, taken: 0, mistaken: 0 });
  }

  note(intent, right) {
    this.of(intent).all += 1;
    if (right) this.of(intent).right += 1;
  }

  read(message, taken) {
    const right = isRight(message, taken);
    this.note(message.intent, right);
    if (taken.intent === message.intent) this.of(taken.intent).taken += 1;
    else if (!right) this.of(taken.intent).mistaken += 1;
    if (message.intent === "emergency") {
      this.note("emergency_sign", taken.intent === "emergency" && message.flags.includes(taken.detail));
    } else if (message.intent !== "urgent") {
      // An answer that ticks a sign of its question is no false alarm.
      const ticksSign = ["emerg", "urgent"].includes(message.at) && Array.isArray(message.value);
      this.note("false_alarm", !isAlarm(taken) || ticksSign);
    }
  }
}

async function measure(locale) {
  const tune = readMessages(locale, "tune");
  const score = readMessages(locale, "score");
  const classifiers = await train(locale, tune);
  for (const message of tune) await understand(locale, classifiers, message); // warms up
  const scores = new Scores();
  let milliseconds = 0;
  for (const message of score) {
    const began = performance.now();
    const taken = await understand(locale, classifiers, message);
    milliseconds += performance.now() - began;
    scores.read(message, taken);
  }
  return { scores: scores.byIntent, microseconds: (milliseconds * 1000) / score.length };
}

const { version } = require("node-nlp/package.json");
const locales = {};
for (const locale of ["en", "es"]) locales[locale] = await measure(locale);
writeFileSync(process.argv[2], `${JSON.stringify({ version, locales })}\n`);
