import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";

const DAY_MS = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const ahead = (ms: number): string => new Date(world.clock.now.getTime() + ms).toISOString();
const NEW = { name: "Nightly report", scopes: ["prompts:read", "enrichment"] };
const codesAt = ({ body }: { body: { errors: { path: string; code: string }[] } }) =>
  body.errors.map(({ path, code }) => `${path} ${code}`);

test("a new key is shown once, and everything about it but the key afterwards", async () => {
  const ada = await world.user();
  const made = await ada.post("/api-keys", {
    ...NEW,
    expiresAt: ahead(DAY_MS),
    allowedCidrs: ["203.0.113.0/24", "2001:DB8:0::/32", "127.0.0.1", "203.0.113.0/24"],
  });
  const { key, ...shown } = made.body;
  expect(made.status).toBe(201);
  expect(made.headers.get("location")).toBe(`/api/v1/api-keys/${shown.id}`);
  expect(made.headers.get("cache-control")).toBe("private, no-store");
  expect(shown).toEqual({
    id: shown.id,
    ...NEW,
    prefix: key.slice(0, 11),
    allowedCidrs: ["203.0.113.0/24", "2001:db8::/32", "127.0.0.1/32"],
    expiresAt: ahead(DAY_MS),
    lastUsedAt: null,
    lastUsedIp: null,
    rotation: null,
    createdAt: shown.createdAt,
    updatedAt: shown.updatedAt,
  });
  const read = await ada.get(`/api-keys/${shown.id}`);
  expect(read.body).toEqual(shown);
  expect((await ada.get("/api-keys")).body.data).toEqual([shown]);
  const etag = read.headers.get("etag")!;
  expect(etag).toBe(made.headers.get("etag"));
  expect((await ada.get(`/api-keys/${shown.id}`, { "if-none-match": etag })).status).toBe(304);
  expect((await world.with({ "x-api-key": key }).get("/prompts")).status).toBe(200);
});

test("keys are listed newest first, by cursor and by page, with their number when asked for", async () => {
  const ada = await world.user();
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    world.clock.now = new Date(world.clock.now.getTime() + 1);
    ids.unshift((await ada.post("/api-keys", NEW)).body.id as string);
  }
  const seen: string[] = [];
  let path = "/api-keys?limit=2&include=total";
  for (;;) {
    const { body, headers } = await ada.get(path);
    expect(body.pagination.total).toBe(5);
    seen.push(...body.data.map(({ id }: { id: string }) => id));
    if (!body.pagination.hasMore) break;
    path = /<https:\/\/promptr\.test\/api\/v1([^>]*)>; rel="next"/.exec(headers.get("link")!)![1]!;
  }
  expect(seen).toEqual(ids);
  const second = await ada.get("/api-keys?limit=2&page=2");
  expect(second.body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2, 4));
  const forged = Buffer.from(JSON.stringify(["-createdAt", "yesterday", randomUUID()])).toString("base64url");
  for (const cursor of ["x", forged])
    expect((await ada.get(`/api-keys?cursor=${cursor}`)).body.code).toBe("invalid_cursor");
});

test("an account has at most fifty keys, also when the fifty-first is raced; a deleted one makes room", async () => {
  const ada = await world.user();
  await world.sql(
    `with made as (
       insert into promptr.api_keys (id, user_id, name, scopes)
       select gen_random_uuid(), $1, 'old', array['sharing'] from generate_series(1, 45) returning id)
     insert into promptr.api_key_secrets (secret_hash, api_key_id, user_id, prefix)
     select sha256(id::text::bytea), id, $1, 'xmlp_000000' from made`,
    [ada.userId],
  );
  const answers = await Promise.all(
    // Half of them inside a transaction of their own, as a key of idempotency makes it.
    Array.from({ length: 12 }, (_, index) =>
      ada.post("/api-keys", NEW, index % 2 === 0 ? {} : { "Idempotency-Key": `race-${index}` }),
    ),
  );
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  expect([count(201), count(409)]).toEqual([5, 7]);
  expect(answers.find(({ status }) => status === 409)!.body.code).toBe("api_key_limit_reached");
  const { body } = await ada.get("/api-keys?limit=100");
  expect(body.data).toHaveLength(50);
  expect((await ada.delete(`/api-keys/${body.data[0].id}`)).status).toBe(204);
  expect((await ada.post("/api-keys", NEW)).status).toBe(201);
  expect((await ada.post("/api-keys", NEW)).status).toBe(409);
});

test.each([
  [{ scopes: [] }, "body.scopes too_small"],
  [{ scopes: ["prompts:read", "prompts:read"] }, "body.scopes custom"],
  [{ scopes: ["admin"] }, "body.scopes.0 invalid_value"],
  [{ name: " " }, "body.name too_small"],
  [{ name: "x".repeat(101) }, "body.name too_big"],
  [{ name: "a\r\nb" }, "body.name invalid_format"],
  [{ name: "\u202Etroper" }, "body.name invalid_format"],
  [{ expiresAt: "tomorrow" }, "body.expiresAt invalid_format"],
  [{ expiresAt: "2020-01-01T00:00:00Z" }, "body.expiresAt too_small"],
  [{ expiresAt: "9999-01-01T00:00:00Z" }, "body.expiresAt too_big"],
  [{ expiresAt: null }, "body.expiresAt invalid_type"],
  [{ allowedCidrs: [] }, "body.allowedCidrs too_small"],
  [{ allowedCidrs: Array.from({ length: 21 }, (_, index) => `10.0.0.${index}`) }, "body.allowedCidrs too_big"],
  [{ allowedCidrs: ["10.0.0.1/8"] }, "body.allowedCidrs.0 custom"],
  [{ allowedCidrs: ["2001:db8::1/64"] }, "body.allowedCidrs.0 custom"],
  [{ allowedCidrs: ["10.0.0.0/33"] }, "body.allowedCidrs.0 custom"],
  [{ allowedCidrs: ["localhost"] }, "body.allowedCidrs.0 custom"],
  [{ key: `xmlp_${"0".repeat(49)}` }, "body.key unrecognized_keys"],
])("a new key with %o is refused at its place", async (over, fault) => {
  const ada = await world.user();
  const answer = await ada.post("/api-keys", { ...NEW, ...over });
  expect([answer.status, codesAt(answer)]).toEqual([400, [fault]]);
  expect((await ada.get("/api-keys")).body.data).toEqual([]);
});

