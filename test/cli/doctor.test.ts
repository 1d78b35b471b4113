import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { execFileSync } from "node:child_process";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { externalConnections } from "../../src/app/connections.ts";
import { doctor } from "../../src/cli/doctor.ts";
import { CHECKLIST, CHECKS } from "../../src/cli/doctor/checks.ts";
import { bitsOf } from "../../src/cli/doctor/secrets.ts";
import { Secret } from "../../src/config.ts";
import { type ModelLists, startModelLists } from "../fakes/model-lists.ts";
import { type SmtpSink, startSmtpSink } from "../fakes/smtp.ts";
import { type FakeSupabase, startFakeSupabase } from "../fakes/supabase.ts";
import { createDatabase } from "../process/database.ts";
import { createWorld, type World } from "../world.ts";

type Finding = { readonly check: string; readonly level: string; readonly what: string; readonly todo: string };
type Report = {
  readonly fit: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly checks: readonly { readonly name: string; readonly title: string; readonly state: string }[];
  readonly findings: readonly Finding[];
};

let world: World;
let models: ModelLists;
let smtp: SmtpSink;
let supabase: FakeSupabase;
/** Everything as it should be, but for what a test cannot have: an address on the internet, and a database with backups. */
let fit: Record<string, string>;
const LOGIN = "doctor_login_of_tests";
beforeAll(async () => {
  [world, models, smtp, supabase] = await Promise.all([
    createWorld(),
    startModelLists(),
    startSmtpSink(),
    startFakeSupabase(),
  ]);
  supabase.addKey("ES256");
  const roles = "promptr_app, promptr_auth, promptr_share, promptr_search, promptr_moderator, promptr_jobs";
  await world.sql(`do $$ begin create role ${LOGIN} login; exception when duplicate_object then null; end $$`);
  await world.sql(`grant ${roles} to ${LOGIN}`);
  const [row] = await world.sql("select current_database() as name");
  const at = (login: string) =>
    `postgres://${login}@/${String(row?.["name"])}?host=${encodeURIComponent(inject("socket"))}`;
  fit = {
    NODE_ENV: "production",
    PUBLIC_URL: "https://0.0.0.0:59998", // this machine, without saying so: nobody answers
    TRUST_PROXY: "Fly-Client-IP",
    DATABASE_URL: at(LOGIN),
    MIGRATE_DATABASE_URL: at("postgres"),
    PROMPTR_HOME: world.home,
    PROMPTR_SECRET: "q3Kx0nJ8vYz5rT1uWb7LmC4dFgHs9aPe2iRo6yXt",
    METRICS_PORT: "9091",
    METRICS_HOST: "::",
    SMTP_URL: smtp.url.replace("smtp://", "smtp://ada:s3cret-word@"),
    MAIL_FROM: "Promptr <hello@example.com>",
    ...models.env,
    ...supabase.env,
  };
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  for (const fake of [models, smtp, supabase]) await fake[Symbol.asyncDispose]();
});

/** Without what is set to undefined. */
async function examine(over: Record<string, string | undefined> = {}, machines = 1) {
  const given = Object.entries({ ...fit, ...over }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  let report: Report | undefined;
  let said = "";
  const out = {
    print: (data: object, text: string) => {
      report = JSON.parse(JSON.stringify(data)) as Report;
      said = text;
    },
    talk: () => undefined,
  };
  const code = await doctor(Object.fromEntries(given), out, machines);
  if (!report) throw new Error("The doctor said nothing");
  for (const secret of ["s3cret-word", fit["PROMPTR_SECRET"] ?? "", supabase.secret])
    expect(said).not.toContain(secret);
  const { findings } = report;
  /** What one check found, in one text. */
  const of = (name: string): string =>
    findings
      .filter(({ check }) => check === name)
      .map(({ level, what, todo }) => `${level}: ${what}. ${todo}.`)
      .join("\n");
  return { code, report, said, of };
}

/** Beside the checkout, where it lies at all. */
const GUIDE = join(import.meta.dirname, "../../../shared/GUIDE.md");
test("every point of the guide's production checklist is a check, in its words and its order", ({ skip }) => {
  skip(!existsSync(GUIDE), `${GUIDE} is not here`);
  const section = readFileSync(GUIDE, "utf8").split("### **Production Checklist**")[1]?.split("---")[0] ?? "";
  const points = [...section.matchAll(/^- \[ \] (.+)$/gm)].map(([, point]) => point);
  expect(points).toHaveLength(9);
  expect(CHECKLIST.map(({ title }) => title)).toEqual(points);
  expect(CHECKS.slice(0, 9)).toEqual(CHECKLIST);
});

test("an installation as it should be is fit: exit 0, and what cannot be seen from here is a warning", async () => {
  const { code, report, said } = await examine();
  expect(report.findings.filter(({ level }) => level === "error")).toEqual([]);
  expect(code).toBe(0);
  expect(report).toMatchObject({ fit: true, errors: 0, warnings: 2 });
  expect(report.findings.map(({ check }) => check)).toEqual(["certificates", "backups"]);
  expect(report.checks.map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name));
  expect(said).toMatch(/^ok       Environment variables configured\nok       Database schema deployed\n/);
  expect(said).toMatch(/\nfit for production, with 2 warnings\n$/);
});

