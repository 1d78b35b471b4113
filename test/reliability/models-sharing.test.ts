import { afterAll, beforeAll } from "vitest";
import { limitsBut } from "../features/auth/answers.ts";
import { makePrompt } from "../features/sharing/fixture.ts";
import { createWorld, type World } from "../world.ts";
import { cheapPasswords, simulate } from "./model.ts";
import { commands, expectExhausted, expectViews, type Model, type Real } from "./share-steps.ts";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  const limits = limitsBut({ sharePassword: 1_000_000, sharePasswordPerLink: 1_000_000 });
  world = await createWorld({ limits, ports: cheapPasswords });
  there = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

async function start(): Promise<{ model: Model; real: Real }> {
  const owner = await world.user();
  const model = { owner, promptId: await makePrompt(owner), links: [] };
  return { model, real: { world, owners: [owner, there.as(owner)], visitors: [world.anyone, there.anyone] } };
}

simulate(
  "the views of a link are never above its limit and exactly the limit when more come, whatever its owner changes meanwhile; an ended one lets nobody in",
  { start, commands, holds: expectViews, atEnd: expectExhausted },
);
