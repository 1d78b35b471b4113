import { expect, test } from "vitest";
import { faultOfPassword } from "../../../src/features/auth/password-policy.ts";
import { createWorld } from "../../world.ts";

const email = "grace.hopper@navy.mil";
const inProduction = (password: string) => faultOfPassword(password, { email, production: true })?.code ?? null;

test("production refuses a weak password, names the field and makes no account", async () => {
  await using world = await createWorld({ production: true });
  const reply = await world.anyone.post("/auth/register", { email, password: "test123", fullName: "Grace" });
  expect(reply.status).toBe(422);
  expect(reply.body).toMatchObject({ code: "weak_password", errors: [{ path: "body.password", code: "too_small" }] });
  expect(await world.sql("select id from promptr.profiles")).toEqual([]);
  const good = await world.anyone.post("/auth/register", { email, password: "tidal-lamp-quorum", fullName: "Grace" });
  expect(good.status).toBe(201);
});

test("outside production six characters are enough", async () => {
  const { code } = faultOfPassword("five5", { email, production: false }) ?? {};
  expect(code).toBe("too_small");
  expect(faultOfPassword("123456", { email, production: false })).toBeNull();
});

test.each(["seven77", "🙂🙂🙂🙂🙂🙂🙂"])("%s is too short in production", (password) => {
  expect(inProduction(password)).toBe("too_small");
});

test.each([
  "password",
  "PassWord1",
  "P@ssw0rd!!",
  "12345678",
  "87654321",
  "abcdefghij",
  "qwertyuiop",
  "1qaz2wsx",
  "aaaaaaaa",
  "abcabcabc",
  "Summer2024!",
  "monkey12345",
  "admin@123456",
  "!!Iloveyou!!",
])("%s is one everybody tries first", (password) => {
  expect(inProduction(password)).toBe("common");
});

test.each(["grace.hopper@navy.mil", "Grace.Hopper1906", "my-promptr-1"])("%s is made of what is known", (password) => {
  expect(inProduction(password)).toBe("personal");
});

test.each([
  "tidal-lamp-quorum",
  "correct monkey staple battery",
  "x7#kQ2!vLp",
  "Žluťoučký kůň",
  "zebra stripes 88 west",
])("%s is accepted, whatever its kinds of characters", (password) => {
  expect(inProduction(password)).toBeNull();
});
