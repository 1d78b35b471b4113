import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../../src/app/document.ts";
import { API_SCOPES, type ApiScope } from "../../../src/contract/credential.ts";
import { pathOf, type Route } from "../../../src/feature.ts";
import type { Answered, Caller } from "../../caller.ts";
import { createWorld, type World } from "../../world.ts";

const closed = routes.filter(({ access }) => access !== "public");
const scoped = closed.filter(({ keyScope }) => keyScope);
const personal = closed.filter(({ keyScope }) => keyScope === null);
const table = (list: readonly Route[]) => list.map((route) => [route.name, route] as const);

/** What asks a model about a stored prompt also shows it, so that it needs both scopes. */
const ALSO: Readonly<Record<string, ApiScope>> = { runPrompt: "prompts:read", startTestRun: "prompts:read" };

let world: World;
let both: Caller;
/** For each scope a key that has only it, and one that has all the others. */
const only = new Map<ApiScope, Caller>();
const allBut = new Map<ApiScope, Caller>();
let all: Caller;
beforeAll(async () => {
  world = await createWorld();
  const ada = await world.user({ tier: "pro" });
  for (const scope of API_SCOPES) {
    only.set(scope, await world.apiKey(ada, { scopes: [scope] }));
    allBut.set(scope, await world.apiKey(ada, { scopes: API_SCOPES.filter((one) => one !== scope) }));
  }
  both = await world.apiKey(ada, { scopes: ["enrichment", "prompts:read"] });
  all = await world.apiKey(ada, { scopes: [...API_SCOPES] });
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = (caller: Caller, route: Route): Promise<Answered> =>
  caller.raw(
    pathOf(route)
      .replace(":version", "1")
      .replaceAll(/:\w+/g, () => randomUUID()),
    {
      method: route.method,
      ...(route.body && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(route.example?.body ?? {}),
      }),
    },
  );

test("there are routes for keys and routes for people only", () => {
  expect(scoped.length).toBeGreaterThan(5);
  expect(personal.length).toBeGreaterThan(5);
});

describe.each(table(scoped))("%s", (_name, route) => {
  const scope = route.keyScope!;

  test(`is closed to a key without ${scope}, and says so`, async () => {
    const answer = await ask(allBut.get(scope)!, route);
    expect([answer.status, answer.body.code]).toEqual([403, "insufficient_scope"]);
    expect(answer.body.detail).toContain(scope);
    expect(answer.body.errors[0].code).toBe(scope);
    expect(answer.headers.get("www-authenticate")).toContain(`error="insufficient_scope", scope="${scope}"`);
  });

  const also = ALSO[route.name];
  if (also)
    test(`is closed to a key with ${scope} alone, and names ${also}`, async () => {
      const { status, body } = await ask(only.get(scope)!, route);
      expect([status, body.code, body.errors[0].code]).toEqual([403, "insufficient_scope", also]);
    });

  test(`is open to a key with ${scope}${also ? ` and ${also}` : ""} and nothing else`, async () => {
    const answer = await ask(also ? both : only.get(scope)!, route);
    // The example moves a protected label, which is the one thing this scope does not say.
    if (answer.body?.code !== "protected_label") expect(answer.status).not.toBe(403);
    expect(answer.status).not.toBe(401);
    expect(answer.headers.get("x-quota-api-calls-limit") ?? answer.body.code).toMatch(/^(100000|invalid_input)$/);
  });
});

describe.each(table(personal))("%s", (_name, route) => {
  test("is closed to a key with every scope", async () => {
    const answer = await ask(all, route);
    expect([answer.status, answer.body.code]).toEqual([403, "user_token_required"]);
  });
});
