import { expect, test } from "vitest";
import type { Passwords } from "../../../src/contract/ports.ts";
import type { Answered } from "../../caller.ts";
import { createWorld, type World } from "../../world.ts";

const ADA = { email: "ada@example.com", password: "test123", fullName: "Ada Lovelace" };
const RIGHT = { email: ADA.email, password: ADA.password };
const WRONG = { email: ADA.email, password: "test124" };
const UNKNOWN = { email: "eve@example.com", password: "test123" };

const suspend = (world: World) =>
  world.sql("update promptr.profiles set suspended_at = now() where email = $1", [ADA.email]);

/** All a caller can see of an answer, without what names the request or counts it. */
function seen({ status, text, body, headers }: Answered) {
  const named = [...headers].filter(([name]) => !/^(x-request-id|date|(x-)?ratelimit.*)$/.test(name));
  return { status, text: text.replaceAll(String(body.requestId), ""), headers: named };
}

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

test("unknown address, wrong password and suspended account get one answer, equal in every byte", async () => {
  await using world = await createWorld();
  await world.anyone.post("/auth/register", ADA);
  const wrong = await world.anyone.post("/auth/login", WRONG);
  const unknown = await world.anyone.post("/auth/login", UNKNOWN);
  await suspend(world);
  const suspended = await world.anyone.post("/auth/login", RIGHT);
  expect(wrong.status).toBe(401);
  expect(wrong.body.code).toBe("invalid_credentials");
  expect(seen(unknown)).toEqual(seen(wrong));
  expect(seen(suspended)).toEqual(seen(wrong));
});

test("every way through the login computes exactly one password hash", async () => {
  let computed = 0;
  const spy = (real: Passwords): Passwords => ({
    hash: (password) => ((computed += 1), real.hash(password)),
    verify: (stored, password) => ((computed += 1), real.verify(stored, password)),
  });
  await using world = await createWorld({ ports: (ports) => ({ ...ports, passwords: spy(ports.passwords) }) });
  const costOf = async (body: object): Promise<number> => {
    const before = computed;
    await world.anyone.post("/auth/login", body);
    return computed - before;
  };
  await world.anyone.post("/auth/register", ADA);
  const costs = [await costOf(RIGHT), await costOf(WRONG), await costOf(UNKNOWN)];
  await suspend(world);
  costs.push(await costOf(RIGHT), await costOf(WRONG));
  await world.sql("delete from promptr.credentials");
  costs.push(await costOf(RIGHT));
  expect(costs).toEqual([1, 1, 1, 1, 1, 1]);
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

test("tries on many accounts from one address are counted together", async () => {
  await using world = await createWorld({ limits: { loginPerAddress: 3 } });
  const statuses: number[] = [];
  for (let index = 0; index < 4; index += 1) {
    statuses.push((await world.anyone.post("/auth/login", { ...UNKNOWN, email: `e${index}@example.com` })).status);
  }
  expect(statuses).toEqual([401, 401, 401, 429]);
});

test.each([
  [{}, "body.email"],
  [{ ...RIGHT, extra: 1 }, "body.extra"],
  [{ ...RIGHT, password: "x".repeat(129) }, "body.password"],
])("the login %# is refused at its place", async (body, path) => {
  await using world = await createWorld();
  const reply = await world.anyone.post("/auth/login", body);
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
