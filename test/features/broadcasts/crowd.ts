import { randomUUID } from "node:crypto";
import { newId } from "../../../src/contract/id.ts";
import type { World } from "../../world.ts";

/** So many accounts with confirmed addresses, all of a model nobody else uses: an audience of one test. Gives the model. */
export async function crowd(world: World, people: number, over: { confirmed?: boolean } = {}): Promise<string> {
  const model = `model-${randomUUID()}`;
  const ids = Array.from({ length: people }, () => newId());
  await world.sql(
    `insert into promptr.profiles (id, email, full_name, email_verified_at, created_at)
     select id, 'p-' || id || '@example.com', 'Ada Lovelace', case when $2 then $3::timestamptz end, $3 from unnest($1::uuid[]) as id`,
    [ids, over.confirmed ?? true, world.clock.now],
  );
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, selected_model)
     select gen_random_uuid(), id, 'A', 'B', 'C', 0.5, $2 from unnest($1::uuid[]) as id`,
    [ids, model],
  );
  return model;
}

export const content = (selectedModel: string, over: object = {}) => ({
  title: "Maintenance on Sunday",
  text: "Prompts can be read but not changed.\n\nThank you.",
  channels: ["in_app", "mail"],
  audience: { selectedModel },
  ...over,
});

/** How many announcements the people of an audience have, by how many each has. */
export const announcements = (world: World, model: string) =>
  world.sql(
    `select told.number::int, count(*)::int as people from (
       select p.user_id, (select count(*) from promptr.notifications n where n.user_id = p.user_id and n.kind = 'announcement') as number
       from promptr.prompts p where p.selected_model = $1) told group by 1 order by 1`,
    [model],
  );
