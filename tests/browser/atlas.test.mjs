// What clinicians and authors look at, in a real browser: the drawn graph and the booklet. The screenshots are written to
// tests/browser/screenshots/ and shown in the README.
import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, statSync} from "node:fs";
import {dirname, join} from "node:path";
import {tmpdir} from "node:os";
import {after, before, test} from "node:test";
import {fileURLToPath} from "node:url";
import {launchBrowser, screenshots, serverBinary} from "./harness.mjs";

const dialogue = fileURLToPath(new URL("../../dialogs/back-pain", import.meta.url));
const check = join(dirname(serverBinary), "palpate-check");
const maxScreenshotBytes = 400_000;

let folder;
let browser;
before(async () => {
  mkdirSync(screenshots, {recursive: true});
  folder = mkdtempSync(join(tmpdir(), "palpate-atlas-"));
  execFileSync(check, ["draw", dialogue, "-o", join(folder, "graph.svg")]);
  execFileSync(check, ["booklet", dialogue, "--region", "UK", "-o", join(folder, "booklet.html")]);
  browser = await launchBrowser();
});
after(async () => { await browser?.close(); rmSync(folder, {recursive: true, force: true}); });

/// The file in a page of its own; what it asks for besides, and what it complains about, is in `troubles`.
async function open(file, viewport) {
  const page = await browser.newPage({viewport});
  const troubles = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) troubles.push(message.text()); });
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("request", (request) => { if (!request.url().endsWith(file)) troubles.push(`asks for ${request.url()}`); });
  await page.goto(`file://${join(folder, file)}`);
  return {page, troubles};
}

async function shoot(what, name) {
  const path = join(screenshots, `${name}.png`);
  await what.screenshot({path});
  assert.ok(statSync(path).size < maxScreenshotBytes, `${name}.png is too large`);
}

test("the drawn graph fits on one screen, and every box is as wide as its words", async () => {
  const {page, troubles} = await open("graph.svg", {width: 1600, height: 1000});
  await page.evaluate(() => {
    const svg = document.documentElement;
    svg.setAttribute("width", "100%");
    svg.setAttribute("height", "100%");
  });
  const tooWide = await page.evaluate(() => [...document.querySelectorAll("g.node")].flatMap((node) => {
    const shape = [...node.querySelectorAll("polygon, path")].map((one) => one.getBBox())
        .reduce((a, b) => (a.width * a.height >= b.width * b.height ? a : b));
    return [...node.querySelectorAll("text")].filter((text) => {
      const box = text.getBBox();
      return box.x < shape.x - 1 || box.x + box.width > shape.x + shape.width + 1;
    }).map((text) => text.textContent);
  }));
  assert.deepEqual(tooWide, []);
  assert.deepEqual(troubles, []);
  assert.ok((await page.locator("g.node").count()) > 30);
  await shoot(page, "graph");
  await page.close();
});

test("the booklet shows everything without sideways scrolling, and asks for nothing", async () => {
  const {page, troubles} = await open("booklet.html", {width: 1000, height: 900});
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  await page.locator("#matrix").scrollIntoViewIfNeeded();
  await page.evaluate(() => document.querySelector("#matrix").scrollIntoView());
  await shoot(page, "booklet");
  assert.deepEqual(troubles, []);
  await page.close();
});

test("the booklet prints on paper, each table inside its page", async () => {
  const {page} = await open("booklet.html", {width: 1000, height: 900});
  await page.emulateMedia({media: "print"});
  const pdf = await page.pdf({format: "A4"});
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
  assert.ok(pages > 20 && pages < 150, `${pages} pages`);
  const tooWide = await page.evaluate(() => [...document.querySelectorAll("table")].filter((table) =>
    table.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length);
  assert.equal(tooWide, 0);
  await page.close();
});
