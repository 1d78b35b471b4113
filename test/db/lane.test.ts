import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Query } from "../../src/db/build.ts";
import { AS_AUTH, asUser } from "../../src/db/identity.ts";
import { createWorld, until, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const LANES = 4;
const nobody = () => world.db(asUser(null));
const named = (
  sql: string,
  parameters: readonly unknown[] = [],
  name = `t_${randomUUID()}`,
): Query<Record<string, unknown>> => ({ sql, parameters, name });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
/** Often enough that each lane gets it. */
const onAllLanes = <T>(ask: (turn: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 3 * LANES }, (_, turn) => ask(turn)));
const refused = (code: string) =>
  expect.objectContaining({ status: "rejected", reason: expect.objectContaining({ code }) });

test("statements of one tick see what their own identity may see, whoever stands next to them", async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => world.user()));
  await Promise.all(people.map((one) => one.post("/prompts", { title: one.userId, task: "t" })));
  const titles = named("select title from promptr.prompts");
  const seen = await Promise.all(
    Array.from({ length: 120 }, (_, turn) => {
      const one = people[turn % 7];
      return world.db(asUser(one?.userId ?? null)).rows(titles);
    }),
  );
  seen.forEach((rows, turn) => {
    const one = people[turn % 7];
    expect(rows).toEqual(one ? [{ title: one.userId }] : []);
  });
});

test("the role and the subject of a statement end with it", async () => {
  const who = named("select current_user::text as role, current_setting('promptr.subject', true) as subject");
  const { userId } = await world.user();
  const asked = await onAllLanes((turn) => world.db(turn % 2 === 0 ? asUser(userId) : AS_AUTH).one(who));
  asked.forEach((answer, turn) =>
    expect(answer).toEqual(
      turn % 2 === 0 ? { role: "promptr_app", subject: userId } : { role: "promptr_auth", subject: "" },
    ),
  );
});

test("a statement whose columns change under it gives the new ones, and those sent with it are not disturbed", async () => {
  await world.sql(
    "create table public.changing (a int); insert into public.changing values (1); grant select on public.changing to promptr_app",
  );
  const all = named("select * from public.changing");
  const ask = () => onAllLanes(() => nobody().rows(all));
  expect(new Set((await ask()).map((rows) => JSON.stringify(rows)))).toEqual(new Set(['[{"a":1}]']));
  await world.sql("alter table public.changing add column b text default 'new'");
  expect(await ask()).toEqual(times(3 * LANES, [{ a: 1, b: "new" }]));
  await world.sql("alter table public.changing alter column a type text");
  const mixed = await onAllLanes(async (turn) =>
    turn % 2 === 0 ? nobody().rows(all) : nobody().rows(named("select $1::int as n", [turn], "t_mixed")),
  );
  mixed.forEach((rows, turn) => expect(rows).toEqual(turn % 2 === 0 ? [{ a: "1", b: "new" }] : [{ n: turn }]));
  expect(await ask()).toEqual(times(3 * LANES, [{ a: "1", b: "new" }]));
});

test("a named statement that fails, at first or later, fails alone and is good for the next", async () => {
  const divide = (by: number) => named("select 60 / $1::int as n", [by], "t_divide");
  const ask = (by: number) => nobody().one(divide(by));
  const settled = await Promise.allSettled([0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 0, 4, 5, 0, 6].map(ask));
  settled.forEach((result, place) => {
    const by = [0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 0, 4, 5, 0, 6][place]!;
    expect(result).toEqual(by === 0 ? refused("invalid_input") : { status: "fulfilled", value: { n: 60 / by } });
  });
  expect(await onAllLanes((turn) => ask(turn + 1))).toEqual(
    Array.from({ length: 3 * LANES }, (_, turn) => ({ n: Math.trunc(60 / (turn + 1)) })),
  );
});

test("a statement that cannot be prepared, and a value that cannot be written, harm no neighbour", async () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const settled = await Promise.allSettled(
    Array.from({ length: 40 }, (_, turn) => {
      if (turn % 4 === 1) return nobody().one(named("select nothing from nowhere", [], "t_unknown"));
      if (turn % 4 === 3) return nobody().one(named("select $1::jsonb as n", [circular], "t_circular"));
      return nobody().one(named("select $1::int as n", [turn], "t_number"));
    }),
  );
  settled.forEach((result, turn) => {
    if (turn % 2 === 0) expect(result).toEqual({ status: "fulfilled", value: { n: turn } });
    else expect(result.status).toBe("rejected");
  });
  expect(settled[1]).toEqual(refused("42P01"));
});

test("values arrive as they were sent, whatever they hold and however large they are", async () => {
  const sent = {
    text: "Grüße — \u{1F600}\n'\\\"",
    long: "é".repeat(400_000),
    empty: "",
    nothing: null,
    bytes: Buffer.from([0, 255, 1, 0]),
    time: new Date("2026-11-23T02:00:00.123Z"),
    list: ["a", 'b"\\,{}', "", "NULL", "null"],
    json: { nested: [1, null, "ü"] },
    yes: true,
    integer: -42,
    number: 0.25,
  };
  const types = [
    "text",
    "text",
    "text",
    "text",
    "bytea",
    "timestamptz",
    "text[]",
    "jsonb",
    "boolean",
    "int",
    "numeric",
  ];
  const columns = Object.keys(sent).map((name, place) => `$${place + 1}::${types[place]} as ${name}`);
  const rows = await onAllLanes(() =>
    nobody().one(named(`select ${columns.join(", ")}`, Object.values(sent), "t_values")),
  );
  for (const row of rows) expect(row).toEqual(sent);
});

test("a statement that leaves a transaction open is refused with its connection, and nobody else notices", async () => {
  const settled = await Promise.allSettled([
    nobody().rows(named("begin")),
    nobody().rows(named("copy (select 1) to stdout")),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const answers = await onAllLanes(() => nobody().one(named("select pg_current_xact_id()::text as id", [], "t_alone")));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(3 * LANES);
});

test("statements in flight when their connection is ended are answered as unavailable, and the next ones work", async () => {
  const nap = { sql: "select pg_sleep(2)", parameters: [] };
  const asked = Promise.allSettled(Array.from({ length: 2 * LANES }, () => nobody().rows(nap)));
  const lanes = "from pg_stat_activity where datname = current_database() and query = 'select pg_sleep(2)'";
  await until(async () => (await world.sql(`select 1 ${lanes} and state = 'active'`)).length === LANES);
  await world.sql(`select pg_terminate_backend(pid) ${lanes}`);
  expect(await asked).toEqual(times(2 * LANES, refused("unavailable")));
  expect(await onAllLanes((n) => nobody().one({ sql: "select $1::int as n", parameters: [n] }))).toHaveLength(
    3 * LANES,
  );
});

test("more statements than may wait are refused at once, and those before them are answered", async () => {
  const settled = await Promise.allSettled(
    Array.from({ length: 1_100 }, (_, n) => nobody().one(named("select $1::int as n", [n], "t_many"))),
  );
  // The server's own readings (what changed elsewhere) may wait among them.
  const first = settled.findIndex(({ status }) => status === "rejected");
  expect(first).toBeGreaterThan(990);
  expect(first).toBeLessThanOrEqual(1_000);
  expect(settled.slice(0, first)).toEqual(
    Array.from({ length: first }, (_, n) => ({ status: "fulfilled", value: { n } })),
  );
  expect(settled.slice(first)).toEqual(times(1_100 - first, refused("overloaded")));
});
