import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeCursor } from "../../../src/contract/page.ts";
import { asUser } from "../../../src/db/identity.ts";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const body = { title: "t", task: "t0" };

test("fifty racing changes give versions 1 to 51, without a gap and without an error", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", body);
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, index) => ada.put(`/prompts/${made.id}`, { task: `t${index + 1}` })),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  const versions = replies.map(({ body: { version } }) => version as number).sort((a, b) => a - b);
  expect(versions).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
  const history = await ada.get(`/prompts/${made.id}/versions?limit=100&include=total`);
  expect(history.body.data.map(({ version }: { version: number }) => version)).toEqual(
    Array.from({ length: 51 }, (_, index) => 51 - index),
  );
  expect(history.body.pagination).toEqual({ limit: 100, hasMore: false, nextCursor: null, total: 51 });
  for (const { body: at } of replies)
    expect((await ada.get(`/prompts/${made.id}/versions/${at.version}`)).body.task).toBe(at.task);
});

test("a version never changes: not by later changes, not by its owner's SQL", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", body);
  const path = `/prompts/${made.id}/versions/1`;
  const first = await ada.get(path);
  await ada.put(`/prompts/${made.id}`, { task: "other", role: "r", title: "u" });
  expect((await ada.get(path)).body).toEqual(first.body);
  expect((await ada.get(path, { "If-None-Match": first.headers.get("etag")! })).status).toBe(304);
  for (const sql of ["update promptr.prompt_versions set task = 'x'", "delete from promptr.prompt_versions"])
    await expect(world.db(asUser(ada.userId)).rows({ sql, parameters: [] })).rejects.toMatchObject({ code: "42501" });
  await expect(world.sql("update promptr.prompt_versions set task = 'x'")).rejects.toMatchObject({ code: "42501" });
});

test("a version is read anew once its author has another name", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", body);
  const path = `/prompts/${made.id}/versions/1`;
  const headers = { "If-None-Match": (await ada.get(path)).headers.get("etag")! };
  expect((await ada.get(path, headers)).status).toBe(304);
  await world.sql("update promptr.profiles set full_name = 'Grace Hopper' where id = $1", [ada.userId]);
  expect((await ada.get(path, headers)).body.author).toEqual({ name: "Grace Hopper" });
});

test("the history says who and why, and the same content has the same hash", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", body);
  await ada.put(`/prompts/${made.id}`, { task: "t1", message: "Shorter" });
  await ada.put(`/prompts/${made.id}`, { task: "t0", message: null });
  const { data } = (await ada.get(`/prompts/${made.id}/versions`)).body;
  expect(data.map(({ message }: { message: string | null }) => message)).toEqual([null, "Shorter", null]);
  expect(data[0].author).toEqual({ name: "Ada Lovelace" });
  expect(data[0].contentHash).toBe(data[2].contentHash);
  expect(data[1].contentHash).not.toBe(data[0].contentHash);
});

test("a history is walked by cursor or by page, each version once", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", body);
  for (let index = 1; index < 7; index += 1) await ada.put(`/prompts/${made.id}`, { task: `t${index}` });
  const seen: number[] = [];
  let next: string | null = `/prompts/${made.id}/versions?limit=3`;
  while (next !== null) {
    const answer = await ada.get(next);
    seen.push(...answer.body.data.map(({ version }: { version: number }) => version));
    const link = /^<https:\/\/promptr\.test\/api\/v1(.*)>; rel="next"$/.exec(answer.headers.get("link") ?? "");
    next = link?.[1] ?? null;
  }
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  const third = await ada.get(`/prompts/${made.id}/versions?limit=3&page=3`);
  expect(third.body.data.map(({ version }: { version: number }) => version)).toEqual([1]);
  const beyond = await ada.get(`/prompts/${made.id}/versions?page=9`);
  expect(beyond).toMatchObject({ status: 200, body: { data: [], pagination: { hasMore: false } } });
});

test("a version that does not exist is not found, and a forged cursor is the caller's fault", async () => {
  const ada = await world.user();
  const [{ body: made }, { body: other }] = [await ada.post("/prompts", body), await ada.post("/prompts", body)];
  expect((await ada.get(`/prompts/${made.id}/versions/2`)).body.code).toBe("not_found");
  for (const version of ["0", "-1", "1.5", "x", "2147483648", "%00"])
    expect((await ada.get(`/prompts/${made.id}/versions/${version}`)).status).toBe(400);
  for (const cursor of [
    "x",
    encodeCursor({ sort: "-version", value: "1", id: made.id }),
    encodeCursor({ sort: "-version", value: 1e12, id: made.id }),
    encodeCursor({ sort: "-version", value: 1, id: other.id }),
    encodeCursor({ sort: "version", value: 1, id: made.id }),
  ])
    expect((await ada.get(`/prompts/${made.id}/versions?cursor=${cursor}`)).body.code).toBe("invalid_cursor");
});
