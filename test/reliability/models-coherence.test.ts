import { afterAll, beforeAll } from "vitest";
import { limitsBut } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";
import { createRegisters, type Model, type Place, type Real } from "./coherence-registers.ts";
import { commands, expectBegun, expectNewest } from "./coherence-steps.ts";
import { simulate } from "./model.ts";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  const free = { requests: 1_000_000, prompts: 1_000_000, apiCalls: 1_000_000 };
  world = await createWorld({ limits: limitsBut({ free }) });
  there = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

async function start(): Promise<{ model: Model; real: Real }> {
  const [owner, admin] = [await world.user(), await world.user({ role: "admin" })];
  const places: [Place, Place] = [
    { url: world.url, owner, admin, anyone: world.anyone },
    { url: there.url, owner: there.as(owner), admin: there.as(admin), anyone: there.anyone },
  ];
  const real: Real = { world, places };
  const model = await createRegisters(world, { owner, admin });
  await expectBegun(model, real);
  return { model, real };
}

simulate(
  "once a process has heard of a write, at once where it was made and within a second elsewhere, none of its reads is older: labels, public pages, resolving, links, keys, flags",
  { start, commands, holds: async () => undefined, atEnd: expectNewest, commandsMax: 8 },
);
