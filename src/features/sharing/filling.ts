import { asShareReader } from "../../db/identity.ts";
import { type Scope, through } from "../../scope.ts";
import { variablesOf } from "../prompts/index.ts";
import { fieldsOf, fillIn, namesIn, type Sent } from "./fields.ts";
import type { FillForm } from "./fill-form.ts";
import { issuePass } from "./pass.ts";
import { hashOfToken } from "./token.ts";
import { declaredVariables } from "./visit-queries.ts";
import type { Outcome } from "./visit.ts";

/** What a visitor sent: the pass of the page it was typed into, and the values. */
export type Filling = { readonly pass: string; readonly sent: Sent };

/** The form of an opened prompt, filled in where values were sent; null for a prompt nobody can fill in by hand. */
export async function formOf(
  scope: Scope,
  token: string,
  outcome: Outcome,
  filling?: Filling,
): Promise<FillForm | null> {
  const tokenHash = hashOfToken(token);
  if (outcome.kind !== "opened" || !tokenHash) return null;
  const { link, content } = outcome;
  const { version } = content;
  const names = namesIn(content);
  if (names.length === 0) return null;
  const row = await through(scope, asShareReader(tokenHash)).db.first(declaredVariables({ tokenHash, version }));
  const prompt = { ...content, variables: row ? variablesOf(row) : [] };
  const fields = fieldsOf(names, prompt.variables, filling?.sent);
  const shown = { tokenHash, passwordHash: link.passwordHash, version };
  return {
    fields,
    pass: filling?.pass ?? issuePass(scope.ports.tokens, shown, scope.now()),
    action: `/s/${token}/fill`,
    filled: filling && fillIn(prompt, fields),
  };
}
