import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { makePrompt, problemOf, share, TASK, viewsOf } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const label = async (owner: User, promptId: string, version: number): Promise<void> => {
  const moved = await owner.put(`/prompts/${promptId}/labels/live`, { version });
  expect(moved.status).toBeLessThan(300);
};
/** A prompt with two versions, `live` on the first of them, and a link to the label. */
async function labelled() {
  const ada = await world.user();
  const promptId = await makePrompt(ada);
  await label(ada, promptId, 1);
  await ada.put(`/prompts/${promptId}`, { task: "Explain it in verse." });
  const made = await ada.post("/sharing/create", { promptId, label: "live" });
  return { ada, promptId, made, json: `/sharing/${made.body.token}`, page: `/s/${made.body.token}` };
}

test("a link shows what its label names at the moment, on every process", async () => {
  const { ada, promptId, made, json, page } = await labelled();
  expect(made.body).toMatchObject({ label: "live", version: null });
  const other = await world.another();
  expect((await world.anyone.get(json)).body).toMatchObject({ version: 1, task: TASK });
  await label(ada, promptId, 2);
  for (const { anyone } of [world, other])
    expect((await anyone.get(json)).body).toMatchObject({ version: 2, task: "Explain it in verse." });
  await ada.post(`/prompts/${promptId}/labels/live/undo`, {});
  expect((await world.anyone.raw(page)).text).toContain(TASK);
  expect(await viewsOf(world, made.body)).toBe(4);
});

test("a link whose label is not set is one that never was, asks for no password, and comes back with its label", async () => {
  const { ada, promptId, json, made } = await labelled();
  const guarded = await ada.post("/sharing/create", { promptId, label: "live", password: "open sesame" });
  expect((await ada.delete(`/prompts/${promptId}/labels/live`)).status).toBe(204);
  const never = problemOf(await world.anyone.get(`/sharing/${"x".repeat(43)}`));
  expect(problemOf(await world.anyone.get(json))).toEqual(never);
  expect(problemOf(await world.anyone.get(`/sharing/${guarded.body.token}`))).toEqual(never);
  const mine = (await ada.get("/sharing/my-shares")).body.data;
  expect(mine.map(({ state }: { state: string }) => state)).toEqual(["unavailable", "unavailable"]);
  expect(await viewsOf(world, made.body)).toBe(0);
  await label(ada, promptId, 2);
  expect((await world.anyone.get(json)).body.version).toBe(2);
});

test("a link wants a label that is there, and not a version as well; `latest` is the newest", async () => {
  const { owner, promptId } = await share(world);
  const wish = (over: object) => owner.post("/sharing/create", { promptId, ...over });
  for (const over of [{ label: "nowhere" }, { label: "Not A Label" }, { label: "live", version: 1 }]) {
    const refused = await wish(over);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, "body.label"]);
  }
  expect((await wish({ label: "latest" })).body).toMatchObject({ label: null, version: null });
});

test("a protected label may be followed, since following moves nothing", async () => {
  const { ada, promptId } = await labelled();
  const key = await world.apiKey(ada, { scopes: ["sharing"] });
  expect((await key.post("/sharing/create", { promptId, label: "live" })).status).toBe(201);
});
