import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS, asUser } from "../../../src/db/identity.ts";
import { createWorld, until, type User, type World } from "../../world.ts";
import { limitsBut } from "../auth/answers.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const COLUMNS = `action_type, resource_type, user_id, api_key_id, status_code, success, host(ip_address) || '/' ||
  masklen(ip_address) as network, prompt_id, prompt_version, label, tokens_used, model_used, cost_usd`;
/** The rows of one person, or of nobody, once there are so many: a row is made when the answer has left. */
const rowsOf = (userId: string | null, count: number, where = "true") =>
  until(async () => {
    await world.app.ports.usage.flush();
    const rows = await world.sql(
      `select ${COLUMNS} from promptr.usage_tracking where user_id is not distinct from $1 and ${where} order by id`,
      [userId],
    );
    return rows.length >= count && rows;
  });
const row = (over: object) => ({
  user_id: null,
  api_key_id: null,
  status_code: 200,
  success: true,
  network: "127.0.0.0/24",
  prompt_id: null,
  prompt_version: null,
  label: null,
  tokens_used: 0,
  model_used: null,
  cost_usd: null,
  ...over,
});
const publish = async (user: User) =>
  (await user.post("/prompts", { title: "Shown", task: "Explain {{topic}}.", isPublic: true })).body.id as string;

test("each request is one row: what was asked, by whom, with which key, from where, and how it went", async () => {
  const eve = await world.user();
  const id = await publish(eve);
  await eve.get(`/prompts/${id}`);
  await eve.get(`/prompts/${id}/versions/1`);
  await eve.get(`/prompts/${eve.userId}`);
  await eve.post("/prompts", { title: "" });
  await eve.get("/nothing/here");
  const key = await world.apiKey(eve);
  await key.get("/prompts");
  const mine = { user_id: eve.userId };
  const rows = await rowsOf(eve.userId, 7);
  expect(rows).toEqual([
    row({ ...mine, action_type: "createPrompt", resource_type: "prompts", status_code: 201 }),
    row({ ...mine, action_type: "readPrompt", resource_type: "prompts", prompt_id: id }),
    row({ ...mine, action_type: "readVersion", resource_type: "prompts", prompt_id: id, prompt_version: 1 }),
    row({ ...mine, action_type: "readPrompt", resource_type: "prompts", status_code: 404, success: false }),
    row({ ...mine, action_type: "createPrompt", resource_type: "prompts", status_code: 400, success: false }),
    row({ ...mine, action_type: "createApiKey", resource_type: "api_keys", status_code: 201 }),
    row({ ...mine, action_type: "listPrompts", resource_type: "prompts", api_key_id: key.id }),
  ]);
  const unknown = { action_type: "unknown", resource_type: null, status_code: 404, success: false };
  expect(await rowsOf(null, 1, "action_type = 'unknown'")).toEqual([row(unknown)]);
  const [times] = await world.sql(
    `select bool_and(u.created_at = $2 and processing_time_ms between 0 and 60000) as fit, count(distinct u.id)::int as ids,
       count(distinct b.id)::int > 0 and bool_and(b.first_at <= u.created_at and b.last_at >= u.created_at) as named
     from promptr.usage_tracking u join promptr.usage_batches b on b.number = u.batch where user_id = $1`,
    [eve.userId, world.clock.now],
  );
  expect(times).toEqual({ fit: true, ids: 7, named: true });
});

test("which version was served under which label is told of what renders, resolves one prompt or opens a link", async () => {
  const eve = await world.user();
  const id = await publish(eve);
  await eve.put(`/prompts/${id}/labels/production`, { version: 1 });
  await eve.post(`/prompts/${id}/render`, { label: "production", variables: { topic: "rain" } });
  await eve.post("/prompts/resolve", { prompts: [{ id, label: "production" }] });
  await eve.post("/prompts/resolve", { prompts: [{ id }, { id, version: 1 }] });
  await eve.post(`/prompts/${id}/render`, { label: "production", variables: {} });
  const share = await eve.post("/sharing/create", { promptId: id });
  const served = { prompt_id: id, prompt_version: 1, user_id: eve.userId };
  const rows = await rowsOf(eve.userId, 5, "action_type in ('renderPrompt', 'resolvePrompts', 'createShare')");
  expect(rows).toEqual([
    row({ ...served, action_type: "renderPrompt", resource_type: "prompts", label: "production" }),
    row({ ...served, action_type: "resolvePrompts", resource_type: "prompts", label: "production" }),
    row({ user_id: eve.userId, action_type: "resolvePrompts", resource_type: "prompts" }),
    row({
      user_id: eve.userId,
      action_type: "renderPrompt",
      resource_type: "prompts",
      status_code: 422,
      success: false,
    }),
    row({ user_id: eve.userId, action_type: "createShare", resource_type: "sharing", status_code: 201 }),
  ]);
  await world.anyone.get(`/sharing/${share.body.token}`);
  await world.anyone.raw(`/s/${share.body.token}`, { headers: { "user-agent": "Mozilla/5.0 Firefox" } });
  expect(await rowsOf(null, 2, `prompt_id = '${id}'`)).toEqual([
    row({ prompt_id: id, prompt_version: 1, action_type: "openShare", resource_type: "sharing" }),
    row({ prompt_id: id, prompt_version: 1, action_type: "showShare", resource_type: "sharing" }),
  ]);
});

test("probes, documents and other pages make no row", async () => {
  const before = await rowsOf(null, 0);
  for (const path of [
    "/",
    "/health",
    "/livez",
    "/readyz",
    "/api/v1/openapi.json",
    "/api-docs",
    "/docs/errors/not_found",
  ])
    await world.anyone.raw(path);
  await world.anyone.get("/system/status");
  const rows = await rowsOf(null, before.length + 1);
  expect(rows.slice(before.length)).toEqual([row({ action_type: "readSystemStatus", resource_type: "system" })]);
});

test("who leaves before the answer has is told from who got one", async () => {
  const eve = await world.user();
  const { hostname, port } = new URL(world.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET /api/v1/prompts/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${eve.accessToken}\r\nAccept: text/event-stream\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once("data", resolve));
  socket.destroy();
  const mine = { user_id: eve.userId, action_type: "streamPromptEvents", resource_type: "prompts" };
  expect(await rowsOf(eve.userId, 1)).toEqual([row({ ...mine, status_code: 499, success: false })]);
});

test("requests refused for the limit make rows, but a flood of them only some", async () => {
  await using small = await createWorld({ limits: limitsBut({ anonymous: { requests: 5 } }) });
  const answers = await Promise.all(Array.from({ length: 300 }, () => small.anyone.get("/system/status")));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  await until(async () => small.app.ports.usage.dropped + small.app.ports.usage.waiting > 0 || false);
  await small.app.stop();
  const [counts] = await small.sql(
    `select count(*) filter (where success)::int as served, count(*) filter (where status_code = 429)::int as refused
     from promptr.usage_tracking`,
  );
  expect(counts).toMatchObject({ served: 5 });
  expect(counts!["refused"] as number).toBe(295 - small.app.ports.usage.dropped);
  expect(counts!["refused"] as number).toBeGreaterThanOrEqual(100);
});

test("a person sees their own rows and no others, and nobody changes one", async () => {
  const id = await publish(ada);
  await ada.get(`/prompts/${id}`);
  await rowsOf(ada.userId, 2);
  const seen = (who: string | null) =>
    world
      .db(asUser(who))
      .rows<{ user_id: string }>({ sql: "select user_id from promptr.usage_tracking", parameters: [] });
  expect(new Set((await seen(ada.userId)).map((one) => one.user_id))).toEqual(new Set([ada.userId]));
  expect(await seen(null)).toEqual([]);
  const change = { sql: "update promptr.usage_tracking set success = false", parameters: [] };
  for (const identity of [asUser(ada.userId), AS_JOBS])
    await expect(world.db(identity).rows(change)).rejects.toMatchObject({ code: "42501" });
  await expect(world.sql(change.sql)).rejects.toThrow("append-only");
  await expect(world.sql("truncate promptr.usage_tracking")).rejects.toThrow("append-only");
});
