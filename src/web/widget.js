// <palpate-chat>: the chat of Palpate for a clinic's own page. One file, no build step, no dependency.
//
//   <script src="https://chat.example/widget.js" defer></script>
//   <palpate-chat clinic-name="Harbour Lane" region="UK"></palpate-chat>
//
// Attributes: server (URL of the chat; default: /v1/chat where this file came from), dialogue, locale, region,
// clinic-name, theme ("light" or "dark"; default: the visitor's). The property `strings` replaces the words on
// buttons. CSS: --palpate-accent, --palpate-on-accent, --palpate-radius, height and width of the element.
//
// It speaks palpate.v1 and decides nothing: what is asked, said and advised comes from the
// server. Whatever comes from there is set as text, never as markup. Only the conversation's token, the words not yet
// sent and the frame not yet answered are kept, in sessionStorage, so that a reload goes on where it was.
(() => {
"use strict";

const scriptUrl = document.currentScript?.src || location.href;

const replyTimeoutMs = 15_000;   // then the connection counts as dead
const typingAfterMs = 400;       // a faster reply shows no typing dots
const maxDelayMs = 30_000;       // between two attempts to connect
const maxTextLength = 500;       // of a typed message; the server takes 2,048 bytes
const scaleUpTo = 11;            // a number with so few values is a row of buttons
const foldFrom = 20;             // so many options in groups are folded
const stopCodes = new Set([1002, 1003, 1007, 1008, 1009, 1010, 4001]);  // dialling again would not help

const english = {
  title: "Massage helper", send: "Send", back: "Back", why: "Why ask this?", help: "Help", restart: "Start again",
  restartQuestion: "Start again? Your answers will be cleared.", restartYes: "Yes, start again", restartNo: "Keep going",
  change: "Change", changeThis: "Change your answer to: {question}", yourAnswer: "Your answer was: {answer}",
  type: "Or type your answer", chooseOne: "Please choose at least one.", continue: "Continue", chosen: "{count} ticked",
  number: "Your answer as a number", numberRange: "Please type a number from {min} to {max}.",
  gridMissing: "Please choose an answer in every row.", from: "{min} to {max}",
  progress: "Question {number} of about {about}", finished: "Finished",
  online: "Connected", connecting: "Connecting …", offline: "No connection. Trying again …", waiting: "Writing …",
  busy: "Very busy right now. Trying again in a moment …", restarting: "Back in a moment …",
  refused: "The chat was closed.", superseded: "This chat is open in another window.", connect: "Connect again",
  slow: "One moment, that was fast. Trying again …", unavailable: "Your answer could not be saved yet. Trying again …",
  lost: "That chat is no longer there, so we start afresh.", moved: "This chat went on in another window. Here is where it stands.",
  unsupported: "The chat cannot start: {message}", call: "Call {number}", you: "You said", bot: "Assistant",
  suggestion: "Our suggestion", urgent: "Get advice today", clearance: "See someone first", emergency: "Emergency",
  schedule: "How often", warnings: "Please know", advice: "Advice", therapist: "Tell your therapist",
  also: "Also possible", leftOut: "Not suggested, and why", askedFor: "you asked for this", rules: "Why this advice",
  sources: "Sources", version: "Dialogue {dialogue}, version {version}, {hash}",
  flag: "Safety checks", matrix: "Health and medicines", gate: "Limits", score: "What fits you", scheduleRule: "How often",
  note: "Notes",
};

// --- look ------------------------------------------------------------------------------------------------------------

const dark = `--bg:#12191c;--card:#1a2327;--line:#33424a;--text:#e8eef0;--soft:#a3b4bb;--bot:#222e33;--tint:#16332f;
  --accent:var(--palpate-accent,#4fc3b0);--on-accent:var(--palpate-on-accent,#06231f);--shadow:0 1px 2px #0006;
  --red:#c62828;--red-soft:#3a1b1c;--amber:#e2a33a;--amber-soft:#33290f;--blue:#7db4ee;--blue-soft:#172a3d;color-scheme:dark;`;

const css = `
:host{--bg:#f7faf9;--card:#fff;--line:#d3dfdc;--text:#172a2b;--soft:#52676a;--bot:#fff;--tint:#e3f3ef;
  --accent:var(--palpate-accent,#0b6b61);--on-accent:var(--palpate-on-accent,#fff);--shadow:0 1px 2px #123a3a1f;
  --red:#b3161b;--red-soft:#fdeceb;--amber:#8f5600;--amber-soft:#fff5df;--blue:#1c5c9c;--blue-soft:#eaf3fc;
  --radius:var(--palpate-radius,16px);color-scheme:light;
  display:block;height:min(46rem,88vh);min-height:24rem;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
@media (prefers-color-scheme:dark){:host(:not([theme=light])){${dark}}}
:host([theme=dark]){${dark}}
:host([hidden]){display:none}
*{box-sizing:border-box}
[hidden]{display:none!important}
button,input,textarea,summary{font:inherit;color:inherit}
button,summary,label{cursor:pointer;-webkit-tap-highlight-color:transparent}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.chat{display:flex;flex-direction:column;height:100%;overflow:hidden;background:var(--bg);color:var(--text);
  border:1px solid var(--line);border-radius:var(--radius);position:relative}
header{display:flex;align-items:center;gap:.75rem;padding:.7rem 1rem;background:var(--card);border-bottom:1px solid var(--line)}
.face{flex:none;width:40px;height:40px;border-radius:13px;background:var(--accent);color:var(--on-accent);display:grid;place-items:center}
.face svg{width:24px}
h2,h3,h4,p,ul{margin:0;padding:0}
header h2{font-size:1rem;line-height:1.25}
.status{font-size:.8125rem;color:var(--soft);display:flex;align-items:center;gap:.4em}
.status::before{content:"";width:.55em;height:.55em;border-radius:50%;background:#2e9e6b}
.status[data-state=connecting]::before,.status[data-state=offline]::before{background:#d98e1a}
.status[data-state=stopped]::before{background:var(--red)}
.status button{min-height:44px;margin:-11px 0;border:0;background:none;text-decoration:underline;color:var(--accent);padding:0 .3em}
.steps{margin-left:auto;text-align:right;font-size:.8125rem;color:var(--soft);min-width:6.5rem}
.bar{height:5px;margin-top:.3rem;border-radius:9px;background:var(--line);overflow:hidden}
.bar i{display:block;height:100%;width:0;border-radius:9px;background:var(--accent);transition:width .4s}
.scroll{flex:1;overflow-y:auto;padding:1rem;overscroll-behavior:contain;position:relative;scroll-behavior:smooth}
.log{display:flex;flex-direction:column;gap:.5rem}
.b{max-width:min(88%,34rem);padding:.6rem .9rem;border-radius:18px;background:var(--bot);box-shadow:var(--shadow);
  white-space:pre-line;overflow-wrap:anywhere;align-self:flex-start;border-bottom-left-radius:6px;animation:in .25s}
.b.q{font-weight:600}
.b.me{align-self:flex-end;background:var(--accent);color:var(--on-accent);border-radius:18px 18px 6px 18px;box-shadow:none}
.b.notice{background:none;box-shadow:none;color:var(--soft);padding:.1rem .9rem;font-size:.9375rem}
.b.explanation{background:var(--tint);box-shadow:none}
.b.emergency,.b.urgent,.b.clearance{border-left:5px solid var(--red);border-radius:8px 18px 18px 8px}
.b.urgent{border-color:var(--amber)}.b.clearance{border-color:var(--blue)}
.mine{align-self:flex-end;display:flex;align-items:center;justify-content:flex-end;gap:.1rem;max-width:92%}
.mine .b{max-width:100%}
.change{flex:none;border:0;background:none;color:var(--soft);font-size:.8125rem;min-height:44px;min-width:44px;padding:0 .6rem;border-radius:10px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.dots{display:flex;gap:5px;padding:.9rem;width:max-content;margin-top:.5rem}
.dots i{width:8px;height:8px;border-radius:50%;background:var(--soft);animation:dot 1.2s infinite}
.dots i:nth-child(2){animation-delay:.15s}.dots i:nth-child(3){animation-delay:.3s}
@keyframes in{from{opacity:0;transform:translateY(6px)}}
@keyframes dot{0%,60%,100%{opacity:.3}30%{opacity:1}}
.ask{margin-top:.75rem;outline-offset:6px}
.ask:focus{outline:none}
.ask[inert],.tools[inert]{opacity:.55;transition:opacity .2s .25s}
.row{display:flex;flex-wrap:wrap;gap:.5rem}
.opt{min-height:44px;padding:.5rem 1rem;border-radius:14px;border:1.5px solid var(--line);background:var(--card);text-align:left;
  transition:border-color .15s,background .15s}
@media (hover:hover){button.opt:hover,label.opt:hover{border-color:var(--accent);background:var(--tint)}.change:hover,.tools button:hover{color:var(--text);background:var(--tint)}}
button.opt{border-color:color-mix(in srgb,var(--accent) 45%,var(--line))}
.opt.soft{border-color:var(--line);color:var(--soft)}
.col{display:grid;gap:.5rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr))}
label.opt{display:flex;align-items:flex-start;gap:.65rem}
label.opt:has(:checked){border-color:var(--accent);background:var(--tint)}
label.opt:has(:focus-visible){outline:3px solid var(--accent);outline-offset:2px}
input[type=checkbox],input[type=radio]{flex:none;width:20px;height:20px;margin:.15rem 0 0;accent-color:var(--accent)}
input:focus-visible{outline:none}
fieldset{border:0;margin:0 0 .9rem;padding:0;min-width:0}
legend,.head{padding:0;margin-bottom:.4rem;font-size:.875rem;font-weight:600;color:var(--soft)}
details.fold{border:1.5px solid var(--line);border-radius:14px;background:var(--card);margin-bottom:.5rem}
details.fold>summary{min-height:48px;padding:.65rem 1rem;list-style:none;display:flex;justify-content:space-between;gap:1rem;border-radius:14px}
summary::-webkit-details-marker{display:none}
details>summary::after{content:"";flex:none;width:.5em;height:.5em;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(45deg);margin:.4em .2em 0 auto;transition:transform .15s}
details[open]>summary::after{transform:rotate(225deg);margin-top:.65em}
details.fold>.col{padding:0 .6rem .6rem}
.count{font-size:.8125rem;color:var(--accent);font-weight:600;padding-top:.15em}
.go{min-height:48px;padding:.5rem 1.6rem;border:0;border-radius:14px;background:var(--accent);color:var(--on-accent);font-weight:600}
.go:hover{filter:brightness(1.08)}
.foot{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin-top:.75rem}
.error{color:var(--red);font-size:.9375rem;font-weight:600}
@media (prefers-color-scheme:dark){:host(:not([theme=light])) .error{color:#ff8a80}}
:host([theme=dark]) .error{color:#ff8a80}
.scroll{container-type:inline-size}
.scale{display:grid;grid-template-columns:repeat(6,minmax(44px,1fr));gap:.4rem;max-width:38rem}
@container (min-width:36rem){.scale{grid-template-columns:repeat(11,1fr)}}
.scale .opt{padding:0;text-align:center;font-weight:600;font-variant-numeric:tabular-nums}
.ends{display:flex;justify-content:space-between;max-width:38rem;font-size:.8125rem;color:var(--soft);margin-top:.3rem}
.num{width:8rem;min-height:48px;border:1.5px solid var(--line);border-radius:14px;padding:.4rem .9rem;background:var(--card);font-size:1.125rem}
.num:focus-visible,textarea:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
.pills{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.4rem}
.grid fieldset{padding:.7rem .8rem;border-radius:14px;background:var(--card);border:1.5px solid var(--line);margin-bottom:.5rem}
.grid legend{float:left;width:100%;color:var(--text)}
.grid .pills{clear:both}
.pills .opt{padding:.4rem .7rem;align-items:center;line-height:1.3}
.pills input{margin:0}
.was{font-size:.875rem;color:var(--soft);margin-bottom:.5rem}
footer{background:var(--card);border-top:1px solid var(--line);padding:.3rem .75rem .75rem}
.tools{display:flex;flex-wrap:wrap;gap:0 .15rem}
.tools button{min-height:44px;padding:0 .65rem;border:0;background:none;color:var(--soft);font-size:.875rem;border-radius:10px}
.tools .end{margin-left:auto}
form.type{display:flex;gap:.5rem;align-items:flex-end}
textarea{flex:1;min-width:0;min-height:48px;max-height:8rem;resize:none;field-sizing:content;border:1.5px solid var(--line);border-radius:16px;
  padding:.65rem 1rem;background:var(--bg)}
textarea::placeholder{color:var(--soft);opacity:1}
.send{flex:none;width:48px;height:48px;border:0;border-radius:16px;background:var(--accent);color:var(--on-accent);display:grid;place-items:center}
.send svg{width:22px}
.sure{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;padding:.5rem 0}
.sure p{flex:1 1 12rem}
.sure .opt{font-weight:600}
.card{background:var(--card);border:1px solid var(--line);border-radius:18px;overflow:hidden;margin-top:.75rem;box-shadow:0 6px 24px #0b3b3b14;animation:in .3s}
.top{padding:1.1rem 1.2rem;background:var(--tint);border-top:6px solid var(--accent)}
.urgent .top{background:var(--amber-soft);border-color:var(--amber)}
.clearance .top{background:var(--blue-soft);border-color:var(--blue)}
.tag{font-size:.8125rem;font-weight:700;letter-spacing:.02em;color:var(--accent)}
.urgent .tag{color:var(--amber)}.clearance .tag{color:var(--blue)}
.top h3{font-size:1.35rem;line-height:1.25;margin:.1rem 0 .35rem}
.top p+p{margin-top:.5rem}
.top p,.part p,.part li{white-space:pre-line}
.part{padding:.95rem 1.2rem;border-top:1px solid var(--line)}
.part h4{font-size:1rem;margin-bottom:.35rem}
.part ul{padding-left:1.2rem}
.part li{margin:.25rem 0}
.part p+p{margin-top:.35rem}
.part li::first-letter{text-transform:uppercase}
.part .big{font-size:1.0625rem;font-weight:600}
.part.warn{background:var(--amber-soft)}
.part.warn h4{color:var(--amber)}
.soft,.part .soft{color:var(--soft);font-size:.9375rem}
.part>details>summary{list-style:none;display:flex;min-height:44px;align-items:center;font-weight:600}
.part>details{margin:-.5rem 0}
.part details[open]{margin-bottom:0}
.part h5{margin:.7rem 0 .1rem;font-size:.875rem;color:var(--soft)}
.asked{font-size:.8125rem;font-weight:600;color:var(--amber)}
.cite{font-size:.8125rem;color:var(--soft)}
.card a:not(.call){color:var(--accent);display:inline-block;padding:.15rem 0}
.meta{font-size:.75rem;color:var(--soft);overflow-wrap:anywhere}
.call{display:inline-flex;align-items:center;justify-content:center;min-height:52px;margin-top:.8rem;padding:.5rem 1.5rem;border-radius:14px;background:var(--amber);
  color:#fff;font-weight:700;text-decoration:none;font-size:1.125rem}
@media (prefers-color-scheme:dark){:host(:not([theme=light])) .urgent .call{color:#221600}}
:host([theme=dark]) .urgent .call{color:#221600}
.sos{flex:1;overflow-y:auto;background:var(--red);color:#fff;padding:clamp(1.2rem,5vw,2.2rem);display:flex;flex-direction:column;gap:.9rem}
.sos h3{font-size:clamp(1.5rem,6vw,2rem);line-height:1.2}
.sos p{font-size:1.125rem;white-space:pre-line;max-width:40rem}
.sos .call{background:#fff;color:#a01217;font-size:1.5rem;min-height:64px;width:100%;max-width:26rem;margin:.2rem 0}
.sos .tag{color:#fff;text-transform:none}
.sos .soft{color:#fff;margin-top:auto;padding-top:1rem}
.sos :focus-visible{outline-color:#fff}
@media (max-width:30rem){.chat{border-left:0;border-right:0;border-radius:0}.scroll{padding:.8rem}.steps{min-width:5rem}.tools button{padding:0 .5rem}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
@media (forced-colors:active){.b,.call,.go,.send{border:1px solid}}
`;

const styles = new CSSStyleSheet();
styles.replaceSync(css);

// --- small helpers ---------------------------------------------------------------------------------------------------

/// An element with properties (class, text, on..., or attributes) and children; strings become text.
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function icon(path) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(ns, "path");
  for (const [key, value] of Object.entries({d: path, fill: "none", stroke: "currentColor", "stroke-width": "2",
                                             "stroke-linecap": "round", "stroke-linejoin": "round"})) {
    shape.setAttribute(key, value);
  }
  svg.append(shape);
  return svg;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));

