import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Db } from "../../../src/db/database.ts";
import { asUser } from "../../../src/db/identity.ts";
import { identifyKey } from "../../../src/features/api-keys/index.ts";
import { API_KEY_PATTERN, isApiKey, newApiKey, prefixOf } from "../../../src/features/api-keys/key.ts";
import { createWorld, type World } from "../../world.ts";

const EDITS = 100_000;
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The real database, with its statements counted. */
function counted(db: Db): { db: Db; statements: () => number } {
  let statements = 0;
  const count = (inner: Db): Db => ({
    ...inner,
    rows: (query) => ((statements += 1), inner.rows(query)),
    first: (query) => ((statements += 1), inner.first(query)),
    one: (query) => ((statements += 1), inner.one(query)),
    as: (identity) => count(inner.as(identity)),
  });
  return { db: count(db), statements: () => statements };
}

const partsOf = (db: Db) => ({ db, ports: world.app.ports, now: () => world.clock.now });

test("a key is its mark, 256 random bits and their checksum, in one fixed width a scanner can find", () => {
  const keys = Array.from({ length: 1_000 }, newApiKey);
  expect(new Set(keys).size).toBe(1_000);
  const scanner = new RegExp(`^${API_KEY_PATTERN}$`);
  expect(API_KEY_PATTERN).toBe("xmlp_[0-9A-Za-z]{49}");
  for (const key of keys) {
    expect(key).toMatch(scanner);
    expect(isApiKey(key)).toBe(true);
  }
  const [key = ""] = keys;
  expect(prefixOf(key)).toBe(key.slice(0, 11));
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const written = key
    .slice(48)
    .split("")
    .reduce((value, digit) => value * 62 + digits.indexOf(digit), 0);
  expect(written).toBe(crc32(key.slice(5, 48)));
});

test("a hundred thousand edits of one character cost no query, and none is let in", async () => {
  const ada = await world.user();
  const { key } = await world.apiKey(ada);
  const { db, statements } = counted(world.db(asUser(null)));
  let letIn = 0;
  for (let edit = 0; edit < EDITS; edit += 1) {
    const at = edit % key.length;
    const others = PRINTABLE.filter((character) => character !== key[at]);
    const other = others[randomInt(others.length)]!;
    if (await identifyKey(partsOf(db), key.slice(0, at) + other + key.slice(at + 1), "127.0.0.1")) letIn += 1;
  }
  expect([letIn, statements()]).toEqual([0, 0]);
  expect(await identifyKey(partsOf(db), key, "127.0.0.1")).toMatchObject({ userId: ada.userId });
  expect(statements()).toBeGreaterThan(0);
});

test("texts around a key are no keys either", async () => {
  const { key } = await world.apiKey(await world.user());
  const { db, statements } = counted(world.db(asUser(null)));
  for (const text of ["", "xmlp_", key.slice(0, -1), `${key}0`, `${key}\n`, ` ${key}`, key.toUpperCase(), key.slice(5)])
    expect(await identifyKey(partsOf(db), text, "127.0.0.1")).toBeNull();
  expect(statements()).toBe(0);
});

test("a well-formed key nobody made is refused, and does not push known keys out of the cache", async () => {
  const { db, statements } = counted(world.db(asUser(null)));
  const stranger = newApiKey();
  expect(await identifyKey(partsOf(db), stranger, "127.0.0.1")).toBeNull();
  expect(await identifyKey(partsOf(db), stranger, "127.0.0.1")).toBeNull();
  expect(statements()).toBe(2);
});

test("the database holds no key, only keyed hashes", async () => {
  const ada = await world.user();
  const made = await world.apiKey(ada);
  const rotated = await ada.post(`/api-keys/${made.id}/rotate`, {});
  expect(rotated.status).toBe(200);
  const columns = await world.sql(`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('promptr', 'pgboss', 'public') and table_type = 'BASE TABLE'`);
  const dump = (
    await Promise.all(
      columns.map(({ name }) =>
        world.sql(`select coalesce(string_agg(t::text, ' '), '') as text from ${String(name)} t`),
      ),
    )
  ).flat();
  const text = dump.map((row) => String(row["text"])).join(" ");
  expect(text).toContain(made.id);
  for (const key of [made.key, rotated.body.key as string]) {
    expect(text).not.toContain(key);
    expect(text).not.toContain(key.slice(11));
    expect(text).not.toContain(Buffer.from(key).toString("hex"));
    expect(text).toContain(world.app.ports.tokens.mac("api_key", key).toString("hex"));
  }
  expect(new RegExp(API_KEY_PATTERN).test(text)).toBe(false);
});
