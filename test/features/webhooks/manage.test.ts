import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { areWaiting, begin } from "../auth/locks.ts";
import { makePrompt, makeWebhook, webhookWorld } from "./scene.ts";

const URL = "https://hooks.example.com/promptr?token=abc";
const NEW = { url: URL, events: ["prompt.created"] };
const NOBODY = randomUUID();

let world: World;
let ada: User;
let eve: User;
beforeAll(async () => {
  world = await createWorld();
  [ada, eve] = [await world.user(), await world.user()];
});
afterAll(() => world[Symbol.asyncDispose]());

test("a test that meets the webhook's removal finds nothing, as if it had come later", async () => {
  const { id } = await makeWebhook(ada, URL);
  await using other = await begin(world);
  await other.run("delete from promptr.webhooks where id = $1", [id]);
  const tested = ada.post(`/webhooks/${id}/test`);
  await areWaiting(world, 1);
  await other.commit();
  expect((await tested).body.code).toBe("not_found");
});

describe("a webhook", () => {
  test("is made with a secret of 32 bytes that no other answer and no row of the database holds", async () => {
    const user = await world.user();
    const { status, body, headers } = await user.post("/webhooks", { ...NEW, description: "Deploys" });
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`/api/v1/webhooks/${body.id}`);
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(body).toMatchObject({
      ...NEW,
      description: "Deploys",
      enabled: true,
      includesText: false,
      failingSince: null,
    });
    const { secret, ...rest } = body;
    expect((await user.get(`/webhooks/${body.id}`)).body).toEqual(rest);
    expect((await user.get("/webhooks?include=total")).body).toMatchObject({ data: [rest], pagination: { total: 1 } });
    const rows = await world.sql(
      "select to_jsonb(w)::text || to_jsonb(s)::text as row from promptr.webhooks w, promptr.webhook_secrets s where w.id = $1 and s.webhook_id = w.id",
      [body.id],
    );
    const bytes = Buffer.from(secret.slice(6), "base64").toString("hex");
    for (const form of [secret, secret.slice(6), bytes]) expect(JSON.stringify(rows)).not.toContain(form);
    const notices = (await user.get("/users/notifications")).body.data;
    expect(notices[0]).toMatchObject({ kind: "webhook_created" });
    expect(JSON.stringify(notices)).not.toContain("token=abc");
  });

  test("is changed field by field, and If-Match refuses to write over a change one has not seen", async () => {
    const { id } = await makeWebhook(ada, URL);
    const { headers } = await ada.get(`/webhooks/${id}`);
    const etag = headers.get("etag")!;
    const changed = await ada.put(
      `/webhooks/${id}`,
      { events: ["label.moved"], description: "New" },
      { "if-match": etag },
    );
    expect(changed.body).toMatchObject({ url: URL, events: ["label.moved"], description: "New" });
    expect((await ada.put(`/webhooks/${id}`, { enabled: false }, { "if-match": etag })).body.code).toBe(
      "version_moved",
    );
    expect((await ada.delete(`/webhooks/${id}`, undefined, { "if-match": etag })).body.code).toBe("version_moved");
    expect((await ada.put(`/webhooks/${id}`, { enabled: false })).body).toMatchObject({
      enabled: false,
      disabledReason: null,
    });
    expect((await ada.get(`/webhooks/${id}`, { "if-none-match": etag })).status).toBe(200);
    await ada.put(`/webhooks/${id}`, { url: "https://other.example.com/x" });
    const notices = (await ada.get("/users/notifications")).body.data as { kind: string }[];
    expect(notices.map(({ kind }) => kind)).toContain("webhook_changed");
    expect((await ada.delete(`/webhooks/${id}`)).status).toBe(204);
    expect((await ada.get(`/webhooks/${id}`)).status).toBe(404);
  });

  test("gets a new secret on rotation; with no overlap the old one is over at once", async () => {
    const { id, secret } = await makeWebhook(ada, URL);
    const first = await ada.post(`/webhooks/${id}/rotate`, {});
    expect(first.body.secret).not.toBe(secret);
    expect(Date.parse(first.body.oldSecretValidUntil) - world.clock.now.getTime()).toBe(86_400_000);
    const second = await ada.post(`/webhooks/${id}/rotate`, { overlapSeconds: 0 });
    expect(second.body.oldSecretValidUntil).toBeNull();
    for (let turn = 0; turn < 5; turn += 1) await ada.post(`/webhooks/${id}/rotate`, {});
    const end = await world.sql("select count(*)::int as n from promptr.webhook_secrets where webhook_id = $1", [id]);
    expect(end[0]!["n"]).toBe(2);
    expect((await ada.post(`/webhooks/${id}/rotate`, { overlapSeconds: 700_000 })).status).toBe(400);
  });

  test("there are twenty of, however many are asked for at once", async () => {
    const user = await world.user();
    const answers = await Promise.all(Array.from({ length: 30 }, () => user.post("/webhooks", NEW)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(["webhook_limit_reached"]),
    );
    const pages = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const { body } = await user.get(`/webhooks?limit=7${cursor && `&cursor=${cursor}`}`);
      pages.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.pagination.nextCursor;
    }
    expect(new Set(pages).size).toBe(20);
  });

  test("listens to job.failed only for an administrator", async () => {
    const wish = { ...NEW, events: ["job.failed"] };
    expect((await ada.post("/webhooks", wish)).body.code).toBe("forbidden");
    const { id } = await makeWebhook(ada, URL);
    expect((await ada.put(`/webhooks/${id}`, { events: ["job.failed"] })).body.code).toBe("forbidden");
    const root = await world.user({ role: "admin" });
    expect((await root.post("/webhooks", wish)).status).toBe(201);
  });
});

