import { randomUUID } from "node:crypto";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { auditLike } from "../../../src/features/audit/search-queries.ts";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
let admin: User;
const actor = randomUUID();
const owner = randomUUID();
beforeAll(async () => {
  world = await createWorld();
  admin = await world.user({ role: "admin" });
  await write({ action: "prompt.create", subjectId: "p-1", at: "2026-11-01T10:00:00Z" });
  await write({ action: "prompt.move", subjectId: "p-1", at: "2026-11-01T11:00:00Z" });
  await write({ action: "prompt.move", subjectId: "p-2", at: "2026-11-02T10:00:00Z", outcome: "denied" });
  await write({ action: "user.update", subjectId: "u-1", at: "2026-11-03T10:00:00Z", ownerId: owner });
  await write({ action: "user.update", subjectId: "u-2", at: "2026-11-04T10:00:00Z", actorId: null });
});
afterAll(() => world[Symbol.asyncDispose]());

type Written = { action: string; subjectId: string; at: string; outcome?: string; ownerId?: string; actorId?: null };
const write = ({ action, subjectId, at, outcome = "done", ownerId, actorId }: Written, details: object = {}) =>
  world.sql(
    `insert into promptr.audit_log (created_at, actor_kind, actor_id, action, outcome, subject_type, subject_id, owner_id, details)
     values ($1, 'session', $2, $3, $4, 'thing', $5, $6, $7)`,
    [at, actorId === null ? null : actor, action, outcome, subjectId, ownerId ?? null, JSON.stringify(details)],
  );
type Row = { action: string; subjectId: string; seq: number };
const found = async (query: string): Promise<string[]> => {
  const { status, body } = await admin.get(`/admin/audit?subjectType=thing&${query}`);
  expect(status).toBe(200);
  return body.data.map(({ action, subjectId }: Row) => `${action} ${subjectId}`);
};

describe("GET /admin/audit", () => {
  test.each([
    [`actorId=${actor}`, ["user.update u-1", "prompt.move p-2", "prompt.move p-1", "prompt.create p-1"]],
    ["action=prompt.move", ["prompt.move p-2", "prompt.move p-1"]],
    ["action=prompt.*", ["prompt.move p-2", "prompt.move p-1", "prompt.create p-1"]],
    ["subjectId=p-1", ["prompt.move p-1", "prompt.create p-1"]],
    [`ownerId=${owner}`, ["user.update u-1"]],
    ["outcome=denied", ["prompt.move p-2"]],
    ["from=2026-11-01T11:00:00Z&to=2026-11-03T10:00:00Z", ["prompt.move p-2", "prompt.move p-1"]],
    ["from=2026-11-03T12:00:00%2B02:00&to=2026-11-03T10:00:01Z", ["user.update u-1"]],
    [`actorId=${actor}&action=user.update&subjectId=u-2`, []],
  ])("finds by %s, newest first", async (query, rows) => {
    expect(await found(query)).toEqual(rows);
  });

  test("shows every field of a row, and of the caller's address only the network", async () => {
    const { body } = await admin.get(`/admin/audit?ownerId=${owner}`);
    expect(body.data).toEqual([
      {
        seq: expect.any(Number),
        at: "2026-11-03T10:00:00.000Z",
        actorKind: "session",
        actorId: actor,
        action: "user.update",
        outcome: "done",
        subjectType: "thing",
        subjectId: "u-1",
        ownerId: owner,
        requestId: null,
        network: null,
        details: {},
      },
    ]);
  });

  test("goes from page to page by cursor, while rows are written, without a gap or a repetition", async () => {
    const seen: number[] = [];
    let cursor = "";
    do {
      const { body, headers } = await admin.get(`/admin/audit?actorId=${actor}&limit=1${cursor}`);
      seen.push(...body.data.map(({ seq }: Row) => seq));
      await write({ action: "late.row", subjectId: "l", at: "2026-11-05T10:00:00Z", actorId: null });
      if (body.pagination.hasMore) expect(headers.get("link")).toContain(`actorId=${actor}`);
      cursor = body.pagination.nextCursor === null ? "" : `&cursor=${body.pagination.nextCursor}`;
    } while (cursor !== "");
    expect(seen).toHaveLength(4);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a));
    expect((await admin.get("/admin/audit?cursor=forged")).body.code).toBe("invalid_cursor");
  });

  test.each([
    "action=prompt",
    "action=*.move",
    "actorId=me",
    "from=yesterday",
    "from=2026-11-03T10:00:00Z&to=2026-11-03T10:00:00Z",
    "subjectId=a%00b",
    "limit=1000",
    "page=2",
    "sort=hash",
  ])("refuses %s", async (query) => {
    expect((await admin.get(`/admin/audit?${query}`)).status).toBe(400);
  });

  test("finds by an index, whatever is asked for", async () => {
    const day = { from: new Date("2026-11-01"), to: new Date("2026-11-02") };
    for (const filter of [{}, { actorId: actor }, { ownerId: owner }, { subjectId: "p-1" }, { action: "a.b" }, day]) {
      const { sql, parameters } = auditLike(filter, { before: 100, limit: 21 }).compile();
      const plan = await world.db(AS_JOBS).transaction(async (db) => {
        await db.rows({ sql: "select set_config('enable_seqscan', 'off', true)", parameters: [] });
        return db.rows<object>({ sql: `explain ${sql}`, parameters });
      });
      expect(JSON.stringify(plan)).not.toContain("Seq Scan");
    }
  });
});

