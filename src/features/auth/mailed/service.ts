import { AS_AUTH } from "../../../db/identity.ts";
import { Failure } from "../../../errors.ts";
import { type Actor, atomically, type Scope, through } from "../../../scope.ts";
import { record } from "../../audit/index.ts";
import { digestOfLink, isLinkToken, sendMail } from "../../mail/index.ts";
import { grantIfListed } from "../listed-administrators.ts";
import { tellPasswordChanged } from "../password-change.ts";
import { checkPasswordOf } from "../password-check.ts";
import { refuseWeakPassword } from "../password-policy.ts";
import { holdPassword, putPassword } from "../password-queries.ts";
import { endSessions, userTag } from "../sessions.ts";
import { lockOpenAccount } from "../standing-queries.ts";
import {
  accountOfConfirmationLink,
  accountOfResetLink,
  confirmAddress,
  endKeysOfUnconfirmed,
  ownConfirmation,
  proveOwner,
  spendConfirmationLink,
  spendResetLink,
} from "./queries.ts";
import type { Confirmation, PasswordReset, Taken } from "./schema.ts";

const MINUTE_MS = 60_000;
/** Part of a mail job's key: one mail of a kind a minute, however often it is asked for. */
const minuteOf = (now: Date): number => Math.floor(now.getTime() / MINUTE_MS);

/** Whose password the link may change, if it is still good; spends nothing but a try of the caller's address. */
export async function openResetLink(scope: Scope, token: string): Promise<{ userId: string; email: string }> {
  await scope.ports.throttle.spend("mailedLink", scope.request.ip);
  const found = { tokenHash: digestOfLink(token), now: scope.now() };
  const account = isLinkToken(token) ? await through(scope, AS_AUTH).db.first(accountOfResetLink(found)) : undefined;
  if (!account) throw new Failure("invalid_link_token");
  return account;
}

/**
 * Sets a new password with a mailed link and ends every session. Signs nobody in; the link works once. Who came through
 * the mailbox and chose the password is the owner of both, so a listed address makes an administrator here as well.
 * Where the address was never confirmed, somebody else may have made the account: API keys made until now end too.
 */
export async function resetPassword(scope: Scope, { token, password }: PasswordReset): Promise<void> {
  // Looked at first: a guessed token and a weak password cost no hashing, and the weak one does not use up the link.
  const { email } = await openResetLink(scope, token);
  refuseWeakPassword(password, { email, production: scope.settings.production });
  const newHash = await scope.ports.passwords.hash(password);
  await atomically(through(scope, AS_AUTH), async (inner) => {
    const link = await inner.db.first(spendResetLink({ tokenHash: digestOfLink(token), now: inner.now() }));
    const userId = link?.userId;
    // Who makes a key holds this lock: it is made before and ends below, or finds its session ended.
    if (userId === undefined || !(await inner.db.first(lockOpenAccount({ userId }))))
      throw new Failure("invalid_link_token");
    await inner.db.rows(putPassword({ userId, newHash }));
    await endSessions(inner, userId, "password_reset");
    const endedKeys = await inner.db.rows(endKeysOfUnconfirmed({ userId }));
    await inner.db.rows(proveOwner({ userId, now: inner.now() }));
    await tellPasswordChanged(inner, userId, { endedKeys: endedKeys.length });
    const details = { apiKeysEnded: endedKeys.length };
    await record(inner, {
      action: "password.reset",
      subject: { type: "account", id: userId },
      ownerId: userId,
      details,
    });
    await grantIfListed(inner, userId);
  });
}

/**
 * Whose address the link confirms, if it is still good; changes nothing. An address listed in `ADMIN_EMAILS` needs the
 * password as well: somebody else may have registered it, and would become administrator by the owner's click.
 */
export async function openConfirmationLink(
  scope: Scope,
  token: string,
): Promise<{ userId: string; needsPassword: boolean }> {
  await scope.ports.throttle.spend("mailedLink", scope.request.ip);
  const found = { tokenHash: digestOfLink(token), now: scope.now() };
  const account = isLinkToken(token)
    ? await through(scope, AS_AUTH).db.first(accountOfConfirmationLink(found))
    : undefined;
  if (!account) throw new Failure("invalid_link_token");
  return { userId: account.userId, needsPassword: scope.settings.adminEmails.includes(account.email) };
}

const passwordNeeded = (): Failure => {
  const message = "is needed to confirm this address";
  return new Failure("invalid_input", {
    detail: `body.password ${message}`,
    faults: [{ path: "body.password", code: "required", message }],
  });
};

/**
 * Confirms the address a link was mailed to; with the password it also proves who owns the account, which makes an
 * administrator of one whose address is listed. A wrong password (`wrong_password`) leaves the link as it was.
 */
export async function confirmEmail(scope: Scope, { token, password }: Confirmation): Promise<void> {
  const { userId, needsPassword } = await openConfirmationLink(scope, token);
  if (needsPassword && password === undefined) throw passwordNeeded();
  const checkedHash = password === undefined ? null : await checkPasswordOf(scope, userId, password);
  await atomically(through(scope, AS_AUTH), async (inner) => {
    const now = inner.now();
    const link = await inner.db.first(spendConfirmationLink({ tokenHash: digestOfLink(token), now }));
    if (!link) throw new Failure("invalid_link_token");
    // First the account and then its password, as a reset does: two that lock in turn never meet.
    if (!(await inner.db.first(confirmAddress({ userId, now })))) throw new Failure("invalid_link_token");
    // Another password by now means that somebody else may hold it.
    if (checkedHash !== null && !(await inner.db.first(holdPassword({ userId, checkedHash }))))
      throw new Failure("wrong_password");
    if (checkedHash !== null) await inner.db.rows(proveOwner({ userId, now }));
    inner.changed({ tags: [userTag(userId)] });
    await record(inner, { action: "email.verify", subject: { type: "account", id: userId }, ownerId: userId });
    await grantIfListed(inner, userId);
  });
}

/** Mails a new confirmation link to who asks, unless their address is confirmed already. */
export async function askForConfirmation(scope: Scope<Actor>): Promise<Taken> {
  const { userId, credential } = scope.actor;
  if (credential.kind !== "session") throw new Failure("local_account_required");
  const { confirmedAt } = await scope.db.one(ownConfirmation({ userId }));
  if (confirmedAt) return { message: "Your address is confirmed already." };
  await scope.ports.throttle.spend("verifyEmail", userId);
  const key = `verify:${userId}:${minuteOf(scope.now())}`;
  await scope.jobs.send(sendMail, { to: userId, template: "verify_email" }, { key });
  return { message: "A mail with a link is on its way." };
}
