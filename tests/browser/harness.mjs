// What the browser tests share: a real server with a database of its own, real Chromium, and the moves of a visitor.
//
// scripts/test runs them as: npm ci --prefix tests/npm, then npm run browser --prefix tests/npm.
// PALPATE_SERVER names the server binary (default: build/dev/bin/palpate-server). Chromium is Debian's; PALPATE_CHROMIUM
// names another one.
import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

const require = createRequire(new URL("../npm/package.json", import.meta.url));
export const {chromium} = require("playwright-core");

const root = fileURLToPath(new URL("../../", import.meta.url));
export const serverBinary = process.env.PALPATE_SERVER ?? join(root, "build/dev/bin/palpate-server");
export const screenshots = fileURLToPath(new URL("screenshots/", import.meta.url));
const startTimeoutMs = 20_000;

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const {port} = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/// A server on a free port. stop() drains it as SIGTERM does and checks that it ends well; start() begins again on the
/// same port and database.
export class Server {
  #folder = mkdtempSync(join(tmpdir(), "palpate-browser-"));
  #process = null;
  #log = "";

  static async launch(...options) {
    assert.ok(existsSync(serverBinary), `there is no server at ${serverBinary}: build it, or set PALPATE_SERVER`);
    const server = new Server();
    server.port = await freePort();
    server.options = options;
    await server.start();
    return server;
  }

  get url() { return `http://127.0.0.1:${this.port}/`; }
  get chatUrl() { return `ws://127.0.0.1:${this.port}/v1/chat`; }

  async start() {
    this.#process = spawn(serverBinary, ["--port", String(this.port), "--database", join(this.#folder, "palpate.db"),
                                         "--dialogs", join(root, "dialogs"), ...this.options]);
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream.on("data", (data) => { this.#log += data; });
    const end = Date.now() + startTimeoutMs;
    for (;;) {
      assert.equal(this.#process.exitCode, null, `the server ended:\n${this.#log}`);
      assert.ok(Date.now() < end, `the server did not become ready:\n${this.#log}`);
      const ready = await fetch(`${this.url}readyz`).then((reply) => reply.ok, () => false);
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop() {
    const server = this.#process;
    this.#process = null;
    if (!server || server.exitCode !== null) return;
    server.kill("SIGTERM");
    const [code] = await once(server, "exit");
    assert.equal(code, 0, `the server did not end well:\n${this.#log}`);
  }

  async close() {
    await this.stop();
    rmSync(this.#folder, {recursive: true, force: true});
  }
}

export function launchBrowser() {
  // A page whose headers a test replaces counts as coming from the internet, which may not talk to this machine.
  return chromium.launch({executablePath: process.env.PALPATE_CHROMIUM ?? "/usr/bin/chromium",
                          args: ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"]});
}

/// A visitor's page with the chat on it. Every console error, exception and CSP violation is noted in `troubles`, except
/// those that match `ignored`.
export class Visitor {
  troubles = [];
  ignored = /^$/;

  static async open(browser, server, options = {}) {
    const visitor = new Visitor();
    const {before, ...context} = options;
    visitor.context = await browser.newContext({viewport: {width: 1280, height: 900}, ...context});
    visitor.page = await visitor.context.newPage();
    await visitor.watch(visitor.page);
    visitor.chat = visitor.page.locator("palpate-chat");
    visitor.server = server;
    await before?.(visitor.page);
    await visitor.page.goto(server.url);
    return visitor;
  }

  async watch(page) {
    const note = (text) => { if (!this.ignored.test(text)) this.troubles.push(text); };
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) note(message.text()); });
    page.on("pageerror", (error) => note(String(error)));
    await page.addInitScript(() => document.addEventListener("securitypolicyviolation",
        (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`)));
  }

  async close() {
    await this.context.close();
    assert.deepEqual(this.troubles, []);
  }

  /// The controls of the open question, once it is `fact`'s and may be answered.
  async asked(fact) {
    const box = this.chat.locator(`.ask[data-fact="${fact}"]:not([inert])`);
    await box.waitFor().catch(async (error) => {
      throw new Error(`"${fact}" was not asked: ${error.message}\n${(await this.log()).join("\n")}\n${this.troubles.join("\n")}`);
    });
    return box;
  }

  press(name) { return this.chat.getByRole("button", {name, exact: true}).click(); }

  async pick(fact, option) {
    await (await this.asked(fact)).locator(`[data-id="${option}"]`).click();
  }

  async tick(fact, ...options) {
    const box = await this.asked(fact);
    for (const option of options) {
      const input = box.locator(`input[value="${option}"]`);
      const fold = box.locator("details").filter({has: this.page.locator(`input[value="${option}"]`)});
      if (await fold.count() && !await input.isVisible()) await fold.locator("summary").click();
      await input.check();
    }
    await box.getByRole("button", {name: "Continue"}).click();
  }

  async number(fact, value) {
    const box = await this.asked(fact);
    await box.getByRole("textbox").fill(String(value));
    await box.getByRole("button", {name: "Continue"}).click();
  }

  async grid(fact, answers) {
    const box = await this.asked(fact);
    for (const [item, option] of Object.entries(answers)) await box.locator(`[data-item="${item}"] input[value="${option}"]`).check();
    await box.getByRole("button", {name: "Continue"}).click();
  }

  async type(text) {
    await this.chat.locator("textarea").fill(text);
    await this.chat.locator("textarea").press("Enter");
  }

  /// The first questions of somebody with pain, up to `fact`. `answers` replaces the usual answers.
  async answerUpTo(fact, answers = {}) {
    const usual = {
      state: () => this.pick("state", "pain_now"), emerg: () => this.tick("emerg", "none"), age: () => this.number("age", 45),
      area: () => this.tick("area", "low"), onset: () => this.pick("onset", "w12p"), severity: () => this.pick("severity", 5),
      type: () => this.tick("type", "deep_tension"), urgent: () => this.tick("urgent", "none"), health: () => this.tick("health", "none"),
      treat: () => this.tick("treat", "none"), pref: () => this.pick("pref", "firm"),
      prev: () => this.grid("prev", {swedish: "good", deep_tissue: "good", trigger_point: "never", hot_stone: "never"}),
    };
    // A question that only some people get comes after "treat".
    const {pref, prev, ...first} = {...usual, ...answers};
    for (const [name, act] of Object.entries({...first, pref, prev})) {
      if (name === fact) break;
      await act();
    }
    if (fact !== "result") await this.asked(fact);
  }

  /// Everything that was said and answered, in order, with what the visitor said marked.
  log() {
    return this.chat.locator(".log").evaluate((log) => [...log.children].map((node) =>
        node.matches(".mine") ? `> ${node.querySelector(".me").lastChild.textContent}` : node.textContent));
  }
}
