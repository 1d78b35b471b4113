import { importJWK, type JWK, SignJWT } from "jose";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../../src/app/document.ts";
import { type Access, pathOf, type Route } from "../../../src/feature.ts";
import type { Answered, Caller } from "../../caller.ts";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
let people: Record<"user" | "pro" | "admin" | "proAdmin", User>;
beforeAll(async () => {
  world = await createWorld();
  people = {
    user: await world.user(),
    pro: await world.user({ tier: "pro" }),
    admin: await world.user({ role: "admin" }),
    proAdmin: await world.user({ role: "admin", tier: "pro" }),
  };
});
afterAll(() => world[Symbol.asyncDispose]());

/** A request whose body is refused, so that who is let in changes nothing. */
const ask = (caller: Caller, route: Route, id: string): Promise<Answered> =>
  caller.raw(pathOf(route).replace(":id", id).replaceAll(/:\w+/g, "x"), {
    method: route.method,
    ...(route.body && { headers: { "content-type": "application/json" }, body: JSON.stringify({ isAdmin: true }) }),
  });
const REFUSALS = ["unauthenticated", "forbidden", "plan_required"];
/** Let in by the route's level, whatever it said then; or the code of the refusal. */
const verdict = async (caller: Caller, route: Route): Promise<string> => {
  const { body } = await ask(caller, route, randomUUID());
  return REFUSALS.includes(body?.code) ? String(body.code) : "let in";
};
const of = (...levels: Access[]) =>
  routes.filter(({ access, root }) => !root && levels.includes(access)).map((route) => [route.name, route] as const);

describe.each(of("admin"))("%s", (_name, route) => {
  test("is for administrators", async () => {
    expect(await verdict(world.anyone, route)).toBe("unauthenticated");
    expect(await verdict(people.user, route)).toBe("forbidden");
    expect(await verdict(people.pro, route)).toBe("forbidden");
    expect(await verdict(people.admin, route)).toBe("let in");
  });

  test("tells those it refuses nothing of what it would have done", async () => {
    const refusals = await Promise.all([
      ask(people.user, route, people.user.userId),
      ask(people.user, route, people.admin.userId),
      ask(people.pro, route, randomUUID()),
    ]);
    for (const { body } of refusals) {
      const { requestId: _requestId, instance: _instance, ...said } = body;
      expect(said).toEqual({
        type: "/docs/errors/forbidden",
        title: "This credential may not do that",
        status: 403,
        detail: "This credential may not do that",
        code: "forbidden",
        errors: [],
      });
    }
  });

  test("is closed at once to an administrator who was demoted, though the token lives on", async () => {
    const former = await world.user({ role: "admin" });
    expect(await verdict(former, route)).toBe("let in");
    await people.admin.put(`/admin/users/${former.userId}`, { role: "user" });
    expect(await verdict(former, route)).toBe("forbidden");
    expect((await former.get("/users/profile")).status).toBe(200);
  });
});

describe.each(of("user", "pro"))("%s", (_name, route) => {
  test("is for signed-in people of its plan", async () => {
    expect(await verdict(world.anyone, route)).toBe("unauthenticated");
    const wanted = route.access === "pro" ? "plan_required" : "let in";
    expect(await verdict(await world.user(), route)).toBe(wanted);
    expect(await verdict(await world.user({ role: "admin" }), route)).toBe(wanted);
    expect(await verdict(await world.user({ tier: "pro" }), route)).toBe("let in");
  });
});

test("a token that claims a role or a plan gives neither, though our own key signed it", async () => {
  const ada = await world.user();
  const [row] = await world.sql("select id, private_jwk from promptr.signing_keys limit 1");
  const [, payload = ""] = ada.accessToken.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  const metadata = { role: "admin", is_admin: true, tier: "pro" };
  const token = await new SignJWT({ ...claims, ...metadata, app_metadata: metadata, user_metadata: metadata })
    .setProtectedHeader({ alg: "ES256", kid: String(row?.["id"]) })
    .sign(await importJWK(row?.["private_jwk"] as JWK, "ES256"));
  const forged = world.with({ authorization: `Bearer ${token}` });
  const profile = await forged.get("/users/profile");
  expect(profile.body).toMatchObject({ role: "user", subscriptionTier: "free" });
  for (const [, route] of of("admin")) expect(await verdict(forged, route)).toBe("forbidden");
});
