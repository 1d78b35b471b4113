import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Inner, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { apiKeysLeft, sendMail } from "../mail/index.ts";
import { notify } from "../notifications/index.ts";
import { checkPassword } from "./password-check.ts";
import { refuseWeakPassword } from "./password-policy.ts";
import { emailOf, forgetResetLink, replacePassword } from "./password-queries.ts";
import type { PasswordChange } from "./schema.ts";
import { endSessions } from "./sessions.ts";

const ended = (keys: number): string =>
  keys === 0 ? "" : ` Keys made before your address was confirmed have ended (${keys}).`;

/** Tells the owner by mail and in the product, in the transaction of the change. `endedKeys` is how many it ended. */
export async function tellPasswordChanged(
  inner: Pick<Inner<Scope>, "db" | "jobs" | "now">,
  userId: string,
  { endedKeys = 0 }: { readonly endedKeys?: number } = {},
): Promise<void> {
  await inner.jobs.send(sendMail, { to: userId, template: "password_changed" });
  const left = await apiKeysLeft(inner, userId);
  await notify(inner, userId, {
    kind: "password_changed",
    title: "Your password was changed",
    body: `All other sessions have ended.${ended(endedKeys)} ${left} If it was not you, ask for a new password at once.`,
  });
}

/** Changes the password of who asks; this session goes on, all others end. Of two changes at once, one wins. */
export async function changePassword(
  scope: Scope<Actor>,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  const { userId, credential } = scope.actor;
  if (credential.kind !== "session") throw new Failure("local_account_required");
  const door = through(scope, AS_AUTH);
  const { email } = await scope.db.one(emailOf({ userId }));
  refuseWeakPassword(newPassword, { email, production: scope.settings.production, path: "body.newPassword" });
  const checkedHash = await checkPassword(scope, currentPassword);
  const newHash = await scope.ports.passwords.hash(newPassword);
  await atomically(door, async (inner) => {
    await inner.db.rows(forgetResetLink({ userId })); // first, as a reset does: two that lock in turn never meet
    const replaced = await inner.db.first(replacePassword({ userId, checkedHash, newHash }));
    if (!replaced) throw new Failure("wrong_password");
    await inner.db.rows(forgetResetLink({ userId })); // and again, for a mail job that made one meanwhile
    await endSessions(inner, userId, "password_changed", { except: credential.sessionId });
    await tellPasswordChanged(inner, userId);
    await record(inner, { action: "password.change", subject: { type: "account", id: userId }, ownerId: userId });
  });
}