test("a configuration that cannot be read is what it finds, each fault by its name, and nothing else is looked at", async () => {
  const { code, report } = await examine({ PORT: "eighty", PUBLIC_URL: undefined });
  expect(code).toBe(1);
  expect(report.findings.map(({ what }) => what)).toEqual([
    expect.stringContaining("PORT: expected a number"),
    expect.stringContaining("PUBLIC_URL: required in production"),
  ]);
  expect(new Set(report.checks.slice(1).map(({ state }) => state))).toEqual(new Set(["skipped"]));
});

describe("what is wrong is an error that says what to do, and the exit code is 1", () => {
  const remote = "postgres://ada:Vq8xT2mZ7pLw@203.0.113.1:5432/promptr";
  test.for<[name: string, over: Record<string, string | undefined>, check: string, says: RegExp]>([
    [
      "NODE_ENV",
      { NODE_ENV: "development" },
      "environment",
      /^error: NODE_ENV is not production\. Set NODE_ENV=production/m,
    ],
    ["no PUBLIC_URL", { NODE_ENV: undefined, PUBLIC_URL: undefined }, "environment", /^error: PUBLIC_URL is not set/m],
    [
      "PUBLIC_URL over http",
      { PUBLIC_URL: "http://promptr.example" },
      "certificates",
      /^error: PUBLIC_URL is not https/m,
    ],
    [
      "no proxy header",
      { TRUST_PROXY: undefined },
      "limits",
      /^error: Every caller has the address .* Set TRUST_PROXY/m,
    ],
    ["no logs", { LOG_LEVEL: "silent" }, "logs", /^error: Nothing is logged/m],
    [
      "a repeated secret",
      { PROMPTR_SECRET: "changeme".repeat(5) },
      "secrets",
      /^error: PROMPTR_SECRET is easy to guess/m,
    ],
    ["a short Supabase secret", { SUPABASE_JWT_SECRET: "hunter2" }, "secrets", /^error: SUPABASE_JWT_SECRET is easy/m],
    [
      "a database password",
      { DATABASE_URL: "postgres://a:postgres@203.0.113.1:1/x" },
      "secrets",
      /^error: The password in DATABASE_URL/m,
    ],
    [
      "no sslmode",
      { DATABASE_URL: remote },
      "connection",
      /^error: DATABASE_URL does not say sslmode, .* Add \?sslmode=verify-full/m,
    ],
    [
      "sslmode=disable",
      { DATABASE_URL: `${remote}?sslmode=disable` },
      "connection",
      /^error: sslmode=disable sends everything/m,
    ],
    [
      "a pooler with LISTEN",
      { DATABASE_URL: `${remote.replace("5432", "6543")}?sslmode=require`, DATABASE_POOLED: "false" },
      "connection",
      /^error: Port 6543 is a transaction pooler/m,
    ],
    ["no mail", { SMTP_URL: undefined }, "mail", /^error: Mails are written to files.* Set SMTP_URL/m],
    ["no sender", { MAIL_FROM: undefined }, "mail", /^error: MAIL_FROM is an address nobody can answer/m],
    [
      "a mail server that is away",
      { SMTP_URL: "smtp://127.0.0.1:1" },
      "mail",
      /^error: The mail server turns us away: .*ECONN/m,
    ],
    [
      "Supabase away",
      { SUPABASE_URL: "http://127.0.0.1:59999" },
      "supabase",
      /^error: Supabase's keys cannot be read: ECONNREFUSED/m,
    ],
  ])("%s", async ([_name, over, check, says]) => {
    const { code, of, said } = await examine(over);
    expect(of(check)).toMatch(says);
    expect(code).toBe(1);
    expect(said).toMatch(/\nnot fit for production: \d+ errors?, \d+ warnings?\n$/);
  });

  test("the project's secret key where the public one belongs", async () => {
    const { of } = await examine({ SUPABASE_ANON_KEY: supabase.serviceRoleKey });
    expect(of("secrets")).toMatch(/^error: SUPABASE_ANON_KEY is the project's secret key/);
  });

  test("a login the mail server refuses", async () => {
    smtp.refuse({ code: 535, at: "login", times: 1, text: "No such login: ada, s3cret-word" });
    const { of } = await examine();
    expect(of("mail")).toMatch(/^error: The mail server turns us away: EAUTH: .*535/);
    expect(smtp.mails).toEqual([]);
  });

  test("a key its provider refuses; a provider that is down is a warning", async () => {
    onTestFinished(() => models.heal());
    models.fault("openai", { status: 401 });
    models.fault("google", { status: 503 });
    const { of } = await examine();
    expect(of("providers")).toMatch(/^error: openai refuses OPENAI_API_KEY\. Make a new key, or unset it\.$/m);
    expect(of("providers")).toMatch(/^warning: google gives no list of its models \(unavailable\)/m);
    expect(of("providers")).not.toContain("anthropic");
  });

  test("migrations that are missing, and a database that is away", async () => {
    const empty = await createDatabase("empty");
    const missing = await examine({ DATABASE_URL: empty.url, MIGRATE_DATABASE_URL: undefined });
    expect(missing.of("schema")).toMatch(/^error: Migrations are missing: 0001-accounts, .*\. Run promptr migrate\.$/);
    const away = await examine({ DATABASE_URL: "postgres://ada:s3cret-word@127.0.0.1:1/promptr" });
    expect(away.code).toBe(1);
    expect(away.of("schema")).toMatch(/^error: .*ECONNREFUSED.*\. Check DATABASE_URL\.$/);
    const others = ["store", "backups", "roles", "connections", "clock"];
    const states = away.report.checks.filter(({ name }) => others.includes(name)).map(({ state }) => state);
    expect(states).toEqual(others.map(() => "skipped")); // one fault is told once
  });

  test("a certificate file that is not there", async () => {
    const { of, report } = await examine({ DATABASE_URL: `${remote}?sslmode=verify-full&sslrootcert=/nowhere.crt` });
    expect(of("schema")).toMatch(
      /^error: A file that is named cannot be read: .*\/nowhere\.crt.*\. Check DATABASE_URL\.$/,
    );
    expect(report.findings.filter(({ what }) => what.includes("nowhere.crt"))).toHaveLength(1);
  });

  test("a table without forced row level security", async () => {
    await world.sql("alter table promptr.prompts no force row level security");
    onTestFinished(async () => void (await world.sql("alter table promptr.prompts force row level security")));
    expect((await examine()).of("roles")).toMatch(/^error: Row level security is off or not forced on prompts\./);
  });

  test("a login that may not take the service's roles", async () => {
    await world.sql(`create role ${LOGIN}_stranger login`);
    onTestFinished(async () => void (await world.sql(`drop role ${LOGIN}_stranger`)));
    const { of, code } = await examine({ DATABASE_URL: fit["DATABASE_URL"]?.replace(LOGIN, `${LOGIN}_stranger`) });
    expect(of("roles")).toMatch(/^error: .* may not take the roles promptr_app, promptr_auth.* run promptr migrate\.$/);
    expect(code).toBe(1);
  });

  test("more connections than there are", async () => {
    const { of } = await examine({}, 100);
    expect(of("connections")).toMatch(/^error: 100 machines with 17 connections each need 1700, and \d+ are free/);
    expect((await examine({}, 1)).of("connections")).toBe("");
  });
});

test("on a private network the same is a warning: nobody listens in", async () => {
  const { connection } = await import("../../src/cli/doctor/connection.ts");
  const found = (url: string) =>
    connection.run({ config: { DATABASE_URL: new Secret(url), MIGRATE_DATABASE_URL: new Secret(url) } } as never);
  for (const host of ["database", "promptr-db.flycast", "10.0.0.7"])
    for (const mode of ["", "?sslmode=disable"])
      expect(found(`postgres://a:b@${host}:5432/promptr${mode}`)).toMatchObject([{ level: "warning" }]);
  expect(found("postgres://a:b@db.example.com/promptr?sslmode=require&uselibpqcompat=true")).toMatchObject([
    { level: "warning", what: "The database need not prove who it is" },
  ]);
  expect(found("postgres://a:b@db.example.com/promptr?sslmode=verify-full")).toEqual([]);
});

test("the driver is told to verify where it would take another word for the same, so that it need not warn of it", () => {
  const told = (query: string) => {
    const url = `postgres://a:b@db.example.com/promptr?${query}`;
    const config = { DATABASE_URL: new Secret(url), MIGRATE_DATABASE_URL: new Secret(url) } as never;
    const { app, migrate } = externalConnections(config);
    return [app, migrate].map(({ connectionString }) => connectionString?.split("?")[1]);
  };
  for (const mode of ["prefer", "require", "verify-ca", "verify-full"])
    expect(told(`sslmode=${mode}&sslrootcert=/a.crt`)).toEqual(Array(2).fill("sslmode=verify-full&sslrootcert=/a.crt"));
  for (const query of ["sslmode=no-verify", "sslmode=disable", "sslmode=require&uselibpqcompat=true", "a=b"])
    expect(told(query)).toEqual([query, query]);
});

test("a superuser's login, an embedded database and nothing that measures are warnings", async () => {
  const strong = await examine({ DATABASE_URL: fit["MIGRATE_DATABASE_URL"], METRICS_PORT: undefined });
  expect(strong.code).toBe(0);
  expect(strong.of("roles")).toMatch(/^warning: The login of DATABASE_URL is a superuser/);
  expect(strong.of("monitoring")).toMatch(/^warning: Nothing is measured\. Set METRICS_PORT/);
  const embedded = await examine({ DATABASE_URL: undefined, PROMPTR_HOME: "/nowhere" });
  expect(embedded.of("connection")).toMatch(/^warning: The embedded database holds everything/);
  expect(embedded.report.checks.find(({ name }) => name === "schema")).toMatchObject({ state: "skipped" });
});

test("a public address nobody vouches for is an error; through one that loses headers or is about to end, that is told", async ({
  skip,
}) => {
  skip(!existsSync("/usr/bin/openssl"), "openssl is not installed");
  const folder = mkdtempSync(join(tmpdir(), "promptr-doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const words = `req -x509 -newkey rsa:2048 -nodes -days 5 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1`;
  execFileSync("openssl", [...words.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
    response.end("{}"),
  ).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const PUBLIC_URL = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { of, code } = await examine({ PUBLIC_URL });
  expect(of("certificates")).toMatch(
    /^error: https:\/\/127\.0\.0\.1:\d+ does not prove who it is \(\w*SELF_SIGNED\w*\)/,
  );
  expect(code).toBe(1);

  const { outsideChecks } = await import("../../src/cli/doctor/outside.ts");
  const { certificateUntil } = await import("../../src/app/look.ts");
  const until = await certificateUntil(new URL(PUBLIC_URL));
  const seen = {
    is: "answering" as const,
    headers: new Headers({ "x-content-type-options": "nosniff" }),
    certificateUntil: until,
  };
  const patient = { config: { PUBLIC_URL }, outside: async () => seen } as never;
  expect(await outsideChecks.certificates.run(patient)).toMatchObject([
    { level: "warning", what: expect.stringMatching(/^The certificate ends in 4 days$/) },
  ]);
  expect(await outsideChecks.headers.run(patient)).toMatchObject([
    {
      level: "error",
      what: "Answers come without strict-transport-security, content-security-policy, referrer-policy",
    },
  ]);
});

test("a clock that differs by seconds is told of, by minutes it is an error; a role that no policy holds for is one", async () => {
  const { databaseChecks } = await import("../../src/cli/doctor/database.ts");
  const facts = { aheadMs: 0, bypassing: [] as string[], missing: [], unguarded: [], isStrong: false };
  const patient = (over: object) => ({ connections: {}, facts: async () => ({ ...facts, ...over }) }) as never;
  const { clock, roles } = databaseChecks;
  expect(await clock.run(patient({ aheadMs: 4_000 }))).toEqual([]);
  expect(await clock.run(patient({ aheadMs: -20_000 }))).toMatchObject([{ level: "warning" }]);
  expect(await clock.run(patient({ aheadMs: 90_000 }))).toMatchObject([
    { level: "error", what: expect.stringContaining("differ by 90 s") },
  ]);
  expect(await roles.run(patient({ bypassing: ["promptr_app"] }))).toMatchObject([
    { level: "error", what: expect.stringContaining("can bypass row level security: promptr_app") },
  ]);
});

test("a secret's strength is measured by how evenly its letters are mixed", () => {
  expect(bitsOf("a".repeat(64))).toBe(0);
  expect(bitsOf("0123456789abcdef0123456789abcdef")).toBe(128);
  expect(bitsOf("")).toBe(0);
});
