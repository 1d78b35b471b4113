import { randomInt } from "node:crypto";

/** What the histories, steps and keys of a test are drawn from; `MODEL_SEED` repeats a run. */
export const SEED = Number(process.env["MODEL_SEED"] ?? randomInt(2 ** 31));
