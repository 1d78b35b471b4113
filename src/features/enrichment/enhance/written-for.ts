import type { Scope } from "../../../scope.ts";
import { factsOf, readCatalogue } from "../../models/index.ts";
import type { LintOptions } from "../lint/index.ts";

/** What a prompt is judged with besides its text: the model it is written for, where that is known, and the day. */
export type WrittenFor = Pick<LintOptions, "model" | "today">;

/** The facts of the model of this name. */
export async function factsFor(
  scope: Pick<Scope, "db" | "ports" | "jobs" | "now">,
  model: string | undefined,
): Promise<WrittenFor> {
  const today = scope.now();
  return { model: model === undefined ? null : factsOf(await readCatalogue(scope), model, today), today };
}
