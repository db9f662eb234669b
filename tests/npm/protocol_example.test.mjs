// The manual's examples are frames as asyncapi.yaml describes them, its client is the file beside this test, and that
// client holds a conversation with a real server (PALPATE_SERVER, default build/dev/bin/palpate-server).
import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {test} from "node:test";
import {fileURLToPath} from "node:url";
import {Parser} from "@asyncapi/parser";
import Ajv from "ajv";
import {WebSocket} from "ws";
import {Server, serverBinary} from "../browser/harness.mjs";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const manual = read("../../src/protocol/README.md");
const needsServer = {skip: existsSync(serverBinary) ? false : `there is no server at ${serverBinary}`};

/// A function that lists what is wrong with a frame.
async function frameChecker() {
  const {document} = await new Parser().parse(read("../../src/protocol/asyncapi.yaml"));
  const {schemas} = document.json().components;
  const ajv = new Ajv({allErrors: true, strict: false});
  const validators = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
  return (frame, name = frame.type) => {
    assert.ok(validators[name], `there is no frame "${name}"`);
    return validators[name](frame) ? [] : validators[name].errors.map(({instancePath, message}) => `${instancePath} ${message}`);
  };
}

test("the manual's client is the file that this test runs", () => {
  const shown = manual.match(/<!-- client -->\n```js\n([^]*?)```\n/)[1];
  assert.equal(shown, read("example_client.mjs"), "run: npm run record --prefix tests/npm");
});

test("every example of the manual is a frame of the description", async () => {
  const check = await frameChecker();
  const blocks = [...manual.matchAll(/```json\n([^]*?)```/g)].map((match) => JSON.parse(match[1]));
  assert.ok(blocks.length >= 12);
  for (const frame of blocks) assert.deepEqual(check(frame, frame.type ?? "ask"), [], JSON.stringify(frame));
  for (const type of ["start", "answer", "turn", "error"]) assert.ok(blocks.some((frame) => frame.type === type), type);
  const kinds = new Set(blocks.filter((frame) => !frame.type).map((ask) => ask.kind));
  assert.deepEqual([...kinds].toSorted(), ["choice", "choices", "grid", "number"]);
});

test("the manual's client reaches a suggestion with its reasons", needsServer, async () => {
  const server = await Server.launch();
  const client = spawn(process.execPath, [fileURLToPath(new URL("example_client.mjs", import.meta.url)), server.chatUrl]);
  let output = "";
  for (const stream of [client.stdout, client.stderr]) stream.on("data", (data) => { output += data; });
  client.stdin.end("1\nnone\nforty five\nwhy\nlower back\n5\n6\nback\n5\nache\nnone\nnone\nnone\n1\nI never had a massage\n");
  const code = await new Promise((resolve) => client.on("exit", resolve));
  await server.close();
  assert.equal(code, 0, output);
  assert.match(output, /== Our suggestion/);
  assert.match(output, /^Swedish massage: Every 2 weeks/m);
  assert.match(output, /^because \w+: .+ \[\w+/m);
  assert.doesNotMatch(output, /^\(\w+\) /m);
});

test("every frame of real conversations is a frame of the description", needsServer, async () => {
  const check = await frameChecker();
  const server = await Server.launch();
  const talk = async (frames) => {
    const socket = new WebSocket(server.chatUrl, "palpate.v1");
    await new Promise((resolve, reject) => { socket.on("open", resolve).on("error", reject); });
    let turn = 0;
    const replies = [];
    for (const [index, frame] of frames.entries()) {
      const reply = new Promise((resolve) => socket.once("message", (data) => resolve(JSON.parse(data))));
      const sent = {id: `c${index}`, ...frame, ...(frame.type === "answer" ? {turn: frame.turn ?? turn} : {})};
      assert.deepEqual(check(sent), [], JSON.stringify(sent));
      socket.send(JSON.stringify(sent));
      const received = await reply;
      assert.deepEqual(check(received), [], JSON.stringify(received));
      assert.equal(received.reply_to, sent.id);
      turn = received.turn?.turn ?? received.turn ?? turn;
      replies.push(received);
    }
    socket.close();
    return replies;
  };
  const answer = (value) => ({type: "answer", value});
  const begin = [{type: "start", region: "US"}, answer("pain_now")];
  const [first, ...rest] = await talk([...begin, {type: "why"}, {type: "help"}, {type: "say", text: "elephant"}, {type: "back"}, answer("pain_now"),
                                       {type: "change", fact: "state"}, answer("improving"), answer("no_such"), {type: "answer", turn: 1, value: "none"},
                                       answer(["e_chest", "not_sure"]), {type: "back"}, {type: "restart"}]);
  assert.deepEqual(rest.map((reply) => reply.code ?? reply.type),
                   ["turn", "turn", "turn", "turn", "turn", "turn", "turn", "turn", "not_an_option", "stale_turn", "turn", "ended", "turn"]);
  assert.equal(rest[10].result.disposition, "emergency");
  const [resumed] = await talk([{type: "resume", token: first.token}]);
  assert.deepEqual(resumed.transcript, []);
  const [unknown, early] = await talk([{type: "resume", token: "x".repeat(43)}, {type: "why"}]);
  assert.equal(unknown.code, "unknown_token");
  assert.equal(early.code, "not_started");
  await server.close();
});
