import { isObject, LOCAL, WORDS } from "./schema-words.ts";

type Node = Readonly<Record<string, unknown>>;

/** Microseconds, as the slowest input of each kind was measured to take. */
const VISIT = 8;
const MEMBER = 0.4;
/** For each character of a keyword's own values: a name that is missing is one more fault. */
const OWN_CHARACTER = 0.15;
const COUNTED_CHARACTER = 0.02;
const FORMAT_CHARACTER = 0.03;
const MOMENT_CHARACTER = 0.25;
const NAME_CHARACTER = 0.2;
const PAIR = 0.015;
const PAIRED_VALUE = 0.15;
const DIVISION = 40;
const PAIRED_CHARACTER = 0.0005;
/** Copying a part of the schema, and looking for references to it. */
const PART = 15;

const COUNTING = ["minLength", "maxLength"];
const COMPARED = ["enum", "const", "required", "dependentRequired"];

/**
 * What checking an answer against a schema takes at most, in microseconds; it stops counting beyond `limit`, so it never takes
 * long itself. It goes the way of the validator, into every branch that one could take. The schema has no circles.
 */
export function checkCost(schema: Node, answer: unknown, limit: number): number {
  const meter = new Meter(schema, limit);
  meter.spend(partsOf(schema) * PART);
  meter.visit(schema, answer);
  return meter.spent;
}

/** How many objects there are in a schema, at most. */
export const partsOf = (schema: Node): number => JSON.stringify(schema).split("{").length - 1;

class Meter {
  spent = 0;
  readonly #root: Node;
  readonly #limit: number;
  readonly #characters = new Map<Node, number>();

  constructor(root: Node, limit: number) {
    this.#root = root;
    this.#limit = limit;
  }

  spend(microseconds: number): boolean {
    this.spent += microseconds;
    return this.spent <= this.#limit;
  }

  visit(schema: unknown, value: unknown): void {
    if (!this.spend(VISIT) || !isObject(schema)) return;
    this.spend(this.#ownCharacters(schema) * OWN_CHARACTER);
    if (typeof value === "string") this.#text(schema, value);
    if (typeof value === "number" && schema["multipleOf"] !== undefined) this.spend(DIVISION);
    for (const [word, inner] of Object.entries(schema)) {
      if (this.spent > this.#limit) return;
      const kind = WORDS.get(word);
      if (word === "$ref") this.visit(definition(this.#root, inner), value);
      else if (IN_PLACE.includes(word)) this.#all(kind === "schemas" ? members(inner) : [inner], value);
      else if (word === "dependentSchemas") this.#all(members(inner), value);
    }
    if (Array.isArray(value)) this.#list(schema, value as readonly unknown[]);
    else if (isObject(value)) this.#object(schema, value);
  }

  #all(schemas: readonly unknown[], value: unknown): void {
    for (const schema of schemas) {
      if (this.spent > this.#limit) return;
      this.visit(schema, value);
    }
  }

  #text(schema: Node, { length }: string): void {
    const { format } = schema;
    if (COUNTING.some((word) => schema[word] !== undefined)) this.spend(length * COUNTED_CHARACTER);
    if (format !== undefined) this.spend(length * (format === "date-time" ? MOMENT_CHARACTER : FORMAT_CHARACTER));
  }

  #list(schema: Node, values: readonly unknown[]): void {
    for (const word of ["items", "contains", "unevaluatedItems"]) this.#each(schema[word], values);
    const first = members(schema["prefixItems"]);
    for (const [index, value] of values.slice(0, first.length).entries()) this.visit(first[index], value);
    if (schema["uniqueItems"] === true) this.#pairs(values);
  }

  #object(schema: Node, value: Node): void {
    const names = Object.keys(value);
    this.spend(names.length * MEMBER);
    for (const [name, inner] of Object.entries(isObject(schema["properties"]) ? schema["properties"] : {})) {
      if (!this.spend(name.length * NAME_CHARACTER + MEMBER)) return;
      if (Object.hasOwn(value, name)) this.visit(inner, value[name]);
    }
    const others = ["additionalProperties", "unevaluatedProperties"].filter((word) => schema[word] !== undefined);
    for (const word of others) this.#each(schema[word], Object.values(value), names);
    this.#each(schema["propertyNames"], names, names);
  }

  #each(schema: unknown, values: readonly unknown[], names: readonly string[] = []): void {
    if (schema === undefined) return;
    for (const [index, value] of values.entries()) {
      if (!this.spend((names[index] ?? "").length * NAME_CHARACTER)) return;
      this.visit(schema, value);
    }
  }

  /** Each item is compared with all the others, to its last part at most. */
  #pairs(values: readonly unknown[]): void {
    let each = 0;
    for (const value of values) {
      const text = JSON.stringify(value);
      const inner = typeof value === "object" ? text.split(/[,[{]/).length * PAIRED_VALUE : PAIR;
      each += inner + text.length * PAIRED_CHARACTER;
      if (!this.spend(each)) return;
    }
    this.spend(each * values.length);
  }

  #ownCharacters(schema: Node): number {
    const known = this.#characters.get(schema);
    if (known !== undefined) return known;
    const lengths = COMPARED.map((word) => (schema[word] === undefined ? 0 : JSON.stringify(schema[word]).length));
    const characters = lengths.reduce((sum, length) => sum + length, 0);
    this.#characters.set(schema, characters);
    return characters;
  }
}

const IN_PLACE = ["not", "if", "then", "else", "allOf", "anyOf", "oneOf"];
const members = (value: unknown): readonly unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value) : [];

function definition(root: Node, ref: unknown): unknown {
  const [, place = "", name = ""] = LOCAL.exec(String(ref)) ?? [];
  const definitions = root[place];
  return isObject(definitions) ? definitions[name] : undefined;
}
