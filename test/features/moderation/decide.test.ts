import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_MODERATOR } from "../../../src/db/identity.ts";
import { createWorld, until, type User, type World } from "../../world.ts";
import { auditOf, statusesOf } from "../auth/answers.ts";

const REASON = "It repeats a text that belongs to somebody else.";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
let root: User;
let other: User;
beforeAll(async () => {
  world = await createWorld();
  there = await world.another();
  [root, other] = [await world.user({ role: "admin" }), await world.user({ role: "admin" })];
});
afterAll(() => world[Symbol.asyncDispose]());

async function published(isPublic = true) {
  const ada = await world.user();
  const made = await ada.post("/prompts", { title: "Release notes", task: "Explain {{topic}} to a child.", isPublic });
  expect(made.status).toBe(201);
  const id = made.body.id as string;
  return { ada, id, etag: made.headers.get("etag")! };
}
const decide = (id: string, body: object, by = root, headers = {}) => by.put(`/admin/prompts/${id}`, body, headers);
const queue = async (query = "", by = root): Promise<string[]> =>
  (await by.get(`/admin/prompts?limit=100${query}`)).body.data.map((one: { id: string }) => one.id);

test("a decision holds at once in both processes: library page, list, resolve's ETag and link are of today", async () => {
  const { ada, id, etag } = await published();
  const link = String((await ada.post("/sharing/create", { promptId: id })).body.url)
    .split("/")
    .at(-1);
  const processes = [world.anyone, there.anyone];
  for (const anyone of processes) expect((await anyone.get(`/prompts/public/${id}`)).status).toBe(200);
  expect((await ada.get(`/prompts/${id}`, { "if-none-match": etag })).status).toBe(304);

  const removed = await decide(id, { status: "removed", reason: REASON });
  expect([removed.status, removed.body.status, removed.body.decision.reason]).toEqual([200, "removed", REASON]);
  expect((await world.anyone.get(`/prompts/public/${id}`)).status).toBe(404);
  await until(async () => (await there.anyone.get(`/prompts/public/${id}`)).status === 404, 1_000);
  for (const anyone of processes) expect((await anyone.get(`/sharing/${link}`)).status).toBe(404);
  expect((await ada.get(`/prompts/${id}`, { "if-none-match": etag })).status).toBe(200);
  expect((await ada.put(`/prompts/${id}`, { title: "Mine" }, { "if-match": etag })).body.code).toBe("version_moved");

  expect((await decide(id, { status: "approved" })).status).toBe(200);
  expect((await world.anyone.get(`/prompts/public/${id}`)).status).toBe(200);
  expect((await world.anyone.get(`/sharing/${link}`)).status).toBe(200);
});

test("the owner is told with the reason, in the product, by one mail and in their own view; the audit log keeps no text", async () => {
  const { ada, id } = await published();
  await decide(id, { status: "flagged", reason: REASON });
  const { data } = (await ada.get("/users/notifications")).body;
  expect(data).toMatchObject([{ kind: "prompt_flagged", title: "Your prompt was taken out of the library" }]);
  expect(data[0].body).toContain(REASON);
  const mails = (await world.queued("mail.send")).filter((mail) => (mail as { to: string }).to === ada.userId);
  expect(mails).toEqual([{ to: ada.userId, template: "moderation_decision", about: expect.any(String) }]);
  const own = (await ada.get(`/prompts/${id}/moderation`)).body;
  expect(own).toMatchObject({ status: "flagged", mayAppeal: true, decision: { reason: REASON, appeal: null } });
  expect(JSON.stringify(own)).not.toContain(root.userId);
  const [row] = await auditOf(world, ada.userId);
  expect(row).toMatchObject({ action: "prompt.moderate", actor_id: root.userId, subject_id: id });
  expect(row!["details"]).toMatchObject({ status: ["approved", "flagged"], hasReason: true });
  expect(JSON.stringify(row)).not.toContain(REASON);
});

test("flagged and removed want a reason; other statuses, long reasons and unknown prompts are refused", async () => {
  const { id } = await published();
  for (const body of [
    { status: "flagged" },
    { status: "removed", reason: "  " },
    { status: "banned", reason: REASON },
    { status: "flagged", reason: "x".repeat(501) },
    { reason: REASON },
  ])
    expect([body, (await decide(id, body)).status]).toEqual([body, 400]);
  expect((await decide(crypto.randomUUID(), { status: "approved" })).body.code).toBe("not_found");
  expect((await decide("x", { status: "approved" })).status).toBe(400);
});

