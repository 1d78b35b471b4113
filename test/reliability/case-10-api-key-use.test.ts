import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, until, type World } from "../world.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

test("case 10: a key that may read cannot write: 403, and nothing is written", async () => {
  const bot = await world.apiKey(ada, { scopes: ["prompts:read"] });
  const { body: prompt } = await ada.post("/prompts", { title: "t", task: "t" });
  for (const answer of [
    await bot.post("/prompts", { title: "t", task: "t" }),
    await bot.put(`/prompts/${prompt.id}`, { title: "u" }),
    await bot.delete(`/prompts/${prompt.id}`),
  ])
    expect([answer.status, answer.body.code, answer.body.errors[0].code]).toEqual([
      403,
      "insufficient_scope",
      "prompts:write",
    ]);
  expect((await bot.get(`/prompts/${prompt.id}`)).body.title).toBe("t");
  expect(await world.sql("select 1 from promptr.prompts")).toHaveLength(1);
});

test("case 10: the key of a deleted user: 401", async () => {
  const gone = await world.user();
  const bot = await world.apiKey(gone);
  expect((await bot.get("/prompts")).status).toBe(200);
  await world.sql("delete from promptr.profiles where id = $1", [gone.userId]);
  const refused = await until(async () => {
    const answer = await bot.get("/prompts");
    return answer.status !== 200 && answer;
  }, 3_000); // what nobody announces is believed for a second, and a loaded machine may be late
  expect([refused.status, refused.body.code]).toEqual([401, "unauthenticated"]);
  expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer /);
});

test("case 10: a token and a key at once, of one user or of two: 400 ambiguous_credentials", async () => {
  const eve = await world.user();
  for (const owner of [ada, eve]) {
    const { key } = await world.apiKey(owner);
    const answer = await ada.get("/prompts", { "x-api-key": key });
    expect([answer.status, answer.body.code]).toEqual([400, "ambiguous_credentials"]);
  }
});

test("case 10: a key in the query string is ignored: 401", async () => {
  const { key } = await world.apiKey(ada);
  for (const name of ["api_key", "apiKey", "x-api-key", "key", "access_token"]) {
    const answer = await world.anyone.get(`/prompts?${name}=${key}`);
    expect([answer.status, answer.body.code]).toEqual([401, "unauthenticated"]);
    expect(answer.text).not.toContain(key);
  }
});
