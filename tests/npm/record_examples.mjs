// Writes the examples of src/protocol/README.md anew, from conversations with a real server, and the client's source.
//
//   PALPATE_SERVER=build/dev/bin/palpate-server npm run record --prefix tests/npm
//
// Lists are shortened to their first rows, and the token is replaced by a fixed one; nothing else is changed.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {WebSocket} from "ws";
import {Server} from "../browser/harness.mjs";

const manual = new URL("../../src/protocol/README.md", import.meta.url);
const width = 120;
const exampleToken = "q7w0Zc1T3n8JkQm5vUeXyLr2aBdFgHsP9oIiEtYuWkM";

/// JSON that breaks lines only where they would be too long.
function pretty(value, indent = 0, room = width) {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ").replace(/([[{]) | ([\]}])/g, "$1$2");
  if (line.length <= room - indent || value === null || typeof value !== "object") return line;
  const pad = " ".repeat(indent + 2);
  const rows = Array.isArray(value)
      ? value.map((item) => pad + pretty(item, indent + 2))
      : Object.entries(value).map(([key, item]) => `${pad}${JSON.stringify(key)}: ${pretty(item, indent + 2, room - key.length - 4)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${rows.join(",\n")}\n${" ".repeat(indent)}${close}`;
}

function shorten(value, rows) {
  if (Array.isArray(value)) return value.slice(0, rows).map((item) => shorten(item, rows));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === "token" ? exampleToken : shorten(item, rows)]));
}

class Client {
  #count = 0;
  constructor(url, headers, extra) {
    this.extra = extra ?? {};
    this.socket = new WebSocket(url, "palpate.v1", {headers});
    this.opened = new Promise((resolve, reject) => { this.socket.on("open", resolve).on("error", reject); });
  }

  async ask(frame) {
    await this.opened;
    const {type, ...rest} = frame;
    this.sent = {type, id: `c${++this.#count}`, ...this.extra, ...rest};
    const reply = new Promise((resolve) => this.socket.once("message", (data) => resolve(JSON.parse(data))));
    this.socket.send(JSON.stringify(this.sent));
    this.reply = await reply;
    if (this.reply.type === "turn") this.turn = this.reply.turn;
    return this.reply;
  }

  answer(value) { return this.ask({type: "answer", turn: this.turn, value}); }

  exchange(rows) { return [this.sent, shorten(this.reply, rows)]; }
}

async function record(server, token) {
  const client = new Client(server.chatUrl);
  const examples = {};
  const asks = [];
  await client.ask({type: "start", locale: "en", region: "UK"});
  examples.start = client.exchange(3);
  const answers = {state: "pain_now", emerg: [], age: 45, area: ["low"], onset: "w12p", severity: 5, type: ["deep_tension"], urgent: [],
                   health: ["h_osteo"], treat: [], pref: "firm",
                   prev: {swedish: "good", deep_tissue: "good", trigger_point: "never", hot_stone: "never"}};
  while (client.reply.ask) {
    const {ask} = client.reply;
    if (["state", "severity", "health", "prev"].includes(ask.fact)) asks.push(shorten(ask, 3));
    if (!(ask.fact in answers)) throw new Error(`no answer for ${ask.fact}`);
    if (ask.fact === "age") {
      await client.ask({type: "answer", turn: 1, value: "pain_now"});
      const [sent, received] = client.exchange(2);
      examples.error = [sent, received];
    }
    await client.answer(answers[ask.fact]);
  }
  examples.asks = asks;
  examples.result = [shorten(client.reply, 2)];
  await client.ask({type: "restart"});
  await client.answer("pain_now");
  await client.answer(["e_saddle"]);
  examples.emergency = client.exchange(2);
  client.socket.close();
  const bridge = new Client(server.chatUrl, {authorization: `Bearer ${token}`}, {conversation: "sms-5f2c91"});
  await bridge.ask({type: "start", region: "UK", render: "plain"});
  examples.bridge = [bridge.sent, shorten(bridge.reply, 1)];
  bridge.socket.close();
  return examples;
}

const folder = mkdtempSync(join(tmpdir(), "palpate-record-"));
const token = "example-bridge-token-0123456789abcdef";
const tokens = join(folder, "tokens");
writeFileSync(tokens, `sms ${token}\n`, {mode: 0o600});
const server = await Server.launch("--bridge-tokens", tokens);
const examples = await record(server, token);
await server.close();
rmSync(folder, {recursive: true});

let text = readFileSync(manual, "utf8");
for (const [name, frames] of Object.entries(examples)) {
  const mark = `<!-- example: ${name} -->\n`;
  const blocks = frames.map((frame) => `\`\`\`json\n${pretty(frame)}\n\`\`\`\n`).join("");
  const place = new RegExp(`${mark}(\`\`\`json\n[^]*?\n\`\`\`\n)+`);
  if (!place.test(text)) throw new Error(`the manual has no example "${name}"`);
  text = text.replace(place, () => mark + blocks);
}
const client = readFileSync(new URL("example_client.mjs", import.meta.url), "utf8");
text = text.replace(/(<!-- client -->\n```js\n)[^]*?(```\n)/, (whole, open, close) => open + client + close);
writeFileSync(manual, text);