test("a change touches what is given, null takes away, and what was used meanwhile is no change", async () => {
  const ada = await world.user();
  const bot = await world.apiKey(ada, { expiresAt: ahead(DAY_MS), allowedCidrs: ["127.0.0.0/8"] });
  const path = `/api-keys/${bot.id}`;
  const first = (await ada.get(path)).headers.get("etag")!;
  await bot.get("/prompts");
  const used = await ada.get(path, { "if-none-match": first });
  expect([used.status, used.body.lastUsedAt]).toEqual([200, world.clock.now.toISOString()]);

  const renamed = await ada.put(path, { name: "Renamed" }, { "if-match": first });
  expect(renamed.body).toMatchObject({ name: "Renamed", expiresAt: ahead(DAY_MS), allowedCidrs: ["127.0.0.0/8"] });
  const late = await ada.put(path, { name: "Lost" }, { "if-match": first });
  expect([late.status, late.body.code]).toEqual([412, "version_moved"]);
  expect((await ada.delete(path, undefined, { "if-match": first })).status).toBe(412);

  const current = renamed.headers.get("etag")!;
  expect((await ada.put(path, {}, { "if-match": current })).headers.get("etag")).toBe(current);
  const open = await ada.put(path, { expiresAt: null, allowedCidrs: null, scopes: ["prompts:write"] });
  expect(open.body).toMatchObject({ name: "Renamed", expiresAt: null, allowedCidrs: null, scopes: ["prompts:write"] });
  expect((await bot.get("/prompts")).body.code).toBe("insufficient_scope");
  expect((await bot.post("/prompts", { title: "t", task: "t" })).status).toBe(201);
  expect((await ada.put(path, { expiresAt: ahead(-1) })).status).toBe(400);
});

test("what another user asks about a key looks as if there were none", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const bot = await world.apiKey(ada);
  const ask = async (id: string) => {
    const answers = [
      await eve.get(`/api-keys/${id}`),
      await eve.put(`/api-keys/${id}`, { name: "x" }),
      await eve.delete(`/api-keys/${id}`),
      await eve.post(`/api-keys/${id}/rotate`, {}),
      await eve.post(`/api-keys/${id}/explain`, {}),
      await eve.get(`/api-keys/usage?keyId=${id}`),
    ];
    return answers.map(({ status, text }) => [
      status,
      text.replaceAll(/"requestId":"[^"]*"/g, "").replaceAll(id, "ID"),
    ]);
  };
  const foreign = await ask(bot.id);
  expect(foreign).toEqual(await ask(randomUUID()));
  expect(foreign.map(([status]) => status)).toEqual(foreign.map(() => 404));
  expect((await bot.get("/prompts")).status).toBe(200);
  expect((await eve.get("/api-keys")).body.data).toEqual([]);
});

test("everything done to a key is in the audit log, without names, and its owner hears of new secrets", async () => {
  const ada = await world.user();
  const bot = await world.apiKey(ada);
  await ada.put(`/api-keys/${bot.id}`, { scopes: ["sharing"] });
  await ada.put(`/api-keys/${bot.id}`, { scopes: ["sharing"] });
  await ada.post(`/api-keys/${bot.id}/rotate`, {});
  await ada.delete(`/api-keys/${bot.id}`);
  const rows = await world.sql(
    "select action, actor_kind, actor_id, subject_id, details from promptr.audit_log where owner_id = $1 order by seq",
    [ada.userId],
  );
  const by = { actor_kind: "session", actor_id: ada.userId, subject_id: bot.id };
  expect(rows).toEqual([
    { action: "api_key.create", ...by, details: { scopes: ["prompts:read"] } },
    { action: "api_key.update", ...by, details: { scopes: ["sharing"] } },
    { action: "api_key.rotate", ...by, details: { scopes: ["sharing"] } },
    { action: "api_key.delete", ...by, details: {} },
  ]);
  const notices = await world.sql("select kind, body from promptr.notifications where user_id = $1 order by kind", [
    ada.userId,
  ]);
  expect(notices.map(({ kind }) => kind)).toEqual(["api_key_created", "api_key_rotated", "api_key_widened"]);
  expect(JSON.stringify(notices)).not.toContain(bot.key);
});

test("a retry of a creation makes no second key, and says that the answer is gone with its secret", async () => {
  const ada = await world.user();
  const headers = { "Idempotency-Key": "one-wish" };
  expect((await ada.post("/api-keys", NEW, headers)).status).toBe(201);
  const again = await ada.post("/api-keys", NEW, headers);
  expect([again.status, again.body.code]).toEqual([409, "idempotency_answer_gone"]);
  expect((await ada.get("/api-keys")).body.data).toHaveLength(1);
});
