import { newId } from "../../contract/id.ts";
import { sqlState, violated } from "../../db/faults.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { atomically, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { sendMail } from "../mail/index.ts";
import { accountByEmail, insertAccount } from "./account-queries.ts";
import { refuseWeakPassword } from "./password-policy.ts";
import { holdPassword, replacePassword } from "./password-queries.ts";
import type { Credentials, Registration, SignedIn } from "./schema.ts";
import { deviceAddress, idleSince, startSession, toSignedIn } from "./sessions.ts";

const UNIQUE_VIOLATION = "23505";

const isEmailTaken = (error: unknown): boolean =>
  sqlState(error) === UNIQUE_VIOLATION && violated(error) === "profiles_by_email";

/** Makes an account and signs it in. The account, its first session and its welcome mail land together or not at all. */
export async function registerAccount(scope: Scope, registration: Registration): Promise<SignedIn> {
  const { email, password, fullName } = registration;
  refuseWeakPassword(password, { email, production: scope.settings.production });
  await scope.ports.throttle.spend("register", scope.request.ip);
  const passwordHash = await scope.ports.passwords.hash(password); // before the transaction: it is slow on purpose
  const now = scope.now();
  const userId = newId(now.getTime());
  try {
    const session = await atomically(through(scope, AS_AUTH), async (inner) => {
      await inner.db.rows(insertAccount({ userId, email, fullName, passwordHash, now }));
      await inner.jobs.send(sendMail, { to: userId, template: "welcome" }, { key: `welcome:${userId}` });
      const first = await startSession(inner, userId);
      const subject = { type: "account", id: userId };
      await record(inner, {
        action: "account.register",
        subject,
        ownerId: userId,
        by: { kind: "session", id: userId },
      });
      return first;
    });
    return await toSignedIn(scope, { userId, email, fullName }, session);
  } catch (error) {
    throw isEmailTaken(error) ? new Failure("email_taken", { cause: error }) : error;
  }
}

type Checked = { readonly userId: string; readonly checkedHash: string; readonly newHash: string | null };

/**
 * Opens a session under the password that was checked, which takes the place of its outdated hash; null when the account
 * has another one by now.
 */
const openSession = (door: Scope, { userId, checkedHash, newHash }: Checked) =>
  atomically(door, async (inner) => {
    const held =
      newHash === null ? holdPassword({ userId, checkedHash }) : replacePassword({ userId, checkedHash, newHash });
    return (await inner.db.first(held)) ? startSession(inner, userId) : null;
  });

/**
 * Signs in with a password. Every way to a refusal costs one password computation, so neither the answer nor its time
 * tells whether the account exists; that it is suspended learns only who knows the password.
 */
export async function logIn(scope: Scope, credentials: Credentials): Promise<SignedIn> {
  const { email, password } = credentials;
  const { throttle, passwords } = scope.ports;
  await throttle.spend("login", `${email}|${scope.request.ip}`);
  await throttle.spend("loginPerAddress", scope.request.ip);
  const door = through(scope, AS_AUTH);
  const now = scope.now();
  const tried = { email, ip: deviceAddress(scope.request), now, idleSince: idleSince(now) };
  const account = await door.db.first(accountByEmail(tried));
  // Strangers who guess from many addresses must not lock the owner out of the devices they use.
  if (!account?.isKnownDevice) await throttle.spend("loginPerAccount", email);
  const checkedHash = account?.passwordHash ?? null;
  const isRight = await passwords.verify(checkedHash, password);
  if (!account || checkedHash === null || !isRight) throw new Failure("invalid_credentials");
  if (account.suspendedAt) throw new Failure("account_suspended");
  const newHash = passwords.isOutdated(checkedHash) ? await passwords.hash(password) : null;
  const session = await openSession(door, { userId: account.userId, checkedHash, newHash });
  // The password was changed, or hashed anew by a parallel login, since it was checked: look again.
  return session ? toSignedIn(scope, account, session) : logIn(scope, credentials);
}
