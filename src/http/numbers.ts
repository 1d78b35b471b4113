import { z } from "zod";
import type { Fault } from "../errors.ts";

const DIGITS = /^-?\d{1,15}(?:\.\d{1,15})?$/;

const isNumber = (schema: unknown): boolean =>
  schema instanceof z.ZodNumber ||
  ((schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) && isNumber(schema.def.innerType));

/** Numbers of an address that are not written in digits: coercion alone would read `0x10`, `1e2` and a space as well. */
export const oddNumbers = ({ shape }: z.ZodObject, given: unknown, part: string): Fault[] =>
  Object.entries(given ?? {}).flatMap(([name, text]: [string, unknown]) =>
    typeof text === "string" && Object.hasOwn(shape, name) && isNumber(shape[name]) && !DIGITS.test(text)
      ? [{ path: `${part}.${name}`, code: "invalid_type", message: "must be a number in digits" }]
      : [],
  );
