import { afterAll, beforeAll, expect, test } from "vitest";
import { argon2Passwords } from "../../src/adapters/passwords.ts";
import { countHashes, limitsBut, statusesOf } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";

const PER_ADDRESS = 20;
const PER_ACCOUNT = 5;
const RUNNING_AND_WAITING = 52;
const { counter, ports } = countHashes();
let world: World;
beforeAll(async () => {
  world = await createWorld({
    ports,
    env: { TRUST_PROXY: "Fly-Client-IP" },
    limits: limitsBut({ loginPerAddress: PER_ADDRESS, loginPerAccount: PER_ACCOUNT }),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const from = (ip: string) => ({ "fly-client-ip": ip });
const logIn = (ip: string, email: string, password: string) =>
  world.anyone.post("/auth/login", { email, password }, from(ip));
/** An account whose owner signed in from `ip`. */
async function registerFrom(ip: string, email: string) {
  const account = { email, password: "test123", fullName: "Ada" };
  const reply = await world.anyone.post("/auth/register", account, from(ip));
  expect(reply.status).toBe(201);
  return reply.body as { user: { id: string }; accessToken: string };
}
/** Strangers guess until they are stopped; their statuses. */
async function attack(email: string, network: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 1; index <= PER_ACCOUNT + 3; index += 1)
    statuses.push((await logIn(`${network}.${index}`, email, "wrong-1")).status);
  return statuses;
}
const STOPPED = [...Array.from({ length: PER_ACCOUNT }, () => 401), 429, 429, 429];

test("case 2: one address that tries many accounts is stopped before anything more is hashed, and told for how long", async () => {
  const before = counter.computed;
  const answers = await Promise.all(
    Array.from({ length: 3 * PER_ADDRESS }, (_, index) => logIn("192.0.2.1", `stuffed-${index}@example.com`, "x")),
  );
  expect(statusesOf(answers)).toEqual([...Array(PER_ADDRESS).fill(401), ...Array(2 * PER_ADDRESS).fill(429)]);
  expect(counter.computed - before).toBe(PER_ADDRESS);
  const stopped = answers.find(({ status }) => status === 429)!;
  expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await logIn("192.0.2.2", "stuffed-0@example.com", "x")).status).toBe(401);
});

test("case 2: many addresses that try one account are stopped together, while its owner's device still gets in", async () => {
  await registerFrom("198.51.100.1", "victim@example.com");
  expect(await attack("victim@example.com", "203.0.113")).toEqual(STOPPED);
  expect((await logIn("198.51.100.1", "victim@example.com", "test123")).status).toBe(200);
  expect((await logIn("198.51.100.2", "victim@example.com", "test123")).status).toBe(429);
  // The window ends, which this process notices a quarter of an hour later and another one at once: nobody is locked out for good.
  await world.sql("update promptr.rate_limits set expire = 0 where key like 'loginPerAccount:%'");
  const { anyone } = await world.another();
  const owner = { email: "victim@example.com", password: "test123" };
  expect((await anyone.post("/auth/login", owner, from("198.51.100.2"))).status).toBe(200);
});

test("case 2: an address nobody has is stopped in the same way, so being stopped tells nothing", async () => {
  expect(await attack("nobody@example.com", "203.0.114")).toEqual(STOPPED);
});

test("case 2: an IPv6 device is known by its /64, and only while its session is good", async () => {
  const { accessToken } = await registerFrom("2001:db8:0:7::1", "six@example.com");
  expect(await attack("six@example.com", "203.0.115")).toEqual(STOPPED);
  expect((await logIn("2001:db8:0:7:aaaa::2", "six@example.com", "test123")).status).toBe(200);
  expect((await logIn("2001:db8:0:8::1", "six@example.com", "test123")).status).toBe(429);
  const owner = world.with({ authorization: `Bearer ${accessToken}`, ...from("2001:db8:0:7::1") });
  const { body } = await owner.get("/auth/sessions");
  expect(body.data.map(({ ip }: { ip: string }) => ip)).toEqual(["2001:db8:0:7::/64", "2001:db8:0:7::/64"]);
  expect((await owner.post("/auth/logout", { all: true })).status).toBe(204);
  expect((await logIn("2001:db8:0:7::1", "six@example.com", "test123")).status).toBe(429);
});

test("case 2: while logins flood the server, one more is told to come back, and other requests are answered", async () => {
  const ada = await world.user();
  const { passwords } = world.app.ports;
  const over = new AbortController();
  const flood = Array.from({ length: RUNNING_AND_WAITING }, async () => {
    while (!over.signal.aborted) await passwords.verify(null, "x");
  });
  const refused = await logIn("192.0.2.9", "flooded@example.com", "x");
  expect([refused.status, refused.body.code]).toEqual([503, "overloaded"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await ada.get("/auth/sessions")).status).toBe(200);
  over.abort();
  await Promise.all(flood);
  expect((await logIn("192.0.2.9", "flooded@example.com", "x")).status).toBe(401);
});

test("case 2: two hashes run and fifty wait; what comes on top is refused without being computed", async () => {
  const passwords = argon2Passwords();
  const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.verify(null, "x")));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(RUNNING_AND_WAITING);
  expect(outcomes.filter((one) => one.status === "rejected").map(({ reason }) => reason.code)).toEqual(
    Array(8).fill("overloaded"),
  );
  expect(await passwords.verify(null, "x")).toBe(false);
});
