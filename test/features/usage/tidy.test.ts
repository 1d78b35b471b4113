import { afterEach, beforeEach, expect, test } from "vitest";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { cleanUpLogs } from "../../../src/features/usage/index.ts";
import { createWorld, type World } from "../../world.ts";
import { runJob } from "../privacy/fixture.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const tidy = () => runJob(world, cleanUpLogs, {});
const months = async () =>
  (
    await world.sql(
      `select right(c.relname, 7) as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'promptr.usage_tracking'::regclass and c.relname ~ '\\d$' order by 1`,
    )
  ).map(({ month }) => month);
const at = (iso: string): void => void (world.clock.now = new Date(iso));
/** A row of a moment, in a batch of its own. */
const use = (when: string) =>
  world.db(AS_JOBS).rows({
    sql: `with batch as (insert into promptr.usage_batches (id, first_at, last_at, created_at)
        values (gen_random_uuid(), $1, $1, $1) returning number)
      insert into promptr.usage_tracking (id, action_type, created_at, batch) select gen_random_uuid(), 'a', $1, number from batch`,
    parameters: [when],
  });
const rollUp = (until: string) =>
  world.db(AS_JOBS).rows({
    sql: "update promptr.usage_batches set rolled_up_at = now() where last_at < $1",
    parameters: [until],
  });
const left = async () =>
  (await world.sql("select created_at from promptr.usage_tracking order by 1")).map(({ created_at }) =>
    (created_at as Date).toISOString().slice(0, 10),
  );
const make = (month: string) => world.sql("select promptr.add_month_partition('usage_tracking', $1)", [month]);

test("the months to come are made two ahead, again and again", async () => {
  at("2031-12-15T00:00:00Z");
  await tidy();
  await tidy();
  expect((await months()).slice(-3)).toEqual(["2031_12", "2032_01", "2032_02"]);
});

test("a month is dropped when it is thirteen whole months old and rollups have taken it, and not before", async () => {
  for (const month of ["2030-10-01", "2030-11-01", "2030-12-01"]) await make(month);
  for (const day of ["2030-10-31", "2030-11-30", "2030-12-01"]) await use(day);
  at("2031-12-01T00:00:00Z");
  await tidy();
  expect(await left()).toEqual(["2030-10-31", "2030-11-30", "2030-12-01"]);
  await rollUp("2030-11-30");
  await tidy();
  expect(await left()).toEqual(["2030-11-30", "2030-12-01"]);
  at("2031-12-31T23:59:59Z");
  await rollUp("2031-01-01");
  await tidy();
  expect(await left()).toEqual(["2030-11-30", "2030-12-01"]);
  at("2032-01-01T00:00:00Z");
  await tidy();
  expect(await left()).toEqual(["2030-12-01"]);
  expect((await months()).filter((month) => String(month) < "2031")).toEqual(["2030_12"]);
});

test("old rows that no month took are removed too, once rollups have taken them", async () => {
  for (const day of ["2020-01-01", "2020-05-05", "2031-11-11"]) await use(day);
  at("2031-12-01T00:00:00Z");
  await tidy();
  expect(await left()).toHaveLength(3);
  await rollUp("2025-01-01");
  await tidy();
  expect(await left()).toEqual(["2031-11-11"]);
});

test("the name of a batch is forgotten a day after it was written, and only when rollups have taken it", async () => {
  at("2031-12-15T12:00:00Z");
  for (const day of ["2031-12-13", "2031-12-14T11:00:00Z", "2031-12-14T13:00:00Z"]) await use(day);
  const batches = async () => (await world.sql("select from promptr.usage_batches")).length;
  const [others] = await world.sql(
    "select count(*)::int as n from promptr.usage_batches where created_at > '2031-12-16'",
  );
  expect(others).toEqual({ n: 0 });
  await tidy();
  expect(await batches()).toBe(3);
  await rollUp("2031-12-15");
  await tidy();
  expect(await batches()).toBe(1);
});
