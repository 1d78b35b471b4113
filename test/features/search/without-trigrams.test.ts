import { expect, test } from "vitest";
import { createWorld } from "../../world.ts";

test("a database without pg_trgm is searched by words and their beginnings, in the same order of weight", async () => {
  await using world = await createWorld();
  await world.sql("drop extension pg_trgm cascade");
  const ada = await world.user();
  for (const [title, task] of [
    ["Cooking", "release ".repeat(30)],
    ["Release planner", "t"],
  ])
    await ada.post("/prompts", { title, task, isPublic: true });
  const titles = async (search: string, path = "/prompts") =>
    (await ada.get(`${path}?search=${search}`)).body.data.map(({ title }: { title: string }) => title);
  for (const path of ["/prompts", "/prompts/public"]) {
    expect(await titles("rele", path)).toEqual(["Release planner", "Cooking"]);
    expect(await titles("relaese", path)).toEqual([]);
  }
});

test("pg_trgm is used wherever it lives", async () => {
  await using world = await createWorld();
  await world.sql('create schema "Ext ""X"""; grant usage on schema "Ext ""X""" to public');
  await world.sql('alter extension pg_trgm set schema "Ext ""X"""');
  const ada = await world.user();
  await ada.post("/prompts", { title: "Release planner", task: "t", isPublic: true });
  for (const path of ["/prompts", "/prompts/public"])
    expect((await ada.get(`${path}?search=relaese`)).body.data).toHaveLength(1);
});
