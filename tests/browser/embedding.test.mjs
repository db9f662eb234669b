// The chat on a clinic's own website, which is not the chat's server.
import assert from "node:assert/strict";
import {once} from "node:events";
import {createServer} from "node:http";
import {after, before, test} from "node:test";
import {launchBrowser, Server, Visitor} from "./harness.mjs";

let clinic;   // the clinic's own web server
let server;
let browser;
before(async () => {
  clinic = createServer((request, response) => {
    response.writeHead(200, {"content-type": "text/html; charset=utf-8"});
    response.end(`<!doctype html><title>Elm Street</title><link rel="icon" href="data:,"><h1>Elm Street</h1>
      <script>addEventListener("DOMContentLoaded", () => { document.querySelector("palpate-chat").strings = {help: "What can I do?"}; });</script>
      <script src="${server.url}widget.js" defer></script>
      <palpate-chat clinic-name="Elm Street" region="US" theme="dark" locale="en"></palpate-chat>`);
  }).listen(0, "127.0.0.1");
  await once(clinic, "listening");
  server = await Server.launch("--allow-origin", `http://127.0.0.1:${clinic.address().port}`);
  browser = await launchBrowser();
});
after(async () => { await browser?.close(); await server?.close(); clinic?.close(); });

async function visit(host) {
  const place = {url: `http://${host}:${clinic.address().port}/`};
  return Visitor.open(browser, place);
}

test("a page of an allowed website carries the chat, with its own words, region and theme", async () => {
  const visitor = await visit("127.0.0.1");
  await visitor.asked("state");
  await visitor.chat.getByRole("button", {name: "What can I do?"}).waitFor();
  assert.equal(await visitor.chat.locator("header h2").textContent(), "Elm Street");
  assert.equal(await visitor.chat.evaluate((chat) => getComputedStyle(chat).colorScheme), "dark");
  await visitor.pick("state", "pain_now");
  await visitor.tick("emerg", "e_chest");
  assert.equal(await visitor.chat.getByRole("alert").getByRole("link").getAttribute("href"), "tel:911");
  await visitor.close();
});

test("a website that is not allowed gets no chat, and the page says that there is no connection", async () => {
  const visitor = await visit("localhost");
  visitor.ignored = /WebSocket connection to .* failed/;
  await visitor.chat.locator('.status[data-state="offline"]').waitFor();
  assert.equal(await visitor.chat.locator(".b.q").count(), 0);
  visitor.troubles = visitor.troubles.filter((trouble) => !visitor.ignored.test(trouble));
  await visitor.close();
});

test("an element taken off the page hangs up, and put back goes on", async () => {
  const visitor = await visit("127.0.0.1");
  await visitor.pick("state", "pain_now");
  await visitor.asked("emerg");
  await visitor.page.evaluate(() => {
    const chat = document.querySelector("palpate-chat");
    chat.remove();
    document.body.append(chat);
  });
  await visitor.asked("emerg");
  assert.equal(await visitor.chat.locator(".mine").count(), 1);
  await visitor.close();
});
