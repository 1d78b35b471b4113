import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AS_AUTH, AS_JOBS, asShareReader, asUser, type Identity } from "../../src/db/identity.ts";
import { createWorld, type User, type World } from "../world.ts";

let world: World;
let ada: User;
let eve: User;
const ADAS_RUN = randomUUID();
const shareHash = Buffer.alloc(32, 7);

/** One row of Ada's in every table that holds something of a person. */
beforeAll(async () => {
  world = await createWorld();
  [ada, eve] = [await world.user(), await world.user()];
  const prompt = randomUUID();
  const insert = (sql: string, parameters: unknown[]) => world.sql(`insert into promptr.${sql}`, parameters);
  await insert(
    "credentials (user_id, password_hash) values ($1, '$argon2id$v=19$m=1,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo')",
    [ada.userId],
  );
  await insert("prompts (id, user_id, title, task, raw_prompt, quality_score) values ($1, $2, 't', 't', 't', 0.5)", [
    prompt,
    ada.userId,
  ]);
  await insert(
    "prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score) values ($1, $2, 1, $3, 't', 't', 'm', 0.5)",
    [prompt, ada.userId, shareHash],
  );
  await insert("shared_prompts (id, prompt_id, created_by, share_token) values ($1, $2, $3, $4)", [
    randomUUID(),
    prompt,
    ada.userId,
    shareHash,
  ]);
  await insert("quota_usage (user_id, kind, month, used) values ($1, 'prompts', '2026-11-01', 1)", [ada.userId]);
  await insert("enhancements (id, user_id, month, model, provider) values ($1, $2, '2026-11-01', 'm', 'builtin')", [
    randomUUID(),
    ada.userId,
  ]);
  await insert(
    "idempotency_keys (user_id, key, route, request_hash, state, lease_until, expires_at) values ($1, 'k', 'r', $2, 'running', now(), now())",
    [ada.userId, shareHash],
  );
  const [key, made] = [randomUUID(), randomUUID()];
  await insert("identities (provider, subject, user_id) values ('supabase', 's', $1)", [ada.userId]);
  for (const table of ["password_resets", "email_verifications"])
    await insert(`${table} (user_id, token_hash, expires_at) values ($1, $2, now() + interval '1 day')`, [
      ada.userId,
      shareHash,
    ]);
  await insert("api_keys (id, user_id, name, scopes) values ($1, $2, 'n', '{prompts:read}')", [key, ada.userId]);
  await insert("api_key_secrets (secret_hash, api_key_id, user_id, prefix) values ($1, $2, $3, 'xmlp_abcdef')", [
    shareHash,
    key,
    ada.userId,
  ]);
  await insert("api_key_usage (api_key_id, user_id, day, calls) values ($1, $2, '2026-11-01', 1)", [key, ada.userId]);
  await insert("notifications (id, user_id, kind, title, body) values ($1, $2, 'k', 't', 'b')", [key, ada.userId]);
  await insert("exports (id, user_id, expires_at) values ($1, $2, now())", [made, ada.userId]);
  await insert("export_chunks (export_id, user_id, part, bytes) values ($1, $2, 0, '\\x00')", [made, ada.userId]);
  const folder = randomUUID();
  await insert("folders (id, user_id, name) values ($1, $2, 'f')", [folder, ada.userId]);
  await insert("prompt_labels (prompt_id, user_id, label, version) values ($1, $2, 'production', 1)", [
    prompt,
    ada.userId,
  ]);
  await insert(
    "label_events (id, prompt_id, user_id, label, to_version, revision, actor_kind) values ($1, $2, $3, 'production', 1, 1, 'session')",
    [folder, prompt, ada.userId],
  );
  await insert(
    "prompt_test_cases (id, user_id, prompt_id, name, variables, expectations) values ($1, $2, $3, 'n', '{}', '[]')",
    [folder, ada.userId, prompt],
  );
  await insert("prompt_test_runs (id, user_id, prompt_id, version, model, cases) values ($1, $2, $3, 1, 'm', 1)", [
    ADAS_RUN,
    ada.userId,
    prompt,
  ]);
  await insert(
    "prompt_test_results (run_id, case_id, user_id, name, passed, checks, duration_ms) values ($1, $2, $3, 'n', true, '[]', 1)",
    [ADAS_RUN, folder, ada.userId],
  );
  await insert(
    "enhancement_results (id, user_id, cache_key, result, expires_at) values ($1, $2, $3, '{}', now() + interval '1 day')",
    [folder, ada.userId, shareHash],
  );
  await insert("prompt_stars (prompt_id, user_id) values ($1, $2)", [prompt, ada.userId]);
  await insert("prompt_views (prompt_id, day, views) values ($1, '2026-11-01', 1)", [prompt]);
  await insert("change_events (tags, user_id, kind) values ('{t}', $1, 'a.b')", [ada.userId]);
  await insert("audit_log (actor_kind, action, subject_type, owner_id) values ('job', 'a.b', 's', $1)", [ada.userId]);
});
afterAll(() => world[Symbol.asyncDispose]());

