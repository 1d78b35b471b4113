import type { ApiScope } from "../../contract/credential.ts";
import { Failure } from "../../errors.ts";
import type { Actor } from "../../scope.ts";

/** A key that may ask models sees a stored prompt, in parts or in answers about it, only if it may read prompts anyway. */
export const requireReading = (actor: Actor): void =>
  requireScope(actor, "prompts:read", "This shows a stored prompt, so it needs the scope prompts:read as well");

/** A key that may ask the enhancer changes prompts by it only if it may change them anyway. */
export const requireWriting = (actor: Actor): void =>
  requireScope(actor, "prompts:write", "This changes a prompt, so it needs the scope prompts:write as well");

function requireScope({ credential }: Actor, code: ApiScope, detail: string): void {
  if (credential.kind !== "api_key" || credential.scopes.includes(code)) return;
  const message = `the key has ${credential.scopes.join(", ")}`;
  throw new Failure("insufficient_scope", { detail, faults: [{ path: "header.X-API-Key", code, message }] });
}
