import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PgBoss } from "pg-boss";
import { expect, test } from "vitest";
import { createLog } from "../../src/adapters/log.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { Stack } from "../../src/app/stack.ts";
import { openStorage } from "../../src/app/storage.ts";
import { readConfig } from "../../src/config.ts";
import { compare, entryOf, type Migration, oldestProgramOf } from "../../src/db/ledger.ts";
import { migrate, migrateFully, standingOf } from "../../src/db/migrate.ts";
import { SCHEMA } from "../../src/jobs/install.ts";
import { createDatabase } from "../process/database.ts";

const set = readMigrations();
const newest = set.migrations.at(-1)!.name;
const next = (firstLine: string): Migration => ({
  name: "9000-next",
  sql: `${firstLine}\nalter table categories add column note text`,
});
const withNext = (firstLine: string) => ({ ...set, migrations: [...set.migrations, next(firstLine)] });
const asApplied = (migrations: readonly Migration[]) =>
  migrations.map((migration) => {
    const [name, checksum, oldestProgram] = entryOf(migration);
    return { name, checksum, oldestProgram };
  });

test("a program runs with a newer database whose newer migrations all name it, or one before it, as old enough", async () => {
  const { host, name } = await createDatabase();
  const connection = { host, user: "postgres", database: name };
  expect(await migrate(connection, withNext(`-- oldest program: ${newest}`))).toEqual(["9000-next"]);
  expect(await migrateFully(connection, set)).toEqual({ applied: [], ahead: ["9000-next"] });
  expect(await standingOf(connection, set)).toEqual({ pending: [], ahead: ["9000-next"] });
});

test("it refuses a database with a newer migration that names a newer program, none, or says it is breaking", async () => {
  for (const [line, says] of [
    ["-- oldest program: 9000-next", "it has 9000-next, which programs before 9000-next do not fit"],
    ["-- breaking", "it has 9000-next. Deploy"],
    ["-- Notes of a category.", "it has 9000-next. Deploy"],
  ] as const)
    expect(() => compare(asApplied(withNext(line).migrations), set.migrations)).toThrow(
      `The database is newer than this program: ${says}`,
    );
});

test("it refuses a database that is ahead in one migration and behind in another", () => {
  const applied = asApplied([...set.migrations.slice(0, -1), next(`-- oldest program: ${newest}`)]);
  expect(() => compare(applied, set.migrations)).toThrow(`it has 9000-next, and lacks ${newest} of this one`);
});

test("a ledger that an older program has made is read as it is, and gets its column with the next migration", async () => {
  const { host, name, sql } = await createDatabase();
  const connection = { host, user: "postgres", database: name };
  await sql("alter table promptr.schema_migrations drop column oldest_program");
  expect(await standingOf(connection, set)).toEqual({ pending: [], ahead: [] });
  await migrate(connection, withNext(`-- oldest program: ${newest}`));
  expect(
    await sql("select oldest_program as oldest from promptr.schema_migrations order by name desc limit 1"),
  ).toEqual([{ oldest: newest }]);
});

test("an older program that starts leaves the newer one's queues and schedules alone", async () => {
  const { host, name, url, sql } = await createDatabase();
  const ledger = "promptr.schema_migrations (name, checksum, oldest_program)";
  await sql(`insert into ${ledger} values ('9000-next', repeat('0', 64), '${newest}')`);
  const boss = new PgBoss({ host, user: "postgres", database: name, schema: SCHEMA, migrate: false, supervise: false });
  await boss.start();
  await boss.createQueue("future.job");
  await boss.schedule("future.job", "0 0 * * *");
  await boss.stop({ graceful: false });
  const schedules = () => sql(`select name from ${SCHEMA}.schedule order by name`);
  const before = await schedules();
  const stack = new Stack(() => undefined);
  const config = readConfig({ NODE_ENV: "test", DATABASE_URL: url });
  const storage = await openStorage(config, stack, createLog({ level: "silent", human: false }));
  expect(storage.applied).toEqual([]);
  await stack.unwind();
  expect(before).toContainEqual({ name: "future.job" });
  expect(await schedules()).toEqual(before);
});

/** Those released before decision 0036 say nothing. */
const SILENT_UNTIL = "0019-sharing";

test("each migration says on its first line which programs may run with it", () => {
  const names = set.migrations.map(({ name }) => name);
  for (const { name, sql } of set.migrations.filter(({ name }) => name > SILENT_UNTIL)) {
    const oldest = oldestProgramOf(sql);
    expect([name, oldest !== null || sql.startsWith("-- breaking\n")]).toEqual([name, true]);
    if (oldest !== null)
      expect([name, names.slice(0, names.indexOf(name))]).toEqual([name, expect.arrayContaining([oldest])]);
  }
});

test("the queue's tables are those that running programs know: a program refuses any other number", () => {
  const path = createRequire(import.meta.url).resolve("pg-boss/package.json");
  const { pgboss } = JSON.parse(readFileSync(path, "utf8")) as { pgboss: { schema: number } };
  // When this fails, the new release needs a migration that begins with `-- breaking` (docs/migrations.md); then raise it.
  expect(pgboss.schema).toBe(43);
});
