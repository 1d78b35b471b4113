import type Koa from "koa";
import type { z } from "zod";
import { Failure, type Fault } from "../errors.ts";
import type { Route } from "../feature.ts";
import { type Body, readBody } from "./body.ts";
import { oddNumbers } from "./numbers.ts";

/** Nesting Postgres' jsonb and our own recursion never need to go beyond. */
const DEPTH_MAX = 32;
const FAULTS_MAX = 50;

const isStorableText = (text: string): boolean =>
  text.isWellFormed() && !text.includes("\0") && !text.includes("\u{FFFD}");
/** Nearly everything is: places are only written down of what is not. */
function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === "string") return isStorableText(value);
  if (typeof value !== "object" || value === null) return true;
  if (depth >= DEPTH_MAX) return false;
  for (const [key, inner] of Object.entries(value))
    if (!isStorableText(key) || !isStorable(inner, depth + 1)) return false;
  return true;
}

/** What Postgres cannot store, or would store changed, is refused here with its place: NUL, lone surrogates, deep nesting. */
export const unstorable = (value: unknown, path: string): Fault[] =>
  isStorable(value, 0) ? [] : unstorableIn(value, path, 0);

function unstorableIn(value: unknown, path: string, depth: number): Fault[] {
  if (typeof value === "string") {
    if (isStorableText(value)) return [];
    if (value.includes("\0")) return [{ path, code: "nul", message: "must not contain the NUL character" }];
    if (value.includes("\u{FFFD}"))
      return [{ path, code: "ill_formed", message: "was not valid UTF-8 (it holds U+FFFD)" }];
    return [{ path, code: "ill_formed", message: "is not well-formed Unicode (lone surrogate)" }];
  }
  if (typeof value !== "object" || value === null) return [];
  if (depth >= DEPTH_MAX) return [{ path, code: "too_deep", message: `is nested deeper than ${DEPTH_MAX} levels` }];
  const faults: Fault[] = [];
  for (const [key, inner] of Object.entries(value)) {
    faults.push(...unstorableIn(key, `${path}.${key.slice(0, 40).replaceAll("\0", "").toWellFormed()}`, depth + 1));
    faults.push(...unstorableIn(inner, `${path}.${key.slice(0, 40)}`, depth + 1));
    if (faults.length >= FAULTS_MAX) break;
  }
  return faults;
}

const faultsOf = (where: string, error: z.ZodError): Fault[] =>
  error.issues.flatMap((issue): Fault[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          path: [where, ...issue.path, key].join("."),
          code: issue.code,
          message: "is not a known field",
        }))
      : [{ path: [where, ...issue.path].join("."), code: issue.code, message: issue.message }],
  );

const NO_BODY: Body = { value: undefined, faults: [] };
/** The parts of what a route is asked, as they were given or as they were read. */
export type Parts = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** Checks what was given to a route, and reports every fault at once, after those that are known. */
export function checkInput(route: Route, given: Parts, known: readonly Fault[] = []): Parts {
  const faults: Fault[] = [...known];
  const read = (part: keyof Parts): unknown => {
    const schema = route[part];
    if (!schema) {
      // Mail programs and networks append parameters to the address of a page (utm_source, fbclid): it opens anyway.
      const unknown = part === "query" && route.reply.kind !== "page" ? Object.keys(given.query ?? {}) : [];
      faults.push(
        ...unknown.map((key) => ({ path: `query.${key}`, code: "unrecognized_keys", message: "is not a known field" })),
      );
      return undefined;
    }
    const refused = unstorable(given[part], part);
    if (part !== "body") refused.push(...oddNumbers(schema, given[part], part));
    faults.push(...refused);
    if (refused.length > 0) return undefined;
    const parsed = schema.safeParse(given[part]);
    if (parsed.success) return parsed.data;
    faults.push(...faultsOf(part, parsed.error));
    return undefined;
  };
  const parts = { params: read("params"), query: read("query"), body: read("body") };
  if (faults.length === 0) return parts;
  throw invalidInput(faults);
}

/** `invalid_input` that begins with the first of the faults. */
export function invalidInput(faults: readonly Fault[]): Failure {
  const first = faults[0];
  return new Failure("invalid_input", {
    detail: first ? `${first.path}: ${first.message}` : "The input is not valid",
    faults: faults.slice(0, FAULTS_MAX),
  });
}

/** Reads and checks all parts of a request against the route. */
export async function readInput(route: Route, ctx: Koa.Context, params: unknown): Promise<Parts> {
  const query = ctx.req.url?.includes("?") ? { ...ctx.query } : {};
  const body = route.body ? await readBody(route, ctx) : NO_BODY;
  return checkInput(route, { params, query, body: body.value }, body.faults);
}
