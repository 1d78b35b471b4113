import { afterAll, beforeAll, expect, test } from "vitest";
import { argon2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { createWorld, type World } from "../../world.ts";
import { countHashes, HASH_COST } from "./answers.ts";

// For what is refused, which leaves nothing behind.
let refusing: World;
beforeAll(async () => {
  refusing = await createWorld();
});
afterAll(() => refusing[Symbol.asyncDispose]());

const ADA = { email: "ada@example.com", password: "test123", fullName: "Ada Lovelace" };
const RIGHT = { email: ADA.email, password: ADA.password };
const WRONG = { email: ADA.email, password: "test124" };
const UNKNOWN = { email: "eve@example.com", password: "test123" };

const suspend = (world: World) =>
  world.sql("update promptr.profiles set suspended_at = now() where email = $1", [ADA.email]);

test("the right password opens a session of its own", async () => {
  await using world = await createWorld();
  const { body: registered } = await world.anyone.post("/auth/register", ADA);
  const reply = await world.anyone.post("/auth/login", { ...RIGHT, email: " ADA@example.com" });
  expect(reply.status).toBe(200);
  expect(reply.headers.get("cache-control")).toBe("private, no-store");
  expect(reply.body).toMatchObject({ user: registered.user, expiresIn: 86_400, tokenType: "Bearer" });
  expect(reply.body.refreshToken).not.toBe(registered.refreshToken);
  const sessions = await world.sql("select host(ip) as ip, user_agent from promptr.sessions");
  expect(sessions).toHaveLength(2);
  expect(sessions[1]).toMatchObject({ ip: "127.0.0.1", user_agent: expect.any(String) });
});

test("a password is the same in both Unicode forms of its letters", async () => {
  await using world = await createWorld();
  await world.anyone.post("/auth/register", { ...ADA, password: "caf\u00e9-cr\u00e8me" });
  const reply = await world.anyone.post("/auth/login", { ...RIGHT, password: "cafe\u0301-cre\u0300me" });
  expect(reply.status).toBe(200);
});

test("every way through the login computes exactly one password hash", async () => {
  const { counter, ports } = countHashes();
  await using world = await createWorld({ ports });
  const costOf = async (body: object): Promise<object[]> => {
    const before = counter.computed;
    await world.anyone.post("/auth/login", body);
    return counter.costs.slice(before);
  };
  await world.anyone.post("/auth/register", ADA);
  const costs = [await costOf(RIGHT), await costOf(WRONG), await costOf(UNKNOWN)];
  await suspend(world);
  costs.push(await costOf(RIGHT), await costOf(WRONG));
  await world.sql("delete from promptr.credentials");
  costs.push(await costOf(RIGHT));
  expect(costs).toEqual(costs.map(() => [HASH_COST]));
  expect(costs).toHaveLength(6);
});

test("tries on one account are counted per address, before the password is looked at", async () => {
  await using world = await createWorld({ limits: { login: 2, loginPerAddress: 4 } });
  await world.anyone.post("/auth/register", ADA);
  for (const body of [WRONG, WRONG]) expect((await world.anyone.post("/auth/login", body)).status).toBe(401);
  const refused = await world.anyone.post("/auth/login", RIGHT);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await world.anyone.post("/auth/login", UNKNOWN)).status).toBe(401);
});

test.each([
  [{}, "body.email"],
  [{ ...RIGHT, extra: 1 }, "body.extra"],
  [{ ...RIGHT, password: "x".repeat(129) }, "body.password"],
])("the login %# is refused at its place", async (body, path) => {
  const reply = await refusing.anyone.post("/auth/login", body);
  expect(reply.status).toBe(400);
  expect(reply.body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
});

test("neither password nor token reaches the log or the database in the clear", async () => {
  await using world = await createWorld();
  const { body } = await world.anyone.post("/auth/register", ADA);
  await world.anyone.post("/auth/login", WRONG);
  await world.anyone.post("/auth/refresh", { refreshToken: body.refreshToken });
  const kept = JSON.stringify([
    world.logged(),
    await world.sql("select * from promptr.credentials"),
    await world.sql("select encode(token_hash, 'escape') from promptr.refresh_tokens"),
    await world.sql("select * from promptr.sessions"),
    await world.sql("select data from pgboss.job"),
  ]);
  for (const secret of [ADA.password, WRONG.password, body.refreshToken, body.accessToken]) {
    expect(kept).not.toContain(secret);
  }
});

/** A hash as an older release made it: half the memory. */
async function outdatedHash(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const cost = { memory: 9_728, passes: 2, parallelism: 1 };
  const message = Buffer.from(password);
  const hash = await promisify(argon2)("argon2id", { message, nonce, tagLength: 32, ...cost });
  const text = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
  return `$argon2id$v=19$m=9728,t=2,p=1$${text(nonce)}$${text(hash)}`;
}

test("a password whose hash is outdated is hashed anew at the next login, once, and goes on working", async () => {
  const { counter, ports } = countHashes();
  await using world = await createWorld({ ports });
  await world.anyone.post("/auth/register", ADA);
  const old = await outdatedHash(ADA.password);
  await world.sql("update promptr.credentials set password_hash = $1", [old]);
  const stored = async () => (await world.sql("select password_hash from promptr.credentials"))[0]!["password_hash"];
  expect((await world.anyone.post("/auth/login", WRONG)).status).toBe(401);
  expect(await stored()).toBe(old);
  const logins = await Promise.all(Array.from({ length: 8 }, () => world.anyone.post("/auth/login", RIGHT)));
  expect(logins.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(await stored()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const before = counter.computed;
  expect((await world.anyone.post("/auth/login", RIGHT)).status).toBe(200);
  expect(counter.computed - before).toBe(1);
});

test("a registration is in the audit log, a login and a logout are not", async () => {
  await using world = await createWorld();
  const { body } = await world.anyone.post("/auth/register", ADA);
  const login = await world.anyone.post("/auth/login", RIGHT);
  await world.with({ authorization: `Bearer ${login.body.accessToken}` }).post("/auth/logout");
  const rows = await world.sql(
    "select action, actor_kind, actor_id, owner_id, subject_id, network from promptr.audit_log order by seq",
  );
  const { id } = body.user;
  const who = { actor_kind: "session", actor_id: id, owner_id: id, subject_id: id };
  expect(rows).toEqual([{ action: "account.register", ...who, network: "127.0.0.0/24" }]);
  await world.with({ authorization: `Bearer ${body.accessToken}` }).post("/auth/logout", { all: true });
  const [last] = await world.sql("select action, details from promptr.audit_log order by seq desc limit 1");
  expect(last).toEqual({ action: "session.logout_all", details: { sessions: 1 } });
});
