import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const body = { title: "t", task: "t" };
const key = { "Idempotency-Key": "order-4711" };

test("a repeated request gets the first answer and stores nothing twice", async () => {
  const ada = await world.user();
  const first = await ada.post("/prompts", body, key);
  const again = await ada.post("/prompts", body, key);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(first.headers.get("idempotent-replayed")).toBeNull();
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(again.body).toEqual(first.body);
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
  expect((await ada.get("/prompts")).body.data).toHaveLength(1);
  const used = await world.sql("select used from promptr.quota_usage where user_id = $1", [ada.userId]);
  expect(used).toEqual([{ used: 1 }]);
});

test("the same key with another body is refused, and means nothing to another user", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const first = await ada.post("/prompts", body, key);
  expect(await ada.post("/prompts", { ...body, title: "u" }, key)).toMatchObject({
    status: 422,
    body: { code: "idempotency_key_reused" },
  });
  const hers = await eve.post("/prompts", body, key);
  expect(hers.status).toBe(201);
  expect(hers.body.id).not.toBe(first.body.id);
});

test("twenty parallel requests with one key make one prompt; the others replay it or are told to wait", async () => {
  const ada = await world.user();
  const replies = await Promise.all(Array.from({ length: 20 }, () => ada.post("/prompts", body, key)));
  const made = replies.filter(({ status }) => status === 201);
  const waiting = replies.filter(({ status }) => status === 409);
  expect(made.length).toBeGreaterThan(0);
  expect(made.length + waiting.length).toBe(20);
  expect(new Set(made.map(({ body: { id } }) => id)).size).toBe(1);
  for (const reply of waiting) expect(reply.body.code).toBe("idempotency_key_running");
  expect((await ada.get("/prompts")).body.data).toHaveLength(1);
});

test("a refused request leaves its key free", async () => {
  const ada = await world.user();
  expect((await ada.post("/prompts", { ...body, category: "no-such-thing" }, key)).status).toBe(400);
  expect((await ada.post("/prompts", body, key)).status).toBe(201);
});
