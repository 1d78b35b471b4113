import { Failure, type FailureCode } from "../../errors.ts";
import { derive, type Scope } from "../../scope.ts";
import { callModel, type ModelAnswer } from "../enrichment/index.ts";
import type { Choice } from "../models/index.ts";
import type { beginRun } from "./job-queries.ts";

/** A job on behalf of one person. */
export type Owned = Omit<Scope<null>, "actor"> & { readonly actor: { readonly userId: string } };
export type BegunRun = NonNullable<ReturnType<typeof beginRun>["row"]>;

/** Not the case's trouble: the job is tried again, or goes on when there is a place among the calls under way. */
const OURS: readonly FailureCode[] = ["unavailable", "internal", "overloaded"];

type Asked = Parameters<typeof callModel>[1]["completion"];

/** Asks a model for a test, which its owner pays for. */
export const ask = (scope: Owned, run: BegunRun, choice: Choice, completion: Asked): Promise<ModelAnswer> =>
  callModel(derive(scope, { actor: null }), {
    kind: "test",
    userId: run.user_id,
    choice,
    promptId: run.prompt_id,
    version: run.version,
    completion,
  });

/** A failure that belongs to the case. Anything else is thrown on: a bug, a database that is away, a worker that stops. */
export function asOutcome({ signal }: Owned, error: unknown): Failure {
  signal.throwIfAborted();
  if (!(error instanceof Failure) || OURS.includes(error.code)) throw error;
  if (error.code !== "not_found") return error;
  return new Failure("not_found", { detail: "The account is closed or suspended" });
}

/** What a case takes, added up as it goes, so that a case that fails half way still says it. */
export class Tally {
  inputTokens = 0;
  outputTokens = 0;
  costUsd = 0;
  add({ inputTokens, outputTokens, costUsd }: ModelAnswer["usage"]): void {
    this.inputTokens += inputTokens;
    this.outputTokens += outputTokens;
    this.costUsd += costUsd ?? 0;
  }
}