/// sessionStorage, or nothing where the browser forbids it: then a reload starts afresh.
const memory = {
  read(key) {
    try { return JSON.parse(sessionStorage.getItem(key)) ?? {}; } catch { return {}; }
  },
  write(key, value) {
    try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* kept in this page only */ }
  },
};

// --- connection ------------------------------------------------------------------------------------------------------

/// A WebSocket that comes back. `on` has open(), frame(object) and state(name, closeCode): "online" after open,
/// "connecting", "offline" (a timer runs) or "stopped" (only dial() helps).
class Connection {
  #url; #on; #socket = null; #timer = 0; #attempts = 0; #wanted = false;
  #wake = () => { if (this.#wanted && !this.#socket && this.#timer && !document.hidden) this.dial(); };

  constructor(url, on) { this.#url = url; this.#on = on; }

  start() {
    this.#wanted = true;
    addEventListener("online", this.#wake);
    document.addEventListener("visibilitychange", this.#wake);
    this.dial();
  }

  stop() {
    this.#wanted = false;
    removeEventListener("online", this.#wake);
    document.removeEventListener("visibilitychange", this.#wake);
    clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  dial() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#on.state("connecting");
    const socket = new WebSocket(this.#url, "palpate.v1");
    this.#socket = socket;
    socket.onopen = () => { if (socket === this.#socket) this.#on.open(); };
    socket.onmessage = (event) => { if (socket === this.#socket) this.#receive(event.data); };
    socket.onclose = (event) => { if (socket === this.#socket) this.#closed(event.code, event.reason); };
  }

  /// The conversation goes on, so the next trouble starts with a short delay again.
  proven() { this.#attempts = 0; this.#on.state("online"); }

  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /// Gives this socket up without waiting for its closing handshake, and dials again later.
  drop(code) {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    socket.close();
    this.#closed(code ?? 1006);
  }

  #receive(data) {
    let frame = null;
    try { frame = JSON.parse(data); } catch { /* below */ }
    if (frame && typeof frame === "object") this.#on.frame(frame);
    else this.drop();
  }

  #closed(code, reason = "") {
    this.#socket = null;
    if (!this.#wanted) return;
    if (stopCodes.has(code)) { this.#on.state("stopped", code); return; }
    // Doubling with jitter, so that a restarted server does not meet all its visitors in one moment.
    const base = Math.min(maxDelayMs, (code === 1013 ? 5_000 : 500) * 2 ** this.#attempts++);
    // One that goes away on purpose says when to come back: "restart 3200".
    const hint = Number(/^restart (\d{1,5})$/.exec(reason)?.[1] ?? 0);
    const delay = hint + base * (0.5 + Math.random());
    this.#on.state("offline", code);
    this.#timer = setTimeout(() => { if (!document.hidden) this.dial(); }, delay);
  }
}

// --- questions -------------------------------------------------------------------------------------------------------
// Each draws the controls of one kind of question into `box` and calls give(value, label).

function optionButton(option, give, soft) {
  return el("button", {class: soft ? "opt soft" : "opt", type: "button", "data-id": option.id, text: option.label,
                       onclick: () => give(option.id, option.label)});
}

function drawChoice(box, ask, give) {
  const buttons = el("div", {class: "row"});
  for (const option of ask.options ?? []) buttons.append(optionButton(option, give, false));
  for (const option of [ask.none, ask.not_sure]) if (option) buttons.append(optionButton(option, give, true));
  box.append(buttons);
}

function tick(option) {
  return el("label", {class: "opt"}, el("input", {type: "checkbox", value: option.id, "data-label": option.label}), option.label);
}

function drawChoices(box, ask, give, say) {
  const options = ask.options ?? [];
  const groups = ask.groups?.length ? ask.groups : [null];
  const folded = groups.length > 1 && options.length >= foldFrom;
  for (const group of groups) {
    const ticks = options.filter((option) => !group || option.group === group.id).map(tick);
    const list = el("div", {class: "col"}, ...ticks);
    if (!group) box.append(list);
    else if (folded) box.append(el("details", {class: "fold"}, el("summary", {}, group.label, el("span", {class: "count"})), list));
    else box.append(el("fieldset", {}, el("legend", {text: group.label}), list));
  }
  const rest = [ask.none, ask.not_sure].filter(Boolean).map(tick);
  if (rest.length) box.append(el("div", {class: groups[0] ? "col" : "col foot"}, ...rest));
  const boxes = [...box.querySelectorAll("input")];
  const error = el("p", {class: "error", role: "alert"});
  const countTicks = () => {
    for (const fold of box.querySelectorAll(".fold")) {
      const count = fold.querySelectorAll(":checked").length;
      fold.querySelector(".count").textContent = count ? fill(say.chosen, {count}) : "";
    }
  };
  for (const input of boxes) input.checked = ask.told?.includes(input.value);  // told before
  countTicks();
  box.addEventListener("change", (event) => {
    // "None of these" stands alone; "not sure" may stand beside what is ticked.
    const changed = event.target;
    if (changed.checked) for (const other of boxes) if (other !== changed && (changed.value === "none" || other.value === "none")) other.checked = false;
    error.textContent = "";
    countTicks();
  });
  const submit = () => {
    const ticked = boxes.filter((input) => input.checked);
    if (!ticked.length) { error.textContent = say.chooseOne; return; }
    give(ticked.map((input) => input.value), ticked.map((input) => input.dataset.label).join(", "));
  };
  box.append(el("div", {class: "foot"}, el("button", {class: "go", type: "button", text: say.continue, onclick: submit}), error));
}

function drawNumber(box, ask, give, say) {
  const min = ask.min ?? 0, max = ask.max ?? 10;
  const label = (value) => ask.unit ? `${value} ${ask.unit}` : String(value);
  if (max - min < scaleUpTo) {
    const scale = el("div", {class: "scale"});
    for (let value = min; value <= max; value++) {
      scale.append(el("button", {class: "opt", type: "button", "data-id": value, text: value, onclick: () => give(value, label(value))}));
    }
    box.append(scale);
    if (ask.min_label || ask.max_label) {
      box.append(el("div", {class: "ends"}, el("span", {text: ask.min_label ?? ""}), el("span", {text: ask.max_label ?? ""})));
    }
  } else {
    const error = el("p", {class: "error", role: "alert"});
    const input = el("input", {class: "num", inputmode: "numeric", autocomplete: "off", maxlength: 6, "aria-label": say.number});
    const submit = (event) => {
      event.preventDefault();
      const text = input.value.trim();
      const value = Number(text);
      if (/^-?\d+$/.test(text) && value >= min && value <= max) give(value, label(value));
      else { error.textContent = fill(say.numberRange, {min, max}); input.focus(); }
    };
    box.append(el("form", {class: "foot", novalidate: true, onsubmit: submit}, input, ask.unit ? el("span", {text: ask.unit}) : null,
                  el("button", {class: "go", text: say.continue}), error));
  }
  const rest = [ask.none, ask.not_sure].filter(Boolean);
  if (rest.length) box.append(el("div", {class: "row foot"}, ...rest.map((option) => optionButton(option, give, true))));
}

function drawGrid(box, ask, give, say) {
  const items = ask.items ?? [];
  box.classList.add("grid");
  if (ask.shortcut) {
    const all = () => give(Object.fromEntries(items.map((item) => [item.id, ask.shortcut.id])), ask.shortcut.label);
    box.append(el("div", {class: "row"}, el("button", {class: "opt", type: "button", "data-id": "shortcut", text: ask.shortcut.label, onclick: all})));
    box.lastChild.style.marginBottom = ".75rem";
  }
  for (const item of items) {
    const pills = el("div", {class: "pills"});
    for (const option of [...(item.options ?? []), ...(ask.not_sure ? [ask.not_sure] : [])]) {
      pills.append(el("label", {class: "opt"}, el("input", {type: "radio", name: item.id, value: option.id, "data-label": option.label}), option.label));
    }
    box.append(el("fieldset", {"data-item": item.id}, el("legend", {text: item.label}), pills));
  }
  const error = el("p", {class: "error", role: "alert"});
  const submit = () => {
    const value = {}, labels = [];
    for (const item of items) {
      const picked = box.querySelector(`[data-item="${CSS.escape(item.id)}"] :checked`);
      if (!picked) { error.textContent = say.gridMissing; return; }
      value[item.id] = picked.value;
      labels.push(`${item.label}: ${picked.dataset.label}`);
    }
    give(value, labels.join("\n"));
  };
  box.append(el("div", {class: "foot"}, el("button", {class: "go", type: "button", text: say.continue, onclick: submit}), error));
}

const drawers = {yes_no: drawChoice, choice: drawChoice, choices: drawChoices, number: drawNumber, grid: drawGrid};

// --- results ---------------------------------------------------------------------------------------------------------

function callLink(call, say) {
  const number = (call?.number ?? "").replace(/[^\d+*#]/g, "");
  if (!number) return null;
  return el("a", {class: "call", href: `tel:${number}`, text: fill(say.call, {number: call.number})});
}

const paragraphs = (texts) => texts.map((text) => el("p", {text}));
const list = (texts) => el("ul", {}, ...texts.map((text) => el("li", {text})));
const part = (title, kind, ...children) => el("section", {class: `part ${kind}`}, title ? el("h4", {text: title}) : null, ...children);
const fold = (title, ...children) => el("section", {class: "part"}, el("details", {}, el("summary", {text: title}), ...children));

function drawRules(result, say) {
  const kinds = new Map();
  for (const rule of result.rules ?? []) kinds.set(rule.kind, [...(kinds.get(rule.kind) ?? []), rule]);
  const nodes = [];
  for (const [kind, rules] of kinds) {
    nodes.push(el("h5", {text: (kind === "schedule" ? say.scheduleRule : say[kind]) ?? kind}));
    nodes.push(el("ul", {}, ...rules.map((rule) => el("li", {"data-rule": rule.id}, rule.why + " ",
        el("span", {class: "cite", text: `[${[rule.id, ...(rule.sources ?? [])].join(", ")}]`})))));
  }
  if (result.sources?.length) {
    nodes.push(el("h5", {text: say.sources}), el("ul", {}, ...result.sources.map((source) => el("li", {},
        el("span", {class: "cite", text: `[${source.key}] `}),
        /^https?:\/\//.test(source.url ?? "") ? el("a", {href: source.url, target: "_blank", rel: "noopener noreferrer", text: source.title})
                                              : source.title))));
  }
  return nodes.length ? fold(say.rules, ...nodes) : null;
}

function drawLeftOut(result, say) {
  if (!result.left_out?.length) return null;
  return part(say.leftOut, "", ...result.left_out.map((technique) => el("div", {"data-technique": technique.id},
      el("p", {}, el("b", {text: technique.name}), " ", technique.asked_for ? el("span", {class: "asked", text: `(${say.askedFor})`}) : null),
      list(technique.reasons ?? []))));
}

/// The card of every result except an emergency, which fills the chat instead.
function drawCard(result, texts, say) {
  const {primary, schedule} = result;
  const notes = (kind) => (result.notes ?? []).filter((note) => note.kind === kind).map((note) => note.text);
  const warnings = notes("warning"), advice = notes("advice"), disclaimer = notes("disclaimer");
  const card = el("article", {class: `card ${result.disposition}`, tabindex: "-1", "aria-label": result.title});
  const add = (node) => { if (node) card.append(node); };
  add(el("div", {class: "top"}, el("p", {class: "tag", text: (primary ? result.title : "") || say[result.disposition] || ""}), el("h3", {text: primary?.name ?? result.title}), primary ? el("p", {text: primary.about}) : null,
         ...paragraphs(texts), callLink(result.call, say)));
  if (schedule) {
    add(part(say.schedule, "schedule", el("p", {class: "big", text: schedule.text}), ...paragraphs([schedule.limit].filter(Boolean)),
             schedule.caveat ? el("p", {class: "soft", text: schedule.caveat}) : null));
  }
  if (warnings.length) add(part(say.warnings, "warn", list(warnings)));
  if (result.for_therapist?.length) add(part(say.therapist, "therapist", list(result.for_therapist)));
  if (advice.length) add(part(say.advice, "advice", list(advice)));
  if (result.allowed?.length) {
    add(part(say.also, "also", ...result.allowed.map((technique) => el("p", {}, el("b", {text: technique.name}), technique.about ? `: ${technique.about}` : ""))));
  }
  add(drawLeftOut(result, say));
  add(drawRules(result, say));
  add(part("", "meta", ...disclaimer.map((text) => el("p", {class: "soft", text})),
           el("p", {class: "meta", text: fill(say.version, {dialogue: result.dialogue, version: result.version, hash: (result.content_hash ?? "").slice(0, 12)}),
                    title: result.content_hash})));
  return card;
}

/// What fills the chat in an emergency: words, the number to call, and nothing else to press.
function drawEmergency(result, texts, say) {
  const disclaimer = (result.notes ?? []).filter((note) => note.kind === "disclaimer").map((note) => note.text);
  return el("section", {class: "sos", role: "alert", tabindex: "-1"}, el("h3", {text: result.title || say.emergency}),
            callLink(result.call, say), ...paragraphs(texts), ...disclaimer.map((text) => el("p", {class: "soft", text})));
}

// --- the element -----------------------------------------------------------------------------------------------------

class PalpateChat extends HTMLElement {
  #say = english;
  #ui = {};
  #connection = null;
  #key = "";            // of the memory
  #kept = {};           // {token, pending, draft}: what survives a reload
  #idPrefix = "";
  #idCount = 0;
  #opening = "";        // id of the start or resume that is on its way
  #live = false;        // the server knows on this connection which conversation it is
  #drawn = false;       // a turn is on the screen
  #turn = 0;
  #ask = null;
  #question = null;     // the bubble of the open question
  #result = null;
  #exchanges = [];      // {fact, question, node}: bubbles of the log that tell one answer
  #own = null;          // the bubble of the answer that is on its way
  #retries = 0;
  #typed = false;       // the last answer was typed, so the focus stays in the text box
  #timers = {};

  constructor() {
    super();
    this.attachShadow({mode: "open"}).adoptedStyleSheets = [styles];
  }

  get strings() { return this.#say; }
  set strings(words) {
    this.#say = {...english, ...words};
    if (!this.#connection) return;
    if (this.#drawn) {
      this.disconnectedCallback();
      this.connectedCallback();
    } else {
      this.#build();
      this.#showState("connecting");
    }
  }

  connectedCallback() {
    if (Object.hasOwn(this, "strings")) {
      // Set before this file was loaded: then it hides the property of the class.
      const words = this.strings;
      delete this.strings;
      this.strings = words;
    }
    const url = new URL(this.getAttribute("server") || "/v1/chat", this.hasAttribute("server") ? location.href : scriptUrl);
    url.protocol = url.protocol.replace(/^http/, "ws");
    this.#key = `palpate ${url} ${this.getAttribute("dialogue") ?? ""}`;
    this.#kept = memory.read(this.#key);
    this.#idPrefix = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(36)).join("");
    this.#build();
    this.#connection = new Connection(url, {open: () => this.#opened(), frame: (frame) => this.#receive(frame),
                                            state: (state, code) => this.#showState(state, code)});
    this.#connection.start();
  }

  disconnectedCallback() {
    this.#connection?.stop();
    this.#connection = null;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#live = this.#drawn = false;
    this.#ask = this.#result = this.#own = null;
    this.#exchanges = [];
    this.shadowRoot.replaceChildren();
  }

  #build() {
    const say = this.#say, ui = this.#ui;
    ui.status = el("p", {class: "status", role: "status"});
    ui.steps = el("div", {class: "steps"});
    ui.log = el("div", {class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions"});
    ui.dots = el("div", {class: "b dots", hidden: true, "aria-hidden": "true"}, el("i"), el("i"), el("i"));
    ui.ask = el("div", {class: "ask", role: "group", tabindex: "-1"});
    ui.scroll = el("div", {class: "scroll"}, ui.log, ui.ask, ui.dots);
    const tool = (name, frame, extra) => el("button", {type: "button", class: extra, "data-tool": name, text: say[name], onclick: frame});
    ui.back = tool("back", () => this.#submit({type: "back"}));
    ui.why = tool("why", () => this.#submit({type: "why"}));
    ui.help = tool("help", () => this.#submit({type: "help"}));
    ui.restart = tool("restart", () => this.#confirmRestart(true), "end");
    ui.tools = el("div", {class: "tools"}, ui.back, ui.why, ui.help, ui.restart);
    ui.sure = el("div", {class: "sure", role: "alertdialog", "aria-label": say.restart, hidden: true,
                         onkeydown: (event) => { if (event.key === "Escape") this.#confirmRestart(false); }},
                 el("p", {text: say.restartQuestion}),
                 el("button", {class: "opt", type: "button", "data-tool": "restart-yes", text: say.restartYes, onclick: () => this.#restart()}),
                 el("button", {class: "opt", type: "button", "data-tool": "restart-no", text: say.restartNo, onclick: () => this.#confirmRestart(false)}));
    ui.text = el("textarea", {rows: "1", maxlength: maxTextLength, placeholder: say.type, "aria-label": say.type, enterkeyhint: "send",
                              autocomplete: "off", oninput: () => this.#keep({draft: ui.text.value}), onkeydown: (event) => this.#typedKey(event)});
    ui.text.value = this.#kept.draft ?? "";
    ui.form = el("form", {class: "type", onsubmit: (event) => { event.preventDefault(); this.#sendText(); }}, ui.text,
                 el("button", {class: "send", "aria-label": say.send}, icon("M5 12h13M12 5l7 7-7 7")));
    ui.footer = el("footer", {}, ui.tools, ui.sure, ui.form);
    ui.title = el("h2", {text: this.getAttribute("clinic-name") || say.title});
    const header = el("header", {}, el("div", {class: "face"}, icon("M12 20s-7.5-4.4-7.5-10A4.2 4.2 0 0 1 12 7.4 4.2 4.2 0 0 1 19.5 10c0 5.6-7.5 10-7.5 10z")),
                      el("div", {}, ui.title, ui.status), ui.steps);
    ui.chat = el("section", {class: "chat", "aria-label": this.getAttribute("clinic-name") || say.title}, header, ui.scroll, ui.footer);
    this.shadowRoot.replaceChildren(ui.chat);
    this.#showTools();
  }

  // What a reload must not lose.
  #keep(change) {
    Object.assign(this.#kept, change);
    for (const key of Object.keys(this.#kept)) if (!this.#kept[key]) delete this.#kept[key];
    memory.write(this.#key, this.#kept);
  }

  #nextId() { return `${this.#idPrefix}-${++this.#idCount}`; }

  // --- frames to the server ---

  #opened() {
    const id = this.#opening = this.#nextId();
    if (this.#kept.token) {
      this.#connection.send({type: "resume", id, token: this.#kept.token});
    } else {
      const start = {type: "start", id, dialogue: this.getAttribute("dialogue") ?? "", render: "rich",
                     locale: this.getAttribute("locale") || document.documentElement.lang || navigator.language || ""};
      if (this.hasAttribute("region")) start.region = this.getAttribute("region");
      this.#connection.send(start);
    }
    this.#awaitReply();
  }

  /// Sends `frame`, now or when the connection is back; until it is answered nothing else is sent.
  #submit(frame) {
    if (this.#kept.pending) return false;
    this.#keep({pending: {...frame, id: this.#nextId()}});
    this.#retries = 0;
    this.#lock(true);
    this.#sendPending();
    return true;
  }

  #sendPending() {
    if (this.#live && this.#kept.pending && this.#connection.send(this.#kept.pending)) this.#awaitReply();
  }

  #awaitReply() {
    clearTimeout(this.#timers.typing);
    clearTimeout(this.#timers.reply);
    this.#timers.typing = setTimeout(() => {
      this.#ui.dots.hidden = false;
      this.#ui.dots.scrollIntoView({block: "nearest"});
    }, typingAfterMs);
    this.#timers.reply = setTimeout(() => this.#connection.drop(), replyTimeoutMs);
  }

  #replied() {
    clearTimeout(this.#timers.typing);
    clearTimeout(this.#timers.reply);
    this.#ui.dots.hidden = true;
  }

  #answer(value, label) {
    if (this.#submit({type: "answer", turn: this.#turn, value})) this.#showOwn(label, false);
  }

  #sendText() {
    const text = this.#ui.text.value.trim();
    if (!text || !this.#drawn || !this.#submit({type: "say", turn: this.#turn, text})) return;
    this.#ui.text.value = "";
    this.#keep({draft: ""});
    this.#showOwn(text, true);
  }

  #typedKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#sendText();
  }

  #restart() {
    this.#confirmRestart(false);
    this.#submit({type: "restart"});
  }

  #confirmRestart(open) {
    const {sure, tools, form} = this.#ui;
    sure.hidden = !open;
    tools.hidden = open;
    form.hidden = open || Boolean(this.#result);
    (open ? sure.querySelector("button:last-child") : this.#ui.restart).focus();
  }

  // --- frames from the server ---

  #receive(frame) {
    const pending = this.#kept.pending;
    const isOpening = frame.reply_to === this.#opening && this.#opening !== "";
    if (!isOpening && frame.reply_to !== pending?.id) {
      // An error without an id answers the only frame that can be on its way.
      if (frame.type !== "error" || frame.reply_to) return;
    }
    this.#replied();
    if (frame.type === "turn") isOpening ? this.#openedWith(frame) : this.#settle(frame);
    else if (isOpening) this.#openingFailed(frame);
    else this.#failed(frame);
  }

  #openedWith(turn) {
    this.#opening = "";
    this.#live = true;
    this.#connection.proven();
    if (turn.token) this.#keep({token: turn.token});
    const pending = this.#kept.pending;
    if (!this.#drawn) {
      this.#draw(turn, true);
      // After a reload, a frame of an earlier turn was carried out: it stands in the transcript already.
      if (pending?.turn !== undefined && pending.turn < turn.turn) this.#keep({pending: null});
    } else if (!pending && turn.turn !== this.#turn) {
      this.#draw(turn, true);
    }
    this.#lock(Boolean(this.#kept.pending));
    this.#sendPending();
  }

  #openingFailed(error) {
    this.#opening = "";
    if (error.code === "unknown_token" || (error.code === "unknown_dialogue" && this.#kept.token)) {
      const hadWords = this.#drawn;
      this.#keep({token: null, pending: null});
      this.#clear();
      if (hadWords) this.#notice(this.#say.lost);
      this.#opened();
    } else if (error.code === "unknown_dialogue" || error.code === "bad_frame") {
      this.#notice(fill(this.#say.unsupported, {message: error.message}));
    } else {
      this.#connection.drop(1013);
    }
  }

  #settle(turn) {
    const {type} = this.#kept.pending;
    this.#keep({pending: null});
    this.#connection.proven();
    if (type === "restart") this.#clear();
    this.#draw(turn, false);
    this.#lock(false);
    this.#focusAsk();
  }

  #failed(error) {
    const say = this.#say;
    if (error.code === "slow_down" || error.code === "unavailable") {
      // Nothing was changed, and the same id makes a second try safe.
      this.#showState("offline", 0, error.code === "slow_down" ? say.slow : say.unavailable);
      const delay = Math.min(maxDelayMs, 1_500 * 2 ** this.#retries++) * (0.75 + Math.random() / 2);
      this.#timers.retry = setTimeout(() => this.#sendPending(), delay);
      return;
    }
    const pending = this.#kept.pending;
    this.#keep({pending: null});
    this.#removeOwn(pending);
    if (error.code === "too_many_turns") {
      // A new conversation needs a new connection.
      this.#keep({token: null});
      this.#clear();
      this.#drawn = false;
      this.#notice(error.message);
      this.#connection.drop();
      return;
    }
    if (error.code === "not_started" || error.code === "unknown_token") {
      this.#live = false;
      this.#opened();
    }
    if (error.code === "stale_turn") this.#notice(say.moved);
    else if (error.message && !error.turn?.messages?.length) this.#notice(error.message);
    if (error.turn) this.#draw(error.turn, false);
    this.#lock(false);
  }

  // --- drawing ---

  /// Shows a turn. `whole`: nothing on the screen counts any more.
  #draw(turn, whole) {
    this.#turn = turn.turn;
    this.#drawn = true;
    const first = this.#own?.node ?? null;
    const before = this.#ui.log.childElementCount;
    if (turn.transcript) this.#rebuild(turn.transcript);
    else if (whole) this.#clear();
    else this.#reconcile(turn);
    this.#own = null;
    const result = turn.result ?? null;
    const inCard = (message) => result && result.disposition === message.kind;
    for (const message of turn.messages ?? []) if (!inCard(message)) this.#bubble(message.text, message.kind);
    const texts = (turn.messages ?? []).filter(inCard).map((message) => message.text);
    this.#drawAsk(turn.ask ?? null, Boolean(turn.transcript) || whole);
    this.#drawResult(result, texts);
    this.#showProgress(turn);
    this.#showTools(turn);
    const target = result ? this.#ui.card : first?.isConnected ? first : this.#ui.log.children[turn.transcript ? this.#ui.log.childElementCount - 1 : before];
    this.#scrollTo(target ?? this.#question);
  }

  #clear() {
    this.#ui.log.replaceChildren();
    this.#exchanges = [];
    this.#own = this.#ask = this.#question = null;
  }

  /// Everything answered so far, from the server's own account. What was said before the first question stays.
  #rebuild(transcript) {
    const greeting = [];
    for (const node of this.#ui.log.children) {
      if (node.matches(".q, .mine")) break;
      greeting.push(node);
    }
    this.#clear();
    this.#ui.log.append(...greeting);
    for (const {fact, question, answer} of transcript) {
      const asked = this.#bubble(question, "q");
      this.#exchanges.push({fact, question: asked, node: this.#mine(answer, fact, question)});
    }
  }

  /// Brings the log in line with a turn that comes without a transcript.
  #reconcile(turn) {
    const own = this.#own;
    if (own?.fact && turn.ask?.fact !== own.fact) {
      const old = this.#exchanges.findIndex((exchange) => exchange.fact === own.fact);
      if (old >= 0) this.#exchanges.splice(old, 1)[0].node.querySelector(".change")?.remove();
      this.#exchanges.push({fact: own.fact, question: own.question, node: own.node});
      this.#addChange(own.node, own.fact, own.question?.textContent ?? "");
    }
    const again = turn.ask?.changing ? -1 : this.#exchanges.findIndex((exchange) => exchange.fact === turn.ask?.fact);
    if (again >= 0) {
      const {question} = this.#exchanges[again];
      while (question.nextSibling) question.nextSibling.remove();
      question.remove();
      this.#exchanges.length = again;
    }
    for (const fact of turn.dropped ?? []) {
      const gone = this.#exchanges.find((exchange) => exchange.fact === fact);
      gone?.node.remove();
      gone?.question?.remove();
    }
    this.#exchanges = this.#exchanges.filter((exchange) => exchange.node.isConnected);
  }

  #bubble(text, kind) {
    const node = el("div", {class: `b ${kind}`, text});
    this.#ui.log.append(node);
    return node;
  }

  #notice(text) { this.#bubble(text, "notice").scrollIntoView({block: "nearest"}); }

  #mine(label, fact, question) {
    const node = el("div", {class: "mine"}, el("div", {class: "b me"}, el("span", {class: "sr", text: `${this.#say.you}: `}), label));
    this.#ui.log.append(node);
    if (fact) this.#addChange(node, fact, question);
    return node;
  }

  #addChange(node, fact, question) {
    node.prepend(el("button", {class: "change", type: "button", "data-fact": fact, text: this.#say.change,
                               "aria-label": fill(this.#say.changeThis, {question}), onclick: () => this.#submit({type: "change", fact})}));
  }

  #showOwn(label, typed) {
    this.#typed = typed;
    this.#own = {fact: this.#ask?.fact, question: this.#question, node: this.#mine(label), typed};
    this.#scrollTo(this.#own.node);
  }

  /// The server did not take it; typed words go back into the text box.
  #removeOwn(pending) {
    this.#own?.node.remove();
    this.#own = null;
    if (pending?.type === "say" && !this.#ui.text.value) {
      this.#ui.text.value = pending.text;
      this.#keep({draft: pending.text});
    }
  }

  #drawAsk(ask, force) {
    const box = this.#ui.ask;
    // The same question again, after why, help or a miss: the controls stay, with what is ticked.
    if (!force && ask && JSON.stringify(ask) === JSON.stringify(this.#ask) && this.#question?.isConnected) return;
    this.#ask = ask;
    box.replaceChildren();
    box.className = "ask";
    this.#question = null;
    if (!ask) return;
    this.#question = this.#bubble(ask.text, "q");
    box.setAttribute("aria-label", ask.text);
    box.dataset.fact = ask.fact;
    // A fresh box for each question leaves no listener of the last one behind.
    const controls = el("div");
    if (ask.changing && ask.current) box.append(el("p", {class: "was", text: fill(this.#say.yourAnswer, {answer: ask.current})}));
    box.append(controls);
    drawers[ask.kind]?.(controls, ask, (value, label) => this.#answer(value, label), this.#say);
  }

  #drawResult(result, texts) {
    const ui = this.#ui;
    ui.card?.remove();
    ui.card = null;
    this.#result = result;
    const emergency = result?.disposition === "emergency";
    ui.scroll.hidden = emergency;
    if (emergency) ui.scroll.after(ui.card = drawEmergency(result, texts, this.#say));
    else if (result) ui.ask.after(ui.card = drawCard(result, texts, this.#say));
  }

  #showProgress({progress, result}) {
    const ui = this.#ui, say = this.#say;
    ui.steps.replaceChildren();
    if (!progress || result?.disposition === "emergency") return;
    const about = Math.max(progress.about ?? 0, progress.answered + 1);
    const text = result ? say.finished : fill(say.progress, {number: progress.answered + 1, about});
    const bar = el("i");
    bar.style.width = `${result ? 100 : Math.round(100 * progress.answered / about)}%`;
    ui.steps.append(el("span", {text}), el("div", {class: "bar", "aria-hidden": "true"}, bar));
  }

  #showTools(turn) {
    const ui = this.#ui;
    const final = ["emergency", "urgent"].includes(this.#result?.disposition);
    ui.back.hidden = final || !(turn?.progress?.answered > 0);
    ui.why.hidden = ui.help.hidden = !this.#ask;
    ui.restart.hidden = ui.back.hidden && !this.#result;
    ui.sure.hidden = true;
    ui.tools.hidden = false;
    ui.form.hidden = Boolean(this.#result);
    if (final) for (const button of ui.log.querySelectorAll(".change")) button.remove();
  }

  #showState(state, code, text) {
    const say = this.#say, {status} = this.#ui;
    if (state === "offline" || state === "stopped") {
      if (!text) { this.#live = false; this.#opening = ""; }
      this.#replied();
    }
    const words = {online: say.online, connecting: this.#drawn ? say.offline : say.connecting,
                   offline: {1013: say.busy, 1001: say.restarting, 1012: say.restarting}[code] ?? say.offline,
                   stopped: code === 4001 ? say.superseded : say.refused};
    // Screen readers read every change of this line aloud, so it changes only when it says something new.
    if (status.dataset.state === state && status.firstChild?.textContent === (text ?? words[state])) return;
    status.dataset.state = state;
    status.replaceChildren(text ?? words[state]);
    if (state === "stopped") status.append(el("button", {type: "button", text: say.connect, onclick: () => this.#connection.dial()}));
  }

  #lock(locked) {
    this.#ui.ask.inert = this.#ui.tools.inert = locked;
    for (const button of this.#ui.log.querySelectorAll(".change")) button.disabled = locked;
  }

  /// After a press the pressed button is gone: the focus goes to what came instead.
  #focusAsk() {
    const {card, ask, text} = this.#ui;
    if (this.#result) card.focus({preventScroll: true});
    else if (this.#typed) text.focus({preventScroll: true});
    else ask.focus({preventScroll: true});
  }

  /// What is new starts at the top of the view, if it does not fit into it as a whole.
  #scrollTo(node) {
    if (node?.isConnected) requestAnimationFrame(() => { this.#ui.scroll.scrollTop = node.offsetTop - 12; });
  }
}

customElements.define("palpate-chat", PalpateChat);
})();
