import { expect, test } from "vitest";
import { asUser } from "../../src/db/identity.ts";
import { Lines } from "../../src/db/lines.ts";
import { promptWith } from "../features/labels/made.ts";
import { createWorld } from "../world.ts";

test("work with the same name is done one after the other, in the order it came, and other work at once", async () => {
  const lines = new Lines();
  const steps: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = lines.run("a", async () => {
    await gate.promise;
    steps.push("first");
  });
  const second = lines.run("a", async () => void steps.push("second"));
  await lines.run("b", async () => void steps.push("other"));
  expect(steps).toEqual(["other"]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(steps).toEqual(["other", "first", "second"]);
});

test("work that fails lets the next begin, and the line is gone when nobody is left", async () => {
  const lines = new Lines();
  const failed = lines.run("a", () => Promise.reject(new Error("no")));
  const next = lines.run("a", async () => "done");
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("done");
  expect(await lines.run("a", async () => "again")).toBe("again");
});

test("more writers of one prompt than there are connections leave connections to everybody else", async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.user(), await world.user()];
  const [hers, his] = [await promptWith(ada, 1), await promptWith(bob, 1)];
  const gate = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const holding = world.db(asUser(ada.userId)).transaction(async (db) => {
    await db.rows({ sql: "select from promptr.prompts where id = $1 for update", parameters: [hers] });
    locked.resolve();
    await gate.promise;
  });
  await locked.promise;
  const writers = Array.from({ length: 20 }, (_, turn) => ada.put(`/prompts/${hers}`, { task: `Task ${turn}` }));
  const other = await bob.put(`/prompts/${his}`, { task: "Another" });
  gate.resolve();
  await holding;
  expect(other.status).toBe(200);
  expect(new Set((await Promise.all(writers)).map(({ status }) => status))).toEqual(new Set([200]));
});
