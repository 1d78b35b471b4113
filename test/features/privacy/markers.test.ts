import { randomBytes } from "node:crypto";
import { expect, test, vi } from "vitest";
import { MailRefused } from "../../../src/contract/mail.ts";
import { limitsBut } from "../auth/answers.ts";
import { type Answered, caller, type Caller } from "../../caller.ts";
import { createWorld, until, type World } from "../../world.ts";
import { bearer, download, unzip } from "./fixture.ts";
import { unmarkedColumns } from "./written.ts";

// Erasure, export and mails are jobs: together they wait for more than a busy machine does in twenty seconds.
vi.setConfig({ testTimeout: 120_000 });

/** A text nobody else ever writes, in everything a person can write. */
const mark = (name: string): string => `zq${name}${randomBytes(8).toString("hex")}`;
const NAMES = [
  ...(["name", "mail", "agent", "model", "idem", "key", "reason", "hook", "folder", "label", "why"] as const),
  ...(["case", "value", "expected", "draft", "verdict", "appeal", "declared", "answer", "check"] as const),
] as const;
const PARTS = ["title", "description", "role", "task", "context", "requirements", "style", "output", "tag"] as const;
const WRITTEN = Object.fromEntries(
  [...NAMES, ...PARTS, ...PARTS.map((part) => `${part}2` as const), "message" as const].map((name) => [
    name,
    mark(name),
  ]),
) as Record<(typeof NAMES)[number] | (typeof PARTS)[number] | `${(typeof PARTS)[number]}2` | "message", string>;
/** Never kept anywhere, not even before the account is erased. */
const SECRET = {
  password: mark("password"),
  password2: mark("password"),
  share: mark("sharepassword"),
  guess: mark("guess"),
};

