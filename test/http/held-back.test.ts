import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, until, type User, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

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
  const { newApiKey } = await import("../../src/features/api-keys/key.ts");
  const statuses: number[] = [];
  for (let index = 0; index < 12; index += 1)
    statuses.push((await small.with({ "x-api-key": newApiKey() }).get("/prompts")).status);
  expect(statuses.slice(0, 2)).toEqual([401, 401]);
  expect(statuses.slice(2).every((status) => status === 429)).toBe(true);
  const scans = async (): Promise<number> => {
    const [row] = await small.sql(
      "select idx_scan::int as scans from pg_stat_user_indexes where indexrelname = 'api_key_secrets_pkey'",
    );
    return row!["scans"] as number;
  };
  await new Promise((resolve) => setTimeout(resolve, 1_200)); // the statistics of other connections are a second behind
  const before = await scans();
  for (let index = 0; index < 10; index += 1)
    expect((await small.with({ "x-api-key": newApiKey() }).get("/prompts")).status).toBe(429);
  expect((await good.get("/prompts")).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect((await scans()) - before).toBeLessThan(6); // those of the honest key
});
