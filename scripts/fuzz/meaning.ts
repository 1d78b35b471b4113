/** What means something in the place of what was drawn: things that exist, words that are known, secrets that are right. */
import type { World } from "./build.ts";
import type { Endpoint } from "./contract.ts";
import { type Kind, kindOf, UNOWNED } from "./kinds.ts";
import type { Person } from "./people.ts";
import type { Plan } from "./plan.ts";
import type { Thing } from "./things.ts";

/** Words that mean something where the schema only says "text". */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  label: ["production", "staging", "production", "latest"],
  version: ["1", "2"],
  queue: ["mail.send", "users.export", "prompts.test"],
  code: ["not_found", "rate_limited", "invalid_input"],
  template: ["welcome", "broadcast", "reset_password"],
  category: ["writing", "coding"],
  flag: ["fuzz_flag", "fuzz_other"],
  model: ["gpt-6-luna", "gpt-4o", "claude-haiku-5-5"],
  selectedModel: ["claude-3-5-sonnet", "gpt-4o"],
  timezone: ["UTC", "Europe/Berlin", "America/New_York"],
  locale: ["en", "de-AT"],
  allowedCidrs: ["127.0.0.0/8", "::1/128"],
};

/** Of a prompt that has test cases. */
const TESTED = new Set(["startTestRun", "listTestRuns", "compareTestRuns"]);
export type Given = {
  readonly world: World;
  readonly endpoint: Endpoint;
  readonly plan: Plan;
  readonly person: Person;
};

/** A thing of this kind, as far as the plan wants one that exists. */
export async function choose({ world, endpoint, plan, person }: Given, kind: Kind): Promise<Thing | undefined> {
  const { whose, pick } = plan;
  const all = world.things.all(kind);
  if (whose === "unknown") return undefined;
  if (whose === "gone") {
    const gone = all.filter((one) => one.isGone);
    return gone[pick % Math.max(gone.length, 1)];
  }
  // What an administrator asks about is other people's.
  const owner =
    whose === "own" && !endpoint.isAdministrative
      ? person
      : await world.people.get(person.email.startsWith("bob") ? "ann" : "bob");
  if (UNOWNED.has(kind)) return all[pick % Math.max(all.length, 1)];
  if (kind === "person") return { kind, id: (await world.people.get("bob")).id, owner: "", isGone: false };
  if (!TESTED.has(endpoint.name)) return world.things.need(kind, owner, pick);
  const id = (await world.things.need("testCase", owner, pick))?.parent;
  return all.find((one) => one.id === id);
}

/** Of these only one may be given. */
const PARTS = ["role", "task", "context", "requirements", "style", "output"];
const ALTERNATIVES = [
  [["promptId"], ["text"], PARTS],
  [["label"], ["version"]],
];
function withoutRivals(value: object, pick: number): object {
  const dropped = ALTERNATIVES.flatMap((rivals) => {
    const given = rivals.filter((names) => names.some((name) => name in value));
    return given.filter((_names, index) => index !== pick % given.length).flat();
  });
  return Object.fromEntries(Object.entries(value).filter(([name]) => !dropped.includes(name)));
}

/** The value with what means something in it, field by field; how much of it, the plan says. */
export async function meaning(given: Given, value: unknown, name: string, target = ""): Promise<unknown> {
  const { world, endpoint, plan, person } = given;
  if (Array.isArray(value)) return Promise.all(value.map((part) => meaning(given, part, name, target)));
  if (typeof value === "object" && value !== null) {
    const entries = await Promise.all(
      Object.entries(plan.pick % 3 > 0 ? withoutRivals(value, plan.pick) : value).map(
        async ([key, part]) => [key, await meaning(given, part, key, target)] as const,
      ),
    );
    return Object.fromEntries(entries);
  }
  if (typeof value !== "string" && typeof value !== "number") return value;
  const secret = plan.pick % 3 > 0 ? await world.secrets.of(endpoint, name, person, target) : undefined;
  if (secret !== undefined) return secret;
  const kind =
    kindOf(name, endpoint.path) ?? (name === "id" && endpoint.name === "resolvePrompts" ? "prompt" : undefined);
  if (kind && typeof value === "string") return (plan.pick % 5 > 0 && (await choose(given, kind))?.id) || value;
  if (name === "version" || (endpoint.name === "compareTestRuns" && name !== "model"))
    return plan.pick % 4 > 0 ? 1 : value;
  const words = WORDS[name] ?? (name === "to" && endpoint.name === "migrateModels" ? WORDS["model"] : undefined);
  return words && typeof value === "string" && plan.pick % 3 > 0 ? words[plan.pick % words.length] : value;
}
