import { afterAll, beforeAll } from "vitest";
import { caller } from "../caller.ts";
import { limitsBut, register } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";
import { cheapPasswords, simulate } from "./model.ts";
import { expectEnds, expectFamilies, familyOf, type Model, type Place, type Real } from "./session-model.ts";
import { commands } from "./session-steps.ts";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld({ limits: limitsBut({}), ports: cheapPasswords });
  there = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

async function start(): Promise<{ model: Model; real: Real }> {
  const { email, password, userId, ...first } = await register(world);
  const other: Place = { anyone: there.anyone, with: (headers) => caller(there.url, headers) };
  const second = await there.anyone.post("/auth/login", { email, password });
  const families = [familyOf(first), familyOf(second.body)];
  return { model: { email, password, userId, families }, real: { world, places: [world, other] } };
}

simulate(
  "a session never has more than one living successor; a token that comes again too late, or after its successor was used, ends it; logout and a new password end it whoever refreshes meanwhile",
  { start, commands, holds: expectFamilies, atEnd: expectEnds },
);
