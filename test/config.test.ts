import { decodeProtectedHeader } from "jose";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { generateSigningKey } from "../src/adapters/tokens.ts";
import { ConfigError, envExample, environment, readConfig, Secret, unknownVariables } from "../src/config.ts";
import { createWorld } from "./world.ts";

const refusal = (env: Record<string, string>): ConfigError => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`${Object.keys(env).join()} was accepted`);
};
/** Where `.env.example` shows the variable, counted as an editor counts. */
const lineOf = (name: string): number =>
  envExample()
    .split("\n")
    .findIndex((line) => line.startsWith(`# ${name}=`)) + 1;

function expectRefusal(name: string, value: string, expected: string): void {
  const [head, line = "", ...more] = refusal({ [name]: value }).message.split("\n");
  expect([head, more]).toEqual(["The configuration has a fault:", []]);
  expect(line.trim().startsWith(`${name}: `)).toBe(true);
  expect(line).toContain(expected);
  expect(lineOf(name)).toBeGreaterThan(0);
  expect(line.endsWith(`(see .env.example:${lineOf(name)})`)).toBe(true);
}

const { jwk } = await generateSigningKey();
const { jwk: other } = await generateSigningKey();

describe("PROMPTR_LIMITS", () => {
  const DOCUMENTED =
    '{"anonymous":{"requests":100},"free":{"requests":100,"prompts":100,"enrichments":20,"apiCalls":1000},"pro":{"requests":1000,"prompts":1000,"enrichments":500,"apiCalls":100000}}';

  test("takes the documented text as it stands, which says what holds without it", () => {
    expect(readConfig({ PROMPTR_LIMITS: DOCUMENTED }).PROMPTR_LIMITS).toEqual(readConfig({}).PROMPTR_LIMITS);
    expect(readConfig({}).PROMPTR_LIMITS).toMatchObject(JSON.parse(DOCUMENTED) as object);
  });

  test("changes what it names and nothing else", () => {
    const limits = readConfig({ PROMPTR_LIMITS: '{"free":{"enrichments":5},"login":3}' }).PROMPTR_LIMITS;
    const initial = readConfig({}).PROMPTR_LIMITS;
    expect(limits).toEqual({ ...initial, login: 3, free: { ...initial.free, enrichments: 5 } });
  });

  test("takes the text that .env.example shows", () => {
    const shown = /^# PROMPTR_LIMITS=(.*)$/m.exec(envExample())![1]!;
    expect(readConfig({ PROMPTR_LIMITS: shown }).PROMPTR_LIMITS).toEqual(readConfig({}).PROMPTR_LIMITS);
  });
});

