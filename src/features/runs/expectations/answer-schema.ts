import { type Schema, Validator } from "@cfworker/json-schema";
import { isObject, LOCAL, wordFault, WORDS } from "./schema-words.ts";

export const SCHEMA_BYTES_MAX = 20_000;
const DEPTH_MAX = 20;
/** Subschemas once every reference is followed: definitions that use each other twice double with each step. */
const EXPANDED_MAX = 1_000;
/** So that jsonb writes every number as it was sent. */
const NUMBER_MAX = 1e15;
const NUMBER_MIN = 1e-6;
const FAULTS_MAX = 20;
/** Characters of a keyword's own value (an enum, a list of names) that weigh as much as one more subschema. */
const CHARACTERS_EACH = 50;
/** Visits of one check; some 200 ms. */
const WORK_MAX = 300_000;
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
  const weight = weightOf(schema, schema, new Map());
  if (weight === null) return [{ path: [], message: "has definitions that lead back to themselves or to nothing" }];
  if (weight.schemas > EXPANDED_MAX) {
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

/** `schemas` bounds how often a value is looked at, `pairs` how often a list is compared with itself. */
type Weight = { readonly schemas: number; readonly pairs: number };
const plus = (one: Weight, other: Weight): Weight => ({
  schemas: one.schemas + other.schemas,
  pairs: one.pairs + other.pairs,
});

/** What a schema comes to with its references followed; null when they lead to nothing, or round and round. */
function weightOf(root: Node, schema: unknown, known: Map<string, Weight | null>): Weight | null {
  if (!isObject(schema)) return { schemas: 1, pairs: 0 };
  const { $ref: ref, uniqueItems } = schema;
  const own = ["enum", "const", "required", "dependentRequired"].map(
    (word) => JSON.stringify(schema[word] ?? "").length,
  );
  const characters = own.reduce((sum, length) => sum + length, 0);
  let sum: Weight = { schemas: 1 + Math.floor(characters / CHARACTERS_EACH), pairs: uniqueItems === true ? 1 : 0 };
  const inner = innerSchemas(schema).filter(({ path: [word] }) => word !== "$defs" && word !== "definitions");
  for (const { schema: one } of inner) {
    const weight = weightOf(root, one, known);
    if (weight === null) return null;
    sum = plus(sum, weight);
  }
  if (typeof ref !== "string") return sum;
  const target = weightOfRef(root, ref, known);
  return target && plus(sum, target);
}

function weightOfRef(root: Node, ref: string, known: Map<string, Weight | null>): Weight | null {
  const seen = known.get(ref);
  if (seen !== undefined) return seen;
  const [, place = "", name = ""] = LOCAL.exec(ref) ?? [];
  const definitions = root[place];
  if (!isObject(definitions) || !Object.hasOwn(definitions, name)) return null;
  known.set(ref, null); // whoever comes back here while it is being weighed goes round in a circle
  const weight = weightOf(root, definitions[name], known);
  known.set(ref, weight);
  return weight;
}

/** How many values there are, the outermost counted; null for what the validator cannot walk through: deep nests, broken names. */
function valuesIn(answer: unknown): number | null {
  let values = 0;
  for (let level: unknown[] = [answer], depth = 0; level.length > 0; depth += 1) {
    if (depth > ANSWER_DEPTH_MAX) return null;
    values += level.length;
    const objects = level.filter((value) => typeof value === "object" && value !== null);
    if (objects.some((value) => !Object.keys(value).every((name) => name.isWellFormed()))) return null;
    level = objects.flatMap((value): unknown[] => Object.values(value));
  }
  return values;
}

/** Whether the answer keeps to a schema without faults, and if not, where; `holds` is null when finding out takes too long. */
export function keepsTo(
  schema: Node,
  answer: unknown,
): { readonly holds: boolean | null; readonly reason: string | null } {
  const values = valuesIn(answer);
  const weight = weightOf(schema, schema, new Map());
  if (values === null || weight === null)
    return { holds: null, reason: "The answer is nested too deep, or its names are no well-formed text" };
  // Two items of a list are compared much faster than a value is looked at.
  const work = weight.schemas * values + (weight.pairs * values ** 2) / 10;
  if (work > WORK_MAX) return { holds: null, reason: "The answer is too large to be checked against this schema" };
  // The validator marks the schemas it has seen, so it gets its own.
  const own: Schema = structuredClone(schema);
  const { valid, errors } = new Validator(own, "2020-12").validate(answer);
  const last = errors.at(-1);
  return { holds: valid, reason: last ? `${last.instanceLocation}: ${last.error}` : null };
}
