import { afterAll, beforeAll } from "vitest";
import { limitsBut } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";
import { simulate } from "./model.ts";
import { begin, commands } from "./visibility-commands.ts";
import type { Model, Process, Real } from "./visibility-steps.ts";

/** `VISIBILITY_RUNS=500 npx vitest run test/reliability/case-17-visibility-model.test.ts` looks longer. */
const RUNS = Number(process.env["VISIBILITY_RUNS"] ?? 4);
const COMMANDS_MAX = 12;

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld({ limits: limitsBut({ free: { requests: 1_000_000, prompts: 1_000_000 } }) });
  there = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

async function start(): Promise<{ model: Model; real: Real }> {
  const [owner, other, copier] = [await world.user(), await world.user(), await world.user()];
  const moderator = await world.user({ role: "admin" });
  const processes: [Process, Process] = [
    { owner, other, copier, anonymous: world.anyone, moderator },
    {
      owner: there.as(owner),
      other: there.as(other),
      copier: there.as(copier),
      anonymous: there.anyone,
      moderator: there.as(moderator),
    },
  ];
  const [model, real]: [Model, Real] = [{ prompts: [], earlier: [] }, { processes }];
  await begin(model, real);
  return { model, real };
}

simulate(
  "case 17: whatever is done to a prompt, on two processes every reader sees it exactly where it may be seen: no leak, no loss, nothing of yesterday",
  { start, commands, commandsMax: COMMANDS_MAX, runs: RUNS },
);
