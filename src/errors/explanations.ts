import type { FailureCode } from "../errors.ts";
import { ACCOUNTS } from "./accounts.ts";
import { CREDENTIALS } from "./credentials.ts";
import type { Explanation } from "./explanation.ts";
import { PROMPTS } from "./prompts.ts";
import { REQUESTS } from "./requests.ts";

/** Cause and cure of every failure: one that has none does not compile. */
export const EXPLANATIONS: Readonly<Record<FailureCode, Explanation>> = {
  ...REQUESTS,
  ...CREDENTIALS,
  ...PROMPTS,
  ...ACCOUNTS,
};
