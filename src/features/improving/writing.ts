import type { Draft } from "../../contract/draft.ts";
import type { Actor, Inner, Scope } from "../../scope.ts";
import { fieldsOf, type PromptRow, saveLocked } from "../prompts/index.ts";

/** Saves the locked prompt with other parts; one that holds them already makes no version. */
export function saveParts(
  scope: Inner<Scope<Actor>>,
  row: PromptRow,
  draft: Draft,
  message: string,
): Promise<PromptRow> {
  const { task } = draft;
  if (task === null) throw new Error("An enhancement has left no task");
  return saveLocked(scope, row, { ...fieldsOf(row), ...draft, task, isEnriched: true }, message);
}

export const changesIn = (count: number): string => (count === 1 ? "1 change" : `${count} changes`);
