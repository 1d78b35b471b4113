import { expect, test } from "vitest";
import type { Query } from "../../../src/db/build.ts";
import { asShareReader, asUser, type Identity } from "../../../src/db/identity.ts";
import {
  changeLink,
  contentToList,
  insertLink,
  lockLink,
  promptToShare,
  revokeLink,
} from "../../../src/features/sharing/queries.ts";
import { ownLink, ownLinks } from "../../../src/features/sharing/list-queries.ts";
import { liveLink, readContent, readVersion, spendView } from "../../../src/features/sharing/visit-queries.ts";
import { createWorld, type World } from "../../world.ts";

const ROWS = 5_000;

/** A user with thousands of shared prompts; the token of each link hashes to the digest of its number. */
async function fill(world: World): Promise<{ userId: string; promptId: string }> {
  const { userId } = await world.user();
  await world.sql(
    `with made as (
       insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score)
       select gen_random_uuid(), $1, 'Prompt ' || n, 'task', repeat('x', 300), 0.5 from generate_series(1, ${ROWS}) n
       returning *)
     insert into promptr.prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
     select id, user_id, 1, sha256('x'), task, raw_prompt, selected_model, quality_score from made`,
    [userId],
  );
  await world.sql(
    `insert into promptr.shared_prompts (id, prompt_id, created_by, share_token)
     select gen_random_uuid(), id, user_id, sha256(convert_to(title, 'UTF8')) from promptr.prompts`,
  );
  for (const table of ["prompts", "prompt_versions", "shared_prompts"])
    await world.sql(`vacuum analyze promptr.${table}`);
  const [row] = await world.sql("select id from promptr.prompts where title = 'Prompt 7'");
  return { userId, promptId: String(row!["id"]) };
}

const literal = (value: unknown): string => {
  if (value === null) return "null";
  if (Buffer.isBuffer(value)) return `'\\x${value.toString("hex")}'`;
  if (value instanceof Date) return `'${value.toISOString()}'`;
  return typeof value === "string" ? `'${value}'` : JSON.stringify(value);
};

/** The plan the server's own role gets under row level security, planned for any values as a kept statement is. */
async function planOf(world: World, identity: Identity, { sql, parameters }: Query<unknown>): Promise<string> {
  return world.db(identity).transaction(async (db) => {
    const run = (text: string) => db.rows<{ "QUERY PLAN": string }>({ sql: text, parameters: [] });
    await run(`prepare asked as ${sql}`);
    await run("set local plan_cache_mode = force_generic_plan");
    const rows = await run(`explain execute asked (${parameters.map(literal).join(", ")})`);
    await run("deallocate asked");
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}

test("however many links there are, opening, making and ending one follows indexes", async () => {
  await using world = await createWorld();
  const { userId, promptId } = await fill(world);
  const [row] = await world.sql("select share_token from promptr.shared_prompts where prompt_id = $1", [promptId]);
  const tokenHash = row!["share_token"] as Buffer;
  const now = world.clock.now;
  const wanted = { promptId, userId, version: null, label: null };
  const settings = { isPublic: false, passwordHash: null, maxViews: null, expiresAt: null, listedToken: null };
  const fresh = { ...settings, id: promptId, tokenStart: "abcdef" };
  const named = { tokenHash, id: null, userId };
  const since = "2026-11-01";
  const newest = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff", limit: 21, offset: 0 };
  const door = asShareReader(tokenHash);
  const asked: [string, Identity, Query<unknown>][] = [
    ["look", door, liveLink({ tokenHash })],
    ["spend", door, spendView({ tokenHash, now, unlocked: null })],
    ["read", door, readContent({ tokenHash })],
    ["read again", door, readVersion({ tokenHash, version: 1 })],
    ["choose", asUser(userId), promptToShare(wanted)],
    ["make", asUser(userId), insertLink({ ...wanted, ...fresh, tokenHash, now })],
    ["judge", asUser(userId), contentToList(wanted)],
    ["end", asUser(userId), revokeLink({ ...named, now })],
    ["lock", asUser(userId), lockLink(named)],
    ["change", asUser(userId), changeLink({ ...wanted, ...fresh })],
    ["one", asUser(userId), ownLink({ userId, since, id: promptId })],
    ["list", asUser(userId), ownLinks({ userId, since, promptId: null, ...newest })],
    ["list of a prompt", asUser(userId), ownLinks({ userId, since, ...newest, promptId })],
  ];
  for (const [name, identity, query] of asked) {
    const plan = await planOf(world, identity, query);
    expect(plan, name).toMatch(/Index/);
    expect(plan, name).not.toMatch(/Seq Scan/);
  }
});
