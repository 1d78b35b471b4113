import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDatabase } from "./database.ts";
import { registration } from "./load.ts";
import { createPlace, freePort, type Place, postmasterOf, type Running } from "./server.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });
/** Three times as long as a server waits between two looks for keys it does not know. */
const KEYS_SEEN_MS = 15_000;

// One server for the commands that work beside one; each test leaves it serving.
let place: Place;
let server: Running;
let database: Awaited<ReturnType<typeof createDatabase>>;
let env: Record<string, string>;
const ends: (() => Promise<void>)[] = [];
beforeAll(async () => {
  database = await createDatabase("migrated", (clear) => void ends.push(clear));
  env = { DATABASE_URL: database.url };
  place = createPlace({}, (clear) => void ends.push(clear));
  server = await place.serve({ env });
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const LOGIN = { email: "demo@example.com", password: "demo-password-1234" };

test("healthcheck says with 0 or 1 whether the server of this machine is ready", async () => {
  const PORT = String(server.port);
  expect(await place.run(["healthcheck"], { PORT })).toMatchObject({ code: 0, stdout: "ready\n", stderr: "" });
  const asData = await place.run(["healthcheck", "--json"], { PORT, HOST: "::" });
  expect(asData).toMatchObject({ code: 0, stdout: '{"ready":true,"status":200}\n' });
  const free = String(await freePort());
  const gone = await place.run(["healthcheck"], { PORT: free });
  expect(gone).toMatchObject({ code: 1, stdout: `no answer from http://127.0.0.1:${free}/readyz\n`, stderr: "" });
});

test("migrate brings the embedded database up to date and leaves no Postgres behind", async () => {
  const place = createPlace();
  const first = await place.run(["migrate", "--json"]);
  expect(first.code).toBe(0);
  const { applied, version } = JSON.parse(first.stdout) as { applied: string[]; version: string };
  expect(applied[0]).toBe("0001-accounts");
  expect(version).toBe(applied.at(-1));
  expect(postmasterOf(place.home)).toBeNull();
});

test("two migrate at once on one empty database both succeed, each migration is applied once, a third has nothing to do", async () => {
  const place = createPlace();
  const database = await createDatabase("empty");
  const env = { DATABASE_URL: database.url };
  const both = await Promise.all([place.run(["migrate", "--json"], env), place.run(["migrate", "--json"], env)]);
  expect(both).toMatchObject([{ code: 0 }, { code: 0 }]);
  const applied = both.flatMap(({ stdout }) => (JSON.parse(stdout) as { applied: string[] }).applied);
  const ledger = await database.sql("select name from promptr.schema_migrations order by name");
  expect(applied.toSorted()).toEqual(ledger.map(({ name }) => name));
  expect(await place.run(["migrate"], env)).toMatchObject({ code: 0, stdout: "nothing to do\n", stderr: "" });
  const strong = await place.run(["doctor"], env);
  expect(strong).toMatchObject({
    code: 1, // a development setting is not fit for production
    stdout: expect.stringMatching(/^warning  Row level security holds: The login of DATABASE_URL is a superuser/m),
  });
  await database.sql("do $$ begin create role doctor_login login; exception when duplicate_object then null; end $$");
  await database.sql(
    "grant promptr_app, promptr_auth, promptr_share, promptr_search, promptr_moderator, promptr_jobs to doctor_login",
  );
  const plain = {
    DATABASE_URL: database.url.replace("postgres@", "doctor_login@"),
    MIGRATE_DATABASE_URL: database.url,
  };
  const held = await place.run(["doctor"], plain);
  expect(held.stdout).toMatch(/^ok       Database schema deployed$/m);
  expect(held.stdout).toMatch(/^ok       Row level security holds$/m);
});

test("doctor finds missing migrations and a database that is away, says what to do, and ends with 1", async () => {
  const place = createPlace();
  const database = await createDatabase("empty");
  const empty = await place.run(["doctor"], { DATABASE_URL: database.url });
  expect(empty).toMatchObject({ code: 1, stderr: "" });
  expect(empty.stdout).toMatch(
    /^error    Database schema deployed: Migrations are missing: 0001-accounts, .*\. Run promptr migrate\.$/m,
  );
  const away = await place.run(["doctor", "--json"], { DATABASE_URL: "postgres://ada:s3cret@127.0.0.1:1/promptr" });
  expect(away.code).toBe(1);
  const { fit, findings } = JSON.parse(away.stdout) as { fit: boolean; findings: object[] };
  expect(fit).toBe(false);
  expect(findings).toContainEqual({
    check: "schema",
    level: "error",
    what: expect.stringContaining("ECONNREFUSED"),
    todo: "Check DATABASE_URL",
  });
  expect(away.stdout + away.stderr).not.toContain("s3cret");
});

test("seed twice gives one demo account with prompts, and reset --yes takes everything away", async () => {
  for (const created of [true, false]) {
    const ended = await place.run(["seed", "--json"], env);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toEqual({ created, login: LOGIN });
  }
  const counts =
    "select (select count(*) from promptr.profiles)::int as accounts, count(*)::int as prompts from promptr.prompts";
  // Other tests have accounts here, and none has prompts.
  const demo = `select from promptr.profiles where email = '${LOGIN.email}'`;
  expect(await database.sql(demo)).toHaveLength(1);
  expect(await database.sql(counts)).toMatchObject([{ prompts: 3 }]);
  expect((await server.anyone.post("/auth/login", LOGIN)).status).toBe(200);
  const reset = await place.run(["reset", "--yes"], env);
  expect(reset).toMatchObject({ code: 0, stdout: "the database is empty\n" });
  expect(await database.sql(counts)).toEqual([{ accounts: 0, prompts: 0 }]);
});

test("admin grant makes a known account an administrator, in any spelling of its address, and refuses an unknown one", async () => {
  const account = registration();
  const { body } = await server.anyone.post("/auth/register", account);
  const granted = await place.run(["admin", "grant", account.email.toUpperCase(), "--json"], env);
  expect(granted).toMatchObject({ code: 0 });
  expect(JSON.parse(granted.stdout)).toEqual({ userId: body.user.id, role: "admin" });
  expect(await database.sql("select email from promptr.profiles where role = 'admin'")).toEqual([
    { email: account.email },
  ]);
  const unknown = await place.run(["admin", "grant", "nobody@example.com"], env);
  expect(unknown).toMatchObject({ code: 1, stdout: "", stderr: "promptr: There is no account nobody@example.com\n" });
});

test("keys rotate and audit verify work beside a running server, with data on the output and nothing else", async () => {
  const rotated = await place.run(["keys", "rotate", "--json"], env);
  expect(rotated).toMatchObject({ code: 0, stderr: "" });
  const { kid, retired } = JSON.parse(rotated.stdout) as { kid: string; retired: string[] };
  const told = async (): Promise<string[]> => {
    const { keys } = (await server.anyone.raw("/.well-known/jwks.json")).body as { keys: { kid: string }[] };
    return keys.map((key) => key.kid).slice(0, 1 + retired.length); // a second try finds the keys of the first as well
  };
  // A server that has just looked for keys looks again a moment later.
  await expect.poll(told, { timeout: KEYS_SEEN_MS }).toEqual([kid, ...retired]);
  expect(JSON.stringify([rotated, server.said])).not.toMatch(/"d\\?"/);

  const right = await place.run(["audit", "verify", "--json"], env);
  expect(right).toMatchObject({ code: 0, stderr: "" });
  const { rows, head } = JSON.parse(right.stdout) as { rows: number; head: { seq: number } };
  expect(head.seq).toBe(rows);
  await database.sql("set session_replication_role = replica; delete from promptr.audit_log where seq = 1");
  expect(await place.run(["audit", "verify", "--expect-head", `1:${"ab".repeat(32)}`], env)).toMatchObject({
    code: 1,
    stdout: "broken at 1: there is no such row; 0 rows are right\n",
    stderr: "",
  });
});

test("openapi, --version and --help print only what was asked for", async () => {
  const place = createPlace({ PORT: "wrong" }); // none of them needs a configuration
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
    version: string;
  };
  const openapi = await place.run(["openapi"]);
  expect(openapi).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(openapi.stdout)).toMatchObject({ openapi: "3.1.0", info: { version: manifest.version } });
  expect(await place.run(["--version"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^${manifest.version} \\(schema \\d{4}-[a-z-]+\\)\n$`)),
    stderr: "",
  });
  const help = await place.run(["--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toMatch(/^promptr <command>/);
});
