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
  await migrate(database.connection, set);
  await expect(migrate(database.connection, { ...set, migrations: set.migrations.slice(0, -1) })).rejects.toThrow(
    `The database is newer than this program: it has ${names.at(-1)}`,
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
