import pg from "pg";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { createWorld, until, type User, type World } from "../../world.ts";
import { promptWith } from "./made.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A move from version 1 to 2 as another process makes it, up to its commit; inside one process moves stand in a line before. */
async function moveElsewhere(promptId: string) {
  const [{ name = "" } = {}] = (await world.sql("select current_database() as name")) as { name?: string }[];
  const client = new pg.Client({ host: inject("socket"), user: "postgres", database: name });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query("begin");
  await client.query("select from promptr.prompts where id = $1 for no key update", [promptId]);
  await client.query("update promptr.prompt_labels set version = 2, revision = 2 where prompt_id = $1", [promptId]);
  await client.query(
    `insert into promptr.label_events (id, prompt_id, user_id, label, from_version, to_version, revision, actor_kind)
     values (gen_random_uuid(), $1, $2, 'production', 1, 2, 2, 'session')`,
    [promptId, ada.userId],
  );
  return { commit: () => client.query("commit") };
}

const isWaiting = async (): Promise<boolean> =>
  (
    await world.sql(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and state = 'active'",
    )
  ).length > 0;

const TRIES_MAX = 5;
/** Longer than any request takes. */
const PATIENCE_MS = 30_000;

type Ask = (path: string, headers: Record<string, string>) => ReturnType<User["put"]>;
test.each<[string, Ask]>([
  ["moves", (path, headers) => ada.put(path, { version: 3 }, headers)],
  ["removes", (path, headers) => ada.delete(path, undefined, headers)],
  ["takes back", (path, headers) => ada.post(`${path}/undo`, {}, headers)],
])("who %s what another process is moving waits for it, and is told that it was moved", async (_name, ask) => {
  // Whoever waits two seconds for a row is told to come back, which a busy machine may need to be asked twice.
  for (let tries = 1; ; tries += 1) {
    const id = await promptWith(ada, 3);
    const path = `/prompts/${id}/labels/production`;
    await ada.put(path, { version: 1 });
    const other = await moveElsewhere(id);
    let isAnswered = false;
    const asked = ask(path, { "if-match": `"${id}-production-r1"` }).finally(() => (isAnswered = true));
    // On a busy machine it may have given up before anybody saw it wait.
    await until(async () => isAnswered || (await isWaiting()), PATIENCE_MS);
    await other.commit();
    const { status, body } = await asked;
    if (status === 503 && tries < TRIES_MAX) continue;
    expect([status, body.code]).toEqual([412, "label_moved"]);
    expect((await ada.get(path)).body).toMatchObject({ version: 2, revision: 2 });
    return;
  }
});