describe("a wrong value is refused by name, with what was expected and where the example stands:", () => {
  test.each([
    ["PORT", "abc", "expected a number from 0 to 65535"],
    ["PORT", "70000", "expected a number from 0 to 65535"],
    ["PORT", "-1", "expected a number from 0 to 65535"],
    ["HOST", "my host", "expected an IP address or localhost"],
    ["NODE_ENV", "staging", "production"],
    ["PUBLIC_URL", "promptr.example.com", "expected an http(s) URL"],
    ["PUBLIC_URL", "ftp://promptr.example.com", "expected an http(s) URL"],
    ["CORS_ORIGINS", "https://app.example.com/app", "expected origins such as https://app.example.com, without a path"],
    ["CORS_ORIGINS", "https://app.example.com, *", "expected origins such as https://app.example.com, without a path"],
    ["TRUST_PROXY", "X Forwarded For", "expected the name of a header"],
    ["TRUST_PROXY", "X-Forwarded-For", "clients can write X-Forwarded-For themselves"],
    ["API_DOCS", "perhaps", "expected true or false"],
    ["LOG_LEVEL", "loud", "debug"],
    ["DATABASE_URL", "mysql://db/promptr", "expected postgres://user:password@host:port/database"],
    ["DATABASE_URL", "postgres://ada:pa#ss@db/promptr", "in the password write % as %25, # as %23"],
    ["DATABASE_URL", "postgres://ada:50%off@db/promptr", "in the password write % as %25, # as %23"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic %zz", "expected name=value, separated by commas"],
    ["MIGRATE_ON_START", "maybe", "expected true or false"],
    ["SMTP_URL", "smtp://", "expected smtp://host or smtps://host"],
    ["SMTP_URL", "https://mail.example.com", "expected smtp://host or smtps://host"],
    ["MAIL_FROM", "abc", "expected Name <address> or an address"],
    ["MAIL_FROM", "Ada <ada@example.com>\r\nBcc: eve@example.com", "expected Name <address> or an address"],
    ["PROMPTR_FLAGS", '{"time_travel":true}', "registration"],
    ["PROMPTR_FLAGS", '{"registration":"no"}', "boolean"],
    ["PROMPTR_FLAGS", "registration", "expected JSON such as"],
    ["PROMPTR_LIMITS", '{"free":{"prompts":0}}', "free.prompts"],
    ["PROMPTR_LIMITS", '{"gold":{"prompts":1}}', "gold"],
  ])("%s=%s", (name, value, expected) => expectRefusal(name, value, expected));

  test.each([
    ["is no JSON", "notjson"],
    ["is no key", "{}"],
    ["is null", "null"],
    ["has a point off the curve", JSON.stringify({ ...jwk, y: jwk.x })],
    ["has halves of two keys", JSON.stringify({ ...jwk, d: other.d })],
    ["has an empty private half", JSON.stringify({ ...jwk, d: "" })],
    ["has no private half", JSON.stringify({ ...jwk, d: undefined })],
    ["is an empty set", JSON.stringify({ keys: [] })],
    ["is a set of six", JSON.stringify({ keys: Array.from({ length: 6 }, () => jwk) })],
    ["is a set with a key that has no private half", JSON.stringify({ keys: [jwk, { ...jwk, d: undefined }] })],
    ["is a set of something else", JSON.stringify({ keys: { 0: jwk } })],
  ])("a JWT_SIGNING_KEY that %s", (_name, value) =>
    expectRefusal("JWT_SIGNING_KEY", value, "expected a private P-256 key as JWK"),
  );

  test("production without PUBLIC_URL", () => {
    expect(refusal({ NODE_ENV: "production" }).message).toContain("PUBLIC_URL: required in production");
  });
});

test("all wrong values are told at once", () => {
  const { message } = refusal({ NODE_ENV: "production", PORT: "abc", LOG_LEVEL: "loud", SMTP_URL: "smtp://" });
  const named = [...message.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(["LOG_LEVEL", "PORT", "PUBLIC_URL", "SMTP_URL"]));
  expect(message).toContain("has 4 faults");
});

test("a refusal never repeats a value that may be secret, however it is printed", () => {
  const secrets = {
    DATABASE_URL: "mysql://ada:s3cret-database@db",
    MIGRATE_DATABASE_URL: "s3cret-owner",
    SMTP_URL: "http://ada:s3cret-mail@host",
    JWT_SIGNING_KEY: JSON.stringify({ ...jwk, y: jwk.x }),
  };
  const error = refusal({ ...secrets, OPENAI_API_KEY: "s3cret-key", PORT: "abc" });
  const printed = [error.message, error.stack, String(error), inspect(error, { depth: 9, showHidden: true })].join();
  expect(printed).not.toContain("s3cret");
  expect(printed).not.toContain(jwk.d);
  expect(error.cause).toBeUndefined();
});

test("a secret prints as [secret] everywhere, also inside the configuration, and only `reveal` tells it", () => {
  const config = readConfig({
    OPENAI_API_KEY: "sk-s3cret",
    DATABASE_URL: "postgres://ada:s3cret@db/promptr",
    SMTP_URL: "smtp://ada:s3cret@mail",
    JWT_SIGNING_KEY: JSON.stringify(jwk),
  });
  const secret = config.OPENAI_API_KEY!;
  expect(secret).toBeInstanceOf(Secret);
  expect([String(secret), JSON.stringify({ secret }), inspect(secret), inspect([secret])]).toEqual([
    "[secret]",
    '{"secret":"[secret]"}',
    "[secret]",
    "[ [secret] ]",
  ]);
  const printed = JSON.stringify(config) + inspect(config, { depth: 9, showHidden: true });
  expect(printed).not.toContain("s3cret");
  expect(printed).not.toContain(jwk.d);
  expect(secret.reveal()).toBe("sk-s3cret");
});

test("tokens of a configured signing key hold on every server that has it, and the database keeps no key", async () => {
  await using world = await createWorld({ env: { JWT_SIGNING_KEY: JSON.stringify(jwk) } });
  const ada = await world.user();
  const other = await world.another();
  expect((await ada.get("/prompts")).status).toBe(200);
  expect((await other.as(ada).get("/prompts")).status).toBe(200);
  expect(await world.sql("select 1 from promptr.signing_keys")).toEqual([]);
});

test("of several configured signing keys the first signs and all verify, so that a rolling restart ends no session", async () => {
  const [old, next] = [JSON.stringify(jwk), JSON.stringify(other)];
  await using before = await createWorld({ env: { JWT_SIGNING_KEY: old } });
  const ada = await before.user();
  await using world = await createWorld({ env: { JWT_SIGNING_KEY: `{"keys":[${next},${old}]}` } });
  const eve = await world.user();
  const kids = (await world.anyone.raw("/.well-known/jwks.json")).body.keys.map(({ kid }: { kid: string }) => kid);
  expect([eve, ada].map(({ accessToken }) => decodeProtectedHeader(accessToken).kid)).toEqual(kids);
  for (const { accessToken } of [ada, eve])
    expect(await world.app.ports.tokens.verify(accessToken, world.clock.now)).not.toBeNull();
});

test("an empty variable counts as unset", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "", PROMPTR_LIMITS: "" })).toEqual(readConfig({}));
});

test("what the environment says goes before what .env says", () => {
  const folder = mkdtempSync(join(tmpdir(), "promptr-env-"));
  const [before, level, home] = [process.cwd(), process.env["LOG_LEVEL"], process.env["PROMPTR_HOME"]];
  const restore = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  onTestFinished(() => {
    process.chdir(before);
    restore("LOG_LEVEL", level);
    restore("PROMPTR_HOME", home);
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, ".env"), "LOG_LEVEL=debug\nPROMPTR_HOME=from-the-file\n");
  process.chdir(folder);
  delete process.env["PROMPTR_HOME"];
  process.env["LOG_LEVEL"] = "warn";
  const { LOG_LEVEL, PROMPTR_HOME } = environment();
  expect({ LOG_LEVEL, PROMPTR_HOME }).toEqual({ LOG_LEVEL: "warn", PROMPTR_HOME: "from-the-file" });
});

test("a PROMPTR_ variable nobody reads is found, so that a typing error can be told", () => {
  expect(unknownVariables({ PROMPTR_LIMIT: "{}", PROMPTR_LIMITS: "{}", HOME: "/root" })).toEqual(["PROMPTR_LIMIT"]);
});
