import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { DAY_MS, makePrompt, problemOf, share } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const NOBODYS = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10";

test("a link is made with everything the owner asked for, and the table keeps only a digest of its token", async () => {
  const ada = await world.user();
  const promptId = await makePrompt(ada);
  const expiresAt = new Date(world.clock.now.getTime() + DAY_MS).toISOString();
  const wish = { promptId, version: 1, password: "open sesame", maxViews: 3, expiresAt, isPublic: true };
  const made = await ada.post("/sharing/create", wish);
  expect(made.status).toBe(201);
  const { token } = made.body;
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(made.body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    promptTitle: "Explain a paper",
    tokenStart: token.slice(0, 6),
    state: "live",
    label: null,
    lastViewedAt: null,
    refusedCount: 0,
    endedCount: 0,
    days: [],
    updatedAt: world.clock.now.toISOString(),
    token,
    url: `https://promptr.test/s/${token}`,
    promptId,
    version: 1,
    isPublic: true,
    hasPassword: true,
    maxViews: 3,
    expiresAt,
    viewCount: 0,
    createdAt: world.clock.now.toISOString(),
  });
  expect(made.headers.get("location")).toBe(`/api/v1/sharing/${token}`);
  expect(made.headers.get("cache-control")).toBe("private, no-store");
  const [row] = await world.sql("select * from promptr.shared_prompts where prompt_id = $1", [promptId]);
  expect(row!["share_token"]).toEqual(createHash("sha256").update(token).digest());
  expect(row!["password_hash"]).toMatch(/^\$argon2id\$/);
  expect(JSON.stringify(row)).not.toMatch(new RegExp(`${token}|open sesame`));
});

test("a link without wishes follows the newest version, for ever, for everybody who has it", async () => {
  const ada = await world.user();
  const promptId = await makePrompt(ada);
  const { body } = await ada.post("/sharing/create", { promptId });
  expect(body).toMatchObject({ version: null, isPublic: false, hasPassword: false, maxViews: null, expiresAt: null });
});

test("two links to one prompt have different tokens", async () => {
  const { owner, promptId, token } = await share(world);
  expect((await owner.post("/sharing/create", { promptId })).body.token).not.toBe(token);
});

test("only the owner of a prompt that is still there can share it, and nobody learns which of that is missing", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const [theirs, published, deleted, removed] = [
    await makePrompt(ada),
    await makePrompt(ada, { isPublic: true }),
    await makePrompt(eve),
    await makePrompt(eve),
  ];
  await eve.delete(`/prompts/${deleted}`);
  await world.sql("update promptr.prompts set moderation_status = 'removed' where id = $1", [removed]);
  const unknown = await eve.post("/sharing/create", { promptId: NOBODYS });
  expect(unknown.status).toBe(404);
  for (const promptId of [theirs, published, deleted, removed])
    expect(problemOf(await eve.post("/sharing/create", { promptId }))).toEqual(problemOf(unknown));
  expect((await world.anyone.post("/sharing/create", { promptId: theirs })).status).toBe(401);
  const shared = [theirs, published, deleted, removed];
  expect(await world.sql("select 1 from promptr.shared_prompts where prompt_id = any($1)", [shared])).toEqual([]);
});

test("each fault of the input is named", async () => {
  const ada = await world.user();
  const promptId = await makePrompt(ada);
  const at = (ms: number): string => new Date(world.clock.now.getTime() + ms).toISOString();
  const faults: [string, object][] = [
    ["body.promptId", { promptId: "1" }],
    ["body.version", { version: 2 }],
    ["body.version", { version: 0 }],
    ["body.version", { version: 2 ** 40 }],
    ["body.password", { password: "" }],
    ["body.password", { password: "   " }],
    ["body.password", { password: "x".repeat(129) }],
    ["body.password", { password: "two\nlines" }],
    ["body.maxViews", { maxViews: 0 }],
    ["body.maxViews", { maxViews: 1_000_001 }],
    ["body.maxViews", { maxViews: 1.5 }],
    ["body.expiresAt", { expiresAt: "tomorrow" }],
    ["body.expiresAt", { expiresAt: at(0) }],
    ["body.expiresAt", { expiresAt: at(-1) }],
    ["body.expiresAt", { expiresAt: at(5 * 366 * DAY_MS) }],
    ["body.isPublic", { isPublic: "yes" }],
    ["body.label", { label: "live" }],
  ];
  for (const [path, wish] of faults) {
    const reply = await ada.post("/sharing/create", { promptId, ...wish });
    expect([reply.status, reply.body.code, reply.body.errors[0]?.path]).toEqual([400, "invalid_input", path]);
  }
  const furthest = await ada.post("/sharing/create", {
    promptId,
    expiresAt: at(5 * 365 * DAY_MS),
    maxViews: 1_000_000,
  });
  expect(furthest.status).toBe(201);
});

test("a retry with the same key makes no second link, and the token is not kept for it", async () => {
  const ada = await world.user();
  const promptId = await makePrompt(ada);
  const wish = { promptId, password: "open sesame" };
  const send = (body: object) => ada.post("/sharing/create", body, { "idempotency-key": "once" });
  const replies = await Promise.all([send(wish), send(wish), send(wish)]);
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  const again = await send(wish);
  expect([again.status, again.body.code]).toEqual([409, "idempotency_answer_gone"]);
  expect((await send({ ...wish, maxViews: 1 })).body.code).toBe("idempotency_key_reused");
  expect(await world.sql("select 1 from promptr.shared_prompts where prompt_id = $1", [promptId])).toHaveLength(1);
  const kept = JSON.stringify(await world.sql("select * from promptr.idempotency_keys"));
  expect(kept).not.toContain(replies.find(({ status }) => status === 201)!.body.token);
});
