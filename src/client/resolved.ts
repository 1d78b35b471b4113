import { PromptrError } from "./errors.ts";
import type { UnresolvedPrompt } from "./generated/schema.ts";
import type { Problem } from "./types.ts";

/** What one item of an answer is refused with, as its own answer would have it. */
const STATUS_OF = { not_found: 404, template_invalid: 422, variable_missing: 422, invalid_input: 400 } as const;

/** The refusal of one prompt of an answer, as if it had been asked for alone. */
export function toError({ error }: UnresolvedPrompt, requestId: string | null): PromptrError {
  const status = STATUS_OF[error.code];
  const about = { type: `/docs/errors/${error.code}`, instance: "/api/v1/prompts/resolve", requestId: requestId ?? "" };
  return new PromptrError({
    status,
    requestId,
    retryAfterMs: null,
    problem: { ...error, ...about, status } as Problem,
  });
}

/** Everybody who asks is given the same object, so nobody may change it. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
