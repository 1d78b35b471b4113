import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, type Scope, through } from "../../scope.ts";
import { passwordOf } from "./password-queries.ts";

/** A sign-in at another issuer this fresh stands for a password. */
const FRESH_MS = 5 * 60_000;

/**
 * Checks the password of an account whose id only its owner can have brought, and returns the hash it was checked
 * against. One hash computation whether or not the account has a password; `wrong_password`, or `rate_limited` after too
 * many wrong ones.
 */
export async function checkPasswordOf(scope: Scope, userId: string, password: string): Promise<string> {
  const { throttle, passwords } = scope.ports;
  await throttle.spend("passwordCheck", userId);
  const stored = await through(scope, AS_AUTH).db.first(passwordOf({ userId }));
  const isRight = await passwords.verify(stored?.passwordHash ?? null, password);
  if (!stored || !isRight) throw new Failure("wrong_password");
  await throttle.giveBack("passwordCheck", userId);
  return stored.passwordHash;
}

/** The same for who is signed in. */
export const checkPassword = (scope: Scope<Actor>, password: string): Promise<string> =>
  checkPasswordOf(scope, scope.actor.userId, password);

/**
 * Makes sure that who asks is the person and not only the holder of their access token: an account of ours gives its
 * password (`wrong_password`), one of another issuer has signed in there within five minutes (`recent_login_required`).
 */
export async function confirmIdentity(scope: Scope<Actor>, password: string | undefined): Promise<void> {
  const { credential } = scope.actor;
  if (credential.kind === "api_key") throw new Failure("user_token_required");
  if (credential.kind === "session") {
    if (password === undefined) throw new Failure("wrong_password", { detail: "Send your password with it" });
    await checkPassword(scope, password);
    return;
  }
  const since = credential.authenticatedAt?.getTime() ?? 0;
  if (scope.now().getTime() - since > FRESH_MS) throw new Failure("recent_login_required");
}
