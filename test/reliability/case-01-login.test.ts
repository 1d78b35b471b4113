import { afterAll, beforeAll, expect, test } from "vitest";
import { countHashes, HASH_COST, register, seen } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";

const { counter, ports } = countHashes();
let world: World;
beforeAll(async () => {
  world = await createWorld({ ports });
});
afterAll(() => world[Symbol.asyncDispose]());

async function logIn(email: string, password: string) {
  const before = counter.computed;
  const answer = await world.anyone.post("/auth/login", { email, password });
  return { answer, hashes: counter.costs.slice(before) };
}

test("case 1: unknown, wrong, suspended, unconfirmed and without a password: one 401, equal in every byte, for one hash each", async () => {
  const [ada, suspended, confirmed, passwordless] = [
    await register(world),
    await register(world),
    await register(world),
    await register(world),
  ];
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [suspended.userId]);
  await world.sql("update promptr.profiles set email_verified_at = now() where id = $1", [confirmed.userId]);
  await world.sql("delete from promptr.credentials where user_id = $1", [passwordless.userId]);
  const refusals = [
    await logIn("nobody@example.com", "test123"),
    await logIn(ada.email, "wrong-1"),
    await logIn(suspended.email, "wrong-1"),
    await logIn(confirmed.email, "wrong-1"),
    await logIn(passwordless.email, "test123"),
  ];
  expect(refusals[0]!.answer.status).toBe(401);
  expect(refusals[0]!.answer.body.code).toBe("invalid_credentials");
  for (const { answer, hashes } of refusals) {
    expect(seen(answer)).toEqual(seen(refusals[0]!.answer));
    expect(hashes).toEqual([HASH_COST]);
  }
});

test("case 1: that an account is suspended is told after the right password only, for one hash", async () => {
  const ada = await register(world);
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [ada.userId]);
  const { answer, hashes } = await logIn(ada.email, ada.password);
  expect([answer.status, answer.body.code, hashes]).toEqual([403, "account_suspended", [HASH_COST]]);
  expect(answer.text).not.toContain(ada.email);
});

test("case 1: an address that is not confirmed yet keeps nobody out, for one hash", async () => {
  const ada = await register(world);
  const { answer, hashes } = await logIn(ada.email, ada.password);
  expect([answer.status, hashes]).toEqual([200, [HASH_COST]]);
});
