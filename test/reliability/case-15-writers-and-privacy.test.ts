import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answered, Caller } from "../caller.ts";
import { createWorld, type User, type World } from "../world.ts";
import { watchUntilGone } from "./staleness.ts";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  there = await world.another();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const DRAFT = { title: "Quagga", task: "Describe the quagga to {{reader}}.", tags: ["quagga"], category: "research" };
const make = (over: object = {}): Promise<Answered> => ada.post("/prompts", { ...DRAFT, ...over });
const tally = (answers: readonly Answered[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

test("case 15: of fifty writers with one ETag, half of them on another process, one writes and the others are told: 412", async () => {
  const { body, headers } = await make();
  const match = { "if-match": headers.get("etag")! };
  const writers = [ada, there.as(ada)];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => writers[n % 2]!.put(`/prompts/${body.id}`, { task: `Writer ${n}` }, match)),
  );
  expect([tally(answers, 200), tally(answers, 412)]).toEqual([1, 49]);
  const winner = answers.find(({ status }) => status === 200)!;
  expect((await ada.get(`/prompts/${body.id}`)).body).toEqual(winner.body);
});

test("case 15: without an ETag no change is lost: each of fifty is a version, and the last one is what the prompt holds", async () => {
  const { body } = await make();
  const writers = [ada, there.as(ada)];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => writers[n % 2]!.put(`/prompts/${body.id}`, { task: `Writer ${n}` })),
  );
  expect(tally(answers, 200)).toBe(50);
  const versions = (await ada.get(`/prompts/${body.id}/versions?limit=100`)).body.data as { version: number }[];
  expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 51 }, (_, n) => 51 - n));
  const newest = answers.find((answer) => answer.body.version === 51)!;
  expect((await ada.get(`/prompts/${body.id}`)).body.task).toBe(newest.body.task);
});

test("case 15: a prompt that is deleted while it is changed is gone; whoever came late is told 404", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { body } = await make();
    const path = `/prompts/${body.id}`;
    const [deleted, ...changes] = await Promise.all([
      there.as(ada).delete(path),
      ...Array.from({ length: 10 }, (_, n) => ada.put(path, { task: `Late ${n}` })),
    ]);
    expect(deleted.status).toBe(204);
    expect(tally(changes, 200) + tally(changes, 404)).toBe(10);
    expect((await ada.get(path)).status).toBe(404);
    const kept = await world.sql("select version from promptr.prompts where id = $1", [body.id]);
    expect(kept).toEqual([{ version: 1 + tally(changes, 200) }]);
  }
});

/** Everything through which somebody who is not the owner meets a published prompt. */
const surfaces: Record<string, (reader: Caller, id: string) => Promise<Answered>> = {
  "its page": (reader, id) => reader.get(`/prompts/public/${id}`),
  "the list": (reader) => reader.get("/prompts/public?limit=100"),
  "the list by title": (reader) => reader.get("/prompts/public?sort=title&limit=100"),
  "a filtered list": (reader) => reader.get("/prompts/public?tag=quagga&category=research&limit=100"),
  "the search": (reader) => reader.get("/prompts/public?search=quagga&limit=100"),
};
const shows = ({ status, text }: Answered, id: string): boolean => status === 200 && text.includes(id);

const ends: [string, (id: string) => Promise<Answered>][] = [
  ["made private", (id) => ada.put(`/prompts/${id}`, { isPublic: false })],
  ["deleted", (id) => ada.delete(`/prompts/${id}`)],
];
test.each(ends)(
  "case 15: a prompt that is %s is nowhere in the library: here at once, on another process within a second",
  async (_what, end) => {
    const { body } = await make({ isPublic: true });
    const looks = Object.entries(surfaces);
    for (const reader of [world.anyone, there.anyone])
      for (const [name, look] of looks)
        expect([name, shows(await look(reader, body.id), body.id)]).toEqual([name, true]);
    expect((await end(body.id)).status).toBeLessThan(300);
    const acknowledgedAt = performance.now();
    for (const [name, look] of looks)
      expect([name, shows(await look(world.anyone, body.id), body.id)]).toEqual([name, false]);
    const lastSeen = await Promise.all(
      looks.map(async ([name, look]): Promise<[string, number]> => {
        const isSeen = async () => shows(await look(there.anyone, body.id), body.id);
        return [name, await watchUntilGone(acknowledgedAt, isSeen)];
      }),
    );
    expect(lastSeen.filter(([, ms]) => ms >= 1_000)).toEqual([]);
  },
);

test("case 15: what was private again cannot be copied or starred by others any more, on either process", async () => {
  const eve = await world.user();
  const { body } = await make({ isPublic: true });
  expect((await eve.put(`/prompts/${body.id}/star`)).status).toBeLessThan(300);
  await ada.put(`/prompts/${body.id}`, { isPublic: false });
  for (const reader of [eve, there.as(eve)]) {
    expect((await reader.post(`/prompts/${body.id}/fork`)).status).toBe(404);
    expect((await reader.put(`/prompts/${body.id}/star`)).status).toBe(404);
    expect((await reader.get("/prompts/starred")).text).not.toContain(body.id);
  }
});

/** Ways of the owner to end a link, and what is left of it. */
const endings: [string, (token: string, id: string) => Promise<Answered>][] = [
  ["revoked", (token) => ada.delete(`/sharing/${token}`)],
  ["lost its prompt", (_token, id) => ada.delete(`/prompts/${id}`)],
];
test.each(endings)(
  "case 15: a link that was %s answers nobody from that moment on, on any process, as JSON and as a page",
  async (_what, end) => {
    const { body } = await make({ isPublic: true });
    const { token } = (await ada.post("/sharing/create", { promptId: body.id, isPublic: true })).body as {
      token: string;
    };
    const open = () =>
      Promise.all(
        [world.anyone, there.anyone].flatMap((reader) => [reader.get(`/sharing/${token}`), reader.raw(`/s/${token}`)]),
      );
    expect(tally(await open(), 200)).toBe(4);
    expect((await end(token, body.id)).status).toBe(204);
    expect(tally(await open(), 404)).toBe(4);
  },
);

test("case 15: a link is a key of its own (SPEC §4): a prompt that goes private leaves the library, and its link opens it", async () => {
  const { body } = await make({ isPublic: true });
  const { token } = (await ada.post("/sharing/create", { promptId: body.id })).body as { token: string };
  await ada.put(`/prompts/${body.id}`, { isPublic: false });
  const page = await there.anyone.raw(`/s/${token}`);
  expect([page.status, page.headers.get("x-robots-tag")]).toEqual([200, "noindex"]);
});
