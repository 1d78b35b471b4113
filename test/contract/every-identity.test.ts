import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../src/app/document.ts";
import { API_SCOPES } from "../../src/contract/credential.ts";
import { pathOf, type Route } from "../../src/feature.ts";
import { type Answered, caller, type Caller } from "../caller.ts";
import { type FakeSupabase, startFakeSupabase } from "../fakes/supabase.ts";
import { createWorld, type User, type World } from "../world.ts";

/** Stands in everything Ada wrote: whoever else meets it has seen what is hers. */
const MARK = "ada-wrote-this-7f3a";
const PASSWORD = "share-password-1";

let world: World;
let supabase: FakeSupabase;
let ada: User;
/** Ada's things, by the first path a route that names one has. The longest that fits counts. */
const hers: Record<string, string> = {};
let promptId: string;
/** Hers too, by names that stand behind those. */
const within: Record<string, string> = {
  ":version": "1",
  ":label": "production",
  ":queue": "mail.send",
  ":flag": "of_a_front_end",
};
const filledIn = (address: string): string =>
  address.replaceAll(/:(?:version|label|testId|runId|delivery|queue|flag)\b/g, (name) => within[name] ?? name);
/** Hers, by the names that bodies call them by. */
const hersInBodies: Record<string, string> = {};
let before: unknown;

const shareToken = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

async function broadcastOf({ userId }: User): Promise<string> {
  const id = randomUUID();
  await world.sql(
    `insert into promptr.broadcasts (id, created_by, title, body, channels, audience, people)
     values ($1, $2, $3, $3, '{in_app}', '{}', 1)`,
    [id, userId, MARK],
  );
  return id;
}

/** Everything of Ada's that others could change. */
const state = () =>
  Promise.all(
    [
      "select to_jsonb(p) from promptr.profiles p where id = $1",
      "select to_jsonb(p) from promptr.prompts p where user_id = $1 order by id",
      "select to_jsonb(v) from promptr.prompt_versions v where user_id = $1 order by prompt_id, version",
      "select to_jsonb(s) from promptr.shared_prompts s where created_by = $1 order by id",
      "select to_jsonb(k) from promptr.api_keys k where user_id = $1 order by id",
      "select to_jsonb(k) from promptr.api_key_secrets k where user_id = $1 order by secret_hash",
      "select to_jsonb(s) from promptr.sessions s where user_id = $1 order by id",
      "select to_jsonb(n) from promptr.notifications n where user_id = $1 order by id",
      "select to_jsonb(e) from promptr.exports e where user_id = $1 order by id",
      "select to_jsonb(i) from promptr.identities i where user_id = $1",
      "select to_jsonb(c) from promptr.credentials c where user_id = $1",
      "select to_jsonb(r) from promptr.refresh_tokens r join promptr.sessions s on s.id = r.session_id where s.user_id = $1",
      "select to_jsonb(q) from promptr.quota_usage q where user_id = $1 order by kind",
      "select to_jsonb(a) from promptr.audit_log a where owner_id = $1 order by seq",
      "select to_jsonb(f) from promptr.folders f where user_id = $1 order by id",
      "select to_jsonb(l) from promptr.prompt_labels l where user_id = $1 order by label",
      "select to_jsonb(m) from promptr.moderation_decisions m where user_id = $1 order by id",
      "select to_jsonb(c) from promptr.mail_choices c where user_id = $1 order by kind",
      "select to_jsonb(b) from promptr.broadcasts b where created_by = $1 order by id",
      "select to_jsonb(r) from promptr.enhancement_results r where user_id = $1 order by id",
      "select to_jsonb(t) from promptr.prompt_test_cases t where user_id = $1 order by id",
      "select to_jsonb(r) from promptr.prompt_test_runs r where user_id = $1 order by id",
      "select to_jsonb(w) from promptr.webhooks w where user_id = $1 order by id",
      "select to_jsonb(s) from promptr.webhook_secrets s where user_id = $1 order by id",
      "select to_jsonb(d) from promptr.webhook_deliveries d where user_id = $1 order by id",
    ].map((sql) => world.sql(sql, [ada.userId])),
  );

