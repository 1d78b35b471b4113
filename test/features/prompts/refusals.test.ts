import { expect, test } from "vitest";
import type { FailureCode } from "../../../src/errors.ts";
import { FAILURES } from "../../../src/errors.ts";
import { failuresOf, pathOf, type Route } from "../../../src/feature.ts";
import { library } from "../../../src/features/library/index.ts";
import { prompts } from "../../../src/features/prompts/index.ts";
import type { Answered, Caller } from "../../caller.ts";
import { createWorld } from "../../world.ts";

const routes = [...prompts.routes, ...library.routes];
const MISSING = "0199f0a2-7c1e-7000-8000-000000000000";
const body = { title: "t", task: "t" };

type Shape = { id?: string; version?: string; query?: string; headers?: Record<string, string>; body?: string };
type Ask = (caller: Caller, shape?: Shape) => Promise<Answered>;

/** A rollback needs no words; whatever makes a prompt takes the same. */
const bodyOf = ({ method, path }: Route): object =>
  path === "/prompts" ? body : method === "POST" ? {} : { title: "u" };

/** A good request to the route, bent as the shape says. */
const asks =
  (route: Route, ownId: string): Ask =>
  (caller, { id = ownId, version = "1", query = "", headers = {}, body: given } = {}) =>
    caller.raw(pathOf(route).replace(":id", id).replace(":version", version) + query, {
      method: route.method,
      headers: { ...(route.body && { "content-type": "application/json" }), ...headers },
      ...(route.body && { body: given ?? JSON.stringify(bodyOf(route)) }),
    });

type Callers = { user: Caller; guesser: Caller; apiKeyAndToken: Caller };
const json = JSON.stringify;
/** How each failure is brought about, on any route that declares it. */
const PROVOKE: Partial<Record<FailureCode, (ask: Ask, callers: Callers) => Promise<Answered>>> = {
  invalid_input: (ask, { user }) => ask(user, { query: "?colour=red", id: "no-id", body: json({ colour: "red" }) }),
  malformed_json: (ask, { user }) => ask(user, { body: "{" }),
  body_too_large: (ask, { user }) => ask(user, { body: json({ ...body, context: "x".repeat(300_000) }) }),
  unsupported_media_type: (ask, { user }) => ask(user, { headers: { "content-type": "text/plain" } }),
  not_acceptable: (ask, { user }) => ask(user, { headers: { accept: "text/csv" } }),
  unauthenticated: (ask, { guesser }) => ask(guesser),
  ambiguous_credentials: (ask, { apiKeyAndToken }) => ask(apiKeyAndToken),
  not_found: (ask, { user }) => ask(user, { id: MISSING }),
  version_moved: (ask, { user }) => ask(user, { headers: { "if-match": '"stale"' } }),
  invalid_cursor: (ask, { user }) => ask(user, { query: "?cursor=x" }),
  invalid_idempotency_key: (ask, { user }) => ask(user, { headers: { "idempotency-key": "x".repeat(256) } }),
  idempotency_key_reused: async (ask, { user }) => {
    const headers = { "idempotency-key": "k" };
    await ask(user, { headers });
    return ask(user, { headers, id: MISSING, body: json({ ...body, title: "other" }) });
  },
  slug_taken: async (ask, { user }) => {
    await user.post("/prompts", { ...body, slug: "taken" });
    return ask(user, { body: json({ ...body, slug: "taken" }) });
  },
  // Last in every list of failures: it leaves nothing for the others.
  quota_exhausted: async (ask, { user }) => {
    for (let tries = 0; tries < 5; tries += 1) await ask(user);
    return ask(user);
  },
};
/** Brought about elsewhere: by racing (idempotency.test.ts), by limits, switches and outages (test/http), told.test.ts, version-restore.test.ts, and labels/paths.test.ts. */
const ELSEWHERE = new Set<FailureCode>([
  "idempotency_key_running", "address_not_allowed", "insufficient_scope", "idempotency_answer_gone", "feature_disabled", "rate_limited", "unavailable", "overloaded", "internal",
  "publish_blocked", "too_many_versions", "protected_label",
]); // prettier-ignore

test("every failure a route declares happens as declared, as a problem with its code", async () => {
  await using world = await createWorld({
    limits: { anonymous: { requests: 10_000 }, free: { requests: 10_000, prompts: 5 } },
  });
  for (const route of routes) {
    const user = await world.user();
    const made = await user.post("/prompts", { ...body, isPublic: true });
    const ask = asks(route, made.body.id);
    const apiKeyAndToken = world.with({ authorization: `Bearer ${user.accessToken}`, "x-api-key": "xmlp_x" });
    // Refused on public routes too: a wrong credential is not the same as none.
    const guesser = world.with({ authorization: "Bearer guess" });
    const codes = failuresOf(route).filter((code) => !ELSEWHERE.has(code) && code !== "quota_exhausted");
    for (const code of [...codes, ...(route.fails?.filter((one) => one === "quota_exhausted") ?? [])]) {
      const answer = await PROVOKE[code]!(ask, { user, guesser, apiKeyAndToken });
      const place = `${route.name} ${code}`;
      expect(answer.body?.code, place).toBe(code);
      expect(answer.status, place).toBe(FAILURES[code].status);
      expect(answer.headers.get("content-type"), place).toMatch(/^application\/problem\+json/);
    }
  }
});

/** What is left of an answer when the names of the request and of the prompt are taken out. */
const blank = ({ status, text, headers }: Answered, id: string) => ({
  status,
  text: text.replaceAll(id, "ID").replace(/"requestId":"[^"]*"/, ""),
  headers: [...headers].filter(([name]) => !/^(x-request-id|date|.*ratelimit.*|content-length)$/.test(name)),
});

test("another user's prompt and one that does not exist are answered alike in every byte but the request's name", async () => {
  await using world = await createWorld();
  const [ada, eve] = [await world.user(), await world.user()];
  const { body: secret } = await ada.post("/prompts", body);
  const { body: published } = await ada.post("/prompts", { ...body, isPublic: true });
  for (const route of routes.filter(({ path }) => path.includes(":id"))) {
    const ask = asks(route, MISSING);
    const missing = blank(await ask(eve), MISSING);
    expect(missing.status, route.name).toBe(404);
    // What is published may be read, starred and copied by everybody.
    const hidden = [secret.id, ...(library.routes.includes(route) ? [] : [published.id])];
    for (const id of hidden) {
      expect(blank(await ask(eve, { id }), id), route.name).toEqual(missing);
      // A tag that would match must not tell either.
      const withTag = await ask(eve, { id, headers: { "if-match": `"${id}-r1"`, "if-none-match": `"${id}-r1"` } });
      expect(blank(withTag, id), route.name).toEqual(missing);
    }
  }
  expect((await ada.get(`/prompts/${secret.id}`)).body).toEqual(secret);
});
