import { afterAll, beforeAll } from "vitest";
import { caller } from "../caller.ts";
import { limitsBut } from "../features/auth/answers.ts";
import { promptWith } from "../features/labels/made.ts";
import { createWorld, type World } from "../world.ts";
import { expectHistory, type Model, type Real } from "./label-model.ts";
import { commands } from "./label-steps.ts";
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
  const owner = await world.user();
  const scopes = ["prompts:read", "prompts:write"];
  const strong = await world.apiKey(owner, { scopes: [...scopes, "labels:write"] });
  const weak = await world.apiKey(owner, { scopes });
  const promptId = await promptWith(owner, 2);
  const model: Model = {
    promptId,
    texts: ["Version 1", "Version 2"],
    history: { production: [], staging: [] },
    isDeleted: false,
    seen: { events: new Map(), versions: new Map() },
  };
  return { model, real: { world, callers: [owner, caller(there.url, { "x-api-key": strong.key })], weak } };
}

simulate(
  "a label stands where its last move put it, one of those who saw the same moves it, its history holds every step and no step ever changes, and versions only grow",
  { start, commands, holds: expectHistory },
);