test("private prompts are nobody's business: not in the queue, not to be read, decided about or seen by the moderator's role", async () => {
  const { ada, id } = await published(false);
  expect(await queue(`&userId=${ada.userId}`)).toEqual([]);
  for (const { status } of [
    await root.get(`/admin/prompts/${id}`),
    await decide(id, { status: "flagged", reason: REASON }),
  ])
    expect(status).toBe(404);
  const seen = () =>
    world.db(AS_MODERATOR).rows({ sql: "select id from promptr.prompts where id = $1", parameters: [id] });
  expect(await seen()).toEqual([]);
  // A link shows it to others, so it can be decided about; in the queue it is when somebody has.
  await ada.post("/sharing/create", { promptId: id });
  expect(await seen()).toHaveLength(1);
  expect(await queue(`&userId=${ada.userId}`)).toEqual([]);
  expect((await root.get(`/admin/prompts/${id}`)).body).toMatchObject({ isPublic: false, decision: null });
  expect((await decide(id, { status: "removed", reason: REASON })).status).toBe(200);
  expect(await queue(`&userId=${ada.userId}`)).toEqual([id]);
  await ada.delete(`/prompts/${id}`);
  expect((await root.get(`/admin/prompts/${id}`)).status).toBe(404);
});

test("a private prompt whose only link has ended, by time or by views, is nobody's business again", async () => {
  const minute = 60_000;
  for (const end of [{ expiresAt: new Date(world.clock.now.getTime() + minute).toISOString() }, { maxViews: 1 }]) {
    const { ada, id } = await published(false);
    const { body } = await ada.post("/sharing/create", { promptId: id, ...end });
    expect((await root.get(`/admin/prompts/${id}`)).status).toBe(200);
    const { now } = world.clock;
    if ("maxViews" in end) expect((await world.anyone.get(`/sharing/${body.token}`)).status).toBe(200);
    else world.clock.now = new Date(now.getTime() + 2 * minute);
    const answers = [await root.get(`/admin/prompts/${id}`), await decide(id, { status: "removed", reason: REASON })];
    world.clock.now = now;
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  }
});

test("what was held back can be given back after its owner made it private or ended its link", async () => {
  const flagged = await published();
  expect((await decide(flagged.id, { status: "flagged", reason: REASON })).status).toBe(200);
  expect((await flagged.ada.put(`/prompts/${flagged.id}`, { isPublic: false })).status).toBe(200);
  const removed = await published(false);
  const { body: link } = await removed.ada.post("/sharing/create", { promptId: removed.id });
  expect((await decide(removed.id, { status: "removed", reason: REASON })).status).toBe(200);
  expect((await removed.ada.delete(`/sharing/${link.token}`)).status).toBe(204);
  for (const { ada, id } of [flagged, removed]) {
    expect((await ada.post(`/prompts/${id}/appeal`, { note: "I wrote it myself." })).status).toBe(200);
    const { headers } = await root.get(`/admin/prompts/${id}`);
    const given = await decide(id, { status: "approved" }, root, { "if-match": headers.get("etag")! });
    expect([given.status, given.body.status, given.body.decision?.status]).toEqual([200, "approved", "approved"]);
    expect(given.body.decisions).toHaveLength(2);
    expect((await ada.get(`/prompts/${id}/moderation`)).body).toMatchObject({ status: "approved", mayAppeal: false });
    expect((await root.get(`/admin/prompts/${id}`)).status).toBe(404);
  }
});

test("the queue filters by status, owner, decision and note, and pages without losing or repeating a prompt", async () => {
  const ada = await world.user();
  const ids: string[] = [];
  for (const n of [1, 2, 3, 4, 5])
    ids.unshift((await ada.post("/prompts", { title: `Number ${n}`, task: `Explain ${n}.`, isPublic: true })).body.id);
  const own = `&userId=${ada.userId}`;
  await decide(ids[0]!, { status: "flagged", reason: REASON });
  await decide(ids[1]!, { status: "removed", reason: REASON });
  await ada.post(`/prompts/${ids[1]}/appeal`, { note: "I wrote it myself." });
  expect(await queue(own)).toEqual(ids);
  expect(await queue(`${own}&status=flagged`)).toEqual([ids[0]]);
  expect(await queue(`${own}&status=removed`)).toEqual([ids[1]]);
  expect(await queue(`${own}&status=approved`)).toEqual(ids.slice(2));
  expect(await queue(`${own}&appealed=true`)).toEqual([ids[1]]);
  expect(await queue(`${own}&decided=false`)).toEqual(ids.slice(2));
  const paged: string[] = [];
  let cursor = "";
  do {
    const { body } = await root.get(`/admin/prompts?limit=2${own}${cursor}`);
    paged.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.pagination.nextCursor ? `&cursor=${body.pagination.nextCursor}` : "";
  } while (cursor);
  expect(paged).toEqual(ids);
  expect((await root.get("/admin/prompts?include=total&limit=1&status=removed")).body.pagination.total).toBeGreaterThan(
    0,
  );
  expect((await root.get("/admin/prompts?cursor=forged")).body.code).toBe("invalid_cursor");
  expect((await root.get("/admin/prompts?status=banned")).status).toBe(400);
});

