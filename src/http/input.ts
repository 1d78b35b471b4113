import type Koa from "koa";
import type { z } from "zod";
import { Failure, type Fault } from "../errors.ts";
import type { Route } from "../feature.ts";
import { readBody } from "./body.ts";

/** Nesting Postgres' jsonb and our own recursion never need to go beyond. */
const DEPTH_MAX = 32;
const FAULTS_MAX = 50;

/** What Postgres cannot store, or would store changed, is refused here with its place: NUL, lone surrogates, deep nesting. */
function unstorable(value: unknown, path: string, depth = 0): Fault[] {
  if (typeof value === "string") {
    if (value.includes("\0")) return [{ path, code: "nul", message: "must not contain the NUL character" }];
    if (value.includes("\u{FFFD}"))
      return [{ path, code: "ill_formed", message: "was not valid UTF-8 (it holds U+FFFD)" }];
    if (!value.isWellFormed())
      return [{ path, code: "ill_formed", message: "is not well-formed Unicode (lone surrogate)" }];
    return [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (depth >= DEPTH_MAX) return [{ path, code: "too_deep", message: `is nested deeper than ${DEPTH_MAX} levels` }];
  const faults: Fault[] = [];
  for (const [key, inner] of Object.entries(value)) {
    faults.push(...unstorable(key, `${path}.${key.slice(0, 40).replaceAll("\0", "").toWellFormed()}`, depth + 1));
    faults.push(...unstorable(inner, `${path}.${key.slice(0, 40)}`, depth + 1));
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

type Parts = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** Reads and checks all parts of a request against the route, and reports every fault at once. */
export async function readInput(route: Route, ctx: Koa.Context, params: unknown): Promise<Parts> {
  const given: Parts = { params, query: { ...ctx.query }, body: await readBody(route, ctx) };
  const faults: Fault[] = [];
  const read = (part: keyof Parts): unknown => {
    const schema = route[part];
    if (!schema) {
      // Mail programs and networks append parameters to the address of a page (utm_source, fbclid): it opens anyway.
      const unknown = part === "query" && route.reply.kind !== "page" ? Object.keys(ctx.query) : [];
      faults.push(
        ...unknown.map((key) => ({ path: `query.${key}`, code: "unrecognized_keys", message: "is not a known field" })),
      );
      return undefined;
    }
    const refused = unstorable(given[part], part);
    faults.push(...refused);
    if (refused.length > 0) return undefined;
    const parsed = schema.safeParse(given[part]);
    if (parsed.success) return parsed.data;
    faults.push(...faultsOf(part, parsed.error));
    return undefined;
  };
  const parts = { params: read("params"), query: read("query"), body: read("body") };
  if (faults.length === 0) return parts;
  const first = faults[0];
  throw new Failure("invalid_input", {
    detail: first ? `${first.path}: ${first.message}` : "The input is not valid",
    faults: faults.slice(0, FAULTS_MAX),
  });
}