beforeAll(async () => {
  supabase = await startFakeSupabase();
  supabase.addKey("ES256");
  world = await createWorld({ env: supabase.env });
  supabase.tellTime(world.clock);
  ada = await world.user();
  const prompt = await ada.post("/prompts", { title: MARK, task: `Summarise ${MARK} for {{reader}}.` });
  promptId = prompt.body.id as string;
  const folder = await ada.post("/folders", { name: MARK });
  const improvable = await ada.post("/prompts", {
    title: MARK,
    task: `DO IT NOW!!! Summarise ${MARK} for {{reader}} etc.`,
  });
  const enhanced = await ada.post("/enrichment/enhance", { promptId: improvable.body.id });
  Object.assign(hersInBodies, { promptId, enhancementId: enhanced.body.id });
  const share = await ada.post("/sharing/create", { promptId, password: PASSWORD });
  const key = await world.apiKey(ada);
  await ada.put(`/api-keys/${key.id}`, { name: MARK });
  const expectations = [{ kind: "contains", text: MARK }];
  const testCase = await ada.post(`/prompts/${promptId}/tests`, { name: MARK, expectations });
  within[":testId"] = testCase.body.id as string;
  within[":runId"] = randomUUID();
  await world.sql(
    `insert into promptr.prompt_test_runs (id, user_id, prompt_id, version, model, cases) values ($1, $2, $3, 1, $4, 1)`,
    [within[":runId"], ada.userId, promptId, MARK],
  );
  const broadcastId = await broadcastOf(ada);
  await world.sql(
    `insert into promptr.moderation_decisions (id, prompt_id, user_id, decided_by, status, previous_status, reason)
     values (gen_random_uuid(), $1, $2, $2, 'flagged', 'approved', $3)`,
    [promptId, ada.userId, MARK],
  );
  const webhook = await ada.post("/webhooks", {
    url: "https://hooks.example.com/",
    description: MARK,
    events: ["prompt.created"],
  });
  within[":delivery"] = (await ada.post(`/webhooks/${webhook.body.id}/test`)).body.id as string;
  const exported = await ada.post("/users/export-data");
  await ada.put("/users/profile", { fullName: MARK });
  await world.sql("update promptr.sessions set user_agent = $1 where id = $2", [MARK, ada.sessionId]);
  const [job] = await world.sql("select id from pgboss.job limit 1");
  const jobId = String(job?.["id"]);
  Object.assign(hers, {
    "/prompts/public/:id": promptId,
    "/prompts/:id": promptId,
    "/folders/:id": folder.body.id,
    "/api-keys/:id": key.id,
    "/webhooks/:id": webhook.body.id,
    "/auth/sessions/:id": ada.sessionId,
    "/users/exports/:id": exported.body.id,
    "/admin/users/:id": ada.userId,
    "/admin/prompts/:id": promptId,
    "/admin/broadcasts/:id": broadcastId,
    "/admin/jobs/:id": jobId,
    "/admin/jobs/queues/:queue": "mail.send",
    "/admin/flags/:flag": "of_a_front_end",
    "/sharing/:token": shareToken(share.body.url as string),
  });
  before = await state();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await supabase[Symbol.asyncDispose]();
});

const operations = routes.filter(({ root, unlimited }) => !root && !unlimited);
const guarded = operations.filter(({ ignoresCredential }) => !ignoresCredential);
const closed = guarded.filter(({ access }) => access !== "public");

/** The start of a route's path that names a thing of somebody's. */
const namedIn = (route: Route): string | undefined =>
  Object.keys(hers)
    .filter((start) => route.path === start || route.path.startsWith(`${start}/`))
    .sort((a, b) => b.length - a.length)[0];

