import { newId } from "../../../contract/id.ts";
import { AS_AUTH } from "../../../db/identity.ts";
import { Failure } from "../../../errors.ts";
import { type Actor, atomically, type Scope, through } from "../../../scope.ts";
import { record } from "../../audit/index.ts";
import { digestOfLink, isLinkToken, sendMail } from "../../mail/index.ts";
import { grantIfListed } from "../listed-administrators.ts";
import { tellPasswordChanged } from "../password-change.ts";
import { refuseWeakPassword } from "../password-policy.ts";
import { putPassword } from "../password-queries.ts";
import { endSessions, userTag } from "../sessions.ts";
import {
  accountIdByEmail,
  accountOfResetLink,
  confirmAddress,
  confirmationLink,
  ownConfirmation,
  spendConfirmationLink,
  spendResetLink,
} from "./queries.ts";
import type { PasswordReset, ResetWish, Taken } from "./schema.ts";

const MINUTE_MS = 60_000;
/** Part of a mail job's key: one mail of a kind a minute, however often it is asked for. */
const minuteOf = (now: Date): number => Math.floor(now.getTime() / MINUTE_MS);

const RESET_TAKEN = { message: "If there is an account with this address, a mail with a link is on its way." };

/** Whether the try was admitted; the caller must not learn that it was not. */
async function isAdmitted(spent: Promise<void>): Promise<boolean> {
  try {
    await spent;
    return true;
  } catch (refusal) {
    if (refusal instanceof Failure && refusal.code === "rate_limited") return false;
    throw refusal;
  }
}

/**
 * Asks for a mail with a reset link. Known and unknown addresses cost the same and get the same answer: one look-up and
 * one job, which for an unknown address is addressed to nobody.
 */
export async function askForReset(scope: Scope, { email }: ResetWish): Promise<Taken> {
  const { throttle, tokens } = scope.ports;
  await throttle.spend("forgotPasswordPerAddress", scope.request.ip);
  if (!(await isAdmitted(throttle.spend("forgotPassword", email)))) return RESET_TAKEN;
  const now = scope.now();
  const door = through(scope, AS_AUTH);
  const account = await door.db.first(accountIdByEmail({ email }));
  // Ids of jobs can be read by every request, so an address must not be guessable from one.
  const key = `reset:${tokens.mac("reset", email).toString("hex")}:${minuteOf(now)}`;
  const to = account?.id ?? newId(now.getTime());
  await door.jobs.send(sendMail, { to, template: "reset_password" }, { key });
  return RESET_TAKEN;
}

/** Whose password the link may change, if it is still good; spends nothing but a try of the caller's address. */
export async function openResetLink(scope: Scope, token: string): Promise<{ userId: string; email: string }> {
  await scope.ports.throttle.spend("mailedLink", scope.request.ip);
  const found = { tokenHash: digestOfLink(token), now: scope.now() };
  const account = isLinkToken(token) ? await through(scope, AS_AUTH).db.first(accountOfResetLink(found)) : undefined;
  if (!account) throw new Failure("invalid_link_token");
  return account;
}

/** Sets a new password with a mailed link and ends every session. Signs nobody in; the link works once. */
export async function resetPassword(scope: Scope, { token, password }: PasswordReset): Promise<void> {
  // Looked at first: a guessed token and a weak password cost no hashing, and the weak one does not use up the link.
  const { email } = await openResetLink(scope, token);
  refuseWeakPassword(password, { email, production: scope.settings.production });
  const newHash = await scope.ports.passwords.hash(password);
  await atomically(through(scope, AS_AUTH), async (inner) => {
    const link = await inner.db.first(spendResetLink({ tokenHash: digestOfLink(token), now: inner.now() }));
    if (!link) throw new Failure("invalid_link_token");
    const { userId } = link;
    await inner.db.rows(putPassword({ userId, newHash }));
    await endSessions(inner, userId, "password_reset");
    await tellPasswordChanged(inner, userId);
    await record(inner, { action: "password.reset", subject: { type: "account", id: userId }, ownerId: userId });
  });
}

/** Refuses a confirmation link that is not good any more; changes nothing. */
export async function openConfirmationLink(scope: Scope, token: string): Promise<void> {
  await scope.ports.throttle.spend("mailedLink", scope.request.ip);
  const found = { tokenHash: digestOfLink(token), now: scope.now() };
  const link = isLinkToken(token) ? await through(scope, AS_AUTH).db.first(confirmationLink(found)) : undefined;
  if (!link) throw new Failure("invalid_link_token");
}

/** Confirms the address a link was mailed to; one that is listed in `ADMIN_EMAILS` makes its owner an administrator. */
export async function confirmEmail(scope: Scope, token: string): Promise<void> {
  await scope.ports.throttle.spend("mailedLink", scope.request.ip);
  if (!isLinkToken(token)) throw new Failure("invalid_link_token");
  await atomically(through(scope, AS_AUTH), async (inner) => {
    const now = inner.now();
    const link = await inner.db.first(spendConfirmationLink({ tokenHash: digestOfLink(token), now }));
    const confirmed = link && (await inner.db.first(confirmAddress({ userId: link.userId, now })));
    if (!confirmed) throw new Failure("invalid_link_token");
    const { id } = confirmed;
    inner.changed({ tags: [userTag(id)] });
    await record(inner, { action: "email.verify", subject: { type: "account", id }, ownerId: id });
    await grantIfListed(inner, id);
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
