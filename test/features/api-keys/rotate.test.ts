import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, until, type World } from "../../world.ts";

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const pass = (ms: number) => void (world.clock.now = new Date(world.clock.now.getTime() + ms));
const rotate = (id: string, body: object = {}, headers = {}) => ada.post(`/api-keys/${id}/rotate`, body, headers);
const works = async (key: string) => (await world.with({ "x-api-key": key }).get("/prompts")).status;

test("the old secret works until the overlap ends and not a moment longer, the new one from the start", async () => {
  const bot = await world.apiKey(ada);
  const start = world.clock.now.getTime();
  const rotated = await rotate(bot.id, { overlapSeconds: 3_600 });
  const end = start + 3_600 * SECOND_MS;
  expect([rotated.status, rotated.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
  expect(rotated.body).toMatchObject({
    id: bot.id,
    prefix: rotated.body.key.slice(0, 11),
    oldSecretValidUntil: new Date(end).toISOString(),
    rotation: { oldPrefix: bot.key.slice(0, 11), oldSecretValidUntil: new Date(end).toISOString() },
  });
  expect([await works(bot.key), await works(rotated.body.key)]).toEqual([200, 200]);
  world.clock.now = new Date(end - 1);
  expect([await works(bot.key), await works(rotated.body.key)]).toEqual([200, 200]);
  world.clock.now = new Date(end);
  expect([await works(bot.key), await works(rotated.body.key)]).toEqual([401, 200]);
  expect((await ada.get(`/api-keys/${bot.id}`)).body).toMatchObject({ prefix: rotated.body.prefix, rotation: null });
});

test("the overlap is a day unless told, and seven days at most", async () => {
  const bot = await world.apiKey(ada);
  for (const overlapSeconds of [-1, 604_801, 1.5, "60"])
    expect((await rotate(bot.id, { overlapSeconds })).status).toBe(400);
  const { body } = await rotate(bot.id);
  expect(Date.parse(body.oldSecretValidUntil) - world.clock.now.getTime()).toBe(DAY_MS);
  const other = await world.apiKey(ada);
  expect((await rotate(other.id, { overlapSeconds: 604_800 })).status).toBe(200);
});

test("an old secret is not promised to outlive its key, and an expired key is not rotated", async () => {
  const expiresAt = new Date(world.clock.now.getTime() + 60 * SECOND_MS).toISOString();
  const bot = await world.apiKey(ada, { expiresAt });
  const { body } = await rotate(bot.id, { overlapSeconds: 3_600 });
  expect(body.oldSecretValidUntil).toBe(expiresAt);
  pass(60 * SECOND_MS);
  const late = await rotate(bot.id, { overlapSeconds: 0 });
  expect([late.status, late.body.code]).toEqual([409, "api_key_expired"]);
  expect(await works(body.key)).toBe(401);
});

test("the key's owner sees whether somebody still uses the old secret", async () => {
  const bot = await world.apiKey(ada);
  const { body } = await rotate(bot.id);
  const lastUse = async () => (await ada.get(`/api-keys/${bot.id}`)).body.rotation.oldSecretLastUsedAt as string | null;
  await works(body.key);
  expect(await lastUse()).toBeNull();
  pass(1);
  await works(bot.key);
  expect(await lastUse()).toBe(world.clock.now.toISOString());
  const usedAt = world.clock.now;
  pass(30 * SECOND_MS);
  await works(body.key);
  expect(await lastUse()).toBe(usedAt.toISOString());
});

test("two hundred rotations of one key at once have one winner; the rest are refused", async () => {
  for (const body of [{}, { overlapSeconds: 0 }]) {
    const bot = await world.apiKey(ada);
    const answers = await Promise.all(Array.from({ length: 200 }, () => rotate(bot.id, body)));
    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status !== 200);
    expect([won.length, lost.length]).toEqual([1, 199]);
    expect(new Set(lost.map((answer) => `${answer.status} ${answer.body.code}`))).toEqual(
      new Set(["409 rotation_running"]),
    );
    expect(await works(won[0]!.body.key)).toBe(200);
    const secrets = "select not_after from promptr.api_key_secrets where api_key_id = $1";
    expect(await world.sql(secrets, [bot.id])).toHaveLength(2);
  }
});

test("a refusal says when to come back, and coming back then succeeds", async () => {
  const bot = await world.apiKey(ada);
  await rotate(bot.id, { overlapSeconds: 60 });
  pass(20 * SECOND_MS);
  const running = await rotate(bot.id);
  expect([running.status, running.headers.get("retry-after")]).toEqual([409, "40"]);
  pass(40 * SECOND_MS);
  expect((await rotate(bot.id, { overlapSeconds: 0 })).status).toBe(200);
  pass(4_500);
  const again = await rotate(bot.id, { overlapSeconds: 0 });
  expect([again.status, again.headers.get("retry-after")]).toEqual([409, "6"]);
  pass(5_500);
  expect((await rotate(bot.id, { overlapSeconds: 0 })).status).toBe(200);
});

test("no overlap ends every older secret at once, also one whose overlap still runs", async () => {
  const bot = await world.apiKey(ada);
  const first = await rotate(bot.id);
  pass(10 * SECOND_MS);
  expect([await works(bot.key), await works(first.body.key)]).toEqual([200, 200]);
  const second = await rotate(bot.id, { overlapSeconds: 0 });
  expect(second.body).toMatchObject({ rotation: null, oldSecretValidUntil: world.clock.now.toISOString() });
  expect([await works(bot.key), await works(first.body.key), await works(second.body.key)]).toEqual([401, 401, 200]);
});

test("a key keeps at most three secrets, however often it is rotated", async () => {
  const bot = await world.apiKey(ada);
  for (let round = 0; round < 6; round += 1) {
    expect((await rotate(bot.id, { overlapSeconds: 0 })).status).toBe(200);
    pass(10 * SECOND_MS);
  }
  const kept = await world.sql("select 1 from promptr.api_key_secrets where api_key_id = $1", [bot.id]);
  expect(kept.length).toBeLessThanOrEqual(3);
});

test("an old secret without overlap is dead on another process within a second", async () => {
  const bot = await world.apiKey(ada);
  const other = await world.another();
  const elsewhere = () => other.anyone.get("/prompts", { "x-api-key": bot.key });
  expect((await elsewhere()).status).toBe(200);
  await rotate(bot.id, { overlapSeconds: 0 });
  await until(async () => (await elsewhere()).status === 401, SECOND_MS);
});
