import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

const PUBLIC = { title: "Shown", task: "Explain {{topic}} to a child.", isPublic: true };

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
const starsOf = async (id: string): Promise<number> => (await world.anyone.get(`/prompts/public/${id}`)).body.starCount;
const starred = async (who: User = eve): Promise<string[]> =>
  (await who.get("/prompts/starred")).body.data.map(({ id }: { id: string }) => id);

test("a star counts once however often it is given, and taking it back takes one away once", async () => {
  const id = await publish();
  for (let again = 0; again < 3; again += 1) {
    const { status, text } = await eve.put(`/prompts/${id}/star`);
    expect([status, text]).toEqual([204, ""]);
  }
  expect(await starsOf(id)).toBe(1);
  await ada.put(`/prompts/${id}/star`);
  expect(await starsOf(id)).toBe(2);
  for (let again = 0; again < 3; again += 1) expect((await eve.delete(`/prompts/${id}/star`)).status).toBe(204);
  expect(await starsOf(id)).toBe(1);
});

test("50 people who star at the same moment, most of them twice, are 50 stars", async () => {
  const id = await publish();
  const { updatedAt, revision } = (await ada.get(`/prompts/${id}`)).body;
  const people = await Promise.all(Array.from({ length: 50 }, () => world.user()));
  const answers = await Promise.all([...people, ...people.slice(5)].map((user) => user.put(`/prompts/${id}/star`)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 204));
  expect(await starsOf(id)).toBe(50);
  const back = people.flatMap((user, index) =>
    index % 2 === 0 ? [user.delete(`/prompts/${id}/star`), user.delete(`/prompts/${id}/star`)] : [],
  );
  await Promise.all(back);
  const [kept] = await world.sql("select count(*)::int as stars from promptr.prompt_stars where prompt_id = $1", [id]);
  expect([await starsOf(id), kept]).toEqual([25, { stars: 25 }]);
  expect((await ada.get(`/prompts/${id}`)).body).toMatchObject({ starCount: 25, updatedAt, revision });
});

test("what others keep private cannot be starred, and looks like what does not exist; what is one's own can", async () => {
  const hidden = await publish({ isPublic: false });
  const seen = async (id: string, method: "put" | "delete") => {
    const { status, text } = await eve[method](`/prompts/${id}/star`);
    return `${status} ${text}`.replaceAll(/req_[\w-]+/g, "").replaceAll(id, "");
  };
  const nobodys = "0199f0a2-7c1e-7000-8000-00000000dead";
  for (const method of ["put", "delete"] as const) {
    expect(await seen(hidden, method)).toMatch(/^404 /);
    expect(await seen(hidden, method)).toBe(await seen(nobodys, method));
  }
  expect((await ada.put(`/prompts/${hidden}/star`)).status).toBe(204);
  expect((await ada.put(`/prompts/not-an-id/star`)).body.code).toBe("invalid_input");
  expect(await starred(ada)).toContain(hidden);
});

test("the list of what somebody starred begins with the latest star and can be walked", async () => {
  const reader = await world.user();
  const ids: string[] = [];
  for (const title of ["One", "Two", "Three"]) {
    const id = await publish({ title, description: `About ${title}` });
    world.clock.now = new Date(world.clock.now.getTime() + 1_000);
    await reader.put(`/prompts/${id}/star`);
    ids.unshift(id);
  }
  const first = await reader.get("/prompts/starred?limit=2&include=total");
  expect(first.body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
  expect(first.body.pagination).toMatchObject({ total: 3, hasMore: true });
  expect(first.body.data[0]).toMatchObject({
    title: "Three",
    description: "About Three",
    author: { name: "Ada Lovelace" },
    starCount: 1,
    starredAt: world.clock.now.toISOString(),
  });
  expect(first.text).not.toContain(PUBLIC.task);
  expect(first.text).not.toContain(ada.userId);
  const next = /<https:\/\/promptr\.test\/api\/v1(.*)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1];
  expect((await reader.get(String(next))).body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
  expect((await reader.get("/prompts/starred?limit=1&page=3")).body.data[0].id).toBe(ids[2]);
  expect((await reader.get("/prompts/starred?cursor=x")).body.code).toBe("invalid_cursor");
});

test("a starred prompt that goes private leaves the list and comes back with its star when it is shown again", async () => {
  const id = await publish();
  await eve.put(`/prompts/${id}/star`);
  expect(await starred()).toContain(id);
  await ada.put(`/prompts/${id}`, { isPublic: false });
  expect(await starred()).not.toContain(id);
  await ada.put(`/prompts/${id}`, { isPublic: true });
  expect(await starred()).toContain(id);
  await ada.put(`/prompts/${id}`, { isPublic: false });
  expect((await eve.delete(`/prompts/${id}/star`)).status).toBe(204);
  expect((await eve.delete(`/prompts/${id}/star`)).status).toBe(404);
  await ada.delete(`/prompts/${id}`);
  expect(await starred()).not.toContain(id);
});

test("a key needs prompts:write to star and prompts:read to list stars", async () => {
  const id = await publish();
  const reader = await world.apiKey(eve, { scopes: ["prompts:read"] });
  const writer = await world.apiKey(eve, { scopes: ["prompts:write"] });
  expect((await reader.put(`/prompts/${id}/star`)).body.code).toBe("insufficient_scope");
  expect((await writer.put(`/prompts/${id}/star`)).status).toBe(204);
  expect((await reader.get("/prompts/starred")).status).toBe(200);
  expect((await writer.get("/prompts/starred")).body.code).toBe("insufficient_scope");
  for (const ask of [world.anyone.put(`/prompts/${id}/star`), world.anyone.get("/prompts/starred")])
    expect((await ask).status).toBe(401);
});

test("a star shows on the prompt's page at once in every process", async () => {
  const id = await publish();
  const other = await world.another();
  const path = `/prompts/public/${id}`;
  const count = async () => (await other.anyone.get(path)).body.starCount as number;
  const before = await other.anyone.get(path);
  expect(before.body.starCount).toBe(0);
  await other.as(eve).put(`/prompts/${id}/star`);
  expect(await count()).toBe(1);
  expect((await other.anyone.get(path, { "If-None-Match": before.headers.get("etag")! })).status).toBe(200);
});

test("stars end with the account that gave them", async () => {
  const id = await publish();
  const leaver = await world.user();
  await leaver.put(`/prompts/${id}/star`);
  expect(await starsOf(id)).toBe(1);
  await world.sql("delete from promptr.profiles where id = $1", [leaver.userId]);
  expect((await ada.get(`/prompts/${id}`)).body.starCount).toBe(0);
});
