// Whole conversations in Chromium against the real server.
import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {launchBrowser, Server, Visitor} from "./harness.mjs";

let server;
let browser;
before(async () => { server = await Server.launch(); browser = await launchBrowser(); });
after(async () => { await browser?.close(); await server?.close(); });

async function visit(options) { return Visitor.open(browser, server, options); }

describe("a whole conversation", () => {
  test("leads by pressing to a suggestion with its reasons", async () => {
    const visitor = await visit();
    const {chat} = visitor;
    await visitor.asked("state");
    assert.match(await chat.locator(".steps").textContent(), /^Question 1 of about \d+$/);
    await visitor.answerUpTo("result");
    const card = chat.locator("article.card.suggestion");
    await card.waitFor();
    assert.equal(await card.locator("h3").textContent(), "Deep tissue massage");
    assert.match(await card.locator(".schedule").textContent(), /2 weeks/);
    for (const heading of ["How often", "Please know", "Advice", "Also possible"]) {
      await card.getByRole("heading", {name: heading, exact: true}).waitFor();
    }
    await card.getByText("Why this advice").click();
    const rules = card.locator("[data-rule]");
    assert.ok(await rules.count() >= 5);
    assert.match(await rules.first().textContent(), /\S+ \[\w+/);
    assert.match(await card.locator(".part.meta").textContent(), /back-pain, version \d+\.\d+\.\d+, [0-9a-f]{12}/);
    assert.equal(await chat.locator(".steps").textContent(), "Finished");
    await visitor.close();
  });

  test("leaves out what health forbids, and says why", async () => {
    const visitor = await visit();
    await visitor.answerUpTo("result", {health: () => visitor.tick("health", "h_osteo")});
    const left = visitor.chat.locator('[data-technique="deep_tissue"]');
    await left.waitFor();
    assert.match(await left.textContent(), /you asked for this/);
    assert.ok(await left.locator("li").count() >= 1);
    await visitor.chat.getByRole("heading", {name: "Tell your therapist"}).waitFor();
    await visitor.close();
  });

  test("takes several facts from one line, and shows ticked what was told before", async () => {
    const visitor = await visit();
    await visitor.asked("state");
    await visitor.type("lower back, 3 weeks, about a 6, I'm 44 and I have osteoporosis");
    await visitor.chat.getByText("Age: 44 years; Where: Lower back").waitFor();
    await visitor.pick("state", "pain_now");
    await visitor.tick("emerg", "none");
    await visitor.tick("type", "ache");
    await visitor.tick("urgent", "none");
    const box = await visitor.asked("health");
    assert.ok(await box.locator('input[value="h_osteo"]').isChecked());
    await visitor.chat.getByText("You told me already: Osteoporosis or thin bones").waitFor();
    await visitor.close();
  });

  test("goes on in another language when it is asked to", async () => {
    const visitor = await visit();
    await visitor.asked("state");
    await visitor.type("en español por favor");
    await visitor.chat.getByText("De acuerdo, seguimos en español.").waitFor();
    await visitor.page.reload();
    assert.match(await (await visitor.asked("state")).textContent(), /Tengo dolor ahora/);
    await visitor.close();
  });

  test("ends in an emergency with the number to call and nothing else to press but restart", async () => {
    const visitor = await visit();
    const {chat} = visitor;
    await visitor.pick("state", "pain_now");
    await visitor.tick("emerg", "e_saddle");
    const banner = chat.getByRole("alert");
    await banner.waitFor();
    assert.equal(await banner.getByRole("link").getAttribute("href"), "tel:999");
    assert.match(await banner.textContent(), /cauda equina/);
    const [wide, whole] = await Promise.all([banner.boundingBox(), chat.boundingBox()]);
    assert.ok(wide.width >= whole.width - 4);
    assert.deepEqual(await chat.getByRole("button").allTextContents(), ["Start again"]);
    assert.equal(await chat.getByRole("textbox").count(), 0);
    await visitor.page.reload();
    await chat.getByRole("alert").waitFor();
    assert.deepEqual(await chat.getByRole("button").allTextContents(), ["Start again"]);
    await visitor.press("Start again");
    await visitor.press("Yes, start again");
    await visitor.asked("state");
    assert.equal(await chat.getByRole("alert").count(), 0);
    await visitor.close();
  });

  // After the screening nobody is asked for preferences who is sent elsewhere.
  const sentAway = (visitor, answers) => visitor.answerUpTo("result", {...answers, pref: () => {}, prev: () => {}});

  test("ends urgently with whom to call, and only a restart leads on", async () => {
    const visitor = await visit();
    await sentAway(visitor, {urgent: () => visitor.tick("urgent", "u_calf")});
    const card = visitor.chat.locator("article.card.urgent");
    await card.waitFor();
    assert.equal(await card.locator("a.call").getAttribute("href"), "tel:111");
    assert.match(await card.textContent(), /blood clot/);
    assert.deepEqual(await visitor.chat.getByRole("button").allTextContents(), ["Start again"]);
    await visitor.close();
  });

  test("ends with whom to see first, and an answer can still be changed", async () => {
    const visitor = await visit();
    await sentAway(visitor, {urgent: () => visitor.tick("urgent", "u_worse"), cleared: () => visitor.pick("cleared", "no")});
    const card = visitor.chat.locator("article.card.clearance");
    await card.waitFor();
    assert.equal(await card.locator(".schedule").count(), 0);
    await visitor.chat.locator('.change[data-fact="urgent"]').click();
    await visitor.tick("urgent", "none");
    await visitor.asked("pref");
    assert.equal(await card.count(), 0);
    await visitor.close();
  });
});

describe("answers", () => {
  test("none stands alone, not sure may stand beside ticks, and nothing ticked is not sent", async () => {
    const visitor = await visit();
    await visitor.pick("state", "pain_now");
    const box = await visitor.asked("emerg");
    await visitor.press("Continue");
    assert.equal(await box.getByRole("alert").textContent(), "Please choose at least one.");
    const ticked = () => box.locator("input:checked").evaluateAll((inputs) => inputs.map((input) => input.value));
    await box.locator('input[value="e_chest"]').check();
    await box.locator('input[value="not_sure"]').check();
    assert.deepEqual(await ticked(), ["e_chest", "not_sure"]);
    await box.locator('input[value="none"]').check();
    assert.deepEqual(await ticked(), ["none"]);
    await box.locator('input[value="not_sure"]').check();
    assert.deepEqual(await ticked(), ["not_sure"]);
    await visitor.close();
  });

  test("a number outside its limits is not sent", async () => {
    const visitor = await visit();
    await visitor.answerUpTo("age");
    const box = await visitor.asked("age");
    for (const wrong of ["", "abc", "121", "-1", "4.5"]) {
      await box.getByRole("textbox").fill(wrong);
      await box.getByRole("textbox").press("Enter");
      assert.equal(await box.getByRole("alert").textContent(), "Please type a number from 0 to 120.");
    }
    await visitor.number("age", 45);
    await visitor.asked("area");
    await visitor.close();
  });

  test("typed words count like presses, and what is not understood is asked again with numbers", async () => {
    const visitor = await visit();
    await visitor.asked("state");
    await visitor.type("it hurts");
    await visitor.asked("emerg");
    await visitor.type("<b>elephant</b>");
    await visitor.chat.getByText("I did not understand that").waitFor();
    await visitor.type("elephant");
    await visitor.chat.locator(".notice", {hasText: "1"}).last().waitFor();
    await visitor.type("none of these");
    await visitor.asked("age");
    await visitor.type("forty four");
    await visitor.asked("area");
    const log = await visitor.log();
    assert.ok(log.includes("> <b>elephant</b>"));
    assert.equal(await visitor.chat.locator(".change").count(), 3);
    await visitor.close();
  });

  test("an answer that contradicts an earlier one is asked again", async () => {
    const visitor = await visit();
    await visitor.answerUpTo("severity");
    await visitor.pick("severity", 0);
    await visitor.chat.locator(".notice").last().waitFor();
    await visitor.pick("severity", 4);
    await visitor.asked("type");
    await visitor.close();
  });

  test("why and help explain without losing what is ticked", async () => {
    const visitor = await visit();
    await visitor.pick("state", "pain_now");
    const box = await visitor.asked("emerg");
    await box.locator('input[value="e_chest"]').check();
    await visitor.press("Why ask this?");
    await visitor.chat.locator(".explanation").waitFor();
    await visitor.press("Help");
    await visitor.chat.locator(".explanation").nth(1).waitFor();
    assert.ok(await box.locator('input[value="e_chest"]').isChecked());
    await visitor.close();
  });

  test("back takes the last answer back", async () => {
    const visitor = await visit();
    await visitor.answerUpTo("area");
    await visitor.press("Back");
    await visitor.asked("age");
    assert.equal(await visitor.chat.locator(".mine").count(), 2);
    await visitor.number("age", 30);
    await visitor.asked("area");
    assert.ok((await visitor.log()).join("\n").includes("> 30"));
    await visitor.close();
  });

  test("an earlier answer is changed from its bubble, and what no longer applies is dropped", async () => {
    const visitor = await visit();
    await visitor.answerUpTo("type");
    await visitor.chat.locator('.change[data-fact="state"]').click();
    const box = await visitor.asked("state");
    assert.match(await box.textContent(), /Your answer was: I am in pain now/);
    await box.locator('[data-id="none"]').click();
    await visitor.chat.locator('.ask:not([inert]):not([data-fact="state"])').waitFor();
    const log = await visitor.log();
    assert.ok(log.includes("> No pain, I want to keep it that way"), log.join("\n"));
    assert.equal(await visitor.chat.locator('.change[data-fact="severity"]').count(), 0);
    assert.ok(log.some((line) => line.startsWith("I dropped your earlier answers")), log.join("\n"));
    await visitor.close();
  });

  test("restart asks first, then begins again", async () => {
    const visitor = await visit();
    await visitor.answerUpTo("age");
    await visitor.press("Start again");
    await visitor.press("Keep going");
    await visitor.asked("age");
    await visitor.press("Start again");
    await visitor.press("Yes, start again");
    await visitor.asked("state");
    assert.equal(await visitor.chat.locator(".mine").count(), 0);
    await visitor.close();
  });

  test("the keyboard alone is enough", async () => {
    const visitor = await visit();
    const {page} = visitor;
    const box = await visitor.asked("state");
    await box.locator("button").first().focus();
    await page.keyboard.press("Enter");
    await visitor.asked("emerg");
    await page.keyboard.press("Tab");
    const tag = await page.evaluate(() => document.activeElement.shadowRoot.activeElement.value);
    assert.equal(tag, "e_saddle");
    await page.keyboard.press("Shift+Tab");
    await visitor.chat.locator('input[value="none"]').focus();
    await page.keyboard.press("Space");
    await visitor.chat.getByRole("button", {name: "Continue"}).focus();
    await page.keyboard.press("Enter");
    await visitor.asked("age");
    await page.keyboard.press("Tab");
    await page.keyboard.type("45");
    await page.keyboard.press("Enter");
    await visitor.asked("area");
    await visitor.close();
  });
});
