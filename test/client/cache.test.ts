import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createClient, type Bundle, type PromptsOptions, type PromptrClient } from "../../src/client/index.ts";
import { readBundle } from "../../src/client/node.ts";
import { createWorld, until, type User, type World } from "../world.ts";
import { type Front, startFront } from "./front.ts";

// A subscription that comes back waits for its turn on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let world: World;
let front: Front;
let ada: User;
let id: string;
const clock = { now: 0 };
const open: PromptrClient[] = [];
beforeAll(async () => {
  world = await createWorld();
  front = await startFront(world.url);
});
beforeEach(async () => {
  front.comeBack();
  ada = await world.user();
  id = (await ada.post("/prompts", { title: "Greeting", slug: "greeting", task: "Greet {{name}}" })).body.id;
  await ada.put(`/prompts/${id}/labels/production`, { version: 1 });
  front.seen.length = 0;
  clock.now = 1_000_000;
});
afterAll(async () => {
  for (const client of open) client.close();
  await front[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

function clientOf(cache: PromptsOptions = {}): PromptrClient {
  const options = { now: () => clock.now, ...cache };
  const client = createClient({ url: front.url, accessToken: ada.accessToken, retries: 0, cache: options });
  open.push(client);
  return client;
}
const production = { label: "production" };

test("a prompt comes from the server once, then from memory, and renders here", async () => {
  const client = clientOf();
  const first = await client.prompts.get("greeting", production);
  expect(first).toMatchObject({ source: "server", ageMs: 0, prompt: { id, version: 1, label: "production" } });
  clock.now += 59_000;
  const second = await client.prompts.get("greeting", production);
  expect(second).toMatchObject({ source: "cache", ageMs: 59_000 });
  expect(second.render({ name: "Ada" }).text).toBe("Greet Ada");
  expect(front.seen).toHaveLength(1);
  expect(() => Object.assign(second.prompt, { task: "other" })).toThrow(TypeError);
});

test("one question is asked for everybody who asks at once, and who leaves does not end it for the others", async () => {
  const client = clientOf();
  const controller = new AbortController();
  const left = client.prompts
    .get("greeting", { ...production, signal: controller.signal })
    .catch((error: unknown) => error);
  const others = Array.from({ length: 20 }, () => client.prompts.get("greeting", production));
  controller.abort(new Error("left"));
  expect(await left).toMatchObject({ message: "left" });
  expect(new Set((await Promise.all(others)).map(({ source }) => source))).toEqual(new Set(["server"]));
  expect(front.seen).toHaveLength(1);
});

test("what has aged is given out at once while it is read anew, which asks only whether it changed", async () => {
  const client = clientOf();
  await client.prompts.get("greeting", production);
  clock.now += 61_000;
  expect((await client.prompts.get("greeting", production)).source).toBe("stale");
  await until(async () => (await client.prompts.get("greeting", production)).source === "cache");
  expect(front.seen[1]?.headers["if-none-match"]).toMatch(/^"/);
});

test("while the server is away: the last answer for a day, then the bundle, then the outage itself", async () => {
  const bundle: Bundle = {
    format: "promptr-bundle",
    version: 1,
    prompts: [
      { slug: "greeting", label: "production", prompt: (await clientOf().prompts.get("greeting", production)).prompt },
    ],
  };
  const client = clientOf({ bundle });
  await client.prompts.get("greeting", production);
  front.leave();
  clock.now += 3_600_000;
  expect(await client.prompts.get("greeting", production)).toMatchObject({ source: "stale", ageMs: 3_600_000 });
  clock.now += 24 * 3_600_000;
  const last = await client.prompts.get("greeting", production);
  expect(last).toMatchObject({ source: "bundle", ageMs: null, prompt: { version: 1 } });
  expect(last.render({ name: "Ada" }).text).toBe("Greet Ada");
  await expect(client.prompts.get("greeting", { label: "staging" })).rejects.toMatchObject({
    name: "PromptrUnreachable",
  });
  front.comeBack();
  clock.now += 5_001;
  expect((await client.prompts.get("greeting", production)).source).toBe("server");
});

test("a bundle is read from its file at the start, answers a process that never met the server, and nothing else is one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "promptr-bundle-"));
  const file = join(folder, "bundle.json");
  const { prompt } = await clientOf().prompts.get("greeting");
  writeFileSync(
    file,
    JSON.stringify({ format: "promptr-bundle", version: 1, prompts: [{ slug: "greeting", label: null, prompt }] }),
  );
  front.leave();
  const client = clientOf({ bundle: await readBundle(file) });
  for (const which of [{}, { label: "latest" }, { version: 1 }])
    expect(await client.prompts.get("greeting", which)).toMatchObject({
      source: "bundle",
      prompt: { slug: "greeting" },
    });
  writeFileSync(file, "{}");
  await expect(readBundle(file)).rejects.toThrow("This is no bundle");
  rmSync(folder, { recursive: true });
});

test("what the server says there is not is an error and no outage, whatever the bundle has", async () => {
  const { prompt } = await clientOf().prompts.get("greeting");
  const bundle: Bundle = { format: "promptr-bundle", version: 1, prompts: [{ slug: "gone", label: null, prompt }] };
  const error = await clientOf({ bundle })
    .prompts.get("gone")
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status: 404, problem: { code: "not_found", type: "/docs/errors/not_found" } });
});

test("the least recently used go first", async () => {
  const client = clientOf({ entriesMax: 2 });
  const sources = async (...versions: string[]) => {
    const got = [];
    for (const label of versions)
      got.push((await client.prompts.get("greeting", label === "" ? {} : { label })).source);
    return got;
  };
  expect(await sources("", "production", "", "latest")).toEqual(["server", "server", "cache", "server"]);
  expect(await sources("", "production")).toEqual(["cache", "server"]);
});

const live = async (client: PromptrClient): Promise<void> => {
  client.prompts.subscribe();
  await until(async () => client.prompts.isLive, 15_000);
};

test("a moved label and a new version drop at once what would be fresh for minutes", async () => {
  const client = clientOf({ now: Date.now });
  await live(client);
  expect((await client.prompts.get("greeting", production)).prompt.version).toBe(1);
  expect((await client.prompts.get("greeting")).prompt.version).toBe(1);
  await ada.put(`/prompts/${id}`, { task: "Welcome {{name}}" });
  await ada.put(`/prompts/${id}/labels/production`, { version: 2 });
  const moved = performance.now();
  await until(async () => (await client.prompts.get("greeting", production)).prompt.version === 2);
  expect((await client.prompts.get("greeting")).prompt.version).toBe(2);
  expect(performance.now() - moved).toBeLessThan(5_000);
});

test("a subscription that is cut off comes back where it was, and what happened meanwhile is heard", async () => {
  const client = clientOf({ now: Date.now });
  await live(client);
  await client.prompts.get("greeting");
  front.leave();
  await until(async () => !client.prompts.isLive);
  await ada.put(`/prompts/${id}`, { task: "Meanwhile {{name}}" });
  front.comeBack();
  await until(async () => client.prompts.isLive, 15_000);
  await until(async () => (await client.prompts.get("greeting")).prompt.version === 2);
  const resumed = front.seen.filter(({ url, headers }) => url.includes("/prompts/events") && headers["last-event-id"]);
  expect(resumed.length).toBeGreaterThan(0);
});

test("changes can be read by hand, and end with the signal", async () => {
  const client = clientOf();
  const controller = new AbortController();
  const told: string[] = [];
  const reading = (async () => {
    for await (const change of client.prompts.streamPromptEvents({}, { signal: controller.signal })) {
      told.push(
        change.event === "label.moved" ? `${change.event} ${change.data.label} ${change.data.version}` : change.event,
      );
      if (told.includes("label.moved staging 1")) controller.abort(new Error("enough"));
    }
  })().catch((error: unknown) => error);
  await until(async () => front.seen.some(({ url }) => url.includes("/events")));
  await until(async () => {
    await ada.put(`/prompts/${id}`, { title: `At ${performance.now()}` });
    return told.includes("prompt.updated");
  });
  await ada.put(`/prompts/${id}/labels/staging`, { version: 1 });
  expect(await reading).toMatchObject({ message: "enough" });
  expect(told.at(-1)).toBe("label.moved staging 1");
});

test("a subscription that is let in no more ends, and says so", async () => {
  const errors: unknown[] = [];
  const client = createClient({
    url: front.url,
    accessToken: "garbage",
    cache: { onError: (error) => errors.push(error) },
  });
  client.prompts.subscribe();
  await until(async () => errors.length > 0);
  expect(errors).toMatchObject([{ status: 401, problem: { code: "unauthenticated" } }]);
});

test("a server that points elsewhere is not followed, is no outage, and ends a subscription", async () => {
  const errors: unknown[] = [];
  const client = createClient({
    url: "http://old.example.com",
    fetch: async () => new Response(null, { status: 301, headers: { location: "https://new.example.com" } }),
    cache: { onError: (error) => errors.push(error) },
  });
  await expect(client.prompts.get("greeting")).rejects.toThrow(/points elsewhere.*is the url right/);
  client.prompts.subscribe();
  await until(async () => errors.length > 0);
  expect(errors).toMatchObject([{ status: 301, problem: null }]);
});
