import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { type ChainHead, verifyChain } from "../../../src/features/audit/index.ts";
import { createWorld, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await write(1, 20);
});
afterAll(() => world[Symbol.asyncDispose]());

const verify = (expected?: ChainHead) => verifyChain(world.db(AS_JOBS), expected);

/** Rows as a service writes them, quickly: so many transactions of so many rows. */
const write = (transactions: number, rows: number, into = world) =>
  into.sql(`do $do$ begin for turn in 1..${transactions} loop
    insert into promptr.audit_log (actor_kind, action, subject_type, subject_id, owner_id, network, details)
      select 'operator', 'test.write', 'test', n::text, gen_random_uuid(), '203.0.113.0/24',
        jsonb_build_object('n', n, 'text', 'a|b "ü" \\ ' || chr(10), 'list', array['x', null])
      from generate_series(1, ${rows}) as n;
    commit;
  end loop; end $do$`);

/** What a superuser can do with the triggers off; everything is as before afterwards. */
async function tampered<T>(sql: string, look: () => Promise<T>): Promise<T> {
  const off = "set session_replication_role = replica";
  const kept = `kept_${randomUUID().replaceAll("-", "")}`;
  await world.sql(
    `create table ${kept}_log as table promptr.audit_log; create table ${kept}_head as table promptr.audit_head; ${off}; ${sql}`,
  );
  try {
    return await look();
  } finally {
    await world.sql(
      `${off}; delete from promptr.audit_log; insert into promptr.audit_log table ${kept}_log;
       delete from promptr.audit_head; insert into promptr.audit_head table ${kept}_head; drop table ${kept}_log, ${kept}_head`,
    );
  }
}
const HASH = (row: string): string => `sha256(convert_to(concat_ws('|',
  encode(${row}.previous_hash, 'hex'), ${row}.seq, (extract(epoch from ${row}.created_at) * 1000)::bigint,
  ${row}.actor_kind, coalesce(${row}.actor_id::text, ''), ${row}.action, ${row}.outcome, ${row}.subject_type,
  coalesce(${row}.subject_id, ''), coalesce(${row}.owner_id::text, ''), coalesce(${row}.request_id, ''),
  coalesce(${row}.network, ''), ${row}.details::text), 'UTF8'))`;
const ROW = "update promptr.audit_log set";

test.each([
  ["another content of any column", `${ROW} outcome = 'denied' where seq = 7`, 7, "changed"],
  ["another time, by a millisecond", `${ROW} created_at = created_at + interval '1 ms' where seq = 7`, 7, "changed"],
  ["other details", `${ROW} details = details || '{"n": 8}' where seq = 7`, 7, "changed"],
  ["another doer", `${ROW} actor_id = gen_random_uuid() where seq = 7`, 7, "changed"],
  ["a bar that moves text between columns", `${ROW} request_id = 'x', network = null where seq = 7`, 7, "changed"],
  [
    "another content with its hash made anew",
    `${ROW} action = 'x.y' where seq = 7; update promptr.audit_log l set hash = ${HASH("l")} where seq = 7`,
    8,
    "unlinked",
  ],
  ["a row removed in the middle", "delete from promptr.audit_log where seq = 7", 7, "missing"],
  ["the first rows removed", "delete from promptr.audit_log where seq < 4", 1, "missing"],
  ["the last rows cut off", "delete from promptr.audit_log where seq > 15", 16, "missing"],
  ["everything removed", "delete from promptr.audit_log", 1, "missing"],
  ["a partition emptied, which no trigger sees", "truncate promptr.audit_log_%M", 1, "missing"],
  ["a row renumbered", `${ROW} seq = 900 where seq = 7`, 7, "missing"],
  [
    "a gap closed by renumbering",
    `delete from promptr.audit_log where seq = 7; ${ROW} seq = seq - 1 where seq > 7; update promptr.audit_head set seq = seq - 1`,
    7,
    "changed",
  ],
  [
    "two rows exchanged",
    `${ROW} seq = -1 where seq = 7; ${ROW} seq = 7 where seq = 8; ${ROW} seq = 8 where seq = -1`,
    7,
    "changed",
  ],
  [
    "a row inserted under a number that exists",
    "insert into promptr.audit_log select seq, created_at + interval '1 ms', actor_kind, actor_id, 'x.y', outcome, subject_type, subject_id, owner_id, request_id, network, details, previous_hash, hash from promptr.audit_log where seq = 7",
    7,
    "extra",
  ],
  [
    "a row inserted before the first",
    `insert into promptr.audit_log (seq, actor_kind, action, subject_type) values (-5, 'job', 'a.b', 'c')`,
    -5,
    "extra",
  ],
  [
    "a row behind the head",
    `insert into promptr.audit_log (seq, actor_kind, action, subject_type) values (5000, 'job', 'a.b', 'c')`,
    "end",
    "extra",
  ],
  [
    "a head with another hash",
    "update promptr.audit_head set hash = decode(repeat('ab', 32), 'hex')",
    "head",
    "not_head",
  ],
  [
    "a head set back",
    "update promptr.audit_head set seq = 15, hash = (select hash from promptr.audit_log where seq = 15)",
    16,
    "extra",
  ],
  ["a head moved on", "update promptr.audit_head set seq = seq + 3", "end", "missing"],
  ["no head", "delete from promptr.audit_head", 0, "not_head"],
] as const)("shows %s", async (_name, sql, where, fault) => {
  const intact = await verify();
  expect(intact.broken).toBeNull();
  const month = new Date().toISOString().slice(0, 7).replace("-", "_");
  const { broken } = await tampered(sql.replace("%M", month), () => verify());
  const seq = { head: intact.rows, end: intact.rows + 1 }[String(where)] ?? where;
  expect(broken).toEqual({ seq, fault });
});

