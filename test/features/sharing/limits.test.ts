import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { share } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const LINKS_MAX = 100;
const fill = (promptId: string, userId: string, number: number) =>
  world.sql(
    `insert into promptr.shared_prompts (id, prompt_id, created_by, share_token)
     select gen_random_uuid(), $1::uuid, $2::uuid, sha256(convert_to($1::text || n, 'utf8'))
     from generate_series(1, $3::int) as n`,
    [promptId, userId, number],
  );

test("a prompt has at most a hundred live links, and revoking one frees its place", async () => {
  const { owner, promptId, json } = await share(world);
  await fill(promptId, owner.userId, LINKS_MAX - 2);
  const last = await owner.post("/sharing/create", { promptId });
  expect(last.status).toBe(201);
  const refused = await owner.post("/sharing/create", { promptId });
  expect([refused.status, refused.body.code]).toEqual([409, "link_limit_reached"]);
  expect((await owner.delete(json)).status).toBe(204);
  expect((await owner.post("/sharing/create", { promptId })).status).toBe(201);
  expect((await owner.post("/sharing/create", { promptId })).status).toBe(409);
});

test("the links of one prompt leave every other prompt its own hundred", async () => {
  const full = await share(world);
  await fill(full.promptId, full.owner.userId, LINKS_MAX - 1);
  const made = await full.owner.post("/prompts", { title: "Another", task: "Explain the paper." });
  expect((await full.owner.post("/sharing/create", { promptId: made.body.id })).status).toBe(201);
  expect((await full.owner.post("/sharing/create", { promptId: full.promptId })).status).toBe(409);
});
