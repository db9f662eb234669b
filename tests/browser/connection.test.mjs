// What becomes of a conversation when the page, the connection or the server goes away.
import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {launchBrowser, Server, Visitor} from "./harness.mjs";

let server;
let browser;
before(async () => { server = await Server.launch(); browser = await launchBrowser(); });
after(async () => { await browser?.close(); await server?.close(); });

/// Stands between the page and the server: `act(frame, socket)` sees every frame of the page and returns false to keep it.
function between(page, act) {
  return page.routeWebSocket(/\/v1\/chat$/, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((message) => { if (act(JSON.parse(message), socket, upstream) !== false) upstream.send(message); });
  });
}

describe("a reload", () => {
  test("goes on where the conversation was, with everything said so far", async () => {
    const visitor = await Visitor.open(browser, server);
    await visitor.answerUpTo("onset");
    const answers = (log) => log.filter((line) => line.startsWith("> "));
    const said = answers(await visitor.log());
    assert.equal(said.length, 4);
    await visitor.chat.locator("textarea").fill("about two mon");
    await visitor.page.reload();
    await visitor.asked("onset");
    assert.deepEqual(answers(await visitor.log()).map((line) => line.replace(" years", "")), said.map((line) => line.replace(" years", "")));
    assert.equal(await visitor.chat.locator("textarea").inputValue(), "about two mon");
    await visitor.pick("onset", "w12p");
    await visitor.asked("severity");
    await visitor.close();
  });

  test("shows the same result again", async () => {
    const visitor = await Visitor.open(browser, server);
    await visitor.answerUpTo("result");
    const card = visitor.chat.locator("article.card.suggestion");
    const first = await card.textContent();
    await visitor.page.reload();
    await card.waitFor();
    assert.equal(await card.textContent(), first);
    await visitor.close();
  });

  test("starts afresh when the server does not know the conversation any more", async () => {
    const visitor = await Visitor.open(browser, server);
    await visitor.answerUpTo("age");
    await visitor.page.evaluate(() => {
      for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, JSON.stringify({token: "x".repeat(43)}));
    });
    await visitor.page.reload();
    await visitor.asked("state");
    await visitor.close();
  });
});

describe("the server", () => {
  test("may restart: the page says so, comes back, and the answer given meanwhile counts once", async () => {
    const visitor = await Visitor.open(browser, server);
    visitor.ignored = /WebSocket connection to .* failed/;
    await visitor.answerUpTo("onset");
    await server.stop();
    await visitor.chat.locator('.status[data-state="offline"]').waitFor();
    await visitor.pick("onset", "w12p");
    await server.start();
    await visitor.asked("severity");
    await visitor.chat.locator('.status[data-state="online"]').waitFor();
    const log = await visitor.log();
    assert.equal(log.filter((line) => line.startsWith("> ")).length, 5, log.join("\n"));
    await visitor.close();
  });

  for (const [code, words] of [[1013, "Very busy right now."], [1001, "Back in a moment"]]) {
    test(`may close with ${code}: the page says why and connects again`, async () => {
      let closed = false;
      const visitor = await Visitor.open(browser, server, {before: (page) => between(page, (frame, socket) => {
        if (frame.type !== "answer" || closed) return true;
        closed = true;
        socket.close({code});
        return false;
      })});
      await visitor.pick("state", "pain_now");
      await visitor.chat.getByText(words).waitFor();
      await visitor.asked("emerg");
      await visitor.close();
    });
  }

  test("may close for good: the page offers to connect by hand", async () => {
    let closed = false;
    const visitor = await Visitor.open(browser, server, {before: (page) => between(page, (frame, socket) => {
      if (frame.type !== "answer" || closed) return true;
      closed = true;
      socket.close({code: 1008});
      return false;
    })});
    await visitor.pick("state", "pain_now");
    await visitor.press("Connect again");
    await visitor.asked("emerg");
    await visitor.close();
  });
});

test("a server that wants it slower is obeyed, and nothing is lost", async () => {
  const strict = await Server.launch("--limit-client-rate", "1", "--limit-client-burst", "2");
  let refusals = 0;
  const visitor = await Visitor.open(browser, strict, {before: (page) => page.routeWebSocket(/\/v1\/chat$/, (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((message) => {
      if (JSON.parse(message).code === "slow_down") refusals++;
      socket.send(message);
    });
  })});
  await visitor.pick("state", "pain_now");
  await visitor.asked("emerg");
  await visitor.press("Why ask this?");
  await visitor.chat.getByText("One moment, that was fast.").waitFor();
  await visitor.chat.locator(".explanation").waitFor();
  await visitor.chat.locator('.status[data-state="online"]').waitFor();
  assert.ok(refusals >= 1);
  await visitor.tick("emerg", "none");
  await visitor.asked("age");
  assert.equal(await visitor.chat.locator(".mine").count(), 2);
  await visitor.close();
  await strict.close();
});

describe("a lost reply", () => {
  test("is asked for again under the same id, and the answer counts once", async () => {
    const seen = [];
    const visitor = await Visitor.open(browser, server, {before: (page) => between(page, (frame, socket, upstream) => {
      if (frame.type !== "answer") return true;
      seen.push(frame.id);
      if (seen.length > 1) return true;
      // The server gets the answer; its reply is lost with the connection.
      upstream.onMessage(() => socket.close({code: 1001}));
      return true;
    })});
    await visitor.pick("state", "pain_now");
    await visitor.asked("emerg");
    assert.equal(seen.length, 2);
    assert.equal(seen[0], seen[1]);
    assert.deepEqual((await visitor.log()).filter((line) => line.startsWith("> ")), ["> I am in pain now"]);
    await visitor.close();
  });

  test("leaves the frame to the next load of the page", async () => {
    let held = false;
    const visitor = await Visitor.open(browser, server, {before: (page) => between(page, (frame) => {
      if (frame.type !== "answer" || held) return true;
      held = true;
      return false;
    })});
    await visitor.pick("state", "pain_now");
    await visitor.chat.locator(".dots").waitFor();
    await visitor.page.reload();
    await visitor.asked("emerg");
    await visitor.close();
  });
});

test("an answer to a turn that another window has left behind shows where the conversation stands", async () => {
  const visitor = await Visitor.open(browser, server);
  await visitor.asked("state");
  const kept = await visitor.page.evaluate(() => ({...sessionStorage}));
  const second = await visitor.context.newPage();
  await visitor.watch(second);
  await second.addInitScript((entries) => { for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value); }, kept);
  await second.goto(server.url);
  await second.locator('palpate-chat .ask[data-fact="state"] [data-id="none"]').click();
  await second.locator('palpate-chat .ask[data-fact="emerg"]').waitFor();
  await visitor.pick("state", "pain_now");
  await visitor.asked("emerg");
  await visitor.chat.getByText("went on in another window").waitFor();
  await visitor.close();
});

test("a reply that takes long shows that somebody writes; a quick one does not", async () => {
  let hold = null;
  const visitor = await Visitor.open(browser, server, {before: (page) => between(page, (frame, socket, upstream) => {
    if (frame.type !== "answer") return true;
    hold = () => upstream.send(JSON.stringify(frame));
    return false;
  })});
  await visitor.asked("state");
  assert.ok(!await visitor.chat.locator(".dots").isVisible());
  await visitor.pick("state", "pain_now");
  await visitor.chat.locator(".dots").waitFor();
  hold();
  await visitor.asked("emerg");
  assert.ok(!await visitor.chat.locator(".dots").isVisible());
  await visitor.close();
});
