import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { readArguments } from "../../src/cli/arguments.ts";
import { keys } from "../../src/cli/keys.ts";
import { createWorld, type World } from "../world.ts";
import { run } from "./command.ts";

const command = (world: World, words: string[], env = {}) =>
  run(world, (config, log, out) => keys(config, log, out, readArguments(["keys", ...words])), env);
const privateJwk = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });

test("keys rotate makes the next key of a running server, and keys list tells what each is good for", async () => {
  await using world = await createWorld();
  const [first] = (await world.anyone.raw("/.well-known/jwks.json")).body.keys;
  const { code, data, text } = await command(world, ["rotate"]);
  expect(code).toBe(0);
  expect(data).toEqual({
    kid: expect.stringMatching(/^[\w-]{43}$/),
    createdAt: expect.any(String),
    signsAt: new Date(Date.parse(data.createdAt) + 60_000).toISOString(),
    retired: [first.kid],
    removed: [],
  });
  expect(text).toBe(
    `The key ${data.kid} is published and signs from ${data.signsAt}. Tokens of the older keys live until they expire.\n`,
  );
  const until = new Date(Date.parse(data.createdAt) + 86_700_000).toISOString();
  const list = await command(world, ["list"]);
  expect(list.code).toBe(0);
  expect(list.data).toEqual({
    keys: [
      { kid: data.kid, createdAt: data.createdAt, state: "next", until: null },
      { kid: first.kid, createdAt: expect.any(String), state: "signing", until },
    ],
  });
  expect(list.text.split("\n")).toEqual([
    `${data.kid}  next       ${data.createdAt}`,
    expect.stringMatching(new RegExp(`^${first.kid}  signing    \\d{4}-\\S+Z  until ${until}$`)),
    "",
  ]);
});

test("keys rotate --compromised says what happens, and leaves one key", async () => {
  await using world = await createWorld();
  const { data, text } = await command(world, ["rotate", "--compromised"]);
  expect(text).toMatch(/Every older key is gone: its tokens stop working within 30 seconds/);
  expect(data).toMatchObject({ signsAt: data.createdAt, retired: [], removed: [expect.any(String)] });
  expect((await command(world, ["list"])).data.keys).toMatchObject([{ kid: data.kid, state: "signing", until: null }]);
  await world.sql("delete from promptr.signing_keys");
  expect(await command(world, ["list"])).toMatchObject({ code: 0, text: "none yet: the first start makes one\n" });
  expect((await command(world, ["rotate"])).text).toContain("It is the first.");
});

test("with JWT_SIGNING_KEY keys rotate is refused with what to do instead, and keys list shows the configured ones", async () => {
  await using world = await createWorld();
  const jwks = [privateJwk(), privateJwk()];
  const env = { JWT_SIGNING_KEY: JSON.stringify({ keys: jwks }) };
  await expect(command(world, ["rotate"], env)).rejects.toThrow(
    /^JWT_SIGNING_KEY is set.*"keys":\[old, new\].*"keys":\[new, old\]/,
  );
  const { data, text } = await command(world, ["list"], env);
  expect(data.keys).toEqual([
    { kid: expect.any(String), createdAt: null, state: "signing", until: null },
    { kid: expect.any(String), createdAt: null, state: "verifying", until: null },
  ]);
  for (const { d } of jwks) expect(text + JSON.stringify(data)).not.toContain(d);
});

test.each([
  [["keys"], "Say promptr keys rotate or promptr keys list"],
  [["keys", "take"], "Say promptr keys rotate or promptr keys list"],
  [["keys", "rotate", "now"], "keys rotate takes no now"],
  [["audit"], "Say promptr audit verify"],
  [["audit", "check"], "Say promptr audit verify"],
])("promptr %j is not understood", (words, says) => {
  expect(() => readArguments(words)).toThrow(says);
});
