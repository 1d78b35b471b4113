import type { Draft } from "../../contract/draft.ts";
import { Failure } from "../../errors.ts";
import type { Actor, Inner, Scope } from "../../scope.ts";
import { fieldsOf, type PromptRow, saveLocked } from "../prompts/index.ts";

/** An API key that may ask the enhancer may not change prompts by it, unless it may change them anyway. */
export function requireWriting({ credential }: Actor): void {
  if (credential.kind !== "api_key" || credential.scopes.includes("prompts:write")) return;
  const message = `the key has ${credential.scopes.join(", ")}`;
  throw new Failure("insufficient_scope", {
    detail: "This changes a prompt, so it needs the scope prompts:write as well",
    faults: [{ path: "header.X-API-Key", code: "prompts:write", message }],
  });
}

/** Saves the locked prompt with other parts; one that holds them already makes no version. */
export function saveParts(
  scope: Inner<Scope<Actor>>,
  row: PromptRow,
  draft: Draft,
  message: string,
): Promise<PromptRow> {
  const { task } = draft;
  if (task === null) throw new Error("An enhancement has left no task");
  return saveLocked(scope, row, { ...fieldsOf(row), ...draft, task }, message);
}

export const changesIn = (count: number): string => (count === 1 ? "1 change" : `${count} changes`);
