import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../world.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const pass = (ms: number) => void (world.clock.now = new Date(world.clock.now.getTime() + ms));
const works = async (key: string) => (await world.with({ "x-api-key": key }).get("/prompts")).status;

test("case 12: twenty rotations at once give one new key, the rest 409, with and without Idempotency-Key", async () => {
  for (const headersOf of [
    () => ({}),
    (index: number) => ({ "Idempotency-Key": `rotate-${index}` }),
    () => ({ "Idempotency-Key": "one-wish" }),
  ]) {
    const bot = await world.apiKey(ada);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ada.post(`/api-keys/${bot.id}/rotate`, {}, headersOf(index))),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, ...Array<number>(19).fill(409)]);
    const keys = answers.flatMap(({ body }) => (body.key as string | undefined) ?? []);
    expect(keys).toHaveLength(1);
    expect([await works(bot.key), await works(keys[0]!)]).toEqual([200, 200]);
  }
});

test("case 12: an answer that was lost is not given twice; the owner rotates again without overlap", async () => {
  const bot = await world.apiKey(ada);
  const headers = { "Idempotency-Key": "lost-answer" };
  const lost = await ada.post(`/api-keys/${bot.id}/rotate`, {}, headers);
  const replayed = await ada.post(`/api-keys/${bot.id}/rotate`, {}, headers);
  expect([replayed.status, replayed.body.code]).toEqual([409, "idempotency_answer_gone"]);
  expect(replayed.text).not.toContain("xmlp_");
  for (const path of [`/api-keys/${bot.id}`, "/api-keys", "/api-keys/usage"])
    expect((await ada.get(path)).text).not.toContain(lost.body.key);
  pass(10_000);
  const again = await ada.post(`/api-keys/${bot.id}/rotate`, { overlapSeconds: 0 });
  expect(again.status).toBe(200);
  expect([await works(bot.key), await works(lost.body.key), await works(again.body.key)]).toEqual([401, 401, 200]);
});

test("case 12: without overlap the old secret dies at once", async () => {
  const bot = await world.apiKey(ada);
  expect(await works(bot.key)).toBe(200);
  const rotated = await ada.post(`/api-keys/${bot.id}/rotate`, { overlapSeconds: 0 });
  expect([await works(bot.key), await works(rotated.body.key)]).toEqual([401, 200]);
});

test("case 12: another user's key cannot be rotated: 404, as if it were not there", async () => {
  const eve = await world.user();
  const bot = await world.apiKey(ada);
  const answers = [bot.id, randomUUID()].map((id) => eve.post(`/api-keys/${id}/rotate`, { overlapSeconds: 0 }));
  for (const { status, body } of await Promise.all(answers)) expect([status, body.code]).toEqual([404, "not_found"]);
  expect(await works(bot.key)).toBe(200);
  expect((await ada.get(`/api-keys/${bot.id}`)).body.rotation).toBeNull();
});
