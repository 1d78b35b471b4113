import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { etagLike } from "../prompts/etag-like.ts";

const PUBLIC = {
  title: "Release notes",
  task: "Write release notes for {{version}}.",
  role: "You are a writer.",
  tags: ["release"],
  category: "writing",
  description: "For users",
  isPublic: true,
};

let world: World;
let ada: User;
let eve: User;
beforeAll(async () => {
  world = await createWorld();
  [ada, eve] = [await world.user(), await world.user()];
});
afterAll(() => world[Symbol.asyncDispose]());

const publish = async (over: object = {}): Promise<string> =>
  (await ada.post("/prompts", { ...PUBLIC, ...over })).body.id as string;
const forkOf = async (id: string, who: User = eve) => (await who.post(`/prompts/${id}/fork`)).body;
const upstream = (id: string, who: User = eve) => who.get(`/prompts/${id}/upstream`);

test("a fork is a private prompt of one's own with the content of that moment, and says where it came from", async () => {
  const id = await publish();
  await ada.put(`/prompts/${id}`, { task: "Write notes for {{version}}." });
  const made = await eve.post(`/prompts/${id}/fork`);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    ...PUBLIC,
    task: "Write notes for {{version}}.",
    isPublic: false,
    version: 1,
    revision: 1,
    starCount: 0,
    viewCount: 0,
    forkedFrom: { id, version: 2 },
  });
  expect(made.body.id).not.toBe(id);
  expect(made.headers.get("location")).toBe(`/api/v1/prompts/${made.body.id}`);
  expect(made.headers.get("etag")).toMatch(etagLike(made.body.id, 1));
  expect((await eve.get(`/prompts/${made.body.id}`)).body).toEqual(made.body);
  expect((await ada.get(`/prompts/${made.body.id}`)).status).toBe(404);
  expect((await world.anyone.get(`/prompts/public/${id}`)).body.forkCount).toBe(1);
  await ada.put(`/prompts/${id}`, { task: "Another." });
  expect((await eve.get(`/prompts/${made.body.id}`)).body.task).toBe("Write notes for {{version}}.");
});

test("whoever forks hears of a new prompt, and nobody else does", async () => {
  const id = await publish();
  const told = () =>
    world.sql("select user_id, kind from promptr.change_events where data ->> 'promptId' = any($1) order by id", [
      [id, fork.id],
    ]);
  const fork = await forkOf(id);
  expect(await told()).toEqual([
    { user_id: ada.userId, kind: "version.created" },
    { user_id: eve.userId, kind: "version.created" },
  ]);
});

test("a fork knows whether its origin has changed, and no more of one that is gone than that", async () => {
  const id = await publish();
  const fork = await forkOf(id);
  const state = { of: id, version: 1, available: true, upstreamVersion: 1, upstreamChanged: false };
  expect((await upstream(fork.id)).body).toEqual(state);
  await ada.put(`/prompts/${id}`, { title: "Only the title" });
  expect((await upstream(fork.id)).body).toEqual(state);
  await ada.put(`/prompts/${id}`, { task: "New words." });
  expect((await upstream(fork.id)).body).toEqual({ ...state, upstreamVersion: 2, upstreamChanged: true });
  const gone = { of: id, version: 1, available: false, upstreamVersion: null, upstreamChanged: null };
  await ada.put(`/prompts/${id}`, { isPublic: false });
  expect((await upstream(fork.id)).body).toEqual(gone);
  await ada.put(`/prompts/${id}`, { isPublic: true });
  expect((await upstream(fork.id)).body).toMatchObject({ available: true });
  for (const status of ["flagged", "removed"]) {
    await world.sql("update promptr.prompts set moderation_status = $2 where id = $1", [id, status]);
    expect((await upstream(fork.id)).body).toEqual(gone);
  }
  await ada.delete(`/prompts/${id}`);
  expect((await upstream(fork.id)).body).toEqual(gone);
  await world.sql("delete from promptr.prompts where id = $1", [id]);
  expect((await upstream(fork.id)).body).toEqual({ ...gone, of: null });
  expect((await eve.get(`/prompts/${fork.id}`)).status).toBe(200);
});

test("one's own prompt can be forked, a fork can be forked, and each names what it was copied from", async () => {
  const own = await publish({ isPublic: false });
  const first = await forkOf(own, ada);
  expect(first.forkedFrom).toEqual({ id: own, version: 1 });
  const second = await forkOf(first.id, ada);
  expect(second.forkedFrom).toEqual({ id: first.id, version: 1 });
  expect((await ada.get(`/prompts/${own}`)).body.forkCount).toBe(1);
  const { status, body } = await upstream(own, ada);
  expect([status, body.detail]).toEqual([404, "This prompt is not a fork"]);
});

test("what others keep private cannot be forked, and looks like what does not exist", async () => {
  const hidden = await publish({ isPublic: false });
  const seen = async (id: string) => {
    const { status, text } = await eve.post(`/prompts/${id}/fork`);
    return `${status} ${text}`.replaceAll(/req_[\w-]+/g, "").replaceAll(id, "");
  };
  expect(await seen(hidden)).toMatch(/^404 /);
  expect(await seen(hidden)).toBe(await seen("0199f0a2-7c1e-7000-8000-00000000dead"));
  expect((await upstream(await publish(), eve)).status).toBe(404);
});

test("a fork counts against the month like a new prompt, and nothing is copied when the month is used up", async () => {
  await using small = await createWorld({ limits: { free: { requests: 1_000, prompts: 2 } } });
  const [author, reader] = [await small.user(), await small.user()];
  const { body } = await author.post("/prompts", PUBLIC);
  const made = await reader.post(`/prompts/${body.id}/fork`);
  expect(made.headers.get("x-quota-prompts-remaining")).toBe("1");
  const racing = await Promise.all(Array.from({ length: 5 }, () => reader.post(`/prompts/${body.id}/fork`)));
  expect(racing.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 429, 429, 429, 429]);
  const refused = racing.find(({ status }) => status === 429)!;
  expect(refused.body.code).toBe("quota_exhausted");
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await author.get(`/prompts/${body.id}`)).body.forkCount).toBe(2);
});

test("a fork asked for again with its Idempotency-Key is made once", async () => {
  const id = await publish();
  const again = () => eve.post(`/prompts/${id}/fork`, undefined, { "Idempotency-Key": "fork-once" });
  const [first, second] = [await again(), await again()];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect((await ada.get(`/prompts/${id}`)).body.forkCount).toBe(1);
});

test("a key needs prompts:write to fork and prompts:read to ask for the origin", async () => {
  const id = await publish();
  const reader = await world.apiKey(eve, { scopes: ["prompts:read"] });
  const writer = await world.apiKey(eve, { scopes: ["prompts:write"] });
  expect((await reader.post(`/prompts/${id}/fork`)).body.code).toBe("insufficient_scope");
  const { body } = await writer.post(`/prompts/${id}/fork`);
  expect((await writer.get(`/prompts/${body.id}/upstream`)).body.code).toBe("insufficient_scope");
  expect((await reader.get(`/prompts/${body.id}/upstream`)).status).toBe(200);
  expect((await world.anyone.post(`/prompts/${id}/fork`)).status).toBe(401);
});