const PRIVATE = [
  "profiles",
  "credentials",
  "sessions",
  "refresh_tokens",
  "signing_keys",
  "prompts",
  "prompt_versions",
  "shared_prompts",
  "quota_usage",
  "enhancements",
  "idempotency_keys",
  "identities",
  "password_resets",
  "email_verifications",
  "server_secrets",
  "api_keys",
  "api_key_secrets",
  "api_key_usage",
  "notifications",
  "exports",
  "export_chunks",
  "audit_log",
  "audit_head",
  "folders",
  "prompt_labels",
  "label_events",
  "prompt_stars",
  "prompt_views",
  "change_events",
  "prompt_test_cases",
  "prompt_test_runs",
  "prompt_test_results",
  "enhancement_results",
];
/** Eve has rows of her own there; what she may do to them. */
const EVES: Readonly<Record<string, readonly string[]>> = { profiles: ["select", "update"], sessions: ["select"] };

/** Rows a statement returned or touched, or the SQLSTATE Postgres refused it with. */
async function attempt(identity: Identity, sql: string): Promise<number | string> {
  try {
    return (await world.db(identity).rows({ sql, parameters: [] })).length;
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    return cause?.code ?? code ?? "unknown";
  }
}

const commands = (table: string, column: string): Record<string, string> => ({
  select: `select 1 from promptr.${table}`,
  update: `update promptr.${table} set ${column} = ${column} returning 1`,
  delete: `delete from promptr.${table} returning 1`,
});
const COLUMN: Record<string, string> = {
  profiles: "full_name",
  credentials: "password_hash",
  sessions: "user_agent",
  refresh_tokens: "replaced_at",
  signing_keys: "private_jwk",
  prompts: "title",
  prompt_versions: "message",
  shared_prompts: "is_public",
  quota_usage: "used",
  enhancements: "model",
  idempotency_keys: "route",
  identities: "subject",
  password_resets: "token_hash",
  email_verifications: "token_hash",
  server_secrets: "secret",
  api_keys: "name",
  api_key_secrets: "prefix",
  api_key_usage: "calls",
  notifications: "read_at",
  exports: "state",
  export_chunks: "part",
  audit_log: "action",
  audit_head: "seq",
  folders: "name",
  prompt_labels: "version",
  label_events: "reason",
  prompt_stars: "created_at",
  prompt_views: "views",
  change_events: "tags",
  prompt_test_cases: "name",
  prompt_test_runs: "state",
  prompt_test_results: "passed",
  enhancement_results: "result",
};

