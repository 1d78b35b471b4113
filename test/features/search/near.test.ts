import { expect, test } from "vitest";
import { asUser } from "../../../src/db/identity.ts";
import { nearPublished, simhashOf } from "../../../src/features/search/index.ts";
import { createWorld } from "../../world.ts";

const TEXT =
  "You are a careful technical writer. Read the list of commits below and write release notes for people who use the product: " +
  "group them by what changed for the reader, leave out refactoring and tests, name every breaking change first, and keep each " +
  "line under twenty words. Do not invent anything the commits do not say, and ask when a commit cannot be understood at all.";

test("published prompts that say nearly the same are found, whoever wrote them; private, held back and unrelated ones are not", async () => {
  await using world = await createWorld();
  const [ada, eve] = [await world.user(), await world.user()];
  const add = async (task: string, fields: object = {}): Promise<string> =>
    (await eve.post("/prompts", { title: "T", task, isPublic: true, ...fields })).body.id;
  const same = await add(`${TEXT}!`);
  const near = await add(TEXT.replace("Do not", "Never"));
  await add(TEXT, { isPublic: false });
  await add(
    `Plan a week of dinners for four people who like vegetables. ${"Name each dish and its price. ".repeat(8)}`,
  );
  const held = await add(TEXT);
  await world.sql("update promptr.prompts set moderation_status = 'flagged' where id = $1", [held]);
  const scope = { db: world.db(asUser(ada.userId)) };
  const found = await nearPublished(scope, simhashOf(TEXT));
  expect(found[0]).toBe(same);
  expect([...found].sort()).toEqual([same, near].sort());
  expect(await nearPublished(scope, simhashOf(TEXT), same)).toEqual([near]);
  expect(await nearPublished(scope, simhashOf("too short"))).toEqual([]);
});
