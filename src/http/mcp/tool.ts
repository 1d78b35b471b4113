import { z } from "zod";
import type { Draft } from "../../contract/draft.ts";
import type { Fault } from "../../errors.ts";
import { failuresOf, type Route } from "../../feature.ts";
import type { Parts } from "../input.ts";

/** A tool by what it does not share with the operation behind it. */
export type ToolPlan = {
  /** The operationId of the route that does the work. */
  readonly operation: string;
  /** Offered only to a connection that asked for writing. */
  readonly writes?: true;
  /** Changes what programs read at once, where other tools only add. */
  readonly releases?: true;
  /** What a model is told instead of the route's own words, which speak of headers and statuses. */
  readonly doc?: string;
  /** Arguments of the operation that the tool does not take. */
  readonly hides?: readonly string[];
  /** Arguments it cannot do without, though the operation can. */
  readonly wants?: readonly string[];
  /** Fields left out of the reply, or of each of its rows. */
  readonly drops?: readonly string[];
};

/** What an MCP connection is offered: tools by their names, and the operations behind the caller's own prompts. */
export type McpTable = {
  readonly tools: Readonly<Record<string, ToolPlan>>;
  readonly prompts: {
    readonly list: string;
    readonly read: string;
    /** The variables that stand in a text; none where it cannot be read. */
    readonly namesIn: (draft: Draft) => readonly string[];
  };
};

type JsonSchema = { readonly type: "object"; readonly [key: string]: unknown };
/** A tool as `tools/list` shows it. */
export type ListedTool = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    /** Clients that let harmless tools pass ask a person before these. */
    readonly destructiveHint: boolean;
    readonly openWorldHint: boolean;
  };
};

/** Arguments that stand for the headers a model cannot send. */
export const HEADERS = {
  idempotencyKey: z.string().min(1).max(255).optional().meta({
    description: "Names this call: a second one with the same key and arguments gets the first answer",
  }),
  ifMatch: z.string().min(1).max(255).optional().meta({
    description: "The `etag` you were last given: refuses to write over a change you have not seen",
  }),
};

const headersOf = ({ idempotent, ifMatch }: Route) => ({
  ...(idempotent && { idempotencyKey: HEADERS.idempotencyKey }),
  ...(ifMatch && { ifMatch: HEADERS.ifMatch }),
});

const PARTS = ["params", "query", "body"] as const;
type Place = (typeof PARTS)[number];

/** Where in a request an argument belongs; no name may belong to two places. */
function placesOf(route: Route): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const part of PARTS) {
    for (const name of Object.keys(route[part]?.shape ?? {})) {
      if (places.has(name) || name in HEADERS) throw new Error(`${route.name} has two arguments called ${name}`);
      places.set(name, part);
    }
  }
  return places;
}

/** Without ids, so that every schema stands where it is used: few clients of MCP follow references. */
const withoutIds = {
  get: (schema: z.ZodType) => ({ ...z.globalRegistry.get(schema), id: undefined }),
  has: (schema: z.ZodType) => z.globalRegistry.has(schema),
};

/** What a model may send, as JSON Schema 2020-12; the contract itself stays zod's and is checked by it. */
function inputSchema(route: Route, { hides = [], wants = [] }: ToolPlan): JsonSchema {
  const shape = { ...route.params?.shape, ...route.query?.shape, ...route.body?.shape, ...headersOf(route) };
  const taken = Object.fromEntries(Object.entries(shape).filter(([name]) => !hides.includes(name)));
  const {
    $schema: _dialect,
    required = [],
    ...schema
  } = z.toJSONSchema(z.strictObject(taken), {
    io: "input",
    unrepresentable: "any",
    // It asks a registry for two things only, and these are them.
    metadata: withoutIds as unknown as typeof z.globalRegistry,
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === "uuid") delete jsonSchema.pattern; // says the same in 180 characters
    },
  });
  return { ...schema, type: "object", required: [...new Set([...required, ...wants])] };
}

/** Refuses a table that a route does not fit: answers must be JSON that anybody with the right scope may ask for twice. */
function verify(name: string, route: Route): void {
  const isOpen = route.access === "public" || (route.access === "user" && route.keyScope);
  if (!isOpen || route.secret || route.reply.kind !== "json" || route.root || route.bodyKind === "form")
    throw new Error(`${route.name} cannot be the tool ${name}`);
  failuresOf(route);
}

export function listedTool(name: string, route: Route, plan: ToolPlan): ListedTool {
  verify(name, route);
  return {
    name,
    description: plan.doc ?? route.doc,
    inputSchema: inputSchema(route, plan),
    annotations: {
      readOnlyHint: !plan.writes,
      destructiveHint: plan.releases === true,
      openWorldHint: route.idempotent === "lease",
    },
  };
}

type Given = Readonly<Record<string, unknown>>;
/** What an address would hold: text, whatever the model took it for. */
const asText = (value: unknown): unknown =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : value;

/** The arguments of a call where the route looks for them, and the names it does not know. */
export function sortArguments(route: Route, { hides = [], wants = [] }: ToolPlan, given: Given): [Parts, Fault[]] {
  const places = placesOf(route);
  const parts: Record<Place, Record<string, unknown>> = { params: {}, query: {}, body: {} };
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(given)) {
    const place = hides.includes(name) ? undefined : places.get(name);
    if (place) parts[place][name] = place === "body" ? value : asText(value);
    else if (!(name in headersOf(route)))
      faults.push({ path: name.slice(0, 40), code: "unrecognized_keys", message: "is not a known argument" });
  }
  for (const name of wants)
    if (given[name] === undefined) faults.push({ path: name, code: "invalid_type", message: "is required" });
  return [parts, faults];
}

/** A reply without the fields the plan leaves out, of itself or of its rows. */
export function cutReply(body: unknown, { drops = [] }: ToolPlan): unknown {
  if (drops.length === 0 || typeof body !== "object" || body === null) return body;
  const cut = (one: object): object =>
    Object.fromEntries(Object.entries(one).filter(([name]) => !drops.includes(name)));
  return "data" in body && Array.isArray(body.data) ? { ...body, data: body.data.map(cut) } : cut(body);
}
