import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withFailures } from "../../scripts/failures.ts";
import { type FailureCode, FAILURES } from "../../src/errors.ts";
import { EXPLANATIONS } from "../../src/errors/explanations.ts";
import { routes } from "../../src/app/document.ts";
import { pathOf } from "../../src/feature.ts";
import { createWorld, type World } from "../world.ts";

const CODES = Object.keys(FAILURES) as FailureCode[];
let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world[Symbol.asyncDispose]());

describe("every failure", () => {
  test.each(CODES)(
    "%s is explained, with cause and cure, as a page and as JSON, where its problem says",
    async (code) => {
      const { status, title } = FAILURES[code];
      const { cause, cure } = EXPLANATIONS[code];
      const json = await world.anyone.raw(`/docs/errors/${code}`, { headers: { accept: "application/json" } });
      expect([json.status, json.body]).toEqual([200, { code, status, title, cause, cure }]);
      const page = await world.anyone.raw(`/docs/errors/${code}`, { headers: { accept: "text/html" } });
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(page.text).toContain(`<code>${code}</code>`);
      expect(cause.length).toBeGreaterThan(15);
      expect(cure.length).toBeGreaterThan(15);
    },
  );

  test("is in docs/api.md as the code has it (else: node scripts/failures.ts)", () => {
    const page = readFileSync("docs/api.md", "utf8");
    expect(withFailures(page)).toBe(page);
    for (const code of CODES) expect(page).toContain(`<a id="${code}"></a>`);
  });

  test("is listed at /docs/errors", async () => {
    const json = await world.anyone.raw("/docs/errors", { headers: { accept: "application/json" } });
    expect(json.body.data.map(({ code }: { code: string }) => code).sort()).toEqual(CODES.toSorted());
    const page = await world.anyone.raw("/docs/errors", { headers: { accept: "text/html" } });
    for (const code of CODES) expect(page.text).toContain(`href="/docs/errors/${code}"`);
  });
});

test("a code that is none, or no code at all, is a missing page", async () => {
  const unknown = await world.anyone.raw("/docs/errors/no_such_failure");
  expect([unknown.status, unknown.body]).toMatchObject([404, { code: "not_found", type: "/docs/errors/not_found" }]);
  expect((await world.anyone.raw("/docs/errors/constructor")).status).toBe(404);
  expect((await world.anyone.raw("/docs/errors/%3Cb%3E")).status).toBe(400);
});

test("explanations name only endpoints that exist, under the method they have", () => {
  const known = routes.map((route) => `${route.method} ${pathOf(route)}`);
  const named = Object.values(EXPLANATIONS).flatMap(({ cause, cure }) => [
    ...`${cause} ${cure}`.matchAll(/`((?:GET|POST|PUT|DELETE) \/[^`?]*)`/g),
  ]);
  expect(named.length).toBeGreaterThan(20);
  for (const [, endpoint] of named) expect(known).toContain(endpoint);
});

test("/llms.txt leads to documents that are there", async () => {
  const { status, text, headers } = await world.anyone.raw("/llms.txt");
  expect([status, headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
  const links = [...text.matchAll(/\]\((\/[^)]*)\)/g)].map(([, path = ""]) => path);
  expect(links.length).toBeGreaterThan(3);
  for (const path of links) expect([path, (await world.anyone.raw(path)).status]).toEqual([path, 200]);
});
