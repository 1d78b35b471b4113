import { type Schema, Validator } from "@cfworker/json-schema";
import { Budget } from "./budget.ts";
import { checkCost, partsOf } from "./schema-cost.ts";
import { isObject, LOCAL, wordFault, WORDS } from "./schema-words.ts";

export const SCHEMA_BYTES_MAX = 20_000;
const DEPTH_MAX = 20;
/** Subschemas once every reference is followed: definitions that use each other twice double with each step. */
const EXPANDED_MAX = 1_000;
/** So that jsonb writes every number as it was sent. */
const NUMBER_MAX = 1e15;
const NUMBER_MIN = 1e-6;
const FAULTS_MAX = 20;
const ANSWER_DEPTH_MAX = 100;

export type SchemaFault = { readonly path: readonly (string | number)[]; readonly message: string };
type Path = SchemaFault["path"];
type Node = Readonly<Record<string, unknown>>;

/** What keeps a schema from being checked safely and in linear time; none means that it can be. */
export function schemaFaults(schema: Node): SchemaFault[] {
  if (Buffer.byteLength(JSON.stringify(schema)) > SCHEMA_BYTES_MAX) {
    return [{ path: [], message: `is larger than ${SCHEMA_BYTES_MAX} bytes` }];
  }
  const faults = [...valueFaults(schema, []), ...wordFaults(schema, [])].slice(0, FAULTS_MAX);
  if (faults.length > 0) return faults;
  const size = expandedSize(schema, schema, new Map());
  if (size === null) return [{ path: [], message: "has definitions that lead back to themselves or to nothing" }];
  if (size > EXPANDED_MAX || partsOf(schema) > EXPANDED_MAX) {
    return [{ path: [], message: `has more than ${EXPANDED_MAX} subschemas once its references are followed` }];
  }
  return [];
}

function valueFaults(value: unknown, path: Path): SchemaFault[] {
  if (path.length > DEPTH_MAX) return [{ path, message: `is nested deeper than ${DEPTH_MAX} levels` }];
  if (typeof value === "number") {
    const isStorable = value === 0 || (Math.abs(value) >= NUMBER_MIN && Math.abs(value) <= NUMBER_MAX);
    return isStorable ? [] : [{ path, message: "is too large or too close to 0" }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "__proto__"
      ? [{ path: [...path, key], message: "is not a name to be used here" }]
      : valueFaults(inner, [...path, key]),
  );
}

/** The schemas inside a schema, with where they stand. */
function innerSchemas(node: Node): { readonly path: Path; readonly schema: unknown }[] {
  return Object.entries(node).flatMap(([word, value]) => {
    const kind = WORDS.get(word);
    if (kind === "schema") return [{ path: [word], schema: value }];
    if (kind !== "map" && kind !== "schemas") return [];
    const isList = Array.isArray(value);
    if (!isList && !isObject(value)) return [];
    return Object.entries(value).map(([key, schema]) => ({ path: [word, key], schema: schema as unknown }));
  });
}

function wordFaults(schema: unknown, path: Path): SchemaFault[] {
  if (typeof schema === "boolean") return [];
  if (!isObject(schema)) return [{ path, message: "wants a schema" }];
  const own = Object.entries(schema).flatMap(([word, value]) => {
    const message = wordFault(word, value);
    return message === undefined ? [] : [{ path: [...path, word], message }];
  });
  if (own.length > 0 || path.length > DEPTH_MAX) return own;
  return innerSchemas(schema).flatMap((inner) => wordFaults(inner.schema, [...path, ...inner.path]));
}

/** How many subschemas there are with all references followed; null when they lead to nothing, or round and round. */
function expandedSize(root: Node, schema: unknown, known: Map<string, number | null>): number | null {
  if (!isObject(schema)) return 1;
  const { $ref: ref } = schema;
  let sum = 1;
  const inner = innerSchemas(schema).filter(({ path: [word] }) => word !== "$defs" && word !== "definitions");
  for (const { schema: one } of inner) {
    const size = expandedSize(root, one, known);
    if (size === null) return null;
    sum += size;
  }
  if (typeof ref !== "string") return sum;
  const target = sizeOfRef(root, ref, known);
  return target === null ? null : sum + target;
}

function sizeOfRef(root: Node, ref: string, known: Map<string, number | null>): number | null {
  const seen = known.get(ref);
  if (seen !== undefined) return seen;
  const [, place = "", name = ""] = LOCAL.exec(ref) ?? [];
  const definitions = root[place];
  if (!isObject(definitions) || !Object.hasOwn(definitions, name)) return null;
  known.set(ref, null); // whoever comes back here while it is being counted goes round in a circle
  const size = expandedSize(root, definitions[name], known);
  known.set(ref, size);
  return size;
}

/** Whether the validator can walk through an answer: neither deep nests nor broken names. */
function isWalkable(answer: unknown): boolean {
  for (let level: unknown[] = [answer], depth = 0; level.length > 0; depth += 1) {
    if (depth > ANSWER_DEPTH_MAX) return false;
    const objects = level.filter((value) => typeof value === "object" && value !== null);
    if (objects.some((value) => !Object.keys(value).every((name) => name.isWellFormed()))) return false;
    level = objects.flatMap((value): unknown[] => Object.values(value));
  }
  return true;
}

/** Whether the answer keeps to a schema without faults, and if not, where; `holds` is null when finding out takes too long. */
export function keepsTo(
  schema: Node,
  answer: unknown,
  budget: Budget = new Budget(),
): { readonly holds: boolean | null; readonly reason: string | null } {
  if (!isWalkable(answer))
    return { holds: null, reason: "The answer is nested too deep, or its names are no well-formed text" };
  if (!budget.spend(checkCost(schema, answer, budget.next)))
    return { holds: null, reason: "The answer is too large to be checked against this schema" };
  // The validator marks the schemas it has seen, so it gets its own.
  const own: Schema = structuredClone(schema);
  const { valid, errors } = new Validator(own, "2020-12").validate(answer);
  const last = errors.at(-1);
  return { holds: valid, reason: last ? `${last.instanceLocation}: ${last.error}` : null };
}
