/** Values that fit a schema of the document. */
import fc from "fast-check";
import { fits, resolve, type Schema } from "./contract.ts";
import { words as wordsOf } from "./hostile.ts";

const ITEMS_MAX = 4;
const TEXT_MAX = 60;
const PATTERN_TEXT_MAX = 40;
/** A schema inside itself is followed this deep. */
const DEPTH_MAX = 6;
const YEAR_MS = 365 * 86_400_000;

/** Moments a client might mean: around now, and the ends of what the format allows. */
const moments = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.integer({ min: -YEAR_MS, max: YEAR_MS }).map((ms) => new Date(Date.now() + ms).toISOString()),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...wordsOf(`2024-02-29T00:00:00Z 0001-01-01T00:00:00Z 9999-12-31T23:59:59.999Z 1970-01-01T00:00:00.000Z
        2026-06-30T12:00:00.123456Z`),
    ),
  },
);
const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid({ version: [4, 7] }),
  "date-time": moments,
  date: moments.map((at) => at.slice(0, 10)),
  email: fc.integer({ min: 0, max: 9_999 }).map((n) => `somebody${n}@example.com`),
  uri: fc.nat({ max: 9_999 }).map((n) => `https://hooks.example.com/${n}`),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
};

/** Letters of many kinds; `fc.string` would spend more on its own edge cases than a request takes. */
const LETTERS = Array.from("abcXYZ019 _-.,:/#?&=+%\"'<>{}[]|\\~`$^*()!@;äß éñøЖ漢字عربी์😀🇩🇪\u0301\u200d");
export const textOf = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...LETTERS), { minLength, maxLength }).map((letters) => letters.join(""));

const WORDS = [
  ...wordsOf("aa version ada x1 v"),
  "Release notes",
  "Explain {{version}} to a child.",
  "Text about trees",
];
/** Lengths at the edges, where off-by-one faults are. */
function texts({ minLength = 0, maxLength = TEXT_MAX }: Schema): fc.Arbitrary<string> {
  const usual = Math.max(minLength, Math.min(maxLength, TEXT_MAX));
  const edges = ["x".repeat(Math.max(minLength, 1)), "x".repeat(maxLength), "😀".repeat(maxLength)];
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom(...WORDS).filter(({ length }) => length >= minLength && length <= maxLength),
    },
    { weight: 4, arbitrary: textOf(minLength, usual) },
    { weight: 1, arbitrary: fc.constantFrom(...edges) },
  );
}

const byPattern = new Map<string, fc.Arbitrary<string>>();
/** Kept, because taking a pattern apart is slow and many parameters share one. */
function matching(pattern: string, maxLength: number): fc.Arbitrary<string> {
  const key = `${maxLength} ${pattern}`;
  const found = byPattern.get(key) ?? fc.stringMatching(new RegExp(pattern, "u"), { maxLength });
  byPattern.set(key, found);
  return found;
}

function strings(schema: Schema): fc.Arbitrary<string> {
  const format = FORMATS[schema.format ?? ""];
  if (format) return format;
  if (schema.pattern === undefined) return texts(schema);
  const pattern = new RegExp(schema.pattern, "u");
  const { minLength = 0, maxLength = PATTERN_TEXT_MAX } = schema;
  // Classes of Unicode are more than the generator can enumerate; texts are tried against the pattern instead.
  const drawn = schema.pattern.includes("\\p{")
    ? fc.oneof(matching("^[A-Za-z_][A-Za-z0-9_]{0,20}$", PATTERN_TEXT_MAX), texts(schema))
    : matching(schema.pattern, Math.min(maxLength, PATTERN_TEXT_MAX));
  return drawn.filter((text) => text.length >= minLength && text.length <= maxLength && pattern.test(text));
}

const numbers = ({ type, minimum, maximum }: Schema): fc.Arbitrary<number> => {
  const [min, max] = [minimum ?? -1_000_000, maximum ?? 1_000_000];
  const edges = fc.constantFrom(min, max);
  if (type === "integer")
    return fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min, max: Math.min(max, min + 5) }) },
      { weight: 2, arbitrary: fc.integer({ min, max }) },
      { weight: 1, arbitrary: edges },
    );
  return fc.oneof(fc.double({ min, max, noNaN: true }), edges);
};

const { json: anyJson } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, 0, -1.5, 1e21, "", "text", "__proto__"),
    textOf(0, 10),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "version", "toString", ""), tie("json"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

function object(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  if (typeof additionalProperties === "object" && Object.keys(properties).length === 0) {
    const name = propertyNames?.maxLength === undefined ? textOf(0, 12) : strings(propertyNames);
    const words = fc.constantFrom("version", "commits", "name", "topic");
    const safe = fc.oneof(words, name).filter((text) => text !== "__proto__");
    return fc.dictionary(safe, make(additionalProperties, depth), { maxKeys: ITEMS_MAX, noNullPrototype: true });
  }
  const model = Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, make(part, depth)]));
  return fc.record(model, { requiredKeys: [...required], noNullPrototype: true });
}

function plain(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if (schema.type === "object") return object(schema, depth);
  if (schema.type === "array") {
    const { minItems = 0, maxItems = ITEMS_MAX } = schema;
    return fc.array(make(schema.items ?? {}, depth), {
      minLength: minItems,
      maxLength: Math.max(minItems, Math.min(maxItems, ITEMS_MAX)),
    });
  }
  if (schema.type === "string") return strings(schema);
  if (schema.type === "integer" || schema.type === "number") return numbers(schema);
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "null") return fc.constant(null);
  return depth > DEPTH_MAX ? fc.constant(null) : anyJson;
}

function make(given: Schema, depth: number): fc.Arbitrary<unknown> {
  const schema = resolve(given);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((one) => make(one, depth + 1)));
  return plain(schema, depth + 1);
}

const bySchema = new Map<Schema, fc.Arbitrary<unknown>>();
/** One arbitrary for each schema, because building them costs more than drawing from them. */
export function fitting(schema: Schema): fc.Arbitrary<unknown> {
  // The document has the last word: a drawn value may break a rule no arbitrary knows (lengths count code points).
  const found = bySchema.get(schema) ?? make(schema, 0).filter((value) => fits(schema, value));
  bySchema.set(schema, found);
  return found;
}