describe("GET /admin/audit/export", () => {
  const file = (query: string) => admin.get(`/admin/audit/export?subjectType=thing&${query}`);

  test("gives the rows of the same search as CSV and as JSON lines", async () => {
    const csv = await file("action=prompt.*");
    expect([csv.status, csv.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/csv")]);
    expect(csv.headers.get("content-disposition")).toContain('filename="promptr-audit.csv"');
    const rows = parse(csv.text, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ action, subjectId }) => `${action} ${subjectId}`)).toEqual([
      "prompt.move p-2",
      "prompt.move p-1",
      "prompt.create p-1",
    ]);
    expect(rows[0]).toMatchObject({ outcome: "denied", actorId: actor, at: "2026-11-02T10:00:00.000Z", details: "{}" });
    const lines = await file("action=prompt.*&format=jsonl");
    expect(lines.headers.get("content-type")).toContain("application/x-ndjson");
    const parsed = lines.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
    expect(parsed).toEqual((await admin.get("/admin/audit?subjectType=thing&action=prompt.*")).body.data);
  });

  test("is recorded, with what was taken, and holds nothing that came after it", async () => {
    const taker = await world.user({ role: "admin" });
    const { text } = await taker.get("/admin/audit/export?format=jsonl&action=audit.*");
    expect(text).not.toContain(taker.userId);
    const { body } = await admin.get(`/admin/audit?actorId=${taker.userId}`);
    expect(body.data).toMatchObject([
      { action: "audit.export", outcome: "done", subjectType: "audit_log", details: { format: "jsonl" } },
    ]);
  });

  test("makes a cell plain that a spreadsheet would take for a formula", async () => {
    for (const cell of ["-1", "--x", "-2"])
      await write({ action: "formula.cell", subjectId: cell, at: "2026-11-06T10:00:00Z", actorId: null });
    const { text } = await file("action=formula.cell");
    const rows = parse(text, { columns: true }) as { subjectId: string }[];
    expect(rows.map(({ subjectId }) => subjectId)).toEqual(["'-2", "'--x", "'-1"]);
    for (const cell of text.split(/[,\n]/)) expect(cell).not.toMatch(/^"?[=+\-@]/);
  });

  test("an empty search gives a file with a header, or with nothing", async () => {
    const none = `actorId=${randomUUID()}`;
    expect((await file(none)).text.split("\n")[0]).toContain("seq,at,actorKind");
    expect((await file(none)).text.trimEnd().split("\n")).toHaveLength(1);
    expect((await file(`${none}&format=jsonl`)).text).toBe("");
    expect((await file("format=pdf")).status).toBe(400);
  });

  test("streams thousands of rows, and refuses more than a hundred thousand rather than leave some out", async () => {
    const many = (rows: number) =>
      world.sql(`alter table promptr.audit_log_default disable trigger user;
        alter table promptr.audit_log disable trigger chain;
        insert into promptr.audit_log (seq, actor_kind, action, subject_type) select 1000000 + n, 'job', 'many.rows', 'many'
          from generate_series(1, ${rows}) as n;
        alter table promptr.audit_log enable trigger chain;`);
    await many(2_500);
    const { text } = await admin.get("/admin/audit/export?subjectType=many&format=jsonl");
    const numbers = text
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as Row).seq);
    expect(numbers).toHaveLength(2_500);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => b - a));
    await world.sql(`alter table promptr.audit_log disable trigger chain;
      insert into promptr.audit_log (seq, actor_kind, action, subject_type) select 2000000 + n, 'job', 'many.rows', 'many'
        from generate_series(1, 97501) as n;
      alter table promptr.audit_log enable trigger chain;`);
    const refused = await admin.get("/admin/audit/export?subjectType=many");
    expect([refused.status, refused.body.code]).toEqual([422, "audit_export_too_large"]);
  });
});
