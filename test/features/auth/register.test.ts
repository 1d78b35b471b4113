import { afterAll, beforeAll, expect, test } from "vitest";
import type { Passwords } from "../../../src/contract/ports.ts";
import { createWorld, type World } from "../../world.ts";

// For what is refused, which leaves nothing behind.
let refusing: World;
beforeAll(async () => {
  refusing = await createWorld();
});
afterAll(() => refusing[Symbol.asyncDispose]());

/** The guide's own call. */
const GUIDE = { email: "test@example.com", password: "test123", fullName: "Test User" };

const rowsOf = async (world: World, table: string): Promise<number> =>
  Number((await world.sql(`select count(*) as rows from promptr.${table}`))[0]!["rows"]);

test("the guide's registration makes an account, signs it in and queues one welcome mail", async () => {
  await using world = await createWorld();
  const { status, body, headers } = await world.anyone.post("/auth/register", GUIDE);
  expect(status).toBe(201);
  expect(headers.get("cache-control")).toBe("private, no-store");
  expect(body).toEqual({
    user: { id: expect.any(String), email: "test@example.com", fullName: "Test User" },
    accessToken: expect.stringMatching(/^eyJ/),
    refreshToken: expect.stringMatching(/^pmr_[A-Za-z0-9_-]{43}$/),
    expiresIn: 86_400,
    tokenType: "Bearer",
  });
  expect(await world.queued("mail.send")).toEqual([{ to: body.user.id, template: "welcome" }]);
  const signedIn = world.with({ authorization: `Bearer ${body.accessToken}` });
  expect((await signedIn.post("/auth/logout")).status).toBe(204);
});

test("the address is kept trimmed and in lower case, and taken in every spelling", async () => {
  await using world = await createWorld();
  const first = await world.anyone.post("/auth/register", { ...GUIDE, email: "  Ada@Example.COM " });
  expect(first.body.user.email).toBe("ada@example.com");
  const again = await world.anyone.post("/auth/register", { ...GUIDE, email: "ADA@example.com" });
  expect(again.status).toBe(409);
  expect(again.body.code).toBe("email_taken");
  const lookalike = await world.anyone.post("/auth/register", { ...GUIDE, email: "\u212Aim@example.com" });
  expect(lookalike.status).toBe(400); // the Kelvin sign, which lower-cases to an ASCII k
});

test("a refused registration leaves no row and no mail behind", async () => {
  await using world = await createWorld();
  await world.anyone.post("/auth/register", GUIDE);
  await world.anyone.post("/auth/register", { ...GUIDE, fullName: "Another" });
  expect(await world.queued("mail.send")).toHaveLength(1);
  for (const table of ["profiles", "credentials", "sessions", "refresh_tokens"]) {
    expect(await rowsOf(world, table)).toBe(1);
  }
});

test("when the mail cannot be queued there is no account either", async () => {
  await using world = await createWorld();
  await world.sql("alter table pgboss.job_common add constraint no_mail check (name <> 'mail.send') not valid");
  expect((await world.anyone.post("/auth/register", GUIDE)).status).toBe(500);
  expect(JSON.stringify(world.logged())).toContain("no_mail");
  expect(await rowsOf(world, "profiles")).toBe(0);
  expect(await rowsOf(world, "credentials")).toBe(0);
});

test.each([
  [{ ...GUIDE, email: "nobody" }, "body.email"],
  [{ ...GUIDE, email: `${"a".repeat(250)}@b.co` }, "body.email"],
  [{ ...GUIDE, fullName: "   " }, "body.fullName"],
  [{ ...GUIDE, fullName: "x".repeat(201) }, "body.fullName"],
  [{ ...GUIDE, fullName: "A\r\nBcc: eve@example.com" }, "body.fullName"],
  [{ ...GUIDE, fullName: "\u202EecilA" }, "body.fullName"],
  [{ ...GUIDE, password: 123456 }, "body.password"],
  [{ ...GUIDE, password: "a\0bcdefgh" }, "body.password"],
  [{ ...GUIDE, role: "admin" }, "body.role"],
  [{}, "body.email"],
])("the registration %# is refused at its place", async (body, path) => {
  const reply = await refusing.anyone.post("/auth/register", body);
  expect(reply.status).toBe(400);
  expect(reply.body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
});

test("a password too long to store is refused before anything is hashed", async () => {
  let hashed = 0;
  const spy = (real: Passwords): Passwords => ({ ...real, hash: (password) => ((hashed += 1), real.hash(password)) });
  await using world = await createWorld({ ports: (ports) => ({ ...ports, passwords: spy(ports.passwords) }) });
  for (const length of [129, 100_000]) {
    const reply = await world.anyone.post("/auth/register", { ...GUIDE, password: "ü".repeat(length) });
    expect(reply.status).toBe(400);
  }
  expect(hashed).toBe(0);
  expect((await world.anyone.post("/auth/register", { ...GUIDE, password: "ü".repeat(128) })).status).toBe(201);
  expect(hashed).toBe(1);
});

test("an address that made its accounts of the hour is told when to come back", async () => {
  await using world = await createWorld({ limits: { register: 1 } });
  expect((await world.anyone.post("/auth/register", GUIDE)).status).toBe(201);
  const reply = await world.anyone.post("/auth/register", { ...GUIDE, email: "second@example.com" });
  expect(reply.status).toBe(429);
  expect(reply.body.code).toBe("rate_limited");
  expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(3_000);
});
