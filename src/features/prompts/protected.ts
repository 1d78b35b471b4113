import { Failure } from "../../errors.ts";
import type { Actor, Inner, Scope } from "../../scope.ts";
import { protectedLabelsOn } from "./protected-queries.ts";

export const mayMoveProtected = ({ credential }: Actor): boolean =>
  credential.kind !== "api_key" || credential.scopes.includes("labels:write");

/**
 * To be called by whatever is about to make, move or remove a label, however it was asked: `protected_label` for an
 * API key without the scope `labels:write`. Persons may.
 */
export function refuseProtected(actor: Actor, label: string, protectedLabels: readonly string[]): void {
  if (mayMoveProtected(actor) || !protectedLabels.includes(label)) return;
  throw new Failure("protected_label", {
    detail: `The label ${label} is protected: the key needs the scope labels:write`,
  });
}

/**
 * The same for whatever changes which prompt a slug stands for: programs that ask for the slug at a protected label would be
 * given another text. The prompt is locked by now, so its labels stay.
 */
export async function refuseProtectedPrompt({ db, actor }: Inner<Scope<Actor>>, promptId: string): Promise<void> {
  if (mayMoveProtected(actor)) return;
  const labels = (await db.rows(protectedLabelsOn({ userId: actor.userId, promptId }))).map(({ label }) => label);
  for (const label of labels) refuseProtected(actor, label, labels);
}
