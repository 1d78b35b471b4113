import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld({ limits: { anonymous: { requests: 20 } }, env: { TRUST_PROXY: "Client-IP" } });
});
afterAll(() => world[Symbol.asyncDispose]());

const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
const titleOf = (text: string): string | undefined => /<h1>(.*)<\/h1>/.exec(text)?.[1];

test("a browser reads a failure as a page, a program as a problem", async () => {
  const page = await world.anyone.raw("/nothing/<script>", { headers: { ...BROWSER, "client-ip": "192.0.2.1" } });
  expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  expect(titleOf(page.text)).toBe("There is nothing here");
  expect(page.text).toContain(page.headers.get("x-request-id"));
  expect(page.text).not.toMatch(/<script|nothing\//);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect([page.headers.get("x-robots-tag"), page.headers.get("cache-control")]).toEqual([
    "noindex",
    "private, no-store",
  ]);
  for (const accept of ["*/*", "application/json", "application/problem+json"]) {
    const problem = await world.anyone.raw("/nothing", { headers: { accept, "client-ip": "192.0.2.1" } });
    expect([accept, problem.body.code]).toEqual([accept, "not_found"]);
  }
});

test("the API answers with problems, whoever asks", async () => {
  const answer = await world.anyone.raw("/api/v1/nothing", { headers: { ...BROWSER, "client-ip": "192.0.2.2" } });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
});

test("who asked too often is told in words how long to wait", async () => {
  const headers = { ...BROWSER, "client-ip": "192.0.2.3" };
  for (let turn = 0; turn < 20; turn += 1) await world.anyone.raw("/nothing", { headers });
  const page = await world.anyone.raw(`/s/${"x".repeat(43)}`, { headers });
  expect([page.status, titleOf(page.text)]).toEqual([429, "Too many requests"]);
  expect(page.text).toMatch(/try again in \d+ (seconds|minutes?)\./);
  expect(Number(page.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a form that is none of the page's own is refused in words", async () => {
  const odd = await world.anyone.raw(`/s/${"x".repeat(43)}`, {
    method: "POST",
    headers: { ...BROWSER, "content-type": "application/json", "client-ip": "192.0.2.4" },
    body: "{}",
  });
  expect([odd.status, titleOf(odd.text)]).toEqual([415, "That did not work"]);
});

test("the first page is JSON for programs that ask for it, with where to go from there", async () => {
  const headers = { "client-ip": "192.0.2.5" };
  const json = await world.anyone.raw("/", { headers: { ...headers, accept: "application/json" } });
  expect([json.status, json.headers.get("vary")]).toEqual([200, expect.stringContaining("Accept")]);
  expect(json.body).toEqual({
    name: "Promptr",
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    status: "healthy",
    links: { reference: "/api-docs", openapi: "/api/v1/openapi.json", health: "/health", jobs: "/admin/dashboard" },
  });
  for (const accept of ["*/*", BROWSER.accept, "text/html, application/json"])
    expect((await world.anyone.raw("/", { headers: { ...headers, accept } })).text).toContain(
      "<h1>Promptr is running</h1>",
    );
  for (const path of ["/api-docs", "/api/v1/openapi.json", "/health"])
    expect((await world.anyone.raw(path, { headers })).status).toBe(200);
});
