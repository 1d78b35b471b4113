import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AS_AUTH, AS_JOBS, asShareReader, asUser, type Identity } from "../../src/db/identity.ts";
import { record, verifyChain } from "../../src/features/audit/index.ts";
import { createWorld, type User, type World } from "../world.ts";

let world: World;
let ada: User;
let eve: User;
beforeAll(async () => {
  world = await createWorld();
  [ada, eve] = [await world.user(), await world.user()];
  await recordOne(ada);
});
afterAll(() => world[Symbol.asyncDispose]());

const REQUEST = { id: "r-1", ip: "203.0.113.77" };
const entry = { action: "test.write", subject: { type: "test", id: null }, ownerId: null } as const;
const operator = { kind: "operator", id: null } as const;

const recordOne = (user: User) =>
  world
    .db(asUser(user.userId))
    .transaction((db) =>
      record(
        { db, actor: null, request: REQUEST },
        { ...entry, ownerId: user.userId, by: { kind: "session", id: user.userId } },
      ),
    );

const verify = () => verifyChain(world.db(AS_JOBS));

/** Rows a statement returned or touched, or the SQLSTATE Postgres refused it with. */
async function attempt(identity: Identity, sql: string): Promise<number | string> {
  try {
    return (await world.db(identity).rows({ sql, parameters: [] })).length;
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    return cause?.code ?? code ?? "unknown";
  }
}

describe("nobody rewrites the log", () => {
  const roles = [
    ["a user", () => asUser(ada.userId)],
    ["nobody", () => asUser(null)],
    ["the door", () => AS_AUTH],
    ["the reader of a link", () => asShareReader(Buffer.alloc(32, 7))],
    ["a job", () => AS_JOBS],
  ] as const;
  test.each(roles)(
    "as %s: change, removal, emptying, the head, and the partitions beneath are 42501",
    async (_name, as) => {
      const partitions = await world.sql(
        "select relid::regclass::text as name from pg_partition_tree('promptr.audit_log') where isleaf",
      );
      expect(partitions.length).toBeGreaterThanOrEqual(4);
      for (const table of ["promptr.audit_log", ...partitions.map(({ name }) => String(name))]) {
        expect(await attempt(as(), `update ${table} set action = 'a.b'`)).toBe("42501");
        expect(await attempt(as(), `delete from ${table}`)).toBe("42501");
        expect(await attempt(as(), `truncate ${table}`)).toBe("42501");
      }
      expect(await attempt(as(), "update promptr.audit_head set seq = 0")).toBe("42501");
      expect(await attempt(as(), "delete from promptr.audit_head")).toBe("42501");
      expect(await attempt(as(), "insert into promptr.audit_head (seq, hash) values (0, '')")).toBe("42501");
      for (const { name } of partitions) {
        const row = `insert into ${String(name)} (actor_kind, action, subject_type) values ('job', 'a.b', 'c')`;
        expect(await attempt(as(), row)).toBe("42501");
        expect(await attempt(as(), `select 1 from ${String(name)}`)).toBe("42501");
      }
    },
  );

  test.each([
    ["seq", "1"],
    ["hash", "decode(repeat('00', 32), 'hex')"],
    ["previous_hash", "decode(repeat('00', 32), 'hex')"],
    ["created_at", "now()"],
  ])("whoever writes a row cannot choose its %s", async (column, value) => {
    for (const identity of [asUser(ada.userId), AS_AUTH, AS_JOBS]) {
      const row = `(actor_kind, actor_id, action, subject_type, ${column}) values ('session', '${ada.userId}', 'a.b', 'c', ${value})`;
      expect(await attempt(identity, `insert into promptr.audit_log ${row}`)).toBe("42501");
    }
  });

  test("the owner of the tables is refused by the trigger, or sees no row", async () => {
    for (const sql of ["update promptr.audit_log set action = 'a.b'", "delete from promptr.audit_log"]) {
      await expect(world.sql(sql)).rejects.toMatchObject({ code: "42501", message: /append-only/ }); // the superuser
      await world.sql(`set role promptr_owner; ${sql}`);
    }
    await expect(world.sql("set role promptr_owner; truncate promptr.audit_log")).rejects.toMatchObject({
      code: "42501",
    });
    expect((await verify()).broken).toBeNull();
  });

  test("a row of another's doing is refused", async () => {
    const row = `(actor_kind, actor_id, action, subject_type) values ('session', '${eve.userId}', 'a.b', 'c')`;
    expect(await attempt(asUser(ada.userId), `insert into promptr.audit_log ${row}`)).toBe("42501");
    expect(await attempt(asUser(null), `insert into promptr.audit_log ${row}`)).toBe("42501");
  });
});