function addressOf(route: Route): string {
  const start = namedIn(route);
  if (route.path.includes(":") && !start)
    throw new Error(`${route.name} names a thing this test has none of: give Ada one`);
  const address = start ? pathOf(route).replace(start, start.replace(/:\w+/, String(hers[start]))) : pathOf(route);
  return filledIn(address);
}

/** Whether a body names a thing of somebody's. */
const namesHers = (body: object | undefined): boolean => Object.keys(hersInBodies).some((name) => name in (body ?? {}));
const withHers = (body: object): object =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, hersInBodies[name] ?? value]));

function ask(who: Caller, route: Route): Promise<Answered> {
  const body = route.body && JSON.stringify(withHers(route.example?.body ?? {}));
  const query = route.query && "promptId" in route.query.shape ? `?promptId=${promptId}` : "";
  return who.raw(addressOf(route) + query, {
    method: route.method,
    ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
  });
}

/** Asks every operation and lists those whose answer is not as it should be; none may show what is Ada's. */
async function wrongs(
  list: readonly Route[],
  who: () => Promise<Caller> | Caller,
  isRight: (answer: Answered, route: Route) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for (const route of list) {
    const answer = await ask(await who(), route);
    if (answer.text.includes(MARK)) found.push(`${route.name} shows what is Ada's`);
    if (!isRight(answer, route)) found.push(`${route.name}: ${answer.status} ${String(answer.body?.code)}`);
  }
  return found;
}
const refuses =
  (status: number, ...codes: string[]) =>
  ({ status: given, body }: Answered): boolean =>
    given === status && codes.includes(String(body.code));
const bearer = (token: string): Caller => caller(world.url, { authorization: `Bearer ${token}` });
const allScopes = [...API_SCOPES];

