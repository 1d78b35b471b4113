import fc from "fast-check";
import { expect } from "vitest";
import { disagreements, freshWord, type Shadow } from "./visibility.ts";
import { type Model, type Real, STEPS, textOf } from "./visibility-steps.ts";

/** How long another process may not have heard of a change. */
const UNHEARD_MS = 1_000;

/** This process is right at once; the other one no later than a second after the acknowledgement. */
async function expectAgreement({ processes }: Real, at: 0 | 1, prompt: Shadow, earlier: string[]): Promise<void> {
  const acknowledgedAt = performance.now();
  expect(await disagreements(processes[at], prompt, earlier)).toEqual([]);
  for (;;) {
    const askedAt = performance.now();
    const found = await disagreements(processes[at === 0 ? 1 : 0], prompt, earlier);
    if (found.length === 0) return;
    if (askedAt > acknowledgedAt + UNHEARD_MS) expect(found).toEqual([]);
  }
}

class Create implements fc.AsyncCommand<Model, Real> {
  readonly at: 0 | 1;
  readonly isPublic: boolean;
  constructor(at: 0 | 1, isPublic: boolean) {
    this.at = at;
    this.isPublic = isPublic;
  }
  check = (): boolean => true;
  async run(model: Model, real: Real): Promise<void> {
    const { at, isPublic } = this;
    const [mark, tag] = [freshWord(), freshWord()];
    const draft = { title: "Seen or not", task: textOf(mark), tags: [tag], isPublic };
    const { status, body, text } = await real.processes[at].owner.post("/prompts", draft);
    if (status !== 201) throw new Error(text);
    const { id, slug } = body as { id: string; slug: string };
    const prompt: Shadow = {
      id,
      slug,
      tag,
      version: 1,
      mark,
      isPublic,
      isDeleted: false,
      moderation: "approved",
      links: [],
    };
    model.prompts.push(prompt);
    await expectAgreement(real, at, prompt, model.earlier);
  }
  toString = (): string => `create(${this.isPublic ? "public" : "private"}) at ${this.at}`;
}

/** One of the things that can happen to a prompt as it is; which, is only known when its turn comes. */
class Take implements fc.AsyncCommand<Model, Real> {
  readonly at: 0 | 1;
  readonly pick: number;
  readonly choice: number;
  #said = "not reached";
  constructor(at: 0 | 1, pick: number, choice: number) {
    this.at = at;
    this.pick = pick;
    this.choice = choice;
  }
  check = ({ prompts }: Readonly<Model>): boolean => prompts.length > 0;
  async run(model: Model, real: Real): Promise<void> {
    const place = this.pick % model.prompts.length;
    const prompt = model.prompts[place]!;
    const possible = Object.entries(STEPS).filter(([, { applies }]) => applies(prompt));
    const [name, step] = possible[this.choice % possible.length]!;
    this.#said = `${name} prompt ${place} at ${this.at}`;
    await step.take(real.processes[this.at], prompt, { model });
    await expectAgreement(real, this.at, prompt, model.earlier);
  }
  toString = (): string => this.#said;
}

/** What every run begins with: something published that both processes have in their caches. */
export const begin = (model: Model, real: Real): Promise<void> => new Create(0, true).run(model, real);

const at = fc.constantFrom<0 | 1>(0, 1);
const take = fc.tuple(at, fc.nat({ max: 1 }), fc.nat({ max: 1_000 })).map((given) => new Take(...given));
/** Anything that can happen, in any order, through either process. */
export const commands: fc.Arbitrary<fc.AsyncCommand<Model, Real>>[] = [
  fc.tuple(at, fc.boolean()).map((given) => new Create(...given)),
  ...Array.from({ length: 9 }, () => take),
];
