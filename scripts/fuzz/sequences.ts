/** Create, use, delete, use again: what one request alone cannot show. Shrunk to the fewest steps that go wrong. */
import fc from "fast-check";
import { endpointNamed } from "./contract.ts";
import { Course } from "./course.ts";
import { fitting } from "./fitting.ts";
import { hostileValue } from "./hostile.ts";
import { hunt, seedOf } from "./hunt.ts";
import type { Runner } from "./run.ts";

/** The operations of one kind of thing; `list` tells what there is. */
export type Family = {
  readonly create: string;
  readonly read: string;
  readonly change: string;
  readonly remove: string;
  readonly list: string;
  /** It lies below a prompt, or names one. */
  readonly isBelow?: "path" | "body";
};
export const FAMILIES: readonly Family[] = [
  { create: "createPrompt", read: "readPrompt", change: "updatePrompt", remove: "deletePrompt", list: "listPrompts" },
  { create: "createFolder", read: "listFolders", change: "updateFolder", remove: "deleteFolder", list: "listFolders" },
  {
    create: "createWebhook",
    read: "readWebhook",
    change: "updateWebhook",
    remove: "deleteWebhook",
    list: "listWebhooks",
  },
  { create: "createApiKey", read: "readApiKey", change: "updateApiKey", remove: "deleteApiKey", list: "listApiKeys" },
  {
    create: "createTestCase",
    read: "readTestCase",
    change: "replaceTestCase",
    remove: "deleteTestCase",
    list: "listTestCases",
    isBelow: "path",
  },
  {
    create: "createShare",
    read: "openShare",
    change: "updateShare",
    remove: "revokeShare",
    list: "listMyShares",
    isBelow: "body",
  },
];

export const VERBS = [
  "create",
  "create wrong",
  "read",
  "change",
  "change wrong",
  "remove",
  "use removed",
  "use another's",
  "use below another",
] as const;
export type Step = {
  readonly verb: (typeof VERBS)[number];
  readonly pick: number;
  readonly created: unknown;
  readonly changed: unknown;
  readonly wrong: unknown;
};

const STEPS_MAX = 10;

/** So many sequences over all families together. */
export async function fuzzSequences(runner: Runner, sequences: number): Promise<void> {
  for (const family of FAMILIES) {
    const bodyOf = (name: string): fc.Arbitrary<unknown> => {
      const { body } = endpointNamed(name);
      return body ? fitting(body.schema) : fc.constant({});
    };
    const step: fc.Arbitrary<Step> = fc.record({
      verb: fc.constantFrom(...VERBS),
      pick: fc.nat({ max: 100 }),
      created: bodyOf(family.create),
      changed: bodyOf(family.change),
      wrong: hostileValue,
    });
    await hunt({
      drawn: fc.array(step, { minLength: 2, maxLength: STEPS_MAX, size: "max" }),
      seed: seedOf(runner.seed, `sequence ${family.create}`),
      runs: Math.max(1, Math.ceil(sequences / FAMILIES.length)),
      attempt: (steps) => Course.run(runner, family, steps),
      known: runner.known,
    });
  }
}