describe("every operation", { timeout: 120_000 }, () => {
  test("knows nobody without a credential", async () => {
    expect(await wrongs(closed, () => world.anyone, refuses(401, "unauthenticated"))).toEqual([]);
  });

  test.each([
    ["a token that is garbage", () => bearer("garbage")],
    ["a key that is garbage", () => caller(world.url, { "x-api-key": "xmlp_garbage" })],
    [
      "a token that has expired",
      async () => {
        const { userId, sessionId } = ada;
        const now = new Date(world.clock.now.getTime() - 86_401_000);
        return bearer(await world.app.ports.tokens.issue({ userId, sessionId, now }));
      },
    ],
    [
      "a token of a session that is another's",
      async () => {
        const { userId } = await world.user();
        return bearer(await world.app.ports.tokens.issue({ userId, sessionId: ada.sessionId, now: world.clock.now }));
      },
    ],
    [
      "a token of a session that was logged out",
      async () => {
        const user = await world.user();
        await user.post("/auth/logout");
        return user;
      },
    ],
    [
      "a key that has expired",
      async () => {
        const expiresAt = new Date(world.clock.now.getTime() + 60_000).toISOString();
        const key = await world.apiKey(await world.user(), { scopes: allScopes, expiresAt });
        await world.sql("update promptr.api_keys set expires_at = created_at where id = $1", [key.id]);
        return key;
      },
    ],
    [
      "a key that was deleted",
      async () => {
        const user = await world.user();
        const key = await world.apiKey(user, { scopes: allScopes });
        await user.delete(`/api-keys/${key.id}`);
        return key;
      },
    ],
    [
      "a token of an account that was closed",
      async () => {
        const user = await world.user();
        await world.sql("update promptr.profiles set erased_at = now() where id = $1", [user.userId]);
        return user;
      },
    ],
    ["Supabase's anonymous key", () => bearer(supabase.anonKey)],
    ["Supabase's service key", () => bearer(supabase.serviceRoleKey)],
    ["a Supabase token of the anonymous role", () => bearer(supabase.sign({ role: "anon" }))],
    ["a Supabase token of an anonymous person", () => bearer(supabase.sign({ is_anonymous: true }))],
  ])("refuses %s", async (_what, who) => {
    expect(await wrongs(guarded, who, refuses(401, "unauthenticated"))).toEqual([]);
  });

  test("refuses token and key of somebody suspended", async () => {
    const user = await world.user();
    const key = await world.apiKey(user, { scopes: allScopes });
    await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [user.userId]);
    world.app.ports.cache.drop(`user:${user.userId}`);
    for (const who of [user, key])
      expect(await wrongs(guarded, () => who, refuses(401, "unauthenticated"))).toEqual([]);
  });

  test("gives a key only what its scope says, and never what wants a person", async () => {
    for (const route of closed) {
      const scopes = allScopes.filter((scope) => scope !== route.keyScope);
      const key = await world.apiKey(await world.user({ tier: "pro" }), { scopes });
      const code = route.keyScope ? "insufficient_scope" : "user_token_required";
      expect(await wrongs([route], () => key, refuses(403, code))).toEqual([]);
    }
  });

  /** Somebody else is told the same as of a thing that does not exist. */
  const isHidden = (answer: Answered, route: Route): boolean => {
    if (route.access === "admin") return answer.status === 403;
    if (route.path === "/sharing/:token" && route.method === "GET") return answer.status === 401; // its own password
    const touches = namedIn(route) !== undefined || namesHers(route.example?.body);
    return touches ? refuses(404, "not_found")(answer) : answer.status < 500;
  };

  test("hides what is Ada's from another's token and from another's key", async () => {
    expect(await wrongs(operations, () => world.user({ tier: "pro" }), isHidden)).toEqual([]);
    const byKey = async () => world.apiKey(await world.user({ tier: "pro" }), { scopes: allScopes });
    const forKeys = guarded.filter(({ keyScope }) => keyScope !== null);
    expect(await wrongs(forKeys, byKey, isHidden)).toEqual([]);
    expect(await wrongs(guarded, () => bearer(supabase.sign()), isHidden)).toEqual([]);
  });

  test("hides what is Ada's from an administrator too, outside what is for administrators", async () => {
    const ordinary = operations.filter(({ access }) => access !== "admin");
    const admin = () => world.user({ tier: "pro", role: "admin" });
    expect(await wrongs(ordinary, admin, isHidden)).toEqual([]);
  });

  test("lets an administrator do what is for administrators", async () => {
    const [admin, other] = [await world.user({ role: "admin" }), await world.user()];
    const kept = { ...hers };
    const published = await other.post("/prompts", { title: "Of another", task: "t", isPublic: true });
    Object.assign(hers, {
      "/admin/users/:id": other.userId,
      "/admin/prompts/:id": published.body.id as string,
      "/admin/broadcasts/:id": await broadcastOf(other),
    });
    const list = operations.filter(({ access }) => access === "admin");
    const found: string[] = [];
    for (const route of list) {
      const { status } = await ask(admin, route);
      if (status >= 300) found.push(`${route.name}: ${status}`);
    }
    Object.assign(hers, kept);
    expect(list.length).toBeGreaterThan(0);
    expect(found).toEqual([]);
  });

  test("has changed nothing of Ada's, whoever asked", async () => {
    await wrongs(
      operations,
      () => world.user({ tier: "pro" }),
      () => true,
    );
    expect(await state()).toEqual(before);
  });
});

test("an id nobody has is answered like one of somebody else's, byte for byte but the request's id", async () => {
  const eve = await world.user();
  for (const route of closed.filter((one) => namedIn(one) && one.access === "user")) {
    const start = namedIn(route)!;
    const seen = async (id: string): Promise<string> => {
      const address = filledIn(pathOf(route).replace(start, start.replace(/:\w+/, id)));
      const body = route.body && JSON.stringify(route.example?.body ?? {});
      const { status, text } = await eve.raw(address, {
        method: route.method,
        ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
      });
      return `${status} ${text}`.replaceAll(/req_[\w-]+/g, "").replaceAll(id, "");
    };
    const unknown = start.endsWith(":token") ? "x".repeat(43) : randomUUID();
    expect([route.name, await seen(String(hers[start]))]).toEqual([route.name, await seen(unknown)]);
  }
});
