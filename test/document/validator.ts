import { FORMATS, isObject, lengthOf, must, onList, onNumber, onText, TYPES, type Validator } from "./rules.ts";

export type Schema = Readonly<Record<string, unknown>>;
type Resolve = (reference: string) => Validator;

type Keyword = (argument: never, schema: Schema, resolve: Resolve) => Validator | null;
const nothing: Keyword = () => null;

function properties(shape: Record<string, Schema>, schema: Schema, resolve: Resolve): Validator {
  const known = Object.entries(shape).map(([key, inner]) => [key, compile(inner, resolve)] as const);
  const names = new Set(Object.keys(shape));
  const isClosed = schema["additionalProperties"] === false;
  return (value, path) => {
    if (!isObject(value)) return null;
    for (const [key, inner] of known) {
      const fault = value[key] === undefined ? null : inner(value[key], `${path}.${key}`);
      if (fault !== null) return fault;
    }
    const unknown = isClosed && Object.keys(value).find((key) => !names.has(key));
    return unknown === false || unknown === undefined ? null : must(path, `not have ${unknown}`);
  };
}

function additional(rest: boolean | Schema, schema: Schema, resolve: Resolve): Validator | null {
  const names = new Set(Object.keys((schema["properties"] as object | undefined) ?? {}));
  if (rest === false)
    return names.size > 0
      ? null
      : (value, path) => (isObject(value) && Object.keys(value).length > 0 ? must(path, "be empty") : null);
  if (rest === true) return null;
  const inner = compile(rest, resolve);
  return (value, path) => {
    if (!isObject(value)) return null;
    for (const [key, one] of Object.entries(value)) {
      const fault = names.has(key) ? null : inner(one, `${path}.${key}`);
      if (fault !== null) return fault;
    }
    return null;
  };
}

function required(names: readonly string[]): Validator {
  return (value, path) => {
    const missing = isObject(value) && names.find((name) => value[name] === undefined);
    return missing === false || missing === undefined ? null : must(path, `have ${missing}`);
  };
}

function items(inner: Schema | false, schema: Schema, resolve: Resolve): Validator {
  const first = (schema["prefixItems"] as readonly Schema[] | undefined)?.length ?? 0;
  const check = inner === false ? null : compile(inner, resolve);
  return (value, path) => {
    if (!Array.isArray(value)) return null;
    if (!check) return value.length > first ? must(path, `have ${first} items`) : null;
    for (let index = first; index < value.length; index += 1) {
      const fault = check(value[index], `${path}.${index}`);
      if (fault !== null) return fault;
    }
    return null;
  };
}

function prefixItems(list: readonly Schema[], _schema: Schema, resolve: Resolve): Validator {
  const checks = list.map((inner) => compile(inner, resolve));
  return (value, path) => {
    if (!Array.isArray(value)) return null;
    for (const [index, check] of checks.entries()) {
      const fault = index < value.length ? check(value[index], `${path}.${index}`) : null;
      if (fault !== null) return fault;
    }
    return null;
  };
}

/** Of several, as many as `count` takes. */
const some =
  (count: (fitting: number) => boolean) =>
  (list: readonly Schema[], _schema: Schema, resolve: Resolve): Validator => {
    const checks = list.map((inner) => compile(inner, resolve));
    return (value, path) => {
      const faults = checks.map((check) => check(value, path)).filter((fault) => fault !== null);
      return count(checks.length - faults.length) ? null : (faults.at(-1) ?? must(path, "fit one of them only"));
    };
  };

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $ref: (reference: string, _schema, resolve) => {
    let found: Validator | undefined;
    return (value, path) => (found ??= resolve(reference))(value, path); // looked up late: a schema may hold itself
  },
  type: (type: string | readonly string[]) => {
    const checks = [type].flat().map((name) => TYPES[name] ?? (() => false));
    return (value, path) => (checks.some((check) => check(value)) ? null : must(path, `be ${String(type)}`));
  },
  properties,
  additionalProperties: additional,
  required,
  items,
  prefixItems,
  anyOf: some((fitting) => fitting > 0),
  oneOf: some((fitting) => fitting === 1),
  allOf: (list: readonly Schema[], _schema, resolve) => {
    const checks = list.map((inner) => compile(inner, resolve));
    return (value, path) => checks.reduce<string | null>((fault, check) => fault ?? check(value, path), null);
  },
  enum: (list: readonly unknown[]) => (value, path) =>
    list.includes(value) ? null : must(path, `be one of ${list.join(", ")}`),
  const: (only: unknown) => (value, path) => (value === only ? null : must(path, `be ${JSON.stringify(only)}`)),
  minLength: (min: number) => onText((text) => lengthOf(text) >= min, `have ${min} characters`),
  maxLength: (max: number) => onText((text) => lengthOf(text) <= max, `have at most ${max} characters`),
  pattern: (source: string) => {
    const pattern = new RegExp(source, "u");
    return onText((text) => pattern.test(text), `match ${source}`);
  },
  format: (name: string) => {
    const rule = FORMATS[name];
    if (!rule) throw new Error(`The validator does not know the format ${name}`);
    return onText(rule, `be ${name}`);
  },
  minimum: (min: number) => onNumber((number) => number >= min, `be at least ${min}`),
  maximum: (max: number) => onNumber((number) => number <= max, `be at most ${max}`),
  exclusiveMinimum: (min: number) => onNumber((number) => number > min, `be more than ${min}`),
  minItems: (min: number) => onList((length) => length >= min, `have ${min} items`),
  maxItems: (max: number) => onList((length) => length <= max, `have at most ${max} items`),
  propertyNames: (inner: Schema, _schema, resolve) => {
    const check = compile(inner, resolve);
    return (value, path) =>
      isObject(value)
        ? Object.keys(value).reduce<string | null>((fault, key) => fault ?? check(key, `${path}[${key}]`), null)
        : null;
  },
  ...Object.fromEntries(
    ["description", "examples", "default", "discriminator", "readOnly", "title", "deprecated"].map((key) => [
      key,
      nothing,
    ]),
  ),
};

/** A schema of the document as a function, which costs a microsecond where an interpreter costs fifty; an unknown keyword throws. */
export function compile(schema: Schema, resolve: Resolve): Validator {
  const checks = Object.entries(schema).flatMap(([keyword, argument]) => {
    const make = KEYWORDS[keyword];
    if (!make) throw new Error(`The validator does not know the keyword ${keyword}`);
    return make(argument as never, schema, resolve) ?? []; // each keyword's argument is of its own type
  });
  return (value, path) => {
    for (const check of checks) {
      const fault = check(value, path);
      if (fault !== null) return fault;
    }
    return null;
  };
}