test("a person sees the rows of their account and no other, the door and readers of links none", async () => {
  await recordOne(eve);
  const seen = (identity: Identity) =>
    world.db(identity).rows<{ owner_id: string }>({ sql: "select owner_id from promptr.audit_log", parameters: [] });
  for (const { userId } of [ada, eve]) {
    const owners = (await seen(asUser(userId))).map(({ owner_id }) => owner_id);
    expect(new Set(owners)).toEqual(new Set([userId]));
  }
  expect(await seen(asUser(null))).toEqual([]);
  for (const identity of [AS_AUTH, asShareReader(Buffer.alloc(32, 7))])
    expect(await attempt(identity, "select 1 from promptr.audit_log")).toBe("42501");
});

test("a row is written in the transaction of its change, or not at all", async () => {
  const before = await verify();
  const db = world.db(AS_JOBS);
  await expect(record({ db, actor: null, request: REQUEST }, { ...entry, by: operator })).rejects.toThrow(
    "outside the transaction",
  );
  const abandoned = db.transaction(async (inner) => {
    await record({ db: inner, actor: null, request: REQUEST }, { ...entry, by: operator });
    throw new Error("changed its mind");
  });
  await expect(abandoned).rejects.toThrow("changed its mind");
  expect(await verify()).toEqual(before);
});

test("50 writers at once, ten of whom fail, make one chain without gaps", async () => {
  const before = await verify();
  const ended = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      world.db(index % 2 === 0 ? AS_JOBS : AS_AUTH).transaction(async (db) => {
        await record({ db, actor: null, request: REQUEST }, { ...entry, by: operator, details: { index } });
        if (index % 5 === 0) throw new Error("failed");
      }),
    ),
  );
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(40);
  const after = await verify();
  expect(after).toMatchObject({ rows: before.rows + 40, broken: null });
  expect(after.head.seq).toBe(after.rows);
});

test("what is kept of a caller is the network, and no row holds the address", async () => {
  await recordOne(ada);
  const [row] = await world.sql(
    "select network, to_jsonb(l)::text as text from promptr.audit_log l where owner_id = $1 order by seq desc limit 1",
    [ada.userId],
  );
  expect(row?.["network"]).toBe("203.0.113.0/24");
  expect(row?.["text"]).not.toContain(REQUEST.ip);
  expect(row?.["text"]).not.toContain(ada.email);
});

describe("partitions", () => {
  const add = (month: string) => ({
    sql: "select promptr.add_month_partition('audit_log', $1) as made",
    parameters: [month],
  });

  test("of a month are made once by ten jobs at once, locked like the rest, and only by jobs", async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.db(AS_JOBS).transaction((db) => db.one<{ made: boolean }>(add("2031-05-17"))),
      ),
    );
    expect(made.filter(({ made: one }) => one)).toHaveLength(1);
    const [facts] = await world.sql(
      "select relrowsecurity, relforcerowsecurity, pg_get_expr(relpartbound, oid) as bound from pg_class where oid = 'promptr.audit_log_2031_05'::regclass",
    );
    expect(facts).toEqual({
      relrowsecurity: true,
      relforcerowsecurity: true,
      bound: expect.stringMatching(/FROM \('2031-05-01 00:00:00\+00'\) TO \('2031-06-01 00:00:00\+00'\)/),
    });
    for (const identity of [asUser(ada.userId), AS_AUTH])
      expect(await attempt(identity, "select promptr.add_month_partition('audit_log', '2031-06-01')")).toBe("42501");
    expect(await attempt(AS_JOBS, "select promptr.add_month_partition('profiles', '2031-06-01')")).toBe("P0001");
  });

  test("that are missing refuse nothing: the row goes to the default one, stays there, and stays in the chain", async () => {
    await world.sql(
      "insert into promptr.audit_log (created_at, actor_kind, action, subject_type) values ('2040-01-15', 'job', 'a.b', 'c')",
    );
    expect(
      await world.sql("select tableoid::regclass::text as at from promptr.audit_log where created_at > '2040-01-01'"),
    ).toEqual([{ at: "promptr.audit_log_default" }]);
    expect(await world.db(AS_JOBS).one(add("2040-01-01"))).toEqual({ made: false });
    expect((await verify()).broken).toBeNull();
  });
});
