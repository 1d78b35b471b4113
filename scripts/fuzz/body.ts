/** A drawn body, changed in one place and written as its media type has it. */
import { RAW_BODIES } from "./hostile.ts";
import type { Twist } from "./plan.ts";

type Place = readonly (string | number)[];
const PLACES_MAX = 60;

/** Every place in a value, the outermost first. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    placesOf(part, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return (at.length === 0 ? inner : [at, ...inner]).slice(0, PLACES_MAX);
}

function changed(
  value: unknown,
  [key, ...rest]: Place,
  change: (parent: Record<string, unknown> | unknown[], key: string | number) => void,
): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  if (rest.length === 0) change(copy, key);
  else Reflect.set(copy, key, changed(Reflect.get(copy, key), rest, change));
  return copy;
}

/** A form has no shape that could be deeper. */
const FORM_DEPTH_MAX = 5;
/** No name, or a number, would be a place in a list, and a bracket another name. */
const inBrackets = (name: string): string => (/^\d*$/.test(name) ? `_${name}` : name).replaceAll(/[[\]]/g, "_");
/** The names of a form nest in brackets. */
function formOf(value: unknown, name = "", depth = 0): string[] {
  if (depth > FORM_DEPTH_MAX) return [];
  if (typeof value !== "object" || value === null)
    return [`${encodeURIComponent(name)}=${encodeURIComponent(String(value).toWellFormed())}`];
  return Object.entries(value).flatMap(([key, part]) =>
    formOf(part, name === "" ? key : `${name}[${inBrackets(key)}]`, depth + 1),
  );
}

const isInForm = (value: unknown, depth: number): boolean =>
  depth <= FORM_DEPTH_MAX &&
  (typeof value !== "object" ||
    value === null ||
    Object.entries(value).some(([name, part]) => !(name in {}) && isInForm(part, depth + 1)));

/** Every value of a form is a text; what is empty is not in it, and names that every object has are dropped on the way. */
const readForm = (value: unknown, depth = 0): unknown =>
  typeof value !== "object" || value === null
    ? String(value)
    : Object.fromEntries(
        Object.entries(value)
          .filter(([name, part]) => !(name in {}) && isInForm(part, depth + 1))
          .map(([name, part]) => [depth === 0 ? name : inBrackets(name), readForm(part, depth + 1)]),
      );

export type Written = {
  readonly bytes: Buffer;
  /** What a reader of the bytes would see; undefined when they hold nothing that can be read. */
  readonly value: unknown;
};

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown; // a byte order mark is overlooked (RFC 8259 §8.1)
  } catch {
    return undefined;
  }
};

/** JSON.stringify has no word for a name that would become the prototype, so it is written by hand. */
function withName(value: unknown, name: string, added: unknown): string {
  const text = JSON.stringify(value ?? {});
  const member = `${JSON.stringify(name)}:${JSON.stringify(added) ?? "null"}`;
  return text === "{}" ? `{${member}}` : `{${member},${text.slice(1)}`;
}

export function write(value: unknown, twist: Twist, media: string): Written {
  const isForm = media === "application/x-www-form-urlencoded";
  const serialize = (whole: unknown): Written =>
    isForm
      ? { bytes: Buffer.from(formOf(whole).join("&")), value: readForm(whole) }
      : { bytes: Buffer.from(JSON.stringify(whole) ?? ""), value: whole };
  const places = placesOf(value);
  const at = "place" in twist ? places[twist.place % Math.max(places.length, 1)] : undefined;
  if (twist.kind === "body raw") {
    const bytes = RAW_BODIES[twist.index] ?? Buffer.alloc(0);
    return { bytes, value: isForm ? undefined : parsed(bytes) };
  }
  if (twist.kind === "body add") {
    if (isForm) return serialize({ ...(value as object), [twist.name]: twist.value });
    const bytes = Buffer.from(withName(value, twist.name, twist.value));
    // A name that is given twice means whichever its reader takes: it must be refused.
    const isRepeated = Object.hasOwn(value ?? {}, twist.name);
    return { bytes, value: isRepeated ? undefined : parsed(bytes) };
  }
  if (twist.kind === "body value" && at)
    return serialize(changed(value, at, (parent, key) => void Reflect.set(parent, key, twist.value)));
  if (twist.kind === "body drop" && at) {
    return serialize(
      changed(value, at, (parent, key) => {
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else Reflect.deleteProperty(parent, key);
      }),
    );
  }
  return serialize(value);
}
