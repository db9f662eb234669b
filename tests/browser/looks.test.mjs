// How the chat looks and whether it can be reached: screenshots for the README, touch targets, small screens, the page's
// policy. The screenshots are written to tests/browser/screenshots/.
import assert from "node:assert/strict";
import {mkdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {launchBrowser, screenshots, Server, Visitor} from "./harness.mjs";

const maxScreenshotBytes = 300_000;
const phone = {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true, reducedMotion: "reduce"};
const desktop = {viewport: {width: 1280, height: 860}, reducedMotion: "reduce"};

let server;
let browser;
before(async () => {
  mkdirSync(screenshots, {recursive: true});
  server = await Server.launch(); browser = await launchBrowser();
});
after(async () => { await browser?.close(); await server?.close(); });

async function shoot(what, name) {
  const path = join(screenshots, `${name}.png`);
  await (what.page?.() ?? what).mouse.move(0, 0);
  await what.screenshot({path, animations: "disabled"});
  assert.ok(statSync(path).size < maxScreenshotBytes, `${name}.png is too large`);
}

/// Everything that can be pressed and is smaller than a fingertip (44 pixels high).
function smallTargets(visitor) {
  return visitor.chat.locator("button, label, summary, textarea, input.num, a.call").evaluateAll((nodes) => nodes
      .filter((node) => node.checkVisibility()).map((node) => [node.textContent.trim().slice(0, 30), node.getBoundingClientRect()])
      .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([text, box]) => `${text}: ${box.width} x ${box.height}`));
}

async function bringChatUp(visitor) {
  await visitor.chat.evaluate((chat) => chat.scrollIntoView({block: "start"}));
}

test("the greeting, a question and the whole result on a desktop", async () => {
  const visitor = await Visitor.open(browser, server, desktop);
  await visitor.asked("state");
  await shoot(visitor.page, "greeting");
  await visitor.pick("state", "pain_now");
  await visitor.asked("emerg");
  await shoot(visitor.page, "question");
  await visitor.tick("emerg", "none");
  await visitor.answerUpTo("result", {state: () => {}, emerg: () => {}, health: () => visitor.tick("health", "h_osteo", "h_bp"),
                                      treat: () => visitor.tick("treat", "none"), detail: () => visitor.grid("detail", {bp: "controlled"})});
  await visitor.chat.locator("article.card.suggestion").waitFor();
  await shoot(visitor.page, "suggestion");
  await visitor.chat.getByText("Why this advice").click();
  await visitor.chat.evaluate((chat) => chat.shadowRoot.querySelector(".card details").scrollIntoView());
  await shoot(visitor.chat, "reasons");
  await visitor.chat.getByText("Why this advice").click();
  await visitor.chat.evaluate((chat) => {
    chat.style.height = "auto";
    chat.shadowRoot.querySelector(".log").hidden = true;
  });
  await shoot(visitor.chat.locator("article.card"), "result");
  await visitor.close();
});

test("an emergency", async () => {
  const visitor = await Visitor.open(browser, server, desktop);
  await visitor.pick("state", "pain_now");
  await visitor.tick("emerg", "e_saddle");
  await visitor.chat.getByRole("alert").waitFor();
  await shoot(visitor.page, "emergency");
  await visitor.close();
});

test("a phone: nothing is cut off and every target fits a fingertip", async () => {
  const visitor = await Visitor.open(browser, server, phone);
  await bringChatUp(visitor);
  const check = async (where) => {
    assert.deepEqual(await smallTargets(visitor), [], where);
    const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${where}: ${wide} pixels too wide`);
    const inner = await visitor.chat.locator(".scroll").evaluate((scroll) => scroll.scrollWidth - scroll.clientWidth);
    assert.ok(inner <= 0, `${where}: the chat is ${inner} pixels too wide`);
  };
  for (const fact of ["state", "emerg", "age", "area", "onset", "severity", "health", "prev"]) {
    const done = ["state", "emerg", "age", "area", "onset", "severity", "type", "urgent", "health", "treat", "pref", "prev"];
    const before = {state: [], emerg: ["state"], age: ["emerg"], area: ["age"], onset: ["area"], severity: ["onset"],
                    health: ["severity", "type", "urgent"], prev: ["health", "treat", "pref"]}[fact];
    await visitor.answerUpTo(fact, Object.fromEntries(done.filter((name) => !before.includes(name)).map((name) => [name, () => {}])));
    await check(fact);
    if (fact === "area") await shoot(visitor.page, "phone");
    if (fact === "severity") await shoot(visitor.page, "phone-scale");
    if (fact === "health") {
      await (await visitor.asked("health")).locator("summary").first().click();
      await check("an open group");
      await shoot(visitor.page, "phone-health");
    }
    if (fact === "prev") await shoot(visitor.page, "phone-grid");
  }
  await visitor.grid("prev", {swedish: "good", deep_tissue: "good", trigger_point: "never", hot_stone: "never"});
  await visitor.chat.locator("article.card").waitFor();
  await check("result");
  await shoot(visitor.page, "phone-result");
  await visitor.close();
});

test("a narrow phone of 320 pixels", async () => {
  const visitor = await Visitor.open(browser, server, {...phone, viewport: {width: 320, height: 640}});
  await visitor.answerUpTo("severity");
  const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${wide} pixels too wide`);
  assert.deepEqual(await smallTargets(visitor), []);
  await visitor.close();
});

test("in the dark", async () => {
  const visitor = await Visitor.open(browser, server, {...desktop, colorScheme: "dark"});
  await visitor.answerUpTo("severity");
  await shoot(visitor.page, "dark");
  await visitor.close();
});

test("the page asks nobody else for anything, and its policy allows no inline script or style", async () => {
  const requests = [];
  const visitor = await Visitor.open(browser, server, {before: (page) => page.on("request", (request) => requests.push(request.url()))});
  await visitor.asked("state");
  assert.ok(requests.length >= 3);
  assert.deepEqual(requests.filter((url) => !url.startsWith(server.url)), []);
  await visitor.close();
});

test("page and chat need no more than their own files: neither inline script or style nor data URLs", async () => {
  const served = (await fetch(server.url)).headers.get("content-security-policy");
  assert.match(served, /script-src 'self'(;|$)/);
  const strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";
  const visitor = await Visitor.open(browser, server, {before: (page) => page.route(server.url, async (route) => {
    const reply = await route.fetch();
    await route.fulfill({response: reply, headers: {...reply.headers(), "content-security-policy": strict}});
  })});
  await visitor.answerUpTo("result");
  await visitor.chat.locator("article.card.suggestion").waitFor();
  assert.equal(await visitor.chat.locator(".chat").evaluate((chat) => getComputedStyle(chat).display), "flex");
  await visitor.close();
});