test("shows a history that was rewritten to its end only to who kept an earlier head", async () => {
  const rewrite = `do $$ declare one promptr.audit_log; before bytea := decode(repeat('00', 32), 'hex'); begin
    update promptr.audit_log set action = 'x.y' where seq = 7;
    for one in select * from promptr.audit_log order by seq loop
      update promptr.audit_log l set previous_hash = before where seq = one.seq;
      update promptr.audit_log l set hash = ${HASH("l")} where seq = one.seq returning hash into before;
    end loop;
    update promptr.audit_head set hash = before; end $$`;
  const { head } = await verify();
  const [early, ours] = await world.sql("select seq, hash from promptr.audit_log where seq in (6, 12) order by seq");
  const anchor = (row: typeof early): ChainHead => ({ seq: Number(row?.["seq"]), hash: row?.["hash"] as Buffer });
  await tampered(rewrite, async () => {
    expect((await verify()).broken).toBeNull();
    expect((await verify(anchor(early))).broken).toBeNull(); // from before the change
    expect((await verify(anchor(ours))).broken).toEqual({ seq: 12, fault: "not_expected" });
    expect((await verify(head)).broken).toEqual({ seq: head.seq, fault: "not_expected" });
  });
  expect((await verify(anchor(ours))).broken).toBeNull();
  const ahead = { seq: head.seq + 1, hash: head.hash };
  expect((await verify(ahead)).broken).toEqual({ seq: head.seq + 1, fault: "missing" });
});

test("is right over 10,000 rows, and one of them removed by the owner of the machine is found", async () => {
  await using big = await createWorld();
  const db = big.db(AS_JOBS);
  expect(await verifyChain(db)).toMatchObject({ rows: 0, broken: null });
  await write(200, 50, big);
  expect(await verifyChain(db)).toMatchObject({ rows: 10_000, head: { seq: 10_000 }, broken: null });
  await big.sql("set session_replication_role = replica; delete from promptr.audit_log where seq = 7777");
  expect(await verifyChain(db)).toMatchObject({ rows: 7_776, broken: { seq: 7_777, fault: "missing" } });
});

test("is read while writers go on", async () => {
  const writers = Promise.all(Array.from({ length: 20 }, () => write(1, 3)));
  const reports = await Promise.all(Array.from({ length: 10 }, () => verify()));
  await writers;
  expect(reports.every(({ broken }) => broken === null)).toBe(true);
});
