import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createWorld, until, type User, type World } from "../world.ts";
import { COMPARED, hearServer } from "./hearing.ts";
import { type Heard, mismatchOf, seen } from "./recorder.ts";

let world: World;
let user: User;
beforeAll(async () => {
  world = await createWorld();
  user = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A real answer, as the recorder hears it. */
async function hear(path: string, method = "GET"): Promise<Heard> {
  const { status, headers, text } = await user.raw(path, { method });
  return { method, path, status, headers, text };
}
const without = (headers: Headers, name: string): Headers => {
  const rest = new Headers(headers);
  rest.delete(name);
  return rest;
};

test("an answer that is as the document says passes, and anything that is not is named", async () => {
  const heard = await hear("/api/v1/users/profile");
  expect(mismatchOf(heard)).toBeNull();
  const body = JSON.parse(heard.text);
  const changed = (over: Partial<Heard>) => mismatchOf({ ...heard, ...over });
  expect(changed({ status: 418 })).toBe("readProfile answered 418: the status is not described");
  expect(changed({ text: JSON.stringify({ ...body, id: 7 }) })).toMatch(/\$\.id: must be string/);
  expect(changed({ text: JSON.stringify({ ...body, passwordHash: "x" }) })).toMatch(/must not have passwordHash/);
  expect(changed({ headers: without(heard.headers, "ratelimit") })).toMatch(/the header RateLimit is missing/);
  const plain = new Headers(heard.headers);
  plain.set("content-type", "text/plain");
  expect(changed({ headers: plain })).toMatch(/the kind text\/plain is not described/);
});

test("a failure must be one the operation declares, under its status", async () => {
  const heard = await hear("/api/v1/prompts/0199f0a2-7c1e-7000-8000-000000000001");
  expect([heard.status, mismatchOf(heard)]).toEqual([404, null]);
  const other = { ...heard, text: heard.text.replaceAll("not_found", "share_gone") };
  expect(mismatchOf(other)).toBe("readPrompt answered 404: the failure share_gone is not described");
});

test("an address without an operation may only be refused", async () => {
  expect(mismatchOf(await hear("/api/v1/nothing"))).toBeNull();
  expect(mismatchOf(await hear("/api/v1/prompts", "PATCH"))).toBeNull();
  expect(mismatchOf({ ...(await hear("/api/v1/nothing")), status: 200 })).toMatch(/no such operation/);
});

test("events of a stream are held to the reply and the problem they carry", async () => {
  const { status, headers, text } = await user.raw("/api/v1/enrichment/enhance", {
    method: "POST",
    headers: { accept: "text/event-stream", "content-type": "application/json" },
    body: JSON.stringify({ text: "WRITE ABOUT {{topic}} ETC. DO IT NOW!!!" }),
  });
  const heard: Heard = { method: "POST", path: "/api/v1/enrichment/enhance", status, headers, text };
  expect([status, headers.get("content-type"), mismatchOf(heard)]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
    null,
  ]);
  expect(mismatchOf({ ...heard, text: 'event: result\ndata: {"status":"odd"}\n\n' })).toMatch(
    /^enhancePrompt .*result \$/,
  );
  expect(mismatchOf({ ...heard, text: "event: error\ndata: {}\n\n" })).toMatch(/error \$: must have type/);
  expect(mismatchOf({ ...heard, text: "event: odd\ndata: {}\n\n" })).toMatch(/event odd/);
});

test("whoever asks a server of this process is heard: what is not as the document says fails the test at its end", async () => {
  const odd = createServer((_question, answer) => {
    answer.setHeader("content-type", "application/json");
    answer.end('{"status":"odd"}');
  });
  await new Promise<void>((resolve) => odd.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
  const refuse = hearServer(url);
  await (await fetch(`${url}/health`)).text();
  await (await fetch(`${url}/livez`, { headers: { [COMPARED]: "yes" } })).text();
  await new Promise((resolve) => odd.close(resolve));
  expect(refuse).toThrow(/^Not as in docs\/openapi.json:\nreadHealth answered 200: [^\n]+$/);
  expect(refuse).not.toThrow();

  const before = seen.get("readProfile 200") ?? 0;
  await (
    await fetch(`${world.url}/api/v1/users/profile`, { headers: { authorization: `Bearer ${user.accessToken}` } })
  ).text();
  await until(async () => seen.get("readProfile 200") === before + 1);
});
