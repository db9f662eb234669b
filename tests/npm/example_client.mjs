// A conversation with a Palpate server in a terminal: node example_client.mjs [URL]
// Type the number of an option, or your own words; "back" and "why" work too.
import readline from "node:readline";
import WebSocket from "ws";

const url = process.argv[2] ?? "ws://127.0.0.1:8080/v1/chat";
const typed = [];       // lines not yet sent
let socket;
let token;              // opens this conversation again
let turn;               // the last turn that the server told us
let unanswered;         // the frame that waits for its reply; one at a time
let count = 0;
let delay = 500;        // milliseconds before the next attempt to connect

const nextId = () => `c${process.pid}-${++count}`;

function connect() {
  socket = new WebSocket(url, "palpate.v1");
  const opening = token ? {type: "resume", id: nextId(), token}
                        : {type: "start", id: nextId(), locale: "en", region: "UK"};
  socket.on("open", () => socket.send(JSON.stringify(opening)));
  socket.on("message", (data) => receive(JSON.parse(data), opening));
  socket.on("error", (error) => console.error(error.message));
  socket.on("close", (code) => {
    if (code === 1000) return input.close();
    setTimeout(connect, delay * (0.5 + Math.random()));  // not all clients at the same moment
    delay = Math.min(2 * delay, 30_000);
  });
}

function receive(frame, opening) {
  if (frame.type === "error") console.log(`(${frame.code}) ${frame.message}`);
  turn = frame.type === "turn" ? frame : frame.turn ?? turn;
  if (!turn) return socket.close(1000);  // it could not even start
  token ??= frame.token;
  delay = 500;
  if (frame.reply_to === opening.id && unanswered) {
    // The connection broke before a reply came. The same id again: it is carried out once, whatever became of it.
    return socket.send(JSON.stringify(unanswered));
  }
  unanswered = undefined;
  show(turn);
  if (turn.result) socket.close(1000);
  else pump();
}

function show({messages, ask, result}) {
  for (const message of messages) console.log(`${message.text}\n`);
  if (ask) {
    console.log(ask.text);
    ask.options?.forEach((option, index) => console.log(`  ${index + 1}. ${option.label}`));
  }
  if (result) {
    console.log(`== ${result.title}`);
    if (result.primary) console.log(`${result.primary.name}: ${result.schedule.text}`);
    for (const rule of result.rules) console.log(`because ${rule.id}: ${rule.why} [${rule.sources.join(", ")}]`);
  }
}

/// Sends the next typed line, if the server waits for one.
function pump() {
  if (unanswered || !turn?.ask || socket.readyState !== WebSocket.OPEN) return;
  if (typed.length === 0) return input.closed ? socket.close(1000) : undefined;
  const text = typed.shift().trim();
  const option = ["choice", "choices", "yes_no"].includes(turn.ask.kind) ? turn.ask.options[Number(text) - 1] : undefined;
  if (text === "back" || text === "why") unanswered = {type: text};
  else if (option) unanswered = {type: "answer", turn: turn.turn, value: turn.ask.kind === "choices" ? [option.id] : option.id};
  else unanswered = {type: "say", turn: turn.turn, text};
  unanswered.id = nextId();
  socket.send(JSON.stringify(unanswered));
}

const input = readline.createInterface({input: process.stdin});
input.on("line", (line) => { typed.push(line); pump(); });
input.on("close", () => { input.closed = true; pump(); });
connect();
