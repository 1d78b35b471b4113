import { afterAll, beforeAll, expect, test } from "vitest";
import { insertChanges } from "../../../src/db/change-queries.ts";
import { asUser } from "../../../src/db/identity.ts";
import type { ServerEvent } from "../../../src/feature.ts";
import { streamChanges } from "../../../src/features/events/service.ts";
import type { Actor, Scope } from "../../../src/scope.ts";
import { createWorld, until, type User, type World } from "../../world.ts";

let world: World;
let other: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld();
  other = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Moves the clock of every process for as long as the test runs. */
function pass(ms: number): Disposable {
  const before = world.clock.now;
  world.clock.now = new Date(before.getTime() + ms);
  return { [Symbol.dispose]: () => void (world.clock.now = before) };
}
const HOUR_MS = 3_600_000;
const secondsNow = () => Math.floor(world.clock.now.getTime() / 1_000);

type Event = { readonly event: string; readonly id: string | undefined; readonly data: Record<string, unknown> };

/** Reads events as a client does, until it is left. */
async function listen(url: string, headers: Record<string, string>) {
  const left = new AbortController();
  const response = await fetch(`${url}/api/v1/prompts/events`, { headers, signal: left.signal });
  const events: Event[] = [];
  /** Every place the client was told to come back to. */
  const places: string[] = [];
  let ended = false;
  const read = async (): Promise<void> => {
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split("\n\n");
      text = blocks.pop()!;
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
        const [event, id] = [field("event"), field("id")];
        if (id) places.push(id);
        if (event) events.push({ event, id, data: JSON.parse(field("data") ?? "{}") as Event["data"] });
      }
    }
  };
  void read()
    .catch(() => undefined)
    .finally(() => (ended = true));
  return {
    response,
    events,
    places,
    numbers: () => events.map(({ data }) => data["n"]),
    ended: () => ended,
    [Symbol.asyncDispose]: async () => left.abort(),
  };
}
const bearer = ({ accessToken }: User) => ({ authorization: `Bearer ${accessToken}` });

const tell = (user: User, ...numbers: number[]) =>
  world
    .db(asUser(user.userId))
    .rows(
      insertChanges(
        numbers.map((n) => ({ tags: [], event: { userId: user.userId, kind: "test.event", data: { n } } })),
      ),
    );

test("a client hears on any process what changes, in order, and nothing of other people's", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  await using here = await listen(world.url, bearer(ada));
  await using there = await listen(other.url, bearer(ada));
  await using hers = await listen(world.url, bearer(eve));
  expect(here.response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  expect(here.response.headers.get("content-encoding")).toBeNull();
  await tell(ada, 1, 2);
  await tell(ada, 3);
  for (const client of [here, there]) await until(async () => client.events.length === 3);
  expect(here.numbers()).toEqual([1, 2, 3]);
  expect(there.numbers()).toEqual([1, 2, 3]);
  expect(hers.events).toEqual([]);
  expect(here.events[0]).toMatchObject({ event: "test.event", id: expect.stringMatching(/^\d+\.\d{10}$/) });
});

test("a client that comes back with the last id misses nothing", async () => {
  const ada = await world.user();
  let lastId: string | undefined;
  {
    await using first = await listen(world.url, bearer(ada));
    await tell(ada, 1, 2, 3);
    await until(async () => first.events.length === 3);
    lastId = first.events[1]!.id; // it left in the middle
  }
  await tell(ada, 4);
  await using second = await listen(other.url, { ...bearer(ada), "last-event-id": lastId! });
  await tell(ada, 5);
  await until(async () => second.numbers().includes(5));
  expect([...new Set(second.numbers())].filter((n) => Number(n) > 2)).toEqual([3, 4, 5]);
});

test.each([
  ["nonsense", () => "nonsense"],
  ["of long ago", () => "1.1700000000"],
  ["larger than any", () => `99999999999999999999.${secondsNow()}`],
  ["of a transaction to come", () => `9000000000000000000.${secondsNow()}`],
  ["of a time to come", () => `1.${secondsNow() + 61}`],
])("a client whose last id is %s is told to read everything anew, and where to go on", async (_, idOf) => {
  const ada = await world.user();
  await using client = await listen(world.url, { ...bearer(ada), "last-event-id": idOf() });
  await until(async () => client.events.length > 0);
  expect(client.events[0]!.event).toBe("changes.missed");
  await using again = await listen(other.url, { ...bearer(ada), "last-event-id": client.events[0]!.id! });
  await tell(ada, 1);
  await until(async () => again.events.length > 0);
  expect(again.numbers()).toEqual([1]);
});

test("a client that breaks off before its first event misses nothing", async () => {
  const ada = await world.user();
  let place: string | undefined;
  {
    await using first = await listen(world.url, bearer(ada));
    place = await until(async () => first.places[0]);
  }
  await tell(ada, 1, 2);
  await using second = await listen(other.url, { ...bearer(ada), "last-event-id": place });
  await until(async () => second.events.length === 2);
  expect(second.numbers()).toEqual([1, 2]);
});

