import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../src/contract/id.ts";
import { asUser } from "../../../src/db/identity.ts";
import { counted } from "../../../src/features/enrichment/enhance/ledger.ts";
import { BUILT_IN } from "../../../src/features/models/index.ts";
import { through } from "../../../src/scope.ts";
import { jobScope } from "./fire.ts";
import { createScene, openStream, eventsOf, repair, type Scene, TASK, USAGE } from "./scene.ts";
import type { User } from "../../world.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Erases something while the model is at work. */
const erasing = (sql: string, id: string): void => {
  scene.stage.instead = async () => {
    await scene.world.sql(sql, [id]);
    return { text: repair().text, usage: USAGE };
  };
};
const stored = async (user: User): Promise<string> =>
  (await user.post("/prompts", { title: "Product", task: TASK })).body.id;

test("a prompt erased while the model works leaves an answer that cannot be applied", async () => {
  const user = await scene.world.user();
  const promptId = await stored(user);
  erasing("delete from promptr.prompts where id = $1", promptId);
  const { status, body } = await user.post("/enrichment/enhance", { promptId });
  expect({ status, id: body.id, made: body.status }).toEqual({ status: 200, id: null, made: "improved" });
});

test("an account erased while the model works gets no server error, as JSON and as a stream", async () => {
  const user = await scene.world.user();
  erasing("delete from promptr.profiles where id = $1", user.userId);
  expect(await user.post("/enrichment/enhance", { text: TASK })).toMatchObject({ status: 200, body: { id: null } });
  const other = await scene.world.user();
  erasing("delete from promptr.profiles where id = $1", other.userId);
  const events = [];
  for await (const event of eventsOf(await openStream(scene.world, other, { text: TASK }))) events.push(event);
  expect(events.at(-1)).toMatchObject({ event: "result", data: { id: null } });
});

test("an account that is gone when its call is to be counted is not found", async () => {
  const gone = { userId: newId(Date.now()), tier: "free" } as const;
  const scope = through(jobScope(scene.world), asUser(gone.userId));
  const work = { account: gone, kind: "run", model: BUILT_IN, promptId: null, costBound: 0 } as const;
  const counting = counted(scope, work, () => Promise.reject(new Error("begun all the same")));
  await expect(counting).rejects.toMatchObject({ code: "not_found" });
});
