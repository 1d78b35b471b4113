import { expect, test } from "vitest";
import { toQuery } from "../../../src/db/build.ts";
import { asUser } from "../../../src/db/identity.ts";
import { ownPrompts } from "../../../src/features/prompts/list-queries.ts";
import { ORDERS } from "../../../src/features/prompts/order.ts";
import { createWorld } from "../../world.ts";

const [OWNERS, EACH] = [60, 100];

test("the first page of who has a hundred prompts follows its order's index, and reads no more of them than it shows", async () => {
  await using world = await createWorld();
  const users = await Promise.all(Array.from({ length: OWNERS }, () => world.user()));
  const owners = users.map(({ userId }) => userId);
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, is_public, published_at, created_at)
     select gen_random_uuid(), ($1::uuid[])[1 + n % ${OWNERS}], 'Prompt ' || n, repeat('y', 1000), repeat('x', 1500), (n % 101) / 100.0,
       n / ${OWNERS} % 5 = 0, now(), timestamptz '2026-11-01' - n * interval '1 minute' from generate_series(1, ${OWNERS * EACH}) n`,
    [owners],
  );
  await world.sql("vacuum analyze promptr.prompts");
  for (const [name, order] of Object.entries(ORDERS)) {
    const page = toQuery(ownPrompts({ userId: owners[0]! }, order, { after: null, limit: 21, offset: 0 }));
    const sql = `explain ${page.sql.replaceAll("$1", `'${owners[0]}'`)}`;
    const lines = await world.db(asUser(owners[0]!)).rows<{ "QUERY PLAN": string }>({ sql, parameters: [] });
    const plan = lines.map((line) => line["QUERY PLAN"]).join("\n");
    expect([name, plan]).toEqual([name, expect.stringMatching(/Index Scan (?:Backward )?using prompts_by_owner_/)]);
    expect([name, plan.includes("Sort")]).toEqual([name, false]);
  }
});
