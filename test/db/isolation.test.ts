import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AS_AUTH, AS_JOBS, asShareReader, asUser, type Identity } from "../../src/db/identity.ts";
import { createWorld, type User, type World } from "../world.ts";
import { fillTables } from "./rows.ts";

let world: World;
let ada: User;
let eve: User;
let runId: string;
let shareHash: Buffer;

beforeAll(async () => {
  world = await createWorld();
  [ada, eve] = [await world.user(), await world.user()];
  ({ runId, shareHash } = await fillTables(world, ada));
});
afterAll(() => world[Symbol.asyncDispose]());

/** Rows a statement returned or touched, or the SQLSTATE Postgres refused it with. */
async function attempt(identity: Identity, sql: string): Promise<number | string> {
  try {
    return (await world.db(identity).rows({ sql, parameters: [] })).length;
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    return cause?.code ?? code ?? "unknown";
  }
}

describe("row level security", () => {
  test("no role of the service is above it, nor owns a table", async () => {
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

  test("lets nobody write a row in another's name", async () => {
    const eveAs = asUser(eve.userId);
    const id = randomUUID();
    for (const sql of [
      `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score) values ('${id}', '${ada.userId}', 't', 't', 't', 0)`,
      `insert into promptr.quota_usage (user_id, kind, month, used) values ('${ada.userId}', 'enrichments', '2026-11-01', 1)`,
      `insert into promptr.enhancements (id, user_id, month, model, provider) values ('${id}', '${ada.userId}', '2026-11-01', 'm', 'p')`,
      `insert into promptr.profiles (id, email, full_name) values ('${id}', 'x@y.io', 'x')`,
      `insert into promptr.audit_log (actor_kind, actor_id, action, subject_type) values ('session', '${ada.userId}', 'a.b', 's')`,
      `insert into promptr.usage_tracking (id, user_id, action_type, batch) values ('${id}', '${ada.userId}', 'a', 1)`,
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
       values ('${runId}', '${randomUUID()}', '${owner.userId}', 'n', true, '[]', 1)`;
    for (const owner of [ada, eve]) expect(await attempt(asUser(owner.userId), result(owner))).toBe("42501");
    expect(await attempt(AS_JOBS, result(eve))).toBe("23503");
    expect(await attempt(AS_JOBS, result(ada))).toBe(0);
    const change = `update promptr.prompt_test_runs set state = 'failed', finished_at = now() where id = '${runId}'`;
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
