import { afterAll, beforeAll, expect, test } from "vitest";
import { insertChanges } from "../../../src/db/change-queries.ts";
import { asUser } from "../../../src/db/identity.ts";
import { createWorld, until, type User, type World } from "../../world.ts";

let world: World;
let other: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld();
  other = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

type Event = { readonly event: string; readonly id: string | undefined; readonly data: Record<string, unknown> };

/** Reads events as a client does, until it is left. */
async function listen(url: string, headers: Record<string, string>) {
  const left = new AbortController();
  const response = await fetch(`${url}/api/v1/prompts/events`, { headers, signal: left.signal });
  const events: Event[] = [];
  let ended = false;
  const read = async (): Promise<void> => {
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split("\n\n");
      text = blocks.pop()!;
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
        const event = field("event");
        if (event) events.push({ event, id: field("id"), data: JSON.parse(field("data") ?? "{}") as Event["data"] });
      }
    }
  };
  void read()
    .catch(() => undefined)
    .finally(() => (ended = true));
  return {
    response,
    events,
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

test.each(["nonsense", "1.1700000000", "99999999999999999999.1700000000"])(
  "a client whose last id says nothing any more is told to read everything anew: %s",
  async (id) => {
    const ada = await world.user();
    await using client = await listen(world.url, { ...bearer(ada), "last-event-id": id });
    await until(async () => client.events.length > 0);
    expect(client.events[0]!.event).toBe("changes.missed");
  },
);

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
