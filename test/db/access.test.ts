import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../world.ts";
import { ACCESS, QUEUE } from "./access.ts";
import { asLogin, COMMANDS, type Command, nameOf, probe, type Probed, statementsFor } from "./probe.ts";
import { fillTables } from "./rows.ts";
import { WAYS_OUT } from "./ways-out.ts";

let world: World;
let [ada, eve, root]: User[] = [];
let statements: Probed[];
beforeAll(async () => {
  world = await createWorld();
  [ada, eve, root] = [await world.user(), await world.user(), await world.user({ role: "admin" })];
  await fillTables(world, ada);
  // What of Eve's and the administrator's a row without their id could be taken for Ada's.
  await world.sql("delete from promptr.refresh_tokens where session_id <> $1", [ada.sessionId]);
  statements = await statementsFor(world, "promptr_app", [eve.userId, root.userId]);
});
afterAll(() => world[Symbol.asyncDispose]());

const DENIED = "42501";
const PARTITION = /^(?:audit_log|usage_tracking)_(?:default|\d{4}_\d{2})$/;

/** What a statement must come to: 42501 by grant or for a row in another's name, 0 for a row that is not there. */
function expected(table: string, command: Command, isOwner: boolean): string | RegExp {
  const access = PARTITION.test(table) ? "-" : ACCESS[table]?.[command];
  if (access === "-" || access === undefined) return DENIED;
  const isAllowed = access === "all" || isOwner;
  // A copy of a row is one too many, which is found out only after it was allowed.
  if (command === "insert") return isAllowed ? /^(?:1|23505|23P01)$/ : DENIED;
  return isAllowed ? "1" : "0";
}

/** What the description and the database disagree about. */
async function undescribed(): Promise<string[]> {
  const tables = await world.sql(`
    select relname as name, relrowsecurity and relforcerowsecurity as locked, relispartition as part from pg_class
    where relnamespace = 'promptr'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by 1`);
  const whole = tables.filter(({ part }) => part !== true).map(({ name }) => String(name));
  return [
    ...tables.filter(({ locked }) => locked !== true).map(({ name }) => `${String(name)} is not locked`),
    ...whole.filter((name) => !(name in ACCESS)).map((name) => `${name} is not described`),
    ...Object.keys(ACCESS).flatMap((name) => (whole.includes(name) ? [] : [`${name} does not exist`])),
  ];
}

/** What is not as described, of everything somebody tries. */
async function faults(tried: readonly Probed[]): Promise<string[]> {
  const people = { owner: ada!.userId, nobody: "", other: eve!.userId, admin: root!.userId };
  const wrong: string[] = [];
  for (const [who, subject] of Object.entries(people))
    for (const { table, command, result } of await probe(world, tried, { role: "promptr_app", subject })) {
      const wanted = expected(table, command, who === "owner");
      const isRight = typeof wanted === "string" ? result === wanted : wanted.test(result);
      if (!isRight) wrong.push(`${command} ${table} as ${who}: ${result}`);
    }
  return wrong;
}

test("every table is described, has a row to be tried on, and has row level security enabled and forced", async () => {
  expect(await undescribed()).toEqual([]);
  const empty = statements.filter(({ result }) => result === "").map(({ table }) => table);
  expect(empty.filter((table) => !PARTITION.test(table))).toEqual([]);
});

test("the role of requests does to a row what its table says: its owner, nobody, another user and an administrator alike", async () => {
  const tried = statements.filter(({ result }) => result !== "");
  expect(tried.length).toBeGreaterThanOrEqual(Object.keys(ACCESS).length * COMMANDS.length);
  expect(await faults(tried)).toEqual([]);
});

test("a new table, a table without its locks and a policy that forgot whose row it is do not go unnoticed", async () => {
  const folders = statements.filter(({ table }) => table === "folders");
  await world.sql("create table promptr.t_new (id uuid primary key)");
  await world.sql("alter table promptr.folders no force row level security");
  await world.sql("alter policy own on promptr.folders using (true)");
  expect(await undescribed()).toEqual(["folders is not locked", "t_new is not locked", "t_new is not described"]);
  expect((await faults(folders)).toSorted()).toEqual(
    ["delete", "select", "update"].flatMap((command) =>
      ["admin", "nobody", "other"].map((who) => `${command} folders as ${who}: ${command === "update" ? DENIED : "1"}`),
    ),
  );
  await world.sql("alter policy own on promptr.folders using (user_id = (select promptr.current_user_id()))");
  await world.sql("alter table promptr.folders force row level security");
  await world.sql("drop table promptr.t_new");
});

test("who holds another link sees and changes nothing of any table", async () => {
  const tried = statements.filter(({ result }) => result !== "");
  const subject = "09".repeat(32);
  for (const { table, command, result } of await probe(world, tried, { role: "promptr_share", subject }))
    expect([table, command, ["0", DENIED].includes(result)]).toEqual([table, command, true]);
});

