// src/protocol/asyncapi.yaml is valid AsyncAPI 3 and names every error code and frame of the C++ headers.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {Parser} from "@asyncapi/parser";

const protocol = new URL("../../src/protocol/", import.meta.url);
const read = (name) => readFileSync(new URL(name, protocol), "utf8");

async function parsed() {
  const {document, diagnostics} = await new Parser().parse(read("asyncapi.yaml"));
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 0)
      .map(({message, path}) => `${path.join(".")}: ${message}`);
  assert.deepEqual(errors, []);
  return document.json();
}

test("the description is valid AsyncAPI 3", async () => {
  const document = await parsed();
  assert.equal(document.asyncapi, "3.0.0");
  assert.equal(document.channels.chat.address, "/v1/chat");
});

test("the description and the manual name the error codes of frames.hpp, all and no others", async () => {
  const codes = [...read("frames.hpp").matchAll(/string_view (\w+)\s*=\s*"(\w+)";/g)].map((match) => match[2]);
  assert.ok(codes.includes("stale_turn") && codes.includes("unavailable"));
  const document = await parsed();
  assert.deepEqual(document.components.schemas.error.properties.code.enum.toSorted(), codes.toSorted());
  const manual = read("README.md").split("## Errors")[1].split("## ")[0];
  assert.deepEqual([...manual.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]).filter((name) => name !== "code").toSorted(), codes.toSorted());
});

test("the description and the manual name every frame that the server reads", async () => {
  const types = read("parse_request.cpp").match(/"\\"type\\" must be ([^"]*?)\."/)[1].split(/, | or /);
  assert.equal(types.length, 9);
  const document = await parsed();
  assert.deepEqual(Object.keys(document.channels.chat.messages).toSorted(), [...types, "turn", "error"].toSorted());
  const manual = read("README.md").split("## Frames to the server")[1].split("## ")[0];
  for (const type of types) assert.match(manual, new RegExp(`^\\| \`${type}\` \\|`, "m"));
});
