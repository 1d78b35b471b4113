import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSecret, signedHeaders } from "../../../src/features/webhooks/secret.ts";
import { freePort } from "../../process/server.ts";
import { createWorld, until, type World } from "../../world.ts";

const CHECKOUT = join(import.meta.dirname, "../../..");
const PAGE = readFileSync(join(CHECKOUT, "docs/webhooks.md"), "utf8");
/** The blocks of a language on the page, in their order. */
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(/```(\w+)\n(.*?)```/gs)].filter(([, name]) => name === language).map(([, , text = ""]) => text);
const lacks = (tool: string): boolean => spawnSync("which", [tool]).status !== 0;

let world: World;
let folder: string;
beforeAll(async () => {
  world = await createWorld();
  folder = mkdtempSync(join(tmpdir(), "promptr-webhooks-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world[Symbol.asyncDispose]();
});

function signed(): { secret: string; headers: Record<string, string>; body: string } {
  const { secret } = newSecret(world.app.ports.tokens, new Date());
  const { secret: old } = newSecret(world.app.ports.tokens, new Date());
  const body = '{"type":"prompt.created","data":{"title":"Grüße 👋"}}';
  return { secret, body, headers: signedHeaders([old, secret], { id: "019a", at: new Date(), body }) };
}

test("the receiver of the page answers 204 to a good signature and 401 to any other", async () => {
  const { secret, headers, body } = signed();
  const port = await freePort();
  const source = blocks("ts")[0]!.replace("8080", String(port));
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", source], {
    cwd: CHECKOUT,
    env: { ...process.env, WEBHOOK_SECRET: secret },
    stdio: "ignore",
  });
  try {
    const post = (text: string) => fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body: text });
    expect((await until(() => post(body).catch(() => null), 15_000)).status).toBe(204);
    expect((await post(`${body} `)).status).toBe(401);
  } finally {
    child.kill("SIGKILL");
  }
});

test("the page's Python finds a good signature good, and another body, an old time and another secret bad", ({
  skip,
}) => {
  skip(lacks("python3"), "python3 is not installed");
  const { secret, headers, body } = signed();
  const old = { ...headers, "webhook-timestamp": "1700000000" };
  const source = `${blocks("python")[0]}
import json, sys
given = json.loads(sys.stdin.read())
print(json.dumps([verify(s, h, b.encode()) for s, h, b in given]))`;
  const tries = [
    [secret, headers, body],
    [secret, headers, `${body} `],
    [secret, old, body],
    [signed().secret, headers, body],
  ];
  const said = execFileSync("python3", ["-c", source], { input: JSON.stringify(tries) }).toString();
  expect(JSON.parse(said)).toEqual([true, false, false, false]);
});

test("the page's shell finds a good signature good, and another body bad", ({ skip }) => {
  skip(lacks("openssl"), "openssl is not installed");
  const { secret, headers, body } = signed();
  const source = blocks("sh").find((block) => block.includes("openssl"))!;
  const say = (text: string): string => {
    writeFileSync(join(folder, "body.json"), text);
    const env = {
      ...process.env,
      SECRET: secret,
      ID: headers["webhook-id"],
      TIMESTAMP: headers["webhook-timestamp"],
      SIGNATURE: headers["webhook-signature"],
    };
    return execFileSync("sh", ["-c", source], { cwd: folder, env }).toString().trim();
  };
  expect(say(body)).toBe("good");
  expect(say(`${body} `)).toBe("bad");
});

test("every command of the page is answered", async ({ skip }) => {
  skip(lacks("curl"), "curl is not installed");
  const ada = await world.user();
  const run = (command: string, env: Record<string, string> = {}) =>
    new Promise<string>((resolve, reject) => {
      const child = spawn("sh", ["-c", command], {
        env: { ...process.env, PROMPTR: world.url, TOKEN: ada.accessToken, ...env },
      });
      let said = "";
      child.stdout.on("data", (text: Buffer) => (said += text.toString()));
      child.on("error", reject);
      child.on("close", () => resolve(said));
    });
  const [make = "", , look = ""] = blocks("sh");
  const { id, secret } = JSON.parse(await run(make)) as { id: string; secret: string };
  expect(secret).toMatch(/^whsec_/);
  const { body } = await ada.post(`/webhooks/${id}/test`);
  const commands = look.split(/\n(?=curl)/);
  expect(commands).toHaveLength(5);
  for (const command of commands) {
    const said = await run(command, { ID: id, DELIVERY: body.id });
    expect([command, JSON.parse(said).code]).toEqual([command, undefined]);
  }
});
