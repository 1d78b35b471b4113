import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject, expect, test } from "vitest";
import { readMigrations } from "../../src/app/migrations.ts";
import { migrate, pendingMigrations } from "../../src/db/migrate.ts";
import { openQueuePool } from "../../src/db/queue-pool.ts";
import { features } from "../../src/features/index.ts";
import { installQueues } from "../../src/jobs/install.ts";

async function emptyDatabase() {
  const database = `m_${randomUUID().replaceAll("-", "")}`;
  const run = async (name: string, sql: string) => {
    const client = new pg.Client({ host: inject("socket"), user: "postgres", database: name });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };
  await run("postgres", `create database ${database} strategy file_copy`);
  return {
    connection: { host: inject("socket"), user: "postgres", database },
    sql: (text: string) => run(database, text),
    [Symbol.asyncDispose]: async () => void (await run("postgres", `drop database ${database} with (force)`)),
  };
}

const set = readMigrations();
const names = set.migrations.map(({ name }) => name);

test("migrations apply once, in order, and a second run finds nothing to do", async () => {
  await using database = await emptyDatabase();
  expect(await pendingMigrations(database.connection, set)).toEqual(names);
  expect(await migrate(database.connection, set)).toEqual(names);
  expect(await migrate(database.connection, set)).toEqual([]);
  expect(await pendingMigrations(database.connection, set)).toEqual([]);
});

test("five migrators at once apply each migration exactly once", async () => {
  await using database = await emptyDatabase();
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(database.connection, set)));
  expect(applied.flat().sort()).toEqual(names);
  console.log(
    `figure: ${applied.length} migrators at once applied ${applied.flat().length} of ${names.length} migrations, each once`,
  );
});

test("an edited migration is refused by name", async () => {
  await using database = await emptyDatabase();
  await migrate(database.connection, set);
  const edited = {
    ...set,
    migrations: set.migrations.map((one, index) => (index === 1 ? { ...one, sql: `${one.sql}\n-- later` } : one)),
  };
  await expect(migrate(database.connection, edited)).rejects.toThrow(
    `Migration ${names[1]} was edited after it was applied`,
  );
});

test("a database newer than the program is refused by name", async () => {
  await using database = await emptyDatabase();
  const breaking = { name: "9000-future", sql: "-- breaking\nselect 1" };
  await migrate(database.connection, { ...set, migrations: [...set.migrations, breaking] });
  await expect(migrate(database.connection, set)).rejects.toThrow(
    "The database is newer than this program: it has 9000-future",
  );
});

test("a migration that fails leaves nothing behind", async () => {
  await using database = await emptyDatabase();
  const broken = {
    ...set,
    migrations: [...set.migrations, { name: "9000-broken", sql: "create table half (id int); select 1/0" }],
  };
  await expect(migrate(database.connection, broken)).rejects.toThrow("division by zero");
  expect(await database.sql("select to_regclass('promptr.half') as half")).toEqual([{ half: null }]);
  expect(await pendingMigrations(database.connection, broken)).toEqual(["9000-broken"]);
});

/** A migration that needs a table for itself, after all others. */
const widening = {
  ...set,
  migrations: [...set.migrations, { name: "9001-widen", sql: "alter table categories add column note text" }],
};

test("a migration that finds a table in use lets requests pass while it waits, and is applied when the table is free", async () => {
  await using database = await emptyDatabase();
  await migrate(database.connection, set);
  const report = new pg.Client(database.connection);
  const request = new pg.Client(database.connection);
  await Promise.all([report.connect(), request.connect()]);
  try {
    await report.query("begin; select from promptr.categories limit 1");
    await request.query("set lock_timeout = '2s'"); // a request waits for 500 ms; a busy machine is given more
    let isApplied = false;
    const migrated = migrate(database.connection, widening).finally(() => (isApplied = true));
    const gaveUp = async () =>
      (
        await database.sql(
          "select xact_rollback::int as undone from pg_stat_database where datname = current_database()",
        )
      )[0]?.["undone"] as number;
    const before = await gaveUp();
    let served = 0;
    // Statistics are written in their own time, so it has tried twice at least when they say it has.
    while ((await gaveUp()) < before + 2 || served < 20) {
      expect((await request.query("select count(*) from promptr.categories")).rowCount).toBe(1);
      served += 1;
    }
    expect(isApplied).toBe(false);
    await report.query("rollback");
    expect(await migrated).toEqual(["9001-widen"]);
    console.log(`figure: ${served} requests served while a migration waited for their table`);
  } finally {
    await Promise.all([report.end(), request.end()]);
  }
});

test("a migration that finds a table in use all the time is given up with what to look for, and changes nothing", async () => {
  await using database = await emptyDatabase();
  await migrate(database.connection, set);
  const report = new pg.Client(database.connection);
  await report.connect();
  try {
    await report.query("begin; select from promptr.categories limit 1");
    await expect(migrate(database.connection, widening, undefined, 500)).rejects.toThrow(
      /^A table was in use for 0\.5 s without a break.*Look for a long transaction/,
    );
    expect(await pendingMigrations(database.connection, widening)).toEqual(["9001-widen"]);
  } finally {
    await report.end();
  }
});

test("everything belongs to the owner role, whoever migrates", async () => {
  await using database = await emptyDatabase();
  await migrate(database.connection, set);
  const owners = await database.sql("select distinct tableowner from pg_tables where schemaname = 'promptr'");
  expect(owners).toEqual([{ tableowner: "promptr_owner" }]);
});

test("four processes that start on one database at once all get their queues and grants", async () => {
  await using database = await emptyDatabase();
  const start = async () => {
    await migrate(database.connection, set, "promptr_login");
    const queue = openQueuePool({ connection: database.connection, pooled: false, onError: () => undefined });
    try {
      await installQueues(queue, features);
    } finally {
      await queue.close();
    }
  };
  for (let round = 0; round < 3; round += 1) await Promise.all(Array.from({ length: 4 }, start));
  const [login] = await database.sql(
    "select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = 'promptr_login'",
  );
  expect(login).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: true });
});
