import { createHash } from "node:crypto";
import { expect, test, vi } from "vitest";
import type { Cache } from "../../src/contract/ports.ts";
import { type Draft, PARTS } from "../../src/contract/draft.ts";
import { type Asking, cacheKeysOf } from "../../src/features/enrichment/enhance/cache-key.ts";
import type { LintReport } from "../../src/features/enrichment/lint/index.ts";
import { hashContent } from "../../src/features/prompts/fields.ts";
import { type Reader, resolvePrompts, type Selector } from "../../src/features/rendering/resolve.ts";
import { SEED } from "../seed.ts";

/** All of it takes two seconds of a processor that has nothing else to do. */
vi.setConfig({ testTimeout: 60_000 });
const TUPLES = 100_000;
/** Of the keys that are made like the first one. */
const FEWER = 20_000;

/** Numbers that look like chance, and are the same again for the same seed (mulberry32). */
function chance(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Pieces that a key which only joins its fields would take for the border between two of them. */
const PIECES = [
  "a",
  "b",
  "ab",
  "",
  ",",
  '"',
  '","',
  "[",
  "]",
  "null",
  "\\",
  '\\"',
  "\0",
  "|",
  ":",
  "\n",
  "é",
  "e\u0301",
];
const draw = (next: ReturnType<typeof chance>) => {
  const one = <T>(of: readonly T[]): T => of[next(of.length)]!;
  const text = (): string => one(PIECES) + one(PIECES);
  return {
    one,
    text,
    orNull: () => (next(3) === 0 ? null : text()),
    orNothing: () => (next(3) === 0 ? undefined : text()),
  };
};

/** Short, so that a hundred thousand of them are no burden. */
const digestOf = (text: string): string => createHash("sha1").update(text).digest("base64");

/** Two tuples have one key only when they are equal, which their JSON says: what is undefined has no place in it. */
class Keys {
  readonly #tupleOf = new Map<string, string>();
  readonly #different = new Set<string>();
  add(key: string, tuple: unknown): void {
    const said = JSON.stringify(tuple);
    const digest = digestOf(said);
    const other = this.#tupleOf.get(key);
    if (other !== undefined && other !== digest) throw new Error(`Seed ${SEED}: ${said} has the key of another tuple`);
    this.#tupleOf.set(key, digest);
    this.#different.add(digest);
  }
  /** Equal tuples have had equal keys, and there were enough that differ. */
  expectNoCollision(tuples: number, what: string): void {
    expect(this.#tupleOf.size).toBe(this.#different.size);
    expect(this.#different.size).toBeGreaterThan(tuples / 2);
    console.log(`figure: ${tuples} ${what}, ${this.#different.size} that differ: 0 share a key, seed ${SEED}`);
  }
}

function expectNoCollision<T>(
  tuples: number,
  what: string,
  make: (next: ReturnType<typeof chance>) => T,
  keyOf: (tuple: T) => string,
): void {
  const [next, keys] = [chance(SEED), new Keys()];
  for (let n = 0; n < tuples; n += 1) {
    const tuple = make(next);
    keys.add(keyOf(tuple), tuple);
  }
  keys.expectNoCollision(tuples, what);
}

const askingOf = (next: ReturnType<typeof chance>): Asking => {
  const { one, text, orNull, orNothing } = draw(next);
  const draft = Object.fromEntries(PARTS.map((part) => [part, next(2) === 0 ? null : orNull()])) as Draft;
  const judged = { severity: "error", dimension: "clarity", field: "task", message: "" } as const;
  const findings = next(2) === 0 ? [] : [{ ...judged, ruleId: text(), span: [next(2), 2] as const }];
  // The rest of a report follows from these.
  const report = { score: next(3), rulesHash: text(), findings } as unknown as LintReport;
  return {
    userId: one(["ada", "adae", "eve", "a", "b"]),
    source: { draft, promptId: orNull(), isPublic: next(2) === 0 },
    report,
    model: text(),
    instructions: orNothing(),
    maxTokenGrowth: next(2) === 0 ? undefined : next(3),
  };
};

test("P25: of 100,000 questions to the enhancer no two that differ share an answer, least of all those of two users", () => {
  expectNoCollision(TUPLES, "questions to the enhancer", askingOf, (asking) =>
    cacheKeysOf(asking).whole.toString("latin1"),
  );
});

test("P25: what is known to be good is good wherever its owner keeps it, and for nobody else", () => {
  const asking = askingOf(chance(SEED));
  const at = (promptId: string | null, userId = asking.userId) =>
    cacheKeysOf({ ...asking, userId, source: { ...asking.source, promptId } });
  expect(at("here").content).toEqual(at("there").content);
  expect(at("here").whole).not.toEqual(at("there").whole);
  expect(at(null, "eve's").content).not.toEqual(at(null, "eve").content);
});

/** The key a port is asked under; nothing is loaded. */
function keyOfResolving(userId: string, selectors: readonly Selector[]): string {
  let asked = "";
  const cache: Pick<Cache, "get"> = {
    get: (key) => {
      asked = key;
      return new Promise<never>(() => undefined);
    },
  };
  void resolvePrompts({ actor: { userId }, ports: { cache } } as unknown as Reader, selectors);
  return asked;
}

test("P25: of 20,000 lists of prompts to resolve no two that differ are answered from one place in memory", () => {
  const make = (next: ReturnType<typeof chance>) => {
    const { one, text } = draw(next);
    const selectors = Array.from({ length: 1 + next(2) }, (): Selector => {
      const name = next(2) === 0 ? { id: text() } : { slug: text() };
      return { ...name, ...one([{}, { label: text() }, { version: next(20) }]) };
    });
    return { userId: one(["ada", "ada:", "eve"]), selectors };
  };
  expectNoCollision(FEWER, "lists of prompts to resolve", make, ({ userId, selectors }) =>
    keyOfResolving(userId, selectors),
  );
});

test("P25: of 20,000 contents no two that differ are taken for one version", () => {
  const make = (next: ReturnType<typeof chance>) => {
    const { text, orNull } = draw(next);
    const parts = Object.fromEntries(PARTS.map((part) => [part, orNull()])) as Draft;
    const variables = next(2) === 0 ? [] : [{ name: text(), type: "string" as const, required: next(2) === 0 }];
    return { ...parts, task: text(), selectedModel: text(), variables };
  };
  expectNoCollision(FEWER, "contents", make, (content) => hashContent(content).toString("latin1"));
});
