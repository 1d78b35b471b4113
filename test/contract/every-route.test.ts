import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../src/app/document.ts";
import { failuresOf, pathOf, type Route } from "../../src/feature.ts";
import type { Answered, Caller } from "../caller.ts";
import { createWorld, type User, type World } from "../world.ts";

/** A request that is right in everything but what it names: ids and tokens nobody has. */
const address = (route: Route): string =>
  pathOf(route)
    .replace(":token", "x".repeat(43))
    .replace(":version", "1")
    .replace(":file", "none.eml")
    .replace(":code", "not_found")
    .replace(":template", "welcome")
    .replace(":label", "production")
    .replace(/:(id|testId|runId)\b/g, () => randomUUID());

function ask(
  caller: Caller,
  route: Route,
  over: { query?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answered> {
  const type = route.bodyKind === "form" ? "application/x-www-form-urlencoded" : "application/json";
  const body =
    route.body && (over.body ?? (route.bodyKind === "form" ? "password=x" : JSON.stringify(route.example?.body)));
  return caller.raw(address(route) + (over.query ?? ""), {
    method: route.method,
    headers: { ...(body !== undefined && { "content-type": type }), ...over.headers },
    ...(body !== undefined && { body }),
  });
}

let world: World;
let user: User;
beforeAll(async () => {
  world = await createWorld();
  user = await world.user({ role: "admin", tier: "pro" }); // may ask every route
});
afterAll(() => world[Symbol.asyncDispose]());

/** What a hostile caller adds to a body to write what is not theirs to write (OWASP API3:2023). */
const FORGED = (
  "isAdmin is_admin role userId user_id id createdAt created_at viewCount view_count subscriptionTier " +
  "subscription_tier apiCallsRemaining api_calls_remaining qualityScore quality_score moderationStatus constructor"
).split(" ");
const table = (list: readonly Route[]) => list.map((route) => [route.name, route] as const);
const closed = routes.filter(({ access }) => access !== "public");
const api = routes.filter(({ root, ignoresCredential }) => !root && !ignoresCredential);

describe.each(table(closed))("%s", (_name, route) => {
  test("wants a credential", async () => {
    const answer = await ask(world.anyone, route);
    expect([answer.status, answer.body.code]).toEqual([401, "unauthenticated"]);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer /);
  });
});

describe.each(table(api))("%s", (_name, route) => {
  test("refuses a credential that is wrong, and two at once", async () => {
    const wrong = await ask(world.with({ authorization: "Bearer wrong" }), route);
    expect([wrong.status, wrong.body.code]).toEqual([401, "unauthenticated"]);
    const two = await ask(user, route, { headers: { "x-api-key": "xmlp_x" } });
    expect([two.status, two.body.code]).toEqual([400, "ambiguous_credentials"]);
  });

  test("names a query field it does not know", async () => {
    const answer = await ask(user, route, { query: "?colour=red" });
    expect([answer.status, answer.body.code]).toEqual([400, "invalid_input"]);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toContain("query.colour");
  });
});

describe.each(table(routes.filter(({ body, bodyKind }) => body && bodyKind !== "form")))("%s", (_name, route) => {
  test("refuses bodies of another kind, of no JSON, too large ones, and fields it does not know", async () => {
    const status = async (over: Parameters<typeof ask>[2]) => {
      const { body } = await ask(user, route, over);
      return body?.code;
    };
    expect(await status({ headers: { "content-type": "text/plain" } })).toBe("unsupported_media_type");
    expect(await status({ body: "{" })).toBe("malformed_json");
    expect(await status({ body: JSON.stringify({ x: "y".repeat(route.bodyBytesMax ?? 262_144) }) })).toBe(
      "body_too_large",
    );
    const taken = FORGED.filter((name) => !(name in (route.body?.shape ?? {})));
    const forged = Object.fromEntries(taken.map((name) => [name, "x"]));
    const unknown = await ask(user, route, { body: JSON.stringify({ ...route.example?.body, ...forged }) });
    expect(unknown.status).toBe(400);
    const unrecognized = unknown.body.errors.filter(({ code }: { code: string }) => code === "unrecognized_keys");
    expect(unrecognized).toEqual(
      taken.map((name) => ({ path: `body.${name}`, code: "unrecognized_keys", message: "is not a known field" })),
    );
  });
});

describe.each(table(routes.filter(({ reply }) => reply.kind === "json")))("%s", (_name, route) => {
  test("says when it cannot make the wanted kind of answer", async () => {
    const answer = await ask(user, route, { headers: { accept: "image/png" } });
    expect([answer.status, answer.body.code]).toEqual([406, "not_acceptable"]);
  });
});

test("every limited route counts against the limit of its caller, and says when to come back", async () => {
  await using small = await createWorld({ limits: { anonymous: { requests: 1 }, free: { requests: 1 } } });
  await small.anyone.get("/system/features");
  for (const route of routes.filter(({ unlimited }) => !unlimited)) {
    const known = !route.root && !route.ignoresCredential;
    const caller = known ? await small.user() : small.anyone;
    if (known) await caller.get("/system/features");
    const answer = await ask(caller, route);
    expect([route.name, answer.status, answer.body?.code]).toEqual([route.name, 429, "rate_limited"]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
});

test("every route of this version declares what any route can meet", () => {
  for (const route of routes)
    expect(failuresOf(route)).toEqual(expect.arrayContaining(["unavailable", "overloaded", "internal"]));
});