/** Tables, all schemas and partitions, with a row that holds one of the texts, as text or in bytes. */
async function tablesWith(world: World, texts: readonly string[]): Promise<Map<string, string[]>> {
  const tables = await world.sql(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`);
  const found = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await world.sql(
      `select text from unnest($1::text[]) as text where exists (select from ${String(name)} as one
        where one::text ilike '%' || text || '%' or one::text ilike '%' || encode(text::bytea, 'hex') || '%')`,
      [texts],
    );
    if (rows.length > 0)
      found.set(
        String(name),
        rows.map(({ text }) => String(text)),
      );
  }
  return found;
}

const parts = (suffix: "" | "2") =>
  Object.fromEntries(
    PARTS.filter((part) => part !== "tag").map((part) => [part, `${part} ${WRITTEN[`${part}${suffix}`]} {{variable}}`]),
  );

async function done(answer: Promise<Answered>): Promise<void> {
  const { status, text } = await answer;
  if (status >= 300) throw new Error(text);
}

/** Folders, labels and test cases. */
async function organise(ada: Caller, promptId: string): Promise<void> {
  const variables = { variable: WRITTEN.value };
  const expectations = [{ kind: "contains", text: WRITTEN.expected }];
  await done(ada.post("/folders", { name: WRITTEN.folder }));
  await done(ada.put(`/prompts/${promptId}/labels/${WRITTEN.label}`, { version: 1, reason: WRITTEN.why }));
  await done(ada.put("/prompts/protected-labels", { labels: [WRITTEN.label] }));
  await done(ada.post(`/prompts/${promptId}/tests`, { name: WRITTEN.case, variables, expectations }));
  await done(ada.post("/sharing/create", { promptId, label: WRITTEN.label }));
}

/** What only a model could bring about: a run of the test case with a draft, and what came of it. */
async function runTests(world: World, userId: string, promptId: string): Promise<void> {
  const draft = JSON.stringify({ task: WRITTEN.draft });
  const [run] = await world.sql(
    `insert into promptr.prompt_test_runs (id, user_id, prompt_id, version, model, cases, draft)
     values (gen_random_uuid(), $1, $2, 1, 'm', 1, $3) returning id`,
    [userId, promptId, draft],
  );
  const checks = JSON.stringify([{ detail: WRITTEN.check }]);
  await world.sql(
    `insert into promptr.prompt_test_results (run_id, case_id, user_id, name, passed, answer, checks, duration_ms)
     values ($1, gen_random_uuid(), $2, $3, true, $4, $5, 1)`,
    [run?.["id"], userId, WRITTEN.case, WRITTEN.answer, checks],
  );
}

/** Everything a person can do that leaves something behind. */
async function live(world: World) {
  const email = `${WRITTEN.mail}@example.com`;
  const agent = { "user-agent": `Browser ${WRITTEN.agent}` };
  const fullName = `Ada ${WRITTEN.name}`;
  const made = await world.anyone.post("/auth/register", { email, password: SECRET.password, fullName }, agent);
  const anyone = world.anyone;
  const first = caller(world.url, { ...bearer(made.body), ...agent });
  await anyone.post("/auth/login", { email, password: SECRET.guess }, agent);
  await anyone.post("/auth/forgot-password", { email }, agent);
  await first.post("/auth/change-password", { currentPassword: SECRET.password, newPassword: SECRET.password2 });
  const again = await anyone.post("/auth/login", { email, password: SECRET.password2 }, agent);
  const ada = caller(world.url, { ...bearer(again.body), ...agent });
  await ada.put("/users/profile", { preferences: { defaultModel: WRITTEN.model } });
  const root = await world.user({ role: "admin" });
  const reason = `Because ${WRITTEN.reason}`;
  await root.put(`/admin/users/${made.body.user.id}`, { subscriptionTier: "pro", reason });
  // Nobody listens there: what it is told waits, and is gone with the account.
  const hook = { url: `http://127.0.0.1:9/${WRITTEN.hook}`, description: WRITTEN.hook, includesText: true };
  await ada.post("/webhooks", { ...hook, events: ["prompt.created", "prompt.updated", "share.opened"] });
  const variables = [{ name: "variable", type: "string", description: WRITTEN.declared }];
  const prompt = await ada.post(
    "/prompts",
    { ...parts(""), variables, tags: [WRITTEN.tag.slice(0, 30)], isPublic: true, selectedModel: WRITTEN.model },
    { "Idempotency-Key": WRITTEN.idem },
  );
  const promptId = prompt.body.id as string;
  await ada.put(`/prompts/${promptId}`, { ...parts("2"), tags: [WRITTEN.tag2.slice(0, 30)], message: WRITTEN.message });
  const share = await ada.post("/sharing/create", { promptId, password: SECRET.share });
  const key = await ada.post("/api-keys", { name: `Key ${WRITTEN.key}`, scopes: ["prompts:read"] });
  await caller(world.url, { "x-api-key": key.body.key }).get("/prompts");
  await ada.get(`/prompts?tag=${WRITTEN.tag.slice(0, 30)}`);
  await ada.post("/enrichment/validate", parts("2"));
  await organise(ada, promptId);
  await runTests(world, made.body.user.id, promptId);
  const draft = `Write a product description of ${WRITTEN.draft} etc. DO IT NOW!!! ANSWER!!!`;
  await done(ada.post("/enrichment/enhance", { text: draft, model: "promptr-builtin" }));
  await done(root.put(`/admin/prompts/${promptId}`, { status: "flagged", reason: WRITTEN.verdict }));
  await done(ada.post(`/prompts/${promptId}/appeal`, { note: WRITTEN.appeal }));
  await done(root.put(`/admin/prompts/${promptId}`, { status: "approved", reason: WRITTEN.verdict }));
  return {
    ada,
    email,
    promptId,
    link: share.body.token as string,
    token: again.body.accessToken as string,
    userId: made.body.user.id as string,
  };
}

const look = (world: World, { promptId, link }: { promptId: string; link: string }) =>
  Promise.all([
    world.anyone.get(`/prompts/public/${promptId}`),
    world.anyone.get("/prompts/public?limit=50"),
    world.anyone.get(`/sharing/${link}`, { "x-share-password": SECRET.share }),
    world.anyone.raw(`/s/${link}`, { headers: { "user-agent": "Mozilla/5.0 Firefox" } }),
  ]);

test("an export holds everything a person wrote, and after the erasure no table, log line or cache holds any of it", async () => {
  const written = Object.values(WRITTEN).map((text) => text.slice(0, 30));
  const secrets = Object.values(SECRET);
  await using world = await createWorld({
    role: "all",
    env: { WEBHOOKS_ALLOW_PRIVATE: "true" },
    limits: limitsBut({}),
    ports: (ports) => ({
      ...ports,
      mailer: {
        ...ports.mailer,
        // One kind of mail never gets out, so that its job ends in the dead letter queue.
        send: (mail) =>
          mail.subject.startsWith("Your password")
            ? Promise.reject(new MailRefused("no such address"))
            : ports.mailer.send(mail),
      },
    }),
  });
  const person = await live(world);
  const { ada, email, userId, token } = person;

  const asked = await ada.post("/users/export-data");
  const path = `/users/exports/${asked.body.id}`;
  await until(async () => (await ada.get(path)).body.state === "ready", 30_000);
  const { bytes } = await download(`${world.url}/api/v1${path}/download`, bearer({ accessToken: token }));
  const all = Object.values(unzip(bytes)).join("\n");
  expect(written.filter((text) => !all.includes(text))).toEqual([]);
  expect(secrets.filter((text) => all.includes(text))).toEqual([]);

  await until(async () => (await world.sql("select 1 from pgboss.job where name = 'dead_letter'")).length > 0, 20_000);
  const before = await tablesWith(world, [...written, ...secrets]);
  expect(new Set([...before.values()].flat())).toEqual(new Set(written)); // the search finds what there is
  expect(await unmarkedColumns(world)).toEqual([]);
  expect((await look(world, person)).map(({ text }) => text.includes(WRITTEN.title2))).toEqual([
    true,
    true,
    true,
    false,
  ]);

  expect((await ada.delete("/users/delete-account", { password: SECRET.password2 })).status).toBe(202);
  await until(
    async () => (await world.sql("select 1 from promptr.profiles where id = $1", [userId])).length === 0,
    30_000,
  );
  await until(
    async () =>
      (await world.sql("select 1 from pgboss.job where name = 'users.erase' and state = 'completed'")).length > 0,
    10_000,
  );

  expect(await tablesWith(world, [...written, ...secrets])).toEqual(new Map());
  const logged = JSON.stringify(world.logged());
  expect([...written, ...secrets, email].filter((text) => logged.includes(text))).toEqual([]);
  for (const { text } of await look(world, person))
    expect([...written, ...secrets].filter((one) => text.includes(one))).toEqual([]);
  // The number of the account leads to nobody now. It is in the audit log, in this erasure's own job, and for a day in
  // the lists of what caches had to forget and of whose usage must not come back. (Mails that were sent lie in the outbox, as they would with a mail server.)
  const [month] = [...(await tablesWith(world, [userId])).keys()].filter((name) =>
    name.startsWith("promptr.audit_log_"),
  );
  expect([...(await tablesWith(world, [userId])).keys()].toSorted((a, b) => a.localeCompare(b))).toEqual([
    "pgboss.job_common",
    month,
    "promptr.change_events",
    "promptr.usage_forgotten",
  ]);
  const jobs = await world.sql("select name from pgboss.job where data::text like '%' || $1 || '%'", [userId]);
  expect(jobs).toEqual([{ name: "users.erase" }]);
});