test("an administrator announces in their own name, and who is none in no name at all", async () => {
  const insert = (by: string) =>
    `insert into promptr.broadcasts (id, created_by, title, body, channels, audience, people)
     values ('${randomUUID()}', '${by}', 't', 'b', '{mail}', '{}', 1)`;
  const results = async (subject: string) => {
    const asked = [insert(subject), insert(ada!.userId)].map((result): Probed => ({
      table: "broadcasts",
      command: "insert",
      result,
    }));
    return (await probe(world, asked, { role: "promptr_app", subject })).map(({ result }) => result);
  };
  expect(await results(root!.userId)).toEqual(["1", DENIED]);
  expect(await results(eve!.userId)).toEqual([DENIED, DENIED]);
});

test("in the queue's schema requests may send, and read neither payloads nor outcomes", async () => {
  const held = await world.sql(`
    select c.relname as name, p.privilege as privilege, has_table_privilege('promptr_app', c.oid, p.privilege) as whole
    from pg_class c, unnest(array['SELECT', 'INSERT', 'UPDATE']) as p(privilege)
    where c.relnamespace = 'pgboss'::regnamespace and c.relkind in ('r', 'p', 'v')
      and has_any_column_privilege('promptr_app', c.oid, p.privilege) order by 1, 2`);
  const told: Record<string, string> = {};
  for (const { name, privilege, whole } of held) {
    const one = `${String(privilege)}${whole === true ? "" : " of some columns"}`;
    told[String(name)] = [told[String(name)], one].filter(Boolean).join(", ");
  }
  expect(told).toEqual(QUEUE);
  const removable = await world.sql(`
    select relname from pg_class where relnamespace = 'pgboss'::regnamespace and relkind in ('r', 'p')
      and (has_table_privilege('promptr_app', oid, 'delete') or has_table_privilege('promptr_app', oid, 'truncate'))`);
  expect(removable).toEqual([]);
  const readable = await world.sql(`
    select a.attname from pg_attribute a where a.attrelid = 'pgboss.job_common'::regclass and a.attname in ('data', 'output')
      and has_column_privilege('promptr_app', a.attrelid, a.attnum, 'select')`);
  expect(readable).toEqual([]);
});

const SERVICE = ["app", "auth", "share", "search", "moderator", "jobs"].map((name) => `promptr_${name}`);
test("a session that has the role of requests, and no other, finds no way out of it", async () => {
  await asLogin(world, ["promptr_app"], async (attempt) => {
    expect(await attempt("set role promptr_app")).toBe("done");
    const found: Record<string, string> = {};
    for (const [way, sql] of Object.entries(WAYS_OUT)) found[way] = await attempt(sql);
    const refused = Object.fromEntries(Object.keys(WAYS_OUT).map((way) => [way, DENIED]));
    expect(found).toEqual(refused);
    // Whoever switches it off is refused what it would have hidden.
    expect(await attempt("set row_security = off")).toBe("done");
    expect(await attempt("select from promptr.prompts")).toBe(DENIED);
  });
});

test("the login the service is served by takes the roles of the service, and none that owns, makes or unlocks anything", async () => {
  // As roles.sql grants it; a database made from a template has it not. The queue's own maker is the one who may.
  await world.sql(`grant create on database ${await nameOf(world)} to promptr_owner, promptr_jobs`);
  await asLogin(world, SERVICE, async (attempt) => {
    for (const role of SERVICE) {
      expect(await attempt(`set role ${role}`)).toBe("done");
      const mine = ["another role", ...(role === "promptr_jobs" ? ["a schema of one's own"] : [])];
      for (const [way, sql] of Object.entries(WAYS_OUT))
        if (!mine.includes(way)) expect([role, way, await attempt(sql)]).toEqual([role, way, DENIED]);
      expect(await attempt("reset role")).toBe("done");
    }
  });
});

test("functions that run as their owner have a fixed search path, and requests may call only those that are for everybody", async () => {
  const strong = await world.sql(`
    select p.oid::regprocedure::text as name, p.proowner::regrole::text as owner, p.prorettype = 'trigger'::regtype as trigger,
      has_function_privilege('promptr_app', p.oid, 'execute') as callable,
      exists (select from unnest(p.proconfig) as s where s in ('search_path=""', 'search_path=promptr, pg_temp')) as pinned
    from pg_proc p where p.prosecdef and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    order by 1`);
  expect(strong.length).toBeGreaterThan(10);
  expect(strong.filter(({ pinned, owner }) => pinned !== true || owner !== "promptr_owner")).toEqual([]);
  // Triggers cannot be called, whoever may execute them.
  const callable = strong
    .filter(({ trigger, callable: may }) => trigger !== true && may === true)
    .map(({ name }) => name);
  expect(callable).toEqual([
    "promptr.author_name(uuid)",
    "promptr.listed_shares(timestamp with time zone,timestamp with time zone,uuid,integer)",
    "promptr.waiting_usage()",
  ]);
});