test("a client that comes back to where nothing happened has a place at once as well", async () => {
  const ada = await world.user();
  await using first = await listen(world.url, bearer(ada));
  const place = await until(async () => first.places[0]);
  using _ = pass(HOUR_MS);
  await using second = await listen(other.url, { ...bearer(ada), "last-event-id": place });
  expect(await until(async () => second.places[0])).toMatch(new RegExp(`\\.${secondsNow()}$`));
  expect(second.events).toEqual([]);
});

test("the stream ends when its session or its key ends, also when another process ends it", async () => {
  const ada = await world.user();
  const key = await world.apiKey(ada);
  await using bySession = await listen(other.url, bearer(ada));
  await using byKey = await listen(other.url, { "x-api-key": key.key });
  expect((await ada.delete(`/api-keys/${key.id}`)).status).toBe(204);
  await until(async () => byKey.ended());
  expect(bySession.ended()).toBe(false);
  expect((await ada.post("/auth/logout")).status).toBe(204);
  await until(async () => bySession.ended());
});

test("the stream ends when its token or its key runs out, and what happens then is not told", async () => {
  const [ada, other] = [await world.user(), await world.user()];
  const expiresAt = new Date(world.clock.now.getTime() + HOUR_MS).toISOString();
  const key = await world.apiKey(other, { expiresAt });
  await using byToken = await listen(world.url, bearer(ada));
  await using byKey = await listen(world.url, { "x-api-key": key.key });
  await using lasting = await listen(world.url, { "x-api-key": (await world.apiKey(other)).key });
  {
    using _ = pass(HOUR_MS - 1);
    await tell(other, 1);
    await until(async () => byKey.events.length === 1);
  }
  using _ = pass(40 * 24 * HOUR_MS);
  await tell(ada, 2);
  await tell(other, 2);
  for (const client of [byToken, byKey]) await until(async () => client.ended());
  await until(async () => lasting.events.length === 2);
  expect([byToken.numbers(), byKey.numbers()]).toEqual([[], [1]]);
});

test("the stream of the old secret of a rotated key ends with that secret", async () => {
  const ada = await world.user();
  const key = await world.apiKey(ada);
  // As a rotation leaves it, whose own news would end the stream as well.
  const end = new Date(world.clock.now.getTime() + HOUR_MS);
  await world.sql("update promptr.api_key_secrets set not_after = $1 where api_key_id = $2", [end, key.id]);
  await using old = await listen(world.url, { "x-api-key": key.key });
  using _ = pass(HOUR_MS);
  await tell(ada, 1);
  await until(async () => old.ended());
  expect(old.events).toEqual([]);
});

test("a stream on which nothing happens ends when its key runs out", async () => {
  const ada = await world.user();
  const key = await world.apiKey(ada, { expiresAt: new Date(world.clock.now.getTime() + 1_000).toISOString() });
  await using client = await listen(world.url, { "x-api-key": key.key });
  await until(async () => client.places.length > 0);
  using _ = pass(1_000);
  await until(async () => client.ended());
});

test("a client that hears of nothing for an hour gets its place anew, so that it is not too old to come back to", async () => {
  const ada = await world.user();
  const left = new AbortController();
  const credential = { kind: "session", sessionId: ada.sessionId, endsAt: Infinity } as const;
  const scope = {
    actor: { userId: ada.userId, tier: "free", role: "user", credential },
    db: world.db(asUser(ada.userId)),
    ports: world.app.ports,
    now: () => world.clock.now,
    signal: left.signal,
  } as unknown as Scope<Actor>;
  const events = (await streamChanges(scope, undefined, 20))[Symbol.asyncIterator]();
  const next = async () => (await events.next()).value as ServerEvent;
  const [cursor] = (await next()).id!.split(".");
  using _ = pass(HOUR_MS);
  expect(await next()).toEqual({ id: `${cursor}.${secondsNow()}` });
  left.abort();
  expect((await events.next()).done).toBe(true);
});

test("a user has twenty streams on a process; one more is told to come back", async () => {
  const ada = await world.user();
  const clients = await Promise.all(Array.from({ length: 20 }, () => listen(world.url, bearer(ada))));
  const refused = await ada.get("/prompts/events");
  expect([refused.status, refused.body.code, refused.headers.get("retry-after")]).toEqual([429, "rate_limited", "5"]);
  for (const client of clients) await client[Symbol.asyncDispose]();
  await until(async () => {
    await using again = await listen(world.url, bearer(ada));
    return again.response.status === 200;
  });
});

test("a key needs the scope to read prompts, and nobody hears anything without a credential", async () => {
  const ada = await world.user();
  const key = await world.apiKey(ada, { scopes: ["sharing"] });
  expect((await key.get("/prompts/events")).body.code).toBe("insufficient_scope");
  expect((await world.anyone.get("/prompts/events")).status).toBe(401);
});

test("a stop ends the streams at once", async () => {
  const ada = await world.user();
  const third = await world.another();
  await using client = await listen(third.url, bearer(ada));
  const startedAt = performance.now();
  await third.app.stop();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  await until(async () => client.ended());
});
