/** What stands behind a keyword of JSON Schema (draft 2020-12). */
export type WordKind =
  | "schema"
  | "schemas"
  | "map"
  | "types"
  | "number"
  | "divisor"
  | "count"
  | "strings"
  | "string lists"
  | "values"
  | "flag"
  | "text"
  | "format"
  | "ref"
  | "any";

const TYPES = ["null", "boolean", "object", "array", "number", "integer", "string"];
/** Formats that are checked in linear time. */
export const FORMATS = ["date", "time", "date-time", "duration", "uuid", "email"];

const all = (words: string, kind: WordKind): [string, WordKind][] => words.split(" ").map((word) => [word, kind]);

/** Every keyword that is understood. Those that are not are refused: a schema that is not checked would pass everything. */
export const WORDS: ReadonlyMap<string, WordKind> = new Map([
  ...all("not if then else items contains additionalProperties propertyNames", "schema"),
  ...all("unevaluatedProperties unevaluatedItems", "schema"),
  ...all("allOf anyOf oneOf prefixItems", "schemas"),
  ...all("properties dependentSchemas $defs definitions", "map"),
  ...all("type", "types"),
  ...all("minimum maximum exclusiveMinimum exclusiveMaximum", "number"),
  ...all("multipleOf", "divisor"),
  ...all("minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties", "count"),
  ...all("required", "strings"),
  ...all("dependentRequired", "string lists"),
  ...all("enum", "values"),
  ...all("uniqueItems deprecated readOnly writeOnly", "flag"),
  ...all("title description $schema $comment", "text"),
  ...all("format", "format"),
  ...all("$ref", "ref"),
  ...all("const default examples", "any"),
]);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const areStrings = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === "string");
const isType = (value: unknown): boolean => typeof value === "string" && TYPES.includes(value);

/** A definition at the root, by name: other documents are never fetched. */
export const LOCAL = /^#\/(\$defs|definitions)\/([A-Za-z0-9_.-]{1,100})$/;

/** What each kind has to be, but for the schemas inside. */
const SHAPES: Readonly<Record<WordKind, (value: unknown) => boolean>> = {
  schema: (value) => isObject(value) || typeof value === "boolean",
  schemas: (value) => Array.isArray(value) && value.length > 0,
  map: isObject,
  types: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isType) : isType(value)),
  number: (value) => typeof value === "number",
  divisor: (value) => typeof value === "number" && value > 0,
  count: (value) => Number.isInteger(value) && Number(value) >= 0,
  strings: areStrings,
  "string lists": (value) => isObject(value) && Object.values(value).every(areStrings),
  values: (value) => Array.isArray(value) && value.length > 0,
  flag: (value) => typeof value === "boolean",
  text: (value) => typeof value === "string",
  format: (value) => typeof value === "string" && FORMATS.includes(value),
  ref: (value) => typeof value === "string" && LOCAL.test(value),
  any: () => true,
};

const WANTED: Readonly<Record<WordKind, string>> = {
  schema: "wants a schema",
  schemas: "wants a list of schemas",
  map: "wants schemas by name",
  types: `wants one or more of ${TYPES.join(", ")}`,
  number: "wants a number",
  divisor: "wants a number above 0",
  count: "wants a whole number, 0 or more",
  strings: "wants a list of strings",
  "string lists": "wants lists of strings by name",
  values: "wants a list of values",
  flag: "wants true or false",
  text: "wants a text",
  format: `can be ${FORMATS.join(", ")}`,
  ref: "wants #/$defs/<name>; other documents are not read",
  any: "",
};

/** What is wrong with a keyword and what stands behind it; undefined when nothing is. */
export function wordFault(word: string, value: unknown): string | undefined {
  if (word === "pattern" || word === "patternProperties") {
    return "is not checked in a schema; give the pattern as an expectation of its own (kind `matches`)";
  }
  const kind = WORDS.get(word);
  if (kind === undefined) return "is not a keyword that is checked here";
  return SHAPES[kind](value) ? undefined : WANTED[kind];
}