test("of two administrators at once the later decision holds, both are in the audit log, and If-Match stops who has not seen the other's", async () => {
  const { ada, id } = await published();
  const both = await Promise.all([
    decide(id, { status: "flagged", reason: "One." }, root),
    decide(id, { status: "removed", reason: "Two." }, other),
  ]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect((await auditOf(world, ada.userId)).map(({ action }) => action)).toEqual([
    "prompt.moderate",
    "prompt.moderate",
  ]);
  const now = await root.get(`/admin/prompts/${id}`);
  expect(now.body.decisions).toHaveLength(2);
  expect(now.body.status).toBe(now.body.decisions[0].status);
  expect(now.body.decisions[1].status).not.toBe(now.body.status);

  const etag = now.headers.get("etag")!;
  expect((await decide(id, { status: "approved" }, root, { "if-match": etag })).status).toBe(200);
  const late = await decide(id, { status: "removed", reason: REASON }, other, { "if-match": etag });
  expect([late.status, late.body.code]).toEqual([412, "version_moved"]);
  expect((await root.get(`/admin/prompts/${id}`)).body.status).toBe("approved");
});

test("the same verdict again changes nothing: no second decision, notification, mail or audit row", async () => {
  const { ada, id } = await published();
  const body = { status: "flagged", reason: REASON };
  const first = await decide(id, body);
  const again = await Promise.all([decide(id, body), decide(id, body, other)]);
  for (const { headers, body: said } of again) {
    expect(headers.get("etag")).toBe(first.headers.get("etag"));
    expect(said.decisions).toHaveLength(1);
  }
  expect(await auditOf(world, ada.userId)).toHaveLength(1);
  expect((await ada.get("/users/notifications")).body.data).toHaveLength(1);
  const untouched = await published();
  expect((await decide(untouched.id, { status: "approved" })).body.decisions).toEqual([]);
});

test("an owner may write one note to a decision, of several at once too; the answer to it is final", async () => {
  const { ada, id } = await published();
  const appeal = (note = "I wrote it myself.", by = ada) => by.post(`/prompts/${id}/appeal`, { note });
  expect((await appeal()).body.code).toBe("nothing_to_appeal");
  await decide(id, { status: "flagged", reason: REASON });
  expect((await appeal("x", other)).status).toBe(404);
  expect((await appeal("")).status).toBe(400);
  expect((await appeal("x".repeat(2_001))).status).toBe(400);
  const tries = await Promise.all([appeal("One"), appeal("Two"), appeal("Three")]);
  expect(statusesOf(tries)).toEqual([200, 409, 409]);
  expect(tries.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual([
    "appeal_made",
    "appeal_made",
  ]);
  const [won] = tries.filter(({ status }) => status === 200);
  const { note } = won!.body.decision.appeal;
  expect((await root.get(`/admin/prompts/${id}`)).body.decision.appeal.note).toBe(note);
  expect((await root.get(`/admin/prompts?userId=${ada.userId}&appealed=true`)).body.data[0].decision.appeal.note).toBe(
    note,
  );

  // The same verdict is no repetition now: it is the answer.
  const answer = await decide(id, { status: "flagged", reason: REASON });
  expect(answer.body.decision).toMatchObject({ isFinal: true, appeal: null });
  expect((await ada.get(`/prompts/${id}/moderation`)).body.mayAppeal).toBe(false);
  expect((await appeal()).body.code).toBe("nothing_to_appeal");
  expect(await queue(`&userId=${ada.userId}&appealed=true`)).toEqual([]);
  expect((await auditOf(world, ada.userId)).map(({ action }) => action)).toEqual([
    "prompt.moderate",
    "prompt.appeal",
    "prompt.moderate",
  ]);
});

test("an owner who edits while it is decided loses neither: the text is the owner's, the status the administrator's", async () => {
  const { ada, id } = await published();
  const answers = await Promise.all([
    ...[1, 2, 3, 4].map((n) => ada.put(`/prompts/${id}`, { title: `Edited ${n}` })),
    decide(id, { status: "flagged", reason: REASON }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const { body } = await ada.get(`/prompts/${id}`);
  expect(body).toMatchObject({ moderationStatus: "flagged", title: expect.stringMatching(/^Edited/) });
  // Nothing the owner writes gives the prompt back.
  await ada.put(`/prompts/${id}`, { isPublic: false });
  await ada.put(`/prompts/${id}`, { isPublic: true });
  expect((await world.anyone.get(`/prompts/public/${id}`)).status).toBe(404);
});
