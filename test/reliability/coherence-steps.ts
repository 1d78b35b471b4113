import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { expect } from "vitest";
import { type Model, type Name, NAMES, type Place, type Real, type Register } from "./coherence-registers.ts";
import { command, SECOND_MS } from "./model.ts";

/** How long a process may not have heard of a change another one made (decision 0009). */
const UNHEARD_MS = SECOND_MS;
/** Before a history begins nothing is promised yet, and a busy machine may take its time. */
const BEGUN_MS = 10 * SECOND_MS;
const POLL_MS = 15;

/** One that did not write it knows it no later than the bound. */
async function expectHeard(register: Register, place: Place, withinMs: number): Promise<void> {
  const askedAt = performance.now();
  const newest = register.values.at(-1);
  for (let hasHeard = false; !hasHeard;) {
    const isLate = performance.now() - askedAt > withinMs;
    const found = await register.read(place);
    hasHeard = found === newest;
    if (!hasHeard) await pause(POLL_MS);
    if (isLate) expect(found).toBe(newest);
  }
}

/** The process that wrote is right at once; the other one no later than the bound, and what it once knew it keeps knowing. */
async function expectFresh(register: Register, { places }: Real, at: 0 | 1): Promise<void> {
  const [here, there] = [places[at], places[at === 0 ? 1 : 0]];
  const newest = register.values.at(-1);
  expect(await register.read(here)).toBe(newest);
  await expectHeard(register, there, UNHEARD_MS);
  // What was being read while it was written must not come back from there.
  const again = await Promise.all([here, there].map((place) => register.read(place)));
  expect(again).toEqual(again.map(() => newest));
}

/** What a history begins with was written too: the flags were read before, so the other process has yet to hear of this one. */
export async function expectBegun({ registers }: Model, { places }: Real): Promise<void> {
  const all = Object.values(registers);
  await Promise.all(all.flatMap((one) => places.map((place) => expectHeard(one, place, BEGUN_MS))));
}

type Writing = { name: Name; at: 0 | 1 };
const writing = fc.record({ name: fc.constantFrom(...NAMES), at: fc.constantFrom<0 | 1>(0, 1) });

async function writeAndRead({ registers }: Model, real: Real, { name, at }: Writing): Promise<void> {
  const register = registers[name];
  const before = register.values.at(-1);
  const known = await Promise.all(real.places.map((place) => register.read(place)));
  expect(known).toEqual([before, before]);
  const writes = register.write(real.places[at], register.values.length);
  // Readers that come while it is written fill the caches with what they find.
  const meanwhile = real.places.map((place) => register.read(place));
  register.values.push(await writes);
  const fresh = expectFresh(register, real, at);
  await Promise.all([fresh, ...meanwhile]);
}

const write = command<Model, Real, Writing>("write", writing, writeAndRead);
/** At both processes at the same moment, about different things. */
const writeBoth = command<Model, Real, [Name, Name]>(
  "write at both",
  fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 2 }) as fc.Arbitrary<[Name, Name]>,
  async (model, real, [first, second]) => {
    await Promise.all([
      writeAndRead(model, real, { name: first, at: 0 }),
      writeAndRead(model, real, { name: second, at: 1 }),
    ]);
  },
);

export const commands = [write, write, writeBoth];

/** Nothing of what was not written has changed. */
export async function expectNewest({ registers }: Model, { places }: Real): Promise<void> {
  for (const place of places)
    for (const { read, values } of Object.values(registers)) expect(await read(place)).toBe(values.at(-1));
}
