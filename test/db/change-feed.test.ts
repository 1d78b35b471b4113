import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MemoryCache } from "../../src/adapters/cache.ts";
import { insertChanges } from "../../src/db/change-queries.ts";
import { ChangeFeed } from "../../src/db/change-feed.ts";
import { AS_JOBS, asUser } from "../../src/db/identity.ts";
import { Failure } from "../../src/errors.ts";
import { createWorld, until, type User, type World } from "../world.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A reader of its own, as another process would have one. */
async function reader(over: { pooled?: boolean } = {}) {
  const heard: string[] = [];
  const feed = new ChangeFeed({
    connection: world.app.storage.connections.app,
    pooled: over.pooled ?? false,
    db: world.db(AS_JOBS),
    onError: () => undefined,
    onTags: (tags) => heard.push(...tags),
    onGap: () => heard.push("gap"),
  });
  await feed.start();
  return { feed, heard, [Symbol.asyncDispose]: () => feed.close() };
}
const change = (tag: string) =>
  insertChanges([{ tags: [tag], event: { userId: ada.userId, kind: "test.change", data: { tag } } }]);

describe("the change feed", () => {
  test("tells what was committed, once, and nothing of what was rolled back", async () => {
    await using other = await reader();
    await world
      .db(asUser(ada.userId))
      .transaction(async (db) => {
        await db.rows(change("rolled-back"));
        throw new Error("no");
      })
      .catch(() => undefined);
    await world.db(asUser(ada.userId)).rows(change("committed"));
    await until(async () => other.heard.includes("committed"));
    for (let round = 0; round < 3; round += 1) await other.feed.read();
    expect(other.heard).toEqual(["committed"]);
  });

  test("misses no transaction that commits after one with a higher number", async () => {
    await using other = await reader();
    const gate = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const slow = world.db(asUser(ada.userId)).transaction(async (db) => {
      await db.rows(change("slow"));
      written.resolve();
      await gate.promise;
    });
    await written.promise;
    await world.db(asUser(ada.userId)).rows(change("quick"));
    await until(async () => other.heard.includes("quick"));
    expect(other.heard).toEqual(["quick"]);
    gate.resolve();
    await slow;
    await until(async () => other.heard.includes("slow"));
    expect(other.heard).toEqual(["quick", "slow"]);
  });

  test("tells a user's clients of their own events only, until they leave", async () => {
    await using other = await reader();
    const eve = await world.user();
    const seen: string[] = [];
    const listen = (userId: string, name: string) =>
      other.feed.subscribe({
        userId,
        credentialTags: [`user:${userId}`],
        onEvent: ({ kind, data }) => seen.push(`${name} ${kind} ${JSON.stringify(data)}`),
        onMissed: () => seen.push(`${name} missed`),
        onEnd: () => seen.push(`${name} ended`),
      });
    const leave = listen(ada.userId, "ada");
    listen(eve.userId, "eve");
    await world.db(asUser(ada.userId)).rows(change("one"));
    await until(async () => seen.length > 0);
    leave();
    await world.db(asUser(ada.userId)).rows(change("two"));
    await until(async () => other.heard.includes("two"));
    expect(seen).toEqual(['ada test.change {"tag":"one"}']);
    await world.db(asUser(ada.userId)).rows(change(`user:${eve.userId}`));
    await until(async () => seen.includes("eve ended"));
  });

  test("polls where a pooler stands in between, and says that it is up to date", async () => {
    await using other = await reader({ pooled: true });
    await world.db(asUser(ada.userId)).rows(change("polled"));
    await until(async () => other.heard.includes("polled"), 2_000);
    await until(async () => other.feed.isCurrent);
  });

  test("a subject cannot tell of another's changes", async () => {
    const eve = await world.user();
    await expect(world.db(asUser(eve.userId)).rows(change("forged"))).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the cache", () => {
  const kept = { tags: ["t"], ttlMs: 60_000 };

  test("loads again what it cannot know to be true, and keeps it while the database is away", async () => {
    let current = true;
    let time = 0;
    let loads = 0;
    const cache = new MemoryCache(
      () => current,
      () => time,
    );
    const load = async () => ({ number: (loads += 1) });
    expect([await cache.get("k", kept, load), await cache.get("k", kept, load)]).toEqual([
      { number: 1 },
      { number: 1 },
    ]);
    current = false;
    time = 999;
    expect(await cache.get("k", kept, load)).toEqual({ number: 1 });
    time = 1_001;
    expect(await cache.get("k", kept, load)).toEqual({ number: 2 });
    time = 3_000;
    const away = () => Promise.reject(new Failure("unavailable"));
    expect(await cache.get("k", kept, away)).toEqual({ number: 2 });
    cache.drop("t");
    await expect(cache.get("k", kept, away)).rejects.toMatchObject({ code: "unavailable" });
  });

  test("forgets everything when changes may have been missed", async () => {
    const cache = new MemoryCache();
    let loads = 0;
    const load = async () => ({ number: (loads += 1) });
    await cache.get("k", kept, load);
    cache.clear();
    expect(await cache.get("k", kept, load)).toEqual({ number: 2 });
  });
});
