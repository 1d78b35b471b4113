import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { createDatabase } from "./database.ts";
import { createPlace, type Ended, type Place, postmasterOf } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A port somebody else listens on. */
async function takePort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

/** The process refused with this one line, and left nothing running. */
function expectRefusal(place: Place, ended: Ended, line: RegExp | string): void {
  expect(ended).toMatchObject({ code: 1, signal: null });
  const lines = ended.stderr.trimEnd().split("\n");
  expect(lines).toEqual([expect.stringMatching(/^promptr: /)]);
  expect(lines[0]).toMatch(line);
  expect(postmasterOf(place.home)).toBeNull();
}

test("a taken port is said in one line, and the home stays untouched", async () => {
  const place = createPlace();
  await using taken = await takePort();
  const ended = await place.run(["serve"], { PORT: String(taken.port) });
  expectRefusal(place, ended, `Port ${taken.port} is taken`);
  expect(existsSync(place.home)).toBe(false);
});

test("an address of another machine is said in one line", async () => {
  const place = createPlace();
  expectRefusal(place, await place.run(["serve"], { HOST: "203.0.113.7" }), "HOST is no address of this machine");
});

test("a home in use is refused in one line that names its holder, who goes on serving", async () => {
  const place = createPlace();
  await place.moveIn();
  const server = await place.serve();
  const second = await place.run(["serve"]);
  expect(second.code).toBe(1);
  expect(second.stderr).toBe(
    `promptr: PROMPTR_HOME ${place.home} is in use by process ${server.pid}; stop it or choose another home\n`,
  );
  expect((await server.anyone.raw("/readyz")).status).toBe(200);
});

test("a home that is a file is refused in one line", async () => {
  const place = createPlace();
  writeFileSync(place.home, "mine");
  expectRefusal(place, await place.run(["serve"]), `PROMPTR_HOME ${place.home} is a file, not a folder`);
});

test("a database that cannot be reached is said in one line without its password", async () => {
  const place = createPlace();
  const { port } = await (async () => {
    await using taken = await takePort();
    return taken;
  })();
  const ended = await place.run(["serve"], { DATABASE_URL: `postgres://ada:s3cret@127.0.0.1:${port}/promptr` });
  expectRefusal(place, ended, /The database of DATABASE_URL cannot be reached: .*ECONNREFUSED/);
  expect(ended.stderr + ended.stdout).not.toContain("s3cret");
  expect(existsSync(place.home)).toBe(false);
});

test("a database that does not exist is said in one line", async () => {
  const place = createPlace();
  const database = await createDatabase();
  const DATABASE_URL = database.url.replace(database.name, "nowhere");
  expectRefusal(place, await place.run(["serve"], { DATABASE_URL }), /DATABASE_URL does not exist.*nowhere/);
});

test("a database newer than the program is refused in one line and stays as it is, by every start", async () => {
  const place = createPlace();
  const database = await createDatabase();
  await database.sql(`insert into promptr.schema_migrations values ('9999-future', repeat('0', 64))`);
  for (const MIGRATE_ON_START of ["true", "false"]) {
    const ended = await place.run(["serve"], { DATABASE_URL: database.url, MIGRATE_ON_START });
    expectRefusal(place, ended, "The database is newer than this program: it has 9999-future");
  }
});

test("a migration edited after it was applied is refused in one line", async () => {
  const place = createPlace();
  const database = await createDatabase();
  await database.sql(`update promptr.schema_migrations set checksum = repeat('0', 64) where name = '0002-prompts'`);
  const ended = await place.run(["serve"], { DATABASE_URL: database.url });
  expectRefusal(place, ended, "Migration 0002-prompts was edited after it was applied");
});

test("a server that may not migrate names the migrations the database lacks", async () => {
  const place = createPlace();
  const database = await createDatabase("empty");
  const ended = await place.run(["serve"], { DATABASE_URL: database.url, MIGRATE_ON_START: "false" });
  expectRefusal(place, ended, /lacks 0001-accounts, .*Run: promptr migrate/);
  expect(await database.sql("select 1 from pg_namespace where nspname = 'promptr'")).toEqual([]);
});
