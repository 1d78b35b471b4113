import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { pass, share, submit, viewsOf } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const HOUR_MS = 3_600_000;
const PROMPT = {
  task: "Write {{count}} lines about {{topic}}, in {{tone}}. Rhyme: {{rhyme}}.",
  variables: [
    { name: "topic", description: "What it is about" },
    { name: "count", type: "number", default: 5 },
    { name: "tone", type: "enum", values: ["plain", "warm"], default: "plain" },
    { name: "rhyme", type: "boolean", required: false },
  ],
};
const passIn = (text: string): string => /name="pass" value="([^"]+)"/.exec(text)?.[1] ?? "";
const filled = (text: string): string | undefined => /<pre id="prompt"[^>]*>\n([^<]*)<\/pre>/.exec(text)?.[1];
const send = (page: string, values: Record<string, string>) => {
  const { pass: mine = "", ...rest } = values;
  const fields = Object.entries(rest).map(([name, value]): [string, string] => [`values[${name}]`, value]);
  return world.anyone.raw(`${page}/fill`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams([["pass", mine], ...fields]).toString(),
  });
};

test("a prompt with variables has a form with a field for each, typed, with its default and description", async () => {
  const { page } = await share(world, {}, PROMPT);
  const { text } = await world.anyone.raw(page);
  expect(text).toContain(`action="${page}/fill#result"`);
  expect([...text.matchAll(/name="values\[(\w+)\]"/g)].map(([, name]) => name)).toEqual([
    "count",
    "topic",
    "tone",
    "rhyme",
  ]);
  expect(text).toMatch(/inputmode="decimal"[^>]*value="5"/);
  expect(text).toMatch(/<option value="plain" selected>\s*plain/);
  expect(text).toContain("What it is about");
  const bare = await share(world);
  expect((await world.anyone.raw(bare.page)).text).not.toContain("/fill");
});

test("filling in renders the prompt, counts no view, and works as often as one likes for one who has opened it", async () => {
  const { page, token } = await share(world, { maxViews: 1 }, PROMPT);
  const mine = passIn((await world.anyone.raw(page)).text);
  expect((await world.anyone.raw(page)).status).toBe(410);
  const done = await send(page, { pass: mine, topic: "the <sea>", rhyme: "true" });
  expect([done.status, filled(done.text)]).toEqual([
    200,
    "Write 5 lines about the &lt;sea&gt;, in plain. Rhyme: true.",
  ]);
  const again = await send(page, { pass: passIn(done.text), topic: "a\r\nb", count: "2,5", tone: "warm" });
  expect(filled(again.text)).toBe("Write 2.5 lines about a\nb, in warm. Rhyme: .");
  expect(await viewsOf(world, { token })).toBe(1);
});

test("missing and mistaken values are named beside their fields, and what was typed stays", async () => {
  const { page } = await share(world, {}, PROMPT);
  const mine = passIn((await world.anyone.raw(page)).text);
  const refused = await send(page, { pass: mine, count: "many", tone: "cold", rhyme: "maybe" });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("4 fields need your attention");
  expect([...refused.text.matchAll(/(?<!\[)aria-invalid="true"/g)]).toHaveLength(4);
  expect(refused.text).toMatch(/value="many"/);
  expect(filled(refused.text)).toContain("{{topic}}");
});

test("a pass is good for its own link and version, for twelve hours, and for nothing it has not shown", async () => {
  const { now } = world.clock;
  onTestFinished(() => void (world.clock.now = now));
  const { owner, promptId, page } = await share(world, {}, PROMPT);
  const other = await share(world, { maxViews: 1 }, PROMPT);
  const mine = passIn((await world.anyone.raw(page)).text);
  const [end, version, mac] = mine.split(".");
  for (const forged of [
    "",
    "x",
    `${end}.2.${mac}`,
    `zzzzzzz.${version}.${mac}`,
    `${end}.${version}.${"A".repeat(43)}`,
  ]) {
    const { status, text } = await send(page, { pass: forged, topic: "x" });
    expect([forged, status, text.includes("Write")]).toEqual([forged, 410, false]);
  }
  expect((await send(other.page, { pass: mine, topic: "x" })).status).toBe(410);
  expect(await viewsOf(world, other)).toBe(0);
  await owner.put(`/prompts/${promptId}`, { task: "A new secret about {{topic}}." });
  expect(filled((await send(page, { pass: mine, topic: "x" })).text)).toContain("lines about x");
  pass(world, 12 * HOUR_MS - 1_000);
  expect((await send(page, { pass: mine, topic: "x" })).status).toBe(200);
  pass(world, 2_000);
  expect((await send(page, { pass: mine, topic: "x" })).status).toBe(410);
});

test("a pass ends with a new password, with the end of the link and with its revocation, on every process", async () => {
  const guarded = await share(world, { password: "open sesame" }, PROMPT);
  const mine = passIn((await submit(world, guarded.page, "open sesame")).text);
  expect((await send(guarded.page, { pass: mine, topic: "x" })).status).toBe(200);
  await guarded.owner.put(guarded.json, { password: "another one" });
  const stale = await send(guarded.page, { pass: mine, topic: "x" });
  expect([stale.status, stale.text.includes("Please open the prompt again")]).toEqual([410, true]);
  const open = await share(world, {}, PROMPT);
  const theirs = passIn((await world.anyone.raw(open.page)).text);
  await open.owner.delete(open.json);
  expect((await send(open.page, { pass: theirs, topic: "x" })).status).toBe(404);
  const { now } = world.clock;
  onTestFinished(() => void (world.clock.now = now));
  const ending = await share(world, { expiresAt: new Date(now.getTime() + HOUR_MS).toISOString() }, PROMPT);
  const last = passIn((await world.anyone.raw(ending.page)).text);
  pass(world, HOUR_MS);
  expect((await send(ending.page, { pass: last, topic: "x" })).status).toBe(410);
});

test("values are text and no template, and a text that would be too long is refused in words", async () => {
  const { page } = await share(world, {}, { task: "{{a}}".repeat(20), variables: [{ name: "a" }] });
  const mine = passIn((await world.anyone.raw(page)).text);
  expect(filled((await send(page, { pass: mine, a: "{{b}}" })).text)).toBe("{{b}}".repeat(20));
  const long = await send(page, { pass: mine, a: "x".repeat(60_000) });
  expect([long.status, long.text.includes("would be too long")]).toEqual([422, true]);
  const odd = await world.anyone.raw(`${page}/fill`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `pass=${mine}&values[a][b]=1&other=2`,
  });
  expect([odd.status, odd.body.code]).toEqual([400, "invalid_input"]);
});

test("a robot gets no pass for a link with counted views", async () => {
  const { page } = await share(world, { maxViews: 1 }, PROMPT);
  const preview = await world.anyone.raw(page, { headers: { "user-agent": "Twitterbot/1.0" } });
  expect([preview.status, passIn(preview.text)]).toEqual([200, ""]);
});

test("the prompt is marked with its language, where that is sure", async () => {
  const german = await share(
    world,
    {},
    { task: "Erkläre den Artikel einem neugierigen Leser und nenne die Quellen für jede Aussage." },
  );
  expect((await world.anyone.raw(german.page)).text).toMatch(/<pre id="prompt" lang="de" dir="auto">/);
  const unsure = await share(world, {}, { task: "Lorem ipsum." });
  expect((await world.anyone.raw(unsure.page)).text).toMatch(/<pre id="prompt" dir="auto">/);
});
