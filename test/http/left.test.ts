import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { expect, onTestFinished, test } from "vitest";
import { boundary, type RequestLine } from "../../src/http/boundary.ts";
import { until } from "../world.ts";

test("a caller who leaves before there is an answer is logged with 499, one who leaves in the middle of it with its status", async () => {
  const lines: RequestLine[] = [];
  const koa = new Koa();
  koa.use(
    boundary({
      log: { request: (line) => void lines.push(line), bug: () => undefined },
      usage: { add: () => undefined },
      now: () => new Date(),
      headers: [],
    }),
  );
  const arrived: string[] = [];
  koa.use(async (ctx) => {
    arrived.push(ctx.path);
    ctx.respond = false;
    if (ctx.path === "/half") ctx.res.writeHead(200).write("half");
    await once(ctx.res, "close");
  });
  const answer = koa.callback();
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const path of ["/none", "/half"]) {
    const leaving = new AbortController();
    const asked = fetch(url + path, { signal: leaving.signal }).catch(() => undefined);
    await until(async () => arrived.includes(path));
    if (path === "/half") await asked;
    leaving.abort();
    await asked;
    await until(async () => lines.some(({ url: logged }) => logged === path));
  }
  expect(lines.map(({ url: logged, statusCode }) => [logged, statusCode])).toEqual([
    ["/none", 499],
    ["/half", 200],
  ]);
});
