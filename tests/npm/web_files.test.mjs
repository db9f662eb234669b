// What must hold of the files that a browser gets, without running them.
import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {test} from "node:test";
import {gzipSync} from "node:zlib";

const web = new URL("../../src/web/", import.meta.url);
const read = (name) => readFileSync(new URL(name, web), "utf8");
const maxWidgetBytes = 15 * 1024;  // gzipped: what a clinic's page pays for the chat

test("the widget is small", () => {
  const bytes = gzipSync(read("widget.js"), {level: 9}).length;
  assert.ok(bytes <= maxWidgetBytes, `widget.js has ${bytes} bytes gzipped`);
});

test("the widget sets what comes from the server as text, never as markup", () => {
  assert.deepEqual(read("widget.js").match(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setHTML|srcdoc/g), null);
});

test("the demo page has no inline script, style or handler, and asks nobody else for anything", () => {
  const page = read("index.html");
  assert.deepEqual(page.match(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/gi), null);
  for (const name of readdirSync(web).filter((file) => /\.(html|css|svg)$/.test(file))) {
    const addresses = read(name).match(/(https?:)?\/\/[\w.]+/g) ?? [];
    assert.deepEqual(addresses.filter((address) => address !== "http://www.w3.org"), [], name);
  }
});
