/** Ids, names and secrets in the place of those that were drawn: what exists, what is somebody else's, what is gone. */
import type { World } from "./build.ts";
import { type Endpoint, fits, type Schema } from "./contract.ts";
import type { Person } from "./people.ts";
import type { Plan } from "./plan.ts";
import { kindOf, PRIVATE } from "./kinds.ts";
import { choose, type Given, meaning, WORDS } from "./meaning.ts";

export type Named = {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly queryFits: boolean;
  readonly body: unknown;
  /** What the path names, for those who learn from the answer. */
  readonly ids: { readonly own?: string; readonly parent?: string };
  /** The path names what is not there for the asker. */
  readonly isHidden: boolean;
};

/** These show, copy or mark what others have published; the model of visibility says to whom. */
const OPEN_TO_OTHERS = new Set(["readPublicPrompt", "starPrompt", "unstarPrompt", "forkPrompt"]);
/** What is deleted is there for them. */
const FOR_THE_GONE = new Set(["restorePrompt", "unstarPrompt"]);

async function namePath(given: Given): Promise<Pick<Named, "path" | "ids" | "isHidden">> {
  const { world, endpoint, plan, person } = given;
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const path: Record<string, unknown> = {};
  const kinds = names.map((name) => kindOf(name, endpoint.path));
  const last = kinds.findLastIndex((kind) => kind !== undefined);
  const thing = last >= 0 ? await choose(given, kinds[last] ?? "prompt") : undefined;
  let isHidden = false;
  for (const [index, name] of names.entries()) {
    const words = WORDS[name];
    const drawn = plan.path[name];
    path[name] = words && plan.pick % 4 > 0 ? words[plan.pick % words.length] : drawn;
    if (kinds[index] === undefined) {
      const secret = plan.whose === "own" ? await world.secrets.of(endpoint, name, person, "") : undefined;
      path[name] = secret ?? path[name];
      continue;
    }
    if (index === last) path[name] = thing?.id ?? drawn;
    else path[name] = thing?.parent ?? (await world.things.need(kinds[index], person, plan.pick))?.id ?? drawn;
  }
  const kind = kinds[last];
  const isTheirs = kind !== undefined && (PRIVATE.has(kind) || (kind === "share" && endpoint.door === "closed"));
  if (thing && last > 0 && kinds[0] === "prompt" && plan.isCrossed) {
    const other = await world.things.make("prompt", person, plan.pick);
    if (other) path[names[0] ?? ""] = other.id;
    isHidden = true;
  }
  if (isTheirs && !endpoint.isAdministrative && endpoint.door === "closed" && plan.asker !== "nobody") {
    const isOthers = thing !== undefined && thing.owner !== person.id && !OPEN_TO_OTHERS.has(endpoint.name);
    isHidden ||= thing === undefined || isOthers || (thing.isGone && !FOR_THE_GONE.has(endpoint.name));
  }
  if (thing === undefined && FOR_THE_GONE.has(endpoint.name)) isHidden = false;
  const parent = last > 0 ? String(path[names[0] ?? ""]) : thing?.id;
  return { path, isHidden, ids: { ...(thing && { own: thing.id }), ...(parent !== undefined && { parent }) } };
}

/** A text of the query as the parameter's schema would read it. */
function reads(text: string, schema: Schema): boolean {
  const number = /^-?\d{1,15}$/.test(text) ? [Number(text)] : [];
  return [text, [text], ...number].some((one) => fits(schema, one));
}

/** Most lists are read from their beginning: a drawn cursor is none the list gave out. */
function sensible({ query, pick }: Plan): Record<string, unknown> {
  const { cursor: _, page, ...rest } = query;
  if (pick % 5 === 0) return { ...query };
  return page !== undefined && pick % 5 === 1 ? { ...rest, page: (pick % 3) + 1 } : rest;
}

export async function nameEverything(world: World, endpoint: Endpoint, plan: Plan, person: Person): Promise<Named> {
  const given = { world, endpoint, plan, person };
  const named = await namePath(given);
  const query = (await meaning(given, sensible(plan), "")) as Record<string, unknown>;
  const { twist } = plan;
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(() => name),
  );
  const at =
    twist.kind === "query value" || twist.kind === "query twice"
      ? pairs[twist.place % Math.max(pairs.length, 1)]
      : undefined;
  const parameter = endpoint.parameters.find((one) => one.in === "query" && one.name === at);
  const queryFits = twist.kind !== "query value" || !parameter || reads(twist.value, parameter.schema);
  return { ...named, query, queryFits, body: await meaning(given, plan.body, "", named.ids.own) };
}