describe("row level security", () => {
  test("is enabled and forced on every table, and no role of the service can escape it", async () => {
    const open = await world.sql(
      "select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'promptr' and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)",
    );
    expect(open).toEqual([]);
    const strong = await world.sql(
      "select rolname from pg_roles where rolname like 'promptr_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or (rolcanlogin and rolname <> 'promptr_login'))",
    );
    expect(strong).toEqual([]);
    const owned = await world.sql(
      "select relname from pg_class c join pg_roles r on r.oid = relowner where rolname in ('promptr_app', 'promptr_auth', 'promptr_share', 'promptr_search')",
    );
    expect(owned).toEqual([]);
  });

  test("is what a statement of a request really runs under", async () => {
    const sql =
      "select current_user::text as role, current_setting('is_superuser') as strong, promptr.current_subject() as subject";
    expect(await world.db(asUser(ada.userId)).one({ sql, parameters: [] })).toEqual({
      role: "promptr_app",
      strong: "off",
      subject: ada.userId,
    });
    await world.db(asUser(ada.userId)).transaction(async (db) => {
      expect(await db.one({ sql, parameters: [] })).toEqual({
        role: "promptr_app",
        strong: "off",
        subject: ada.userId,
      });
    });
  });

  test("leaves no role and no subject behind on a connection", async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const [identity, expected] =
          index % 3 === 0 ? [asUser(ada.userId), 1] : index % 3 === 1 ? [asUser(eve.userId), 0] : [asUser(null), 0];
        return (await attempt(identity, "select 1 from promptr.prompts")) === expected;
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
  });

  test.each(PRIVATE)("lets nobody and no other user see, change or delete Ada's row in %s", async (table) => {
    for (const [command, sql] of Object.entries(commands(table, COLUMN[table] ?? ""))) {
      for (const identity of [asUser(null), asUser(eve.userId), asShareReader(Buffer.alloc(32, 9))]) {
        const got = await attempt(identity, sql);
        const own = identity.subject === eve.userId && EVES[table]?.includes(command) ? 1 : 0;
        expect([0, own, "42501"], `${command} as ${identity.role} ${identity.subject}`).toContain(got);
      }
    }
  });

  test("lets nobody write a row in another's name", async () => {
    const eveAs = asUser(eve.userId);
    const id = randomUUID();
    for (const sql of [
      `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score) values ('${id}', '${ada.userId}', 't', 't', 't', 0)`,
      `insert into promptr.quota_usage (user_id, kind, month, used) values ('${ada.userId}', 'enrichments', '2026-11-01', 1)`,
      `insert into promptr.enhancements (id, user_id, month, model, provider) values ('${id}', '${ada.userId}', '2026-11-01', 'm', 'p')`,
      `insert into promptr.profiles (id, email, full_name) values ('${id}', 'x@y.io', 'x')`,
      `insert into promptr.audit_log (actor_kind, actor_id, action, subject_type) values ('session', '${ada.userId}', 'a.b', 's')`,
      `insert into promptr.api_keys (id, user_id, name, scopes) values ('${id}', '${ada.userId}', 'n', '{prompts:read}')`,
      `insert into promptr.notifications (id, user_id, kind, title, body) values ('${id}', '${ada.userId}', 'k', 't', 'b')`,
      `insert into promptr.exports (id, user_id, expires_at) values ('${id}', '${ada.userId}', now())`,
      `update promptr.profiles set role = 'admin' where id = '${eve.userId}'`,
      `update promptr.profiles set subscription_tier = 'pro' where id = '${eve.userId}'`,
    ]) {
      expect(["42501", "42P01"]).toContain(await attempt(eveAs, sql));
    }
  });

  test("keeps what a test found from being made up: not by its owner, and not into another's run by anybody", async () => {
    const result = (owner: User) =>
      `insert into promptr.prompt_test_results (run_id, case_id, user_id, name, passed, checks, duration_ms)
       values ('${ADAS_RUN}', '${randomUUID()}', '${owner.userId}', 'n', true, '[]', 1)`;
    for (const owner of [ada, eve]) expect(await attempt(asUser(owner.userId), result(owner))).toBe("42501");
    expect(await attempt(AS_JOBS, result(eve))).toBe("23503");
    expect(await attempt(AS_JOBS, result(ada))).toBe(0);
    const change = `update promptr.prompt_test_runs set state = 'failed', finished_at = now() where id = '${ADAS_RUN}'`;
    expect(await attempt(asUser(ada.userId), change)).toBe("42501");
    for (const table of ["prompt_test_runs", "prompt_test_results", "enhancement_results"])
      expect(await attempt(asUser(ada.userId), `delete from promptr.${table}`)).toBe("42501");
  });

  test("shows the holder of a link that link and its prompt, and nothing else", async () => {
    const holder = asShareReader(shareHash);
    expect(await attempt(holder, "select 1 from promptr.shared_prompts")).toBe(1);
    expect(await attempt(holder, "select 1 from promptr.prompts")).toBe(1);
    expect(await attempt(holder, "update promptr.shared_prompts set max_views = 5 returning 1")).toBe("42501");
    expect(await attempt(holder, "select 1 from promptr.profiles")).toBe("42501");
  });

  test("keeps the payload of jobs from requests, and prompts from the door", async () => {
    expect(await attempt(asUser(ada.userId), "select data from pgboss.job_common")).toBe("42501");
    expect(await attempt(AS_AUTH, "select 1 from promptr.prompts")).toBe("42501");
    expect(await attempt(AS_JOBS, "select 1 from promptr.credentials")).toBe("42501");
  });
});

describe("the schema", () => {
  test("keeps versions immutable, even for their owner role", async () => {
    await expect(world.sql("update promptr.prompt_versions set task = 'x'")).rejects.toThrow("append-only");
  });

  test("has an index behind every foreign key", async () => {
    const missing = await world.sql(`
      select conrelid::regclass::text as table, conname from pg_constraint k
      where contype = 'f' and connamespace = 'promptr'::regnamespace and not exists (
        select from pg_index i where indrelid = conrelid and (indkey::int2[])[0:0] <@ conkey[1:1])`);
    expect(missing).toEqual([]);
  });

  test("touches updated_at by itself", async () => {
    const [row] = await world.sql(
      "update promptr.profiles set full_name = 'New' where id = $1 returning updated_at > created_at as later",
      [ada.userId],
    );
    expect(row).toEqual({ later: true });
  });
});
