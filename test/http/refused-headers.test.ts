import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boundary } from "../../src/http/boundary.ts";
import { crossOrigin } from "../../src/http/headers.ts";
import { writeText } from "../../src/http/reply.ts";
import { say } from "../../src/http/reply-headers.ts";

const bugs: unknown[] = [];
const app = new Koa();
app.use(
  boundary({
    log: { request: () => undefined, bug: (error) => bugs.push(error) },
    usage: { add: () => undefined },
    now: () => new Date(),
    headers: ["X-Content-Type-Options", "nosniff"],
  }),
);
app.use(crossOrigin(["https://app.example.com"]));
app.use(async (ctx) => {
  say(ctx, { ETag: '"1"', "X-Broken": "two\nlines", "X-Later": "said" });
  if (ctx.path === "/own") return writeText(ctx, "{}", { status: 200, compress: true });
  ctx.body = "by Koa";
});
const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test.each([
  ["our own writer", "/own", {}],
  ["our own writer, for another origin", "/own", { origin: "https://app.example.com" }],
  ["Koa", "/koa", {}],
  ["Koa, for another origin", "/koa", { origin: "https://app.example.com" }],
])(
  "a header that cannot be sent is a bug that is told, and a whole answer with all others: %s",
  async (_, path, given) => {
    bugs.splice(0);
    const answer = await fetch(url + path, { headers: given });
    expect(answer.status).toBe(500);
    const { code, requestId } = (await answer.json()) as { code: string; requestId: string };
    expect([code, requestId]).toEqual(["internal", answer.headers.get("x-request-id")]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("vary")).toMatch(/Origin/);
    expect([answer.headers.get("etag"), answer.headers.get("x-broken")]).toEqual([null, null]);
    expect(bugs.map(String)).toEqual([expect.stringContaining("X-Broken")]);
  },
);
