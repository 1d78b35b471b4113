import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { argon2Passwords } from "../src/adapters/passwords.ts";
import { createMailWorld, register, tokenIn } from "./features/auth/answers.ts";
import { Canaries, canariesOf } from "./leaks.ts";
import { createWorld, type World } from "./world.ts";

const PROVIDER_KEY = "sk-canary-7f3a";
const PASSWORD = "canary 42 in a mine";
const TEXT = "Explain the flight of a canary to a miner.";

describe("a secret that operators could read", () => {
  let world: World;
  const secrets: Record<string, string> = {};
  beforeAll(async () => {
    const mail = await createMailWorld({ env: { OPENAI_API_KEY: PROVIDER_KEY, WEBHOOKS_ALLOW_PRIVATE: "true" } });
    world = mail;
    const ada = await register(mail, { password: PASSWORD });
    const made = await ada.post("/prompts", { title: "Flight", task: TEXT });
    const link = await ada.post("/sharing/create", { promptId: made.body.id, password: "chirp chirp 1" });
    const key = await ada.post("/api-keys", { name: "k", scopes: ["prompts:read"] });
    const hook = await ada.post("/webhooks", { url: "http://127.0.0.1:9/", events: ["prompt.created"] });
    await mail.anyone.get(`/sharing/${link.body.token}`, { "x-share-password": "chirp chirp 1" });
    await mail.anyone.post("/auth/forgot-password", { email: ada.email });
    const reset = tokenIn(await mail.mailTo(ada.email, "Choose a new password"), "/reset-password");
    Object.assign(secrets, {
      "a password": PASSWORD,
      "the password of a link": "chirp chirp 1",
      "an access token": ada.accessToken,
      "a refresh token": ada.refreshToken,
      "an API key": key.body.key,
      "the address of a share link": `/s/${link.body.token}`,
      "the address of a new password": `/reset-password/${reset}`,
      "the text of a prompt": TEXT,
      "a connection string": "postgres://ada:pw@db.example.com/promptr",
      "the secret of a webhook": hook.body.secret,
      "the key of a provider": PROVIDER_KEY,
      "the hash of a password": await argon2Passwords().hash("x"),
    });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("is found, whichever it is, once a test has sent it or was given it", () => {
    const own = new Canaries();
    own.hearEnvironment({ OPENAI_API_KEY: PROVIDER_KEY });
    const find = (text: string) => own.findIn(text) ?? canariesOf(world.url).findIn(text);
    for (const [name, secret] of Object.entries(secrets)) {
      expect([name, typeof secret, secret.length > 6]).toEqual([name, "string", true]);
      expect([name, find(`{"message":"before ${secret} after"}`) === null]).toEqual([name, false]);
    }
    expect(find(JSON.stringify(world.logged()))).toBeNull();
  });
});

type Break = (world: World, secret: string) => Promise<unknown>;
const inTheLog: Break = async (world) => {
  const account = { email: "ada@example.com", password: "test123", fullName: "Ada" };
  expect((await world.anyone.post("/auth/register", account)).status).toBe(500);
};
const inAJob =
  (column: "data" | "output"): Break =>
  (world, secret) =>
    world.sql(
      `insert into pgboss.job (name, ${column}) select name, jsonb_build_object('x', $1::text) from pgboss.queue limit 1`,
      [secret],
    );
test.each([
  ["log", inTheLog, "The log holds a refresh token"],
  ["payload of a job", inAJob("data"), "A job holds a refresh token"],
  ["outcome of a job", inAJob("output"), "A job holds a refresh token"],
] as const)("a world fails its test when the %s holds one", async (_where, leak, told) => {
  let secret = "";
  const world = await createWorld({
    ports: (ports) => ({
      ...ports,
      passwords: { ...ports.passwords, hash: () => Promise.reject(new Error(`leaked ${secret}`)) },
    }),
  });
  ({ refreshToken: secret } = await world.user());
  await leak(world, secret);
  await expect(world[Symbol.asyncDispose]()).rejects.toThrow(told);
});

test("a problem that tells a secret fails the test that got it", () => {
  const canaries = new Canaries();
  canaries.hearRequest({}, JSON.stringify({ email: "a@example.com", password: PASSWORD }));
  expect(() => canaries.refuse("The answer 400", `{"detail":"${PASSWORD} is too weak"}`)).toThrow("holds a password");
});
