import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { apiKeyTag, newApiKey } from "../../src/features/api-keys/key.ts";
import { watchStatements } from "../statements.ts";
import { createWorld, until, type User, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => void vi.restoreAllMocks());

/** Sends the head of a request and one byte of its body; the rest follows when `finish` is called. */
async function holdBack(user: User, path: string, body: object) {
  const text = JSON.stringify(body);
  const { hostname, port } = new URL(world.url);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  const head = [
    `POST /api/v1${path} HTTP/1.1`,
    `Host: ${hostname}`,
    `Authorization: Bearer ${user.accessToken}`,
    "Content-Type: application/json",
    `Content-Length: ${text.length}`,
    "Connection: close",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n${text[0]!}`);
  await until(async () => socket.bytesWritten > 0);
  await world.anyone.get("/system/features"); // by then the server has looked at the credential
  return {
    async finish(): Promise<string> {
      socket.write(text.slice(1));
      await until(async () => answer.includes("\r\n\r\n"));
      return answer.slice(0, answer.indexOf("\r\n"));
    },
  };
}

/** Who holds a key; what counts its calls names the table in other places. */
const LOOK = /from "promptr"\."api_key_secrets"/;
const KEY = { name: "test", scopes: ["prompts:read"] };

test("a request whose body is held back is not served once its session has ended", async () => {
  const ada = await world.user();
  const held = await holdBack(ada, "/api-keys", KEY);
  expect((await ada.post("/auth/logout", { all: true })).status).toBe(204);
  expect(await held.finish()).toBe("HTTP/1.1 401 Unauthorized");
  expect(await world.sql("select 1 from promptr.api_keys where user_id = $1", [ada.userId])).toEqual([]);
});

test("a request whose body is held back is not served once its account is suspended", async () => {
  const [ada, admin] = [await world.user(), await world.user({ role: "admin" })];
  const held = await holdBack(ada, "/api-keys", KEY);
  expect((await admin.put(`/admin/users/${ada.userId}`, { suspended: true })).status).toBe(200);
  expect(await held.finish()).toBe("HTTP/1.1 401 Unauthorized");
});

test("whoever guesses keys without end is answered without a look into the database, and honest keys go on", async () => {
  await using small = await createWorld({ limits: { anonymous: { requests: 2 }, free: { requests: 1_000 } } });
  const ada = await small.user();
  const good = await small.apiKey(ada);
  expect((await good.get("/prompts")).status).toBe(200);
  const guess = async () => (await small.with({ "x-api-key": newApiKey() }).get("/prompts")).status;
  const statuses: number[] = [];
  for (let index = 0; index < 12; index += 1) statuses.push(await guess());
  expect(statuses).toEqual([401, 401, ...Array<number>(10).fill(429)]);
  const sent = watchStatements();
  const looks = () => sent.filter((sql) => LOOK.test(sql));
  for (let index = 0; index < 20; index += 1) expect(await guess()).toBe(429);
  expect(looks()).toEqual([]);
  small.app.ports.cache.drop(apiKeyTag(good.id));
  expect((await good.get("/prompts")).status).toBe(200);
  expect(looks()).toHaveLength(1); // that of the honest key, so a look would have been seen
});
