import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answered } from "../caller.ts";
import { countHashes, limitsBut, linkFor } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";

const { counter, ports } = countHashes();
let world: World;
beforeAll(async () => {
  world = await createWorld({ production: true, ports, limits: limitsBut({}) });
});
afterAll(() => world[Symbol.asyncDispose]());

let names = 0;
const register = (password: string): Promise<Answered> =>
  world.anyone.post("/auth/register", { email: `p${(names += 1)}@example.com`, password, fullName: "Ada" });
async function reset(password: string): Promise<Answered> {
  const { userId } = await world.user();
  return world.anyone.post("/auth/reset-password", {
    token: await linkFor(world, "password_resets", userId),
    password,
  });
}

const REFUSED: readonly [string, string, number, string][] = [
  ["of 7 characters", "aB3$xyz", 422, "weak_password"],
  ["of 7 emoji", "🦊🐙🦉🐝🦋🐢🦀", 422, "weak_password"],
  ["of the list everybody guesses", "password", 422, "weak_password"],
  ["of that list, decorated", "Summer2024!", 422, "weak_password"],
  ["of one character again and again", "🔒🔒🔒🔒🔒🔒🔒🔒", 422, "weak_password"],
  ["with a NUL", "correct\0horse-battery", 400, "invalid_input"],
  ["of 129 characters", "x1".repeat(64) + "y", 400, "invalid_input"],
  ["of 100,000 characters", "ü".repeat(100_000), 400, "invalid_input"],
  ["of 1 MB", "x".repeat(1_000_000), 413, "body_too_large"],
];

test.each(REFUSED)("case 4: a password %s is refused at registration, before anything is hashed", async (...row) => {
  const [, password, status, code] = row;
  const before = counter.computed;
  const reply = await register(password);
  expect([reply.status, reply.body.code]).toEqual([status, code]);
  expect(counter.computed).toBe(before);
});

test.each(REFUSED)("case 4: a password %s is refused at a reset, before anything is hashed", async (...row) => {
  const [, password, status, code] = row;
  const before = counter.computed;
  const reply = await reset(password);
  expect([reply.status, reply.body.code]).toEqual([status, code]);
  expect(counter.computed).toBe(before);
});

test("case 4: eight characters of any kind will do: no rule on what they are", async () => {
  for (const password of ["🦊🐙🦉🐝🦋🐢🦀🐍", "zhqwmvtr", "9407 1352", "пароль-сова-мост"])
    expect([password, (await register(password)).status]).toEqual([password, 201]);
  expect((await reset("🦊🐙🦉🐝🦋🐢🦀🐍")).status).toBe(204);
});

test("case 4: nothing is cut off: passwords that differ in their last byte only are different", async () => {
  for (const length of [73, 128]) {
    const password = `${"ü-long".repeat(30).slice(0, length - 1)}a`;
    const email = `long-${length}@example.com`;
    expect((await world.anyone.post("/auth/register", { email, password, fullName: "Ada" })).status).toBe(201);
    const logIn = (tried: string) => world.anyone.post("/auth/login", { email, password: tried });
    expect((await logIn(`${password.slice(0, -1)}b`)).status).toBe(401);
    expect((await logIn(password.slice(0, -1))).status).toBe(401);
    expect((await logIn(password)).status).toBe(200);
  }
});

test("case 4: what is stored is argon2id with 19 MiB and two passes", async () => {
  await register("zhqwmvtr-stored");
  const rows = await world.sql("select password_hash from promptr.credentials");
  for (const { password_hash } of rows)
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]+\$[^$]+$/);
});