test.each([
  ["http://hooks.example.com/", "must begin with https://"],
  ["https://ada:secret@hooks.example.com/", "must not hold a user name or password"],
  ["https://127.0.0.1/", "is not an address of the open internet"],
  ["https://169.254.169.254/latest/", "is not an address of the open internet"],
  ["https://[::ffff:10.0.0.1]/", "is not an address of the open internet"],
  ["https://[fd00:ec2::254]/", "is not an address of the open internet"],
  ["https://0/", "is not an address of the open internet"],
  ["https://localhost/", "is not a name of the open internet"],
  ["https://redis/", "is not a name of the open internet"],
  ["https://hooks.example.com:25/", "must use port 443 or one from 1024 on"],
  ["https://hooks.example.com/#x", "must not have a fragment"],
])("%s is refused as an address, when a webhook is made and when it is changed", async (url, message) => {
  const { id } = await makeWebhook(eve, URL);
  for (const { status, body } of [
    await eve.post("/webhooks", { ...NEW, url }),
    await eve.put(`/webhooks/${id}`, { url }),
  ]) {
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: "body.url", message }]);
  }
  await eve.delete(`/webhooks/${id}`);
});

test.each([
  ["HTTPS://Hooks.Example.com/Path?Token=ABC", "https://hooks.example.com/Path?Token=ABC"],
  ["https:hooks.example.com/a", "https://hooks.example.com/a"],
  ["https:\\\\hooks.example.com\\a", "https://hooks.example.com/a"],
  ["https://hooks.exa\nmple.com/a", "https://hooks.example.com/a"],
  ["https://büro.example.com/", "https://xn--bro-hoa.example.com/"],
])("%j is kept in the one form it is called by, when a webhook is made and when it is changed", async (url, kept) => {
  const user = await world.user();
  const made = await user.post("/webhooks", { ...NEW, url });
  expect([made.status, made.body.url]).toEqual([201, kept]);
  const { id } = await makeWebhook(user, URL);
  expect((await user.put(`/webhooks/${id}`, { url })).body.url).toBe(kept);
});

test("an address that is too long only in the form it is called by is refused", async () => {
  const url = `https://example.com/${"é".repeat(1_000)}`;
  expect((await ada.post("/webhooks", { ...NEW, url })).body.code).toBe("invalid_input");
});

test.each([
  ["without an event", { ...NEW, events: [] }],
  ["with an event twice", { ...NEW, events: ["prompt.created", "prompt.created"] }],
  ["with an event nobody subscribes to", { ...NEW, events: ["webhook.test"] }],
  ["without an address", { ...NEW, url: "" }],
  ["with an address that is too long", { ...NEW, url: `https://example.com/${"x".repeat(2_000)}` }],
  ["with a description of two lines", { ...NEW, description: "a\nb" }],
  ["with a secret of its maker's", { ...NEW, secret: "whsec_mine" }],
  ["of nothing", {}],
])("a webhook %s is refused", async (_what, body) => {
  expect((await ada.post("/webhooks", body)).body.code).toBe("invalid_input");
});

