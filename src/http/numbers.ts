import { z } from "zod";
import type { Fault } from "../errors.ts";

const DIGITS = /^-?\d{1,15}(?:\.\d{1,15})?$/;

const isNumber = (schema: unknown): boolean =>
  schema instanceof z.ZodNumber ||
  ((schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) && isNumber(schema.def.innerType));

/** The names of the numbers of each schema: finding them out costs more than reading most addresses. */
const known = new WeakMap<z.ZodObject, ReadonlySet<string>>();
function numbersOf(schema: z.ZodObject): ReadonlySet<string> {
  let names = known.get(schema);
  if (!names) {
    names = new Set(Object.keys(schema.shape).filter((name) => isNumber(schema.shape[name])));
    known.set(schema, names);
  }
  return names;
}

/** Numbers of an address that are not written in digits: coercion alone would read `0x10`, `1e2` and a space as well. */
export function oddNumbers(schema: z.ZodObject, given: unknown, part: string): Fault[] {
  const faults: Fault[] = [];
  const names = numbersOf(schema);
  if (names.size === 0) return faults;
  const entries: [string, unknown][] = Object.entries(given ?? {});
  for (const [name, text] of entries)
    if (typeof text === "string" && names.has(name) && !DIGITS.test(text))
      faults.push({ path: `${part}.${name}`, code: "invalid_type", message: "must be a number in digits" });
  return faults;
}
