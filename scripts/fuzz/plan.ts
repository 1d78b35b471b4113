/** A request as it is drawn: who asks, with what, and what is wrong with it. Ids are named by what they should be. */
import fc from "fast-check";
import type { Endpoint } from "./contract.ts";
import { fitting } from "./fitting.ts";
import {
  ACCEPTS,
  CONTENT_TYPES,
  HEADER_VALUES,
  HEADERS,
  hostileName,
  hostileText,
  hostileValue,
  METHODS,
  RAW_BODIES,
  RAW_ESCAPES,
} from "./hostile.ts";

/** "own" exists and is the asker's; "other" is somebody else's; "gone" was deleted; "unknown" never existed. */
export type Whose = "own" | "other" | "gone" | "unknown";
export type Asker = "person" | "other" | "key" | "narrowKey" | "nobody";
export const CREDENTIALS = {
  none: {},
  garbage: { authorization: "Bearer garbage" },
  empty: { authorization: "Bearer " },
  basic: { authorization: "Basic YTpi" },
  unsigned: {
    authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sub":"x"}').toString("base64url")}.`,
  },
  keyAsToken: { authorization: `Bearer xmlp_${"0".repeat(36)}` },
  wrongKey: { "x-api-key": `xmlp_${"0".repeat(36)}` },
  emptyKey: { "x-api-key": "" },
  longKey: { "x-api-key": "x".repeat(5_000) },
} as const;

export type Twist =
  | { readonly kind: "none" }
  | { readonly kind: "body value"; readonly place: number; readonly value: unknown }
  | { readonly kind: "body drop"; readonly place: number }
  | { readonly kind: "body add"; readonly name: string; readonly value: unknown }
  | { readonly kind: "body raw"; readonly index: number }
  | { readonly kind: "media"; readonly type: string }
  | { readonly kind: "encoding"; readonly value: string }
  | { readonly kind: "query value"; readonly place: number; readonly value: string }
  | { readonly kind: "query twice"; readonly place: number }
  | { readonly kind: "query unknown"; readonly name: string; readonly value: string }
  | { readonly kind: "query raw"; readonly text: string }
  | { readonly kind: "path value"; readonly place: number; readonly value: string }
  | { readonly kind: "path raw"; readonly place: number; readonly text: string }
  | { readonly kind: "header"; readonly name: string; readonly value: string }
  | { readonly kind: "credential"; readonly which: keyof typeof CREDENTIALS | "two" }
  | { readonly kind: "method"; readonly method: string }
  | { readonly kind: "accept"; readonly value: string };

export type Plan = {
  readonly asker: Asker;
  readonly whose: Whose;
  /** Of several things that fit, this one. */
  readonly pick: number;
  /** The child is named below a parent that is not its own. */
  readonly isCrossed: boolean;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly path: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly twist: Twist;
};

const place = fc.nat({ max: 40 });

const one = <T>(of: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...of);
const WHICH = [...(Object.keys(CREDENTIALS) as (keyof typeof CREDENTIALS)[]), "two" as const];

type Parts<K extends Twist["kind"]> = Omit<Extract<Twist, { kind: K }>, "kind">;
type Drawn<K extends Twist["kind"]> = { readonly [P in keyof Parts<K>]: fc.Arbitrary<Parts<K>[P]> };
/** What may be wrong with a request to the endpoint; what cannot apply is left out. */
function twistsOf({ body, parameters, path }: Endpoint): fc.Arbitrary<Twist> {
  const kinds: fc.WeightedArbitrary<Twist>[] = [];
  const add = <K extends Twist["kind"]>(weight: number, kind: K, drawn: Drawn<K>): void => {
    const parts = drawn as Readonly<Record<string, fc.Arbitrary<unknown>>>; // erased: each kind has parts of its own
    kinds.push({ weight, arbitrary: fc.record(parts).map((given) => ({ ...given, kind }) as Twist) });
  };
  add(40, "none", {});
  if (body) {
    add(22, "body value", { place, value: hostileValue });
    add(5, "body drop", { place });
    add(4, "body add", { name: hostileName, value: hostileValue });
    add(4, "body raw", { index: fc.nat({ max: RAW_BODIES.length - 1 }) });
    add(3, "media", { type: one(CONTENT_TYPES) });
    add(1, "encoding", { value: one(["gzip", "br", "deflate, gzip", "x"]) });
  }
  if (parameters.some((parameter) => parameter.in === "query")) {
    add(16, "query value", { place, value: hostileText });
    add(3, "query twice", { place });
  }
  add(3, "query unknown", { name: hostileName, value: hostileText });
  add(2, "query raw", { text: one(RAW_ESCAPES) });
  if (path.includes("{")) {
    add(7, "path value", { place, value: hostileText });
    add(4, "path raw", { place, text: one(RAW_ESCAPES) });
  }
  add(5, "header", { name: one(HEADERS), value: one(HEADER_VALUES) });
  add(8, "credential", { which: one(WHICH) });
  add(5, "method", { method: one(METHODS) });
  add(3, "accept", { value: one(ACCEPTS) });
  return fc.oneof({ withCrossShrink: true }, ...kinds);
}

const weighted = <T>(...given: [number, T][]): fc.Arbitrary<T> =>
  fc.oneof(...given.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

export function plansOf(endpoint: Endpoint): fc.Arbitrary<Plan> {
  const drawn = (where: string): fc.Arbitrary<Record<string, unknown>> => {
    const named = endpoint.parameters.filter((one) => one.in === where);
    const model = Object.fromEntries(named.map(({ name, schema }) => [name, fitting(schema)]));
    const requiredKeys = named.filter(({ required }) => required === true).map(({ name }) => name);
    return fc.record(model, { requiredKeys, noNullPrototype: true });
  };
  const body = endpoint.body;
  return fc.record<Plan>({
    asker: endpoint.takesKeys
      ? weighted<Asker>([12, "person"], [2, "other"], [3, "key"], [1, "narrowKey"], [1, "nobody"])
      : weighted<Asker>([14, "person"], [2, "other"], [1, "key"], [2, "nobody"]),
    whose: weighted<Whose>([14, "own"], [3, "other"], [3, "gone"], [2, "unknown"]),
    pick: fc.nat({ max: 1_000 }),
    isCrossed: weighted([9, false], [1, true]),
    query: drawn("query"),
    headers: drawn("header"),
    path: drawn("path"),
    body: body
      ? fc.oneof(
          { weight: 4, arbitrary: fitting(body.schema) },
          { weight: 1, arbitrary: fc.constant(body.example ?? {}) },
        )
      : fc.constant(undefined),
    twist: twistsOf(endpoint),
  });
}