test("another's webhook, and one there is not, are the same 404 to everything; a key may do nothing here", async () => {
  const { id } = await makeWebhook(ada, URL);
  const { body: sent } = await ada.post(`/webhooks/${id}/test`);
  const key = await world.apiKey(ada, { scopes: ["prompts:read", "prompts:write", "sharing"] });
  const since = { since: "2026-01-01T00:00:00Z" };
  const tries = (webhook: string, delivery: string) =>
    [
      ["get", `/webhooks/${webhook}`],
      ["put", `/webhooks/${webhook}`, { enabled: false }],
      ["delete", `/webhooks/${webhook}`],
      ["post", `/webhooks/${webhook}/rotate`, {}],
      ["post", `/webhooks/${webhook}/test`],
      ["post", `/webhooks/${webhook}/replay`, since],
      ["get", `/webhooks/${webhook}/deliveries`],
      ["post", `/webhooks/${webhook}/deliveries/${delivery}/replay`],
    ] as const;
  for (const [method, path, body] of [...tries(id, sent.id), ...tries(NOBODY, NOBODY)]) {
    expect([path, (await eve[method](path, body as never)).status]).toEqual([path, 404]);
    expect([path, (await key[method](path, body as never)).body.code]).toEqual([path, "user_token_required"]);
    expect([path, (await world.anyone[method](path, body as never)).status]).toEqual([path, 401]);
  }
  expect((await ada.post(`/webhooks/${id}/deliveries/${NOBODY}/replay`)).status).toBe(404);
  expect((await ada.get("/webhooks?cursor=nonsense")).body.code).toBe("invalid_cursor");
  expect((await ada.get(`/webhooks/${id}/deliveries?cursor=nonsense`)).body.code).toBe("invalid_cursor");
});

describe("the log", () => {
  test("is read page by page and by state, type and time, and only so many events may be asked for", async () => {
    await using open = await webhookWorld({ limits: { free: { requests: 100_000 }, webhookReplay: 6 } });
    const user = await open.user();
    const { id } = await makeWebhook(user, "http://127.0.0.1:9/");
    for (let turn = 0; turn < 5; turn += 1) await makePrompt(user);
    expect((await user.post(`/webhooks/${id}/test`)).status).toBe(202);
    await open.sql(
      "update promptr.webhook_deliveries set state = 'failed', next_attempt_at = null where id in (select id from promptr.webhook_deliveries order by id limit 2)",
    );
    const count = async (query: string): Promise<number> =>
      (await user.get(`/webhooks/${id}/deliveries${query}`)).body.data.length;
    expect(await count("")).toBe(6);
    expect(await count("?state=failed")).toBe(2);
    expect(await count("?state=delivered")).toBe(0);
    expect(await count("?type=webhook.test")).toBe(1);
    expect(await count("?since=2999-01-01T00:00:00Z")).toBe(0);
    const { body } = await user.get(`/webhooks/${id}/deliveries?limit=4`);
    expect(await count(`?limit=4&cursor=${body.pagination.nextCursor}`)).toBe(2);
    expect((await user.get(`/webhooks/${id}/deliveries?state=lost`)).status).toBe(400);

    const since = { since: "2026-01-01T00:00:00Z" };
    expect(await user.post(`/webhooks/${id}/replay`, since)).toMatchObject({
      status: 202,
      body: { replayed: 2, hasMore: false },
    });
    expect((await user.post(`/webhooks/${id}/replay`, since)).body.replayed).toBe(0);
    const [first] = body.data;
    expect(await user.post(`/webhooks/${id}/deliveries/${first.id}/replay`)).toMatchObject({
      status: 202,
      body: { id: first.id, state: "pending", attempts: 0 },
    });
    await user.put(`/webhooks/${id}`, { enabled: false });
    for (const path of ["test", "replay", `deliveries/${first.id}/replay`])
      expect((await user.post(`/webhooks/${id}/${path}`, path === "replay" ? since : undefined)).body.code).toBe(
        "webhook_disabled",
      );
    await user.put(`/webhooks/${id}`, { enabled: true });
    for (let turn = 0; turn < 2; turn += 1) await user.post(`/webhooks/${id}/test`);
    expect((await user.post(`/webhooks/${id}/test`)).body.code).toBe("rate_limited");
  });
});
