import type { PromptrError } from "../../client/index.ts";

/** Why a step was refused, with the prompt it was about. */
export class StepRefused extends Error {
  override name = "StepRefused";
  constructor(slug: string, cause: PromptrError) {
    super(`${slug}: ${cause.message}`, { cause });
  }
}
