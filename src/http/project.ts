import type { z } from "zod";

/** What a contract names of a value, and nothing else of it. */
export type Projection = (value: unknown) => unknown;

const asItIs: Projection = (value) => value;
const SCALARS = new Set(["string", "number", "int", "boolean", "literal", "enum", "null", "bigint", "any", "unknown"]);

/** The parts of zod's definitions that shape a value; everything else is parsed. */
type Definition = {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string } } }[];
};

const WRAPPERS = new Set(["nullable", "optional", "readonly", "nonoptional"]);
/** Checks that write another value: trimming, lower case and the like. */
const overwrites = ({ checks }: Definition): boolean =>
  checks?.some(({ _zod }) => _zod.def.check === "overwrite") ?? false;

function ofObject(shape: Readonly<Record<string, z.ZodType>>): Projection {
  const keys = Object.entries(shape).map(([key, schema]) => ({ key, project: projectionOf(schema) }));
  // Copied and filled, so that all replies have one hidden class; JSON leaves out what stays undefined.
  const empty: Record<string, unknown> = Object.fromEntries(keys.map(({ key }) => [key, undefined]));
  return (value) => {
    if (typeof value !== "object" || value === null) return value;
    const source = value as Record<string, unknown>;
    const kept = { ...empty };
    for (const { key, project } of keys) {
      const inner = source[key];
      if (inner !== undefined) kept[key] = project === asItIs ? inner : project(inner);
    }
    return kept;
  };
}

/**
 * A reply's schema as a function that copies what it names: a column too many never leaves, and the reply is not walked
 * a second time to check what the types have promised. Shapes that decide by the value (unions of objects, transforms,
 * defaults) are parsed as usual.
 */
export function projectionOf(schema: z.ZodType): Projection {
  const definition = schema.def as Definition;
  const { type, shape, catchall, element, innerType, valueType } = definition;
  if (SCALARS.has(type) && !overwrites(definition)) return asItIs;
  if (type === "object" && shape && (catchall === undefined || catchall.def.type === "never")) return ofObject(shape);
  if (WRAPPERS.has(type) && innerType) {
    const inner = projectionOf(innerType);
    return inner === asItIs ? asItIs : (value) => (value === null || value === undefined ? value : inner(value));
  }
  if (type === "array" && element) {
    const inner = projectionOf(element);
    return inner === asItIs ? asItIs : (value) => (Array.isArray(value) ? value.map((one) => inner(one)) : value);
  }
  if (type === "record" && valueType && projectionOf(valueType) === asItIs) return asItIs;
  return (value) => schema.parse(value);
}
