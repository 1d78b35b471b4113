import { afterAll, beforeAll, expect, test } from "vitest";
import { limitsBut, statusesOf } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const register = (email: string, where: World = world) =>
  where.anyone.post("/auth/register", { email, password: "test123", fullName: "Ada Lovelace" });
const accounts = async (email: string) => world.sql("select id from promptr.profiles where email = $1", [email]);

test("case 3: fifty registrations of one address at once, in every case, make exactly one account; the rest get 409", async () => {
  const spelled = (index: number) =>
    Array.from("racing@example.com", (letter, at) => ((index >> (at % 6)) & 1 ? letter.toUpperCase() : letter)).join(
      "",
    );
  const replies = await Promise.all(Array.from({ length: 50 }, (_, index) => register(spelled(index))));
  expect(statusesOf(replies)).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
  expect(new Set(replies.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(
    new Set(["email_taken"]),
  );
  const [account, ...more] = await accounts("racing@example.com");
  expect(more).toEqual([]);
  const rows = async (table: string) =>
    world.sql(`select 1 from promptr.${table} where user_id = $1`, [account!["id"]]);
  expect([(await rows("sessions")).length, (await rows("credentials")).length]).toEqual([1, 1]);
  const welcome = (await world.queued("mail.send")).filter((job) => (job as { to: string }).to === account!["id"]);
  expect(welcome).toEqual([{ to: account!["id"], template: "welcome" }]);
});

test("case 3: case and outer spaces do not make another address", async () => {
  expect((await register("Taken@Example.com")).status).toBe(201);
  for (const variant of ["taken@example.com", "TAKEN@EXAMPLE.COM", "  taken@example.COM\t", "taken@EXAMPLE.com"]) {
    const reply = await register(variant);
    expect([variant, reply.status, reply.body.code]).toEqual([variant, 409, "email_taken"]);
  }
});

test.each([
  ["the Kelvin sign, which lower-cases to an ASCII k", "\u212Aim@example.com"],
  ["the dotless i, which upper-cases to an ASCII I", "k\u0131m@example.com"],
  ["the long s, which upper-cases to an ASCII S", "\u017Fam@example.com"],
  ["full-width letters, which NFKC makes ASCII", "\uFF4Bim@example.com"],
  ["a Cyrillic letter", "k\u0456m@example.com"],
  ["a combining accent", "kim\u0301@example.com"],
  ["a zero-width space", "ki\u200Bm@example.com"],
  ["a full-width at sign", "kim\uFF20example.com"],
])("case 3: %s makes no second account of an address: 400", async (_what, email) => {
  const reply = await register(email);
  expect([reply.status, reply.body.errors[0].path]).toEqual([400, "body.email"]);
});

test("case 3: what stands after a plus, and a dot, belong to the address: other people's mail servers decide", async () => {
  for (const email of ["plus@example.com", "plus+news@example.com", "p.lus@example.com"]) {
    expect((await register(email)).status).toBe(201);
    expect((await register(email.toUpperCase())).status).toBe(409);
    expect(await accounts(email)).toHaveLength(1);
  }
});

test("case 3: finding out who has an account is limited: a taken address counts like a new one", async () => {
  await using strict = await createWorld({ limits: limitsBut({ register: 3 }) });
  const statuses: number[] = [];
  for (const email of ["a@example.com", "a@example.com", "b@example.com", "a@example.com"])
    statuses.push((await register(email, strict)).status);
  expect(statuses).toEqual([201, 409, 201, 429]);
});
