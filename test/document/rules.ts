/** What is wrong with a value, as `$.data.0.title: must be a string`; null when nothing is. */
export type Validator = (value: unknown, path: string) => string | null;

/** The formats the document uses. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  "date-time": (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => URL.canParse(text),
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
  ipv4: (text) => /^\d+(?:\.\d+){3}$/.test(text),
  ipv6: (text) => text.includes(":"),
  binary: () => true,
};

/** The types of JSON Schema. */
export const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

export const must = (path: string, what: string): string => `${path}: must ${what}`;
export const isObject = TYPES["object"] as (value: unknown) => value is Record<string, unknown>;
/** A rule for values of one kind; others are no business of the keyword (JSON Schema 2020-12). */
export const onText =
  (rule: (text: string) => boolean, what: string): Validator =>
  (value, path) =>
    typeof value !== "string" || rule(value) ? null : must(path, what);
export const onNumber =
  (rule: (number: number) => boolean, what: string): Validator =>
  (value, path) =>
    typeof value !== "number" || rule(value) ? null : must(path, what);
export const onList =
  (rule: (length: number) => boolean, what: string): Validator =>
  (value, path) =>
    !Array.isArray(value) || rule(value.length) ? null : must(path, what);

/** Code points, as JSON Schema counts. */
export const lengthOf = (text: string): number =>
  /[\ud800-\udbff]/.test(text) ? Array.from(text).length : text.length;
