import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { WEBHOOK_DOCS, WEBHOOK_EVENTS, WEBHOOK_EVENT_TYPES } from "../../../src/features/webhooks/events.ts";
import { watchFailures } from "../../../src/features/webhooks/index.ts";
import type { User, World } from "../../world.ts";
import { runJob } from "../privacy/fixture.ts";
import { makePrompt, makeWebhook, PROMPT, webhookWorld } from "./scene.ts";

let world: World;
beforeAll(async () => void (world = await webhookWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const PERSONAL = WEBHOOK_EVENT_TYPES.filter((type) => type !== "job.failed");
async function listener(events: readonly string[] = PERSONAL): Promise<User & { webhookId: string }> {
  const ada = await world.user();
  const { id } = await makeWebhook(ada, "http://127.0.0.1:9/", { events });
  return { ...ada, webhookId: id };
}
type Told = { type: string; data: Record<string, unknown> };
/** What has been written for a person, oldest first, each found good by the schema it is documented with. */
async function toldTo({ userId }: User): Promise<Told[]> {
  const rows = (await world.sql("select type, data from promptr.webhook_events where user_id = $1 order by sequence", [
    userId,
  ])) as Told[];
  for (const { type, data } of rows) {
    const { error } = WEBHOOK_EVENTS[type as keyof typeof WEBHOOK_EVENTS].data.strict().safeParse(data);
    expect([type, error]).toEqual([type, undefined]);
  }
  return rows;
}
const typesTo = async (user: User) => (await toldTo(user)).map(({ type }) => type);

test.each(WEBHOOK_DOCS.map((doc) => [doc.type, doc] as const))(
  "the example of %s is one of its schema",
  (_type, doc) => {
    expect(doc.payload.safeParse(doc.example).error).toBeUndefined();
  },
);

describe("prompt.created, prompt.updated and prompt.published", () => {
  test("are told by every way a prompt is made: written, imported, copied from the library", async () => {
    const ada = await listener();
    await makePrompt(ada);
    expect(await typesTo(ada)).toEqual(["prompt.created"]);
    const author = await world.user();
    const { body } = await author.post("/prompts", { ...PROMPT, isPublic: true });
    await ada.post(`/prompts/${body.id}/fork`);
    const file = {
      format: "promptr",
      version: 1,
      prompts: [1, 2].map((one) => ({
        slug: `in-${one}`,
        title: `In ${one}`,
        versions: [
          { version: 1, task: "Do it." },
          { version: 2, task: "Do it well." },
        ],
      })),
    };
    expect((await ada.post("/prompts/import", { content: file })).status).toBeLessThan(300);
    const told = await toldTo(ada);
    expect(told.map(({ type }) => type)).toEqual(Array(4).fill("prompt.created"));
    expect(told[2]).toMatchObject({ data: { version: 2, by: { id: ada.userId } } });
  });

  test("are told of a new version, other fields, publishing, removal and return, each with the numbers of its own moment", async () => {
    const ada = await listener();
    const id = await makePrompt(ada);
    await ada.put(`/prompts/${id}`, { task: "Explain it to a child." });
    await ada.put(`/prompts/${id}`, { title: "Another" });
    await ada.put(`/prompts/${id}`, { isPublic: true });
    await ada.put(`/prompts/${id}`, { isPublic: true });
    await ada.delete(`/prompts/${id}`);
    await ada.post(`/prompts/${id}/restore`);
    await ada.post(`/prompts/${id}/versions/1/restore`);
    const told = await toldTo(ada);
    expect(told.map(({ type, data }) => [type, data["version"], data["revision"], data["deletedAt"] !== null])).toEqual(
      [
        ["prompt.created", 1, 1, false],
        ["prompt.updated", 2, 2, false],
        ["prompt.updated", 2, 3, false],
        ["prompt.updated", 2, 4, false],
        ["prompt.published", 2, 4, false],
        ["prompt.updated", 2, 5, true],
        ["prompt.updated", 2, 6, false],
        ["prompt.updated", 3, 7, false],
      ],
    );
    expect(told[1]!.data).toMatchObject({ previousVersion: 1, promptId: id });
  });

  test("hold no title and no text", async () => {
    const ada = await listener();
    await makePrompt(ada, { title: "Zebra crossing", task: "Zebra crossing for {{who}}.", isPublic: true });
    expect(await typesTo(ada)).toEqual(["prompt.created", "prompt.published"]);
    expect(JSON.stringify(await toldTo(ada))).not.toContain("Zebra");
  });

  test("are not told of what is no change of the owner's: a star, a view, a refused write", async () => {
    const [ada, eve] = [await listener(), await world.user()];
    const id = await makePrompt(ada, { isPublic: true });
    await eve.put(`/prompts/${id}/star`);
    await world.sql("update promptr.prompts set view_count = view_count + 1, trend_score = 3 where id = $1", [id]);
    expect((await ada.put(`/prompts/${id}`, { task: "Other" }, { "if-match": '"no"' })).status).toBe(412);
    expect((await ada.put(`/prompts/${id}`, { slug: "x".repeat(400) })).status).toBe(400);
    expect(await typesTo(ada)).toEqual(["prompt.created", "prompt.published"]);
  });
});

test("label.moved is told of a label that is set, moved, set back by undo, and taken away; not of one that stays", async () => {
  const ada = await listener(["label.moved"]);
  const id = await makePrompt(ada);
  await ada.put(`/prompts/${id}`, { task: "Explain it to a child." });
  const address = `/prompts/${id}/labels/production`;
  await ada.put(address, { version: 1 });
  await ada.put(address, { version: 1 });
  await ada.put(address, { version: 2 });
  expect((await ada.post(`${address}/undo`)).status).toBe(200);
  await ada.delete(address);
  expect((await toldTo(ada)).map(({ data }) => [data["label"], data["previousVersion"], data["version"]])).toEqual([
    ["production", null, 1],
    ["production", 1, 2],
    ["production", 2, 1],
    ["production", 1, null],
  ]);
  expect((await toldTo(ada))[0]!.data).toMatchObject({ promptId: id, by: { id: ada.userId } });
});

test("labels that go with a prompt deleted a month ago are not told of", async () => {
  const ada = await listener(["label.moved"]);
  const id = await makePrompt(ada);
  await ada.put(`/prompts/${id}/labels/production`, { version: 1 });
  await ada.delete(`/prompts/${id}`);
  await world.sql("delete from promptr.prompt_labels where prompt_id = $1", [id]);
  expect(await toldTo(ada)).toHaveLength(1);
});

test("share.opened is told of each view that counts, and of no preview, HEAD or wrong password", async () => {
  const ada = await listener(["share.opened"]);
  const promptId = await makePrompt(ada);
  const { body } = await ada.post("/sharing/create", { promptId, maxViews: 2, password: "open sesame" });
  const open = (headers: Record<string, string> = {}) =>
    world.anyone.get(`/sharing/${body.token}`, { "x-share-password": "open sesame", ...headers });
  await open({ "user-agent": "Slackbot" });
  await open({ "x-share-password": "wrong" });
  await Promise.all(Array.from({ length: 6 }, () => open()));
  const told = await toldTo(ada);
  expect(new Set(told.map(({ data }) => data["viewCount"]))).toEqual(new Set([1, 2]));
  expect(told).toHaveLength(2);
  expect(told[0]!.data).toMatchObject({ promptId, version: 1, maxViews: 2, by: null });
  expect(JSON.stringify(told)).not.toContain(body.token);
});

test("share.opened names the version that was shown: of a link that follows a label, the label's", async () => {
  const ada = await listener(["share.opened"]);
  const promptId = await makePrompt(ada);
  await ada.put(`/prompts/${promptId}/labels/production`, { version: 1 });
  await ada.put(`/prompts/${promptId}`, { task: "Another task" });
  const { body } = await ada.post("/sharing/create", { promptId, label: "production" });
  expect((await world.anyone.get(`/sharing/${body.token}`)).body.version).toBe(1);
  const pinnedToNothing = await ada.post("/sharing/create", { promptId });
  expect((await world.anyone.get(`/sharing/${pinnedToNothing.body.token}`)).body.version).toBe(2);
  expect((await toldTo(ada)).map(({ data }) => Number(data["version"])).toSorted((a, b) => a - b)).toEqual([1, 2]);
});

test("a link says whether its owner listens, in whichever order links and webhooks come and go, also at the same moment", async () => {
  const ada = await world.user();
  const promptId = await makePrompt(ada);
  const link = () => ada.post("/sharing/create", { promptId });
  const told = async () => {
    const rows = await world.sql("select is_told from promptr.shared_prompts where created_by = $1", [ada.userId]);
    return [...new Set(rows.map((row) => row["is_told"]))];
  };
  await link();
  expect(await told()).toEqual([false]);
  const listen = () => makeWebhook(ada, "http://127.0.0.1:9/", { events: ["share.opened"] });
  const [{ id }] = await Promise.all([listen(), ...Array.from({ length: 8 }, link)]);
  expect(await told()).toEqual([true]);
  await ada.put(`/webhooks/${id}`, { enabled: false });
  expect(await told()).toEqual([false]);
  await Promise.all([ada.put(`/webhooks/${id}`, { enabled: true }), link(), link()]);
  expect(await told()).toEqual([true]);
  await Promise.all([ada.delete(`/webhooks/${id}`), link(), link()]);
  expect(await told()).toEqual([false]);
});

test("whoever opens a link while its owner changes who is told of that waits for nobody and is refused nothing", async () => {
  const ada = await listener(["share.opened"]);
  const promptId = await makePrompt(ada);
  const links = await Promise.all(Array.from({ length: 4 }, () => ada.post("/sharing/create", { promptId })));
  const paths = links.map(({ body }) => `/sharing/${body.token}`);
  const statuses: number[] = [];
  const change = async (turn: number) => {
    if (turn % 4 === 3) return ada.delete(`/webhooks/${ada.webhookId}`);
    if (turn % 4 > 0) return ada.put(`/webhooks/${ada.webhookId}`, { enabled: turn % 2 === 0 });
    if (turn > 0) ada.webhookId = (await makeWebhook(ada, "http://127.0.0.1:9/", { events: ["share.opened"] })).id;
    return undefined;
  };
  for (let turn = 0; turn < 20; turn += 1) {
    const visits = [...paths, ...paths].map((path) => world.anyone.get(path));
    statuses.push((await change(turn))?.status ?? 200, ...(await Promise.all(visits)).map(({ status }) => status));
  }
  expect(new Set(statuses)).toEqual(new Set([200, 204]));
  const [{ views }] = (await world.sql(
    "select sum(view_count)::int as views from promptr.shared_prompts where created_by = $1",
    [ada.userId],
  )) as [{ views: number }];
  expect(views).toBe(160);
});

test("enrichment.completed is told once, with what it used, and not of one that was given back or failed after it was paid for", async () => {
  const ada = await listener(["enrichment.completed"]);
  const promptId = await makePrompt(ada, { task: "DO IT NOW!!! Summarise {{text}} etc. ANSWER!!!" });
  expect((await ada.post("/enrichment/enhance", { promptId })).status).toBe(200);
  const reserve = `insert into promptr.enhancements (id, user_id, month, model, provider) values ($1, $2, '2026-11-01', 'm', 'p')`;
  const before = (await toldTo(ada)).length;
  for (const [state, status, tokens] of [
    ["refunded", null, 6],
    ["settled", "improved", 7],
    ["settled", null, 8],
  ]) {
    const id = randomUUID();
    await world.sql(reserve, [id, ada.userId]);
    await world.sql(
      "update promptr.enhancements set state = $2, status = $3, finished_at = now(), input_tokens = $4 where id = $1",
      [id, state, status, tokens],
    );
  }
  const told = await toldTo(ada);
  expect(told.slice(before).map(({ data }) => data)).toMatchObject([
    { inputTokens: 7, status: "improved", model: "m", by: null },
  ]);
  expect(before).toBeLessThanOrEqual(1);
});

describe("an event and its change", () => {
  test("are forgotten together when the transaction is", async () => {
    const ada = await listener();
    const id = await makePrompt(ada);
    await world.sql(`begin; update promptr.prompts set revision = revision + 1 where id = '${id}'; rollback`);
    expect(await typesTo(ada)).toEqual(["prompt.created"]);
  });

  test("nothing at all is written for whom nobody listens, or who listens to something else", async () => {
    const [ada, eve] = [await world.user(), await listener(["label.moved"])];
    const disabled = await listener();
    await disabled.put(`/webhooks/${disabled.webhookId}`, { enabled: false });
    for (const user of [ada, eve, disabled]) {
      await makePrompt(user, { isPublic: true });
      expect(await toldTo(user)).toEqual([]);
    }
  });

  test("each endpoint that wants it gets a delivery of its own, with an id of its own", async () => {
    const ada = await listener();
    await makeWebhook(ada, "http://127.0.0.1:9/other");
    await makeWebhook(ada, "http://127.0.0.1:9/third", { events: ["label.moved"] });
    await makePrompt(ada);
    const rows = await world.sql("select id, event_id from promptr.webhook_deliveries where user_id = $1", [
      ada.userId,
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
    expect(new Set(rows.map(({ event_id: id }) => id)).size).toBe(1);
  });
});

test("job.failed is told to administrators who listen, once for each dead letter, and never holds a payload", async () => {
  const root = await world.user({ role: "admin" });
  await makeWebhook(root, "http://127.0.0.1:9/", { events: ["job.failed"] });
  const former = await world.user({ role: "admin" });
  await makeWebhook(former, "http://127.0.0.1:9/", { events: ["job.failed"] });
  await world.sql("update promptr.profiles set role = 'user' where id = $1", [former.userId]);
  const jobId = randomUUID();
  await world.sql(
    `insert into pgboss.job (name, data, source_name, source_id, source_retry_count)
     values ('dead_letter', '{"payload":{"userId":"secret"}}', 'mail.send', $1, 4)`,
    [jobId],
  );
  for (let minute = 0; minute < 3; minute += 1) await runJob(world, watchFailures, {});
  expect(await toldTo(root)).toEqual([
    { type: "job.failed", data: { jobId, queue: "mail.send", attempts: 5, by: null } },
  ]);
  expect(await toldTo(former)).toEqual([]);
  expect(
    await world
      .db(AS_JOBS)
      .rows({ sql: "select 1 from promptr.webhook_deliveries where user_id = $1", parameters: [root.userId] }),
  ).toHaveLength(1);
});
